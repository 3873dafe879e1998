"""Unlike: a plan that is different from some others."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from cohortplan.model.plan import Plan
from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.rules.shared.deeds import Seated, Visited, seated, visited

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class Unlike(Rule):
    """People sit with others in a round, and visit other hosts or at other times, than in some other plans.

    Kept: P01 and P02, who share a set on the first day of the other plan, do not; P01, who visits a prison at 10:00
    there, visits it at 14:00. Broken by 1: the two share a set that day, whatever it is called. Broken by 2: two other
    plans have them share one as well.
    The amount is the number of pairs in each round, and of visits of each person, that are as in another plan.

    Attributes
    ----------
    plans : tuple of Plan
        The other plans.
    """

    kind: ClassVar[str] = "unlike"
    serves: ClassVar[str] = "F63"

    hard: bool = False
    plans: Annotated[tuple[Plan, ...], Field(min_length=1)]

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Count what is as in another plan."""
        return Measure.of((*self._together(scenario, plan), *self._there(scenario, plan)))

    def _together(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        taken = self._seated(scenario)
        for each in sorted(seated(scenario, plan, scenario.selected_rounds(self)) & taken.keys()):
            name, a, b = each
            sentence = f"{a} and {b} share a set of round {name}, as in another plan."
            yield Match(rule=self.id, amount=taken[each], people=(a, b), rounds=(name,), sentence=sentence)

    def _there(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        taken = self._visited(scenario)
        for each in sorted(visited(scenario, plan, scenario.selected_rounds(self)) & taken.keys()):
            person, host, start = each
            sentence = f"{person} visits {host} on {start:%Y-%m-%d} at {start:%H:%M}, as in another plan."
            yield Match(rule=self.id, amount=taken[each], people=(person,), hosts=(host,), sentence=sentence)

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One pair weight for each round, one person mark for each host and time."""
        return [*self._lowered_seats(axes), *self._lowered_visits(axes)]

    def _lowered_seats(self, axes: Axes) -> Iterator[Primitive]:
        import numpy as np

        from cohortplan.primitives import PairWeight
        from cohortplan.rules.shared.lowering import ints

        by_round: dict[str, list[tuple[int, int, int]]] = {}
        for (name, a, b), times in sorted(self._seated(axes.scenario).items()):
            by_round.setdefault(name, []).append((axes.person[a], axes.person[b], times))
        for name, pairs in by_round.items():
            one, other, amount = (ints(column) for column in zip(*pairs, strict=True))
            yield PairWeight(one, other, amount, np.zeros_like(amount), axes.round_mask((name,)))

    def _lowered_visits(self, axes: Axes) -> Iterator[Primitive]:
        import numpy as np

        from cohortplan.primitives import PersonMark
        from cohortplan.rules.shared.host_lowering import options_in

        taken = self._visited(axes.scenario)
        places = {place: number for number, place in enumerate(dict.fromkeys((h, t) for _, h, t in sorted(taken)))}
        if not places:
            return
        mark = np.array([places.get((axes.scenario.hosts[o.host].id, o.start), -1) for o in axes.options], np.int32)
        mark[~options_in(axes, axes.scenario.selected_rounds(self))] = -1
        row = np.full((len(places), axes.people_count), -1, dtype=np.int32)
        for (person, host, start), times in taken.items():
            row[places[host, start], axes.person[person]] = times - 1
        table = np.array([[0, times + 1] for times in range(len(self.plans))], dtype=np.int32)
        yield PersonMark(mark, row, table)

    def _seated(self, scenario: Scenario) -> Counter[Seated]:
        rounds = scenario.selected_rounds(self)
        return Counter(each for plan in self.plans for each in seated(scenario, plan, rounds))

    def _visited(self, scenario: Scenario) -> Counter[Visited]:
        rounds = scenario.selected_rounds(self)
        return Counter(each for plan in self.plans for each in visited(scenario, plan, rounds))
