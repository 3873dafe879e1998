"""What an example configuration of a rule is, and the small scenario it is tried on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest

from cohortplan.errors import Defect, ScenarioError
from cohortplan.model import Absence, Activity, Round, Rule, Scenario, SeatLock, SetSpec, Tie, VisitLock, Window
from cohortplan.rules import build_rule
from tests.support.builders import make_scenario, visit_rounds


@dataclass(frozen=True)
class Example:
    """A rule's fields, and the parts of the example scenario that are replaced for it."""

    kind: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    parts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def rule(self) -> Rule:
        """The rule, under its kind's name unless the fields say otherwise."""
        return build_rule(self.kind, **self.fields)

    def scenario(self, *, implied: bool = False) -> Scenario:
        """Return the example scenario with this rule alone, or with the implied rules as well."""
        return example_scenario(self.rule, implied=implied, **self.parts)


def example_scenario(*rules: Rule, implied: bool = False, **parts: Any) -> Scenario:
    """Make a scenario that has a little of everything.

    8 people and 4 hosts; three visit days D1 to D3 of two sets of 3 to 5, and M1, a meeting of three sets that
    counts no contacts; ties of every kind, two absences, one locked seat and one locked visit.
    """
    given: dict[str, Any] = {
        "rounds": (*visit_rounds(3, [(3, 5), (3, 5)]), home_round()),
        "ties": tuple(
            Tie(a=a, b=b, kind=kind)
            for a, b, kind in (
                ("P01", "P02", "knows"),
                ("P08", "P03", "knows"),
                ("P02", "P07", "apart"),
                ("P05", "P06", "together"),
                ("P03", "P04", "rival"),
            )
        ),
        "absences": (Absence(participant="P08", round="D2"), Absence(participant="P04", round="M1")),
        "seat_locks": (SeatLock(participant="P03", set="D1.1"), SeatLock(participant="P07", set="M1.3")),
        "visit_locks": (VisitLock(set="D2.1", activity="visit", host="H2"),),
    }
    return make_scenario(rules, implied=implied, **{**given, **parts})


def refusals(*rules: Rule, **parts: Any) -> tuple[Defect, ...]:
    """Return the defects for which the example scenario is refused with these rules and parts."""
    with pytest.raises(ScenarioError) as refused:
        example_scenario(*rules, **parts)
    return refused.value.defects


def home_round() -> Round:
    """Round M1: a meeting in three sets of 2 or 3 that counts no contacts."""
    window = Window(start=datetime.fromisoformat("2026-12-01T14:00"), end=datetime.fromisoformat("2026-12-01T16:00"))
    return Round(
        id="M1",
        sets=tuple(SetSpec(id=f"M1.{s}", least=2, most=3) for s in (1, 2, 3)),
        activities=(Activity(id="meeting", windows=(window,)),),
        contacts=False,
    )
