"""What the figures of a network are called, how they are written, and what is good."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cohortplan.evaluate.network.figures import NetworkFigures
from cohortplan.evaluate.network.report import NetworkReport

#: Stands where a measure has no value.
NOTHING = "–"


class Told(NamedTuple):
    """A figure of a network as it is told: its name, its column among the rounds, how it is written, what is good."""

    field: str
    name: str
    column: str
    form: str
    good: str

    def cell(self, figures: NetworkFigures) -> str:
        """Return how the figure is written."""
        value = getattr(figures, self.field)
        return NOTHING if value is None else self.form.format(value)


_FIGURES = (
    Told("pairs", "pairs that know each other", "pairs", "{:,}", "many more after than before"),
    Told("density", "share of all pairs", "share", "{:.1%}", "the more, the fewer are left to meet"),
    Told("known", "known to each, on average", "known", "{:.1f}", "more in every round"),
    Told("within_two", "within two steps", "two steps", "{:.1f}", "all: each is introduced by somebody one knows"),
    Told("alone", "know nobody", "alone", "{:,}", "0: nobody is left out"),
    Told("parts", "separate groups", "groups", "{:,}", "1: news can reach everybody"),
)
_MIXING = (
    Told("e_i", "E-I by {by}", "E-I", "{:z.2f}", "as if all met, or above (-1: only within, 1: only across)"),
    Told("assortativity", "assortativity by {by}", "assortativity", "{:z.2f}", "0 or below (1: only within)"),
)

#: What each of the loads is called, and what is good.
LOADS = {
    "contacts": ("people met by each", "Gini near 0: all meet about as many"),
    "new_contacts": ("new ones among them", "Gini near 0: nobody is left with those they knew"),
    "visits": ("visits to each host", "Gini near 0: no host bears the others' part"),
    "travel": ("minutes on the way", "Gini near 0: nobody's way is far longer than others'"),
}


#: Of an attribute with more values the pairs of values are not told.
VALUES = 8


def mixing_rows(report: NetworkReport) -> tuple[list[str], list[list[str]]]:
    """Return the values of the attribute, and a row for each: how many of the pairs with each value know each other.

    There are no rows where people are not told apart, or by an attribute with too many values.
    """
    values = sorted({value for pair in report.possible for value in pair})
    if not 0 < len(values) <= VALUES:
        return values, []

    def cell(one: str, other: str) -> str:
        pair = (min(one, other), max(one, other))
        return f"{report.met.get(pair, 0):,} of {report.possible[pair]:,}" if report.possible[pair] else NOTHING

    return values, [[one, *(cell(one, other) for other in values)] for one in values]


def told(report: NetworkReport) -> Iterator[Told]:
    """Yield the figures that are told of a network: those about mixing only where people are told apart."""
    yield from _FIGURES
    for each in _MIXING if report.by is not None else ():
        yield each._replace(name=each.name.format(by=report.by))
