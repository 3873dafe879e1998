"""Whatever is done at a board can be undone and done again, and says what it comes to."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cohortplan.board.session import Session, Step
from cohortplan.errors import InputError
from cohortplan.evaluate import difference, measure_rules
from cohortplan.io import read_plan, read_scenario
from cohortplan.model import Plan, Scenario, SeatLock, VisitLock
from tests.cli.two_days import write_folder, write_plan_file

SHIPPED = Path(__file__).parents[2] / "scenarios"
PEOPLE = st.sampled_from([f"A0{k}" for k in range(1, 7)])
SETS = st.sampled_from(["D1.1", "D1.2", "D2.1", "D2.2"])
HOSTS = st.sampled_from(["H1", "H2", "H3", "H4"])
SEAT = st.tuples(PEOPLE, SETS).map(lambda drawn: SeatLock(participant=drawn[0], set=drawn[1]))
VISIT = st.tuples(SETS, HOSTS).map(lambda drawn: VisitLock(set=drawn[0], activity="visit", host=drawn[1]))
DONE = st.one_of(st.lists(SEAT | VISIT, min_size=1, max_size=2), st.sampled_from(["undo", "redo", "hold", "loose"]))


@cache
def parts() -> tuple[Scenario, Plan]:
    """Return the small scenario and its plan."""
    with TemporaryDirectory() as folder:
        return read_scenario(write_folder(Path(folder))), read_plan(write_plan_file(Path(folder)))


def content(step: Step) -> tuple[str, frozenset[object]]:
    """Return all of a step that is ever written."""
    return step.plan.model_dump_json(), frozenset(step.locks)


def plan_of(step: Step) -> Plan:
    """Return the plan of a step as if it had been read from a file: it shares nothing with others."""
    return Plan.model_validate_json(step.plan.model_dump_json())


def do(session: Session, what: object) -> None:
    """Do something at a board."""
    seat = SeatLock(participant="A01", set=session.now.seat("A01", "D1") or "D1.1")
    if what in ("undo", "redo"):
        getattr(session, str(what))()
    elif what in ("hold", "loose"):
        session.hold([seat], on=what == "hold")
    elif isinstance(what, list):
        session.place(what)


@settings(max_examples=60, deadline=None)
@given(st.lists(DONE, max_size=12))
def test_all_of_it_can_be_undone_and_done_again(done: list[object]) -> None:
    """After any edits and undos, undoing all gives the first plan byte by byte, and redoing all the last one."""
    session = Session(*parts())
    first = content(session.now)
    for what in done:
        before = content(session.now)
        try:
            do(session, what)
        except InputError:  # it is locked, say
            assert content(session.now) == before
    while session.redoable:
        session.redo()
    last = content(session.now)
    while session.undoable:
        session.undo()
    assert content(session.now) == first
    while session.redoable:
        session.redo()
    assert content(session.now) == last


@settings(max_examples=40, deadline=None)
@given(st.lists(DONE, min_size=1, max_size=6))
def test_a_step_owes_what_measuring_from_scratch_says(done: list[object]) -> None:
    """What the board says a change comes to is what the rules say of both plans, measured whole and anew."""
    session = Session(*parts())
    for what in done:
        old = session.now
        with suppress(InputError):  # it is locked, say
            do(session, what)
        new = session.now
        olds, news = (measure_rules(step.scenario.model_copy(), plan_of(step)) for step in (old, new))
        assert new.owed == news
        found = new.since(old)
        whole = difference(new.scenario.model_copy(), old.plan, new.plan, olds, news, most=0)
        assert found == whole
        assert new.since(old) is found


@pytest.mark.parametrize("name", [pytest.param("city-240", marks=pytest.mark.slow), "cop-lived-36", "connect-11"])
def test_a_step_of_a_large_board_owes_what_measuring_from_scratch_says(name: str) -> None:
    """With facilitators, duties and guests, too, nothing that is kept of other plans is taken for this one's."""
    folder, rng = SHIPPED / name, np.random.default_rng(7)
    session = Session(read_scenario(folder), read_plan(folder / "plan.json"))
    planned = max(session.now.plan.rounds, key=lambda each: len(each.sets))
    everybody = [member for group in planned.sets for member in group.members]
    for _ in range(4):
        group, other = (planned.sets[k] for k in rng.permutation(len(planned.sets))[:2])
        host = str(rng.choice(list(session.now.scenario.host)))
        visits = [VisitLock(set=group.id, activity=done.id, host=host) for done in group.activities if done.host]
        session.place([SeatLock(participant=str(rng.choice(everybody)), set=other.id), *visits])
        step = session.now
        assert step.owed == measure_rules(step.scenario.model_copy(), plan_of(step))
    last = session.now.group(other.id)
    assert last is not None
    step = session.hold([SeatLock(participant=member, set=last.id) for member in last.members], on=True)
    assert step.owed == measure_rules(step.scenario.model_copy(), plan_of(step))


def test_considering_changes_nothing() -> None:
    """What is only considered is not taken; taken, it is the very same."""
    session = Session(*parts())
    before = session.now
    considered = session.consider([SeatLock(participant="A01", set="D1.2")])
    assert session.now is before
    assert session.place([SeatLock(participant="A01", set="D1.2")]) is considered
    assert session.undoable == considered.said == "Orla Benning moves from D1.1 to D1.2"


def test_two_who_swap_are_named_as_such() -> None:
    """A swap is told as one change."""
    session = Session(*parts())
    swap = [SeatLock(participant="A01", set="D1.2"), SeatLock(participant="A04", set="D1.1")]
    assert session.place(swap).said == "Orla Benning and Hana Ridley swap: D1.2 and D1.1"


@pytest.mark.parametrize(
    "lock",
    [SeatLock(participant="A01", set="D1.1"), VisitLock(set="D1.1", activity="visit", host="H1")],
    ids=["seat", "visit"],
)
def test_what_is_locked_stays(lock: SeatLock | VisitLock) -> None:
    """What is locked cannot be moved, until it is let go."""
    session = Session(*parts())
    if isinstance(lock, VisitLock):
        (planned,) = [session.now.visit("D1.1", "visit")]
        assert planned is not None
        away: SeatLock | VisitLock = planned.model_copy(update={"host": "H3"})
        session.hold([planned], on=True)
    else:
        planned_seat = lock
        away = SeatLock(participant="A01", set="D1.2")
        session.hold([planned_seat], on=True)
    with pytest.raises(InputError, match="is locked"):
        session.place([away])
    session.hold(list(session.now.locks), on=False)
    assert session.place([away]).plan != parts()[1]


@pytest.mark.parametrize(
    ("lock", "problem"),
    [
        (SeatLock(participant="A99", set="D1.1"), "no participant A99"),
        (SeatLock(participant="A01", set="D9.1"), "no set D9.1"),
        (VisitLock(set="D1.1", activity="visit", host="H9"), "no host H9"),
        (VisitLock(set="D1.1", activity="tour", host="H1"), "no visit tour"),
    ],
)
def test_what_is_not_there_is_refused(lock: SeatLock | VisitLock, problem: str) -> None:
    """An id that the scenario does not have is named, and nothing is changed."""
    session = Session(*parts())
    before = session.now
    with pytest.raises(InputError, match=problem):
        session.place([lock])
    assert session.now is before
