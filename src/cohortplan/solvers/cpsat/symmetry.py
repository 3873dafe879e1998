"""Sets, people and rounds that no rule can tell apart, and constraints that keep one of their many equal arrangements.

Every constraint here rests on one argument. Take any plan that keeps the hard rules.

1. In the first round, permute alike people (through all rounds) and alike sets until the row of seats is
   lexicographically smallest. Then alike people have rising sets, and alike sets are numbered by their smallest member.
2. In every other round, number alike sets by their smallest member, empty ones last. This leaves step 1 as it is.
3. Sort alike rounds other than the first by the seats of a few people. This leaves steps 1 and 2 as they are.

No step changes a cost, so among the cheapest plans there is one that meets all three conditions.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from itertools import pairwise

import numpy as np
from ortools.sat.python.cp_model import BoolVarT, LinearExpr, LinearExprT

from cohortplan.primitives import (
    AssignmentCost,
    Decision,
    Ints,
    PairCount,
    PairWeight,
    PersonContacts,
    PersonMark,
    PersonSpread,
    PersonSum,
    SetCount,
    SetRange,
    SetSpread,
    VisitOption,
    VisitPair,
)
from cohortplan.problem import Problem
from cohortplan.solvers.cpsat.variables import Variables

#: Rounds are compared by the seats of so many people: enough to break most ties, few enough for small coefficients.
COMPARED = 5


def break_symmetry(variables: Variables) -> None:
    """Add the constraints of all three steps."""
    problem = variables.problem
    number_sets(variables)
    _sort_people(variables)
    for rounds in alike_rounds(problem):
        codes = [_code(variables, r) for r in rounds if r != 0]
        for earlier, later in pairwise(codes):
            variables.model.add(earlier <= later)


def number_sets(variables: Variables) -> None:
    """Number alike sets by their smallest member: whoever sits in the next one has someone smaller in this one."""
    for r in range(len(variables.axes.sets)):
        for sets in alike_sets(variables.problem, r):
            for before, after in pairwise(sets):
                smaller: list[BoolVarT] = []
                for p in range(variables.axes.people_count):
                    if (r, p, after) in variables.seat:
                        variables.model.add_bool_or([~variables.seat[r, p, after], *smaller])
                        smaller.append(variables.seat[r, p, before])


def renumber(decision: Decision, problem: Problem) -> Decision:
    """Give alike sets of a complete or partial decision the numbers that `number_sets` asks for."""
    result = decision.copy()
    people = decision.seat.shape[1]
    for r in range(len(decision.seat)):
        for sets in alike_sets(problem, r):
            first = {
                s: int(np.argmax(decision.seat[r] == s)) if (decision.seat[r] == s).any() else people for s in sets
            }
            new = dict(zip(sorted(sets, key=lambda s: (first[s], s)), sets, strict=True))
            for old, number in new.items():
                result.seat[r, decision.seat[r] == old] = number
            visits = {(v.set, v.menu): index for index, v in enumerate(problem.axes.visits) if v.round == r}
            for (s, menu), index in visits.items():
                if s in new:
                    result.choice[visits[new[s], menu]] = decision.choice[index]
    return result


def _sort_people(variables: Variables) -> None:
    for people in alike_people(variables.problem):
        for p, q in pairwise(people):
            for s, seat in variables.places(0, q).items():
                above = [literal for other, literal in variables.places(0, p).items() if other > s]
                for literal in above:
                    variables.model.add_bool_or(~seat, ~literal)


def _code(variables: Variables, r: int) -> LinearExprT:
    base, code = variables.axes.widest, LinearExpr.sum([])
    people = [p for p in range(variables.axes.people_count) if variables.places(r, p)][:COMPARED]
    for p in people:
        code = code * base + LinearExpr.sum([literal * s for s, literal in variables.places(r, p).items()])
    return code


def alike_sets(problem: Problem, r: int) -> list[list[int]]:
    """Group the sets of a round that can change places, visits and all, without changing any cost."""
    return _groups({s: _set_key(problem, r, s) for s in range(int(problem.axes.sets[r]))})


def _set_key(problem: Problem, r: int, s: int) -> Hashable:
    visits = [(v, place.menu) for v, place in enumerate(problem.axes.visits) if (place.round, place.set) == (r, s)]
    key: list[Hashable] = [problem.seats.members(r, s).tobytes()]
    key.extend((menu, problem.choices[v].tobytes()) for v, menu in visits)
    for term in problem.terms:
        shape = term.shape
        if isinstance(shape, SetCount | SetSpread):
            row = int(shape.row[r, s])
            key.append(shape.table[row].tobytes() if row >= 0 else b"")
        elif isinstance(shape, AssignmentCost):
            here = (shape.round == r) & (shape.set == s)
            key.append(tuple(sorted(zip(shape.person[here].tolist(), shape.cost[here].tolist(), strict=True))))
        elif isinstance(shape, VisitOption):
            rows = [int(shape.row[v]) for v, _ in visits]
            key.append(tuple(shape.table[row].tobytes() if row >= 0 else b"" for row in rows))
        elif isinstance(shape, VisitPair):
            key.append(_pair_key(shape, dict(visits)))
    return tuple(key)


def _pair_key(shape: VisitPair, menus: dict[int, int]) -> Hashable:
    """Tell the pairs that a set's visits are in: its own by their menus, those of other sets by what they are."""
    ends = zip(shape.a.tolist(), shape.b.tolist(), strict=True)
    mine = [(a, b) for a, b in ends if a in menus or b in menus]
    return tuple(sorted((menus.get(a, ~a), menus.get(b, ~b)) for a, b in mine))


def alike_rounds(problem: Problem) -> list[list[int]]:
    """Group the rounds without visits that can change places without changing any cost."""
    keys: dict[int, Hashable] = {}
    visited = {place.round for place in problem.axes.visits}
    for r in range(len(problem.axes.sets)):
        key: list[Hashable] = [r if r in visited else -1]
        key.extend(_set_key(problem, r, s) for s in range(int(problem.axes.sets[r])))
        shapes = [term.shape for term in problem.terms]
        counts = (shape for shape in shapes if isinstance(shape, PairWeight | PairCount | PersonContacts))
        key.extend(bool(shape.rounds[r]) for shape in counts)
        ranges = ((shape.table, int(shape.row[r])) for shape in shapes if isinstance(shape, SetRange))
        key.extend(table[row].tobytes() if row >= 0 else b"" for table, row in ranges)
        keys[r] = tuple(key)
    return _groups(keys)


def alike_people(problem: Problem) -> list[list[int]]:
    """Group the participants any two of whom can change places in all rounds without changing any cost."""
    keys = {p: _person_key(problem, p) for p in range(problem.axes.people_count)}
    pairs = list(_pair_matrices(problem))
    found: list[list[int]] = []
    for candidates in _groups(keys):
        classes: list[list[int]] = []
        for p in candidates:
            for members in classes:
                if all(_exchangeable(matrix, members[0], p) for matrix in pairs):
                    members.append(p)
                    break
            else:
                classes.append([p])
        found.extend(members for members in classes if len(members) > 1)
    return found


def _person_key(problem: Problem, p: int) -> Hashable:
    key: list[Hashable] = [problem.seats.menu[:, p].tobytes()]
    for term in problem.terms:
        shape = term.shape
        if isinstance(shape, SetCount | SetRange):
            key.append(int(shape.weight[p]))
        elif isinstance(shape, SetSpread):
            key.append(int(shape.value_of[p]))
        elif isinstance(shape, AssignmentCost):
            mine = shape.person == p
            rows = (shape.round[mine].tolist(), shape.set[mine].tolist(), shape.cost[mine].tolist())
            key.append(tuple(sorted(zip(*rows, strict=True))))
        elif isinstance(shape, PersonContacts | PersonSpread):
            key.append(int(shape.row[p]))
        elif isinstance(shape, PersonMark):
            key.append(shape.row[:, p].tobytes())
        elif isinstance(shape, PersonSum):
            key.append((int(shape.row[p]), shape.weight[shape.kind[p]].tobytes()))
    return tuple(key)


def _pair_matrices(problem: Problem) -> Iterator[Ints]:
    people = problem.axes.people_count
    for term in problem.terms:
        shape = term.shape
        if isinstance(shape, PairCount | PersonContacts):
            yield shape.pairs.square
        elif isinstance(shape, PairWeight):
            for cost in (shape.same, shape.split):
                matrix = np.zeros((people, people), dtype=np.int32)
                np.add.at(matrix, (shape.a, shape.b), cost)
                yield matrix + matrix.T


def _exchangeable(matrix: Ints, p: int, q: int) -> bool:
    others = np.ones(len(matrix), dtype=bool)
    others[[p, q]] = False
    return bool((matrix[p, others] == matrix[q, others]).all())


def _groups(keys: dict[int, Hashable]) -> list[list[int]]:
    groups: dict[Hashable, list[int]] = {}
    for index, key in keys.items():
        groups.setdefault(key, []).append(index)
    return [members for members in groups.values() if len(members) > 1]
