"""Need by: two people who will depend on each other meet before they do."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from cohortplan.errors import Defect
from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.rules.shared.pairs import Pair, pairs_met

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class NeedBy(Rule):
    """Two people whose tie has a `need_by` date share a set by then.

    With a date of 30 October. Kept: they share a set in a round of 22 October. Broken by 1: in no round before
    12 November.
    The amount is the pairs that do not meet in time. A round is in time if all days on which it may happen are; rounds
    without days or that do not count contacts are left out. Of several dates of a pair the first counts.
    """

    kind: ClassVar[str] = "need_by"
    serves: ClassVar[str] = "F11"
    default_weight: ClassVar[int] = 20

    hard: bool = False

    def defects(self, scenario: Scenario) -> Iterable[Defect]:
        """Report pairs that the rule, if hard, asks to meet though no round in time has both of them."""
        for index, tie in enumerate(scenario.ties if self.hard else ()):
            if tie.need_by is not None and not self._can_meet(scenario, tie.pair, tie.need_by):
                message = f"{tie.a} and {tie.b} take part in no round together by {tie.need_by}"
                remedy = "Mend the date, or make the rule a wish with hard = false"
                yield Defect(message, remedy, str(tie.need_by), path=("ties", index, "need_by"))

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Count the pairs that do not meet in time."""
        return Measure.of(self._matches(scenario, plan))

    def _matches(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        for day, pairs in self._due(scenario).items():
            met = pairs_met(scenario, plan, self._in_time(scenario, day))
            for a, b in pairs:
                if (a, b) not in met:
                    why = "" if self._can_meet(scenario, (a, b), day) else ", as no round in time has both of them"
                    sentence = f"{a} and {b} do not meet by {day}{why}."
                    yield Match(rule=self.id, amount=1, people=(a, b), sentence=sentence)

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One pair count for each date, over the rounds up to it."""
        from cohortplan.rules.shared.pair_lowering import price_unmet, rows_of

        due = self._due(axes.scenario)
        return [price_unmet(axes, self._in_time(axes.scenario, day), rows_of(axes, due[day])) for day in due]

    def _due(self, scenario: Scenario) -> dict[date, list[Pair]]:
        """Pairs by the date by which they are to have met, dates and pairs in order."""
        dates = sorted((tie.need_by, tie.pair) for tie in scenario.ties if tie.need_by is not None)
        first: dict[Pair, date] = {}
        for day, pair in dates:
            first.setdefault(pair, day)
        found: dict[date, list[Pair]] = {}
        for pair, day in first.items():
            found.setdefault(day, []).append(pair)
        return found

    def _can_meet(self, scenario: Scenario, pair: Pair, day: date) -> bool:
        """Whether both take part in some round that is in time."""
        return any(set(scenario.attending(name)).issuperset(pair) for name in self._in_time(scenario, day))

    def _in_time(self, scenario: Scenario, day: date) -> list[str]:
        """Rounds that are over on the evening of `day`."""
        rounds = scenario.selected_contact_rounds(self)
        return [name for name in rounds if scenario.round[name].days and scenario.round[name].days[-1] <= day]
