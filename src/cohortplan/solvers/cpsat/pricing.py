"""Turns a cost table over an amount into constraints (hard) or into a part of the objective (soft)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from ortools.sat.python.cp_model import BoolVarT, CpModel, Domain, LinearExpr, LinearExprT

from cohortplan.primitives import Ints


@dataclass(frozen=True)
class Amount:
    """A linear expression and the least and greatest value it can have."""

    expression: LinearExprT
    low: int
    high: int

    @classmethod
    def count(
        cls, literals: Sequence[BoolVarT], weights: Sequence[int] | None = None, most: int | None = None
    ) -> Amount:
        """Sum `literals`, each with its weight (1 unless given); never above `most` if that is known."""
        total = len(literals) if weights is None else sum(weights)
        expression = LinearExpr.sum(literals) if weights is None else LinearExpr.weighted_sum(literals, weights)
        return cls(expression, 0, total if most is None else min(most, total))

    def costs(self, table: Ints) -> Ints:
        """Costs of ``low .. high``, looked up in a table row that is clipped at its end."""
        row: Ints = table[np.minimum(np.arange(self.low, self.high + 1), len(table) - 1)]
        return row


class Pricer(Protocol):
    """What an encoder calls for everything that costs."""

    hard: bool

    def pay(self, amount: Amount, table: Ints, when: Sequence[BoolVarT] = ()) -> None:
        """Charge ``table[amount]``, only where all of `when` hold."""
        ...


@dataclass
class Forbid:
    """Hard: the amounts that cost something are forbidden, where `guard` holds if there is one."""

    model: CpModel
    guard: BoolVarT | None = None
    hard: bool = True

    def pay(self, amount: Amount, table: Ints, when: Sequence[BoolVarT] = ()) -> None:
        """Keep the amount to those values that cost nothing."""
        costs = amount.costs(table)
        if not costs.any():
            return
        conditions = [*when] if self.guard is None else [*when, self.guard]
        if costs.all():
            self.model.add_bool_or([~literal for literal in conditions])
            return
        free = Domain.from_values([amount.low + int(k) for k in np.flatnonzero(costs == 0)])
        constraint = self.model.add_linear_expression_in_domain(amount.expression, free)
        if conditions:
            constraint.only_enforce_if(conditions)


@dataclass
class Bill:
    """What one soft rule costs, unweighted: a linear expression built up part by part."""

    parts: list[LinearExprT] = field(default_factory=list)
    prices: list[int] = field(default_factory=list)
    constant: int = 0

    def add(self, part: LinearExprT, price: int) -> None:
        """Add `price` for each unit of `part`."""
        self.parts.append(part)
        self.prices.append(price)

    def total(self) -> LinearExprT:
        """The whole as one expression."""
        return LinearExpr.weighted_sum(self.parts, self.prices) + self.constant if self.parts else self.constant


@dataclass
class Charge:
    """Soft: costs go on a bill. A bill may overstate a cost, but never in an optimum and never understates it."""

    model: CpModel
    bill: Bill
    hard: bool = False

    def pay(self, amount: Amount, table: Ints, when: Sequence[BoolVarT] = ()) -> None:
        """Put the cost of the amount on the bill."""
        costs = amount.costs(table)
        if not costs.any():
            return
        slopes = np.diff(costs)
        if when or (np.diff(slopes) < 0).any():
            self._piecewise(amount, costs, when)
        else:
            self._convex(amount, costs, slopes)

    def _convex(self, amount: Amount, costs: Ints, slopes: Ints) -> None:
        # The amount is cut into stretches of equal slope. Slopes rise, so an optimum fills the stretches in order.
        self.bill.constant += int(costs[0])
        prices, lengths = np.unique(slopes, return_counts=True)
        if len(prices) == 1:
            self.bill.add(amount.expression, int(prices[0]))
            self.bill.constant -= int(prices[0]) * amount.low
            return
        stretches = [self.model.new_int_var(0, int(length), "") for length in lengths]
        if len(prices):
            self.model.add(amount.expression == LinearExpr.sum(stretches) + amount.low)
        for stretch, price in zip(stretches, prices, strict=True):
            if price:
                self.bill.add(stretch, int(price))

    def _piecewise(self, amount: Amount, costs: Ints, when: Sequence[BoolVarT]) -> None:
        cost = self.model.new_int_var(0, int(costs.max()), "")
        parts = []
        for first, last in straight(costs):
            inside = self.model.new_bool_var("")
            parts.append(inside)
            span = Domain(amount.low + first, amount.low + last)
            self.model.add_linear_expression_in_domain(amount.expression, span).only_enforce_if(inside)
            slope = int(costs[last] - costs[first]) // max(last - first, 1)
            line = int(costs[first]) + (amount.expression - (amount.low + first)) * slope
            self.model.add(cost >= line).only_enforce_if([*when, inside])
        self.model.add_exactly_one(parts)
        self.bill.add(cost, 1)


def straight(costs: Ints) -> Iterator[tuple[int, int]]:
    """Cut a table into stretches, first and last index, on each of which it rises by the same at every step."""
    slopes = np.diff(costs)
    first = 0
    while first < len(costs):
        last = first
        while last + 1 < len(costs) and slopes[last] == slopes[first]:
            last += 1
        yield first, last
        first = last + 1


def one_hot(model: CpModel, expression: LinearExprT, values: Sequence[int]) -> list[BoolVarT]:
    """Make one literal for each value the expression can have, exactly one of them true."""
    literals: list[BoolVarT] = [model.new_bool_var("") for _ in values]
    model.add_exactly_one(literals)
    model.add(expression == LinearExpr.weighted_sum(literals, values))
    return literals
