"""Making plans of instances at random, without a solver, and reading what is wrong with an instance."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from cohortplan.errors import Defect, InputError
from cohortplan.io.classic import Instance, read_instance
from cohortplan.model import Plan, Scenario
from cohortplan.primitives import Decision, build_axes, random_decision
from cohortplan.problem import decode


def instance_of(source: str) -> Instance:
    """Read an instance that there is."""
    instance = read_instance(source)
    assert instance is not None
    return instance


def random_plan(scenario: Scenario, seed: int = 0) -> Plan:
    """Draw a plan in which everyone sits somewhere."""
    axes = build_axes(scenario)
    return decode(random_decision(axes, np.random.default_rng(seed)), axes)


def plan_of(scenario: Scenario, seat: Sequence[Sequence[int]], choice: Sequence[int] = ()) -> Plan:
    """Make a plan of the set of each participant in each round, and the option of each visit."""
    axes = build_axes(scenario)
    options = np.array(choice or [axes.menu(v).start for v in range(len(axes.visits))], dtype=np.int32)
    return decode(Decision(np.array(seat, dtype=np.int32), options), axes)


def refused(source: str) -> tuple[Defect, ...]:
    """Return the defects for which an instance is refused."""
    with pytest.raises(InputError) as refusal:
        read_instance(source)
    assert all(defect.file and defect.remedy for defect in refusal.value.defects)
    return refusal.value.defects
