"""Sets at once: no more learning sets are at a host at the same time than it can take."""

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


class SetsAtOnce(Rule):
    """A host has at most as many sets at the same time as it takes at once.

    Kept: one set from 10:00 to 11:00, the next from 11:00 to 12:00, at a host that takes one.
    Broken by 1: one set from 10:00 to 11:00, another from 10:30 to 11:30.
    The amount is the number of sets too many, over all times at which a visit starts; sets that others have booked are
    there, too.
    """

    kind: ClassVar[str] = "sets_at_once"
    serves: ClassVar[str] = "F32"
    implied: ClassVar[bool] = True
    by_round: ClassVar[bool] = True
    yields: ClassVar[bool] = False

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Count sets too many at each start of a visit."""
        return Measure.of(of_hosts(self, scenario, plan, partial(self._crowds, scenario)))

    def _crowds(self, scenario: Scenario, name: str, visits: Sequence[Visit]) -> tuple[Match, ...]:
        host, found = scenario.host[name], []
        for moment, there in moments(visits, host):
            number = len(there) + host.booked_at(moment)[1]
            if number > host.sets_at_once:
                sentence = f"{name} takes {counted(host.sets_at_once, 'set')} at once; {number} are there {at(moment)}."
                found.append(visits_match(self, number - host.sets_at_once, there, sentence))
        return tuple(found)

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """Host loads of visits: a bucket for each host and time at which a visit may start."""
        from cohortplan.rules.shared.host_loads import price_moments

        rounds = axes.scenario.selected_rounds(self)
        return price_moments(axes, rounds, lambda host: (0, host.sets_at_once), persons=False)
