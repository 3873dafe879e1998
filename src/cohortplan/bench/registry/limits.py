"""What no plan can pass, by figure: counted, or proved by CP-SAT where that is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import comb

from cohortplan.bench.case import Better
from cohortplan.bench.source import Subject
from cohortplan.io.classic.sgp import SocialGolfers
from cohortplan.model import Scenario
from cohortplan.problem import compile_problem
from cohortplan.shape import most_repeat_free
from cohortplan.solve import solve
from cohortplan.solvers.base import Stop
from cohortplan.solvers.bounds import all_bounds, soft_bound

#: How the argument of a limit begins that no counting gives again.
SEARCHED = "CP-SAT proved"


@dataclass(frozen=True)
class Limit:
    """A value that no plan is better than, and why."""

    value: float
    argument: str


def limit(subject: Subject, figure: str, prove: float | None = None) -> Limit | None:
    """Return the best limit that is known of a figure; None if nothing is.

    Parameters
    ----------
    prove : float, optional
        Seconds that CP-SAT may look for a proof in, where the figure is the soft cost, or the same by another name.
    """
    counted = LIMITS[figure](subject) if figure in LIMITS else None
    if prove is None or LIMITS.get(figure) not in (_soft, _value) or counted is None:
        return counted
    found = solve(subject.scenario, solver="cpsat", seed=0, stop=Stop(seconds=prove)).bound
    return Limit(found, SEARCHED) if found is not None and found > counted.value else counted


def within(value: float, bound: float, better: Better) -> bool:
    """Whether a value does not pass a limit."""
    return value <= bound if better == "more" else value >= bound


def _soft(subject: Subject) -> Limit | None:
    """Count what soft rules cost at least."""
    if subject.ladder is not None:
        return None
    problem = compile_problem(subject.scenario)
    bounds = all_bounds(problem)
    arguments = dict.fromkeys(bound.argument for bound in bounds.values() if bound.value)
    return Limit(soft_bound(problem, bounds), " ".join(arguments) or "counting: no plan costs less than nothing")


def _value(subject: Subject) -> Limit | None:
    """The excess of golfers is the soft cost of their scenario; of other families nothing is counted."""
    return _soft(subject) if isinstance(subject.classic, SocialGolfers) else None


def _rounds(subject: Subject) -> Limit | None:
    """Rounds of golfers without repeats, by what is known of such designs."""
    if not isinstance(subject.classic, SocialGolfers):
        return None
    sets = subject.scenario.rounds[0].sets
    fact = most_repeat_free(len(sets), sets[0].most)
    return Limit(fact.rounds, fact.source)


def _pairs(subject: Subject) -> Limit | None:
    """Different pairs: all that there are, or all that the sets have room for."""
    if subject.ladder is not None:
        return None
    scenario = subject.scenario
    pairs = comb(len(scenario.participants), 2)
    room = sum(_room(scenario, name) for name in scenario.contact_rounds)
    if room < pairs and any(rule.hard and rule.kind == "set_size" for rule in scenario.rules):
        return Limit(room, "pigeonhole: the sets of all rounds have room for no more pairs")
    return Limit(pairs, "counting: there are no more pairs of people")


def _room(scenario: Scenario, name: str) -> int:
    """Return a number of pairs for which the sets of a round have no more room, if they keep their sizes."""
    there, sets = len(scenario.attending(name)), scenario.round[name].sets
    return min(there * (max(each.most for each in sets) - 1) // 2, sum(comb(each.most, 2) for each in sets))


LIMITS: dict[str, Callable[[Subject], Limit | None]] = {
    "soft": _soft,
    "value": _value,
    "rounds_without_repeats": _rounds,
    "distinct_pairs": _pairs,
}
