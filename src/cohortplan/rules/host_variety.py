"""Host variety: everyone sees several kinds of host."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from cohortplan.errors import Defect
from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.rules.shared.visiting import (
    Trait,
    hosts_by,
    most_visits_each,
    of_visitors,
    trait,
    visitors,
    visits_match,
)
from cohortplan.rules.shared.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cohortplan.model.plan import Plan, Visit
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class HostVariety(Rule):
    """Everyone who takes part visits hosts of at least so many different kinds, functions or sectors.

    With at least 2 kinds, kept: a person visits a prison and a bakery. Broken by 1: two prisons.
    The amount is the number of kinds missing, over all people. Hosts without a kind add nothing.

    Attributes
    ----------
    of : str
        What is counted: ``kind``, ``function`` or ``sector``.
    least : int
        How many different ones each person sees at least.
    """

    kind: ClassVar[str] = "host_variety"
    serves: ClassVar[str] = "F29 F30"
    owes_visits: ClassVar[bool] = True
    default_weight: ClassVar[int] = 20

    of: Trait = "kind"
    least: Annotated[int, Field(ge=1, le=1_000)]

    def defects(self, scenario: Scenario) -> Iterator[Defect]:
        """Report that nobody can see so many, for lack of hosts or visits."""
        known = len(hosts_by(scenario.hosts, self.of))
        visits = most_visits_each(self, scenario, [host for host in scenario.hosts if trait(host, self.of)])
        facts = (
            (known, f"the hosts are of {counted(known, self.of)}"),
            (visits, f"can make {counted(visits, 'visit')}"),
        )
        for have, fact in facts if self.hard else ():
            if have < self.least:
                message = f"everyone is to see {counted(self.least, self.of)} of host, but {fact}"
                yield Defect(message, f"Lower least to {have}, or plan for more", str(self.least), path=("least",))

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Count what each person misses."""
        return Measure.of(of_visitors(self, scenario, plan, partial(self._missed, scenario)))

    def _missed(self, scenario: Scenario, person: str, mine: Sequence[Visit]) -> tuple[Match, ...]:
        seen = sorted({trait(scenario.host[visit.host], self.of) for visit in mine} - {""})
        if len(seen) >= self.least:
            return ()
        names = f" ({', '.join(seen)})" if seen else ""
        sentence = f"{person} sees {counted(len(seen), self.of)} of host{names}; {self.least} are wanted."
        return (visits_match(self, self.least - len(seen), mine, sentence, people=(person,)),)

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One person spread over the values."""
        import numpy as np

        from cohortplan.primitives import PersonSpread
        from cohortplan.rules.shared.host_lowering import marks_by_host, options_in, people_mask

        values = hosts_by(axes.scenario.hosts, self.of).values()
        used = options_in(axes, axes.scenario.selected_rounds(self))
        mark = np.where(used, marks_by_host(axes, values), -1).astype(np.int32)
        row = np.where(people_mask(axes, visitors(self, axes.scenario)), 0, -1).astype(np.int32)
        table = np.array([[max(0, self.least - seen) for seen in range(len(values) + 1)]], dtype=np.int32)
        return [PersonSpread(mark, row, table)]
