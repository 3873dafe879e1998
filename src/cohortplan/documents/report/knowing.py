"""Who knows whom: the measures of the network, how evenly it is shared, and who links others."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from cohortplan.documents.report.subject import Subject
from cohortplan.documents.table import NOTHING, Cell, Table
from cohortplan.evaluate.network.wording import LOADS, mixing_rows, told

#: So many of those who link others are named.
_LINKING = 5
#: Fewer people of a kind than this are not told of apart where nobody is to be recognised.
SMALL = 5


@dataclass(frozen=True)
class Knowing:
    """Tables about the network; None where there is nothing to tell."""

    measures: Table
    loads: Table
    mixing: Table | None
    linking: Table | None


def knowing(about: Subject, *, names: bool) -> Knowing:
    """Return the measures of the network; without `names`, of nobody in particular."""
    report = about.network
    figures = (report.before, report.after, report.all_met)
    rows = [(_about(each.name, each.good), *(each.cell(step) for step in figures)) for each in told(report)]
    loads = [
        (_about(*LOADS[name]), load.least, load.median, load.most, f"{load.gini:.2f}")
        for name, load in report.loads.items()
    ]
    return Knowing(
        Table("Who knows whom", ("measure, and what is good", "before", "after", "if all had met"), rows),
        Table("How evenly it is shared", ("what, and what is good", "least", "median", "most", "Gini"), loads),
        _mixing(about, names=names),
        _linking(about) if names else None,
    )


def _about(name: str, good: str) -> Markup:
    """Return what a measure is called, and below it what is good."""
    return Markup('{}<br><span class="quiet">{}</span>').format(name, good)


def _mixing(about: Subject, *, names: bool) -> Table | None:
    values, rows = mixing_rows(about.network)
    sizes = [sum(about.value(one) == value for one in about.scenario.people) for value in values]
    if not rows or (not names and min(sizes) < SMALL):
        return None
    return Table(f"Pairs that know each other, by {about.by}", (about.by or "", *values), rows)


def _linking(about: Subject) -> Table | None:
    bridges = about.network.bridges
    ranked = sorted(bridges, key=lambda one: (-(bridges[one].betweenness or 0), one))[:_LINKING]
    rows: list[tuple[Cell, ...]] = []
    for one in ranked:
        between = bridges[one].betweenness
        if between:
            rows.append((about.name(one), about.value(one) or NOTHING, bridges[one].knows, f"{between:.2%}"))
    columns = ("person", about.by or "what", "knows", "of all shortest ways between others, lie on")
    return Table("Who links others", columns, rows) if rows else None
