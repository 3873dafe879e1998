"""A session at the board: a plan, what is locked in it, and every change with the way back."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from cohortplan.board.wording import said_of, stop
from cohortplan.errors import Defect, InputError
from cohortplan.evaluate import Difference, Owed, difference, measure_rules
from cohortplan.model import Plan, PlannedSet, Scenario, SeatLock, VisitLock
from cohortplan.model.edits import Lock, edited
from cohortplan.rota import fill_rota

#: So many edits that were only considered are kept, as the next is often one of them.
_CONSIDERED = 64


@dataclass(frozen=True, eq=False)
class Step:
    """A plan on the board, and how it came about.

    Attributes
    ----------
    scenario : Scenario
        With what is locked.
    locks : frozenset of Lock
        The locks that can be taken away on the board.
    said : str
        The change that led here.
    """

    scenario: Scenario
    plan: Plan
    locks: frozenset[Lock]
    said: str = ""
    _since: dict[Step, Difference] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def owed(self) -> Owed:
        """What the plan owes under the rules."""
        return measure_rules(self.scenario, self.plan)

    def weigh(self, check: Callable[[], None]) -> None:
        """Measure what the plan owes, unless `check`, which is called again and again, raises something."""
        check()
        if "owed" not in vars(self):
            vars(self)["owed"] = measure_rules(self.scenario, self.plan, check=check)

    def since(self, old: Step) -> Difference:
        """Return what is better and worse than in an older step; of soft rules by how much, not where."""
        if old not in self._since:
            self._since[old] = difference(self.scenario, old.plan, self.plan, old.owed, self.owed, most=0)
        return self._since[old]

    def group(self, set_id: str) -> PlannedSet | None:
        """Return a learning set as it is planned."""
        round_id = self.scenario.set_spec[set_id][0].id
        planned = self.plan.by_round.get(round_id)
        return next((group for group in planned.sets if group.id == set_id), None) if planned else None

    def seat(self, name: str, round_id: str) -> str | None:
        """Return the set somebody sits in."""
        planned = self.plan.by_round.get(round_id)
        return next((group.id for group in planned.sets if name in group.members), None) if planned else None

    def visit(self, set_id: str, activity: str) -> VisitLock | None:
        """Return a visit as it is planned, in the form of a lock."""
        group = self.group(set_id)
        for done in group.activities if group else ():
            if done.id == activity and done.host:
                start = self.scenario.local(done.start)
                return VisitLock(set=set_id, activity=activity, host=done.host, start=start)
        return None

    def holding(self, wanted: Lock) -> Lock | None:
        """Return the lock that keeps what `wanted` would change where it is now."""
        if isinstance(wanted, SeatLock):
            here = self.seat(wanted.participant, self.scenario.set_spec[wanted.set][0].id)
            lock = SeatLock(participant=wanted.participant, set=here) if here else None
            return lock if lock in self.locks and here != wanted.set else None
        now = self.visit(wanted.set, wanted.activity)
        if now is None or now == wanted:
            return None
        return next((lock for lock in (now, now.model_copy(update={"start": None})) if lock in self.locks), None)


class Session:
    """Every change of a plan, one after the other; any can be undone and done again.

    Parameters
    ----------
    scenario : Scenario
        With all its locks.
    locks : iterable of Lock
        Those of them that can be taken away.
    """

    def __init__(self, scenario: Scenario, plan: Plan, locks: Iterable[Lock] = ()) -> None:
        mine = frozenset(locks)
        self._fixed = [lock for lock in (*scenario.seat_locks, *scenario.visit_locks) if lock not in mine]
        self._steps = [Step(scenario, plan, mine)]
        self._place = 0
        self._considered: OrderedDict[tuple[Step, tuple[Lock, ...]], Step] = OrderedDict()

    @property
    def now(self) -> Step:
        """Where the session is."""
        return self._steps[self._place]

    @property
    def undoable(self) -> str:
        """The change that `undo` takes back; "" if there is none."""
        return self.now.said if self._place else ""

    @property
    def redoable(self) -> str:
        """The change that `redo` makes again; "" if there is none."""
        return self._steps[self._place + 1].said if self._place + 1 < len(self._steps) else ""

    def consider(self, wanted: Sequence[Lock]) -> Step:
        """Return the step that seats and visits as `wanted` would be, without taking it.

        Raises
        ------
        InputError
            If the plan has no such seat or visit, or it is locked.
        """
        key = (self.now, tuple(wanted))
        if key not in self._considered:
            self._considered[key] = self._edited(wanted)
            if len(self._considered) > _CONSIDERED:
                self._considered.popitem(last=False)
        return self._considered[key]

    def place(self, wanted: Sequence[Lock]) -> Step:
        """Put seats and visits where they are `wanted`: a move is one of them, a swap two.

        Raises
        ------
        InputError
            If the plan has no such seat or visit, or it is locked.
        """
        return self._go(self.consider(wanted)) if wanted else self.now

    def hold(self, locks: Sequence[Lock], *, on: bool) -> Step:
        """Lock seats and visits as they are in the plan, or let them go.

        Raises
        ------
        InputError
            If something is not in the plan, or cannot be locked beside what is.
        """
        now = self.now
        if not locks:
            return now
        for lock in locks:
            _must_be_known(now, lock)
        if on:
            held = now.locks | {_as_planned(now, lock) for lock in locks}
        else:
            loose = [{lock, lock.model_copy(update={"start": None})} if _visit(lock) else {lock} for lock in locks]
            held = now.locks.difference(*loose)
        what = said_of(now.scenario, locks[0]) if len(locks) == 1 else f"{len(locks)} seats and visits"
        said = f"{what}: {'locked' if on else 'no longer locked'}"
        return self._go(Step(self._locked(held), now.plan, held, said))

    def take(self, plan: Plan, said: str) -> Step:
        """Go on with another plan."""
        return self._go(Step(self.now.scenario, plan, self.now.locks, said))

    def relocked(self, locks: Iterable[Lock]) -> Scenario:
        """Return the scenario with other locks that can be taken away.

        Raises
        ------
        ScenarioError
            If they cannot be kept together.
        """
        return self._locked(frozenset(locks))

    def undo(self) -> Step:
        """Take back the last change, if there is one."""
        self._place = max(0, self._place - 1)
        return self.now

    def redo(self) -> Step:
        """Make again what was undone last, if there is something."""
        self._place = min(len(self._steps) - 1, self._place + 1)
        return self.now

    def _go(self, step: Step) -> Step:
        del self._steps[self._place + 1 :]
        self._steps.append(step)
        self._place += 1
        return step

    def _edited(self, wanted: Sequence[Lock]) -> Step:
        now = self.now
        for lock in wanted:
            _must_be_known(now, lock)
            if now.holding(lock) is not None:
                raise InputError([Defect(f"{said_of(now.scenario, lock)} is locked", "Unlock it first")])
        plan = fill_rota(now.scenario, edited(now.scenario, now.plan, wanted), keep=True)
        return Step(now.scenario, plan, now.locks, _said(now, wanted))

    def _locked(self, held: frozenset[Lock]) -> Scenario:
        locks = [*self._fixed, *sorted(held, key=repr)]
        seats = tuple(lock for lock in locks if isinstance(lock, SeatLock))
        visits = tuple(lock for lock in locks if isinstance(lock, VisitLock))
        return self.now.scenario.but(seat_locks=seats, visit_locks=visits)


def _visit(lock: Lock) -> bool:
    return isinstance(lock, VisitLock)


def _must_be_known(now: Step, lock: Lock) -> None:
    """Make sure that scenario and plan have what a lock is about.

    Raises
    ------
    InputError
        If not.
    """
    scenario = now.scenario
    known: list[tuple[str, str, Container[str]]] = [("set", lock.set, scenario.set_spec)]
    if isinstance(lock, SeatLock):
        known.append(("participant", lock.participant, scenario.people))
    else:
        known.append(("host", lock.host, scenario.host))
    wrong = [
        Defect(f"there is no {what} {name}", "Load the board anew", name)
        for what, name, all_ in known
        if name not in all_
    ]
    if not wrong and now.group(lock.set) is None:
        wrong = [Defect(f"the plan lacks set {lock.set}", "`cohortplan solve` makes a whole plan", lock.set)]
    if not wrong and isinstance(lock, VisitLock):
        each = scenario.set_spec[lock.set][0]
        if lock.activity not in {a.id for a in scenario.activities(each, lock.set) if a.kind == "visit"}:
            wrong = [Defect(f"set {lock.set} has no visit {lock.activity}", "Load the board anew", lock.activity)]
    if wrong:
        raise InputError(wrong)


def _as_planned(now: Step, lock: Lock) -> Lock:
    """Return a lock that is to keep something as it is.

    Raises
    ------
    InputError
        If it is not so in the plan.
    """
    if isinstance(lock, SeatLock):
        here: Lock | None = SeatLock(
            participant=lock.participant, set=now.seat(lock.participant, _round(now, lock)) or lock.set
        )
    else:
        here = now.visit(lock.set, lock.activity)
    if here != lock:
        raise InputError([Defect(f"{said_of(now.scenario, lock)} is no longer so in the plan", "Load the board anew")])
    return lock


def _round(now: Step, lock: Lock) -> str:
    return now.scenario.set_spec[lock.set][0].id


def _said(now: Step, wanted: Sequence[Lock]) -> str:
    """Say what an edit does."""
    match wanted:
        case [SeatLock() as one, SeatLock() as other] if now.seat(other.participant, _round(now, other)) == one.set:
            names = [now.scenario.people[lock.participant].name for lock in (one, other)]
            return f"{names[0]} and {names[1]} swap: {one.set} and {other.set}"
    return "; ".join(_moved(now, lock) for lock in wanted)


def _moved(now: Step, lock: Lock) -> str:
    if isinstance(lock, SeatLock):
        name = now.scenario.people[lock.participant].name
        return f"{name} moves from {now.seat(lock.participant, _round(now, lock)) or 'no set'} to {lock.set}"
    return f"Set {lock.set} visits {stop(now.scenario, lock)}"
