"""Receives: hosts that are to be visited, come what may."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from cohortplan.model.base import Id
from cohortplan.model.names import unknown
from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.rules.shared.visiting import by_host, selected_visits
from cohortplan.rules.shared.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cohortplan.errors import Defect
    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class Receives(Rule):
    """Each of the hosts named receives at least so many visits, on some days if days are given.

    With a bakery and at least 1, kept: a set visits the bakery. Broken by 1: no set does, or on other days only.
    The amount is the number of visits missing, over these hosts.

    Attributes
    ----------
    hosts : tuple of str
        The hosts.
    least : int
        Fewest visits to each of them.
    days : tuple of date
        The days that count; empty = all.
    """

    kind: ClassVar[str] = "receives"
    serves: ClassVar[str] = "F65"
    default_weight: ClassVar[int] = 20

    hosts: Annotated[tuple[Id, ...], Field(min_length=1)]
    least: Annotated[int, Field(ge=1, le=1_000)] = 1
    days: tuple[date, ...] = ()

    def defects(self, scenario: Scenario) -> Iterator[Defect]:
        """Report hosts that there are not."""
        for index, name in enumerate(self.hosts):
            if name not in scenario.host:
                yield unknown("host", name, scenario.host, ("hosts", index))

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Count the visits that hosts miss."""
        return Measure.of(self._matches(scenario, plan))

    def _matches(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        visits = by_host(
            v for v in selected_visits(self, scenario, plan) if not self.days or v.start.date() in self.days
        )
        for name in dict.fromkeys(self.hosts):
            made = len(visits.get(name, ()))
            if made < self.least:
                sentence = f"{name} receives {counted(made, 'visit')} (wanted: {self.least})."
                yield Match(rule=self.id, amount=self.least - made, hosts=(name,), sentence=sentence)

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One host load: a bucket for each host with its options on the days."""
        import numpy as np

        from cohortplan.rules.shared.host_loads import price_numbers
        from cohortplan.rules.shared.host_lowering import marks_by_host, options_in

        names = list(dict.fromkeys(self.hosts))
        usable = options_in(axes, axes.scenario.selected_rounds(self))
        if self.days:
            usable &= np.isin(axes.times[0].astype("datetime64[D]"), np.array(self.days, dtype="datetime64[D]"))
        mark = np.where(usable, marks_by_host(axes, [(name,) for name in names]), -1)
        buckets = [np.flatnonzero(mark == number) for number in range(len(names))]
        return price_numbers(axes, buckets, lambda visits: max(0, self.least - visits))
