"""Pins: seats and visits that the organiser has locked stay as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar

from cohortplan.errors import Defect
from cohortplan.model.rounds import SeatLock, VisitLock
from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.rules.shared.pairs import alike

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes

Lock = TypeVar("Lock", SeatLock, VisitLock)


class Pins(Rule):
    """A locked person sits in the locked set, a locked visit goes to the locked host, at the locked start if any.

    Kept: P03, locked to D1.1, sits there. Broken by 1: P03 sits in D1.2.
    The amount is the number of locked people in another set of that round, and of locked visits made otherwise.
    """

    kind: ClassVar[str] = "pins"
    serves: ClassVar[str] = "F60"
    implied: ClassVar[bool] = True
    yields: ClassVar[bool] = False

    def defects(self, scenario: Scenario) -> Iterable[Defect]:
        """Report locks that contradict one another or an absence."""
        seats = self._mine(scenario, scenario.seat_locks)
        for lock in seats:
            if lock.participant in scenario.absentees[scenario.set_spec[lock.set][0].id]:
                yield _clash(f"{lock.participant} is locked to set {lock.set} of a round they miss", scenario, lock)
        for a, b in alike(seats, lambda lock: (lock.participant, scenario.set_spec[lock.set][0].id)):
            yield _clash(f"{a.participant} is locked to sets {a.set} and {b.set} of one round", scenario, b)
        for one, other in alike(self._mine(scenario, scenario.visit_locks), _visit):
            both_start = one.start and other.start and one.start != other.start
            if one.host != other.host or both_start:
                yield _clash(f"{one.activity} of set {one.set} is locked in two ways", scenario, other)

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Count the locks that are not kept."""
        return Measure.of((*self._seats(scenario, plan), *self._visits(scenario, plan)))

    def _seats(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        locks = self._mine(scenario, scenario.seat_locks)
        sits: dict[tuple[str, str], list[str]] = {}
        for group in scenario.groups(plan, scenario.round) if locks else ():
            for member in group.members:
                sits.setdefault((group.round, member), []).append(group.id)
        for lock in locks:
            round_id = scenario.set_spec[lock.set][0].id
            for other in sits.get((round_id, lock.participant), ()):
                if other != lock.set:
                    yield Match(
                        rule=self.id,
                        amount=1,
                        people=(lock.participant,),
                        sets=(other, lock.set),
                        rounds=(round_id,),
                        sentence=f"{lock.participant} is locked to set {lock.set} but sits in {other}.",
                    )

    def _visits(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        for lock in self._mine(scenario, scenario.visit_locks):
            for visit in scenario.visits(plan):
                if (visit.set, visit.activity) == _visit(lock) and not _fits(lock, visit.host, visit.start):
                    yield Match(
                        rule=self.id,
                        amount=1,
                        people=visit.members,
                        sets=(visit.set,),
                        rounds=(visit.round,),
                        hosts=(lock.host, visit.host) if visit.host != lock.host else (lock.host,),
                        sentence=f"Set {lock.set} is locked to {_place(lock.host, lock.start)} for {lock.activity} "
                        f"but goes to {_place(visit.host, visit.start if lock.start else None)}.",
                    )

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One assignment cost over the other sets of locked people, one visit option over the locked visits."""
        from cohortplan.rules.shared.lowering import price_other_seats, price_visits

        scenario = axes.scenario
        seats = {(lock.participant, lock.set): 1 for lock in self._mine(scenario, scenario.seat_locks)}
        locks = self._mine(scenario, scenario.visit_locks)

        def price(locked: tuple[str, str]) -> Callable[[str, datetime], int]:
            here = [lock for lock in locks if _visit(lock) == locked]
            return lambda host, start: sum(not _fits(lock, host, start) for lock in here)

        return [price_other_seats(axes, seats), price_visits(axes, {key: price(key) for key in map(_visit, locks)})]

    def _mine(self, scenario: Scenario, locks: Iterable[Lock]) -> list[Lock]:
        sets = {spec.id for name in scenario.selected_rounds(self) for spec in scenario.round[name].sets}
        return [lock for lock in dict.fromkeys(locks) if lock.set in sets]


def _visit(lock: VisitLock) -> tuple[str, str]:
    return lock.set, lock.activity


def _fits(lock: VisitLock, host: str, start: datetime) -> bool:
    return host == lock.host and lock.start in (None, start)


def _place(host: str, start: datetime | None) -> str:
    return host if start is None else f"{host} at {start:%Y-%m-%d %H:%M}"


def _clash(message: str, scenario: Scenario, lock: SeatLock | VisitLock) -> Defect:
    family = "seat_locks" if isinstance(lock, SeatLock) else "visit_locks"
    return Defect(message, "Remove one of the two", lock.set, path=(family, getattr(scenario, family).index(lock)))
