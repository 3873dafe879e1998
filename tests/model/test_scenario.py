from datetime import date
from functools import cached_property

import pytest

from cohortplan.errors import ScenarioError
from cohortplan.model import Participant, Scenario, SeatLock, Tie
from cohortplan.rules import build_rule
from tests.support.builders import cohort, make_scenario

#: What remembers more and more, and is compared by identity.
KEPT_THERE = {"seen", "atlas", "calendar", "register", "_away_on"}


def tied(**fields: object) -> Scenario:
    """Make a scenario with one tie."""
    return make_scenario(ties=(Tie(a="P01", b="P02", **fields),))  # type: ignore[arg-type]


def test_the_checksum_tells_what_differs() -> None:
    """A day in a tie, a topic of a person, and a field of a rule each make another scenario."""
    asking = cohort(8)[0].model_copy(update={"asks": ("law",)})
    scenarios = (
        tied(),
        tied(need_by=date(2026, 10, 30)),
        make_scenario(participants=(asking, *cohort(8)[1:])),
        make_scenario([build_rule("new_contacts")]),
        make_scenario([build_rule("new_contacts", known=())]),
    )
    assert len({scenario.sha256 for scenario in scenarios}) == len(scenarios)


def test_what_is_left_at_its_default_does_not_count() -> None:
    """Whether a default is written or not, and so whether there is such a field at all, plans stay those of it."""
    assert tied().sha256 == tied(kind="knows", source="", need_by=None).sha256


def test_people_and_ties_survive_being_written_and_read() -> None:
    """Written as JSON and read back they are the same."""
    tie = Tie(a="P01", b="P02", kind="joint", need_by=date(2026, 10, 30))
    person = Participant(id="P01", name="Person 1", asks=("law", "pay/rewards"), offers=("media",))
    assert Tie.model_validate_json(tie.model_dump_json()) == tie
    assert Participant.model_validate_json(person.model_dump_json()) == person


def test_nothing_that_is_worked_out_hangs_on_locks() -> None:
    """With other locks, all that a scenario has worked out is what it would work out anew."""
    scenario = make_scenario()
    worked_out = [name for name, it in vars(Scenario).items() if isinstance(it, cached_property)]
    for name in worked_out:
        getattr(scenario, name)
    parts = {"seat_locks": (SeatLock(participant="P01", set="D1.1"),), "visit_locks": ()}
    changed = scenario.but(**parts)
    fresh = Scenario(**{name: getattr(scenario, name) for name in Scenario.model_fields} | parts)
    assert changed.seat_locks == parts["seat_locks"]
    for name in set(worked_out) - KEPT_THERE:
        assert vars(changed)[name] == getattr(fresh, name)


def test_locks_are_checked() -> None:
    """A lock of somebody who is not there is refused, as in a scenario that is read."""
    with pytest.raises(ScenarioError, match="no participant"):
        make_scenario().but(seat_locks=(SeatLock(participant="P99", set="D1.1"),))
