"""Most visits: no host receives more visits than it offers."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.rules.shared.visiting import by_host, selected_visits, visits_match
from cohortplan.rules.shared.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cohortplan.model.hosts import Host
    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class MostVisits(Rule):
    """A host receives at most as many visits in the programme as it offers.

    Kept: two sets visit a host that offers two visits. Broken by 1: a third set visits it.
    The amount is the number of visits too many; two sets there at the same time are two visits. Visits that others have
    booked while the programme lasts take away from those on offer; earlier ones do not.
    """

    kind: ClassVar[str] = "most_visits"
    serves: ClassVar[str] = "F33"
    implied: ClassVar[bool] = True

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Count visits above what each host offers."""
        return Measure.of(self._matches(scenario, plan))

    def _matches(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        for name, visits in by_host(selected_visits(self, scenario, plan)).items():
            most = self._most(scenario, scenario.host[name])
            if most is not None and len(visits) > most:
                sentence = f"{name} offers {counted(most, 'visit')}; the plan has {len(visits)}."
                yield visits_match(self, len(visits) - most, visits, sentence)

    def _most(self, scenario: Scenario, host: Host) -> int | None:
        """Return how many visits are left by others, if there is a limit."""
        if host.most_visits is None:
            return None
        programme = scenario.programme
        return max(0, host.most_visits - host.booked_visits(programme.starts, programme.ends))

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One host load: a bucket for each host that has a limit, with all its options."""
        from cohortplan.rules.shared.host_loads import price_visits

        rounds = axes.scenario.selected_rounds(self)
        return price_visits(axes, rounds, lambda host: self._most(axes.scenario, host))
