"""People for whom there is no set in a round, as each visits only hosts that are barred to them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from cohortplan.primitives import AssignmentCost, Bools, HostLoad, PersonMark, VisitOption
from cohortplan.problem import Problem, Term
from cohortplan.solvers.bounds.sizes import allowed_sizes

#: Menus with more than so many pairs of a person and an option are not looked at.
LARGEST = 10_000_000


@dataclass(frozen=True, eq=False)
class Bars:
    """What single hard terms bar.

    Attributes
    ----------
    heads : tuple of str
        Rules that say how many a set holds at least.
    fewest : array (R, S)
        How many that is.
    """

    problem: Problem
    heads: tuple[str, ...]
    fewest: npt.NDArray[np.int64]
    terms: tuple[Term, ...] = field(init=False)

    def __post_init__(self) -> None:
        kinds = AssignmentCost | VisitOption | PersonMark | HostLoad
        terms = (term for term in self.problem.terms if term.hard and isinstance(term.shape, kinds))
        object.__setattr__(self, "terms", tuple(terms))

    @classmethod
    def of(cls, free: Problem, problem: Problem, heads: tuple[str, ...]) -> Bars:
        """Take the sizes from a problem in which only the rules on sizes count."""
        fewest = [[int(sizes.min(initial=10**6)) for sizes in row] for row in allowed_sizes(free)]
        return cls(problem, heads, np.array(fewest, dtype=np.int64))

    def rules(self) -> list[str]:
        """Ids of the rules that may bar something."""
        return list(dict.fromkeys([*(term.rule for term in self.terms), *self.heads]))

    def options(self, v: int, rules: Collection[str], *, anyone: bool) -> Bools:
        """Whether visit v may take each option of its menu: bool array (M,); `anyone`: even if nobody took part."""
        problem, menu = self.problem, list(self.problem.axes.menu(v))
        place = problem.axes.visits[v]
        sized = set(self.heads) <= set(rules)
        people = max(1, int(self.fewest[place.round, place.set])) if sized else 1
        free = np.ones(len(menu), dtype=bool)
        for term in self.terms:
            shape = term.shape
            if term.rule not in rules:
                continue
            if isinstance(shape, VisitOption) and shape.row[v] >= 0:
                free &= shape.table[shape.row[v], menu] == 0
            elif isinstance(shape, HostLoad) and not (anyone and shape.persons):
                free &= ~_overfull(shape, len(problem.axes.options), people if shape.persons else 1)[menu]
        return free

    def people(self, v: int, rules: Collection[str]) -> Bools:
        """Who is barred from each option of visit v's menu by rules about them alone: bool array (P, M)."""
        menu = list(self.problem.axes.menu(v))
        barred = np.zeros((self.problem.axes.people_count, len(menu)), dtype=bool)
        for term in self.terms:
            if term.rule in rules and isinstance(term.shape, PersonMark) and term.shape.row.size:
                shape = term.shape
                never = np.append((shape.table[:, min(1, shape.table.shape[1] - 1) :] > 0).all(axis=1), False)
                mark = shape.mark[menu]
                barred[:, mark >= 0] |= never[shape.row[mark[mark >= 0]]].T
        return barred

    def seats(self, r: int, rules: Collection[str]) -> Bools:
        """Where in round r people may sit: bool array (P, S)."""
        axes = self.problem.axes
        free = np.tile(np.arange(axes.widest) < axes.sets[r], (axes.people_count, 1))
        for term in self.terms:
            if term.rule in rules and isinstance(term.shape, AssignmentCost):
                shape = term.shape
                here = (shape.round == r) & (shape.cost > 0)
                free[shape.person[here], shape.set[here]] = False
        return free


def _overfull(shape: HostLoad, options: int, people: int) -> Bools:
    """Options that are too much for a bucket already if so many come, and no less so if more do: bool array (O,)."""
    amount = np.minimum(shape.weight * people, shape.table.shape[1] - 1)
    least = np.minimum.accumulate(shape.table[:, ::-1], axis=1)[:, ::-1]
    row = shape.row[shape.bucket]
    over = (row >= 0) & (least[row, amount] > 0) & (shape.weight > 0)
    found = np.zeros(options, dtype=bool)
    found[shape.option[over]] = True
    return found


def blocked(bars: Bars, rules: Collection[str]) -> int | None:
    """Return a visit that can take no option, whoever takes part."""
    seen: dict[tuple[object, ...], bool] = {}
    for v, place in enumerate(bars.problem.axes.visits):
        key = (place.menu, *(int(t.shape.row[v]) for t in bars.terms if isinstance(t.shape, VisitOption)))
        if key not in seen:
            seen[key] = bool(bars.options(v, rules, anyone=True).any())
        if not seen[key]:
            return v
    return None


def stuck(bars: Bars, rules: Collection[str], rounds: Collection[int]) -> tuple[int, int] | None:
    """Return a round, and a participant who can sit in no set of it."""
    axes = bars.problem.axes
    for r in rounds:
        free = bars.seats(r, rules)
        known: dict[tuple[int, bytes], Bools] = {}
        barred: dict[int, Bools] = {}
        for v, place in _visits(bars, r):
            if axes.people_count * len(axes.menu(v)) > LARGEST:
                continue
            offered = bars.options(v, rules, anyone=False)
            key = (place, offered.tobytes())
            if key not in known:
                if place not in barred:
                    barred[place] = bars.people(v, rules)
                known[key] = np.any(~barred[place] & offered, axis=1)
            free[:, axes.visits[v].set] &= known[key]
        lost = np.flatnonzero(axes.attends[r] & ~free.any(axis=1))
        if len(lost):
            return r, int(lost[0])
    return None


def _visits(bars: Bars, r: int) -> Iterator[tuple[int, int]]:
    return ((v, place.menu) for v, place in enumerate(bars.problem.axes.visits) if place.round == r)


def nowhere(bars: Bars) -> tuple[str, ...]:
    """Return rules that leave a visit without any option, or somebody without any set; none of them can be spared."""
    rules = bars.rules()
    if (visit := blocked(bars, rules)) is not None:
        return _needed(rules, lambda some: not bars.options(visit, some, anyone=True).any())
    found = stuck(bars, rules, range(len(bars.problem.axes.set_ids)))
    if found is None:
        return ()
    r = found[0]
    return _needed(rules, lambda some: stuck(bars, some, (r,)) is not None)


def _needed(rules: list[str], clash: Callable[[list[str]], bool]) -> tuple[str, ...]:
    """Leave out what can be spared."""
    kept = list(rules)
    for rule in rules:
        rest = [other for other in kept if other != rule]
        if clash(rest):
            kept = rest
    return tuple(kept)
