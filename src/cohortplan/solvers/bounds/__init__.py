"""Proved lower bounds and counted clashes: arguments that need no solver."""

from collections.abc import Callable, Iterable, Mapping

from cohortplan.problem import Problem, Term
from cohortplan.solvers.bounds.base import Bound, ImpossiblePair
from cohortplan.solvers.bounds.clashes import counted_clash, relaxed
from cohortplan.solvers.bounds.contacts import (
    crowded_pairs,
    first_meetings,
    forced_repeats,
    people_met,
    spread_meetings,
)
from cohortplan.solvers.bounds.pairs import impossible_pairs
from cohortplan.solvers.bounds.places import best_split, cheapest_places, even_values

#: Each yields bounds on one soft term; a function may be added here without touching anything else.
BOUNDS: tuple[Callable[[Problem, Term], Iterable[Bound]], ...] = (
    first_meetings,
    spread_meetings,
    forced_repeats,
    people_met,
    crowded_pairs,
    best_split,
    even_values,
    cheapest_places,
)


def all_bounds(problem: Problem) -> dict[str, Bound]:
    """Return the best bound on each soft rule's amount: of each of its terms the best, added up."""
    found: dict[str, Bound] = {}
    for term in problem.terms:
        if term.hard:
            continue
        nothing = Bound(term.rule, 0, "No plan costs less than nothing.")
        best = max((bound for function in BOUNDS for bound in function(problem, term)), key=_value, default=nothing)
        best = max(nothing, best, key=_value)
        if term.rule in found:
            before = found[term.rule]
            arguments = dict.fromkeys(b.argument for b in (before, best) if b.value)
            best = Bound(term.rule, before.value + best.value, " ".join(arguments) or nothing.argument)
        found[term.rule] = best
    return found


def soft_bound(problem: Problem, bounds: Mapping[str, Bound] | None = None) -> int:
    """Return the weighted sum of the bounds: a lower bound on the soft cost of plans that keep the hard rules."""
    known = all_bounds(problem) if bounds is None else bounds
    weights = {term.rule: term.weight for term in problem.terms if not term.hard}
    return sum(weight * known[rule].value for rule, weight in weights.items())


def _value(bound: Bound) -> int:
    return bound.value


__all__ = [
    "BOUNDS",
    "Bound",
    "ImpossiblePair",
    "all_bounds",
    "counted_clash",
    "impossible_pairs",
    "relaxed",
    "soft_bound",
]
