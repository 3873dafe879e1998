"""What the page is told, as JSON: the programme once, and after each change what is otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cohortplan.board.session import Step
from cohortplan.board.wording import moment, told
from cohortplan.documents.charts import Marks
from cohortplan.evaluate import STRUCTURE, Owed
from cohortplan.evaluate.metrics import SECTOR
from cohortplan.evaluate.wording import Words, meaning
from cohortplan.model import Activity, Match, PlannedRound, Round, Scenario, SeatLock

#: So many places of violations are told, of one rule and in all, and so many of what one change makes new.
_PER_RULE, _TOLD, _NEW = 40, 200, 6
#: Where visits may start at more times than this in a round, only those are columns at which something is planned.
_SLOTS = 60

Json = dict[str, Any]


def facts(scenario: Scenario, name: str) -> Json:
    """Return what stays the same while a plan is changed: people, hosts, rounds, rules."""
    declared = next((each.values for each in scenario.attributes if each.name == SECTOR), ())
    marks = Marks([*declared, *(person.get(SECTOR) for person in scenario.participants)])
    return {
        "title": scenario.programme.title,
        "plan": name,
        "sectors": [{"name": value, "mark": marks.number(value)} for value in marks.values],
        "people": {
            person.id: {
                "name": person.name,
                "sector": person.get(SECTOR),
                "mark": marks.number(person.get(SECTOR)),
                "organisation": person.get("organisation"),
            }
            for person in scenario.participants
        },
        "hosts": {
            host.id: {"name": host.name, "kind": host.kind, "town": host.town, "reserve": host.reserve}
            for host in scenario.hosts
        },
        "rounds": [_round(scenario, each) for each in scenario.rounds],
        "rules": {
            rule.id: {
                "label": label(rule.id),
                "hard": rule.hard,
                "weight": scenario.weight(rule),
                "meaning": meaning(rule),
            }
            for rule in scenario.rules
        },
    }


def label(rule_id: str) -> str:
    """Return a rule's name as it reads in a sentence."""
    return rule_id.replace("_", " ")


def _round(scenario: Scenario, each: Round) -> Json:
    days = each.days
    return {
        "id": each.id,
        "title": each.title or each.id,
        "when": f"{days[0]:%a} {days[0].day} {days[0]:%b}" if days else "",
        "sets": {spec.id: [spec.least, spec.most] for spec in each.sets},
        "attending": scenario.attending(each.id),
        "visits": [_visit(scenario, activity) for activity in each.activities if activity.kind == "visit"],
    }


def _visit(scenario: Scenario, activity: Activity) -> Json:
    """Return where and when a visit may be made: times, and for each host those at which it is open."""
    starts = sorted({(start, start + activity.length(w)) for w in activity.windows for start in activity.starts(w)})
    starts = [each for each in starts if scenario.shown(each[0])][:_SLOTS]
    hosts = [host for host in scenario.hosts if not activity.kinds or host.kind in activity.kinds]
    offered = {
        host.id: [k for k, (a, b) in enumerate(starts) if host.open_between(a, b) and not host.closed_between(a, b)]
        for host in hosts
    }
    return {
        "id": activity.id,
        "title": activity.title or activity.id,
        "only": activity.only,
        "starts": [{"start": _clock(start), "said": moment(start)} for start, _ in starts],
        "offered": {name: slots for name, slots in offered.items() if slots},
    }


def _clock(time: datetime) -> str:
    return time.strftime("%Y-%m-%dT%H:%M")


def rounds(step: Step, old: Step | None = None) -> Json:
    """Return who sits where and what is visited when, of the rounds that are not as in an `old` step."""
    before = {} if old is None else old.plan.by_round
    return {
        planned.id: [_set(step, planned, k) for k in range(len(planned.sets))]
        for planned in step.plan.rounds
        if planned.id in step.scenario.round and before.get(planned.id) is not planned
    }


def _set(step: Step, planned: PlannedRound, k: int) -> Json:
    group = planned.sets[k]
    made = (each for each in group.activities if each.kind == "visit" and each.host)
    visits = [
        {
            "activity": each.id,
            "host": each.host,
            "start": _clock(start := step.scenario.local(each.start)),
            "said": moment(start),
        }
        for each in made
    ]
    return {"id": group.id, "members": group.members, "visits": visits, "carers": len(group.facilitators)}


def locks(step: Step) -> Json:
    """Return what is locked."""
    seats = sorted([lock.participant, lock.set] for lock in step.locks if isinstance(lock, SeatLock))
    visits = sorted([lock.set, lock.activity] for lock in step.locks if not isinstance(lock, SeatLock))
    return {"seats": seats, "visits": visits}


def score(step: Step, words: Words, bounds: Mapping[str, int]) -> Json:
    """Return what is owed under each rule, beside what is proved, and where hard rules are broken."""
    owed = step.owed
    soft = sum(bounds.get(name, 0) * each.weight for name, each in owed.objectives.items() if each.level == "soft")
    return {
        "hard": owed.hard,
        "soft": owed.soft,
        "bound": soft if bounds else None,
        "rules": {
            name: {
                "owed": each.value,
                "said": words.amount(name, each.value) if each.level == "soft" else str(each.value),
                **({"bound": bounds[name], "proved": words.bound(name, bounds[name])} if name in bounds else {}),
            }
            for name, each in owed.objectives.items()
        },
        "violations": _violations(step, owed),
    }


def _violations(step: Step, owed: Owed) -> list[Json]:
    """Return the places where hard rules are broken; of a rule that names nobody, without whom it is about."""
    nameless = {rule.id for rule in step.scenario.rules if rule.nameless}
    listed: list[Json] = []
    for name, measure in owed.measures.items():
        if measure.amount and (name not in owed.objectives or owed.objectives[name].level == "hard"):
            found = measure.matches[:_PER_RULE]
            listed.extend(
                _violation(step.scenario, match, named=name not in nameless) for match in found[: _TOLD - len(listed)]
            )
    return listed


def _violation(scenario: Scenario, match: Match, *, named: bool) -> Json:
    return {
        "rule": match.rule,
        "sentence": told(scenario, match) if named else match.sentence,
        "rounds": match.rounds,
        "sets": match.sets if named else (),
        "people": match.people if named else (),
    }


def change(old: Step, new: Step, words: Words) -> Json:
    """Return what a change makes better and worse."""
    found = new.since(old)
    named = {rule.id for rule in new.scenario.rules if not rule.nameless} | {STRUCTURE}
    broken = found.sentences[:_NEW]
    violated = (match for match in new.owed.violations() if match.sentence in broken) if broken else ()
    sentences = {match.sentence: told(new.scenario, match) for match in violated if match.rule in named}
    return {
        "hard": found.hard,
        "soft": found.soft,
        "rules": [
            {
                "rule": each.rule,
                "label": label(each.rule),
                "hard": each.hard,
                "before": each.before,
                "after": each.after,
                "said": [str(n) if each.hard else words.amount(each.rule, n) for n in (each.before, each.after)],
            }
            for each in found.rules
            if each.before != each.after
        ],
        "broken": [sentences.get(each, each) for each in broken],
        "meet": len(found.won),
        "part": len(found.lost),
    }
