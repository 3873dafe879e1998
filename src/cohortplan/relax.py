"""Ways out of a clash: how little each of the clashing rules has to be broken if all others are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cohortplan.solve import Result, solve
from cohortplan.solvers.base import Status

if TYPE_CHECKING:
    from cohortplan.model.kept import Kept
    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario
    from cohortplan.solvers.base import Board, Stop

#: Clashing rules looked into at most.
MOST_RULES = 8


@dataclass(frozen=True)
class WayOut:
    """A plan that keeps every hard rule but one.

    Attributes
    ----------
    rule : str
        Id of the rule that is broken.
    amount : int
        By how much, as the independent checker measures it.
    bound : int
        No plan that keeps the other hard rules breaks it by less.
    plan : Plan
        The plan that shows it.
    """

    rule: str
    amount: int
    bound: int
    plan: Plan

    def as_json(self) -> dict[str, Any]:
        """The entry of ``solve --json``."""
        return {"rule": self.rule, "amount": self.amount, "bound": self.bound}


def ways_out(
    scenario: Scenario,
    reasons: Sequence[str],
    *,
    stop: Stop,
    seed: int = 0,
    solver: str = "portfolio",
    kept: Kept | None = None,
    board_ready: Callable[[Board], None] | None = None,
) -> list[WayOut]:
    """Find for each rule of a clash how little it can be broken; least first.

    Parameters
    ----------
    reasons : sequence of str
        Ids of rules that cannot be kept together.
    stop : Stop
        Budget for each of them.
    kept : Kept, optional
        What is over, as in `solve`.
    board_ready : callable, optional
        Given the board of each search before it starts.

    Notes
    -----
    A rule without which the others still clash, or for which no plan was found in time, is left out.
    """
    settings = {"solver": solver, "seed": seed, "stop": stop, "kept": kept, "board_ready": board_ready}
    found = _each(scenario, reasons, settings)
    return sorted(found, key=lambda way: (way.amount, way.rule))


def _each(scenario: Scenario, reasons: Sequence[str], settings: dict[str, Any]) -> Iterator[WayOut]:
    named = {rule.id for rule in scenario.rules if rule.hard}
    for name in [name for name in reasons if name in named][:MOST_RULES]:
        result = solve(only_wish(scenario, name), **settings)
        if result.plan is not None and result.evaluation is not None:
            yield WayOut(name, result.evaluation.soft, _proved(result), result.plan)


def only_wish(scenario: Scenario, name: str) -> Scenario:
    """Return `scenario` with the rule of this id as its only soft rule, of weight 1."""
    rules = tuple(
        rule.model_copy(update={"hard": False}) if rule.id == name else rule
        for rule in scenario.rules
        if rule.hard or rule.id == name
    )
    return scenario.but(rules=rules, weights={name: 1})


def _proved(result: Result) -> int:
    if result.status is Status.OPTIMAL and result.evaluation is not None:
        return result.evaluation.soft
    return result.bound or 0
