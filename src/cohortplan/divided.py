"""Solving hub by hub, on any `concurrent.futures` executor: processes of this machine, or those of a cluster."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor, wait
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self, cast

from cohortplan.divide import Division
from cohortplan.evaluate import evaluate
from cohortplan.executors import Crew, Workers, find_crew
from cohortplan.model import Plan, Scenario
from cohortplan.problem import Problem, compile_problem
from cohortplan.rota import fill_rota
from cohortplan.solve import Result, solve
from cohortplan.solvers.base import Board, Progress, Status, Stop
from cohortplan.solvers.bounds import all_bounds, soft_bound

#: Part of the time for the rounds across hubs; and for all planning, the rest being for measuring the whole.
ACROSS, PLANNING = 0.3, 0.85
#: Times that what was lost with a worker is given to another.
RETRIES = 3
#: Seconds between two looks at whether to stop.
_PULSE = 0.2
#: Once somebody has asked to end, hubs not yet begun are planned in so many seconds.
HURRY = 3.0

#: What is planned elsewhere: the scenario, the seed and the budget.
Task = tuple[Scenario, int, Stop]

#: The hard rules that bounds on wishes rest on.
_SEATING = ("absences", "set_size")


@dataclass(frozen=True)
class Planned:
    """What came of a part: its plan, as JSON, which travels between machines; and if there is none, why not."""

    written: str | None
    iterations: int
    reasons: tuple[str, ...] = ()

    @property
    def plan(self) -> Plan | None:
        """The plan."""
        return None if self.written is None else Plan.model_validate_json(self.written)


def solve_divided(
    division: Division,
    *,
    stop: Stop | None = None,
    seed: int = 0,
    crew: Crew | None = None,
    listener: Callable[[Progress], None] | None = None,
    board_ready: Callable[[Board], None] | None = None,
) -> Result:
    """Plan the rounds across the hubs, then the hubs side by side; put the plans together and measure the whole.

    That a part has no plan proves nothing of the whole, which might be divided in another way.

    Parameters
    ----------
    stop : Stop, optional
        Budget; 30 seconds unless given. With iterations each part gets so many, and the plan depends on nothing else
        but the seed.
    crew : Crew, optional
        Runs the hubs; processes of this machine unless given. It is opened again if it breaks.
    listener, board_ready : callable, optional
        As for `solve`.
    """
    stop = stop or Stop(seconds=30.0)
    board = Board(cast(Problem, None), stop, listener)
    if board_ready is not None:
        board_ready(board)
    bounds = all_bounds(relaxed := compile_problem(_soft(division.scenario)))
    board.post_bound(soft_bound(relaxed, bounds), "counting")
    del relaxed
    found = _plans(division, board, stop, seed, crew or find_crew("processes"))
    plans = [plan for each in found if (plan := each.plan) is not None]
    iterations = sum(each.iterations for each in found)
    failed = next((each for each in found if each.written is None), None)
    if failed is not None or len(plans) < len(division.hubs):
        reasons = () if failed is None else failed.reasons
        return Result(
            Status.NO_SOLUTION, None, None, board.bound, bounds, board.seconds, seed, reasons, iterations=iterations
        )
    board.announce(f"all {len(division.hubs)} hubs, being measured{_memory()}")
    plan = fill_rota(division.scenario, division.whole(plans))
    evaluation = evaluate(division.scenario, plan)
    manifest = _manifest(division, seed, stop)
    bound, valid = board.bound, evaluation.valid
    status = Status.NO_SOLUTION if not valid else Status.FEASIBLE
    if valid and bound is not None and evaluation.soft <= bound:
        status = Status.OPTIMAL
    return Result(
        status,
        plan.model_copy(update={"manifest": manifest, "score": evaluation.card()}) if valid else None,
        evaluation if valid else None,
        bound,
        bounds,
        board.seconds,
        seed,
        attempt=None if valid else evaluation,
        iterations=iterations,
    )


def _manifest(division: Division, seed: int, stop: Stop) -> dict[str, Any]:
    return {
        "cohortplan": version("cohortplan"),
        "tzdata": version("tzdata"),
        "solver": f"search in each of {len(division.hubs)} hubs",
        "seed": seed,
        "seconds": stop.seconds,
        "iterations": stop.iterations,
    }


def _soft(scenario: Scenario) -> Scenario:
    """Return the scenario with its wishes, and the rules that tell who sits in a set: no plan can do better than here.

    Rules about hosts are many arrays, of hosts by people, where there are thousands of both.
    """
    rules = tuple(rule for rule in scenario.rules if not rule.hard or rule.kind in _SEATING)
    return scenario.but(rules=rules)


def _plans(division: Division, board: Board, stop: Stop, seed: int, crew: Crew) -> Sequence[Planned]:
    """Plan the rounds across the hubs, if there are any, and then the hubs."""
    across, found = division.across(), []
    if across is not None:
        board.announce("the rounds across the hubs")
        share = None if stop.seconds is None else ACROSS * (stop.seconds - board.seconds)
        with _Obedience(lambda: board.stopped) as obey:
            result = _solved(across, seed, Stop(share, stop.iterations), obey, solver="portfolio")
        found.append(_planned(result))
        if result.plan is None:
            return found
    met = found[0].plan if found else None
    seconds = None
    if stop.seconds is not None:
        laps = -(-len(division.hubs) // crew.size)
        seconds = max(0.5, (PLANNING * stop.seconds - board.seconds) / laps)
    tasks = {
        hub.name: (division.part(hub, met), seed + k, Stop(seconds, stop.iterations))
        for k, hub in enumerate(division.hubs, start=1)
    }
    planned = run_all(tasks, crew.open, board)
    return [*found, *(planned[hub.name] for hub in division.hubs if hub.name in planned)]


def plan_part(scenario: Scenario, seed: int, stop: Stop, flag: str) -> Planned:
    """Plan one hub, on one thread, until there is a file `flag`; in a hurry if there is one already."""
    if Path(flag).exists():
        hurried = Stop(HURRY if stop.seconds is None else min(HURRY, stop.seconds), stop.iterations)
        return _planned(solve(scenario, solver="search", seed=seed, stop=hurried))
    with _Obedience(Path(flag).exists) as obey:
        return _planned(_solved(scenario, seed, stop, obey, solver="search"))


def _solved(scenario: Scenario, seed: int, stop: Stop, obey: _Obedience, solver: str) -> Result:
    """Solve; where the time was too short for any plan, go on once more for as long.

    Without a plan of one part there is none of the whole, and what all others took would be lost.
    """
    result = solve(scenario, solver=solver, seed=seed, stop=stop, board_ready=obey)
    if result.status is not Status.NO_SOLUTION or stop.seconds is None or obey.asked():
        return result
    more = solve(scenario, solver=solver, seed=seed, stop=stop, board_ready=obey, hint=result.nearest)
    return replace(more, iterations=result.iterations + more.iterations)


class _Obedience:
    """Halts a board once it is asked to, which `asked` tells; inside a `with` block."""

    def __init__(self, asked: Callable[[], bool]) -> None:
        self.asked = asked
        self._done = threading.Event()

    def __call__(self, board: Board) -> None:
        """Begin to look after a board."""
        threading.Thread(target=self._watch, args=(board,), daemon=True).start()

    def _watch(self, board: Board) -> None:
        while not self._done.wait(_PULSE):
            if self.asked():
                board.halt()
                return

    def __enter__(self) -> Self:
        """Be ready."""
        return self

    def __exit__(self, *_: object) -> None:
        """Look no more."""
        self._done.set()


def _planned(result: Result) -> Planned:
    reasons = result.reasons
    if result.plan is None and not reasons and result.attempt is not None:
        reasons = tuple(dict.fromkeys(match.rule for match in result.attempt.violations()))
    written = None if result.plan is None else result.plan.model_dump_json()
    return Planned(written, result.iterations, reasons)


def run_all(tasks: Mapping[str, Task], workers: Workers, board: Board) -> dict[str, Planned]:
    """Plan all parts; what is lost when workers die is planned anew, elsewhere.

    If the board is halted, parts under way end with the best they have, and the others are planned in a hurry; both
    on machines that see the files of this one.

    Raises
    ------
    BrokenExecutor
        If workers die again and again.
    """
    done: dict[str, Planned] = {}
    with TemporaryDirectory() as folder:
        flag = Path(folder, "end")
        for attempt in range(RETRIES + 1):
            left = {name: task for name, task in tasks.items() if name not in done}
            try:
                with workers() as executor:
                    _run(executor, left, done, board, flag)
                break
            except BrokenExecutor:
                if attempt == RETRIES:
                    raise
                board.announce(f"{len(done)} of {len(tasks)} hubs; a worker was lost, its hub begins anew")
    return done


def _run(executor: Executor, tasks: Mapping[str, Task], done: dict[str, Planned], board: Board, flag: Path) -> None:
    futures = {executor.submit(plan_part, *task, str(flag)): name for name, task in tasks.items()}
    left, number = set(futures), len(done) + len(tasks)
    while left:
        ready, left = wait(left, timeout=_PULSE, return_when="FIRST_COMPLETED")
        for future in ready:
            done[futures[future]] = future.result()
            board.announce(f"{len(done)} of {number} hubs{_memory()}")
        if board.stopped and board.seconds_left != 0:
            flag.touch()


def _memory() -> str:
    """Say how much memory this process and those it has started have used at most."""
    try:
        import resource
    except ImportError:  # not on Windows
        return ""
    unit = 1 if sys.platform == "darwin" else 1024
    used = [resource.getrusage(who).ru_maxrss * unit for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return f"; memory {sum(used) / 2**30:.1f} GiB at most"
