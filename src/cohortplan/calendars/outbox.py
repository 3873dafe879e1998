"""Handing messages over: in order for each event and mailbox, the latest alone, and again after a crash."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cohortplan.calendars.ledger import Delivery, Entry, Ledger


class CarrierError(Exception):
    """A message was not taken, and may be offered again; the reason is the text."""


#: Carriers of messages to mailboxes: what one of them has carried the others need not carry again.
MESSAGES = frozenset({"mail", "files"})


class Carrier(Protocol):
    """Takes messages to where they go.

    Attributes
    ----------
    name : str
        What the ledger calls it.
    counts : frozenset of str
        The carriers that go to the same place, itself among them: what they have carried is there already.
    """

    name: str
    counts: frozenset[str]

    def takes(self, entry: Entry) -> bool:
        """Whether `entry` is for where it goes."""

    def carry(self, entry: Entry, earlier: Sequence[Entry]) -> str:
        """Hand `entry` over, after `earlier` messages about the same event to the same mailbox.

        Returns
        -------
        str
            What the ledger shall remember of it; "" if nothing.

        Raises
        ------
        CarrierError
            If it was not taken.
        """

    def close(self) -> None:
        """Let go of whatever it holds."""


@dataclass(frozen=True)
class Errand:
    """A message to be handed over, or only to be closed, and older ones that it makes needless.

    Attributes
    ----------
    earlier : tuple of Entry
        What may have reached the mailbox before.
    needless : tuple of Entry
        What never left and need not any more.
    """

    entry: Entry | None
    earlier: tuple[Entry, ...]
    needless: tuple[Entry, ...]


@dataclass
class Tally:
    """How many messages were handed over, were not taken, or were not needed any more."""

    done: int = 0
    failed: int = 0
    superseded: int = 0


def errands(entries: Iterable[Entry], deliveries: Iterable[Delivery]) -> Iterator[Errand]:
    """Yield what is left to do, in the order of the ledger.

    Of the messages about one event to one mailbox only the latest goes out; if it is a cancellation and nothing went
    out before, nothing does (RFC 5546 lets clients drop what they cannot match). A message whose handing over began
    and of which no end is known goes out again: it may or may not have arrived.

    Parameters
    ----------
    entries, deliveries : iterable
        Those of one way of handing over: each has its own state.
    """
    state: dict[int, str] = {delivery.entry: delivery.state for delivery in deliveries}
    chains: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        chains[entry.key].append(entry)
    found = (_errand(chain, state) for chain in chains.values())
    open_ones = [errand for errand in found if errand.entry is not None or errand.needless]
    yield from sorted(open_ones, key=lambda errand: (errand.entry or errand.needless[-1]).number)


def _errand(chain: Sequence[Entry], state: Mapping[int, str]) -> Errand:
    *older, last = chain
    out = tuple(entry for entry in older if state.get(entry.number) in ("begun", "done"))
    needless = tuple(entry for entry in older if state.get(entry.number) in (None, "failed"))
    if state.get(last.number) in ("done", "superseded"):
        return Errand(None, out, needless)
    if not last.live and not out and state.get(last.number) != "begun":
        return Errand(None, out, (*needless, last))
    return Errand(last, out, needless)


def hand_over(
    ledger: Ledger,
    carrier: Carrier,
    clock: Callable[[], datetime],
    heard: Callable[[Entry, str], None] | None = None,
) -> Tally:
    """Hand over all that is left to do, noting each step before the next.

    Parameters
    ----------
    clock : callable
        Tells the time.
    heard : callable, optional
        Told of each message that was offered, and why it was not taken if it was not.

    Raises
    ------
    InputError
        If another program is at it.
    """
    tally = Tally()
    with ledger.sending():
        taken = filter(carrier.takes, ledger.entries())
        known = (delivery for delivery in ledger.deliveries() if delivery.carrier in carrier.counts)
        for errand in list(errands(taken, known)):
            for entry in errand.needless:
                ledger.note(Delivery(entry.number, clock(), carrier.name, "superseded"))
                tally.superseded += 1
            if errand.entry is not None:
                problem = _hand_over(ledger, carrier, clock, errand.entry, errand.earlier, tally)
                if heard is not None:
                    heard(errand.entry, problem)
    return tally


def _hand_over(
    ledger: Ledger,
    carrier: Carrier,
    clock: Callable[[], datetime],
    entry: Entry,
    earlier: Sequence[Entry],
    tally: Tally,
) -> str:
    """Hand one message over; return why it was not taken, "" if it was."""
    ledger.note(Delivery(entry.number, clock(), carrier.name, "begun"))
    try:
        detail = carrier.carry(entry, earlier)
    except CarrierError as error:
        ledger.note(Delivery(entry.number, clock(), carrier.name, "failed", str(error)))
        tally.failed += 1
        return str(error)
    ledger.note(Delivery(entry.number, clock(), carrier.name, "done", detail))
    tally.done += 1
    return ""
