"""Travel: people's ways to the hosts they visit take little time."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.model.travel import nowhere
from cohortplan.rules.shared.visiting import visits_by_person, visits_match

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from cohortplan.errors import Defect
    from cohortplan.model.people import Participant
    from cohortplan.model.plan import Plan, Visit
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class TravelTime(Rule):
    """Everyone's ways to the hosts they visit, there and back, take no more than `most` minutes in all.

    With most = 100 and unit = 10. Kept: one visit 45 minutes from home. Broken by 2: two visits half an hour from home,
    which take 120 minutes there and back, two units too many; by 4 if power is 2.
    The amount is, over all people, the units above those allowed, to the given power: 1 for the least travel in all,
    2 to share it out, so that nobody's year is far worse than others'. There and back is counted in whole units,
    rounded up.

    Attributes
    ----------
    most : int
        Minutes that cost nobody anything, in whole units, rounded down.
    unit : int
        Minutes in which ways are counted.
    """

    kind: ClassVar[str] = "travel"
    serves: ClassVar[str] = "F35"

    hard: bool = False
    most: Annotated[int, Field(ge=0, le=100_000)] = 0
    unit: Annotated[int, Field(ge=1, le=240)] = 10
    power: Literal[1, 2] = 1

    def defects(self, scenario: Scenario) -> Iterable[Defect]:
        """Report people and hosts between whom no way is known."""
        return nowhere(scenario)

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Add up everyone's ways."""
        found, total = visits_by_person(self, scenario, plan), partial(self._total, scenario)
        totals = dict(zip(found, scenario.seen.judged(self, found.items(), total), strict=True))
        return Measure(sum(map(self.cost, totals.values())), lambda: self._matches(found, totals))

    def _matches(self, found: Mapping[str, Sequence[Visit]], totals: Mapping[str, int]) -> Iterator[Match]:
        for name, visits in sorted(found.items()):
            minutes = totals[name] * self.unit
            if amount := self.cost(totals[name]):
                sentence = f"{name} is on the way for about {minutes} minutes to {len(visits)} visits and back"
                also = f", {minutes - self.most} more than allowed" if self.most else ""
                yield visits_match(self, amount, visits, f"{sentence}{also}.", people=(name,))

    def way(self, scenario: Scenario, person: Participant, host: str) -> int:
        """Return the units it takes somebody to get to a host and back; 0 where no way is known."""
        minutes = scenario.atlas.minutes(scenario.atlas.home(person), host)
        return 0 if minutes is None else -(-2 * minutes // self.unit)

    def _total(self, scenario: Scenario, name: str, visits: Sequence[Visit]) -> int:
        person = scenario.people[name]
        return sum(self.way(scenario, person, visit.host) for visit in visits)

    def cost(self, total: int) -> int:
        """Price a total of units."""
        return int(max(0, total - self.most // self.unit) ** self.power)

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One person sum of the units to each host, by the place people come from."""
        from cohortplan.rules.shared.host_lowering import price_sums

        scenario = axes.scenario
        homes = {scenario.atlas.home(person): person for person in scenario.participants}
        weight = [[self.way(scenario, person, host.id) for host in scenario.hosts] for person in homes.values()]
        number = {home: k for k, home in enumerate(homes)}
        kind = [number[scenario.atlas.home(person)] for person in scenario.participants]
        return price_sums(axes, scenario.selected_rounds(self), kind, weight, self.cost)
