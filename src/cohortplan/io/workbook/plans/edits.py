"""Whether the workbook of a plan was edited since it was written, so that nobody's edits are overwritten."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC
from pathlib import Path
from typing import Any

from cohortplan.errors import Defect, InputError
from cohortplan.io.workbook.plans.reading import read_as_written
from cohortplan.model import Plan, PlannedActivity, PlannedSet


def decided(plan: Plan) -> str:
    """Return a hash of all that is decided, whichever order and time zone it is told in."""
    rounds = [[each.id, sorted(map(_seated, each.sets))] for each in plan.rounds]
    return hashlib.sha256(json.dumps(rounds).encode()).hexdigest()[:16]


def _seated(group: PlannedSet) -> list[Any]:
    return [group.id, sorted(group.members), sorted(group.facilitators), _done(group.activities)]


def _done(activities: tuple[PlannedActivity, ...]) -> list[Any]:
    return [
        [
            each.id,
            each.kind,
            each.host or "",
            *(moment.astimezone(UTC).isoformat() for moment in (each.start, each.end)),
            sorted([duty, sorted(members)] for duty, members in each.duties.items()),
            sorted(each.guests),
        ]
        for each in activities
    ]


def must_hold_no_edits(path: Path, plan: Plan) -> None:
    """Make sure that no edits are lost when `plan` is written over what is there.

    Raises
    ------
    InputError
        If there is a workbook that was edited since it was written and has not `plan`, or anything else.
    """
    if not path.exists():
        return
    try:
        there, written = read_as_written(path)
        remedy = "Name another file; `cohortplan convert` makes a plan file of it; --replace overwrites it"
        message = "this workbook was edited since it was written, and holds another plan"
    except InputError:
        remedy = "Name another file; --replace overwrites it"
        message = "what is there is no workbook of a plan, or was edited so that it cannot be read"
    else:
        if decided(there) in (written, decided(plan)):
            return
    raise InputError([Defect(message, remedy, file=str(path))])
