"""The tables of who knows whom that ``network`` prints."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cohortplan.cli.output import Table, count
from cohortplan.cli.views import day_of, titled

if TYPE_CHECKING:
    from datetime import date

    from cohortplan.evaluate.contacts import Contacts
    from cohortplan.evaluate.network import Bridge, NetworkReport, News
    from cohortplan.model import Scenario

#: So many of those who link others are shown.
LINKING = 5
#: Stands where a measure has no value.
NOTHING = "–"


def figures_view(scenario: Scenario, report: NetworkReport) -> Table:
    """Each measure before the first round, after the last and if all had met, and what is good."""
    from cohortplan.evaluate.network.wording import told

    steps = (report.before, report.after, report.all_met)
    rows = [[each.name, *(each.cell(figures) for figures in steps), each.good] for each in told(report)]
    title = titled(scenario, "who knows whom", report.of or "")
    return Table(title, ("measure", "before", "after", "all met", "what is good"), rows)


def rounds_view(report: NetworkReport) -> Table:
    """The measures before the first round and after each, and what the hub has reached by then, if there is any."""
    from cohortplan.evaluate.network.wording import told

    hub = {step.round: (len(step.first), len(step.second)) for step in report.hub}
    measures = list(told(report))
    rows: list[list[str | int]] = [
        [name or "before", *(each.cell(figures) for each in measures), *hub.get(name, ())]
        for name, figures in report.steps.items()
    ]
    more = ("organisations the hub met", "bodies linked with these") if hub else ()
    return Table("After each round", ("round", *(each.column for each in measures), *more), rows)


def loads_view(report: NetworkReport) -> Table:
    """How evenly contacts, visits and ways are shared."""
    from cohortplan.evaluate.network.wording import LOADS

    rows: list[list[str | int]] = []
    for name, load in report.loads.items():
        what, good = LOADS[name]
        rows.append([what, load.least, load.median, load.most, f"{load.gini:.2f}", f"{load.jain:.2f}", good])
    columns = ("what", "least", "median", "most", "Gini", "Jain", "what is good")
    return Table("How evenly it is shared", columns, rows)


def news_sentence(spread: News) -> str:
    """Say how far news of one person travels, and what good looks like."""
    told = f"News that one person has, and that is told with a chance of {spread.chance:.0%} at each meeting,"
    end = f"{spread.heard[-1]:.0%} have heard it in the end, on average"
    if spread.rounds is None:
        reached = f"mostly does not reach nine of ten within {count(len(spread.heard) - 1, 'round')}; {end}"
    else:
        slow = "but not always" if spread.slow is None else f"and in {spread.slow} nearly always"
        reached = f"mostly reaches nine of ten within {count(spread.rounds, 'round')}, {slow}; {end}"
    return f"{told} {reached}. Good: some rounds before the last."


def mixing_view(report: NetworkReport) -> list[Table]:
    """For each two values of the attribute, how many pairs know each other, of how many; unless it has too many."""
    from cohortplan.evaluate.network.wording import mixing_rows

    values, rows = mixing_rows(report)
    return [Table(f"Pairs that know each other, by {report.by}", (report.by or "", *values), rows)] if rows else []


def linking_view(scenario: Scenario, report: NetworkReport) -> list[Table]:
    """Those who link most of the others: by shortest paths, or where these are not known, by pairs; unless none do."""

    def rank(name: str) -> tuple[float, int, str]:
        bridge = report.bridges[name]
        return -(bridge.betweenness or 0), -(bridge.roles.total if bridge.roles else 0), name

    rows = [
        [_name(scenario, report, name), *_bridge(report.bridges[name], report.by)]
        for name in sorted(report.bridges, key=rank)[:LINKING]
        if rank(name) < (0, 0, "")
    ]
    roles = ("links", "coordinator", "gatekeeper", "consultant", "liaison") if report.by is not None else ()
    columns = (report.of or "person", "knows", "paths", "constraint", *roles)
    return [Table("Who links others", columns, rows)] if rows else []


def introductions_view(scenario: Scenario, met: Contacts, by: str | None, number: int, today: date) -> Table:
    """Whom to introduce to each other next, how many pairs come nearer by it, and when both are there next.

    Raises
    ------
    InputError
        If there are too many people.
    """
    from cohortplan.errors import Defect, InputError
    from cohortplan.evaluate.network import MOST_INTRODUCED, growth, introductions, kept_apart, next_together

    value_of = {person.id: person.get(by) for person in scenario.participants} if by is not None else {}
    *_, (_, network) = growth(scenario, met)
    found = introductions(network, number, value_of, kept_apart(scenario))
    if found is None:
        problem = f"introductions are looked for among {MOST_INTRODUCED} people at most"
        raise InputError([Defect(problem, "Leave it out", str(len(network.people)), path=("--introduce",))])
    rows: list[list[str | int]] = []
    for pair in found:
        day, what = next_together(scenario, pair.a, pair.b, today) or (None, "")
        names = (_person(scenario, name) for name in (pair.a, pair.b))
        rows.append([*names, pair.gain, day_of(day) if day is not None else NOTHING, what])
    return Table("Whom to introduce next", ("person", "to", "pairs nearer", "both are there", "what"), rows)


def _name(scenario: Scenario, report: NetworkReport, name: str) -> str:
    return name if report.of is not None else _person(scenario, name)


def _person(scenario: Scenario, name: str) -> str:
    return f"{scenario.people[name].name} ({name})"


def _bridge(bridge: Bridge, by: str | None) -> Iterator[str | int]:
    yield bridge.knows
    yield NOTHING if bridge.betweenness is None else f"{bridge.betweenness:.2%}"
    yield NOTHING if bridge.constraint is None else f"{bridge.constraint:.2f}"
    roles = bridge.roles
    if by is not None and roles is not None:
        yield from (roles.total, roles.coordinator, roles.gatekeeper, roles.consultant, roles.liaison)
    elif by is not None:
        yield from [NOTHING] * 5
