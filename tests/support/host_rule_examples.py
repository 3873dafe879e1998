"""Example configurations of the rules about hosts, at least one of every kind."""

from __future__ import annotations

from tests.support.examples import Example

HOST_EXAMPLES: tuple[Example, ...] = ()
