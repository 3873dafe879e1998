"""Host sectors: speakers, or other hosts of a kind, come from different sectors in turn."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from cohortplan.errors import Defect
from cohortplan.model.base import Line
from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.rules.shared.visiting import selected_visits, unknown_values, visits_match

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from cohortplan.model.plan import Plan, Visit
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class HostSectors(Rule):
    """No two days running are for hosts of one sector, and every so many days there is one of a sector asked for.

    Kept: a public speaker in October, a private one in November. Broken by 1: two public ones. With `every` nonprofit
    = 3 also broken by 1: three days running, none of them with a nonprofit speaker.
    The amount is the number of pairs of days with one sector, for each sector, and of stretches of days that lack one.
    The days are those on which the programme may have such visits; whether all have one does not matter, so that two
    days with an idle one between them are not running. Hosts without a sector count for none.

    Attributes
    ----------
    kinds : tuple of str
        The kinds of host meant; all if none is given.
    alternate : bool
        Whether two days running must differ.
    every : mapping of str to int
        For a sector, the length of the stretches of days each of which is to have a host of it.
    """

    kind: ClassVar[str] = "host_sectors"
    serves: ClassVar[str] = "F40"
    default_weight: ClassVar[int] = 20

    kinds: tuple[Line, ...] = ()
    alternate: bool = True
    every: Mapping[Line, Annotated[int, Field(ge=1, le=1_000)]] = {}

    def defects(self, scenario: Scenario) -> Iterator[Defect]:
        """Report unknown kinds and sectors, a rule that asks for nothing, and days too few for a stretch."""
        yield from unknown_values(scenario, "kind", self.kinds, "kinds")
        yield from unknown_values(scenario, "sector", self.every, "every")
        if not self.alternate and not self.every:
            yield Defect("the rule asks for nothing", "Give every, or alternate = true", path=("alternate",))
        days = len(self._days(scenario))
        for sector, length in self.every.items():
            if length > days:
                message = f"there are {days} days for such visits, not {length} running"
                yield Defect(message, f"Lower it to {days}, or leave it out", str(length), path=("every", sector))

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Count pairs of days with one sector, and stretches without one."""
        return Measure.of(self._matches(scenario, plan))

    def _matches(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        hosts = self._hosts(scenario)
        used: dict[tuple[str, date], list[Visit]] = {}
        for visit in selected_visits(self, scenario, plan):
            used.setdefault((hosts.get(visit.host, ""), visit.start.date()), []).append(visit)
        for sector, days in self._pairs(scenario):
            there = [used.get((sector, day), []) for day in days]
            if all(there):
                sentence = f"The visits on {days[0]} and {days[1]}, days running, are to hosts of sector {sector}."
                yield visits_match(self, 1, [visit for visits in there for visit in visits], sentence)
        for sector, days in self._stretches(scenario):
            if not any((sector, day) in used for day in days):
                named = tuple(name for name, its in hosts.items() if its == sector)
                sentence = f"From {days[0]} to {days[-1]} no visit is to a host of sector {sector}."
                yield Match(rule=self.id, amount=1, hosts=named, sentence=sentence)

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """Two host loads: a bucket for each pair of days, and one for each stretch."""
        from cohortplan.rules.shared.host_days import price_both
        from cohortplan.rules.shared.host_loads import price_numbers
        from cohortplan.rules.shared.host_lowering import options_on

        scenario, rounds = axes.scenario, axes.scenario.selected_rounds(self)
        options = options_on(axes, rounds, self._hosts(scenario))
        pairs = [(options(sector, days[0]), options(sector, days[1])) for sector, days in self._pairs(scenario)]
        stretches = [options(sector, *days) for sector, days in self._stretches(scenario)]
        return [*price_both(axes, rounds, pairs), *price_numbers(axes, stretches, lambda visits: int(not visits))]

    def _hosts(self, scenario: Scenario) -> dict[str, str]:
        """Sectors of the hosts meant that have one, by host id."""
        meant = (host for host in scenario.hosts if not self.kinds or host.kind in self.kinds)
        return {host.id: host.sector for host in meant if host.sector}

    def _days(self, scenario: Scenario) -> list[date]:
        kinds = {scenario.host[name].kind for name in self._hosts(scenario)}
        rounds = [scenario.round[name] for name in scenario.selected_rounds(self)]
        visits = (activity for each in rounds for activity in each.activities if activity.kind == "visit")
        return sorted({day for a in visits if kinds.intersection(a.kinds or kinds) for day in a.days})

    def _pairs(self, scenario: Scenario) -> list[tuple[str, Sequence[date]]]:
        sectors = sorted(set(self._hosts(scenario).values())) if self.alternate else []
        return [(sector, days) for sector in sectors for days in pairwise(self._days(scenario))]

    def _stretches(self, scenario: Scenario) -> list[tuple[str, Sequence[date]]]:
        days = self._days(scenario)
        lengths = self.every.items()
        return [(sector, days[k : k + n]) for sector, n in lengths for k in range(len(days) - n + 1)]
