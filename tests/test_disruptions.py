"""The disruption scripts of the shipped scenarios can be read, and what comes of them holds together."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import pytest

from cohortplan.io import read_scenario
from cohortplan.io.changes import read_changes
from cohortplan.living.softening import taken_in

SCENARIOS = Path(__file__).parents[1] / "scenarios"
SCRIPTS = sorted(SCENARIOS.glob("*/disruptions.toml"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.parent.name)
def test_script_fits_its_scenario(script: Path) -> None:
    """Day by day every change is about what there is, on days of the programme; nothing but rules stands in its way."""
    scenario = read_scenario(script.parent)
    changes = read_changes(script).changes
    assert changes
    assert all(scenario.programme.starts <= change.known <= scenario.programme.ends for change in changes)
    for day, together in groupby(changes, key=lambda change: change.known):
        scenario, _ = taken_in(scenario, list(together), day)
        assert scenario.changed_on == day
