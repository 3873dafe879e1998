"""Clearance: who may visit a secure host, and until when names may be given, by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cohortplan.errors import ScenarioError
from cohortplan.model import Measure, Programme, Scenario
from cohortplan.rules import build_rule
from tests.support import cohort, hosts, make_scenario
from tests.support.plans import make_plan

RULE = build_rule("clearance")


def secure(planned_on: date | None = date(2026, 9, 1), host: dict[str, Any] | None = None, **person: Any) -> Scenario:
    """Make a scenario in which H1 needs list-A, 14 days before, and P01 is as `person` says; the others hold it."""
    people = [each.model_copy(update={"cleared": ("list-A",)}) for each in cohort(8)]
    people[0] = people[0].model_copy(update={"cleared": (), **person})
    first, *others = hosts(3)
    fields = {"clearance": "list-A", "clearance_days": 14, "lead_days": 3, **(host or {})}
    programme = Programme(
        id="test", title="Test", starts=date(2026, 9, 1), ends=date(2027, 7, 31), planned_on=planned_on
    )
    return make_scenario(
        [RULE],
        implied=False,
        programme=programme,
        participants=tuple(people),
        hosts=(first.model_copy(update=fields), *others),
    )


def measure(scenario: Scenario) -> Measure:
    """Measure where P01's set visits H1 on 8 October, and another set H2."""
    visits = {("D1.1", "visit"): ("H1", "2026-10-08T10:00", 180), ("D1.2", "visit"): ("H2", "2026-10-08T10:00", 180)}
    return RULE.measure(scenario, make_plan(scenario, {"D1": "P01 P02 P03 P04 | P05 P06 P07 P08"}, visits))


@pytest.mark.parametrize(
    ("planned_on", "person", "broken"),
    [
        (date(2026, 9, 1), {}, 0),
        (date(2026, 9, 24), {}, 0),
        (date(2026, 9, 25), {}, 1),
        (date(2026, 9, 25), {"cleared": ("list-A",)}, 0),
        (date(2026, 9, 25), {"cleared": ("list-B",)}, 1),
        (date(2026, 9, 1), {"refused": ("list-A",)}, 1),
        (date(2026, 9, 1), {"refused": ("list-B",)}, 0),
        (None, {}, 0),
        (None, {"refused": ("list-A",)}, 1),
    ],
)
def test_who_may_come_depends_on_the_day(planned_on: date | None, person: dict[str, Any], broken: int) -> None:
    """Up to 24 September names may be given for 8 October; from then on only the cleared, and never the refused."""
    assert measure(secure(planned_on, **person)).amount == broken


def test_without_days_of_its_own_notice_is_the_cut_off() -> None:
    """A host that says nothing of names needs them when it needs its notice; one without a clearance, never."""
    assert measure(secure(date(2026, 10, 5), {"clearance_days": None})).amount == 0
    assert measure(secure(date(2026, 10, 6), {"clearance_days": None})).amount == 1
    assert measure(secure(date(2026, 10, 6), {"clearance": None}, refused=("list-A",))).amount == 0


def test_no_sentence_tells_why() -> None:
    """The sentence says who cannot go where, and is the same for the late and the refused."""
    sentences = {
        match.sentence
        for scenario in (secure(date(2026, 10, 6)), secure(refused=("list-A",)))
        for match in measure(scenario).matches
    }
    assert sentences == {"P01 cannot go to H1."}


@pytest.mark.parametrize(
    ("person", "column", "remedy"),
    [
        ({"cleared": ("List A",)}, "cleared", "Did you mean 'list-A'?"),
        ({"refused": ("LIST-A",)}, "refused", "Did you mean 'list-A'?"),
        ({"cleared": ("list-A",), "refused": ("list-A",)}, "refused", "Remove the code from one of the two"),
    ],
)
def test_slips_are_told(person: dict[str, Any], column: str, remedy: str) -> None:
    """A code spelt otherwise than the host's, and somebody both cleared and refused, are told; other codes are fine."""
    with pytest.raises(ScenarioError) as refusal:
        secure(**person)
    assert [(d.path, d.remedy) for d in refusal.value.defects] == [(("participants", 0, column), remedy)]
    assert measure(secure(cleared=("list-C",))).amount == 0
