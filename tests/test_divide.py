"""Dividing a scenario by hubs: who gets what, and that plans of the parts make a plan of the whole."""

from __future__ import annotations

import os
import pickle
import signal
import threading
import time
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, cast

import pytest

from cohortplan.divide import Division, divide, share_sets
from cohortplan.divided import plan_part, run_all, solve_divided
from cohortplan.errors import InputError
from cohortplan.evaluate import evaluate
from cohortplan.executors import Crew, find_crew
from cohortplan.model import Attribute, Duty, Participant, Plan, Scenario, SetSpec, Tie, turns
from cohortplan.problem import Problem
from cohortplan.rules import build_rule
from cohortplan.solve import Result
from cohortplan.solvers.base import Board, Status, Stop
from tests.support import hosts, make_scenario, visit_rounds

HUBS = ("Leeds", "York", "Hull")


def people(count: int, hubs: tuple[str, ...] = HUBS) -> tuple[Participant, ...]:
    """Make people of several hubs in turn, of two sectors."""
    return tuple(
        Participant(
            id=f"P{k:03}",
            name=f"Person {k}",
            attributes={"hub": hubs[k % len(hubs)], "sector": ("public", "private")[k // len(hubs) % 2]},
        )
        for k in range(count)
    )


def programme(*, hard: bool = True, **parts: Any) -> Scenario:
    """Return 36 people in three hubs: two visit days in the hubs, and one day across them."""
    rounds = visit_rounds(3, [(3, 4)] * 9)
    across = rounds[2].model_copy(update={"activities": ()})
    given = {
        "attributes": (Attribute(name="hub"), Attribute(name="sector")),
        "participants": people(36),
        "hosts": tuple(
            host.model_copy(update={"town": HUBS[k % 3]}) for k, host in enumerate(hosts(12, organisation=""))
        ),
        "rounds": (*rounds[:2], across),
        "ties": (Tie(a="P000", b="P003"), Tie(a="P000", b="P001")),
    }
    rules = [
        build_rule("hubs", rounds=("D1", "D2"), hard=hard),
        build_rule("spread", attribute="hub", at_least=3, rounds=("D3",)),
        build_rule("new_contacts"),
    ]
    return make_scenario(rules, **{**given, **parts})


def division(**parts: Any) -> Division:
    """Return the division there must be."""
    found = divide(programme(**parts))
    assert found is not None
    return found


def test_every_hub_has_people_sets_and_hosts_of_its_own() -> None:
    """12 people, three sets a day and the four hosts of its town for each hub, nobody and nothing twice."""
    found = division()
    assert [hub.name for hub in found.hubs] == list(HUBS)
    for hub in found.hubs:
        part = found.part(hub)
        assert (len(part.participants), len(part.hosts)) == (12, 4)
        assert [len(each.sets) for each in part.rounds] == [3, 3]
        assert {host.town for host in part.hosts} == {hub.name}
    assert len(found.part(found.hubs[0]).ties) == 1
    across = found.across()
    assert across is not None
    assert [each.id for each in across.rounds] == ["D3"]
    assert len(across.participants) == 36


def test_without_hubs_nothing_is_divided() -> None:
    """A wish for hubs does not divide, nor does a single hub; somebody without one is named."""
    assert divide(programme(hard=False)) is None
    attributes = (Attribute(name="hub"), Attribute(name="sector"))
    one = make_scenario([build_rule("hubs")], participants=people(8, ("Leeds",)), attributes=attributes)
    assert divide(one) is None
    lost = people(36)[0].model_copy(update={"attributes": {"sector": "public"}})
    optional = (Attribute(name="hub", optional=True), Attribute(name="sector"))
    with pytest.raises(InputError, match="P000 has no hub"):
        divide(programme(participants=(lost, *people(36)[1:]), attributes=optional))


def test_sets_are_shared_out_so_that_they_can_be_filled() -> None:
    """Each hub has seats enough, those left over go where people can be spared; else it is said who has no place."""
    specs = [SetSpec(id=f"S{k}", least=3, most=5) for k in range(5)]
    shared = share_sets(specs, {"Leeds": 9, "York": 5, "Hull": 4})
    assert {name: [spec.id for spec in mine] for name, mine in shared.items()} == {
        "Leeds": ["S0", "S1", "S4"],
        "York": ["S2"],
        "Hull": ["S3"],
    }
    with pytest.raises(InputError, match="16 people of Leeds meet 9 to 15 seats"):
        share_sets(specs[:3], {"Leeds": 16})


def test_a_scenario_travels_without_what_was_worked_out_from_it() -> None:
    """Even after its zone and its ways have been looked at, a scenario can be sent to another process, unchanged."""
    scenario = programme()
    assert scenario.zone is not None
    assert scenario.atlas is not None
    assert scenario.attending("D1")
    copy = pickle.loads(pickle.dumps(scenario))  # noqa: S301 - our own
    assert copy == scenario
    assert copy.sha256 == scenario.sha256


def in_turn() -> Crew:
    """Run tasks one after another, in this process."""

    class InTurn(Executor):
        def submit(self, fn: Any, /, *args: Any, **settings: Any) -> Any:
            from concurrent.futures import Future

            future: Future[Any] = Future()
            future.set_result(fn(*args, **settings))
            return future

    return Crew(InTurn, 1)


@pytest.mark.slow
def test_parts_make_a_plan_of_the_whole_that_the_checker_accepts() -> None:
    """With a budget of iterations the whole is planned, every hard rule kept, the same plan each time."""
    scenario = programme()
    results = [solve_divided(division(), stop=Stop(iterations=5_000), seed=1, crew=in_turn()) for _ in range(2)]
    for result in results:
        assert result.status in (Status.FEASIBLE, Status.OPTIMAL)
        assert result.plan is not None
        assert evaluate(scenario, result.plan) == result.evaluation
        assert result.bound is not None
        assert result.evaluation is not None
        assert result.bound <= result.evaluation.soft
    assert results[0].plan == results[1].plan


@pytest.mark.slow
def test_duties_are_shared_out_over_the_whole() -> None:
    """Hubs are planned without duties; the whole has them all held, as evenly as one plan would."""
    chair = Duty(id="chair", kind="visit")
    divided = divide(scenario := programme(duties=(chair,)))
    assert divided is not None
    assert all(divided.part(hub).duties == () for hub in divided.hubs)
    result = solve_divided(divided, stop=Stop(iterations=5_000), seed=1, crew=in_turn())
    assert result.plan is not None
    held = [turn.held for turn in turns(scenario, result.plan)]
    assert [len(people) for people in held] == [1] * 18
    assert len({person for people in held for person in people}) == 18


def test_a_hub_without_a_plan_is_told() -> None:
    """Where one hub cannot be planned there is no plan, and the rules that stand in the way are named."""
    few = tuple(host.model_copy(update={"most_visits": 1}) for host in programme().hosts)
    result = solve_divided(division(hosts=few), stop=Stop(iterations=5_000), crew=in_turn())
    assert (result.plan, result.evaluation) == (None, None)
    assert result.reasons == ("most_visits",)


def tasks(seconds: float) -> dict[str, tuple[Scenario, int, Stop]]:
    """Return the hubs' tasks, for so many seconds each."""
    found = division()
    return {hub.name: (found.part(hub), 0, Stop(seconds=seconds)) for hub in found.hubs}


def kill_one(pids: list[int]) -> None:
    """Kill a process shortly after it has begun."""
    time.sleep(2)
    os.kill(pids[0], signal.SIGKILL)


@pytest.mark.slow
def test_asked_to_end_every_hub_has_a_plan() -> None:
    """Halted after two seconds of three hours, two processes end with a plan of each of three hubs."""
    found: list[Board] = []

    def halt_soon(board: Board) -> None:
        found.append(board)
        threading.Timer(2.0, board.halt).start()

    two = Crew(lambda: ProcessPoolExecutor(2, mp_context=get_context("spawn")), 2)
    result = solve_divided(division(), stop=Stop(seconds=10_000), crew=two, board_ready=halt_soon)
    assert result.plan is not None
    assert evaluate(programme(), result.plan).valid


@pytest.mark.slow
def test_a_process_that_is_killed_costs_only_its_time() -> None:
    """One of two processes is killed half-way: what it was planning is planned anew, and no hub is missing."""
    opened = []

    def open_two() -> Executor:
        executor = ProcessPoolExecutor(2, mp_context=get_context("spawn"))
        opened.append(executor)
        if len(opened) == 1:
            executor.submit(os.getpid).result()
            pids = list(cast(Any, executor)._processes)
            threading.Thread(target=kill_one, args=(pids,), daemon=True).start()
        return executor

    board = Board(cast(Problem, None), Stop(seconds=300))
    planned = run_all(tasks(4.0), open_two, board)
    assert len(opened) > 1
    assert sorted(planned) == sorted(HUBS)
    assert all(each.plan is not None for each in planned.values())


@pytest.mark.slow
def test_a_cluster_of_two_loses_a_worker() -> None:
    """On a real local cluster of Dask's, one of two workers is killed half-way, and every hub is planned."""
    from distributed import Client, LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster, Client(cluster) as client:
        crew = find_crew(f"dask:{cluster.scheduler_address}")
        assert crew.size == 2
        pids = list(client.run(os.getpid).values())
        threading.Thread(target=kill_one, args=(pids,), daemon=True).start()
        planned = run_all(tasks(5.0), crew.open, Board(cast(Problem, None), Stop(seconds=300)))
    assert sorted(planned) == sorted(HUBS)
    assert all(each.plan is not None for each in planned.values())


@pytest.mark.parametrize("name", ["nobody", "os:nothing", "dask2:x", "processes:3", ":"])
def test_an_executor_that_is_not_there(name: str) -> None:
    """A name of no executor is refused, with those there are."""
    with pytest.raises(InputError, match="there is no such executor"):
        find_crew(name)


@pytest.mark.parametrize(
    ("stop", "status", "calls"),
    [
        (Stop(seconds=9), Status.NO_SOLUTION, 2),
        (Stop(seconds=9), Status.INFEASIBLE, 1),
        (Stop(iterations=9), Status.NO_SOLUTION, 1),
    ],
)
def test_a_hub_without_a_plan_goes_on_once_more(
    stop: Stop, status: Status, calls: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It gets its time again, from what came nearest, as without it there is no plan; iterations are what was asked."""
    near = cast(Plan, object())
    hints: list[object] = []

    def solved(_: Scenario, *, hint: Plan | None = None, **__: Any) -> Result:
        hints.append(hint)
        return Result(status, None, None, None, {}, 9.0, 0, nearest=near, iterations=len(hints))

    monkeypatch.setattr("cohortplan.divided.solve", solved)
    assert plan_part(programme(), 0, stop, str(tmp_path / "flag")).iterations == sum(range(calls + 1))
    assert hints == [None, near][:calls]
