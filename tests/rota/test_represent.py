"""A group with members from all sets represents every sector, if the sets allow."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest

from cohortplan.errors import ScenarioError
from cohortplan.evaluate import evaluate
from cohortplan.model import Case, Duty, Scenario, turns
from cohortplan.rota import fill_rota
from tests.support.duties import CHAIR, PRESENTS, meetings, people, seated, who, with_duties

PLANS = Duty(id="plans", kind="meet", represents="sector")


def missing(scenario: Scenario, *seats: str) -> int:
    """Share the duties out, confirm that the plan is valid, and return the values that are not represented."""
    plan = fill_rota(scenario, seated(scenario, *seats))
    found = evaluate(scenario, plan)
    assert found.valid
    figures = found.metrics.duties
    assert figures is not None
    return figures.unrepresented


def test_each_sector_has_somebody_in_the_group() -> None:
    """Only P4 is private and only P5 nonprofit, in one set with P6; of the two sets, one must send P1, P2 or P3."""
    scenario = with_duties(PLANS, participants=people("public", "public", "public", "private", "public", "private"))
    plan = fill_rota(scenario, seated(scenario, "P1 P2 P3 | P4 P5 P6", "P1 P2 P4 | P3 P5 P6"))
    held = who(plan, "plans")
    sectors = [scenario.people[person].get("sector") for person in held.values()]
    assert sorted(sectors) == ["private", "private", "public", "public"]
    assert missing(scenario, "P1 P2 P3 | P4 P5 P6", "P1 P2 P4 | P3 P5 P6") == 0


def test_more_sectors_than_sets_cannot_all_be_represented() -> None:
    """Three sectors and two sets leave one out, unless two of each set are in the group; that is told."""
    cohort = people("public", "public", "private", "private", "nonprofit", "nonprofit")
    seats = ("P1 P3 P5 | P2 P4 P6", "P1 P3 P5 | P2 P4 P6")
    assert missing(with_duties(PLANS, participants=cohort), *seats) == 2
    two = PLANS.model_copy(update={"count": 2})
    assert missing(with_duties(two, participants=cohort), *seats) == 0


def test_as_many_are_represented_as_trying_everything_finds() -> None:
    """On random sets and sectors, some of them absent, the group lacks as few sectors as it must."""
    random = Random(3)  # noqa: S311 - nothing secret
    for _ in range(40):
        sectors = [random.choice(["public", "private", "nonprofit", "faith"]) for _ in range(6)]
        names = random.sample([f"P{k}" for k in range(1, 7)], 6)
        groups = names[:2], names[2:4], names[4:]
        scenario = with_duties(PLANS, CHAIR, participants=people(*sectors), rounds=meetings(1, (3, 3, 3)))
        most = max(len({sectors[int(name[1:]) - 1] for name in pick}) for pick in product(*groups))
        assert missing(scenario, " | ".join(map(" ".join, groups))) == len(set(sectors)) - most


def test_nobody_represents_who_is_busy_if_another_is_not() -> None:
    """P1 presents a case, so P2 represents their sector; the chair is P3, who has neither."""
    cohort = people("public", "public", "private")
    duties = (PRESENTS.model_copy(update={"count": 1}), PLANS, CHAIR)
    scenario = with_duties(
        *duties, participants=cohort, rounds=meetings(1, (3,)), cases=(Case(participant="P1", topic="x"),)
    )
    plan = fill_rota(scenario, seated(scenario, "P1 P2 P3"))
    held = [turn.held for turn in turns(scenario, plan)]
    assert sorted(person for people_held in held for person in people_held) == ["P1", "P2", "P3"]


def test_what_cannot_be_represented_is_refused() -> None:
    """An attribute that nobody declared, and a duty that goes by cases."""
    for duty, told in (
        (PLANS.model_copy(update={"represents": "sectr"}), "there is no attribute 'sectr'"),
        (PRESENTS.model_copy(update={"represents": "sector"}), "presents goes to those who have cases"),
    ):
        with pytest.raises(ScenarioError) as refusal:
            with_duties(duty, cases=(Case(participant="P1", topic="x"),) if duty.cases else ())
        assert [defect.message for defect in refusal.value.defects] == [told]
