"""A clash and the ways out of it, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cohortplan.cli.output import count
from cohortplan.cli.wording import described

if TYPE_CHECKING:
    from cohortplan.model import Scenario
    from cohortplan.relax import Clash, WayOut

#: So many rows of one table that say the same are told one by one, and then counted.
TOLD = 4


def clash_lines(source: str, scenario: Scenario, clash: Clash) -> Iterator[str]:
    """Tell the members of a clash: rules, then rows and fields, each with its place."""
    yield "It is proved that no plan keeps every hard rule. These cannot be kept together:"
    for member in clash.members:
        if member.rule is not None:
            where = member.words.removeprefix(member.rule)
            yield f"  {described(scenario, member.rule)}{f' Here{where}.' if where else ''}"
    yield from (f"  {line}" for line in _data(source, clash))
    if clash.minimal:
        yield "Without any one of them there is a plan that keeps the others."


def _data(source: str, clash: Clash) -> Iterator[str]:
    """Tell the rows and fields; of many that are alike the first, and how many more there are."""
    from cohortplan.clash import family
    from cohortplan.io import find_places

    members = [member for member in clash.members if member.rule is None]
    places = find_places(source, [member.path for member in members])
    alike: dict[tuple[str, str], int] = {}
    for member in members:
        kind = family(member.path)
        alike[kind] = alike.get(kind, 0) + 1
        if alike[kind] <= TOLD:
            place = places.get(member.path, "")
            yield f"{member.words}{f' ({place})' if place else ''}"
    for (_, field), number in alike.items():
        if number > TOLD:
            yield f"and {count(number - TOLD, 'more like it', 'more like these')} ({field.replace('_', ' ')})"


def way_lines(source: str, ways: Sequence[WayOut]) -> Iterator[str]:
    """Tell the ways out, the best first."""
    if not ways:
        yield "No single change was found that helps. Loosen one of them, or make it soft with `hard = false`."
        return
    yield "Each of these was tried, and there is a plan then; first what touches fewest people:"
    from cohortplan.io import find_places

    places = find_places(source, [path for way in ways for path in way.paths[:1]])
    for way in ways:
        place = places.get(way.paths[0], "") if way.paths else ""
        touched = f"it touches {count(way.people, 'person', 'people')}"
        if way.rule is not None:
            least = "no plan breaks it less" if way.amount == way.bound else f"at least {way.bound} is proved"
            touched = f"a plan breaks it by {way.amount}, {least}; {touched}"
        yield f"  {way.words}{f' ({place})' if place else ''}: {touched}."
