"""What a rule, a lock or a closure costs: the best plan without it, held against the plan with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cohortplan.errors import ScenarioError
from cohortplan.evaluate import Evaluation, Metrics, evaluate
from cohortplan.model import Plan, Rule, Scenario
from cohortplan.solve import Result, solve
from cohortplan.solvers.base import Stop


@dataclass(frozen=True)
class Item:
    """Something that has a price.

    Attributes
    ----------
    name : str
        The id of a rule, or what is locked or closed, in words.
    kind : str
        rule, wish, lock or closure.
    without : Scenario
        The scenario without it.
    """

    name: str
    kind: str
    without: Scenario


@dataclass(frozen=True)
class Price:
    """What an item costs.

    Attributes
    ----------
    cost : int
        By how much the soft cost of all else is lower in the best plan that was found without the item.
    least, most : int
        The cost as far as it is proved: no less and no more.
    before, after : Metrics
        The figures of the plan with the item and of that without.
    plan : Plan
        The plan without it.
    """

    item: Item
    cost: int
    least: int
    most: int
    before: Metrics
    after: Metrics
    plan: Plan

    @property
    def proved(self) -> bool:
        """Whether the cost is exactly this."""
        return self.least == self.most

    def as_json(self) -> dict[str, Any]:
        """The entry of ``price --json``."""
        return {
            "item": self.item.name,
            "kind": self.item.kind,
            "cost": self.cost,
            "least": self.least,
            "most": self.most,
            "figures": self.before.as_json(),
            "figures_without": self.after.as_json(),
        }


def items(scenario: Scenario) -> Iterator[Item]:
    """Yield what has a price: rules that may be given up, wishes, locks, closures of hosts.

    What cannot be left out, as the rest would not hold together, is passed over.
    """
    for kind, name, parts in _parts(scenario):
        try:
            yield Item(name, kind, scenario.but(**parts))
        except ScenarioError:
            continue


def _parts(scenario: Scenario) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for rule in scenario.rules:
        if rule.hard and rule.yields:
            yield "rule", rule.id, _without(scenario, rule)
        elif not rule.hard and scenario.weight(rule):
            yield "wish", rule.id, _without(scenario, rule)
    for k, seat in enumerate(scenario.seat_locks):
        rest = (*scenario.seat_locks[:k], *scenario.seat_locks[k + 1 :])
        yield "lock", f"{seat.participant} in {seat.set}", {"seat_locks": rest}
    for k, visit in enumerate(scenario.visit_locks):
        left = (*scenario.visit_locks[:k], *scenario.visit_locks[k + 1 :])
        yield "lock", f"{visit.set} at {visit.host}", {"visit_locks": left}
    for host in scenario.hosts:
        for k, closure in enumerate(host.closures):
            open_then = host.model_copy(update={"closures": (*host.closures[:k], *host.closures[k + 1 :])})
            hosts = tuple(open_then if each is host else each for each in scenario.hosts)
            name = f"{host.id} closed {closure.first} to {closure.last}"
            yield "closure", name, {"hosts": hosts}


def _without(scenario: Scenario, rule: Rule) -> dict[str, Any]:
    weights = {name: weight for name, weight in scenario.weights.items() if name != rule.id}
    return {"rules": tuple(each for each in scenario.rules if each is not rule), "weights": weights}


def price(scenario: Scenario, plan: Plan, item: Item, *, bound: int = 0, stop: Stop, **settings: Any) -> Price:
    """Find what an item costs, starting from `plan`.

    Parameters
    ----------
    bound : int
        Proved lower bound on the soft cost of plans with the item, that of the item itself left out.
    stop : Stop
        Budget of the search.
    **settings
        As for `solve`; the solver is ``repair`` unless another is named.
    """
    before = evaluate(scenario, plan)
    with_item = _cost(item, before)
    result = solve(item.without, stop=stop, hint=plan, **{"solver": "repair", **settings})
    found, after = _better(item, plan, result, with_item)
    cost = with_item - after.soft
    return Price(
        item,
        cost,
        max(0, bound - after.soft),
        with_item - (result.bound or 0),
        before.metrics,
        after.metrics,
        found,
    )


def _better(item: Item, plan: Plan, result: Result, with_item: int) -> tuple[Plan, Evaluation]:
    """Return the better of the plan that was found and the one that is there, which may do without the item as well."""
    if result.plan is not None and result.evaluation is not None and result.evaluation.soft <= with_item:
        return result.plan, result.evaluation
    return plan, evaluate(item.without, plan)


def _cost(item: Item, measured: Evaluation) -> int:
    """Return the soft cost of a plan by the rules that are there without the item."""
    left = {rule.id for rule in item.without.rules}
    soft = (each for name, each in measured.objectives.items() if each.level == "soft" and name in left)
    return sum(each.value * each.weight for each in soft)


def ranked(found: list[Price]) -> list[Price]:
    """Return prices, the dearest first."""
    return sorted(found, key=lambda each: (-each.cost, each.item.kind, each.item.name))
