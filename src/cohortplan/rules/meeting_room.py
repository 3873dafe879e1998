"""Meeting room: where a set meets there is room for all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from cohortplan.model.rule import Match, Measure, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class MeetingRoom(Rule):
    """No set meets at a place that holds fewer people than the set has members.

    Kept: a set of 6 meets at a library that holds 6. Broken by 2: a set of 8 does.
    The amount is the number of people too many for the smallest place of each set. Sets and events that come together
    at one place are counted when the scenario is read, and not here.
    """

    kind: ClassVar[str] = "meeting_room"
    serves: ClassVar[str] = "F42"
    implied: ClassVar[bool] = True
    yields: ClassVar[bool] = False

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Count people too many in each set."""
        return Measure.of(self._matches(scenario, plan))

    def _matches(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        room = self._room(scenario)
        for group in scenario.groups(plan, scenario.selected_rounds(self)):
            number = len(group.members)
            holds, place = room.get(group.id, (number, ""))
            if number > holds:
                yield Match(
                    rule=self.id,
                    amount=number - holds,
                    people=group.members,
                    sets=(group.id,),
                    rounds=(group.round,),
                    sentence=f"Set {group.id} has {number} members; {place}, where it meets, holds {holds}.",
                )

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One set count; sets with as much room share a table row."""
        from cohortplan.rules.shared.lowering import price_totals

        room = {name: holds for name, (holds, _) in self._room(axes.scenario).items()}
        return [price_totals(axes, room, [1] * axes.people_count)] if room else []

    def _room(self, scenario: Scenario) -> dict[str, tuple[int, str]]:
        """Return how many people the smallest place holds at which each set meets, and which that is."""
        limited = {place.id: place.holds for place in scenario.places if place.holds is not None}
        found: dict[str, tuple[int, str]] = {}
        for name in scenario.selected_rounds(self) if limited else ():
            each = scenario.round[name]
            for spec in each.sets:
                places = {a.place for a in scenario.activities(each, spec.id) if a.kind == "meet"} & limited.keys()
                if places:
                    found[spec.id] = min((limited[place], place) for place in places)
        return found
