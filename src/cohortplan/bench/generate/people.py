"""The people of an instance, and where they come from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cohortplan.bench.generate.factors import Factors
from cohortplan.bench.generate.streams import Stream

#: The flag that some people carry.
FLAG = "lived_experience"

#: Gives the stream of a purpose.
Draw = Callable[[str], Stream]


@dataclass(frozen=True)
class Person:
    """A participant."""

    id: str
    sector: str
    organisation: str
    role: str
    town: str
    flagged: bool
    refused: tuple[str, ...]


def shares(number: int, weights: Mapping[str, float]) -> dict[str, int]:
    """Split a number in proportion to weights, every part rounded down or up (largest remainders)."""
    whole = sum(weights.values())
    exact = {name: number * weight / whole for name, weight in weights.items()}
    found = {name: int(part) for name, part in exact.items()}
    left = number - sum(found.values())
    for name in sorted(exact, key=lambda name: found[name] - exact[name])[:left]:
        found[name] += 1
    return found


def draw_people(factors: Factors, draw: Draw) -> list[Person]:
    """Draw the people; every sector has one person and one organisation at least."""
    number = factors.participants
    sectors = _listed(_at_least_one(shares(number, factors.sectors)), draw("sectors"))
    roles = _listed(shares(number, factors.roles), draw("roles"))
    employers, of_organisation = organisations(factors), draw("organisations")
    towns, of_town = list(factors.towns), draw("towns")
    several = round(factors.flagged * number)
    # One alone would have no company in any plan.
    flagged = set(draw("flags").sample(number, 0 if several < 2 else several))
    clearances = sorted({clearance(kind.kind) for kind in factors.kinds if kind.clearance})
    of_refusal = draw("refusals")
    sizes = {
        sector: [round(rank**-factors.organisation_skew, 9) for rank in range(1, len(mine) + 1)]
        for sector, mine in employers.items()
    }
    found = []
    for k, (sector, role) in enumerate(zip(sectors, roles, strict=True)):
        employer = of_organisation.weighted(employers[sector], sizes[sector])
        town = of_town.weighted(towns, list(factors.towns.values()))
        refused = tuple(code for code in clearances if of_refusal.unit() < factors.refusal)
        found.append(Person(name("P", k, number), sector, employer, role, town, k in flagged, refused))
    return found


def organisations(factors: Factors) -> dict[str, list[str]]:
    """Return the organisations of each sector, which are called after it."""
    numbers = _at_least_one(shares(factors.organisations, factors.sectors))
    return {sector: [f"{sector} {k}" for k in range(1, number + 1)] for sector, number in numbers.items()}


def clearance(kind: str) -> str:
    """Return the code of the clearance that hosts of a kind ask for."""
    return f"{kind.replace(' ', '-')}-list"


def name(letter: str, position: int, number: int) -> str:
    """Return an id, all of a kind of the same length."""
    return f"{letter}{position + 1:0{max(2, len(str(number)))}}"


def _listed(numbers: Mapping[str, int], stream: Stream) -> list[str]:
    return stream.shuffled([name for name, number in numbers.items() for _ in range(number)])


def _at_least_one(numbers: dict[str, int]) -> dict[str, int]:
    """Let the largest parts give to those that have nothing."""
    for name in [name for name, number in numbers.items() if not number]:
        numbers[max(numbers, key=lambda each: numbers[each])] -= 1
        numbers[name] += 1
    return numbers
