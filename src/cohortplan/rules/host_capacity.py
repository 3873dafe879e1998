"""Host capacity: a host has as many visitors at a time as it wants and has room for."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.rules.shared.visiting import at, moments, of_hosts, visits_match
from cohortplan.rules.shared.wording import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cohortplan.model.plan import Plan, Visit
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class HostCapacity(Rule):
    """Whenever people arrive at a host, those who are there are neither too many nor too few for it.

    Kept: 6 people at a host for 4 to 8. Broken by 1: 9 people, or 3.
    The amount is the number of people too many or too few, over all times at which a visit starts; those whom others
    have booked are there, too.
    """

    kind: ClassVar[str] = "host_capacity"
    serves: ClassVar[str] = "F32"
    implied: ClassVar[bool] = True
    by_round: ClassVar[bool] = True
    yields: ClassVar[bool] = False

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Count people too many or too few at each arrival."""
        return Measure.of(of_hosts(self, scenario, plan, partial(self._crowds, scenario)))

    def _crowds(self, scenario: Scenario, name: str, visits: Sequence[Visit]) -> tuple[Match, ...]:
        host, found = scenario.host[name], []
        for moment, there in moments([visit for visit in visits if visit.members], host):
            people = sorted({member for visit in there for member in visit.members})
            number = len(people) + host.booked_at(moment)[0]
            amount = max(number - host.capacity, host.least - number)
            if amount > 0:
                wish = f"wants at least {host.least}" if number < host.least else f"has room for {host.capacity}"
                sentence = f"{name} {wish}; {counted(number, 'visitor')} would be there {at(moment)}."
                found.append(visits_match(self, amount, there, sentence, people=people))
        return tuple(found)

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """Host loads of persons: a bucket for each host and time at which a visit may start."""
        from cohortplan.rules.shared.host_loads import price_moments

        rounds = axes.scenario.selected_rounds(self)
        return price_moments(axes, rounds, lambda host: (host.least, host.capacity), persons=True)
