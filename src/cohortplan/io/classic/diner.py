"""``diner:n-k``, the happy diner problem: the fewest rounds in which all of n people meet at tables of at most k.

There are as many tables as n people need. The value is the number of rounds if everybody meets everybody, else null.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from math import comb
from typing import Any, Self

from cohortplan.io.classic.base import Ladder, Part, groups, make_rounds, make_scenario, people, read_numbers
from cohortplan.model import Plan, Scenario
from cohortplan.rules import build_rule

PARTS = (Part("people", 1, 500), Part("size", 2, 500))


@dataclass(frozen=True)
class Diners(Ladder):
    """Rounds of tables for `size` people or fewer."""

    size: int

    def with_rounds(self, number: int) -> Self:
        """Return the same problem with so many rounds."""
        return replace(self, scenario=_scenario(len(self.scenario.participants), self.size, number))

    def value(self, plan: Plan) -> int | None:
        """Return the number of rounds if all pairs meet at tables of the right size, else None."""
        rounds, count = groups(self.scenario, plan), len(self.scenario.participants)
        if any(len(members) > self.size for tables in rounds for members in tables):
            return None
        met = {pair for tables in rounds for members in tables for pair in combinations(members, 2)}
        if len(met) < comb(count, 2):
            return None
        return len(rounds) if count > 1 else 0

    def solution(self, plan: Plan) -> list[Any]:
        """Return rounds -> tables -> people, 0-based."""
        return groups(self.scenario, plan)


def read(name: str) -> Diners:
    """Make the instance called ``n-k``, with the fewest rounds that are not ruled out.

    Raises
    ------
    ScenarioError
        If the name is not of this form, or its numbers are out of range.
    """
    count, size = read_numbers(f"diner:{name}", name, PARTS)
    least = fewest_rounds(count, size)
    return Diners(_scenario(count, size, least), least=least, most=max(2 * count, least), size=size)


def _scenario(count: int, size: int, rounds: int) -> Scenario:
    tables = -(-count // size)
    limits = (max(0, count - (tables - 1) * size), min(size, count))
    return make_scenario(
        f"diner:{count}-{size}",
        f"Happy diners: {count} people at tables of {size}",
        (build_rule("set_size"), build_rule("new_contacts", known=())),
        participants=people("D", count),
        rounds=make_rounds(rounds, [limits] * tables),
        weights={"new_contacts": 1},
    )


def fewest_rounds(count: int, size: int) -> int:
    """Bound the number of rounds from below, whatever the number of tables; at least 1.

    Nobody meets more than ``size - 1`` people in a round. Two rounds do only where one does: no set is covered by two
    partitions unless one of them leaves it whole. And of the round with the fewest tables, m, every table of another
    round has guests from at most m tables, so that some of its pairs have met before.
    """
    rounds = max(1 if count <= size else 3, -(-(count - 1) // (size - 1)))
    tables = range(-(-count // size), count + 1)
    while all(_most_pairs(count, size, number, rounds) < comb(count, 2) for number in tables):
        rounds += 1
    return rounds


def _most_pairs(count: int, size: int, tables: int, rounds: int) -> int:
    """Most different pairs that meet in `rounds` rounds of `tables` tables or more, one of them of just so many."""
    # Each further guest brings a table more pairs than the one before: few tables, and full ones, make most pairs.
    full, rest = divmod(count - tables, size - 1)
    first = full * comb(size, 2) + comb(rest + 1, 2)
    later = full * _new_pairs(size, tables) + _new_pairs(rest + 1, tables)
    return first + (rounds - 1) * later


def _new_pairs(guests: int, tables: int) -> int:
    """Most pairs of guests of a table that come from different ones of `tables` tables."""
    each, more = divmod(guests, tables)
    return comb(guests, 2) - more * comb(each + 1, 2) - (tables - more) * comb(each, 2)
