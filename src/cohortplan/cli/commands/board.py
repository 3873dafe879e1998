"""``board``: a plan in the browser, to be changed by hand."""

from __future__ import annotations

import gc
import sys
import threading
import webbrowser
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cohortplan.cli.inputs import load_plan, load_source, must_be_writable, plan_argument, scenario_argument
from cohortplan.cli.output import note, say
from cohortplan.cli.supervision import interrupts

if TYPE_CHECKING:
    from cohortplan.board.desk import Desk
    from cohortplan.board.server import Server
    from cohortplan.model import Plan, Scenario

#: More collections of younger objects than there are before those of all, and how long a thread's turn is, in seconds.
_NEVER, _TURN = 1_000_000_000, 0.001


@click.command("board")
@scenario_argument
@plan_argument
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    default=0,
    help="Where to listen on this machine.  [default: any free port]",
)
@click.option("--browser/--no-browser", default=True, show_default=True, help="Open it in the browser.")
def command(scenario_path: str, plan_path: str, port: int, browser: bool) -> None:
    """Try out changes of a plan in the browser: drag a person to another set, or a visit to another time.

    Each change says at once what gets better and worse. Changes can be undone, seats and visits locked, and the rest
    improved in the background. The plan is written when you save it, and so are the locks. Until then every change is
    kept beside the plan in a file that ends in .journal: a board that was killed offers to go on.

    Only this machine can reach the board, and only by the address it prints. Ctrl-C ends it.
    """
    must_be_writable(Path(plan_path))
    desk = open_desk(scenario_path, plan_path)
    server = _serving(desk, port)
    with prompt(desk), interrupts() as asked:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        desk.prove()
        say(f"The board is at {server.url}")
        say("Ctrl-C ends it.")
        sys.stdout.flush()
        if browser:
            webbrowser.open(server.url)
        asked.wait()
    server.end()
    _tell_end(desk, plan_path)


@contextmanager
def prompt(desk: Desk) -> Iterator[None]:
    """Let the desk answer promptly, as long as this lasts, whatever else is worked out meanwhile.

    The plan is measured once. All that stays is spared the collector, which would take half the time of each answer;
    and it looks through all that drags leave behind only when asked, as they leave nothing to be collected. Threads
    take turns so often that a search does not keep the desk waiting.
    """
    desk.session.now.owed  # noqa: B018 - kept from now on
    thresholds, interval = gc.get_threshold(), sys.getswitchinterval()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*thresholds[:2], _NEVER)
    sys.setswitchinterval(_TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(interval)
        gc.set_threshold(*thresholds)
        gc.unfreeze()


def _serving(desk: Desk, port: int) -> Server:
    """Return a server at a port.

    Raises
    ------
    InputError
        If something else listens there.
    """
    from cohortplan.board.server import Server
    from cohortplan.errors import Defect, InputError

    try:
        return Server(desk, port)
    except OSError as error:
        problem = f"the board cannot listen at port {port} ({error.strerror})"
        raise InputError([Defect(problem, "Choose another --port, or none")]) from error


def open_desk(scenario_path: str, plan_path: str) -> Desk:
    """Return a board of a plan file.

    Raises
    ------
    InputError
        If scenario or plan cannot be read.
    """
    from cohortplan.board.desk import Desk
    from cohortplan.io.folder import open_store, table_file
    from cohortplan.io.locks import typed_locks

    scenario, instance = load_source(scenario_path, plan_path)
    plan = load_plan(scenario, plan_path)
    if instance is not None:
        return Desk(scenario, plan, Path(plan_path), prove=_proved)
    store = open_store(scenario_path)
    locks = tuple(each.lock for each in typed_locks(store, table_file(store, "locks"), scenario))
    return Desk(scenario, plan, Path(plan_path), locks, scenario_path, _proved)


def _proved(scenario: Scenario, plan: Plan) -> Mapping[str, int]:
    """Return what no plan can reach, found in a process of its own: in this one the board would have to wait for it."""
    from concurrent.futures import BrokenExecutor

    from cohortplan.executors import processes

    try:
        with processes(1) as helper:
            return helper.submit(_counted, scenario, plan).result()
    except (BrokenExecutor, OSError):  # the board does without
        return {}


def _counted(scenario: Scenario, plan: Plan) -> Mapping[str, int]:
    """Return what no plan can reach, by counting."""
    from cohortplan.evaluate.facing import facing
    from cohortplan.problem import compile_problem
    from cohortplan.solvers.bounds import all_bounds

    found = all_bounds(compile_problem(facing(scenario, plan).scenario))
    return {name: bound.value for name, bound in found.items()}


def _tell_end(desk: Desk, plan_path: str) -> None:
    say()
    if desk.close():
        note(f"Changes that are not saved are kept in {desk.journal}: start the board again to go on with them.")
    else:
        say(f"Everything is saved in {plan_path}.")
