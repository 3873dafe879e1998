"""No host twice: nobody visits the same host again."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, ClassVar

from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.rules.shared.visiting import by_host, visits_by_person, visits_match

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cohortplan.model.plan import Plan, Visit
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class NoHostTwice(Rule):
    """Everyone visits each host at most once.

    Kept: a person visits the prison in October and the court in March. Broken by 1: the prison both times.
    The amount is the number of visits after the first, over all people and hosts.
    """

    kind: ClassVar[str] = "no_host_twice"
    serves: ClassVar[str] = "F29"
    implied: ClassVar[bool] = True

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Count visits of a person to a host after the first."""
        return Measure.of(self._matches(scenario, plan))

    def _matches(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        visits = visits_by_person(self, scenario, plan)
        return chain.from_iterable(scenario.seen.judged(self, visits.items(), self._again))

    def _again(self, person: str, visits: Sequence[Visit]) -> tuple[Match, ...]:
        return tuple(
            visits_match(self, len(same) - 1, same, f"{person} visits {host} {len(same)} times.", people=(person,))
            for host, same in by_host(visits).items()
            if len(same) > 1
        )

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One person mark: a mark for each host, priced from the second visit on."""
        import numpy as np

        from cohortplan.rules.shared.host_lowering import marks_by_host, price_marks

        mark = marks_by_host(axes, ([name] for name in axes.host))
        everyone = np.ones((len(axes.host), axes.people_count), dtype=bool)
        rounds = axes.scenario.selected_rounds(self)
        return price_marks(axes, rounds, mark, everyone, lambda times: max(0, times - 1))
