"""Small random scenarios with a plan hidden in them that keeps every hard rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations
from typing import Any

import numpy as np

from cohortplan.model import (
    Absence,
    Cannot,
    Closure,
    Host,
    Opening,
    Participant,
    Plan,
    Rule,
    Scenario,
    SeatLock,
    SetSpec,
    Tie,
    Visit,
    VisitLock,
)
from cohortplan.primitives import OUT, Axes, Decision, build_axes
from cohortplan.problem import decode
from cohortplan.rules import build_rule, with_implied
from tests.support.builders import cohort, hosts, make_scenario, visit_rounds

Rng = np.random.Generator


@dataclass(frozen=True)
class Planted:
    """A scenario and a plan that keeps every hard rule of it."""

    scenario: Scenario
    plan: Plan


def planted(seed: int, people: tuple[int, int] = (6, 10), rounds: tuple[int, int] = (2, 3)) -> Planted:
    """Make a scenario of 6 to 10 `people`, 2 or 3 `rounds` of 2 or 3 sets and 3 to 5 hosts around a random plan.

    Sizes, hosts' limits, ties, locks and a random choice of rules are drawn so that the plan keeps them; a rule that
    it does not keep is soft.
    """
    rng = np.random.default_rng(seed)
    bare, plan = _draft(rng, people, rounds)
    while plan is None:
        bare, plan = _draft(rng, people, rounds)
    visits = list(bare.visits(plan))
    parts: dict[str, Any] = {
        "programme": bare.programme.model_copy(update={"planned_on": bare.programme.starts}),
        "participants": tuple(_barred(rng, person, bare.hosts, visits) for person in bare.participants),
        "hosts": tuple(_limited(rng, host, bare, [v for v in visits if v.host == host.id]) for host in bare.hosts),
        "rounds": bare.rounds,
        "absences": bare.absences,
        "ties": tuple(_ties(rng, bare, plan)),
        "seat_locks": tuple(_seat_locks(rng, plan)),
        "visit_locks": tuple(
            VisitLock(set=v.set, activity=v.activity, host=v.host) for v in visits if _chance(rng, 0.1)
        ),
    }
    scenario = make_scenario((), implied=False, **parts)
    rules = with_implied(_rules(rng, scenario, plan))
    weights = {rule.id: int(rng.integers(1, 6)) for rule in rules if not rule.hard}
    return Planted(make_scenario(rules, implied=False, weights=weights, **parts), plan)


def _chance(rng: Rng, share: float) -> bool:
    return bool(rng.random() < share)


def _draft(rng: Rng, size: tuple[int, int], length: tuple[int, int]) -> tuple[Scenario, Plan | None]:
    """Deal people and hosts at random; no plan if somebody had to see a host twice."""
    people, sets = int(rng.integers(size[0], size[1] + 1)), int(rng.integers(2, 4))
    rounds = int(rng.integers(length[0], length[1] + 1))
    scenario = make_scenario(
        (),
        implied=False,
        participants=cohort(people),
        hosts=hosts(int(rng.integers(3, 6)), organisation="", sets_at_once=9),
        rounds=visit_rounds(rounds, [(0, 99)] * sets, minutes=90, step=90),
    )
    seat = np.array([rng.permutation(people) % sets for _ in range(rounds)], dtype=np.int32)
    if _chance(rng, 0.4):
        away = int(rng.integers(people))
        seat[0, away] = OUT
        absence = Absence(participant=scenario.participants[away].id, round=scenario.rounds[0].id)
        scenario = scenario.model_copy(update={"absences": (absence,)})
    scenario = _sized(rng, scenario, seat)
    axes = build_axes(scenario)
    choice = _choose(rng, axes, seat)
    return scenario, None if choice is None else decode(Decision(seat, choice), axes)


def _sized(rng: Rng, scenario: Scenario, seat: np.ndarray[Any, Any]) -> Scenario:
    """Give the sets limits around their sizes."""
    rounds = []
    for each, row in zip(scenario.rounds, seat, strict=True):
        sizes = [int((row == s).sum()) for s in range(len(each.sets))]
        specs = tuple(
            SetSpec(id=spec.id, least=max(0, size - int(rng.integers(2))), most=size + int(rng.integers(2)))
            for spec, size in zip(each.sets, sizes, strict=True)
        )
        rounds.append(each.model_copy(update={"sets": specs}))
    return make_scenario(
        (),
        implied=False,
        participants=scenario.participants,
        hosts=scenario.hosts,
        rounds=tuple(rounds),
        absences=scenario.absences,
    )


def _choose(rng: Rng, axes: Axes, seat: np.ndarray[Any, Any]) -> np.ndarray[Any, Any] | None:
    """Choose options one visit after another, none at a host that a member has seen; None if there is none left."""
    seen: list[set[int]] = [set() for _ in axes.person]
    choice = np.zeros(len(axes.visits), dtype=np.int32)
    for v, place in enumerate(axes.visits):
        members = np.flatnonzero(seat[place.round] == place.set).tolist()
        new = [o for o in axes.menu(v) if all(int(axes.option_host[o]) not in seen[p] for p in members)]
        if not new:
            return None
        choice[v] = rng.choice(new)
        for p in members:
            seen[p].add(int(axes.option_host[choice[v]]))
    return choice


def _barred(rng: Rng, person: Participant, all_hosts: tuple[Host, ...], visits: list[Visit]) -> Participant:
    """Say of some people that they cannot go to a host that the plan does not send them to."""
    seen = {visit.host for visit in visits if person.id in visit.members}
    unseen = [host.id for host in all_hosts if host.id not in seen]
    cannot = (Cannot(code=str(rng.choice(unseen))),) if unseen and _chance(rng, 0.2) else ()
    return person.model_copy(update={"cannot": cannot})


def _limited(rng: Rng, host: Host, scenario: Scenario, visits: list[Visit]) -> Host:
    """Give a host limits that its visits keep."""
    loads = [[v for v in visits if v.start <= moment.start < v.end] for moment in visits]
    persons = [sum(len(v.members) for v in there) for there in loads]
    days = sorted({v.start.date() for v in visits})
    gaps = [(later - earlier).days for earlier, later in combinations(days, 2)]
    guests = {scenario.people[p].get("organisation") for v in visits for p in v.members}
    strangers = sorted({person.get("organisation") for person in scenario.participants} - guests)
    shut = [day for each in scenario.rounds for day in each.days if day not in days]
    offers = tuple(Opening(start=v.start - timedelta(minutes=30), end=v.end) for v in visits)
    return host.model_copy(
        update={
            "capacity": max(persons, default=3) + int(rng.integers(2)),
            "least": max(0, min(persons, default=1) - int(rng.integers(2))),
            "sets_at_once": max(map(len, loads), default=1),
            "most_visits": len(visits) + int(rng.integers(2)) if _chance(rng, 0.6) else None,
            "gap_days": int(rng.integers(min(gaps, default=20) + 1)),
            "lead_days": int(rng.integers(30)),
            "reserve": _chance(rng, 0.3),
            "organisation": str(rng.choice(strangers)) if strangers and _chance(rng, 0.5) else "",
            "closures": tuple(Closure(first=day, last=day) for day in shut if _chance(rng, 0.3)),
            "openings": offers if _chance(rng, 0.3) else (),
        }
    )


def _pairs_by_round(plan: Plan) -> Iterator[set[tuple[str, str]]]:
    for planned in plan.rounds:
        yield {pair for group in planned.sets for pair in combinations(group.members, 2)}


def _ties(rng: Rng, scenario: Scenario, plan: Plan) -> Iterator[Tie]:
    """Draw ties that the plan keeps: of those who never meet some are apart, of those who always do some together."""
    rounds = list(_pairs_by_round(plan))
    ever, always = set.union(*rounds), set.intersection(*rounds)
    for a, b in combinations(sorted(person.id for person in scenario.participants), 2):
        if _chance(rng, 0.1):
            yield Tie(a=a, b=b, kind="knows")
        if (a, b) not in ever and _chance(rng, 0.3):
            yield Tie(a=a, b=b, kind="apart")
        if (a, b) in always and _chance(rng, 0.5):
            yield Tie(a=a, b=b, kind="together")


def _seat_locks(rng: Rng, plan: Plan) -> Iterator[SeatLock]:
    for planned in plan.rounds:
        for group in planned.sets:
            yield from (SeatLock(participant=p, set=group.id) for p in group.members if _chance(rng, 0.05))


def _rules(rng: Rng, scenario: Scenario, plan: Plan) -> Iterator[Rule]:
    """Choose some of the rules: those the plan keeps are mostly hard, the others soft."""
    for kind, fields in _candidates(rng, scenario):
        if _chance(rng, 0.45):
            rule = build_rule(kind, **fields)
            kept = rule.measure(scenario, plan).amount == 0 and not any(rule.defects(scenario))
            wish = build_rule(kind, **{**fields, "hard": False})
            if kept and _chance(rng, 0.8) and fields.get("mode") != "maximal":
                yield build_rule(kind, **{**fields, "hard": True})
            elif not any(wish.defects(scenario)):
                yield wish


def _candidates(rng: Rng, scenario: Scenario) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every kind of rule that can be wished for, with random fields."""
    few, some = int(rng.integers(1, 3)), int(rng.integers(2, 4))
    attribute = str(rng.choice(["sector", "organisation", "town"]))
    kinds = tuple(sorted({host.kind for host in scenario.hosts}))
    yield "mix", {"attribute": str(rng.choice(["sector", "town"]))}
    yield "mix", {"id": "mixed", "attribute": "town", "mode": "maximal"}
    yield "mix", {"id": "quota", "quota": {"public": (few - 1, few + 1)}}
    yield "spread", {"attribute": attribute, "at_least": few}
    yield "spread", {"id": "cap", "attribute": attribute, "at_most": some}
    yield "never_alone", {"flag": "first"}
    yield "never_alone", {"id": "company", "attribute": "sector", "value": "public", "least": some}
    yield "keep_apart", {"same": ("organisation",) if _chance(rng, 0.5) else ()}
    yield "keep_together", {}
    yield "new_contacts", {"across": {"sector": few} if _chance(rng, 0.5) else {}}
    yield "repeat_cap", {"most": few}
    yield "repeat_price", {"power": few}
    yield "fair_floor", {"at_least": some + few, "power": few}
    yield "host_quota", {"kinds": (str(rng.choice(kinds)),), "least": few - 1, "most": few}
    yield "host_quota", {"id": "sectors", "each": "sector", "most": few}
    yield "host_variety", {"of": str(rng.choice(["kind", "sector"])), "least": some}
    yield "early_contacts", {"across": ("sector",) if _chance(rng, 0.5) else ()}
    yield "role_alike", {"attribute": "town", "across": "sector", "least": few}
    yield "isolation", {"attribute": "organisation", "flag": "first", "at_least": some}
    yield "faultline", {"attributes": ("sector", "town"), "least": some}
    yield "depth", {"partners": some, "minutes": 90}
