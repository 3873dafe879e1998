"""Host balance: hosts bear the visits in proportion to what they offer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.rules.shared.visiting import by_host, selected_visits, visits_match
from cohortplan.rules.shared.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class HostBalance(Rule):
    """No host receives more than its part of the visits: hosts share them in proportion to the visits they offer.

    There are 6 visits, and hosts that offer 8, 2 and 2: their parts are 4, 1 and 1. Kept: that is what they receive.
    Broken by 1: they receive 3, 2 and 1. Broken by 4, the square of 2: they receive 6, 0 and 0.
    The amount is what each host receives above its part, rounded up, to the `power`. A host that says not how many
    visits it offers counts like the one that offers most; hosts held in reserve are left out.

    Attributes
    ----------
    power : int
        1 or 2; 2 makes it dearer the further a host is above its part.
    """

    kind: ClassVar[str] = "host_balance"
    serves: ClassVar[str] = "F33"
    proportional: ClassVar[bool] = True
    default_weight: ClassVar[int] = 5

    hard: bool = False
    power: Annotated[int, Field(ge=1, le=2)] = 2

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Add up what hosts receive above their parts."""
        return Measure.of(self._matches(scenario, plan))

    def _matches(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        parts = self._parts(scenario)
        for name, visits in by_host(selected_visits(self, scenario, plan)).items():
            if name in parts and (amount := self._price(parts[name], len(visits))):
                sentence = f"{name} receives {counted(len(visits), 'visit')}; its part would be {parts[name]}."
                yield visits_match(self, amount, visits, sentence)

    def _price(self, part: int, number: int) -> int:
        return int(max(0, number - part) ** self.power)

    def _parts(self, scenario: Scenario) -> Mapping[str, int]:
        """Return the part of each host, rounded up."""
        rounds = [scenario.round[name] for name in scenario.selected_rounds(self)]
        visits = sum(a.kind == "visit" for each in rounds for s in each.sets for a in scenario.activities(each, s.id))
        hosts = [host for host in scenario.hosts if not host.reserve]
        most = max((host.most_visits or 0 for host in hosts), default=0) or 1
        offers = {host.id: most if host.most_visits is None else host.most_visits for host in hosts}
        total = max(1, sum(offers.values()))
        return {name: -(-visits * offer // total) for name, offer in offers.items()}

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One host load for each part that occurs, a bucket for each of its hosts."""
        import numpy as np

        from cohortplan.rules.shared.host_loads import price_numbers
        from cohortplan.rules.shared.host_lowering import options_in

        here = options_in(axes, axes.scenario.selected_rounds(self))
        by_part: dict[int, list[int]] = {}
        for name, part in self._parts(axes.scenario).items():
            by_part.setdefault(part, []).append(list(axes.scenario.host).index(name))
        shapes: list[Primitive] = []
        for part, hosts in by_part.items():
            buckets = [np.flatnonzero(here & (axes.option_host == host)) for host in hosts]

            def price(number: int, part: int = part) -> int:
                return self._price(part, number)

            shapes += price_numbers(axes, [bucket for bucket in buckets if len(bucket)], price)
        return shapes
