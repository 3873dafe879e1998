"""Host quota: how often each person visits hosts of some description."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, ClassVar

from cohortplan.errors import Defect
from cohortplan.model.base import Count, Id, Line
from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.rules.shared.visiting import (
    Trait,
    hosts_by,
    most_visits_each,
    of_visitors,
    trait,
    unknown_values,
    visitors,
    visits_match,
)
from cohortplan.rules.shared.wording import counted, span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from cohortplan.model.plan import Plan, Visit
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes

    _Groups = Mapping[str, list[str]]


class HostQuota(Rule):
    """Everyone who takes part makes at least `least` and at most `most` visits to the hosts described.

    With kind prison, least 1 and most 1, kept: a person visits one prison. Broken by 1: none, or two.
    The amount is the number of visits too many or too few, over all people.

    Attributes
    ----------
    kinds, functions, sectors, hosts : tuple of str
        The hosts meant: those that are among each of the lists given; all hosts if none is.
    each : str or None
        ``kind``, ``function`` or ``sector``: the limits hold for each that occurs among these hosts, separately.
    least, most : int, int or None
        Fewest and most visits; None = no limit.
    """

    kind: ClassVar[str] = "host_quota"
    serves: ClassVar[str] = "F29 F30"
    owes_visits: ClassVar[bool] = True
    default_weight: ClassVar[int] = 20

    kinds: tuple[Line, ...] = ()
    functions: tuple[Line, ...] = ()
    sectors: tuple[Line, ...] = ()
    hosts: tuple[Id, ...] = ()
    each: Trait | None = None
    least: Count = 0
    most: Count | None = None

    def defects(self, scenario: Scenario) -> Iterator[Defect]:
        """Report unknown names, limits that say nothing or contradict each other, and what nobody can reach."""
        for name, values in self._lists.items():
            yield from unknown_values(scenario, name, values, "hosts" if name == "id" else f"{name}s")
        if not self.least and self.most is None:
            yield Defect("the rule has no limit", "Give least, most or both", path=("least",))
        if self.most is not None and self.most < self.least:
            yield Defect("least is above most", "Swap the two", str(self.least), path=("least",))
        once = any(rule.kind == "no_host_twice" and rule.hard and not rule.rounds for rule in scenario.rules)
        for what, hosts in self._groups(scenario).items() if self.hard else ():
            have = most_visits_each(self, scenario, [host for host in scenario.hosts if host.id in hosts])
            have = min(have, len(hosts)) if once else have
            if have < self.least:
                message = f"everyone is to make {counted(self.least, 'visit')} to {what}, but can make {have} at most"
                yield Defect(message, f"Lower least to {have}, or plan for more", str(self.least), path=("least",))

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Count each person's visits too many or too few."""
        groups = cache(partial(self._groups, scenario))
        return Measure.of(of_visitors(self, scenario, plan, partial(self._judged, groups)))

    def _judged(self, groups: Callable[[], _Groups], person: str, visits: Sequence[Visit]) -> list[Match]:
        found = []
        wanted = f"at least {self.least}" if self.most is None else span(self.least, self.most)
        for what, hosts in groups().items():
            mine = [visit for visit in visits if visit.host in hosts]
            if amount := self._price(len(mine)):
                sentence = f"{person} makes {counted(len(mine), 'visit')} to {what} (wanted: {wanted})."
                found.append(visits_match(self, amount, mine, sentence, people=(person,)))
        return found

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One person mark: a mark for each group of hosts that the limits hold for."""
        import numpy as np

        from cohortplan.rules.shared.host_lowering import marks_by_host, people_mask, price_marks

        groups = self._groups(axes.scenario)
        priced = np.tile(people_mask(axes, visitors(self, axes.scenario)), (len(groups), 1))
        mark = marks_by_host(axes, groups.values())
        return price_marks(axes, axes.scenario.selected_rounds(self), mark, priced, self._price)

    @property
    def _lists(self) -> Mapping[str, tuple[str, ...]]:
        return {"kind": self.kinds, "function": self.functions, "sector": self.sectors, "id": self.hosts}

    def _groups(self, scenario: Scenario) -> _Groups:
        """Ids of the hosts for which the limits hold, by what they are called in sentences."""
        lists = self._lists.items()
        meant = [host for host in scenario.hosts if all(not v or trait(host, name) in v for name, v in lists)]
        if self.each:
            return {f"hosts of {self.each} {name}": hosts for name, hosts in hosts_by(meant, self.each).items()}
        traits = [f"{name} {' or '.join(values)}" for name, values in lists if values and name != "id"]
        what = " or ".join(self.hosts) or "hosts"
        return {f"{what} of {' and '.join(traits)}" if traits else what: [host.id for host in meant]}

    def _price(self, visits: int) -> int:
        return max(0, self.least - visits, 0 if self.most is None else visits - self.most)
