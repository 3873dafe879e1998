"""Turns a cost table over an amount into constraints (hard) or into a part of the objective (soft)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
        if when:
            self._conditional(amount, costs, when)
        elif (np.diff(slopes) >= 0).all():
            self._convex(amount, costs, slopes)
        else:
            for literal, cost in zip(one_hot(self.model, amount), costs, strict=True):
                if cost:
                    self.bill.add(literal, int(cost))

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

    def _conditional(self, amount: Amount, costs: Ints, when: Sequence[BoolVarT]) -> None:
        cost = self.model.new_int_var(0, int(costs.max()), "")
        for literal, least in zip(one_hot(self.model, amount), costs, strict=True):
            if least:
                self.model.add(cost >= int(least)).only_enforce_if([*when, literal])
        self.bill.add(cost, 1)


def one_hot(model: CpModel, amount: Amount, values: Iterable[int] | None = None) -> list[BoolVarT]:
    """Make one literal for each value the amount can have (``low .. high`` unless given), exactly one of them true."""
    numbers = list(range(amount.low, amount.high + 1) if values is None else values)
    literals: list[BoolVarT] = [model.new_bool_var("") for _ in numbers]
    model.add_exactly_one(literals)
    model.add(amount.expression == LinearExpr.weighted_sum(literals, numbers))
    return literals
