"""A plan on one page, as SVG: who sits with whom and where each set goes, and who has met whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from cohortplan.documents.charts import Chart, Marks, Matrix, matrix
from cohortplan.documents.charts.marks import SIDE
from cohortplan.documents.charts.svg import drawing, fit, label, tag
from cohortplan.documents.html import asset
from cohortplan.evaluate import evaluate, planned_contacts
from cohortplan.evaluate.metrics import SECTOR
from cohortplan.model import Group, Plan, Scenario

_COLUMN, _CHIP, _PAD, _WORDS = 168, 15, 24, 380
_STYLES = ("html/tokens.css", "charts/charts.css")


def picture(scenario: Scenario, plan: Plan) -> str:
    """Draw `plan`: a column for each round that counts contacts, a box for each set, and the contact map below.

    Names are left out; participants appear by id, with a mark for their sector.
    """
    rounds = [name for name in scenario.contact_rounds if name in plan.by_round]
    groups = {name: list(scenario.groups(plan, [name])) for name in rounds}
    hosts = {(v.round, v.set): scenario.host[v.host].name for v in scenario.visits(plan)}
    declared = next((each.values for each in scenario.attributes if each.name == SECTOR), ())
    marks = Marks([*declared, *(person.get(SECTOR) for person in scenario.participants)])
    tallest = max((len(group.members) for sets in groups.values() for group in sets), default=0)
    box = 34 + _CHIP * -(-tallest // 3)
    top = 92 + max(map(len, groups.values()), default=0) * (box + 8)
    met = _contact_map(scenario, plan, marks)
    width, height = met.size
    size = (max(2 * _PAD + _COLUMN * len(rounds), 2 * _PAD + width + _WORDS), top + 40 + max(height, 160) + _PAD)
    columns = (
        part
        for place, name in enumerate(rounds)
        for part in _column(scenario, place, name, groups[name], hosts, box, marks)
    )
    drawn = drawing(
        "plan",
        size,
        scenario.programme.title,
        "The sets of each round, the hosts they visit, and below who meets whom.",
        tag("style", Markup("\n".join(map(asset, _STYLES)))),  # noqa: S704 - our own files
        tag("rect", width=size[0], height=size[1], class_="paper"),
        label(_PAD, 34, scenario.programme.title, "title"),
        *_legend(marks),
        *columns,
        label(_PAD, top + 24, "Who meets whom, and how often", "strong"),
        tag("g", met.svg, transform=f"translate({_PAD} {top + 36})"),
        *_figures(scenario, plan, _PAD + width + 30, top + 84),
    )
    return f"{drawn}\n"


def _legend(marks: Marks) -> Iterator[Markup]:
    x = float(_PAD)
    for name in marks.values:
        yield marks.shape(name, x, 50)
        yield label(x + 16, 59, name or "no sector", "small")
        x += 40 + 7 * len(name or "no sector")


def _column(
    scenario: Scenario,
    place: int,
    name: str,
    sets: Sequence[Group],
    hosts: dict[tuple[str, str], str],
    box: int,
    marks: Marks,
) -> Iterator[Markup]:
    x, each = _PAD + place * _COLUMN, scenario.round[name]
    when = f" · {each.days[0].day} {each.days[0]:%b %Y}" if each.days else ""
    yield label(x, 84, f"{name}{when}", "strong")
    for row, group in enumerate(sets):
        y = 92 + row * (box + 8)
        yield tag("rect", x=x, y=y, width=_COLUMN - 12, height=box, rx=4, class_="room")
        yield label(x + 7, y + 15, fit(hosts.get((name, group.id), group.id), 18), "small strong")
        for k, member in enumerate(group.members):
            left, top = x + 7 + 49 * (k % 3), y + 22 + _CHIP * (k // 3)
            yield marks.shape(scenario.people[member].get(SECTOR), left, top)
            yield label(left + SIDE + 3, top + 9, fit(member, 5), "tiny")


def _contact_map(scenario: Scenario, plan: Plan, marks: Marks) -> Chart:
    order = sorted(scenario.participants, key=lambda person: (marks.order(person.get(SECTOR)), person.id))
    times = {pair: len(rounds) for pair, rounds in planned_contacts(scenario, plan).items()}
    seen = Matrix([(person.id, person.id, person.get(SECTOR)) for person in order], times)
    return matrix("who", "Who meets whom", "A square for each two people who share a set.", seen, marks)


def _figures(scenario: Scenario, plan: Plan, left: float, top: float) -> Iterator[Markup]:
    found = evaluate(scenario, plan)
    figures = found.metrics
    lines = (
        "A square: two people meet; a number: so often.",
        f"{figures.distinct_pairs} of {figures.possible_pairs} pairs meet, {figures.repeats} meetings are repeats",
        f"{figures.new_cross_sector} new contacts across sectors",
        f"everyone meets at least {figures.min_contacts} people, {figures.mean_contacts:.1f} on average",
        "every hard rule is kept" if found.valid else f"hard rules are broken by {found.hard}",
    )
    for row, words in enumerate(lines):
        yield label(left, top + 20 * row, words)
