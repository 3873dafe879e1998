"""Home times: nobody leaves home too early for a visit, or is back too late."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, ClassVar

from cohortplan.errors import Defect
from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.model.travel import nowhere
from cohortplan.rules.shared.visiting import at, selected_visits, visits_match

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cohortplan.model.people import Participant
    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class HomeTimes(Rule):
    """Nobody has to leave home before `leave` to be at a visit in time, with some to spare, or is home after `back`.

    With leave = 07:00, a way of 75 minutes and a buffer of 15. Kept: a visit that begins at 09:00.
    Broken by 1: one that begins at 08:00; by 2 if two people from there take part.
    The amount is the number of such visits, over all people. Only the day of the visit counts.

    Attributes
    ----------
    leave, back : time
        Local times of day.
    """

    kind: ClassVar[str] = "home_times"
    serves: ClassVar[str] = "F35"
    default_weight: ClassVar[int] = 10
    by_round: ClassVar[bool] = True

    leave: time = time(6, 30)
    back: time = time(21, 0)

    def defects(self, scenario: Scenario) -> Iterable[Defect]:
        """Report times the wrong way round, and people and hosts between whom no way is known."""
        if self.back <= self.leave:
            yield Defect("people would be back before they leave", "Swap the two times", str(self.back), path=("back",))
        yield from nowhere(scenario)

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Count the visits that keep somebody out too long."""
        return Measure.of(self._matches(scenario, plan))

    def _matches(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        for visit in selected_visits(self, scenario, plan):
            for name in visit.members:
                if self.too_long(scenario, scenario.people[name], visit.host, visit.start, visit.end):
                    sentence = (
                        f"{name} cannot be at {visit.host} {at(visit.start)} and back between "
                        f"{self.leave:%H:%M} and {self.back:%H:%M}."
                    )
                    yield visits_match(self, 1, [visit], sentence, people=(name,))

    def too_long(self, scenario: Scenario, person: Participant, host: str, start: datetime, end: datetime) -> bool:
        """Whether a visit would keep somebody out too long; not where no way is known."""
        minutes = scenario.atlas.from_home(person, host)
        if minutes is None:
            return False
        leaves, returns = _minute(start) - minutes - scenario.travel.buffer, _minute(end) + minutes
        return leaves < _minute(self.leave) or returns > _minute(self.back)

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One person mark: options that are too much for the same people have one mark."""
        from cohortplan.rules.shared.host_lowering import marks_by_shut, price_marks

        scenario = axes.scenario
        homes = [scenario.atlas.home(person) for person in scenario.participants]

        def shut(option: int, p: int) -> bool:
            _, host, start, end = axes.options[option]
            return self.too_long(scenario, scenario.participants[p], scenario.hosts[host].id, start, end)

        mark, barred = marks_by_shut(axes, homes, shut)
        return price_marks(axes, scenario.selected_rounds(self), mark, barred, lambda times: times)


def _minute(moment: datetime | time) -> int:
    return 60 * moment.hour + moment.minute
