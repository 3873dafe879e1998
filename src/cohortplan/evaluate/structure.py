"""Is a plan a plan of this scenario at all? Everyone placed once, every visit made, at a time that was offered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial

from cohortplan.model.plan import Plan, PlannedActivity, PlannedRound, PlannedSet
from cohortplan.model.rounds import Activity, Round, Window
from cohortplan.model.rule import Match
from cohortplan.model.scenario import Scenario

#: What structural matches carry in place of a rule's id.
STRUCTURE = "structure"


def structure_matches(scenario: Scenario, plan: Plan) -> tuple[Match, ...]:
    """Return one match for everything in `plan` that is not of the form `scenario` asks for.

    Examples
    --------
    Kept: every round and set of the scenario once; each participant who takes part in exactly one set of a round.
    Broken: a person removed from a set; a visit without a host; a meeting moved to another day.
    """
    return tuple(_rounds(scenario, plan))


def form_match(sentence: str, **concerned: tuple[str, ...]) -> Match:
    """Make the match of something that is not of the form the scenario asks for."""
    return Match(rule=STRUCTURE, amount=1, sentence=sentence, **concerned)


def _rounds(scenario: Scenario, plan: Plan) -> Iterator[Match]:
    yield from _once("round", [planned.id for planned in plan.rounds], scenario.round)
    for planned in {planned.id: planned for planned in plan.rounds if planned.id in scenario.round}.values():
        yield from scenario.seen.of(planned, _round)


def _round(scenario: Scenario, planned: PlannedRound) -> Iterator[Match]:
    each = scenario.round[planned.id]
    here = {"rounds": (each.id,)}
    yield from _once("set", [group.id for group in planned.sets], [spec.id for spec in each.sets], **here)
    yield from _people(scenario, planned)
    specs = {spec.id for spec in each.sets}
    look, name = partial(_activities, each), f"form in {each.id}"
    for group in planned.sets:
        if group.id in specs:
            yield from scenario.seen.of(group, look, name)


def _once(what: str, found: list[str], wanted: Iterable[str], **here: tuple[str, ...]) -> Iterator[Match]:
    wanted = dict.fromkeys(wanted)
    field = {"round": "rounds", "set": "sets"}.get(what)

    def match(sentence: str, name: str) -> Match:
        return form_match(sentence, **(here if field is None else {**here, field: (name,)}))

    counted = Counter(found)
    for name, times in counted.items():
        if name not in wanted:
            yield match(f"The plan has a {what} {name} that the scenario does not know.", name)
        elif times > 1:
            yield match(f"The plan has {what} {name} {times} times.", name)
    for name in wanted:
        if name not in counted:
            yield match(f"The plan lacks {what} {name}.", name)


def _people(scenario: Scenario, planned: PlannedRound) -> Iterator[Match]:
    seats: dict[str, list[str]] = {}
    for group in planned.sets:
        for member in group.members:
            seats.setdefault(member, []).append(group.id)
    here = {"rounds": (planned.id,)}
    for person, taken in sorted(seats.items()):
        sets, times = tuple(dict.fromkeys(taken)), len(taken)
        if person not in scenario.people:
            yield form_match(f"Set {sets[0]} has a member {person} who is not a participant.", sets=sets, **here)
        elif times > 1:
            yield form_match(
                f"{person} sits {times} times in round {planned.id}: {', '.join(sets)}.",
                people=(person,),
                sets=sets,
                **here,
            )
    for person in scenario.attending(planned.id):
        if person not in seats:
            yield form_match(f"{person} takes part in round {planned.id} but sits in no set.", people=(person,), **here)


def _activities(each: Round, scenario: Scenario, group: PlannedSet) -> Iterator[Match]:
    wanted = {activity.id: activity for activity in scenario.activities(each, group.id)}
    here = {"rounds": (each.id,), "sets": (group.id,)}
    yield from (
        match.model_copy(update={"sentence": f"Set {group.id}: {match.sentence}"})
        for match in _once("activity", [a.id for a in group.activities], wanted, **here)
    )
    for planned in group.activities:
        if planned.id in wanted:
            for fault in _faults(scenario, wanted[planned.id], planned):
                hosts = (planned.host,) if planned.host else ()
                yield form_match(f"Set {group.id}, {planned.id}: {fault}.", hosts=hosts, **here)


def _faults(scenario: Scenario, activity: Activity, planned: PlannedActivity) -> Iterator[str]:
    if planned.kind != activity.kind:
        yield f"a {activity.kind} is asked for, the plan has a {planned.kind}"
        return
    if activity.kind == "meet":
        if planned.host is not None:
            yield f"a meeting has no host, the plan has {planned.host}"
    elif planned.host is None:
        yield "the visit has no host"
    elif planned.host not in scenario.host:
        yield f"there is no host {planned.host}"
    elif activity.kinds and scenario.host[planned.host].kind not in activity.kinds:
        yield f"{planned.host} is not one of the kinds of host to be visited"
    if not _offered(scenario, activity, planned):
        yield "the time is not one that the round offers"
    start, end = scenario.local(planned.start), scenario.local(planned.end)
    if activity.kind == "visit" and (event := scenario.event_during(start, end)):
        yield f"the visit overlaps an event for everyone, {event.title}"


def _offered(scenario: Scenario, activity: Activity, planned: PlannedActivity) -> bool:
    start, end = scenario.local(planned.start), scenario.local(planned.end)

    def fits(window: Window) -> bool:
        return window.start <= start and end <= window.end and end - start == activity.length(window)

    return any(fits(window) for window in activity.windows)
