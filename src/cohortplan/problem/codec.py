"""From a decision to a plan people read, and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from cohortplan.model.plan import Plan, PlannedActivity, PlannedRound, PlannedSet, ScenarioRef
from cohortplan.primitives import OUT, Axes, Decision


def decode(decision: Decision, axes: Axes, manifest: Mapping[str, Any] | None = None) -> Plan:
    """Write `decision` out as a plan with names and times."""
    scenario = axes.scenario
    chosen = {
        (place.round, place.set, place.activity.id): axes.options[decision.choice[v]]
        for v, place in enumerate(axes.visits)
    }
    names, order = list(axes.person), np.argsort(decision.seat, axis=1, kind="stable")
    ends = [
        np.searchsorted(row, np.arange(axes.widest + 1), sorter=o) for row, o in zip(decision.seat, order, strict=True)
    ]

    def members(r: int, s: int) -> tuple[str, ...]:
        return tuple(sorted(names[p] for p in order[r, ends[r][s] : ends[r][s + 1]].tolist()))

    def activities(r: int, s: int) -> Iterator[PlannedActivity]:
        for activity in scenario.activities(scenario.rounds[r], axes.set_ids[r][s]):
            option = chosen.get((r, s, activity.id))
            start, end = (activity.windows[0].start, activity.windows[0].end)
            if option is not None:
                start, end = option.start, option.end
            yield PlannedActivity(
                id=activity.id,
                kind=activity.kind,
                host=None if option is None else scenario.hosts[option.host].id,
                start=scenario.aware(start),
                end=scenario.aware(end),
            )

    rounds = tuple(
        PlannedRound(
            id=each.id,
            sets=tuple(
                PlannedSet(
                    id=spec.id,
                    members=members(r, s),
                    activities=tuple(activities(r, s)),
                )
                for s, spec in enumerate(each.sets)
            ),
        )
        for r, each in enumerate(scenario.rounds)
    )
    ref = ScenarioRef(id=scenario.programme.id, sha256=scenario.sha256)
    return Plan(scenario=ref, manifest=dict(manifest or {}), rounds=rounds)


def encode(plan: Plan, axes: Axes) -> tuple[Decision, int]:
    """Read `plan` as a decision, to be used as a hint.

    Returns
    -------
    decision : Decision
        The plan's seats and visits; what the plan leaves open or the scenario does not know is `OUT`
        (seats) or -1 (visits).
    missing : int
        How many seats of attending participants and how many visits are open.
    """
    seat = np.full(axes.attends.shape, OUT, dtype=np.int32)
    choice = np.full(len(axes.visits), -1, dtype=np.int32)
    options = {(o.menu, o.host, o.start, o.end): index for index, o in enumerate(axes.options)}
    visit = {(axes.set_ids[v.round][v.set], v.activity.id): index for index, v in enumerate(axes.visits)}
    for planned in plan.rounds:
        for group in planned.sets:
            place = axes.set_place.get(group.id)
            if place is None or axes.round.get(planned.id) != place[0]:
                continue
            for member in group.members:
                if member in axes.person:
                    seat[place[0], axes.person[member]] = place[1]
            for activity in group.activities:
                index = visit.get((group.id, activity.id))
                host = axes.host.get(activity.host or "")
                if index is not None and host is not None:
                    local = axes.scenario.local
                    key = (axes.visits[index].menu, host, local(activity.start), local(activity.end))
                    choice[index] = options.get(key, -1)
    return Decision(seat, choice), int((axes.attends & (seat == OUT)).sum() + (choice < 0).sum())
