"""What happened: who was there, and who says that they met. Such facts are only added to, never changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

from cohortplan.errors import Defect
from cohortplan.model.base import Frozen, Id, Line
from cohortplan.model.names import unknown
from cohortplan.model.plan import Plan

if TYPE_CHECKING:
    from cohortplan.model.rounds import Round
    from cohortplan.model.scenario import Scenario

#: Two participants, in alphabetical order.
Pair = tuple[str, str]

_CONTRADICTED = "an earlier row says otherwise, and what is recorded stays"
_CORRECT = "Remove this row; if the earlier one is wrong, keep both and say in `correction` why"


class Attendance(Frozen):
    """Whether somebody was at an activity at which the plan had them.

    Attributes
    ----------
    set : str
        The set in which they were to be: later plans do not change it.
    correction : str
        Why an earlier record of the same is wrong; both are kept, the later one counts.
    """

    participant: Id
    round: Id
    set: Id
    activity: Id
    date: date
    present: bool
    correction: Line = ""

    @property
    def fact(self) -> tuple[str, str, str]:
        """What the record is about."""
        return self.participant, self.round, self.activity


class Confirmation(Frozen):
    """One person's word that they met another and would turn to them; the other's word is a fact of its own.

    Attributes
    ----------
    confirms : bool
        Whether they say so; "no" is an answer, too.
    correction : str
        Why an earlier answer does not hold; both are kept, the later one counts.
    """

    participant: Id
    met: Id
    date: date
    confirms: bool = True
    correction: Line = ""

    @property
    def fact(self) -> tuple[str, str]:
        """What the answer is about."""
        return self.participant, self.met


class Register:
    """The attendance as it stands: of several records of one fact the last counts."""

    def __init__(self, records: Iterable[Attendance]) -> None:
        self._facts = {record.fact: record for record in records}

    @cached_property
    def rounds(self) -> frozenset[str]:
        """Rounds of which something is recorded: they are held, and rules that judge rounds singly leave them be."""
        return frozenset(record.round for record in self._facts.values())

    @property
    def records(self) -> Collection[Attendance]:
        """The records that count."""
        return self._facts.values()

    def find(self, participant: str, round_id: str, activity: str) -> Attendance | None:
        """Return what is recorded of a fact."""
        return self._facts.get((participant, round_id, activity))

    def of(self, round_id: str) -> dict[str, list[Attendance]]:
        """Return the records of a round by participant."""
        return self._by_round.get(round_id, {})

    def was_at(self, each: Round, participant: str) -> bool | None:
        """Whether somebody was at anything their set did in a round; None if not all of it is recorded yet."""
        records = self.of(each.id).get(participant)
        if records is None:
            return None
        if any(record.present for record in records):
            return True
        done = {record.activity for record in records}
        mine = [activity for activity in each.activities for record in records[:1] if activity.is_for(record.set)]
        return False if mine and all(activity.id in done for activity in mine) else None

    def met(self, rounds: Iterable[str]) -> dict[Pair, tuple[str, ...]]:
        """For each pair of whom both were at an activity of their set in some of `rounds`, those rounds."""
        return self._pairs(rounds, only_present=True)

    def expected(self, rounds: Iterable[str]) -> dict[Pair, tuple[str, ...]]:
        """For each pair who were to be at an activity together in some of `rounds`, as recorded, those rounds."""
        return self._pairs(rounds, only_present=False)

    def missed(self, rounds: Collection[str]) -> dict[Pair, tuple[str, ...]]:
        """For each pair who were to meet in some of `rounds` and met in none, as one was away: where they missed."""
        met = self.met(rounds)
        return {pair: missed for pair, missed in self.expected(rounds).items() if pair not in met}

    @cached_property
    def _by_round(self) -> dict[str, dict[str, list[Attendance]]]:
        found: dict[str, dict[str, list[Attendance]]] = {}
        for record in self.records:
            found.setdefault(record.round, {}).setdefault(record.participant, []).append(record)
        return found

    def _pairs(self, rounds: Iterable[str], *, only_present: bool) -> dict[Pair, tuple[str, ...]]:
        found: dict[Pair, tuple[str, ...]] = {}
        for name in rounds:
            together: dict[tuple[str, str], set[str]] = {}
            for record in (record for records in self.of(name).values() for record in records):
                if record.present or not only_present:
                    together.setdefault((record.set, record.activity), set()).add(record.participant)
            for pair in {pair for people in together.values() for pair in combinations(sorted(people), 2)}:
                found[pair] = (*found.get(pair, ()), name)
        return dict(sorted(found.items()))


def answers(confirmations: Iterable[Confirmation]) -> dict[tuple[str, str], Confirmation]:
    """Return the answers that count, by who gave them about whom: of several the last."""
    return {each.fact: each for each in confirmations}


def stayed_away(scenario: Scenario) -> dict[str, frozenset[str]]:
    """For each round of which something is recorded, return those who were at nothing that their set did in it."""
    register = scenario.register
    known = (each for each in scenario.rounds if each.id in register.rounds)
    return {
        each.id: frozenset(name for name in register.of(each.id) if register.was_at(each, name) is False)
        for each in known
    }


def happened(scenario: Scenario, plan: Plan) -> Plan:
    """Return `plan` without the seats of those who stayed away from a whole round."""
    away = scenario.stayed_away
    if not any(away.values()):
        return plan
    rounds = tuple(
        planned
        if not away.get(planned.id)
        else planned.model_copy(
            update={
                "sets": tuple(
                    group.model_copy(
                        update={"members": tuple(name for name in group.members if name not in away[planned.id])}
                    )
                    for group in planned.sets
                )
            }
        )
        for planned in plan.rounds
    )
    return plan.model_copy(update={"rounds": rounds})


def attendance_defects(scenario: Scenario) -> Iterator[Defect]:
    """Yield what is wrong with attendance and confirmations: unknown names, and rows that contradict earlier ones."""
    people = list(scenario.people)
    known: dict[tuple[str, str, str], bool] = {}
    for index, record in enumerate(scenario.attendance):
        yield from _names(scenario, record, people, index)
        if known.get(record.fact, record.present) != record.present and not record.correction:
            value = "yes" if record.present else "no"
            yield Defect(_CONTRADICTED, _CORRECT, value, path=("attendance", index, "present"))
        known[record.fact] = record.present
    said: dict[tuple[str, str], bool] = {}
    for index, each in enumerate(scenario.confirmed):
        for column, name in (("participant", each.participant), ("met", each.met)):
            if name not in scenario.people:
                yield unknown("participant", name, people, ("confirmed", index, column))
        if each.participant == each.met:
            yield Defect(
                "nobody meets themselves", "Name two different people", each.met, path=("confirmed", index, "met")
            )
        if said.get(each.fact, each.confirms) != each.confirms and not each.correction:
            value = "yes" if each.confirms else "no"
            yield Defect(_CONTRADICTED, _CORRECT, value, path=("confirmed", index, "confirms"))
        said[each.fact] = each.confirms


def _names(scenario: Scenario, record: Attendance, people: list[str], index: int) -> Iterator[Defect]:
    if record.participant not in scenario.people:
        yield unknown("participant", record.participant, people, ("attendance", index, "participant"))
    each = scenario.round.get(record.round)
    if each is None:
        yield unknown("round", record.round, scenario.round, ("attendance", index, "round"))
        return
    sets = [spec.id for spec in each.sets]
    if record.set not in sets:
        yield unknown("set", record.set, sets, ("attendance", index, "set"))
        return
    activities = [activity.id for activity in scenario.activities(each, record.set)]
    if record.activity not in activities:
        yield unknown("activity", record.activity, activities, ("attendance", index, "activity"))
