"""An event is for the whole cohort: nobody can be on a visit meanwhile."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pytest

from cohortplan.errors import ScenarioError
from cohortplan.evaluate import STRUCTURE, evaluate
from cohortplan.model import Event, VisitLock
from cohortplan.primitives import build_axes, random_decision
from cohortplan.problem import decode
from tests.support import make_scenario, visit_rounds

#: Visits of an hour that start between 10:00 and 12:00.
HOURLY = visit_rounds(2, [(3, 5), (3, 5)], minutes=60, step=60)


def talk(start: str, end: str) -> Event:
    """Return a talk on the first day, from one time to another."""
    first, last = (datetime.fromisoformat(f"2026-10-08T{clock}") for clock in (start, end))
    return Event(id="talk", title="A talk", start=first, end=last)


def test_no_visit_is_offered_during_an_event() -> None:
    """A talk from 10:30 to 12:00 leaves 12:00, for a visit may begin when it ends; the other day keeps all starts."""
    axes = build_axes(make_scenario(rounds=HOURLY, events=(talk("10:30", "12:00"),)))
    assert {option.start.hour for option in axes.options if option.menu == 0} == {12}
    assert {option.start.hour for option in axes.options if option.menu == 1} == {10, 11, 12}


def test_a_plan_with_a_visit_during_an_event_is_not_valid() -> None:
    """A plan made before the talk was fixed is told of each set whose visit overlaps it, and of no other."""
    free = make_scenario(rounds=HOURLY)
    axes = build_axes(free)
    plan = decode(random_decision(axes, np.random.default_rng(4)), axes)
    busy = make_scenario(rounds=HOURLY, events=(talk("10:30", "12:00"),))
    found = [match for match in evaluate(busy, plan).matches if match.rule == STRUCTURE]
    early = [visit for visit in free.visits(plan) if visit.round == "D1" and visit.start.hour < 12]
    assert [match.sets[0] for match in found] == [visit.set for visit in early]
    assert early
    assert found[0].sentence == f"Set {early[0].set}, visit: the visit overlaps an event for everyone, A talk."


def test_events_that_leave_no_start_are_refused() -> None:
    """A visit that an event overlaps whenever it starts, or at the start it is locked to, cannot be planned."""
    with pytest.raises(ScenarioError, match="at every start of visit an event for everyone is in its way"):
        make_scenario(rounds=HOURLY, events=(talk("10:00", "13:00"),))
    start = datetime.fromisoformat("2026-10-08T11:00")
    lock = VisitLock(set="D1.1", activity="visit", host="H1", start=start)
    with pytest.raises(ScenarioError, match="locked to a start at which an event for everyone is in its way"):
        make_scenario(rounds=HOURLY, events=(talk("10:30", "12:00"),), visit_locks=(lock,))
