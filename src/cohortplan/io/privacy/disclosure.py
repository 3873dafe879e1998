"""What a shared instance tells, and what somebody who knows the programme could still find out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from cohortplan.io.privacy.codebook import JITTER, SMALL, Codebook
from cohortplan.io.privacy.sharing import left_out
from cohortplan.model import Scenario

#: So many attributes at once are looked at, and all of them together.
_AT_ONCE = 3


class Cells(NamedTuple):
    """How people fall into groups by some attributes: how many groups, the smallest, and who is in small ones."""

    attributes: tuple[str, ...]
    groups: int
    smallest: int
    in_small: int


def cells(scenario: Scenario, book: Codebook) -> list[Cells]:
    """Return for each few attributes that are shared how many people nobody can tell from fewer than some others."""
    names = [name for name in book.kept if name != "organisation"]
    several = [each for k in range(1, min(_AT_ONCE, len(names)) + 1) for each in combinations(names, k)]
    several += [tuple(names)] if len(names) > _AT_ONCE else []
    return [_cells(scenario, book, each) for each in several]


def report(scenario: Scenario, book: Codebook, *, changed: bool = False) -> str:
    """Return the report, in Markdown; `changed` says whether there were changes that are not shared."""
    return "\n".join(
        [
            "# What this instance tells",
            "",
            *_changed(scenario, book),
            *(["- Changes since the first plan are out: the question is the one that was asked first."] * changed),
            "",
            "## How many people have what in common",
            "",
            "k is the number of people in the smallest group; with k = 1 somebody is the only one.",
            "",
            "| by | groups | k | people in groups of fewer than 5 |",
            "|---|---|---|---|",
            *(
                f"| {', '.join(map(book.word, each.attributes))} | {each.groups} | {each.smallest} | {each.in_small} |"
                for each in cells(scenario, book)
            ),
            "",
            "## What somebody who knows the programme could still learn",
            "",
            *(f"- {line}" for line in _left(scenario, book)),
            "",
        ]
    )


def _cells(scenario: Scenario, book: Codebook, names: Sequence[str]) -> Cells:
    groups = Counter(tuple(book.word(person.get(name)) for name in names) for person in scenario.participants)
    small = sum(number for number in groups.values() if number < SMALL)
    return Cells(tuple(names), len(groups), min(groups.values()), small)


def _changed(scenario: Scenario, book: Codebook) -> Iterator[str]:
    yield "- People, hosts, organisations and places have random names; nobody, we included, can undo that."
    yield "- Rows about people are in no order that tells anything. Titles, reasons, notes and mailboxes are out."
    out = ", ".join(f"{what} ({number})" for what, number in _out(scenario).items())
    yield f"- Out are all {out}."
    yield "- Out are objections, clearances, what people ask for and offer, and private facts; how many, too."
    yield "- All dates are moved by the same whole number of weeks; weekdays and times of day are as they were."
    yield (
        "- The map is turned by a random angle and moved to latitude and longitude 0; each point is up to "
        f"{JITTER:g} km off. Minutes that were given for ways are rounded up to 5."
    )
    dropped = [attribute.name for attribute in scenario.attributes if attribute.name not in book.kept]
    yield f"- Attributes that no rule needs are out: {len(dropped)} of {len(scenario.attributes)}."
    for name, number in book.merged.items():
        yield f"- {number} values of {book.word(name)} that fewer than {SMALL} people had are one now."
    for sort, number in book.hidden.items():
        if number:
            yield f"- {sort.capitalize()} that fewer than {SMALL} people had are out: {number}."
    held = {name for p in scenario.participants for name in (*p.flags, *(each.code for each in p.cannot))}
    if held - book.few:
        yield "- Whoever has a flag or access code was drawn at random: how many there are is true, who is not."
    rules = Counter(rule.kind for rule in left_out(scenario, book))
    if rules:
        told = ", ".join(f"{kind} ({number})" for kind, number in sorted(rules.items()))
        yield f"- Rules left out, as what they need is: {told}."


def _out(scenario: Scenario) -> dict[str, int]:
    """Count what is left out of each kind that is not private, be there any or not."""
    return {
        "facilitators": len(scenario.facilitators),
        "guests": len(scenario.guests),
        "duties": len(scenario.duties),
        "cases": len(scenario.cases),
        "links": len(scenario.links),
        "locks": len(scenario.seat_locks) + len(scenario.visit_locks),
    }


def _left(scenario: Scenario, book: Codebook) -> Iterator[str]:
    sizes = Counter(Counter(filter(None, (p.get("organisation") for p in scenario.participants))).values())
    if "organisation" in book.kept and sizes:
        told = ", ".join(f"{number} with {size}" for size, number in sorted(sizes.items()))
        yield f"How many people organisations send: {told}. An organisation with a number of its own can be recognised."
    times = Counter(_times(scenario, person.id) for person in scenario.participants)
    alone = sum(number for times_of, number in times.items() if number < SMALL and times_of != _NOTHING)
    yield f"When people are away, join, leave or work part-time, which tells {alone} of them from all but a few others."
    degrees = Counter(sum(person.id in tie.pair for tie in scenario.ties) for person in scenario.participants)
    known = sum(number for degree, number in degrees.items() if degree and number < SMALL)
    yield f"Who is tied to whom: {known} people have a number of ties that fewer than {SMALL} have."
    kinds = Counter(host.kind for host in scenario.hosts)
    single = sum(number == 1 for number in kinds.values())
    yield f"Which hosts there are by capacity, hours and days: {single} kinds have one host."
    if scenario.holidays or scenario.events:
        yield "By how many weeks dates were moved, from the pattern of holidays and events."
    yield f"The part of the world, from the time zone {scenario.programme.timezone}, and the map up to turning."
    yield "Whoever took part may know their own row by its dates and ties, and from there those of people they met."


#: What is said of the times of somebody who is always there.
_NOTHING: tuple[object, ...] = (None, None, (), ())


def _times(scenario: Scenario, name: str) -> tuple[object, ...]:
    person = scenario.people[name]
    away = tuple(
        sorted(f"{each.round} {each.first} {each.last}" for each in scenario.absences if each.participant == name)
    )
    return person.joins, person.leaves, tuple(person.weekdays), away
