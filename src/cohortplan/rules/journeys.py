"""Journeys: nobody is sent to a host too far away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.model.travel import nowhere
from cohortplan.rules.shared.visiting import selected_visits, visits_match

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cohortplan.errors import Defect
    from cohortplan.model.people import Participant
    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class Journeys(Rule):
    """Nobody's way from home to a host they visit takes longer than `most` minutes.

    With most = 60. Kept: someone from Leeds visits a host half an hour away. Broken by 1: one an hour and a half away;
    by 2 if two people from there do. The amount is the number of ways that are too long, over all visits and people.

    Attributes
    ----------
    most : int
        Longest way, one direction, in minutes.
    """

    kind: ClassVar[str] = "journeys"
    serves: ClassVar[str] = "F35"
    default_weight: ClassVar[int] = 20
    by_round: ClassVar[bool] = True

    most: Annotated[int, Field(ge=0, le=10_080)]

    def defects(self, scenario: Scenario) -> Iterable[Defect]:
        """Report people and hosts between whom no way is known."""
        return nowhere(scenario)

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Count the ways that are too long."""
        return Measure.of(self._matches(scenario, plan))

    def _matches(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        for visit in selected_visits(self, scenario, plan):
            for name in visit.members:
                person = scenario.people[name]
                if self.too_far(scenario, person, visit.host):
                    minutes = scenario.atlas.from_home(person, visit.host)
                    sentence = f"{name}'s way to {visit.host} takes {minutes} minutes (wanted: at most {self.most})."
                    yield visits_match(self, 1, [visit], sentence, people=(name,))

    def too_far(self, scenario: Scenario, person: Participant, host: str) -> bool:
        """Whether somebody's way to a host is too long; not where no way is known."""
        minutes = scenario.atlas.from_home(person, host)
        return minutes is not None and minutes > self.most

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One person mark: a mark for each host, priced for those who live too far away."""
        import numpy as np

        from cohortplan.rules.shared.host_lowering import marks_by_host, price_marks

        scenario = axes.scenario
        far = np.array(
            [[self.too_far(scenario, person, host.id) for person in scenario.participants] for host in scenario.hosts],
            dtype=bool,
        ).reshape(len(scenario.hosts), axes.people_count)
        marks = np.flatnonzero(far.any(axis=1))
        mark = marks_by_host(axes, [[scenario.hosts[h].id] for h in marks])
        return price_marks(axes, scenario.selected_rounds(self), mark, far[marks], lambda times: times)
