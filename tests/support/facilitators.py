"""Facilitators and rounds that want some, for tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cohortplan.model import Facilitator, Plan, Round


def circle(count: int, **fields: Any) -> tuple[Facilitator, ...]:
    """Facilitators F1.. with one skill; `fields` are given to each."""
    return tuple(
        Facilitator(**{"id": f"F{k}", "name": f"Facilitator {k}", "skills": ("coaching",), **fields})
        for k in range(1, count + 1)
    )


def facilitated(rounds: Iterable[Round], *numbers: int) -> tuple[Round, ...]:
    """Return `rounds`, each with so many facilitators for a set."""
    return tuple(each.model_copy(update={"facilitators": number}) for each, number in zip(rounds, numbers, strict=True))


def looked_after(plan: Plan, held: Mapping[str, tuple[str, ...]]) -> Plan:
    """Return `plan` with facilitators of sets, by the sets' ids."""
    content = plan.model_dump(mode="json")
    for planned in content["rounds"]:
        for group in planned["sets"]:
            group["facilitators"] = list(held.get(group["id"], group.get("facilitators", ())))
    return Plan.model_validate(content)
