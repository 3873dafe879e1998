"""What is made of an answer: one small function for each reason not to take it as it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from cohortplan.calendars.ical import PartStat
from cohortplan.calendars.ledger import Entry, Reply
from cohortplan.calendars.replies.answer import Answer, Who

#: ``applied`` counts; a ``proposal`` of another time and a wish to have the invitation again (``asked``) are for the
#: organiser to follow; all others are kept and change nothing.
Name = Literal["applied", "proposal", "asked", "stale", "unmatched", "forged", "unclear"]

#: What a message of each kind comes to if nothing is wrong with it.
_COMES_TO: dict[str, Name] = {"REPLY": "applied", "COUNTER": "proposal", "REFRESH": "asked"}
ANSWERS = frozenset(_COMES_TO)

#: What a reply may say.
_SAID: dict[str, PartStat] = {name: name for name in ("ACCEPTED", "DECLINED", "TENTATIVE", "DELEGATED")}


#: Clocks of other machines may be so wrong.
_CLOCKS = timedelta(days=1)


@dataclass(frozen=True)
class Verdict:
    """What is made of an answer.

    Attributes
    ----------
    reason : str
        Why it is not taken as it is, in words that follow a colon; "" if it is.
    """

    name: Name
    reason: str = ""


@dataclass
class Book:
    """What answers are judged against.

    Attributes
    ----------
    chains : mapping
        The versions of each event that each mailbox was told, oldest first, by UID and then by address.
    last : dict
        By event, mailbox and method: SEQUENCE and DTSTAMP of the last answer that was taken.
    aliases : mapping of str to str
        Addresses that people answer from, and the address under which each is invited.
    """

    chains: Mapping[str, Mapping[str, list[Entry]]]
    last: dict[tuple[str, str, str], tuple[int, datetime]] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Iterable[Entry], replies: Iterable[Reply], aliases: Mapping[str, str]) -> Book:
        """Return the book that a ledger makes."""
        chains: defaultdict[str, defaultdict[str, list[Entry]]] = defaultdict(lambda: defaultdict(list))
        for entry in (each for each in entries if each.address):  # nobody can answer for what has no mailbox
            chains[entry.uid][entry.address.casefold()].append(entry)
        book = cls(chains, aliases=known_as(aliases))
        for reply in replies:
            if reply.verdict in _COMES_TO.values() and reply.dtstamp is not None:
                book.took(reply.uid, reply.address, reply.method, reply.sequence, reply.dtstamp)
        return book

    def took(self, uid: str, address: str, method: str, sequence: int, dtstamp: datetime) -> None:
        """Note that an answer was taken."""
        self.last[uid, address.casefold(), method] = (sequence, dtstamp)

    def known(self, address: str) -> str:
        """Return the address under which whoever has `address` is invited."""
        return self.aliases.get(address, address)

    def who(self, answer: Answer) -> Who | None:
        """Return in whose name `answer` speaks.

        A reply names one person. What proposes or asks may name more: it speaks for the one who sent it.
        """
        if len(answer.who) == 1:
            return answer.who[0]
        if answer.method == "REPLY" or answer.senders is None:
            return None
        senders = {self.known(each) for each in answer.senders}
        mine = [each for each in answer.who if self.known(each.address) in senders]
        return mine[0] if len(mine) == 1 else None

    def chain(self, answer: Answer) -> list[Entry]:
        """Return what the answering mailbox was told of the event, oldest first; nothing if it was not invited."""
        who = self.who(answer)
        return [] if who is None else self.chains.get(answer.uid, {}).get(self.known(who.address), [])


def known_as(aliases: Mapping[str, str]) -> dict[str, str]:
    """Return `aliases` in small letters, as addresses are compared."""
    return {each.casefold(): known.casefold() for each, known in aliases.items()}


def judge(answer: Answer, book: Book) -> Verdict:
    """Return what is made of `answer`: the first reason against it, if there is any."""
    for reason in REASONS:
        found = next(reason(answer, book), None)
        if found is not None:
            return found
    return Verdict(_COMES_TO[answer.method])


def _method(answer: Answer, book: Book) -> Iterator[Verdict]:
    del book
    if answer.mail_method and answer.method and answer.mail_method != answer.method:
        yield Verdict("unclear", f"the mail says {answer.mail_method}, its calendar part {answer.method}")
    elif answer.method not in _COMES_TO:
        yield Verdict("unclear", f"{answer.method or 'a file without METHOD'} is no answer to an invitation")


def _one_event(answer: Answer, book: Book) -> Iterator[Verdict]:
    del book
    if answer.events != 1 or not answer.uid or answer.recurs:
        yield Verdict("unclear", "it is not about one event")


def _unknown_event(answer: Answer, book: Book) -> Iterator[Verdict]:
    if answer.uid not in book.chains:
        yield Verdict("unmatched", "this ledger has no such event")


def _one_person(answer: Answer, book: Book) -> Iterator[Verdict]:
    if book.who(answer) is None:
        many = f"it answers for {len(answer.who)} people" if answer.who else "it does not say who answers"
        yield Verdict("unclear", many)


def _not_invited(answer: Answer, book: Book) -> Iterator[Verdict]:
    who = book.who(answer)
    if who is not None and not book.chain(answer):
        sent = f", sent by {who.delegated_from}" if who.delegated_from else ""
        yield Verdict("unmatched", f"{who.address}{sent} was not invited to it")


def _not_from_them(answer: Answer, book: Book) -> Iterator[Verdict]:
    who = book.who(answer)
    if who is None or answer.senders is None:
        return
    invited = book.known(who.address)
    if len(answer.senders) != 1:
        yield Verdict("unmatched", f"it comes from {' and '.join(answer.senders) or 'nobody'}")
    for each in (*answer.senders, who.sent_by):
        if each and book.known(each) != invited:
            yield Verdict("unmatched", f"it comes from {each}, who is not known to answer for {who.address}")


def _not_genuine(answer: Answer, book: Book) -> Iterator[Verdict]:
    del book
    if answer.failed:
        yield Verdict("forged", "a mail server found that its sender's address is not genuine")


def _says_nothing(answer: Answer, book: Book) -> Iterator[Verdict]:
    who = book.who(answer)
    if answer.method == "REPLY" and (who is None or who.partstat not in _SAID):
        yield Verdict("unclear", "it neither accepts nor declines")


def _no_version(answer: Answer, book: Book) -> Iterator[Verdict]:
    del book
    if answer.dtstamp is None:
        yield Verdict("unclear", "it does not say when it was written")
    elif answer.sequence is None:
        yield Verdict("unclear", "it does not say which version it answers")
    elif answer.method == "COUNTER" and answer.start is None:
        yield Verdict("unclear", "it proposes no time")


def _overtaken(answer: Answer, book: Book) -> Iterator[Verdict]:
    del book
    if answer.overtaken:
        yield Verdict("stale", "the calendar on the server has another answer by now, or another version")


def _other_version(answer: Answer, book: Book) -> Iterator[Verdict]:
    """Judge the SEQUENCE; whoever asks for the invitation does not say one."""
    if answer.method == "REFRESH" or answer.sequence is None:
        return
    chain = book.chain(answer)
    told = max(entry.sequence for entry in chain)
    if answer.sequence > told:
        yield Verdict("unmatched", f"it answers version {answer.sequence}, and no more than {told} was told")
    elif answer.sequence < told:
        yield Verdict("stale", f"it answers version {answer.sequence}, and {told} was told since")
    elif not chain[-1].live:
        yield Verdict("stale", "the event does not take place any more")


def _older(answer: Answer, book: Book) -> Iterator[Verdict]:
    """Judge the DTSTAMP, against the invitation's and against the last answer's."""
    chain, stamp = book.chain(answer), answer.dtstamp
    if stamp is None or answer.method == "REFRESH" or answer.sequence is None:
        return
    asked = min(entry.dtstamp for entry in chain if entry.sequence == answer.sequence)
    sequence, last = book.last.get((answer.uid, chain[-1].address.casefold(), answer.method), (-1, stamp))
    if stamp < asked - _CLOCKS:
        yield Verdict("stale", "it was written before the invitation that it answers")
    elif sequence == answer.sequence and stamp <= last:
        yield Verdict("stale", "it was written no later than the answer that counts")


#: In the order in which they are looked at: each may rely on the ones before it.
REASONS: tuple[Callable[[Answer, Book], Iterator[Verdict]], ...] = (
    _method,
    _one_event,
    _unknown_event,
    _one_person,
    _not_invited,
    _not_genuine,
    _not_from_them,
    _says_nothing,
    _no_version,
    _overtaken,
    _other_version,
    _older,
)


def partstat_of(answer: Answer, book: Book) -> PartStat | Literal[""]:
    """Return what a reply says, "" where it says nothing that counts; a proposal answers nothing yet."""
    who = book.who(answer)
    return _SAID.get(who.partstat, "") if who is not None and answer.method == "REPLY" else ""
