"""The helper by which rules price how long people are at their visits; used only inside `lower`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

import numpy as np

from cohortplan.model.people import Participant
from cohortplan.primitives import Axes, PersonSum, Primitive
from cohortplan.rules.shared.host_lowering import options_in


def price_minutes(
    axes: Axes,
    rounds: Sequence[str],
    needed: Mapping[str, int],
    minutes: Callable[[Participant, datetime, datetime], int],
) -> Sequence[Primitive]:
    """Price what everyone's visits in `rounds` lack of the minutes they are needed for.

    Parameters
    ----------
    needed : mapping of str to int
        Minutes that each person needs; who is left out needs none.
    minutes : callable
        How long a visit takes that a person makes from a start to an end.
    """
    counted = options_in(axes, rounds)
    weights: dict[tuple[int, ...], int] = {}
    kind = np.zeros(axes.people_count, dtype=np.int32)
    spans = [(option.start, option.end) if counted[o] else None for o, option in enumerate(axes.options)]
    dated = {absence.participant for absence in axes.scenario.absences}
    alike: dict[object, tuple[int, ...]] = {}
    for p, person in enumerate(axes.scenario.participants):
        key = person.id if person.id in dated else (person.joins, person.leaves)
        if key not in alike:
            length = {span: minutes(person, *span) for span in set(spans) if span is not None}
            alike[key] = tuple(length[span] if span is not None else 0 for span in spans)
        kind[p] = weights.setdefault(alike[key], len(weights))
    floors = sorted({floor for floor in needed.values() if floor})
    if not floors:
        return []
    table = np.array([[max(0, floor - total) for total in range(floors[-1] + 2)] for floor in floors], dtype=np.int32)
    row = np.array([floors.index(needed[name]) if needed.get(name) else -1 for name in axes.person], dtype=np.int32)
    weight = np.array(list(weights), dtype=np.int32).reshape(len(weights), len(axes.options))
    return [PersonSum(kind, weight, row, table)]
