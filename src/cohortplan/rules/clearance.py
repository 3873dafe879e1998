"""Clearance: secure hosts receive only people whom they admit, and late on only those who are cleared already."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.rules.shared.visiting import selected_visits, soon, visits_match

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from cohortplan.model.hosts import Host
    from cohortplan.model.people import Participant
    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class Clearance(Rule):
    """Nobody's set visits a host that refused that person, or, after its cut-off for names, has not cleared them yet.

    Kept: P04, whom nobody has cleared or refused yet, visits a prison 60 days after the plan is made; names must be in
    28 days before. Broken by 1: the same visit 20 days after the plan is made, or one of somebody refused at any time.
    Who was to make that visit by an earlier plan, and is not refused since, is on the host's list already.
    The amount is the number of such visits, over all people. No sentence tells why. If the programme does not say when
    it is planned, there is time enough.
    """

    kind: ClassVar[str] = "clearance"
    serves: ClassVar[str] = "F31"
    apart: ClassVar[bool] = True
    implied: ClassVar[bool] = True
    by_round: ClassVar[bool] = True
    yields: ClassVar[bool] = False

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Count people's visits to hosts that do not admit them."""
        return Measure.of(self._matches(scenario, plan))

    def _matches(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        for visit in selected_visits(self, scenario, plan):
            host = scenario.host[visit.host]
            late, listed = _late(scenario, host, visit.start)
            for name in visit.members:
                if host.clearance and _barred(scenario.people[name], host.clearance, late=late and name not in listed):
                    sentence = f"{name} cannot go to {visit.host}."
                    yield visits_match(self, 1, [visit], sentence, people=(name,))

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One person mark: a mark for each clearance in time and too late, priced for those who have it not."""
        import numpy as np

        from cohortplan.rules.shared.host_lowering import price_marks

        scenario = axes.scenario
        marks: dict[tuple[str, bool, frozenset[str]], int] = {}
        mark = np.full(len(axes.options), -1, dtype=np.int32)
        for o, option in enumerate(axes.options):
            host = scenario.hosts[option.host]
            if host.clearance:
                key = (host.clearance, *_late(scenario, host, option.start))
                mark[o] = marks.setdefault(key, len(marks))
        people = scenario.participants
        barred = [
            [_barred(person, code, late=late and person.id not in listed) for person in people]
            for code, late, listed in marks
        ]
        price = np.array(barred, dtype=bool).reshape(len(marks), len(people))
        return price_marks(axes, scenario.selected_rounds(self), mark, price, lambda times: times)


def _late(scenario: Scenario, host: Host, start: datetime) -> tuple[bool, frozenset[str]]:
    """Whether a visit is after its cut-off for names, and then who is on the list all the same."""
    late = soon(scenario, start.date(), host.names_days)
    return late, scenario.told.get((host.id, start), frozenset()) if late else frozenset()


def _barred(person: Participant, code: str, *, late: bool) -> bool:
    return code in person.refused or (late and code not in person.cleared)
