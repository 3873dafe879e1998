"""A board that answers promptly leaves the collector and the threads as it found them."""

from __future__ import annotations

import gc
import sys
from concurrent.futures import Executor

import pytest

from cohortplan.board.desk import Desk
from cohortplan.cli.commands.board import _counted, _proved, prompt


def test_nothing_else_is_looked_through_while_somebody_drags(desk: Desk) -> None:
    """As long as the board is open no collection of everything comes by itself; afterwards all is as it was."""
    before = gc.get_threshold(), sys.getswitchinterval()
    with prompt(desk):
        assert "owed" in vars(desk.session.now)
        collections = gc.get_stats()[2]["collections"]
        kept = [[[number]] for number in range(100_000)]
        assert gc.get_stats()[2]["collections"] == collections
        assert kept
    assert (gc.get_threshold(), sys.getswitchinterval()) == before
    assert gc.get_freeze_count() == 0


@pytest.mark.slow
def test_what_no_plan_can_reach_is_found_in_another_process(desk: Desk) -> None:
    """A process of its own finds what this one would."""
    step = desk.session.now
    found = _proved(step.scenario, step.plan)
    assert found == _counted(step.scenario, step.plan)
    assert found.keys() == {"new_contacts"}


def test_a_board_without_another_process_does_without_what_it_would_find(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no process can be started, nothing is said of what no plan can reach, and nothing fails."""

    def refused(number: int) -> Executor:
        raise OSError(number)

    monkeypatch.setattr("cohortplan.executors.processes", refused)
    assert _proved(desk.session.now.scenario, desk.session.now.plan) == {}
