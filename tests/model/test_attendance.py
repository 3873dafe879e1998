"""What is recorded of a round counts as it happened: for contacts, for visits, and for what can still be asked."""

from __future__ import annotations

from datetime import date

import pytest

from cohortplan.errors import ScenarioError
from cohortplan.evaluate import evaluate
from cohortplan.model import Attendance, Confirmation, Register, Scenario, SeatLock
from cohortplan.model.attendance import answers, happened
from cohortplan.rules import build_rule
from tests.support import make_scenario
from tests.support.plans import make_plan

SEATS = {"D1": "P01 P02 P03 P04 | P05 P06 P07 P08", "D2": "P01 P05 P03 P07 | P02 P06 P04 P08"}


def fact(person: str, *, present: bool, place: str = "D1.1", correction: str = "") -> Attendance:
    """Make a record of the first day."""
    day = date(2026, 10, 8)
    return Attendance(
        participant=person,
        round="D1",
        set=place,
        activity="visit",
        date=day,
        present=present,
        correction=correction,
    )


def first_day(*away: str) -> tuple[Attendance, ...]:
    """Record the first set of the first day, some of whom were away."""
    return tuple(fact(person, present=person not in away) for person in ("P01", "P02", "P03", "P04"))


def recorded(*away: str, **parts: object) -> Scenario:
    """Make a scenario in which that is recorded."""
    return make_scenario([build_rule("new_contacts")], attendance=first_day(*away), **parts)


def test_of_several_records_the_last_counts() -> None:
    """A correction comes after what it corrects; both are there."""
    register = Register((fact("P01", present=False), fact("P01", present=True, correction="came late")))
    assert [record.present for record in register.records] == [True]


def test_those_who_were_away_meet_nobody() -> None:
    """Of four people one stays away: three pairs meet, three miss each other."""
    register = Register(first_day("P02"))
    assert list(register.met(["D1"])) == [("P01", "P03"), ("P01", "P04"), ("P03", "P04")]
    assert list(register.missed(["D1"])) == [("P01", "P02"), ("P02", "P03"), ("P02", "P04")]
    assert register.missed(["D2"]) == {}


def test_a_pair_of_whom_each_was_at_another_activity_did_not_meet() -> None:
    """P01 was there in the morning, P02 in the afternoon."""
    morning = (fact("P01", present=True), fact("P02", present=False))
    afternoon = [each.model_copy(update={"activity": "talk", "present": not each.present}) for each in morning]
    register = Register((*morning, *afternoon))
    assert register.met(["D1"]) == {}
    assert register.missed(["D1"]) == {("P01", "P02"): ("D1",)}


def test_who_stayed_away_misses_the_round() -> None:
    """P02 counts as absent from the first day, and nobody else does."""
    scenario = recorded("P02")
    assert scenario.stayed_away == {"D1": {"P02"}}
    assert scenario.absentees["D1"] == {"P02"}
    assert scenario.absentees["D2"] == set()


def test_contacts_of_those_who_stayed_away_are_not_counted_as_made() -> None:
    """The plan keeps the seat of P02 and is valid; but three pairs more have yet to meet."""
    plan = make_plan(make_scenario(), SEATS)
    before, after = evaluate(recorded(), plan), evaluate(recorded("P02"), plan)
    assert after.objectives["new_contacts"].value - before.objectives["new_contacts"].value == 2
    assert after.metrics.distinct_pairs == before.metrics.distinct_pairs - 2
    rules = {match.rule for match in after.violations()} - {match.rule for match in before.violations()}
    assert rules == set()
    assert "P02" not in happened(recorded("P02"), plan).by_round["D1"].sets[0].members
    assert "P02" in plan.by_round["D1"].sets[0].members


def test_what_happened_is_no_fault_of_a_plan() -> None:
    """Two of four stay away: the set is smaller than sets may be, and neither the plan nor the scenario is refused."""
    scenario = recorded("P02", "P03")
    assert "D1" not in scenario.selected_rounds(build_rule("set_size"))
    assert "D1" in scenario.selected_rounds(build_rule("no_host_twice"))
    assert evaluate(scenario, make_plan(scenario, SEATS)).objectives["set_size"].value == 0


def test_everyone_may_stay_away() -> None:
    """A day on which nobody of a set came leaves too few for two sets; the scenario can be read all the same."""
    assert recorded("P01", "P02", "P03", "P04").attending("D1") == ("P05", "P06", "P07", "P08")


def test_a_lock_does_not_clash_with_an_absence_nobody_knew_of() -> None:
    """Somebody who was locked to a set may be ill on the day."""
    assert recorded("P02", seat_locks=(SeatLock(participant="P02", set="D1.1"),)).stayed_away["D1"] == {"P02"}


def test_attendance_is_no_part_of_what_is_asked() -> None:
    """A plan stays one of its scenario when it is recorded who came and who met."""
    said = (Confirmation(participant="P01", met="P02", date=date(2026, 10, 9)),)
    assert recorded("P02", confirmed=said).sha256 == make_scenario([build_rule("new_contacts")]).sha256


@pytest.mark.parametrize(
    ("record", "path", "message"),
    [
        (fact("P99", present=True), "participant", "there is no participant 'P99'"),
        (fact("P01", present=True).model_copy(update={"round": "D9"}), "round", "there is no round 'D9'"),
        (fact("P01", present=True, place="D2.1"), "set", "there is no set 'D2.1'"),
        (fact("P01", present=True).model_copy(update={"activity": "x"}), "activity", "there is no activity 'x'"),
    ],
)
def test_attendance_names_what_there_is(record: Attendance, path: str, message: str) -> None:
    """Each unknown name is told with its place."""
    with pytest.raises(ScenarioError) as refusal:
        make_scenario(attendance=(record,))
    assert [(each.message, each.path) for each in refusal.value.defects] == [(message, ("attendance", 0, path))]


def test_what_is_recorded_is_contradicted_only_with_a_reason() -> None:
    """The second record of P01 says otherwise: without a correction it is refused, with one both are kept."""
    once, again = fact("P01", present=True), fact("P01", present=False)
    with pytest.raises(ScenarioError, match="an earlier row says otherwise, and what is recorded stays"):
        make_scenario(attendance=(once, again))
    both = (once, again.model_copy(update={"correction": "signed in for another"}))
    scenario = make_scenario(attendance=both)
    assert scenario.attendance == both
    assert scenario.stayed_away == {"D1": {"P01"}}


def test_confirmations_are_contradicted_only_with_a_reason() -> None:
    """Of two answers the last counts, and it has to say why."""
    yes = Confirmation(participant="P01", met="P02", date=date(2026, 10, 9))
    no = yes.model_copy(update={"confirms": False})
    with pytest.raises(ScenarioError, match="an earlier row says otherwise"):
        make_scenario(confirmed=(yes, no))
    scenario = make_scenario(confirmed=(yes, no.model_copy(update={"correction": "mixed up two names"})))
    assert [each.confirms for each in answers(scenario.confirmed).values()] == [False]


def test_confirmations_are_about_two_people_whom_the_scenario_knows() -> None:
    """Strangers and oneself are refused."""
    day = date(2026, 10, 9)
    said = (Confirmation(participant="P01", met="P01", date=day), Confirmation(participant="P02", met="X", date=day))
    with pytest.raises(ScenarioError) as refusal:
        make_scenario(confirmed=said)
    assert [each.path for each in refusal.value.defects] == [("confirmed", 0, "met"), ("confirmed", 1, "met")]
