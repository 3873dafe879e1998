"""The opposite of a choice: the scenario in which it has to be otherwise, and the best plan there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from cohortplan.errors import Defect, InputError, ScenarioError
from cohortplan.evaluate import Evaluation, evaluate
from cohortplan.model import Closure, Objection, Plan, Scenario, Tie
from cohortplan.model.names import unknown
from cohortplan.rules import build_rule
from cohortplan.solve import Result, solve
from cohortplan.solvers.base import Status, Stop

#: Id of the rule by which the opposite is forced.
FORCED = "forced"


@dataclass(frozen=True)
class Opposite:
    """A choice that a plan makes, and its contrary.

    Attributes
    ----------
    choice : str
        What the plan does, in a sentence.
    contrary : str
        What would have to be instead, to follow "if".
    scenario : Scenario or None
        The scenario in which it is so; None if by counting alone there is no plan of it, for the reasons in `barred`.
    company : tuple of str and frozenset of str, or None
        The round and the members of the set, if it is asked why somebody sits in it.
    """

    choice: str
    contrary: str
    scenario: Scenario | None
    barred: tuple[str, ...] = ()
    company: tuple[str, frozenset[str]] | None = None


def not_in_set(scenario: Scenario, plan: Plan, person: str, set_id: str) -> Opposite:
    """Ask why somebody sits in a set, or, if they do not, why not.

    Raises
    ------
    InputError
        If there is no such person or set, or the person takes no part in the round.
    """
    _must_know(scenario, person, set_id)
    round_id = scenario.set_spec[set_id][0].id
    if person not in scenario.attending(round_id):
        raise InputError([Defect(f"{person} takes no part in round {round_id}", "Name another round's set", set_id)])
    groups = {g.id: g for g in scenario.groups(plan, (round_id,)) if person in g.members}
    sits = list(groups)
    if set_id in sits:
        objections = (*scenario.objections, Objection(participant=person, set=set_id))
        parts = {"objections": objections, "former": plan}  # or another set of that name would do
        asked = _asked(f"{person} sits in {set_id}.", f"{person} sat in another set", scenario, **parts)
        return replace(asked, company=(round_id, frozenset(groups[set_id].members)))
    others = tuple(
        Objection(participant=person, set=spec.id) for spec in scenario.round[round_id].sets if spec.id != set_id
    )
    where = f"sits in {sits[0]}" if sits else "sits nowhere"
    contrary = f"{person} sat in {set_id}"
    parts = {"objections": (*scenario.objections, *others), "former": plan}
    return _asked(f"{person} {where}, not in {set_id}.", contrary, scenario, **parts)


def not_apart(scenario: Scenario, plan: Plan, a: str, b: str) -> Opposite:
    """Ask why two people never share a set, or, if they do, why they do.

    Raises
    ------
    InputError
        If there are no such two people.
    """
    _must_know(scenario, a)
    _must_know(scenario, b)
    together = [g.id for g in scenario.groups(plan, scenario.contact_rounds) if {a, b} <= set(g.members)]
    if not together:
        rule = build_rule("must_meet", id=FORCED, pairs=((a, b),))
        rules = (*scenario.rules, rule)
        return _asked(f"{a} and {b} share no set.", f"{a} and {b} shared one", scenario, rules=rules)
    rules = (*scenario.rules, build_rule("keep_apart", id=FORCED, kinds=(FORCED,), rounds=scenario.contact_rounds))
    ties = (*scenario.ties, Tie(a=a, b=b, kind=FORCED))
    sets = ", ".join(together)
    return _asked(f"{a} and {b} share {sets}.", f"{a} and {b} shared no set", scenario, rules=rules, ties=ties)


def not_visited(scenario: Scenario, plan: Plan, host: str, day: date | None) -> Opposite:
    """Ask why a host is visited, on one day or at all, or, if it is not, why not.

    Raises
    ------
    InputError
        If there is no such host.
    """
    if host not in scenario.host:
        raise InputError([unknown("host", host, scenario.host, ())])
    visits = [v for v in scenario.visits(plan) if v.host == host and day in (None, v.start.date())]
    when = f" on {day}" if day else ""
    if not visits:
        rule = build_rule("receives", id=FORCED, hosts=(host,), days=(day,) if day else ())
        rules = (*scenario.rules, rule)
        return _asked(f"{host} is not visited{when}.", f"{host} were visited{when}", scenario, rules=rules)
    first, last = (day, day) if day else (scenario.programme.starts, scenario.programme.ends)
    closed = scenario.host[host].model_copy(
        update={"closures": (*scenario.host[host].closures, Closure(first=first, last=last))}
    )
    hosts = tuple(closed if each.id == host else each for each in scenario.hosts)
    sets = ", ".join(visit.set for visit in visits)
    return _asked(f"{host} is visited{when} by {sets}.", f"{host} were not visited{when}", scenario, hosts=hosts)


@dataclass(frozen=True)
class Answer:
    """Why a plan makes a choice: what the best plan with the contrary looks like.

    Attributes
    ----------
    status : Status
        Infeasible if it is proved that there is no such plan.
    before : Evaluation
        The plan as it is.
    result : Result or None
        The best that was found with the contrary, measured without what was forced; None if counting alone bars it.
    reasons : tuple of str
        If there is none, what bars it: sentences, or ids of rules that clash.
    """

    opposite: Opposite
    status: Status
    before: Evaluation
    after: Evaluation | None = None
    result: Result | None = None
    reasons: tuple[str, ...] = ()

    @property
    def difference(self) -> int | None:
        """By how much the soft cost rises; below 0 if a better plan was found. None if there is no such plan."""
        return None if self.after is None else self.after.soft - self.before.soft

    @property
    def same_company(self) -> bool:
        """Whether with the contrary the same people sit together after all, in a set of another name."""
        plan = None if self.result is None else self.result.plan
        if plan is None or self.opposite.company is None:
            return False
        round_id, members = self.opposite.company
        return members in (frozenset(group.members) for group in plan.by_round[round_id].sets)

    @property
    def rules(self) -> Mapping[str, tuple[int, int]]:
        """What soft rules owe now and would owe otherwise, by id, where that differs."""
        if self.after is None:
            return {}
        now, then = self.before.objectives, self.after.objectives
        return {
            name: (now[name].value, then[name].value)
            for name in now
            if now[name].level == "soft" and now[name].value != then[name].value
        }

    def as_json(self) -> dict[str, Any]:
        """The content of ``why --json``."""
        plan = None if self.result is None else self.result.plan
        return {
            "choice": self.opposite.choice,
            "contrary": self.opposite.contrary,
            "status": str(self.status),
            "soft": self.before.soft,
            "soft_otherwise": None if self.after is None else self.after.soft,
            "bound_otherwise": None if self.result is None else self.result.bound,
            "rules": {name: list(values) for name, values in self.rules.items()},
            "reasons": list(self.reasons),
            "plan": None if plan is None else plan.model_dump(mode="json"),
        }


def answer(scenario: Scenario, plan: Plan, opposite: Opposite, *, stop: Stop, **settings: Any) -> Answer:
    """Find the best plan with the contrary, starting from `plan`.

    Parameters
    ----------
    stop : Stop
        Budget of the search.
    **settings
        As for `solve`; the solver is ``repair`` unless another is named.
    """
    before = evaluate(scenario, plan)
    if opposite.scenario is None:
        return Answer(opposite, Status.INFEASIBLE, before, reasons=opposite.barred)
    result = solve(opposite.scenario, stop=stop, hint=plan, **{"solver": "repair", **settings})
    if result.plan is None:
        return Answer(opposite, result.status, before, result=result, reasons=result.reasons)
    return Answer(opposite, result.status, before, evaluate(scenario, result.plan), result)


def _asked(choice: str, contrary: str, scenario: Scenario, **parts: Any) -> Opposite:
    try:
        return Opposite(choice, contrary, scenario.but(**parts))
    except ScenarioError as error:
        return Opposite(choice, contrary, None, tuple(defect.message for defect in error.defects))


def _must_know(scenario: Scenario, person: str, set_id: str | None = None) -> None:
    defects: list[Defect] = []
    if person not in scenario.people:
        defects.append(unknown("participant", person, scenario.people, ()))
    if set_id is not None and set_id not in scenario.set_spec:
        defects.append(unknown("set", set_id, scenario.set_spec, ()))
    if defects:
        raise InputError(defects)
