"""Rules restricted to some rounds and people."""

from __future__ import annotations

from itertools import islice

import numpy as np
import pytest

from cohortplan.clash.narrow import narrowed, offered, sides
from cohortplan.primitives import build_axes
from cohortplan.problem import decode
from cohortplan.rules import build_rule
from tests.contracts.test_rules import CASES, decisions
from tests.support.examples import example_scenario
from tests.support.rule_examples import EXAMPLES


@pytest.mark.parametrize(("kind", "number"), CASES)
def test_a_restricted_rule_means_what_it_lowers_to(kind: str, number: int) -> None:
    """For every rule, measure and lowered value agree on some rounds, on some people, and on both, and ask no more."""
    example = EXAMPLES[kind][number]
    scenario, rule = example.scenario(), example.rule
    axes, rng = build_axes(scenario), np.random.default_rng(3)
    known = {side: offered(rule, side, scenario) for side in sides(rule, axes)}
    assert not known or (rule.hard and not rule.settled)
    for decision in islice(decisions(axes), 4):
        some = {side: frozenset(rng.permutation(names)[: len(names) // 2].tolist()) for side, names in known.items()}
        plan = decode(decision, axes)
        whole = rule.measure(scenario, plan).amount
        rounds, people = some.get("rounds") or None, some.get("people")
        for scope in ((rounds, None), (None, people), (rounds, people)):
            narrow = narrowed(rule, *scope, scenario)
            amount = narrow.measure(scenario, plan).amount
            assert amount == sum(shape.value(decision, axes) for shape in narrow.lower(axes))
            assert amount <= whole


def test_nobody_is_found_out_by_a_restriction() -> None:
    """Rules about people who carry a flag are not restricted to some of them."""
    axes = build_axes(example_scenario())
    assert sides(build_rule("isolation", flag="first", hard=True), axes) == ()
    assert "people" in sides(build_rule("isolation", attribute="organisation", hard=True), axes)
