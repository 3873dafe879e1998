"""A board of the small scenario, with and without its server."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cohortplan.board.desk import Desk
from cohortplan.board.server import Server
from cohortplan.io import read_plan, read_scenario
from cohortplan.io.folder import open_store
from cohortplan.io.locks import typed_locks
from tests.cli.two_days import write_folder, write_plan_file

Opener = Callable[[], Desk]


@pytest.fixture
def open_desk(tmp_path: Path) -> Opener:
    """Return what opens a board, as often as one likes, on the same files."""
    folder, plan = write_folder(tmp_path), write_plan_file(tmp_path)

    def opened() -> Desk:
        scenario = read_scenario(folder)
        locks = tuple(each.lock for each in typed_locks(open_store(folder), "locks.csv", scenario))
        return Desk(scenario, read_plan(plan), plan, locks, str(folder))

    return opened


@pytest.fixture
def desk(open_desk: Opener) -> Desk:
    """Return a board of a plan that keeps every hard rule."""
    return open_desk()


@pytest.fixture
def server(desk: Desk) -> Iterator[Server]:
    """Return a board that is served."""
    served = Server(desk)
    threading.Thread(target=served.serve_forever, args=(0.02,), daemon=True).start()
    yield served
    served.end()
