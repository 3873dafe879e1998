"""Other times that people propose: whether they can be had, and how they are refused."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from cohortplan.calendars.ical import PRODID, Mailbox
from cohortplan.calendars.items import Item
from cohortplan.calendars.ledger import Entry, Ledger, Reply
from cohortplan.calendars.projection import Occasion
from cohortplan.calendars.text import content_line, text
from cohortplan.evaluate import Difference, Evaluation, difference, measure_rules
from cohortplan.model import Plan, PlannedSet, Scenario
from cohortplan.model.edits import changed


@dataclass(frozen=True)
class Proposal:
    """Another time that somebody proposes for a visit or meeting.

    Attributes
    ----------
    start, end : datetime
        As clocks of the programme show them; the end is as the plan's length has it.
    offered : bool
        Whether the host is open then, and not closed; True for a meeting.
    means : Difference
        What moving it makes worse, and by how much the soft cost rises.
    """

    entry: Entry
    reply: Reply
    occasion: Occasion
    start: datetime
    end: datetime
    offered: bool
    means: Difference


def pending(ledger: Ledger) -> list[tuple[Entry, Reply]]:
    """Return the proposals that nobody has acted on: not refused, not overtaken by a new version or by consent."""
    latest = ledger.latest()
    found: dict[tuple[str, str], Reply] = {}
    for reply in ledger.replies():
        key = (reply.uid, reply.address)
        if reply.verdict == "proposal":
            found[key] = reply
        elif reply.verdict == "refused" or (reply.verdict == "applied" and _later(reply, found.get(key))):
            found.pop(key, None)
    pairs = [(latest[key], reply) for key, reply in found.items() if key in latest]
    return [(entry, reply) for entry, reply in pairs if entry.live and entry.sequence == reply.sequence]


def _later(consent: Reply, proposal: Reply | None) -> bool:
    if proposal is None or consent.dtstamp is None or proposal.dtstamp is None:
        return False
    return consent.partstat == "ACCEPTED" and consent.dtstamp > proposal.dtstamp


def proposals(
    scenario: Scenario,
    plan: Plan,
    before: Evaluation,
    items: Mapping[str, Item],
    found: Iterable[tuple[Entry, Reply]],
) -> Iterator[Proposal]:
    """Yield what comes of the proposals `found`; not of those about an event of the whole cohort.

    Parameters
    ----------
    before : Evaluation
        What `plan` is worth as it is.
    items : mapping of str to Item
        What the plan puts into calendars, by UID.
    """
    for entry, reply in found:
        item = items.get(entry.uid)
        if item is not None and item.occasion is not None and reply.start is not None:
            yield _weighed(scenario, plan, before, item.occasion, entry, reply, reply.start)


def _weighed(
    scenario: Scenario,
    plan: Plan,
    before: Evaluation,
    occasion: Occasion,
    entry: Entry,
    reply: Reply,
    start: datetime,
) -> Proposal:
    end = start + (occasion.planned.end - occasion.planned.start)
    times = {"start": start.astimezone(scenario.zone), "end": end.astimezone(scenario.zone)}

    def moved(group: PlannedSet) -> PlannedSet:
        activities = (a.model_copy(update=times) if a.id == occasion.activity.id else a for a in group.activities)
        return group.model_copy(update={"activities": tuple(activities)})

    new = changed(plan, {occasion.set_id: moved})
    means = difference(scenario, plan, new, before, measure_rules(scenario, new))
    first, last = scenario.local(start), scenario.local(end)
    return Proposal(entry, reply, occasion, first, last, _offered(occasion, first, last), means)


def _offered(occasion: Occasion, first: datetime, last: datetime) -> bool:
    host = occasion.host
    return host is None or (host.open_between(first, last) and not host.closed_between(first, last))


def refusal(entry: Entry, reply: Reply, organizer: Mailbox, now: datetime) -> Entry:
    """Return the message that a proposal is refused: it names the event and says no more (RFC 5546, section 3.2.8)."""
    event = replace(entry.event, sequence=reply.sequence, dtstamp=now.replace(microsecond=0))
    lines = (
        content_line("BEGIN", "VCALENDAR"),
        content_line("VERSION", "2.0"),
        content_line("PRODID", PRODID),
        content_line("METHOD", "DECLINECOUNTER"),
        content_line("BEGIN", "VEVENT"),
        content_line("UID", text(event.uid)),
        content_line("DTSTAMP", f"{event.dtstamp.astimezone(UTC):%Y%m%dT%H%M%SZ}"),
        content_line("SEQUENCE", str(event.sequence)),
        content_line("ORGANIZER", organizer.uri, CN=organizer.name),
        content_line("ATTENDEE", Mailbox(entry.name, entry.address).uri, CN=entry.name),
        content_line("END", "VEVENT"),
        content_line("END", "VCALENDAR"),
    )
    message = replace(entry, kind="refuse", method="DECLINECOUNTER", dtstamp=event.dtstamp, event=event)
    return replace(message, content=b"".join(lines))


def refused(reply: Reply, now: datetime) -> Reply:
    """Return the note that a proposal was refused."""
    source = hashlib.sha256(f"{reply.source} refused".encode()).hexdigest()
    return replace(reply, at=now, source=source, method="DECLINECOUNTER", dtstamp=now, verdict="refused", comment="")
