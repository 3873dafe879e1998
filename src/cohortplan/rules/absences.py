"""Absences: nobody is placed in a round they miss, nor sent on a visit on a day on which they are away."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from cohortplan.model.base import last_day
from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.rules.shared.visiting import at, avoidably_away, selected_visits, visits_match

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class Absences(Rule):
    """Nobody sits in a set of a round they miss, or visits on a day they are away if other days are offered.

    Kept: P08 is away on the second day and sits in none of its sets. Broken by 1: P08 sits in one all the same.
    Where a visit may be on Thursday or Friday, kept: the set of P07, who is away on Friday, goes on Thursday.
    Broken by 1: it goes on Friday. Who is away on every day offered misses the visit, and the set goes without.
    Away is who is absent, does not work on that weekday, or has a holiday.
    The amount is the number of such seats, and of such visits of each person; the reason is never told.
    """

    kind: ClassVar[str] = "absences"
    serves: ClassVar[str] = "F57"
    apart: ClassVar[bool] = True
    implied: ClassVar[bool] = True
    yields: ClassVar[bool] = False

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Count the seats taken, and the visits made, by people who are away."""
        return Measure.of((*self._seats(scenario, plan), *self._visits(scenario, plan)))

    def _seats(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        for group in scenario.groups(plan, scenario.selected_rounds(self)):
            for person in group.members:
                if person in scenario.absentees[group.round]:
                    yield Match(
                        rule=self.id,
                        amount=1,
                        people=(person,),
                        sets=(group.id,),
                        rounds=(group.round,),
                        sentence=f"{person} is away in round {group.round} but sits in set {group.id}.",
                    )

    def _visits(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        for visit in selected_visits(self, scenario, plan):
            activities = {activity.id: activity for activity in scenario.round[visit.round].activities}
            first, last = visit.start.date(), last_day(visit.start, visit.end)
            for person in visit.members if visit.activity in activities else ():
                missed = person in scenario.absentees[visit.round]
                if not missed and avoidably_away(scenario, person, activities[visit.activity], first, last):
                    sentence = f"{person} is away when set {visit.set} visits {visit.host} {at(visit.start)}."
                    yield visits_match(self, 1, [visit], sentence, people=(person,))

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One assignment cost: 1 for every set of a round an absent person could sit in; one person mark for days."""
        from cohortplan.rules.shared.host_lowering import marks_by_away, price_marks
        from cohortplan.rules.shared.lowering import price_seats

        mark, priced = marks_by_away(axes)
        return [
            *price_marks(axes, axes.scenario.selected_rounds(self), mark, priced, lambda times: times),
            price_seats(
                axes,
                (
                    (person, spec.id)
                    for round_id in axes.scenario.selected_rounds(self)
                    for person in sorted(axes.scenario.absentees[round_id])
                    for spec in axes.scenario.round[round_id].sets
                ),
            ),
        ]
