"""Cross-validation of rounds: their sets, their activities, and that times fit, exist and do not overlap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from cohortplan.errors import Defect, InputError
from cohortplan.model.base import last_day
from cohortplan.model.names import Path, unknown
from cohortplan.model.rounds import Window
from cohortplan.model.zones import shown

if TYPE_CHECKING:
    from cohortplan.model.rounds import Activity, Round
    from cohortplan.model.scenario import Scenario


def round_defects(scenario: Scenario) -> Iterator[Defect]:
    """Yield what is wrong with rounds, their sets and activities, and with events, each looked at alone."""
    kinds = sorted({host.kind for host in scenario.hosts})
    for index, each in enumerate(scenario.rounds):
        yield from _sizes(scenario, each, index) if each.opt_in is None else _opt_in(scenario, each, each.opt_in, index)
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
            if activity.kind == "visit" and activity.mode == "online":
                message = f"{activity.id} is a visit, which nobody makes at a screen"
                yield Defect(message, "Make it a meeting, or hybrid", activity.mode, path=(*path, "mode"))
            if activity.kind == "visit" and not scenario.hosts:
                yield Defect(
                    "there are visits but no hosts", "Add hosts.csv, or make it a meeting", path=(*path, "kind")
                )
    for index, event in enumerate(scenario.events):
        yield from _span(scenario, event.id, Window(start=event.start, end=event.end), ("events", index))


def _opt_in(scenario: Scenario, each: Round, attribute: str, index: int) -> Iterator[Defect]:
    known = [declared.name for declared in scenario.attributes]
    if attribute not in known:
        yield unknown("attribute", attribute, known, ("rounds", index, "opt_in"))
        return
    unclear = [k for k, person in enumerate(scenario.participants) if person.get(attribute) not in ("", "yes", "no")]
    for k in unclear:
        person = scenario.participants[k]
        message = f"it is not clear whether {person.id} takes part in {each.id}"
        yield Defect(message, "Write yes or no", person.get(attribute), path=("participants", k, attribute))
    if not unclear:
        yield from _sizes(scenario, each, index)


def _sizes(scenario: Scenario, each: Round, index: int) -> Iterator[Defect]:
    path: Path = ("rounds", index, "sets")
    for spec in each.sets:
        if spec.least > spec.most:
            yield Defect(f"set {spec.id} has a least size above its most", "Swap the two", str(spec.least), path=path)
    if scenario.stayed_away.get(each.id):
        return  # the round is over, with the people who came
    present = len(scenario.attending(each.id))
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
    if activity.kind == "visit" and busy(scenario, activity):
        message = f"at every start of {activity.id} an event for everyone is in its way"
        yield Defect(message, "Move the event, or widen the window", path=activity_path)
    if activity.kind == "meet" and (len(activity.windows) > 1 or activity.minutes is not None):
        message = f"{activity.id} is a meeting and has one fixed time"
        yield Defect(message, "Give one window and no minutes", path=(*activity_path, "kind"))


def busy(scenario: Scenario, activity: Activity, starts: Iterable[datetime] = ()) -> bool:
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


def overlaps(scenario: Scenario) -> Iterator[Defect]:
    """Yield the activities that overlap in time in such a way that a person could be due at both."""
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
