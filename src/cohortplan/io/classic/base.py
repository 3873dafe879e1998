"""What the families of classic instances share: what an instance is, and the making of plain scenarios."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple, Self

from cohortplan.errors import Defect, ScenarioError
from cohortplan.model import Participant, Plan, Programme, Round, Scenario, SetSpec
from cohortplan.model.rule import Rule

#: The days on which a programme made of an instance takes place; nothing depends on them.
FIRST_DAY, LAST_DAY = date(2001, 1, 1), date(2001, 12, 31)

#: Problems of a file that are listed before the rest are counted.
LISTED = 20

#: What can stand in place of a whole number that is written with more digits than this.
_DIGITS = 9


@dataclass(frozen=True)
class Instance(ABC):
    """An instance of a classic problem: its scenario, and what plans are worth in the family's own terms."""

    scenario: Scenario

    @abstractmethod
    def value(self, plan: Plan) -> float | None:
        """Return what `plan` is worth in the family's own terms; None if that has no meaning."""

    def figures(self, plan: Plan) -> dict[str, float]:
        """Return what a plan that keeps the hard rules is worth, by name: its ``value``, if that has a meaning."""
        value = self.value(plan)
        return {} if value is None else {"value": value}

    @abstractmethod
    def solution(self, plan: Plan) -> list[Any]:
        """Return what `plan` decides, in whole numbers, in the family's own terms."""

    def answers(self, plan: Plan | None, *, valid: bool = True) -> dict[str, Any]:
        """Return value and solution as they are printed; both null without a plan.

        A plan that is not `valid`, as it breaks a hard rule or lacks a part, solves nothing and has no value.
        """
        if plan is None:
            return {"value": None, "solution": None}
        return {"value": self.value(plan) if valid else None, "solution": self.solution(plan)}


@dataclass(frozen=True)
class Ladder(Instance):
    """An instance that asks for the fewest rounds that do: there is a scenario for each number, from `least` to `most`.

    A number of rounds does if there is a plan without soft cost. Fewer than `least` are known not to do.
    """

    least: int
    most: int

    @abstractmethod
    def with_rounds(self, number: int) -> Self:
        """Return the same instance with another number of rounds."""

    def fitting(self, plan: Plan) -> Self:
        """Return the instance with as many rounds as `plan` has, within reason."""
        return self.with_rounds(min(max(1, len(plan.rounds)), self.most))


class Part(NamedTuple):
    """One of the numbers that name an instance, and the range it has."""

    name: str
    least: int
    most: int


def read_numbers(source: str, text: str, parts: Sequence[Part]) -> tuple[int, ...]:
    """Read numbers joined by hyphens.

    Raises
    ------
    ScenarioError
        If there are more or fewer of them than `parts`, or some are none or out of range.
    """
    pieces = text.split("-")
    form = f"{source.partition(':')[0]}:{'-'.join(part.name for part in parts)}"
    if len(pieces) != len(parts) or not all(re.fullmatch("[0-9]+", piece) for piece in pieces):
        problem = f"this is not of the form {form}, each a whole number"
        raise ScenarioError([Defect(problem, "Mend the source", shown(text), file=shown(source))])
    wrong = []
    for part, piece in zip(parts, pieces, strict=True):
        if len(piece) > _DIGITS or not part.least <= int(piece) <= part.most:
            problem = f"the number of {part.name} must be from {part.least} to {part.most}"
            wrong.append(Defect(problem, "Mend the number", shown(piece), file=shown(source)))
    if wrong:
        raise ScenarioError(wrong)
    return tuple(int(piece) for piece in pieces)


def shown(text: str) -> str:
    """Cut a text that is too long to be printed."""
    return text if len(text) <= 80 else f"{text[:79]}…"


def capped(defects: Sequence[Defect]) -> list[Defect]:
    """Return the first of `defects`, and one that counts the rest."""
    kept = list(defects[:LISTED])
    if len(defects) > LISTED:
        rest = f"there are {len(defects) - LISTED} more problems like these"
        kept.append(Defect(rest, "Mend those above first", file=defects[0].file))
    return kept


def people(prefix: str, count: int) -> tuple[Participant, ...]:
    """Make `count` participants whose ids, a prefix and a number from 0, sort as their numbers do."""
    width = len(str(count - 1))
    return tuple(Participant(id=f"{prefix}{k:0{width}}", name=f"{prefix} {k}") for k in range(count))


def make_rounds(count: int, sizes: Sequence[tuple[int, int]]) -> tuple[Round, ...]:
    """Make `count` rounds without activities, each of sets with the given least and most members."""
    return tuple(
        Round(
            id=f"R{r + 1}",
            sets=tuple(SetSpec(id=f"R{r + 1}.{s + 1}", least=low, most=high) for s, (low, high) in enumerate(sizes)),
        )
        for r in range(count)
    )


def make_scenario(source: str, title: str, rules: Iterable[Rule], **parts: Any) -> Scenario:
    """Make the scenario of an instance.

    Raises
    ------
    ScenarioError
        If the parts do not hold together; its defects name `source` as the file.
    """
    name = re.sub(r"[^\w.-]+", "-", source)[:64].strip(".-")
    programme = Programme(id=name, title=title[:500], timezone="UTC", starts=FIRST_DAY, ends=LAST_DAY)
    try:
        return Scenario(programme=programme, rules=tuple(rules), **parts)
    except ScenarioError as error:
        defects = [replace(defect, file=shown(source)) for defect in error.defects]
        raise ScenarioError(capped(defects)) from error


def seats(scenario: Scenario, plan: Plan) -> list[list[int | None]]:
    """Return the set of each participant in each round, by number from 0: rounds -> participants; None for none."""
    number = {person.id: k for k, person in enumerate(scenario.participants)}
    found: list[list[int | None]] = []
    for each in scenario.rounds:
        place = {spec.id: s for s, spec in enumerate(each.sets)}
        row: list[int | None] = [None] * len(number)
        for group in scenario.groups(plan, (each.id,)):
            for member in group.members:
                row[number[member]] = place[group.id]
        found.append(row)
    return found


def groups(scenario: Scenario, plan: Plan) -> list[list[list[int]]]:
    """Return the members of each set by number from 0: rounds -> sets -> members, ascending."""
    return [
        [[p for p, seat in enumerate(row) if seat == s] for s in range(len(each.sets))]
        for each, row in zip(scenario.rounds, seats(scenario, plan), strict=True)
    ]
