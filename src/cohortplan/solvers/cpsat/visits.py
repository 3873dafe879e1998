"""Encoders of the primitives over hosts and slots."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from ortools.sat.python.cp_model import BoolVarT, LinearExpr, LinearExprT

from cohortplan.primitives import HostLoad, PersonMark, PersonSpread, PersonSum, VisitOption, VisitPair
from cohortplan.solvers.cpsat.people import flat
from cohortplan.solvers.cpsat.pricing import Amount, Pricer
from cohortplan.solvers.cpsat.trips import bars
from cohortplan.solvers.cpsat.variables import Variables


def visit_option(variables: Variables, shape: VisitOption, pricer: Pricer) -> None:
    """Price each visit's option."""
    for v in np.flatnonzero(shape.row >= 0).tolist():
        for option, literal in variables.choice[v].items():
            pricer.pay(Amount.count([literal]), flat(0, int(shape.table[shape.row[v], option])))


def visit_pair(variables: Variables, shape: VisitPair, pricer: Pricer) -> None:
    """Price what two visits take, for each spot of the first and each cost that spots of the second make of it."""
    for a, b in zip(shape.a.tolist(), shape.b.tolist(), strict=True):
        first, second = (_by_spot(variables.choice[v], shape) for v in (a, b))
        for spot, options in first.items():
            costs: dict[int, list[int]] = {}
            for other, its in second.items():
                costs.setdefault(int(shape.table[spot, other]), []).extend(its)
            for cost, its in costs.items():
                takes, meets = variables.takes(a, options), variables.takes(b, its)
                if cost and takes is not None and meets is not None:
                    pricer.pay(Amount.count([takes, meets]), flat(0, 0, cost))


def _by_spot(options: Iterable[int], shape: VisitPair) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for option in options:
        if shape.spot[option] >= 0:
            found.setdefault(int(shape.spot[option]), []).append(option)
    return found


def host_load(variables: Variables, shape: HostLoad, pricer: Pricer) -> None:
    """Price the visits, or the people, that come together in each bucket."""
    weights: dict[int, dict[int, int]] = {}
    for option, bucket, weight in zip(shape.option.tolist(), shape.bucket.tolist(), shape.weight.tolist(), strict=True):
        of_bucket = weights.setdefault(bucket, {})
        of_bucket[option] = of_bucket.get(option, 0) + weight
    for b in np.flatnonzero(shape.row >= 0).tolist():
        table, bucket = shape.table[shape.row[b]], {o: w for o, w in weights.get(b, {}).items() if w}
        if not shape.persons:
            pricer.pay(_visits(variables, bucket), table)
        elif pricer.hard and table[0] == 0 and variables.exclusive(bucket):
            for amount, takes in _guests(variables, bucket):
                pricer.pay(amount, table, [takes])
        else:
            pricer.pay(_people(variables, bucket), table)


def _visits(variables: Variables, weights: dict[int, int]) -> Amount:
    """Weigh the visits that take options of a bucket."""
    parts: list[LinearExprT] = []
    most = 0
    for taken in variables.choice:
        heavy = [(literal, weights[o]) for o, literal in taken.items() if weights.get(o)]
        parts.extend(literal * weight for literal, weight in heavy)
        most += max((weight for _, weight in heavy), default=0)
    return Amount(LinearExpr.sum(parts), 0, most)


def _guests(variables: Variables, weights: dict[int, int]) -> Iterator[tuple[Amount, BoolVarT]]:
    """For each visit and weight, weigh the set's members, and tell whether the visit takes such an option."""
    for v, place in enumerate(variables.axes.visits):
        size = variables.size(place.round, place.set)
        for weight in sorted({weights[o] for o in variables.choice[v] if o in weights}):
            takes = variables.takes(v, [o for o, w in weights.items() if w == weight])
            if takes is not None:
                yield Amount(size.expression * weight, size.low * weight, size.high * weight), takes


def _people(variables: Variables, weights: dict[int, int]) -> Amount:
    """Weigh the members of sets whose visits take options of a bucket."""
    parts: list[LinearExprT] = []
    most = 0
    for v, place in enumerate(variables.axes.visits):
        heavy = {weights[o] for o in variables.choice[v] if weights.get(o)}
        for weight in sorted(heavy):
            guests = variables.guests(v, [o for o, w in weights.items() if w == weight])
            parts.append(guests * weight)
        most += max(heavy, default=0) * variables.size(place.round, place.set).high
    return Amount(LinearExpr.sum(parts), 0, most)


def person_mark(variables: Variables, shape: PersonMark, pricer: Pricer) -> None:
    """Price how often someone's visits carry a mark."""
    barred = bars(shape, hard=pricer.hard)
    for m in range(len(shape.row)):
        options = np.flatnonzero(shape.mark == m).tolist()
        for p in np.flatnonzero(shape.row[m] >= 0).tolist():
            if barred[m]:
                for amount in _encounters(variables, p, options):
                    pricer.pay(amount, flat(0, 0, 1))
            else:
                pricer.pay(variables.trips.marked(p, options), shape.table[shape.row[m, p]])


def _encounters(variables: Variables, p: int, options: list[int]) -> Iterator[Amount]:
    """For each visit, count whether a participant is in its set and whether it takes one of `options`."""
    for r, visits in zip(variables.round_of, variables.visit_of, strict=True):
        for s, seat in variables.places(r, p).items() if visits else ():
            takes = variables.takes(visits[s], options) if s in visits else None
            if takes is not None:
                yield Amount.count([seat, takes])


def person_spread(variables: Variables, shape: PersonSpread, pricer: Pricer) -> None:
    """Price how many different marks someone's visits carry."""
    marks = [np.flatnonzero(shape.mark == m).tolist() for m in range(int(shape.mark.max(initial=-1)) + 1)]
    for p in np.flatnonzero(shape.row >= 0).tolist():
        seen = (variables.any_of(variables.trips.literals(p, options)) for options in marks)
        pricer.pay(Amount.count([literal for literal in seen if literal is not None]), shape.table[shape.row[p]])


def person_sum(variables: Variables, shape: PersonSum, pricer: Pricer) -> None:
    """Price what someone's visits add up to."""
    for p in np.flatnonzero(shape.row >= 0).tolist():
        total = variables.trips.weighed(p, shape.weight[shape.kind[p]])
        pricer.pay(total, shape.table[shape.row[p]])
