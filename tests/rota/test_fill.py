"""Filling all the duties of a plan."""

from __future__ import annotations

from random import Random

import pytest

from cohortplan.evaluate import STRUCTURE, evaluate, shares
from cohortplan.model import Absence, Case, Duty, Plan, Scenario, SeatLock
from cohortplan.model.edits import edited
from cohortplan.model.turns import turns
from cohortplan.rota import fill_rota
from tests.support.duties import CHAIR, NOTES, PRESENTS, THANKS, meetings, people, seated, who, with_duties

HOME = "P1 P2 P3 | P4 P5 P6"


def form(scenario: Scenario, plan: Plan) -> list[str]:
    """Return what is wrong with the form of a plan."""
    return [match.sentence for match in evaluate(scenario, plan).measures[STRUCTURE].matches]


def test_everyone_has_as_much_to_do() -> None:
    """Chair, notes and thanks in three meetings of two sets: each person has each of them once."""
    scenario = with_duties(CHAIR, NOTES, THANKS, rounds=meetings(3, visits=True))
    plan = fill_rota(scenario, seated(scenario, *[HOME] * 3))
    assert form(scenario, plan) == []
    found = shares(scenario, turns(scenario, plan))
    assert {tuple(share.turns.values()) for share in found.values()} == {(1, 1, 1)}
    assert {share.minutes for share in found.values()} == {60}


@pytest.mark.parametrize("seed", range(20))
def test_mixed_sets_differ_by_one_duty_at_most(seed: int) -> None:
    """Twelve people re-mixed in sets of four: totals and each duty alone differ by at most one."""
    random = Random(seed)  # noqa: S311 - nothing secret
    number = random.randint(3, 6)
    scenario = with_duties(CHAIR, NOTES, participants=people(*["public"] * 12), rounds=meetings(number, (4, 4, 4)))
    names, seats = list(scenario.people), []
    for _ in range(number):
        random.shuffle(names)
        seats.append(" | ".join(" ".join(sorted(names[k : k + 4])) for k in (0, 4, 8)))
    plan = fill_rota(scenario, seated(scenario, *seats))
    figures = evaluate(scenario, plan).metrics.duties
    assert figures is not None
    assert form(scenario, plan) == []
    assert figures.duty_spread <= 1
    assert figures.turn_spread <= 1
    assert fill_rota(scenario, seated(scenario, *seats)) == plan


def test_nobody_has_two_duties_while_another_has_none() -> None:
    """In a set of three with three duties each member has one; in a set of two somebody has two."""
    third = Duty(id="time", kind="meet")
    scenario = with_duties(CHAIR, NOTES, third, rounds=meetings(1, (3, 2)), participants=people(*["public"] * 5))
    plan = fill_rota(scenario, seated(scenario, "P1 P2 P3 | P4 P5"))
    held = [done.duties for group in plan.rounds[0].sets for done in group.activities]
    assert [len({person for people in each.values() for person in people}) for each in held] == [3, 2]


def test_who_presents_does_not_chair() -> None:
    """A person with a case leaves the chair to another who is there."""
    scenario = with_duties(PRESENTS, CHAIR, rounds=meetings(1), cases=(Case(participant="P1", topic="x"),))
    plan = fill_rota(scenario, seated(scenario, HOME))
    assert who(plan, "presents") == {("M1.1", "meet"): "P1"}
    assert who(plan, "chair")["M1.1", "meet"] != "P1"


def test_who_is_away_has_no_duty() -> None:
    """P1 sits in the set of a round but is away on the day of its one meeting."""
    away = Absence(participant="P1", round="M2")
    scenario = with_duties(CHAIR, rounds=meetings(2, (1, 5)), absences=(away,))
    plan = fill_rota(scenario, seated(scenario, "P1 | P2 P3 P4 P5 P6", " | P2 P3 P4 P5 P6"))
    assert form(scenario, plan) == []
    assert who(plan, "chair")["M1.1", "meet"] == "P1"
    assert ("M2.1", "meet") not in who(plan, "chair")


def test_what_is_held_rightly_can_be_kept() -> None:
    """With keep, P3 stays chair of the first meeting and P9, who is nobody, is replaced; else all is dealt anew."""
    scenario = with_duties(CHAIR)
    held = {("M1.1", "meet"): {"chair": "P3"}, ("M1.2", "meet"): {"chair": "P9", "stray": "P4"}}
    plan = seated(scenario, HOME, HOME, held=held)
    kept = fill_rota(scenario, plan, keep=True)
    assert who(kept, "chair")["M1.1", "meet"] == "P3"
    assert who(kept, "chair")["M2.1", "meet"] != "P3"
    assert who(fill_rota(scenario, plan), "chair")["M1.1", "meet"] == "P1"
    assert form(scenario, kept) == []


def test_a_case_kept_is_not_presented_again() -> None:
    """Of two places that an edited plan gives to one case, the first is kept and the second is free for another."""
    cases = (Case(participant="P1", topic="x"), Case(participant="P2", topic="y"))
    one = PRESENTS.model_copy(update={"count": 1})
    scenario = with_duties(one, cases=cases)
    held = {("M1.1", "meet"): {"presents": "P1"}, ("M2.1", "meet"): {"presents": "P1"}}
    kept = fill_rota(scenario, seated(scenario, HOME, HOME, held=held), keep=True)
    assert who(kept, "presents") == {("M1.1", "meet"): "P1", ("M2.1", "meet"): "P2"}


def test_without_duties_a_plan_stays_as_it_is() -> None:
    """There is nothing to fill, and nothing is added."""
    scenario = with_duties()
    plan = seated(scenario, HOME, HOME)
    assert fill_rota(scenario, plan).model_dump_json() == plan.model_dump_json()


def test_what_follows_from_an_edit_is_filled_and_the_rest_kept() -> None:
    """The chair who moves is replaced; notes are kept; rounds in which nothing changes are the same objects."""
    scenario = with_duties(CHAIR, NOTES, rounds=meetings(2, (5, 5)))
    plan = fill_rota(scenario, seated(scenario, HOME, HOME))
    assert [id(each) for each in fill_rota(scenario, plan, keep=True).rounds] == [id(each) for each in plan.rounds]
    chair = plan.rounds[0].sets[0].activities[0].duties["chair"][0]
    new = fill_rota(scenario, edited(scenario, plan, [SeatLock(participant=chair, set="M1.2")]), keep=True)
    assert form(scenario, new) == []
    assert who(new, "chair")["M1.1", "meet"] not in ("", chair)
    kept = [{key: names for key, names in who(each, "notes").items() if key[0] != "M1.1"} for each in (plan, new)]
    assert kept[0] == kept[1]
    assert new.rounds[1] is plan.rounds[1]
