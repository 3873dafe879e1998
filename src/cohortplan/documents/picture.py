"""A plan on one page, as SVG: who sits with whom and where each set goes, and who has met whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from xml.sax.saxutils import escape

from cohortplan.evaluate import evaluate
from cohortplan.model import Group, Plan, Scenario

#: Colour and sign of the first sectors, distinguishable without colour (Okabe & Ito 2008, lightened).
_SIGNS = (("#a6cee8", "●"), ("#f5c98e", "■"), ("#9fd8c0", "▲"), ("#e3b5d0", "◆"))
_OTHER = ("#dddddd", "○")
_SHADES = ("#f4f4f4", "#bcd9ee", "#6aaed6", "#2b7bba", "#0b3d70")
_COLUMN, _CHIP, _PAD, _CELL = 168, 15, 24, 11
_FONT = "font-family='Helvetica, Arial, sans-serif'"


def picture(scenario: Scenario, plan: Plan) -> str:
    """Draw `plan`: a column for each round that counts contacts, a box for each set, and the contact map below.

    Names are left out; participants appear by id, with a sign for their sector.
    """
    rounds = [r for r in scenario.contact_rounds if r in plan.by_round]
    groups = {r: list(scenario.groups(plan, [r])) for r in rounds}
    hosts = {(v.round, v.set): scenario.host[v.host].name for v in scenario.visits(plan)}
    tallest = max((len(g.members) for sets in groups.values() for g in sets), default=0)
    box = 34 + _CHIP * -(-tallest // 3)
    rows = max((len(sets) for sets in groups.values()), default=0)
    map_top = 92 + rows * (box + 8)
    width = max(2 * _PAD + _COLUMN * len(rounds), 2 * _PAD + _CELL * len(scenario.people) + 420)
    height = map_top + max(46 + _CELL * len(scenario.people), 220) + _PAD
    body = [
        _text(_PAD, 34, scenario.programme.title, 20, "bold"),
        *_legend(scenario),
        *(line for x, r in enumerate(rounds) for line in _column(scenario, r, x, groups[r], hosts, box)),
        *_contact_map(scenario, [g for sets in groups.values() for g in sets], map_top),
        *_figures(scenario, plan, _PAD + _CELL * len(scenario.people) + 60, map_top + 40),
    ]
    head = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height}' width='{width}' height='{height}'>"
    return "\n".join([head, f"<rect width='{width}' height='{height}' fill='white'/>", *body, "</svg>", ""])


def _text(x: float, y: float, text: str, size: int = 11, weight: str = "normal", colour: str = "#222222") -> str:
    style = f"{_FONT} font-size='{size}' font-weight='{weight}' fill='{colour}'"
    return f"<text x='{x}' y='{y}' {style}>{escape(text)}</text>"


def _fit(text: str, characters: int) -> str:
    return text if len(text) <= characters else text[: characters - 1].rstrip() + "…"


def _sectors(scenario: Scenario) -> dict[str, tuple[str, str]]:
    declared = next((a.values for a in scenario.attributes if a.name == "sector"), ())
    names = list(dict.fromkeys([*declared, *(p.get("sector") for p in scenario.participants)]))
    return {name: _SIGNS[k] if k < len(_SIGNS) else _OTHER for k, name in enumerate(names)}


def _legend(scenario: Scenario) -> Iterator[str]:
    x = float(_PAD)
    for name, (colour, sign) in _sectors(scenario).items():
        label = f"{sign} {name or 'no sector'}"
        length = 14 + 6.6 * len(label)
        yield f"<rect x='{x}' y='46' width='{length}' height='17' rx='4' fill='{colour}'/>"
        yield _text(x + 7, 58, label)
        x += length + 8


def _column(
    scenario: Scenario, round_id: str, index: int, sets: list[Group], hosts: dict[tuple[str, str], str], box: int
) -> Iterator[str]:
    x = _PAD + index * _COLUMN
    each = scenario.round[round_id]
    when = f" · {each.days[0].day} {each.days[0]:%b %Y}" if each.days else ""
    yield _text(x, 84, f"{round_id}{when}", 12, "bold")
    sectors = _sectors(scenario)
    for row, group in enumerate(sets):
        y = 92 + row * (box + 8)
        yield f"<rect x='{x}' y='{y}' width='{_COLUMN - 12}' height='{box}' rx='6' fill='none' stroke='#999999'/>"
        yield _text(x + 7, y + 15, _fit(hosts.get((round_id, group.id), group.id), 22), 10, "bold")
        for k, member in enumerate(group.members):
            colour, sign = sectors[scenario.people[member].get("sector")]
            left, top = x + 6 + 49 * (k % 3), y + 21 + _CHIP * (k // 3)
            yield f"<rect x='{left}' y='{top}' width='47' height='13' rx='3' fill='{colour}'/>"
            yield _text(left + 4, top + 10, _fit(f"{sign} {member}", 8), 9)


def _contact_map(scenario: Scenario, sets: list[Group], top: int) -> Iterator[str]:
    meetings = Counter(pair for group in sets for pair in combinations(group.members, 2))
    order = sorted(scenario.people, key=lambda p: (list(_sectors(scenario)).index(scenario.people[p].get("sector")), p))
    yield _text(_PAD, top + 16, "Who meets whom, and how often", 13, "bold")
    left, first = _PAD + 26, top + 28
    for i, a in enumerate(order):
        colour, _ = _sectors(scenario)[scenario.people[a].get("sector")]
        yield f"<rect x='{_PAD}' y='{first + _CELL * i}' width='24' height='{_CELL - 1}' fill='{colour}'/>"
        yield _text(_PAD + 2, first + _CELL * i + 8, _fit(a, 5), 7)
        for j, b in enumerate(order):
            if i != j:
                times = meetings[(a, b) if a < b else (b, a)]
                shade = _SHADES[min(times, len(_SHADES) - 1)]
                place = f"x='{left + _CELL * j}' y='{first + _CELL * i}'"
                yield f"<rect {place} width='{_CELL - 1}' height='{_CELL - 1}' fill='{shade}'/>"


def _figures(scenario: Scenario, plan: Plan, left: int, top: int) -> Iterator[str]:
    for k, shade in enumerate(_SHADES):
        label = ("never", "once", "twice", "3 times", "4 times or more")[k]
        yield f"<rect x='{left}' y='{top + 18 * k - 10}' width='12' height='12' fill='{shade}' stroke='#999999'/>"
        yield _text(left + 18, top + 18 * k, label)
    found = evaluate(scenario, plan)
    figures = found.metrics
    lines = (
        f"{figures.distinct_pairs} of {figures.possible_pairs} pairs meet, {figures.repeats} meetings are repeats",
        f"{figures.new_cross_sector} new contacts across sectors",
        f"everyone meets at least {figures.min_contacts} people, {figures.mean_contacts:.1f} on average",
        "every hard rule is kept" if found.valid else f"hard rules are broken by {found.hard}",
    )
    for k, line in enumerate(lines):
        yield _text(left, top + 18 * (len(_SHADES) + 1 + k), line, 13)
