"""Who meets whom: the matrix, the curve of first contacts, and how evenly contacts are spread."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cohortplan.documents.charts import Chart, Matrix, matrix, spread, steps
from cohortplan.documents.charts.matrix import SINGLE
from cohortplan.documents.report.subject import Subject
from cohortplan.documents.table import Cell, Table
from cohortplan.documents.words import count, people

#: Of so many people those are named whom each of them does not meet.
_NAMED = 60


@dataclass(frozen=True)
class Meeting:
    """The charts about contacts; `matrix` and `spread` are about single people. `data` is for sorting the matrix.

    Where everyone meets as many others there is nothing to draw, and `alike` says so.
    """

    matrix: Chart | None
    curve: Chart
    spread: Chart | None
    alike: str
    data: dict[str, Any] | None


def meeting(about: Subject, *, names: bool) -> Meeting:
    """Return what there is to see of contacts; without `names`, of nobody in particular."""
    if not names:
        return Meeting(None, _curve(about), None, "", None)
    seen = _seen(about)
    data = _data(about, seen) if len(seen.people) <= SINGLE else None
    met = Counter(person for pair in about.contacts for person in pair)
    numbers = [met[one] for one in about.scenario.people]
    alike = f"Everyone meets {numbers[0]} others." if len(set(numbers)) == 1 else ""
    return Meeting(_matrix(about, seen), _curve(about), None if alike else _spread(numbers), alike, data)


def _seen(about: Subject) -> Matrix:
    """Return all participants by sector and name, and how often they meet."""
    order = sorted(about.scenario.people, key=lambda one: (about.marks.order(about.value(one)), about.name(one), one))
    times = {pair: len(rounds) for pair, rounds in about.contacts.items()}
    return Matrix([(one, about.name(one), about.value(one)) for one in order], times)


def _matrix(about: Subject, seen: Matrix) -> Chart:
    met = Counter(person for pair in seen.times for person in pair)
    others = len(seen.people) - 1
    rows: list[tuple[Cell, ...]] = [
        (name, value, met[one], others - met[one], *([_strangers(seen, one)] if others < _NAMED else []))
        for one, name, value in seen.people
    ]
    columns = ("person", about.by or "", "meets", "does not meet", *(["namely"] if others < _NAMED else []))
    if about.by is None:
        columns, rows = (columns[0], *columns[2:]), [(row[0], *row[2:]) for row in rows]
    if len(seen.people) > SINGLE:
        shown = "Each square stands for a handful of people against another, as no screen has room for all: "
        shown += "the stronger its colour, the more of their pairs meet."
    else:
        shown = "A row and a column for each person: a square is filled where the two share a set."
    return matrix("who", "Who meets whom", shown, seen, about.marks, Table("How many people each meets", columns, rows))


def _strangers(seen: Matrix, one: str) -> str:
    """Return the names of those whom somebody never meets."""
    return ", ".join(
        name for other, name, _ in seen.people if other != one and (min(one, other), max(one, other)) not in seen.times
    )


def _curve(about: Subject) -> Chart:
    first = Counter(rounds[0] for rounds in about.contacts.values())
    grown, total = list[tuple[str, int]](), 0
    for name in about.scenario.contact_rounds:
        total += first[name]
        grown.append((name, total))
    figures = about.evaluation.metrics
    half = next((name for name, value in grown if 2 * value >= total), "")
    summary = f"How many different pairs have met after each round: {count(total, 'pair')} in the end"
    summary += f", half of them by {about.round_name(half)}." if total else "."
    most, called = figures.possible_pairs, f"{figures.possible_pairs:,}: all pairs there are"
    if about.most_pairs is not None and about.most_pairs < most:
        most, called = about.most_pairs, f"{about.most_pairs:,}: no plan reaches more, of {most:,} pairs"
    return steps("curve", "First contacts", summary, grown, (most, called), ("round", "pairs that have met"))


def _spread(numbers: Sequence[int]) -> Chart:
    least = sum(number == min(numbers) for number in numbers)
    summary = f"Everyone meets {min(numbers)} to {max(numbers)} others; {people(least)} no more than {min(numbers)}."
    return spread("met", "How evenly", summary, numbers, "different people met")


def _data(about: Subject, seen: Matrix) -> dict[str, Any]:
    """Return what the page's script needs to sort the matrix: people in their order, and the pairs by their places."""
    place = {one: k for k, (one, _, _) in enumerate(seen.people)}
    organisation = [about.scenario.people[one].get("organisation") for one, _, _ in seen.people]
    pairs = [(place[a], place[b], times) for (a, b), times in seen.times.items() if a in place and b in place]
    return {
        "ids": [one for one, _, _ in seen.people],
        "names": [name for _, name, _ in seen.people],
        "organisations": organisation,
        "pairs": [number for pair in sorted(pairs) for number in pair],
    }
