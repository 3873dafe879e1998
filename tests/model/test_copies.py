"""Copies of models."""

from __future__ import annotations

import pickle

from tests.support import make_scenario


def test_a_changed_copy_works_out_anew_what_follows() -> None:
    """What was worked out from a scenario is not what follows from a changed copy of it."""
    scenario = make_scenario()
    assert len(scenario.people) == 8
    fewer = scenario.model_copy(update={"participants": scenario.participants[:3]})
    assert len(fewer.people) == 3
    assert fewer.sha256 != scenario.sha256


def test_a_copy_in_another_process_has_the_fields_alone() -> None:
    """What was worked out does not travel, and comes out the same there."""
    scenario = make_scenario()
    weight = len(pickle.dumps(scenario))
    assert scenario.people
    assert scenario.attending("D1")
    assert len(pickle.dumps(scenario)) == weight
    assert pickle.loads(pickle.dumps(scenario)).people == scenario.people  # noqa: S301 - our own
