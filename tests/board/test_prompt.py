"""A board that answers promptly leaves the collector and the threads as it found them."""

from __future__ import annotations

import gc
import sys

from cohortplan.board.desk import Desk
from cohortplan.cli.commands.board import prompt


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
