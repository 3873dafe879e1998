"""Why there is no plan, and ways out: the smallest clash, and what little can be changed so that there is a plan."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cohortplan.clash import Change, Clash, OutOfTimeError, Trials, changes, find_clash
from cohortplan.errors import InputError
from cohortplan.evaluate import evaluate
from cohortplan.model.names import Path
from cohortplan.solve import Result, solve
from cohortplan.solvers.base import Board, Progress, Status, Stop

if TYPE_CHECKING:
    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario

#: Ways out looked for at most.
MOST_WAYS = 6
#: The part of the time for changes; in the rest rules are made wishes, each broken as little as can be.
CHANGING = 0.6


@dataclass(frozen=True)
class WayOut:
    """A change with which there is a plan.

    Attributes
    ----------
    words : str
        What to change.
    amount : int
        By how much: of a rule that is made soft what the plan owes under it, else the change's own measure.
    people : int
        How many people the plan treats otherwise than was asked, as the independent checker finds.
    soft : int
        Soft cost of the plan, of a quick one.
    plan : Plan
        The plan that shows it.
    rule : str or None
        Id of the rule that is made soft.
    bound : int or None
        No plan that keeps the other hard rules breaks that rule by less.
    paths : tuple
        The data that are changed.
    """

    words: str
    amount: int
    people: int
    soft: int
    plan: Plan
    rule: str | None = None
    bound: int | None = None
    paths: tuple[Path, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The entry of ``solve --json``."""
        told = {"words": self.words, "amount": self.amount, "people": self.people, "soft": self.soft}
        return told if self.rule is None else {**told, "rule": self.rule, "bound": self.bound}


@dataclass
class Search:
    """What all the solves of a search for ways out have in common.

    Attributes
    ----------
    stop : Stop
        Budget for each solve.
    seconds : float
        For all together.
    board_ready : callable, optional
        Given the board of each search before it starts.
    """

    stop: Stop
    seconds: float = 60.0
    seed: int = 0
    solver: str = "portfolio"
    board_ready: Callable[[Board], None] | None = None

    def __post_init__(self) -> None:
        self._started = time.monotonic()
        self._board: Board | None = None
        self._mine = False
        self.ended = False
        self._hint: Plan | None = None

    @property
    def left(self) -> float:
        """Seconds left; none once somebody has halted a search."""
        return 0.0 if self.ended or self._halted else max(0.0, self._started + self.seconds - time.monotonic())

    @property
    def _halted(self) -> bool:
        return self._board is not None and self._board.stopped and self._board.seconds_left != 0 and not self._mine

    def plan(self, scenario: Scenario, *, first: bool) -> Result | None:
        """Solve; if it is the `first` plan that is wanted, stop there. None if time is up, or parts do not fit."""
        seconds = min(self.left, self.stop.seconds or self.left)
        if seconds <= 0:
            return None
        self._mine = False

        def ready(board: Board) -> None:
            self._board = board
            if self.board_ready is not None:
                self.board_ready(board)

        def heard(news: Progress) -> None:
            if first and news.score is not None and not news.score.hard and self._board is not None:
                self._mine = True
                self._board.halt()

        result = solve(
            scenario,
            solver=self.solver,
            seed=self.seed,
            stop=Stop(seconds, self.stop.iterations),
            hint=self._hint,
            listener=heard,
            board_ready=ready,
        )
        self._mine = self._mine or result.status in (Status.OPTIMAL, Status.INFEASIBLE)
        self._hint = result.plan or self._hint
        return result


def ways_out(scenario: Scenario, clash: Clash, search: Search) -> list[WayOut]:
    """Find what little could be changed so that there is a plan, each shown by one; what touches fewest people first.

    Of ways that touch as many, the one that changes least comes first. What was tried and does not help, or not in
    time, is left out.
    """
    # Changes first: the plans found are where the search for little broken rules starts.
    found = [*_changed(scenario, clash, search), *_softened(scenario, clash.rules, search)]
    found.sort(key=lambda way: (way.people, way.amount, way.rule is not None, way.words))
    return found


def _softened(scenario: Scenario, names: Sequence[str], search: Search) -> Iterator[WayOut]:
    """Yield for each rule of a clash how little it can be broken if all others are kept."""
    for name in names:
        if not search.left:
            return
        result = search.plan(only_wish(scenario, name), first=False)
        if result is not None and result.plan is not None and result.evaluation is not None:
            amount, people = result.evaluation.soft, _touched(scenario, result.plan)
            measured = evaluate(scenario, result.plan)
            words = f"let {name} be a wish: hard = false"
            yield WayOut(words, amount, people, measured.soft, result.plan, name, _proved(result))


def _proved(result: Result) -> int:
    if result.status is Status.OPTIMAL and result.evaluation is not None:
        return result.evaluation.soft
    return result.bound or 0


def only_wish(scenario: Scenario, name: str) -> Scenario:
    """Return `scenario` with the rule of this id as its only soft rule, of weight 1."""
    rules = tuple(
        rule.model_copy(update={"hard": False}) if rule.id == name else rule
        for rule in scenario.rules
        if rule.hard or rule.id == name
    )
    return scenario.but(rules=rules, weights={name: 1})


def _changed(scenario: Scenario, clash: Clash, search: Search) -> Iterator[WayOut]:
    """Yield the changes after which there is a plan; each is tried on the clash before it is on the whole."""
    trials = Trials(CHANGING * search.left, search.seed, search.board_ready)
    number, known = 0, set[Path]()
    for change in changes(clash.core, clash.words):
        if len(change.paths) > 1 and not known.isdisjoint(change.paths):
            continue  # where one row will do, not all have to go
        try:
            step = _helps(change, clash, trials)
        except OutOfTimeError:
            search.ended |= trials.halted
            return
        way = None if step is None else _tried(scenario, change, step, search)
        if way is not None:
            yield way
            number += 1
            known.update(change.paths)
        if number == MOST_WAYS or not trials.left or not search.left:
            return


def _helps(change: Change, clash: Clash, trials: Trials) -> int | None:
    """Return the place of the least amount of a change that ends the clash."""
    for place, amount in enumerate(change.steps):
        changed = change.apply(clash.core.alone, amount)
        if changed is None:
            return None
        if trials.status(changed) is Status.FEASIBLE:
            return place
    return None


def _tried(scenario: Scenario, change: Change, place: int, search: Search) -> WayOut | None:
    """Solve with a change, by twice as much as ends the clash if need be."""
    for amount in change.steps[place : place + 2]:
        changed = change.apply(scenario, amount)
        if changed is None:
            return None
        try:
            result = search.plan(scenario.but(**_parts(scenario, changed)), first=True)
        except InputError:  # the change makes something else of the scenario inconsistent
            return None
        if result is not None and result.plan is not None and result.evaluation is not None:
            people = _touched(scenario, result.plan, change.rounds)
            words = change.told(amount)
            return WayOut(words, amount, people, result.evaluation.soft, result.plan, paths=change.paths)
    return None


def _parts(scenario: Scenario, changed: Scenario) -> dict[str, Any]:
    """Return the fields in which two scenarios differ."""
    fields = ((name, getattr(changed, name)) for name in type(scenario).model_fields)
    return {name: value for name, value in fields if value is not getattr(scenario, name)}


def _touched(scenario: Scenario, plan: Plan, rounds: Sequence[str] = ()) -> int:
    """Count the people of whom or of whose set a plan breaks something, and those of rounds that are changed."""
    members = {group.id: group.members for each in plan.rounds for group in each.sets}
    people = {person for name in rounds for person in scenario.attending(name)}
    for match in evaluate(scenario, plan).violations():
        people.update(match.people or [person for name in match.sets for person in members.get(name, ())])
    return len(people)


__all__ = ["Clash", "Search", "WayOut", "find_clash", "only_wish", "ways_out"]
