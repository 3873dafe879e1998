"""Example configurations of every rule kind, for the contracts that rules and solvers must keep."""

from __future__ import annotations

from collections.abc import Mapping

from tests.support.examples import Example
from tests.support.host_rule_examples import HOST_EXAMPLES

PEOPLE_EXAMPLES: tuple[Example, ...] = (
    Example("set_size"),
    Example("set_size", {"rounds": ("D1", "M1")}),
)


def _by_kind(examples: tuple[Example, ...]) -> Mapping[str, list[Example]]:
    table: dict[str, list[Example]] = {}
    for example in examples:
        table.setdefault(example.kind, []).append(example)
    return table


#: At least one example of every registered kind; ``tests/contracts/test_rules.py`` sees to it.
EXAMPLES: Mapping[str, list[Example]] = _by_kind(PEOPLE_EXAMPLES + HOST_EXAMPLES)
