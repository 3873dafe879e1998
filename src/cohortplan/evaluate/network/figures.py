"""The figures of a network, before a programme and after each round, and how evenly what it takes is shared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cohortplan.evaluate.contacts import Contacts
from cohortplan.evaluate.evenness import Evenness, evenness
from cohortplan.evaluate.network.bridging import Roles, betweenness, brokerage, constraint
from cohortplan.evaluate.network.graph import Network, acquainted
from cohortplan.evaluate.network.mixing import assortativity, e_i_index, full_mixing, mixing
from cohortplan.evaluate.travelling import minutes_on_the_way
from cohortplan.model.plan import Plan
from cohortplan.model.scenario import Scenario


@dataclass(frozen=True)
class NetworkFigures:
    """Figures of a network of people, who are looked at by an attribute.

    Attributes
    ----------
    pairs : int
        Pairs that know each other.
    density : float or None
        Their share of all pairs; None if there are no two people.
    known, within_two : float
        People that somebody knows, and those they know or could be introduced to by somebody they know: averages.
    alone, parts : int
        People who know nobody, and groups between which nobody knows anybody.
    e_i, assortativity : float or None
        See `e_i_index` and `assortativity`.
    """

    pairs: int
    density: float | None
    known: float
    within_two: float
    alone: int
    parts: int
    e_i: float | None
    assortativity: float | None


@dataclass(frozen=True)
class Bridge:
    """How somebody links people who do not know each other.

    Attributes
    ----------
    knows : int
        How many people they know.
    betweenness, constraint : float or None
        See `betweenness` and `constraint`.
    roles : Roles or None
        Between how many pairs they stand; None if they have no value of the attribute.
    """

    knows: int
    betweenness: float | None
    constraint: float | None
    roles: Roles | None


def network_figures(network: Network, value_of: Mapping[str, str]) -> NetworkFigures:
    """Return the figures of a network, given people's values of an attribute."""
    pairs, count = mixing(network, value_of), max(1, len(network.people))
    return NetworkFigures(
        pairs=len(network.ties),
        density=_rounded(network.density),
        known=round(2 * len(network.ties) / count, 3),
        within_two=round(sum(network.within_two) / count, 3),
        alone=network.alone,
        parts=network.parts,
        e_i=_rounded(e_i_index(pairs)),
        assortativity=_rounded(assortativity(pairs)),
    )


def full_figures(people: Iterable[str], value_of: Mapping[str, str]) -> NetworkFigures:
    """Return the figures of these people once everybody knows everybody: what their make-up allows."""
    names = tuple(people)
    possible, others = Network(names, {}).possible, max(0, len(names) - 1)
    pairs = full_mixing(value_of.get(name, "") for name in names)
    alone, parts = int(len(names) == 1), min(1, len(names))
    density = 1.0 if possible else None
    e_i, alike = _rounded(e_i_index(pairs)), _rounded(assortativity(pairs))
    return NetworkFigures(possible, density, others, others, alone, parts, e_i, alike)


def bridges(network: Network, value_of: Mapping[str, str]) -> dict[str, Bridge]:
    """Return how each person links others."""
    paths, closed, roles = betweenness(network) or {}, constraint(network) or {}, brokerage(network, value_of)
    return {
        person: Bridge(len(near), _rounded(paths.get(person)), _rounded(closed.get(person)), roles.get(person))
        for person, near in zip(network.people, network.near, strict=True)
    }


def loads(scenario: Scenario, plan: Plan, met: Contacts) -> dict[str, Evenness]:
    """Return how evenly contacts, visits and ways are shared, as far as a scenario has any.

    Parameters
    ----------
    met : Contacts
        Planned, or attended.

    Returns
    -------
    dict of str to Evenness
        ``contacts`` and ``new_contacts`` of participants, ``visits`` of hosts, those held in reserve apart, and
        ``travel``, the minutes that participants are on the way.
    """
    known = acquainted(scenario)
    number = Counter(person for pair in met for person in pair)
    new = Counter(person for pair in met if pair not in known for person in pair)
    visits = Counter(visit.host for visit in scenario.visits(plan))
    found = {
        "contacts": evenness(number[person] for person in scenario.people),
        "new_contacts": evenness(new[person] for person in scenario.people),
        "visits": evenness(visits[host.id] for host in scenario.hosts if not host.reserve),
        "travel": evenness(minutes_on_the_way(scenario, plan)),
    }
    return {name: figures for name, figures in found.items() if figures is not None}


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 6)
