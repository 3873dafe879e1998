from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from cohortplan.model import Plan, PlannedActivity, PlannedRound, PlannedSet, ScenarioRef
from cohortplan.rules.shared.visiting import days_between, visit_days
from tests.support import make_scenario, visit_rounds
from tests.support.examples import Example
from tests.support.host_rule_examples import HOST_EXAMPLES

EARLIEST, LATEST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


def damaged_plan() -> Plan:
    """Return a plan with unknown names, sets and people given twice, and times at both ends of the calendar."""
    noon = datetime(2026, 10, 8, 12, tzinfo=UTC)
    times = ((noon, noon), (LATEST, EARLIEST), (EARLIEST, LATEST), (noon, EARLIEST), (LATEST, LATEST))
    activities = tuple(
        PlannedActivity(id=name, kind="visit", host=host, start=start, end=end)
        for name, host in (("day", "H1"), ("day", "H7"), ("nothing", "H1"), ("night", "H99"), ("camp", None))
        for start, end in times
    )
    groups = tuple(
        PlannedSet(id=name, members=members, activities=activities)
        for name, members in (("A.1", ("P01", "P01", "P99")), ("A.1", ("P01", "P02")), ("Z.1", ("P03",)), ("A.2", ()))
    )
    rounds = tuple(PlannedRound(id=name, sets=groups) for name in ("A", "A", "Z"))
    return Plan(scenario=ScenarioRef(id="other"), rounds=rounds)


@pytest.mark.parametrize("example", HOST_EXAMPLES, ids=lambda example: example.kind)
def test_any_plan_can_be_measured(example: Example) -> None:
    """A damaged plan gets an amount and matches that name known people and hosts only, never an error."""
    scenario = example.scenario()
    found = scenario.rules[0].measure(scenario, damaged_plan())
    assert found.amount == sum(match.amount for match in found.matches)
    for match in found.matches:
        assert match.amount > 0
        assert match.sentence.endswith(".")
        assert set(match.people) <= set(scenario.people)
        assert set(match.hosts) <= set(scenario.host)
        assert match.people or match.hosts


@pytest.mark.parametrize("example", HOST_EXAMPLES, ids=lambda example: example.kind)
def test_an_empty_plan_can_be_measured(example: Example) -> None:
    """A plan without rounds breaks only what asks for visits."""
    scenario = example.scenario()
    found = scenario.rules[0].measure(scenario, Plan(scenario=ScenarioRef(id="busy"), rounds=()))
    asks = (
        example.kind in ("host_variety", "both_ways", "receives")
        or example.fields.get("least", 0)
        or example.fields.get("every")
    )
    assert (found.amount > 0) == bool(asks)


def test_days_between_leaves_out_both_ends() -> None:
    """The visit days of the programme, a fortnight apart, count only where they lie strictly between."""
    days = visit_days(make_scenario(rounds=visit_rounds(3, [(3, 5), (3, 5)])))
    assert days == [date(2026, 10, 8), date(2026, 10, 22), date(2026, 11, 5)]
    assert days_between(days, days[0], days[2]) == 1
    assert days_between(days, days[0], days[1]) == 0
    assert days_between(days, date(2026, 1, 1), date(2026, 12, 31)) == 3
    assert days_between(days, days[2], days[0]) == 0
