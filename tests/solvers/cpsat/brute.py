"""Every decision of a tiny problem, priced."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import product
from math import inf, prod

import numpy as np

from cohortplan.model import Absence, Activity, Round, Scenario, SetSpec, Window
from cohortplan.primitives import OUT, Axes, Decision, Primitive, build_axes
from cohortplan.problem import AllowedSets, Problem, Score, Term
from cohortplan.solvers.bounds import relaxed
from tests.support import cohort, hosts, make_scenario, visit_rounds


def size_of(problem: Problem) -> int:
    """Number of decisions a problem has."""
    open_seats = np.maximum(problem.seats.width, 1).astype(object)
    return int(open_seats.prod()) * prod(len(options) for options in problem.choices)


def decisions(problem: Problem) -> Iterator[Decision]:
    """Yield every decision in which all who take part sit somewhere and every visit has an option."""
    shape = problem.axes.attends.shape
    seats = [problem.seats.sets(r, p).tolist() or [OUT] for r, p in np.ndindex(shape)]
    for choice in product(*(options.tolist() for options in problem.choices)):
        for seat in product(*seats):
            yield Decision(np.array(seat, dtype=np.int32).reshape(shape), np.array(choice, dtype=np.int32))


def best_score(problem: Problem) -> Score:
    """Return the score of the best decision there is; others are priced no further than until they are worse."""
    terms = sorted(problem.terms, key=lambda term: not term.hard)
    best: tuple[float, float] = (inf, inf)
    for decision in decisions(problem):
        owed = {True: 0, False: 0}
        for term in terms:
            value = term.shape.value(decision, problem.axes)
            assert value >= 0
            owed[term.hard] += term.weight * value
            if (owed[True], owed[False]) >= best:
                break
        else:
            best, found = (owed[True], owed[False]), decision
        if best == (0, 0):
            break
    return problem.score(found)


def tiny_scenario(**parts: object) -> Scenario:
    """Return a scenario of 4 people, one of them away once, a round of 2 sets with visits and a meeting of 3 sets."""
    window = Window(start=datetime.fromisoformat("2026-12-01T14:00"), end=datetime.fromisoformat("2026-12-01T16:00"))
    sets = tuple(SetSpec(id=f"M1.{s}", least=0, most=3) for s in (1, 2, 3))
    meeting = Round(id="M1", sets=sets, activities=(Activity(id="meeting", windows=(window,)),))
    given = {
        "participants": cohort(4),
        "hosts": hosts(3),
        "rounds": (*visit_rounds(1, [(0, 4), (0, 4)]), meeting),
        "absences": (Absence(participant="P04", round="M1"),),
    }
    return make_scenario((), implied=False, **{**given, **parts})


def tiny_axes() -> Axes:
    """Return the axes of the tiny scenario."""
    return build_axes(tiny_scenario())


def free_problem(axes: Axes, terms: Iterable[tuple[Primitive, bool, int]]) -> Problem:
    """Make a problem of shapes, each hard or soft with a weight, in which nothing is forbidden beforehand."""
    made = tuple(Term(f"rule-{k}", hard, weight, shape) for k, (shape, hard, weight) in enumerate(terms))
    seats = AllowedSets.barring(axes.attends, axes.sets)
    empty = relaxed(Problem(axes, (), seats, ()), ())
    return Problem(axes, made, empty.seats, empty.choices)
