"""Visits that fall away, as no host is left that could receive them."""

from __future__ import annotations

from collections.abc import Container
from datetime import date
from itertools import chain, count

from cohortplan.model import Host, Plan, Scenario
from cohortplan.model.changes import Cancelled
from cohortplan.rules import build_rule

#: The largest weight that a rule may have.
MOST_WEIGHT = 1_000_000

#: What a visit that falls away costs for each person, in changes: far more than any other way out.
_DEAR = 50


def with_nobody(asked: Scenario) -> tuple[Scenario, str]:
    """Return `asked` with one more host, whom no rule limits and nobody wants to visit, and this host's id.

    The host has room for everybody at any time, is of no kind and at no place: rules about hosts pass over it. A visit
    to it stands for one that falls away. The scenario is for searching only, and is not checked.
    """
    name = _free_id("nobody", asked.host)
    nobody = Host(id=name, name="nobody", sets_at_once=max(1, len(asked.set_spec)))
    rounds = tuple(
        each.model_copy(
            update={
                "activities": tuple(
                    activity.model_copy(update={"kinds": (*activity.kinds, "")}) if activity.kinds else activity
                    for activity in each.activities
                )
            }
        )
        for each in asked.rounds
    )
    free = build_rule("host_quota", id=_free_id("falls_away", asked.weights), hosts=(name,), most=0, hard=False)
    weights = {**asked.weights, free.id: min(_DEAR * max(asked.weights.values(), default=1), MOST_WEIGHT)}
    fields = {"hosts": (*asked.hosts, nobody), "rounds": rounds, "rules": (*asked.rules, free), "weights": weights}
    return asked.model_copy(update=fields), name


def _free_id(name: str, taken: Container[str]) -> str:
    """Return a name that nothing has yet."""
    return next(each for each in chain([name], (f"{name}-{k}" for k in count(2))) if each not in taken)


def fallen(asked: Scenario, plan: Plan, nobody: str, today: date) -> tuple[Cancelled, ...]:
    """Return what falls away by a plan in which such visits go to `nobody`, in the order of the rounds."""
    found: dict[tuple[str, str], list[str]] = {}
    for planned in plan.rounds:
        for group in planned.sets:
            for done in group.activities:
                if done.host == nobody:
                    found.setdefault((planned.id, done.id), []).append(group.id)
    order = {name: place for place, name in enumerate(asked.round)}
    return tuple(
        Cancelled(change="cancelled", known=today, round=round_id, activity=activity, sets=tuple(sorted(sets)))
        for (round_id, activity), sets in sorted(found.items(), key=lambda item: (order[item[0][0]], item[0][1]))
    )
