"""The ledger of a programme, and changes in the organiser's words."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from cohortplan.calendars.ical import Event
    from cohortplan.calendars.ledger import Change, Ledger

ledger_option = click.option(
    "--ledger",
    "ledger_path",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="The ledger of what was told to whom.  [default: ledger.sqlite in the scenario's folder]",
)
at_option = click.option(
    "--at",
    "moment",
    metavar="TIME",
    callback=lambda _ctx, _param, value: moment_of(value),
    help="The moment it is done, such as 2026-09-01T09:00Z, for output that can be repeated.  [default: now]",
)


def moment_of(text: str | None) -> datetime:
    """Return a moment that was typed, else the present one."""
    if text is None:
        return datetime.now(UTC)
    with suppress(ValueError):
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    raise click.BadParameter("not a moment with its offset from UTC, such as 2026-09-01T09:00Z.")


def open_ledger(scenario_path: str, path: Path | None, *, make: bool) -> Ledger:
    """Open the ledger that belongs to a scenario.

    Raises
    ------
    InputError
        If there is none and none is to be made.
    """
    from cohortplan.calendars.ledger import LEDGER, Ledger
    from cohortplan.errors import Defect, InputError

    if path is None:
        source = Path(scenario_path.rpartition("#")[0] if "#" in scenario_path else scenario_path)
        path = (source if source.is_dir() else source.parent) / LEDGER
    if not make and not path.exists():
        raise InputError([Defect("nothing has been published", "`cohortplan publish` begins a ledger", file=str(path))])
    return Ledger(path)


def told(change: Change) -> str:
    """Say in one line what a change tells whom."""
    event, before = change.event, change.before
    what = f"{change.invitation.name}: {event.summary}"
    if before is None:
        return f"{what}, {when(event)}"
    parts = []
    then = _day(before.clocks[0]) if before.clocks else when(before.event)
    if change.by_other_rules:
        parts.append(f"{when(event)} as before, {_hours(event.start, before.event.start)} by new rules of {event.zone}")
    elif then != when(event):
        parts.append(f"from {then} to {when(event)}")
    if before.event.location != event.location:
        parts.append(f"from {before.event.location or 'no place'} to {event.location or 'no place'}")
    return f"{what}, {'; '.join(parts) or when(event)}"


def when(event: Event) -> str:
    """Say when an event begins, as clocks there show it."""
    from cohortplan.model.zones import zone

    if not isinstance(event.start, datetime):
        return f"{event.start:%a} {event.start.day} {event.start:%b %Y}"
    return _day(event.start.astimezone(zone(event.zone)))


def _day(start: datetime) -> str:
    return f"{start:%a} {start.day} {start:%b %Y %H:%M}"


def _hours(new: date, old: date) -> str:
    """Say by how much a moment is later or earlier."""
    if not isinstance(new, datetime) or not isinstance(old, datetime):
        return "moved"
    minutes = int((new - old).total_seconds() // 60)
    return f"{abs(minutes)} minutes {'later' if minutes > 0 else 'earlier'}"
