"""What each person is told of a change: what is otherwise for them, and nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from cohortplan.evaluate.notes import notes
from cohortplan.model import Absence, Participant, Plan, Round, Scenario
from tests.support.builders import cohort, make_scenario, visit_rounds
from tests.support.examples import home_round
from tests.support.plans import make_plan

#: Two days of visits, and a meeting of three sets.
SEATS = {"D1": "P01 P02 P03 P04 | P05 P06 P07 P08", "D2": "P01 P02 P05 P06 | P03 P04 P07 P08"}
MEETING = {"M1": "P01 P02 P03 | P04 P05 P06 | P07 P08"}
VISITS = {
    ("D1.1", "visit"): ("H1", "2026-10-08T10:00", 90),
    ("D1.2", "visit"): ("H2", "2026-10-08T10:00", 90),
    ("D2.1", "visit"): ("H3", "2026-10-22T10:00", 90),
    ("D2.2", "visit"): ("H4", "2026-10-22T11:30", 90),
}


def rounds() -> tuple[Round, ...]:
    """Return the rounds; the first has a title."""
    first, second = visit_rounds(2, [(3, 5), (3, 5)], minutes=90, step=90)
    return first.model_copy(update={"title": "First day"}), second, home_round()


def scenario(*absences: Absence, people: tuple[Participant, ...] = ()) -> Scenario:
    """Make the scenario, with somebody away or more people."""
    return make_scenario(rounds=rounds(), absences=absences, participants=(*cohort(8), *people))


def told(new: Plan, now: Scenario | None = None) -> dict[str, list[str]]:
    """Return the notes by person."""
    old = make_plan(scenario(), {**SEATS, **MEETING}, VISITS)
    found: dict[str, list[str]] = {}
    for note in notes(now or scenario(), old, new):
        found.setdefault(note.person, []).append(note.text)
        assert note.as_json() == {"participant": note.person, "round": note.round, "note": note.text}
    return found


def plan(visits: dict[tuple[str, str], tuple[str, str, int]] | None = None, **seats: str) -> Plan:
    """Return the plan with other seats or visits."""
    return make_plan(scenario(), {**SEATS, **MEETING, **seats}, {**VISITS, **(visits or {})})


def test_nothing_changes() -> None:
    """Who has the same seats and visits hears nothing, nor does anybody of a plan that is the same."""
    assert told(plan()) == {}


def test_a_visit_is_at_another_host() -> None:
    """Each member of the set is told where it is now, and where it was, with the round's title."""
    text = "First day: Host 3 on Thu 8 Oct 2026 at 10:00, instead of Host 1 on Thu 8 Oct 2026 at 10:00."
    new = plan({("D1.1", "visit"): ("H3", "2026-10-08T10:00", 90)})
    assert told(new) == {name: [text] for name in ("P01", "P02", "P03", "P04")}


def test_a_visit_is_at_another_time() -> None:
    """The host is the same, the time is told; a round without a title goes by its id."""
    text = "D2: Host 4 on Thu 22 Oct 2026 at 10:00, instead of Host 4 on Thu 22 Oct 2026 at 11:30."
    new = plan({("D2.2", "visit"): ("H4", "2026-10-22T10:00", 90)})
    assert told(new) == {name: [text] for name in ("P03", "P04", "P07", "P08")}


def test_two_people_change_sets() -> None:
    """The two are told of their visit with the other set; those who stay hear nothing."""
    then = "on Thu 8 Oct 2026 at 10:00"
    assert told(plan(D1="P01 P02 P03 P05 | P04 P06 P07 P08")) == {
        "P04": [f"First day: Host 2 {then} with set D1.2, instead of Host 1 {then}."],
        "P05": [f"First day: Host 1 {then} with set D1.1, instead of Host 2 {then}."],
    }


def test_a_meeting_is_with_another_set() -> None:
    """Where sets only meet, the set is told."""
    assert told(plan(M1="P01 P02 P04 | P03 P05 P06 | P07 P08")) == {
        "P03": ["M1: in set M1.2 instead of M1.1."],
        "P04": ["M1: in set M1.1 instead of M1.2."],
    }


def test_several_rounds_change() -> None:
    """One note for each round, in their order."""
    new = plan({("D2.2", "visit"): ("H1", "2026-10-22T11:30", 90)}, M1="P01 P02 P04 | P03 P05 P06 | P07 P08")
    assert told(new)["P04"] == [
        "D2: Host 1 on Thu 22 Oct 2026 at 11:30, instead of Host 4 on Thu 22 Oct 2026 at 11:30.",
        "M1: in set M1.1 instead of M1.2.",
    ]


def test_somebody_is_new() -> None:
    """They are told their set and visit of each round; those they join hear nothing."""
    person = cohort(9)[-1]
    now = scenario(people=(person,))
    new = plan(D1=SEATS["D1"].replace("P04", "P04 P09"), D2=f"{SEATS['D2']} P09", M1=f"{MEETING['M1']} P09")
    assert told(new, now) == {
        "P09": [
            "First day: new, in set D1.1; Host 1 on Thu 8 Oct 2026 at 10:00.",
            "D2: new, in set D2.2; Host 4 on Thu 22 Oct 2026 at 11:30.",
            "M1: new, in set M1.3.",
        ]
    }


def test_who_joins_a_round_that_has_begun_is_told_of_what_is_to_come() -> None:
    """The visit of a day before they joined is nothing to them, nor one of a day on which they are away."""
    first, second, _ = rounds()
    later = second.activities[0].model_copy(update={"id": "again"})
    both = first.model_copy(update={"activities": (*first.activities, later)})
    late = cohort(9)[-1].model_copy(update={"joins": date(2026, 10, 12)})
    now = make_scenario(rounds=(both,), participants=(*cohort(8), late))
    visits = {**dict(list(VISITS.items())[:2]), ("D1.1", "again"): ("H3", "2026-10-22T10:00", 90)}
    old = make_plan(now, {"D1": SEATS["D1"]}, visits)
    new = make_plan(now, {"D1": SEATS["D1"].replace("P04", "P04 P09")}, visits)
    assert [note.text for note in notes(now, old, new)] == [
        "First day: new, in set D1.1; Host 3 on Thu 22 Oct 2026 at 10:00."
    ]


def test_somebody_is_gone() -> None:
    """Who does not come hears nothing, whether they still stand in the plan or not; nor do those who are left."""
    now = scenario(Absence(participant="P02", round="D1", reason="an operation"))
    for seats in (SEATS["D1"], SEATS["D1"].replace("P02 ", "")):
        assert told(plan(D1=seats), now) == {}


def test_somebody_comes_after_all() -> None:
    """Who was away and is there now is new in that round only."""
    old = plan(D1=SEATS["D1"].replace("P02 ", ""))
    assert [(note.person, note.text) for note in notes(scenario(), old, plan())] == [
        ("P02", "First day: new, in set D1.1; Host 1 on Thu 8 Oct 2026 at 10:00.")
    ]


@pytest.mark.parametrize("broken", ["", "P01 P02 | ", "P01 P01 P99 | P01"])
def test_a_plan_in_pieces_is_compared_all_the_same(broken: str) -> None:
    """Rounds that lack, people who are missing or unknown, or sit twice, are no accident."""
    seats = {**SEATS, **MEETING, "D1": broken}
    if not broken:
        del seats["D1"]
    old = make_plan(scenario(), seats, VISITS if broken else {})
    assert all(note.person in scenario().people for note in notes(scenario(), old, plan()))
