"""Host gap: hosts get a rest between the days on which they are visited."""

from __future__ import annotations

from functools import cache, partial
from itertools import combinations
from typing import TYPE_CHECKING, ClassVar

from cohortplan.model.base import Count
from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.rules.shared.visiting import days_between, of_hosts, visit_days, visits_match

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from cohortplan.model.hosts import Host
    from cohortplan.model.plan import Plan, Visit
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class HostGap(Rule):
    """Two days on which a host is visited are at least its `gap_days` apart, with `visit_days` days between.

    With `visit_days` 1, kept: a host is visited on the first and the third of the programme's visit days. Broken by 1:
    on the first and the second. The amount is the number of pairs of days of one host that are too close: of two days
    of the plan, and of a day of the plan and another on which others have booked the host.

    Attributes
    ----------
    visit_days : int
        How many of the programme's visit days lie between two visit days of one host at least.
    """

    kind: ClassVar[str] = "host_gap"
    serves: ClassVar[str] = "F33"
    implied: ClassVar[bool] = True

    visit_days: Count = 0

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Count pairs of days of one host that are too close."""
        programme = cache(partial(visit_days, scenario))
        return Measure.of(of_hosts(self, scenario, plan, partial(self._too_soon, scenario, programme)))

    def _too_soon(
        self, scenario: Scenario, programme: Callable[[], Sequence[date]], name: str, visits: Sequence[Visit]
    ) -> tuple[Match, ...]:
        host, mine, found = scenario.host[name], {visit.start.date() for visit in visits}, []
        booked = ((min(day, other), max(day, other)) for day in mine for other in host.booked_days - {day})
        for first, last in sorted([*combinations(sorted(mine), 2), *booked]):
            if not self._apart(host, programme(), first, last):
                there = [visit for visit in visits if visit.start.date() in (first, last)]
                sentence = f"{name} is visited on {first} and again on {last}, which is too soon."
                found.append(visits_match(self, 1, there, sentence))
        return tuple(found)

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """Host loads: a bucket for each host and pair of days too close, priced if both are used, or one and booked."""
        from cohortplan.rules.shared.host_days import price_booked_days, price_day_pairs

        programme = visit_days(axes.scenario)
        rounds = axes.scenario.selected_rounds(self)

        def apart(host: Host, first: date, last: date) -> bool:
            return self._apart(host, programme, first, last)

        return [*price_day_pairs(axes, rounds, apart), *price_booked_days(axes, rounds, apart)]

    def _apart(self, host: Host, programme: Sequence[date], first: date, last: date) -> bool:
        rest = days_between(programme, first, last)
        return (last - first).days >= host.gap_days and rest >= self.visit_days
