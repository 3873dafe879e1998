"""Ready for loss: each host and each person lost in turn, and what becomes of the plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date
from typing import Any

from cohortplan.errors import ScenarioError
from cohortplan.living.policy import Policy, Replanned
from cohortplan.living.replan import replan
from cohortplan.living.softening import taken_in
from cohortplan.model import Plan, Scenario
from cohortplan.model.changes import KINDS, Change
from cohortplan.solvers.base import Stop


@dataclass(frozen=True)
class Loss:
    """Somebody or something that is lost.

    Attributes
    ----------
    kind : str
        host or participant.
    changes : tuple of Change
        What it means for the scenario.
    """

    kind: str
    name: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Recovery:
    """What becomes of a plan after a loss.

    Attributes
    ----------
    verdict : str
        kept: a plan keeps every hard rule; fallen: one does, but visits fall away, as no host is left for them; broken:
        the best that was found breaks some; none: no plan was found, or by counting alone there is none.
    changes, people : int
        Visits and meetings that change, and for how many people.
    broken : mapping of str to int
        By how much rules have to be broken.
    reason : str
        Why it is not kept, in a sentence; "" if it is.
    content : str or None
        The plan as JSON, as it has to come from another process.
    """

    kind: str
    name: str
    verdict: str
    changes: int = 0
    people: int = 0
    broken: Mapping[str, int] | None = None
    reason: str = ""
    content: str | None = None

    @property
    def plan(self) -> Plan | None:
        """The plan, None if none was found."""
        return None if self.content is None else Plan.model_validate_json(self.content)

    def as_json(self) -> dict[str, Any]:
        """The entry of ``resilience --json``."""
        return {
            "kind": self.kind,
            "name": self.name,
            "verdict": self.verdict,
            "changes": self.changes,
            "people": self.people,
            "broken": dict(self.broken or {}),
            "reason": self.reason,
        }


def losses(scenario: Scenario, plan: Plan, today: date) -> Iterator[Loss]:
    """Yield single losses: each host that has a visit still to come, each participant who is there from now on."""
    visited = {v.host for v in scenario.visits(plan) if v.start.date() >= today}
    for host in scenario.hosts:
        if host.id in visited:
            fields = {"known": today, "change": "closure", "host": host.id, "from": today, "until": _last(scenario)}
            yield Loss("host", host.id, (KINDS["closure"].model_validate(fields),))
    for person in scenario.participants:
        if person.leaves is None or person.leaves >= today:
            fields = {"known": today, "change": "leaves", "participants": (person.id,), "date": today}
            yield Loss("participant", person.id, (KINDS["leaves"].model_validate(fields),))


def recovery(scenario: Scenario, plan: Plan, loss: Loss, policy: Policy, stop: Stop, seed: int = 0) -> Recovery:
    """Plan anew after one loss."""
    try:
        left, softened = taken_in(scenario, loss.changes, policy.today)
        found = replan(left, plan, policy, stop=stop, seed=seed)
    except ScenarioError as error:
        return Recovery(loss.kind, loss.name, "none", reason=error.defects[0].message)
    if found.plan is None or found.evaluation is None:
        return Recovery(loss.kind, loss.name, "none", reason="no plan was found in time")
    broken = {**dict(found.broken), **_of_softened(found, [each.rule for each in softened])}
    people = _touched(left, plan, found.plan)
    verdict = "broken" if broken else "fallen" if found.fallen else "kept"
    reason = _reason(found, broken)
    return Recovery(loss.kind, loss.name, verdict, found.changes, people, broken, reason, found.plan.model_dump_json())


def recoveries(
    scenario: Scenario,
    plan: Plan,
    policy: Policy,
    *,
    stop: Stop,
    seed: int = 0,
    crew: Executor | None = None,
    heard: Callable[[Recovery], None] | None = None,
) -> list[Recovery]:
    """Plan anew after each single loss, side by side if there is a crew.

    Parameters
    ----------
    stop : Stop
        Budget of each.
    heard : callable, optional
        Told of each as it is known.
    """
    tasks = list(losses(scenario, plan, policy.today))
    each = ((scenario, plan, loss, policy, stop, seed) for loss in tasks)
    done: Iterable[Recovery] = (
        (recovery(*arguments) for arguments in each)
        if crew is None
        else (future.result() for future in [crew.submit(recovery, *arguments) for arguments in each])
    )
    found = []
    for one in done:
        found.append(one)
        if heard is not None:
            heard(one)
    return found


def _last(scenario: Scenario) -> date:
    return max([scenario.programme.ends, *(day for each in scenario.rounds for day in each.days)])


def _of_softened(found: Replanned, rules: Iterable[str]) -> dict[str, int]:
    """Return what is owed under rules that counting alone has made wishes, altogether or in some rounds."""
    owed = {} if found.evaluation is None else found.evaluation.objectives
    totals = {
        rule: sum(
            each.value
            for name, each in owed.items()
            if each.level == "soft" and (name == rule or name.startswith(f"{rule}-"))
        )
        for rule in rules
    }
    return {rule: total for rule, total in totals.items() if total}


def _reason(found: Replanned, broken: Mapping[str, int]) -> str:
    sets = [name for gone in found.fallen for name in gone.sets]
    if sets:
        return f"No host is left for {'the visit' if len(sets) == 1 else 'visits'} of {', '.join(sets)}."
    for match in found.breaches:
        return match.sentence
    measures = {} if found.evaluation is None else found.evaluation.measures
    for name, measure in measures.items():
        if any(name == rule or name.startswith(f"{rule}-") for rule in broken) and measure.amount:
            return measure.matches[0].sentence
    return ""


def _touched(scenario: Scenario, old: Plan, new: Plan) -> int:
    from cohortplan.evaluate.notes import notes

    return len({note.person for note in notes(scenario, old, new)})
