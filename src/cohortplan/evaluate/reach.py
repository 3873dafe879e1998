"""Whom the hub of a programme reaches, round after round."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cohortplan.evaluate.contacts import Contacts
from cohortplan.model import Scenario
from cohortplan.model.reach import ORGANISATION
from cohortplan.rules.shared.pairs import Pair, pairs_by_round, tied


@dataclass(frozen=True)
class Reached:
    """Whom the hub has reached by the end of a round.

    Attributes
    ----------
    round : str
        The round's id, "" before the first.
    first : frozenset of str
        Organisations with somebody whom a member of the hub has met, the hub's own organisations apart.
    second : frozenset of str
        The outside bodies that these are linked with.
    first_each, second_each : float
        The same for a single member of the hub, whose own organisation alone is left out: the average numbers.
    """

    round: str
    first: frozenset[str]
    second: frozenset[str]
    first_each: float
    second_each: float


def reach(scenario: Scenario, met: Contacts) -> list[Reached]:
    """Return whom the hub has reached before the first round that counts contacts, and after each.

    Parameters
    ----------
    met : Contacts
        Planned, or attended.
    """
    by_round = pairs_by_round(met)
    known = {person.id: set[str]() for person in scenario.participants if scenario.reach.has(person)}
    _meet(known, tied(scenario, scenario.reach.known))
    links: dict[str, set[str]] = {}
    for link in scenario.links:
        links.setdefault(link.organisation, set()).add(link.body)
    steps = [_reached(scenario, "", known, links)]
    for name in scenario.contact_rounds:
        _meet(known, by_round.get(name, ()))
        steps.append(_reached(scenario, name, known, links))
    return steps


def _meet(known: Mapping[str, set[str]], pairs: Iterable[Pair]) -> None:
    """Let the members of the hub among the people of some pairs know the others of these."""
    for a, b in pairs:
        if a in known:
            known[a].add(b)
        if b in known:
            known[b].add(a)


def _reached(scenario: Scenario, name: str, known: Mapping[str, set[str]], links: Mapping[str, set[str]]) -> Reached:
    own = {person: scenario.people[person].get(ORGANISATION) for person in known}
    seen = {person: {scenario.people[other].get(ORGANISATION) for other in others} for person, others in known.items()}
    first, second = _degrees(set().union(*seen.values()), set(own.values()), links)
    single = [_degrees(seen[person], {own[person]}, links) for person in known]
    count = max(1, len(single))
    return Reached(
        name,
        frozenset(first),
        frozenset(second),
        round(sum(len(near) for near, _ in single) / count, 3),
        round(sum(len(far) for _, far in single) / count, 3),
    )


def _degrees(seen: set[str], own: set[str], links: Mapping[str, set[str]]) -> tuple[set[str], set[str]]:
    """Return what is one step away and what is two, given the organisations of people met and those one starts from."""
    first = seen - own - {""}
    return first, set().union(*(links.get(name, set()) for name in first)) - first - own
