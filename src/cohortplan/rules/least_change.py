"""Least change: what people were told stays as it is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.rules.shared.told import Going, Told, price_goings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class LeastChange(Rule):
    """What people were told by an earlier plan stays: each visit at its host and time, each meeting with its set.

    Kept: P03 was to visit a bakery at 10:00 on the first day and does so, though P04 now comes with them. Broken by 1:
    P03 visits a prison then, or the bakery at 11:00, with whichever set. Broken by 2: P03 sits in another set than
    before of a round in which sets meet twice.
    The amount is the number of such visits and meetings of each person. Where a set does nothing, or shared its visit
    with another set, a seat in it counts as one meeting. The rounds that somebody misses do not count for them.

    Attributes
    ----------
    since, until : date or None
        The first and the last day of what counts; None = there is no such limit.
    """

    kind: ClassVar[str] = "least_change"
    serves: ClassVar[str] = "F60"
    default_weight: ClassVar[int] = 10

    hard: bool = False
    since: date | None = None
    until: date | None = None

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Count the visits people no longer make as they were told, and the meetings that are now with another set."""
        return Measure.of((*self._moved(scenario, plan), *self._missed(scenario, plan)))

    def _moved(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        sits: dict[tuple[str, str], list[str]] = {}
        for group in scenario.groups(plan, scenario.round):
            for member in group.members:
                sits.setdefault((group.round, member), []).append(group.id)
        for (person, before), amount in self._told(scenario).seats().items():
            round_id = scenario.set_spec[before][0].id
            for now in sits.get((round_id, person), ()):
                if now != before:
                    yield Match(
                        rule=self.id,
                        amount=amount,
                        people=(person,),
                        sets=(before, now),
                        rounds=(round_id,),
                        sentence=f"{person} sits in set {now} instead of {before}.",
                    )

    def _missed(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        made = {
            Going(member, visit.round, visit.activity, visit.host, visit.start)
            for visit in scenario.visits(plan)
            for member in visit.members
        }
        for going in self._told(scenario).visits():
            if going not in made:
                yield Match(
                    rule=self.id,
                    amount=1,
                    people=(going.person,),
                    rounds=(going.round,),
                    hosts=(going.host,),
                    sentence=f"{going.person} no longer visits {going.host} on {going.start:%Y-%m-%d} at "
                    f"{going.start:%H:%M}.",
                )

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One assignment cost over other seats than before, one person mark for each visit that was told."""
        from cohortplan.rules.shared.lowering import price_other_seats

        told = self._told(axes.scenario)
        goings = list(told.visits())
        return [price_other_seats(axes, told.seats()), *([price_goings(axes, goings, (1, 0))] if goings else [])]

    def _told(self, scenario: Scenario) -> Told:
        return Told(scenario, scenario.selected_rounds(self), self.since, self.until)
