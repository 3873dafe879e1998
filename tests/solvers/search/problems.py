"""Problems with random tables, so that every primitive meets every case: clipping, unpriced rows, both levels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import numpy as np

from cohortplan.model import Absence, Activity, Round, SetSpec, Window
from cohortplan.primitives import (
    AssignmentCost,
    Axes,
    HostLoad,
    PairCount,
    PairWeight,
    PersonContacts,
    PersonMark,
    PersonSpread,
    Primitive,
    SetCount,
    SetSpread,
    VisitOption,
    build_axes,
)
from cohortplan.problem import Problem, Term
from tests.support import make_scenario, visit_rounds

Rng = np.random.Generator


def small_axes() -> Axes:
    """Axes of 8 people and 4 hosts: two days of visits at any hour, one day of two visits, one day of none."""
    hours = visit_rounds(2, [(2, 5), (2, 6)], minutes=60, step=60)
    both = tuple(
        Activity(id=name, kind="visit", windows=(_window(f"2026-12-03T{begin}", f"2026-12-03T{end}"),))
        for name, begin, end in (("early", "09:00", "11:00"), ("late", "13:00", "15:00"))
    )
    sets = tuple(SetSpec(id=f"E.{k}", least=2, most=4) for k in range(3))
    rounds = (*hours, Round(id="E", sets=sets, activities=both), Round(id="F", sets=(sets[0].model_copy(update={"id": "F.1"}), sets[1].model_copy(update={"id": "F.2"}))))
    absences = (Absence(participant="P02", round="E"), Absence(participant="P07", round="D1"))
    return build_axes(make_scenario(implied=False, rounds=rounds, absences=absences))


def _window(start: str, end: str) -> Window:
    return Window(start=datetime.fromisoformat(start), end=datetime.fromisoformat(end))


def _table(rng: Rng, *shape: int) -> np.ndarray:
    return rng.integers(0, 9, shape).astype(np.int32)


def _row(rng: Rng, rows: int, *shape: int) -> np.ndarray:
    return rng.integers(-1, rows, shape).astype(np.int32)


def _rounds(rng: Rng, axes: Axes) -> np.ndarray:
    mask: np.ndarray = rng.random(len(axes.set_ids)) < 0.7
    return mask


def _assignment(rng: Rng, axes: Axes) -> Primitive:
    size = 20
    return AssignmentCost(
        rng.integers(0, len(axes.set_ids), size).astype(np.int32),
        rng.integers(0, axes.people_count, size).astype(np.int32),
        rng.integers(0, axes.widest, size).astype(np.int32),
        _table(rng, size),
    )


def _set_count(rng: Rng, axes: Axes) -> Primitive:
    weight = rng.integers(0, 4, axes.people_count).astype(np.int32)
    return SetCount(weight, _table(rng, 2, int(rng.choice([1, 4])), 6), _row(rng, 2, len(axes.set_ids), axes.widest))


def _set_spread(rng: Rng, axes: Axes) -> Primitive:
    return SetSpread(_row(rng, 3, axes.people_count), _table(rng, 2, 4), _row(rng, 2, len(axes.set_ids), axes.widest))


def _pair_weight(rng: Rng, axes: Axes) -> Primitive:
    a, b = np.triu_indices(axes.people_count, 1)
    chosen = rng.choice(len(a), 10)
    parts = a[chosen].astype(np.int32), b[chosen].astype(np.int32), _table(rng, 10), _table(rng, 10)
    return PairWeight(*parts, _rounds(rng, axes))


def _symmetric(upper: np.ndarray) -> np.ndarray:
    """Mirror the part above the diagonal, with -1 (False) on it."""
    above = np.triu(upper + 1, 1) if upper.dtype != bool else np.triu(upper, 1)
    mirrored = above | above.T if upper.dtype == bool else above + above.T - 1
    return mirrored.astype(upper.dtype)


def _pair_count(rng: Rng, axes: Axes) -> Primitive:
    row = _symmetric(_row(rng, 3, axes.people_count, axes.people_count))
    return PairCount(row, _table(rng, 3, len(axes.set_ids) + 1), _rounds(rng, axes))


def _person_contacts(rng: Rng, axes: Axes) -> Primitive:
    counts = _symmetric(rng.random((axes.people_count, axes.people_count)) < 0.7)
    return PersonContacts(counts, _row(rng, 2, axes.people_count), _table(rng, 2, 9), _rounds(rng, axes))


def _visit_option(rng: Rng, axes: Axes) -> Primitive:
    return VisitOption(_row(rng, 3, len(axes.visits)), _table(rng, 3, len(axes.options)))


def _host_load(rng: Rng, axes: Axes) -> Primitive:
    size, buckets = 3 * len(axes.options), 6
    option = rng.integers(0, len(axes.options), size).astype(np.int32)
    bucket = rng.integers(0, buckets, size).astype(np.int32)
    weight = rng.integers(0, 3, size).astype(np.int32)
    return HostLoad(option, bucket, weight, _row(rng, 2, buckets), _table(rng, 2, 9), persons=bool(rng.integers(2)))


def _person_mark(rng: Rng, axes: Axes) -> Primitive:
    marks = rng.random((4, len(axes.options))) < 0.4
    return PersonMark(marks, _row(rng, 2, 4, axes.people_count), _table(rng, 2, 4))


def _person_spread(rng: Rng, axes: Axes) -> Primitive:
    return PersonSpread(_row(rng, 4, len(axes.options)), _row(rng, 2, axes.people_count), _table(rng, 2, 5))


MAKERS: dict[type, Callable[[Rng, Axes], Primitive]] = {
    AssignmentCost: _assignment,
    SetCount: _set_count,
    SetSpread: _set_spread,
    PairWeight: _pair_weight,
    PairCount: _pair_count,
    PersonContacts: _person_contacts,
    VisitOption: _visit_option,
    HostLoad: _host_load,
    PersonMark: _person_mark,
    PersonSpread: _person_spread,
}


def random_problem(axes: Axes, seed: int, shapes: Sequence[type] = tuple(MAKERS), copies: int = 2) -> Problem:
    """Make a problem of `copies` random primitives of each of the given kinds, hard and soft in turn."""
    rng = np.random.default_rng(seed)
    terms = []
    for shape in shapes:
        for copy in range(copies):
            hard = copy % 2 == 0
            terms.append(Term(f"{shape.__name__}{copy}", hard, 1 if hard else int(rng.integers(1, 50)), MAKERS[shape](rng, axes)))
    exists = np.arange(axes.widest)[None, :] < axes.sets[:, None]
    seats = axes.attends[:, :, None] & exists[:, None, :]
    choices = tuple(np.array(axes.menu(v), dtype=np.int32) for v in range(len(axes.visits)))
    return Problem(axes, tuple(terms), seats, choices)
