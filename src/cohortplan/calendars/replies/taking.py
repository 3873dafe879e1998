"""Taking answers: every message is judged and noted once, whatever becomes of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from cohortplan.calendars.ledger import Delivery, Entry, Ledger, Reply
from cohortplan.calendars.replies.answer import Answer
from cohortplan.calendars.replies.judge import Book, Verdict, judge, partstat_of
from cohortplan.calendars.replies.parse import UnreadableError, parse
from cohortplan.calendars.replies.sources import Message

#: Verdicts on which a second look may differ: an address may have become known since.
_OPEN = ("unmatched", "forged", "unclear")
_LATEST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Heard:
    """An answer, and what was made of it.

    Attributes
    ----------
    place : str
        The file that it was found in.
    entry : Entry or None
        What its sender was told last of the event; None if it matches nothing.
    reply : Reply
        What the ledger keeps of it.
    """

    place: str
    verdict: Verdict
    entry: Entry | None
    reply: Reply


@dataclass
class Intake:
    """All that came of reading messages.

    Attributes
    ----------
    unreadable : list of Message
        Those with a problem.
    silent : list of str
        Where messages were found that have no calendar part.
    known : int
        How many had been taken before.
    unreached : list of str
        Whom a calendar server could not tell, and why.
    removed : int
        How many were removed from an inbox.
    """

    heard: list[Heard] = field(default_factory=list)
    unreadable: list[Message] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    known: int = 0
    unreached: list[str] = field(default_factory=list)
    removed: int = 0

    def join(self, other: Intake) -> None:
        """Add what came of reading other messages."""
        self.heard += other.heard
        self.unreadable += other.unreadable
        self.silent += other.silent
        self.known += other.known
        self.unreached += other.unreached
        self.removed += other.removed

    def of(self, *names: str) -> list[Heard]:
        """Return the answers with one of the verdicts `names`."""
        return [each for each in self.heard if each.verdict.name in names]


def take(ledger: Ledger, messages: Iterable[Message], aliases: Mapping[str, str], now: datetime) -> Intake:
    """Judge the answers among `messages`, oldest first, and note each in the ledger.

    A message that was taken before changes nothing. One that matched nothing is judged again: when its sender has
    become known it counts.

    Parameters
    ----------
    aliases : mapping of str to str
        Addresses that people answer from, and the address under which each is invited.
    """
    intake = Intake()
    answers = sorted(_parsed(messages, intake), key=lambda found: (found[1].dtstamp or _LATEST, found[0]))
    book = Book.of(ledger.entries(), ledger.replies(), aliases)
    before = {reply.source: reply.verdict for reply in ledger.replies()}
    for place, answer in answers:
        if settled(answer, before):
            intake.known += 1
            continue
        heard = _judged(place, answer, book, now)
        reply = heard.reply
        if heard.verdict.name == "asked" and heard.entry is not None:
            _send_again(ledger, heard.entry, now)
        if answer.source in before:  # judged before: only another verdict is news
            reply = replace(reply, source=_again(answer.source, reply.verdict))
        if before.get(answer.source) == heard.verdict.name or not ledger.hear(reply):
            intake.known += 1
            continue
        before[reply.source] = reply.verdict
        if heard.verdict.name in ("applied", "proposal") and reply.dtstamp is not None:
            book.took(reply.uid, reply.address, reply.method, reply.sequence, reply.dtstamp)
        intake.heard.append(heard)
    return intake


def _parsed(messages: Iterable[Message], intake: Intake) -> Iterable[tuple[str, Answer]]:
    for message in messages:
        if message.problem:
            intake.unreadable.append(message)
            continue
        try:
            answer = message.answer or parse(message.content)
        except UnreadableError as error:
            intake.unreadable.append(Message(message.place, problem=str(error)))
            continue
        if answer is None:
            intake.silent.append(message.place)
        else:
            yield message.place, answer


def settled(answer: Answer, before: Mapping[str, str]) -> bool:
    """Whether the message has had a verdict that stays, by what each message came to, by its source."""
    first = before.get(answer.source)
    later = (before.get(_again(answer.source, name)) for name in ("applied", "proposal", "asked", "stale"))
    return (first is not None and first not in _OPEN) or any(later)


def _again(source: str, verdict: str) -> str:
    return hashlib.sha256(f"{source} {verdict}".encode()).hexdigest()


def _judged(place: str, answer: Answer, book: Book, now: datetime) -> Heard:
    verdict, who, chain = judge(answer, book), book.who(answer), book.chain(answer)
    entry = chain[-1] if chain else None
    instead = f"{who.delegated_to} goes instead" if who is not None and who.delegated_to else ""
    reply = Reply(
        at=now,
        source=answer.source,
        uid=answer.uid,
        address=entry.address if entry is not None else "" if who is None else who.address,
        method=answer.method,
        sequence=answer.sequence or 0,
        dtstamp=answer.dtstamp,
        partstat=partstat_of(answer, book),
        comment="\n".join(line for line in (answer.comment, instead) if line),
        verdict=verdict.name,
        start=_moment(answer.start, entry),
        end=_moment(answer.end, entry),
    )
    return Heard(place, verdict, entry, reply)


def _moment(time: datetime | None, entry: Entry | None) -> datetime | None:
    """Return a moment in UTC; a time without zone is as clocks at the event show it."""
    from cohortplan.model.zones import zone

    if time is None or entry is None:
        return None
    aware = time if time.tzinfo is not None else time.replace(tzinfo=zone(entry.event.zone))
    try:
        return aware.astimezone(UTC)
    except OverflowError:
        return None


def _send_again(ledger: Ledger, entry: Entry, now: datetime) -> None:
    """Let the next run of sending hand the last message over once more, as it is."""
    state = {delivery.carrier: delivery.state for delivery in ledger.deliveries(entry.number)}
    for carrier in [name for name, last in state.items() if last == "done"]:
        ledger.note(Delivery(entry.number, now, carrier, "failed", "asked for again"))
