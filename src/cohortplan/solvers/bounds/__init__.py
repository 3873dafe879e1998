"""Proved lower bounds and counted clashes: arguments that need no solver."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from cohortplan.problem import Problem, Term, remembered
from cohortplan.solvers.bounds.base import Bound, ImpossiblePair
from cohortplan.solvers.bounds.clashes import counted_clash, relaxed
from cohortplan.solvers.bounds.contacts import (
    crowded_pairs,
    first_meetings,
    forced_repeats,
    people_met,
    spread_meetings,
)
from cohortplan.solvers.bounds.hosts import even_loads, host_choice
from cohortplan.solvers.bounds.pairs import impossible_pairs
from cohortplan.solvers.bounds.places import cheapest_places, even_values
from cohortplan.solvers.bounds.splits import best_split, joint_split
from cohortplan.solvers.bounds.visiting import own_marks, own_spread, own_sum

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
    host_choice,
    even_loads,
    own_marks,
    own_spread,
    own_sum,
)


#: Each yields bounds on several terms of one soft rule together.
JOINT_BOUNDS: tuple[Callable[[Problem, Sequence[Term]], Iterable[Bound]], ...] = (joint_split,)


@remembered
def all_bounds(problem: Problem) -> Mapping[str, Bound]:
    """Return the best bound on each soft rule's amount: of each of its terms the best, added up, or joint ones."""
    terms: dict[str, list[Term]] = {}
    for term in problem.terms:
        if not term.hard:
            terms.setdefault(term.rule, []).append(term)
    return {rule: _rule_bound(problem, each) for rule, each in terms.items()}


def _rule_bound(problem: Problem, terms: Sequence[Term]) -> Bound:
    nothing = Bound(terms[0].rule, 0, "No plan costs less than nothing.")
    single = [max((b for f in BOUNDS for b in f(problem, term)), key=_value, default=nothing) for term in terms]
    total = sum(max(bound.value, 0) for bound in single)
    arguments = dict.fromkeys(bound.argument for bound in single if bound.value > 0)
    added = Bound(nothing.rule, total, " ".join(arguments)) if total else nothing
    joint = (bound for function in JOINT_BOUNDS for bound in function(problem, terms))
    return max(added, *joint, nothing, key=_value)


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
