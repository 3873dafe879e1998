"""The decision as booleans, and the auxiliaries derived from it, each built once and shared."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np
from ortools.sat.python.cp_model import BoolVarT, CpModel, LinearExpr, LinearExprT

from cohortplan.primitives import OUT, Axes, Bools, Decision, HostLoad
from cohortplan.problem import Problem
from cohortplan.solvers.bounds.sizes import allowed_sizes
from cohortplan.solvers.cpsat.pricing import Amount, one_hot
from cohortplan.solvers.cpsat.trips import Trips


class AbandonedError(Exception):
    """Nobody wants the model any longer that is being made."""


class Variables:
    """Who sits where, which option each visit takes, and what follows from that.

    Parameters
    ----------
    trusting : bool
        Whether what hard rules say of one thing may be used when encoding another. It must not where some of them
        may be left out.
    stopped : callable
        Asked for every new literal whether nobody wants the model any longer.

    Attributes
    ----------
    sizes : sequence of sequence of int arrays
        Sizes each set may have, by round and set.
    seat : dict
        ``seat[r, p, s]``: participant p sits in set s of round r; missing where that cannot be.
    choice : list of dict
        ``choice[v][o]``: visit v takes option o; missing where it may not.

    Raises
    ------
    AbandonedError
        From whatever makes literals, once `stopped`.
    """

    def __init__(
        self,
        model: CpModel,
        problem: Problem,
        *,
        trusting: bool = True,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self.model = model
        self._stopped = stopped
        self.problem = problem
        self.sizes = allowed_sizes(problem if trusting else replace(problem, terms=()))
        self._trusted = problem.terms if trusting else ()
        self.seat: dict[tuple[int, int, int], BoolVarT] = {}
        self.choice: list[dict[int, BoolVarT]] = []
        self._places: dict[tuple[int, int], dict[int, BoolVarT]] = {}
        self._together: dict[tuple[int, int, int], BoolVarT | None] = {}
        self._met: dict[tuple[int, int, bytes], BoolVarT | None] = {}
        self._size: dict[tuple[int, int], Amount] = {}
        self._size_is: dict[tuple[int, int], dict[int, BoolVarT]] = {}
        self._takes: dict[tuple[int, tuple[int, ...]], BoolVarT | None] = {}
        self._decide()

    @property
    def axes(self) -> Axes:
        """Meaning of every index."""
        return self.problem.axes

    def _decide(self) -> None:
        for r, p in np.ndindex(self.axes.attends.shape):
            places: dict[int, BoolVarT] = {int(s): self._literal() for s in self.problem.seats.sets(r, p)}
            self._places[r, p] = places
            self.seat.update({(r, p, s): literal for s, literal in places.items()})
            if places:
                self.model.add_exactly_one(places.values())
        for options in self.problem.choices:
            taken: dict[int, BoolVarT] = {int(o): self._literal() for o in options}
            self.choice.append(taken)
            self.model.add_exactly_one(taken.values())

    def _literal(self) -> BoolVarT:
        if self._stopped():
            raise AbandonedError
        return self.model.new_bool_var("")

    def places(self, r: int, p: int) -> dict[int, BoolVarT]:
        """Literals of one participant in one round by set; empty where they sit in none."""
        return self._places[r, p]

    def members(self, r: int, s: int, people: Iterable[int] | None = None) -> dict[int, BoolVarT]:
        """Literals of sitting in one set, by participant (of `people`, if given)."""
        chosen = range(self.axes.people_count) if people is None else people
        return {p: self.seat[r, p, s] for p in chosen if (r, p, s) in self.seat}

    def size(self, r: int, s: int) -> Amount:
        """Number of members of a set."""
        if (r, s) not in self._size:
            sizes = self.sizes[r][s]
            everyone = Amount.count(list(self.members(r, s).values()))
            least_and_most = (int(sizes[0]), int(sizes[-1])) if len(sizes) else (everyone.low, everyone.high)
            self._size[r, s] = Amount(everyone.expression, *least_and_most)
        return self._size[r, s]

    def size_is(self, r: int, s: int) -> dict[int, BoolVarT]:
        """Literals of a set having a size, by the sizes it may have."""
        if (r, s) not in self._size_is:
            values = [int(n) for n in self.sizes[r][s]]
            self._size_is[r, s] = dict(
                zip(values, one_hot(self.model, self.size(r, s).expression, values), strict=True)
            )
        return self._size_is[r, s]

    def together(self, r: int, p: int, q: int) -> BoolVarT | None:
        """Literal of two participants sharing a set in a round; None where they cannot."""
        key = (r, min(p, q), max(p, q))
        if key not in self._together:
            self._together[key] = self._share(self.places(r, p), self.places(r, q))
        return self._together[key]

    def _share(self, first: dict[int, BoolVarT], second: dict[int, BoolVarT]) -> BoolVarT | None:
        if not first.keys() & second.keys():
            return None
        for one, other in ((first, second), (second, first)):
            if len(one) == 1:
                # Whoever has but one place sits there, so the two share a set if the other does.
                return other[next(iter(one))]
        same = self._literal()
        for s in first.keys() | second.keys():
            literals = [place[s] for place in (first, second) if s in place]
            if len(literals) == 1:
                self.model.add_bool_or(~same, ~literals[0])
            else:
                a, b = literals
                self.model.add_bool_or(~a, ~b, same)
                self.model.add_bool_or(~same, ~a, b)
                self.model.add_bool_or(~same, a, ~b)
        return same

    def meetings(self, p: int, q: int, rounds: Bools) -> list[BoolVarT]:
        """Literals of two participants sharing a set, for each of the rounds in which they can."""
        found = (self.together(int(r), p, q) for r in np.flatnonzero(rounds))
        return [literal for literal in found if literal is not None]

    def met(self, p: int, q: int, rounds: Bools) -> BoolVarT | None:
        """Literal of two participants sharing a set in any of the rounds; None where they cannot."""
        key = (min(p, q), max(p, q), rounds.tobytes())
        if key not in self._met:
            self._met[key] = self.any_of(self.meetings(p, q, rounds))
        return self._met[key]

    def any_of(self, literals: Sequence[BoolVarT]) -> BoolVarT | None:
        """Literal of at least one of `literals`; None if there are none."""
        if len(literals) < 2:
            return literals[0] if literals else None
        either = self._literal()
        self.model.add_bool_or(*literals, ~either)
        for literal in literals:
            self.model.add_implication(literal, either)
        return either

    def takes(self, v: int, options: Iterable[int]) -> BoolVarT | None:
        """Literal of a visit taking one of `options`; None where it may take none of them."""
        allowed = tuple(sorted(set(options) & self.choice[v].keys()))
        if len(allowed) < 2:
            return self.choice[v][allowed[0]] if allowed else None
        key = (v, allowed)
        if key not in self._takes:
            literal = self._literal()
            self.model.add(LinearExpr.sum([self.choice[v][o] for o in allowed]) == literal)
            self._takes[key] = literal
        return self._takes[key]

    def guests(self, v: int, options: Iterable[int]) -> LinearExprT:
        """Number of members of a visit's set if the visit takes one of `options`, else 0."""
        takes = self.takes(v, options)
        if takes is None:
            return 0
        place = self.axes.visits[v]
        size = self.size(place.round, place.set)
        if size.low == size.high:
            return takes * size.low
        guests = self.model.new_int_var(0, size.high, "")
        self.model.add(guests == size.expression).only_enforce_if(takes)
        self.model.add(guests == 0).only_enforce_if(~takes)
        return guests

    def exclusive(self, options: Iterable[int]) -> bool:
        """Whether a hard rule lets at most one visit take any of `options`."""
        wanted = set(options)
        return any(wanted <= bucket for bucket in self._exclusive)

    @cached_property
    def _exclusive(self) -> list[set[int]]:
        found: list[set[int]] = []
        for term in self._trusted:
            shape = term.shape
            if term.hard and isinstance(shape, HostLoad) and not shape.persons:
                single = np.flatnonzero((shape.row >= 0) & (shape.table[shape.row, 2:] > 0).all(axis=1))
                counted = shape.weight > 0
                found.extend(set(shape.option[counted & (shape.bucket == b)].tolist()) for b in single)
        return found

    @cached_property
    def trips(self) -> Trips:
        """Which participant goes where."""
        return Trips(self)

    @cached_property
    def visit_of(self) -> list[dict[int, int]]:
        """For each menu, the visit of each set that does this activity, by set."""
        found: list[dict[int, int]] = [{} for _ in self.axes.menu_start[1:]]
        for v, place in enumerate(self.axes.visits):
            found[place.menu][place.set] = v
        return found

    @cached_property
    def round_of(self) -> list[int]:
        """The round of each menu."""
        rounds = {place.menu: place.round for place in self.axes.visits}
        return [rounds.get(m, OUT) for m in range(len(self.visit_of))]

    def decision(self, holds: Callable[[BoolVarT], bool]) -> Decision:
        """Read a decision from the values of the literals."""
        seat = np.full(self.axes.attends.shape, OUT, dtype=np.int32)
        for (r, p, s), literal in self.seat.items():
            if holds(literal):
                seat[r, p] = s
        choice = [next(o for o, literal in taken.items() if holds(literal)) for taken in self.choice]
        return Decision(seat, np.array(choice, dtype=np.int32))
