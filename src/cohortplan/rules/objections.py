"""Objections: nobody sits in a set that they would rather not sit in."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, ClassVar

from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.rules.shared.told import Going, price_goings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class Objections(Rule):
    """Nobody sits in a set that they declined when it was shown to them.

    Kept: P03, who declined D1.2, sits in D1.1. Broken by 1: P03 sits in D1.2; or, by the plan that was shown, D1.2 was
    to see a bakery at 10:00, and P03 does so with D1.1: another name makes no other set of it. Broken by 2: both.
    The amount is the number of such seats and visits. Where by that plan other sets share the visit, it may be made
    with them. Neither who objects nor why is ever told.
    """

    kind: ClassVar[str] = "objections"
    serves: ClassVar[str] = "F26"
    implied: ClassVar[bool] = True
    yields: ClassVar[bool] = False
    nameless: ClassVar[bool] = True

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Count the seats that were declined, and the visits as those sets were to make them."""
        return Measure.of(self._matches(scenario, plan))

    def _matches(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        declined, shown = self._seats(scenario), self._goings(scenario)
        if not declined and not shown:
            return
        renamed = Counter(
            visit.set
            for visit in scenario.visits(plan)
            for member in visit.members
            if Going(member, visit.round, visit.activity, visit.host, visit.start) in shown
        )
        for group in scenario.groups(plan, scenario.selected_rounds(self)):
            amount = sum((member, group.id) in declined for member in group.members) + renamed[group.id]
            if amount:
                sentence = f"Set {group.id} cannot stay as it is."
                whole = {
                    "people": group.members,
                    "sets": (group.id,),
                    "rounds": (group.round,),
                }  # so that none is singled out
                yield Match(rule=self.id, amount=amount, sentence=sentence, **whole)

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One assignment cost over seats that were declined, one person mark for each visit that they stood for."""
        from cohortplan.rules.shared.lowering import price_seats

        seats, goings = sorted(self._seats(axes.scenario)), sorted(self._goings(axes.scenario))
        return [price_seats(axes, seats), *([price_goings(axes, goings, (0, 1))] if goings else [])]

    def _seats(self, scenario: Scenario) -> set[tuple[str, str]]:
        rounds = scenario.selected_rounds(self)
        seats = {(each.participant, each.set) for each in scenario.objections}
        return {(person, name) for person, name in seats if scenario.set_spec[name][0].id in rounds}

    def _goings(self, scenario: Scenario) -> set[Going]:
        """Return the visits, as they were shown, by which a set that was declined is known, whatever its name."""
        visits = () if scenario.former is None else list(scenario.visits(scenario.former))
        sets = Counter((visit.host, visit.start) for visit in visits)
        declined = self._seats(scenario)
        return {
            Going(person, visit.round, visit.activity, visit.host, visit.start)
            for visit in visits
            if sets[visit.host, visit.start] == 1
            for person, name in declined
            if name == visit.set
        }
