"""Answers on a calendar server that invites people (RFC 6638): those in its inbox, and those in our own events.

The server vouches for who answers: it lets its users answer for themselves alone, and puts what others answer into our
events itself. So the attendee of an object is taken at the object's word, as the bearer of a calendar file is.

It also numbers versions as it likes, so that the SEQUENCE of an answer says nothing. What counts is our own event, in
which the server keeps each attendee's answer to the version that is there: an answer in the inbox that says the same
answers that version, any other has been overtaken.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime

from cohortplan.calendars.carriers.dav import Server, succeed
from cohortplan.calendars.carriers.scheduling import Held, calendars_of, held, inbox_of
from cohortplan.calendars.ledger import Ledger
from cohortplan.calendars.replies.answer import Answer, Who
from cohortplan.calendars.replies.judge import ANSWERS, known_as
from cohortplan.calendars.replies.parse import UnreadableError, parse
from cohortplan.calendars.replies.sources import Message
from cohortplan.calendars.replies.taking import Intake, settled, take
from cohortplan.model import CalDav

#: An event, and the address of somebody who is invited to it.
_Key = tuple[str, str]

#: What a server calls it that an invitation did not arrive (RFC 6638, section 3.2.9).
_LOST = frozenset({"3.7", "3.8", "5.1", "5.2", "5.3"})


@dataclass(frozen=True)
class Stored:
    """What the server keeps of one attendee in one of our events.

    Attributes
    ----------
    about : Answer
        The event, with the version that is there.
    """

    about: Answer
    who: Who

    @property
    def invited(self) -> bool:
        """Whether it is the server that invited them."""
        return self.who.agent in ("", "SERVER")


@dataclass
class Desk:
    """An inbox and our events, as they are on the server.

    Attributes
    ----------
    letters : list of (Held, Message)
        What is in the inbox and answers something.
    """

    stored: Mapping[_Key, Stored]
    letters: list[tuple[Held, Message]] = field(default_factory=list)


def take_inbox(
    ledger: Ledger, settings: CalDav, aliases: Mapping[str, str], now: datetime, *, clear: bool = False
) -> Intake:
    """Take the answers that a calendar server keeps, and note each in the ledger.

    Parameters
    ----------
    clear : bool
        Whether what the ledger has, and will not look at again, is removed from the inbox.

    Raises
    ------
    InputError
        If the server does not let us in, or has no inbox.
    CarrierError
        If it does not say what it holds, or does not remove what it shall.
    """
    with closing(Server(settings)) as server:
        desk = _desk(server, settings, aliases)
        intake = take(ledger, (message for _, message in desk.letters), aliases, now)
        intake.join(take(ledger, _news(ledger, desk.stored, now), aliases, now))
        intake.unreached = _unreached(ledger, desk.stored)
        intake.removed = _clear(server, ledger, desk) if clear else 0
    return intake


def _clear(server: Server, ledger: Ledger, desk: Desk) -> int:
    """Remove from the inbox what the ledger will not look at again; return how many."""
    before, removed = {reply.source: reply.verdict for reply in ledger.replies()}, 0
    for letter, message in desk.letters:
        if message.answer is not None and settled(message.answer, before):
            answer = server.delete(letter.url, letter.etag)
            if answer.status_code not in (404, 410, 412):  # gone, or replaced: the next run sees to it
                removed += succeed(answer).is_success
    return removed


def _desk(server: Server, settings: CalDav, aliases: Mapping[str, str]) -> Desk:
    # The inbox first: an answer that comes in between is then in our events already.
    letters = held(server, [inbox_of(server, settings)])
    desk = Desk(dict(_stored(held(server, calendars_of(server, settings)))))
    known = known_as(aliases)
    for letter in letters:
        try:
            answer = parse(letter.content)
        except UnreadableError as error:
            desk.letters.append((letter, Message(letter.url, problem=str(error))))
            continue
        if answer is not None and answer.method in ANSWERS:  # all else invites us to something
            answered = _answered(answer, desk.stored, known)
            desk.letters.append((letter, Message(letter.url, letter.content, answer=answered)))
    return desk


def _stored(objects: Iterable[Held]) -> Iterator[tuple[_Key, Stored]]:
    for each in objects:
        try:
            about = parse(each.content)
        except UnreadableError:  # none of ours
            about = None
        if about is not None:
            yield from (((about.uid, who.address), Stored(about, who)) for who in about.who)


def _answered(answer: Answer, stored: Mapping[_Key, Stored], known: Mapping[str, str]) -> Answer:
    """Return `answer` with the version of ours that it answers."""
    if answer.method == "REFRESH" or len(answer.who) != 1:
        return answer
    [who] = answer.who
    there = stored.get((answer.uid, known.get(who.address, who.address)))
    if there is not None and not there.invited:
        return answer  # they were invited by mail, so that the number is ours
    if there is None or there.about.sequence is None:
        return replace(answer, overtaken=True)
    if answer.method == "REPLY":
        overtaken = who.partstat != there.who.partstat
    else:  # a proposal is in no event; one that is older than the version that is there is about another
        stamps = (answer.dtstamp, there.about.dtstamp)
        overtaken = None not in stamps and stamps[0] < stamps[1]  # type: ignore[operator]
    return replace(answer, sequence=there.about.sequence, overtaken=overtaken)


def _news(ledger: Ledger, stored: Mapping[_Key, Stored], now: datetime) -> Iterator[Message]:
    """Yield the answers in our events that the ledger does not have, as if they had been sent just now."""
    told = {(entry.uid, entry.address.casefold()) for entry in ledger.entries() if entry.told}
    have = {(uid, address.casefold()): answer for (uid, address), answer in ledger.answers().items()}
    heard = Counter((reply.uid, reply.address.casefold()) for reply in ledger.replies() if reply.verdict == "applied")
    for key, there in stored.items():
        sequence, partstat = there.about.sequence, there.who.partstat
        answered = there.invited and partstat not in ("", "NEEDS-ACTION")
        if key in told and answered and have.get(key) != (sequence, partstat):
            # Not by its bytes: whoever accepts, declines and accepts again has said something each time.
            name = f"{key} {sequence} {partstat} after {heard[key]}"
            answer = Answer(
                source=hashlib.sha256(name.encode()).hexdigest(),
                uid=there.about.uid,
                method="REPLY",
                who=(there.who,),
                sequence=sequence,
                dtstamp=now,
            )
            yield Message("the calendar on the server", answer=answer)


def _unreached(ledger: Ledger, stored: Mapping[_Key, Stored]) -> list[str]:
    """Return sentences about those whom the server could not tell."""
    found = []
    for entry in ledger.latest().values():
        there = stored.get((entry.uid, entry.address.casefold()))
        if entry.live and there is not None and there.invited and _LOST.intersection(there.who.status.split(",")):
            reason = f"the calendar server could not tell them (SCHEDULE-STATUS {there.who.status})"
            found.append(f"{entry.name} <{entry.address}>: {reason}")
    return found
