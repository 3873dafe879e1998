"""The one door: compile, solve, decode, share out the duties, measure again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from importlib.metadata import version
from typing import Any

from cohortplan.errors import Defect, InputError, ScoreError
from cohortplan.evaluate import STRUCTURE, Evaluation, evaluate, structure_matches
from cohortplan.model.kept import Kept
from cohortplan.model.plan import Plan, ScenarioRef
from cohortplan.model.scenario import Scenario
from cohortplan.problem import Problem, Score, compile_problem, decode, encode
from cohortplan.rota import fill_rota
from cohortplan.solvers.base import Board, Outcome, Progress, Solver, Status, Stop, registered
from cohortplan.solvers.bounds import Bound, all_bounds, counted_clash, soft_bound
from cohortplan.solvers.construct import construct

#: Seconds in which a proof is looked for that there is no plan, if there is no limit, and of how many people at most.
REFUTING, REFUTED_PEOPLE = 60.0, 200


@dataclass(frozen=True)
class Result:
    """What came of a solve.

    Attributes
    ----------
    plan, evaluation : Plan and Evaluation, or None
        The best plan that keeps every hard rule, and its measure by the independent checker.
    bound : int or None
        Proved lower bound on the soft cost.
    bounds : mapping of str to Bound
        Proved lower bounds on single soft rules, with their arguments.
    seconds : float
        Wall-clock time of compiling and solving.
    reasons : tuple of str
        If infeasible, the ids of hard rules that clash; `relax.find_clash` finds the smallest clash among them.
    attempt, nearest : Evaluation and Plan, or None
        If no plan was found that keeps every hard rule, the one that came nearest, and its measure.
    iterations : int
        Moves tried, or nodes, by all solvers together.
    """

    status: Status
    plan: Plan | None
    evaluation: Evaluation | None
    bound: int | None
    bounds: Mapping[str, Bound]
    seconds: float
    seed: int
    reasons: tuple[str, ...] = ()
    attempt: Evaluation | None = None
    nearest: Plan | None = None
    iterations: int = 0

    @property
    def gap(self) -> float | None:
        """``(soft - bound) / soft``, 0 when the bound is met, None without a plan or a bound."""
        if self.evaluation is None or self.bound is None:
            return None
        soft = self.evaluation.soft
        return 0.0 if soft <= self.bound else (soft - self.bound) / soft

    def as_json(self) -> dict[str, Any]:
        """The content of ``solve --json``."""
        shown = self.evaluation
        objectives = {} if shown is None else {name: asdict(value) for name, value in shown.objectives.items()}
        for name, objective in objectives.items():
            objective["bound"] = self.bounds[name].value if name in self.bounds else 0
        return {
            "status": str(self.status),
            "hard": None if shown is None else shown.hard,
            "soft": None if shown is None else shown.soft,
            "objectives": objectives,
            "bound": self.bound,
            "gap": self.gap,
            "seconds": round(self.seconds, 3),
            "seed": self.seed,
            "iterations": self.iterations,
            "reasons": list(self.reasons),
            "plan": None if self.plan is None else self.plan.model_dump(mode="json"),
        }


def solve(
    scenario: Scenario,
    *,
    solver: str = "portfolio",
    seed: int = 0,
    stop: Stop | None = None,
    hint: Plan | None = None,
    firm: int = 1,
    kept: Kept | None = None,
    listener: Callable[[Progress], None] | None = None,
    board_ready: Callable[[Board], None] | None = None,
) -> Result:
    """Find a plan for `scenario`.

    Parameters
    ----------
    solver : str
        Name of an installed solver.
    seed : int
        The one source of randomness.
    stop : Stop, optional
        Budget; 30 seconds unless given. Same seed and same iterations give the same plan.
    hint : Plan, optional
        A plan to start from; parts that no longer fit are filled in.
    firm : int
        What one unit of a hard rule that does not yield weighs beside one of a rule that does, where both are broken.
        If it is more than 1, no time goes to proving that there is no plan.
    kept : Kept, optional
        What is over, and not planned again. Without it rounds of which attendance is recorded are planned, too, and
        rules that judge each round by itself say nothing of them.
    listener : callable, optional
        Told of every better plan or bound.
    board_ready : callable, optional
        Given the board before solving starts, so that the caller may halt it.

    Raises
    ------
    InputError
        If there is no such solver, or what is to be kept is no part of a plan of this scenario.
    ScoreError
        If measuring the plan again does not give the score the solver claims.
    """
    chosen = _named(solver)
    if kept is not None:
        check_kept(scenario, kept)
    stop = stop or Stop(seconds=30.0)
    problem = compile_problem(scenario if kept is None else kept.hold(scenario), firm)
    board = Board(problem, stop, listener)
    if board_ready is not None:
        board_ready(board)
    nearest = firm > 1  # what comes nearest is wanted even if there is no plan
    if not nearest and (reasons := counted_clash(problem)):
        return Result(Status.INFEASIBLE, None, None, None, {}, board.seconds, seed, reasons)
    bounds = all_bounds(problem)
    board.post_bound(soft_bound(problem, bounds), "counting")
    begin = hint or (None if kept is None else kept.plan)
    start = None if begin is None else encode(begin, problem.axes)[0]
    run = partial(chosen().solve, problem, board, seed=seed, hint=start)
    outcome = run() if nearest else _Refuter(problem, board, seed).beside(run)
    return _result(scenario, problem, outcome, bounds, _manifest(solver, seed, stop, kept), board.seconds, kept)


def _named(solver: str) -> Callable[[], Solver]:
    """Return the constructor of a solver."""
    solvers = registered()
    if solver not in solvers:
        raise InputError([Defect(f"there is no solver {solver!r}", f"Installed: {', '.join(sorted(solvers))}", solver)])
    return solvers[solver]


def check_kept(scenario: Scenario, kept: Kept) -> None:
    """Make sure that the rounds that are kept are as the scenario asks for.

    Raises
    ------
    InputError
        If they are not.
    """
    faults = [fault for fault in structure_matches(scenario, kept.plan) if kept.rounds.intersection(fault.rounds)]
    remedy = "Mend that round of the plan, or say in absences.csv who had no part in it"
    if faults:
        raise InputError([Defect(fault.sentence.rstrip("."), remedy) for fault in faults])


def _manifest(solver: str, seed: int, stop: Stop, kept: Kept | None) -> dict[str, Any]:
    return {
        "cohortplan": version("cohortplan"),
        "tzdata": version("tzdata"),
        "solver": solver,
        "seed": seed,
        "seconds": stop.seconds,
        "iterations": stop.iterations,
        **({"kept": sorted(kept.rounds)} if kept is not None else {}),
    }


class _Refuter:
    """Looks for a proof that there is no plan while a solver looks for one: without wishes that often takes seconds."""

    def __init__(self, problem: Problem, board: Board, seed: int) -> None:
        self._problem, self._board, self._seed = problem, board, seed
        self._done = threading.Event()
        self._reasons: tuple[str, ...] = ()

    def beside(self, solve_it: Callable[[], Outcome]) -> Outcome:
        """Return what comes of a solve, or that a proof was found meanwhile."""
        # A budget of iterations is for results that do not depend on the clock, and large problems take too long.
        if self._board.stop.iterations is not None or self._problem.axes.people_count > REFUTED_PEOPLE:
            return solve_it()
        if not self._problem.score(construct(self._problem, self._seed)).hard:
            return solve_it()
        # Threads that import one library at the same time get in each other's way.
        from cohortplan.solvers import cpsat  # noqa: F401

        thread = threading.Thread(target=self._refute, daemon=True)
        thread.start()
        try:
            outcome = solve_it()
        finally:
            self._done.set()
            thread.join()
        # Whoever comes first ends the other, whose reasons are then more than need be.
        known = outcome.reasons if outcome.status is Status.INFEASIBLE else ()
        if not self._reasons or (known and len(known) <= len(self._reasons)):
            return outcome
        return Outcome(Status.INFEASIBLE, iterations=outcome.iterations, reasons=self._reasons)

    def _refute(self) -> None:
        from cohortplan.clash import Trials, clashing_rules

        left = self._board.seconds_left
        trials = Trials(REFUTING if left is None else left, self._seed, needless=self._needless)
        self._reasons = clashing_rules(self._problem.axes.scenario, trials)
        if self._reasons:
            self._board.halt()

    def _needless(self) -> bool:
        best = self._board.best
        return self._done.is_set() or self._board.stopped or (best is not None and not best[0].hard)


def _result(
    scenario: Scenario,
    problem: Problem,
    outcome: Outcome,
    bounds: Mapping[str, Bound],
    manifest: Mapping[str, Any],
    seconds: float,
    kept: Kept | None,
) -> Result:
    known = partial(
        Result,
        status=outcome.status,
        bound=outcome.bound,
        bounds=bounds,
        seconds=seconds,
        seed=int(manifest["seed"]),
        reasons=outcome.reasons,
        iterations=outcome.iterations,
    )
    if outcome.decision is None:
        return known(plan=None, evaluation=None)
    plan = decode(outcome.decision, problem.axes, manifest)
    if kept is not None:
        ref = ScenarioRef(id=scenario.programme.id, sha256=scenario.sha256)
        plan = kept.put_back(plan).model_copy(update={"scenario": ref})
    plan = fill_rota(scenario, plan, keep=kept is not None)
    evaluation = evaluate(scenario, plan)
    measured = Score(_hard(problem, evaluation), evaluation.soft)
    if measured != outcome.score:
        raise ScoreError(f"the solver claims {outcome.score}, measuring again gives {measured}")
    if not evaluation.valid:
        return known(plan=None, evaluation=None, attempt=evaluation, nearest=plan)
    plan = plan.model_copy(update={"score": evaluation.card()})
    return known(plan=plan, evaluation=evaluation)


def _hard(problem: Problem, evaluation: Evaluation) -> int:
    """Return what is broken, as the problem weighs it."""
    weights = {term.rule: term.weight for term in problem.terms if term.hard}
    broken = (each.value * weights.get(name, 1) for name, each in evaluation.objectives.items() if each.level == "hard")
    return sum(broken) + evaluation.measures[STRUCTURE].amount
