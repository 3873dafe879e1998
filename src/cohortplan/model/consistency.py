"""Cross-validation of a scenario: every reference, date, size and capacity, all problems at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING

from cohortplan.errors import Defect, InputError, UnknownName
from cohortplan.model.base import last_day
from cohortplan.model.rounds import Window
from cohortplan.model.zones import shown, zone

if TYPE_CHECKING:
    from cohortplan.model.people import Absence, Participant
    from cohortplan.model.rounds import Activity, Round
    from cohortplan.model.scenario import Scenario

Path = tuple[str | int, ...]

#: Comparing a name with this many others takes a few thousandths of a second.
_COMPARED = 100


def inconsistencies(scenario: Scenario) -> list[Defect]:
    """Return everything that does not hold together in `scenario`, in the order of its parts."""
    checks = (_programme, _duplicates, _people, _hosts, _references, _rounds, _overlaps, _rules)
    return [defect for check in checks for defect in check(scenario)]


def unknown(what: str, value: str, known: Iterable[str], path: Path) -> UnknownName:
    """Return the defect of naming a `what` that does not exist, with the nearest that does."""
    names = list(known)
    near = nearest(value, names)
    remedy = f"Known: {', '.join(names[:8]) or 'none'}" if near is None else f"Did you mean {near!r}?"
    return UnknownName(f"there is no {what} {value!r}", remedy, value, path=path)


def nearest(value: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """Return the name most like `value`; of very many names only some that begin alike are compared."""
    names = list(known)
    if len(names) > _COMPARED:
        names = [name for name in names if name[:2] == value[:2]][:_COMPARED]
    near = get_close_matches(value, names, n=1, cutoff=cutoff)
    return near[0] if near else None


def _programme(scenario: Scenario) -> Iterator[Defect]:
    programme = scenario.programme
    if programme.ends < programme.starts:
        yield Defect(
            "the programme ends before it starts",
            "Swap the two dates or mend the year",
            str(programme.ends),
            path=("programme", "ends"),
        )
    try:
        zone(programme.timezone)
    except InputError as error:
        yield replace(error.defects[0], path=("programme", "timezone"))


def _duplicates(scenario: Scenario) -> Iterator[Defect]:
    families = {
        "participants": [p.id for p in scenario.participants],
        "hosts": [h.id for h in scenario.hosts],
        "rounds": [r.id for r in scenario.rounds],
        "events": [e.id for e in scenario.events],
        "rules": [r.id for r in scenario.rules],
        "attributes": [a.name for a in scenario.attributes],
    }
    for family, ids in families.items():
        yield from _repeated(family, ids)
    sets = Counter(spec.id for each in scenario.rounds for spec in each.sets)
    for index, each in enumerate(scenario.rounds):
        for spec in each.sets:
            if sets[spec.id] > 1:
                yield _duplicate(spec.id, ("rounds", index, "sets"))
        names = [activity.id for activity in each.activities]
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield _duplicate(name, ("rounds", index, "activities"))


def _repeated(family: str, ids: list[str]) -> Iterator[Defect]:
    seen: dict[str, str] = {}
    for index, name in enumerate(ids):
        key = name.casefold()  # the names of files on many computers do not tell capitals from small letters
        if seen.get(key, name) != name:
            message = f"{name!r} and {seen[key]!r} differ in capital letters only"
            yield Defect(message, "Give every row an id of its own", name, path=(family, index, "id"))
        elif key in seen:
            yield _duplicate(name, (family, index, "id"))
        seen.setdefault(key, name)


def _duplicate(name: str, path: Path) -> Defect:
    return Defect(f"{name!r} is used twice", "Give every row an id of its own", name, path=path)


def _people(scenario: Scenario) -> Iterator[Defect]:
    codes = sorted({code for host in scenario.hosts for code in host.codes})
    for index, person in enumerate(scenario.participants):
        yield from _attributes(scenario, person, index)
        for cannot in person.cannot:
            # A code that no host has is no mistake, but a code like one that a host has would keep nobody away.
            near = None if cannot.code in codes else nearest(cannot.code, codes, cutoff=0.75)
            if near is not None:
                message, remedy = f"no host has the barrier {cannot.code!r}", f"Did you mean {near!r}?"
                yield Defect(message, remedy, cannot.code, path=("participants", index, "cannot"))
        if person.joins and person.leaves and person.leaves < person.joins:
            yield Defect(
                f"{person.id} leaves before joining",
                "Mend one of the dates",
                str(person.leaves),
                path=("participants", index, "leaves"),
            )


def _attributes(scenario: Scenario, person: Participant, index: int) -> Iterator[Defect]:
    for attribute in scenario.attributes:
        value, path = person.get(attribute.name), ("participants", index, attribute.name)
        if not value and not attribute.optional:
            yield Defect(f"{person.id} has no {attribute.name}", "Fill in the cell", path=path)
        elif value and attribute.values and value not in attribute.values:
            yield unknown(attribute.name, value, attribute.values, path)


def _hosts(scenario: Scenario) -> Iterator[Defect]:
    for index, host in enumerate(scenario.hosts):
        if host.least > host.capacity:
            yield Defect(
                f"host {host.id} wants at least {host.least} persons but has room for {host.capacity}",
                "Lower min or raise capacity",
                str(host.least),
                path=("hosts", index, "least"),
            )
        for field, spans in (("openings", host.openings), ("closures", host.closures)):
            for position, span in enumerate(spans):
                first, last = (span.start, span.end) if field == "openings" else (span.first, span.last)  # type: ignore[attr-defined]
                if last < first or (field == "openings" and last == first):
                    yield Defect(
                        f"host {host.id}: this ends before it begins",
                        "Swap the two times",
                        str(last),
                        path=("hosts", index, field, position),
                    )
        for position, hours in enumerate(host.hours):
            if hours.backwards:
                yield Defect(
                    f"host {host.id} closes before it opens",
                    "Swap the two times",
                    str(hours.closes),
                    path=("hosts", index, "hours", position),
                )


def _references(scenario: Scenario) -> Iterator[Defect]:
    people = [p.id for p in scenario.participants]
    known = set(people)
    for index, tie in enumerate(scenario.ties):
        for column, name in (("a", tie.a), ("b", tie.b)):
            if name not in known:
                yield unknown("participant", name, people, ("ties", index, column))
        if tie.a == tie.b:
            yield Defect("a tie needs two people", "Name two different people", tie.a, path=("ties", index, "b"))
    for index, absence in enumerate(scenario.absences):
        if absence.participant not in known:
            yield unknown("participant", absence.participant, people, ("absences", index, "participant"))
        yield from _absence(scenario, absence, index)
    yield from _locks(scenario, people)


def _absence(scenario: Scenario, absence: Absence, index: int) -> Iterator[Defect]:
    rounds = [r.id for r in scenario.rounds]
    if absence.round is not None and absence.round not in rounds:
        yield unknown("round", absence.round, rounds, ("absences", index, "round"))
    if absence.round is None and absence.first is None and absence.last is None:
        yield Defect("the absence has neither a round nor dates", "Fill in one", path=("absences", index, "round"))
    if absence.first and absence.last and absence.last < absence.first:
        yield Defect(
            "the absence ends before it begins",
            "Swap the two dates",
            str(absence.last),
            path=("absences", index, "last"),
        )


def _locks(scenario: Scenario, people: list[str]) -> Iterator[Defect]:
    sets = {spec.id: each for each in scenario.rounds for spec in each.sets}
    hosts = [h.id for h in scenario.hosts]
    for index, seat in enumerate(scenario.seat_locks):
        if seat.participant not in people:
            yield unknown("participant", seat.participant, people, ("seat_locks", index, "participant"))
        if seat.set not in sets:
            yield unknown("set", seat.set, sets, ("seat_locks", index, "set"))
    for index, lock in enumerate(scenario.visit_locks):
        if lock.host not in hosts:
            yield unknown("host", lock.host, hosts, ("visit_locks", index, "host"))
        if lock.set not in sets:
            yield unknown("set", lock.set, sets, ("visit_locks", index, "set"))
            continue
        visits = {a.id: a for a in scenario.activities(sets[lock.set], lock.set) if a.kind == "visit"}
        if lock.activity not in visits:
            yield unknown("visit", lock.activity, visits, ("visit_locks", index, "activity"))
        elif lock.start and not visits[lock.activity].may_start(lock.start):
            message = f"{lock.activity} of set {lock.set} is locked to a start at which it does not fit its window"
            path: Path = ("visit_locks", index, "start")
            yield Defect(message, "Mend the start, or leave it out", f"{lock.start:%Y-%m-%d %H:%M}", path=path)
        elif lock.start and _busy(scenario, visits[lock.activity], [lock.start]):
            message = (
                f"{lock.activity} of set {lock.set} is locked to a start at which an event for everyone is in its way"
            )
            path = ("visit_locks", index, "start")
            yield Defect(message, "Mend the start, or move the event", f"{lock.start:%Y-%m-%d %H:%M}", path=path)


def _rounds(scenario: Scenario) -> Iterator[Defect]:
    kinds = sorted({host.kind for host in scenario.hosts})
    for index, each in enumerate(scenario.rounds):
        yield from _sizes(scenario, each, index)
        set_ids = [spec.id for spec in each.sets]
        for position, activity in enumerate(each.activities):
            path: Path = ("rounds", index, "activities", position)
            yield from _windows(scenario, activity, path)
            for name in activity.only:
                if name not in set_ids:
                    yield unknown("set", name, set_ids, (*path, "only"))
            for kind in activity.kinds:
                if kind not in kinds:
                    yield unknown("kind of host", kind, kinds, (*path, "kinds"))
            if activity.kind == "visit" and not scenario.hosts:
                yield Defect(
                    "there are visits but no hosts", "Add hosts.csv, or make it a meeting", path=(*path, "kind")
                )
    for index, event in enumerate(scenario.events):
        yield from _span(scenario, event.id, Window(start=event.start, end=event.end), ("events", index))


def _sizes(scenario: Scenario, each: Round, index: int) -> Iterator[Defect]:
    path: Path = ("rounds", index, "sets")
    for spec in each.sets:
        if spec.least > spec.most:
            yield Defect(f"set {spec.id} has a least size above its most", "Swap the two", str(spec.least), path=path)
    present = sum(person.id not in scenario.absentees[each.id] for person in scenario.participants)
    room, need = sum(spec.most for spec in each.sets), sum(spec.least for spec in each.sets)
    if present > room:
        yield Defect(
            f"round {each.id} has room for {room} but {present} people take part",
            "Add a set or raise the largest size",
            str(room),
            path=path,
        )
    if present < need:
        yield Defect(
            f"the sets of round {each.id} need {need} people but {present} take part",
            "Remove a set or lower the least size",
            str(need),
            path=path,
        )


def _windows(scenario: Scenario, activity: Activity, activity_path: Path) -> Iterator[Defect]:
    for position, window in enumerate(activity.windows):
        path: Path = (*activity_path, "windows", position)
        yield from _span(scenario, activity.id, window, path)
        if window.start < window.end < window.start + activity.length(window):
            yield Defect(
                f"{activity.id} takes {activity.minutes} minutes, longer than its window",
                "Shorten the visit or widen the window",
                str(activity.minutes),
                path=(*path, "minutes"),
            )
    if activity.kind == "visit" and _busy(scenario, activity):
        message = f"at every start of {activity.id} an event for everyone is in its way"
        yield Defect(message, "Move the event, or widen the window", path=activity_path)
    if activity.kind == "meet" and (len(activity.windows) > 1 or activity.minutes is not None):
        message = f"{activity.id} is a meeting and has one fixed time"
        yield Defect(message, "Give one window and no minutes", path=(*activity_path, "kind"))


def _busy(scenario: Scenario, activity: Activity, starts: Iterable[datetime] = ()) -> bool:
    """Whether an event for everyone overlaps a visit at each of `starts`, or at all those that its windows give."""
    given = list(starts)
    spans = (
        (start, start + activity.length(window))
        for window in activity.windows
        for start in given or activity.starts(window)
    )
    return bool(scenario.events) and all(scenario.event_during(*span) for span in spans)


def _span(scenario: Scenario, name: str, span: Window, path: Path) -> Iterator[Defect]:
    programme = scenario.programme
    if span.end <= span.start:
        yield Defect(f"{name} ends before it begins", "Swap the two times", str(span.end), path=path)
        return
    inverted = programme.ends < programme.starts
    if not inverted and not programme.starts <= span.start.date() <= last_day(span.start, span.end) <= programme.ends:
        yield Defect(
            f"{name} lies outside the programme ({programme.starts} to {programme.ends})",
            "Mend the date, or the programme's dates",
            str(span.start.date()),
            path=(*path, "date"),
        )
    for moment in (span.start, span.end):
        if not _exists(moment, programme.timezone):
            yield Defect(f"{name}: the clocks skip {moment:%H:%M} on {moment.date()}", "Choose another time", path=path)


def _exists(moment: datetime, timezone: str) -> bool:
    try:
        return shown(moment, timezone)
    except (InputError, OverflowError):  # reported elsewhere: an unknown zone, a date outside the programme
        return True


def _overlaps(scenario: Scenario) -> Iterator[Defect]:
    if any(rule.hard and rule.parts_times and not rule.rounds for rule in scenario.rules):
        return
    windows = sorted(
        (
            (
                window.start,
                window.end,
                f"{each.id}/{activity.id}",
                ("rounds", r, "activities", a, "windows", w),
                (each.id, activity.id),
                activity.only,
            )
            for r, each in enumerate(scenario.rounds)
            for a, activity in enumerate(each.activities)
            for w, window in enumerate(activity.windows)
            if window.start < window.end
        ),
        key=lambda row: row[:4],
    )
    open_until: list[tuple[datetime, str, tuple[str, str], tuple[str, ...]]] = []
    for start, end, name, path, key, only in windows:
        open_until = [row for row in open_until if row[0] > start]
        for _, other, other_key, other_only in open_until:
            same_round = key[0] == other_key[0]
            if key != other_key and not (same_round and only and other_only and not set(only) & set(other_only)):
                yield Defect(
                    f"{name} and {other} overlap in time, so a person could be due at both",
                    "Move one of them",
                    str(start),
                    path=path,
                )
        open_until.append((end, name, key, only))


def _rules(scenario: Scenario) -> Iterator[Defect]:
    rounds = [r.id for r in scenario.rounds]
    ids = {rule.id for rule in scenario.rules}
    for index, rule in enumerate(scenario.rules):
        for name in rule.rounds:
            if name not in rounds:
                yield unknown("round", name, rounds, ("rules", index, "rounds"))
        for defect in rule.defects(scenario):
            yield replace(defect, path=("rules", index, *defect.path))
    for name in scenario.weights:
        if name not in ids:
            yield unknown("rule", name, sorted(ids), ("weights", name))
