"""Handing messages over: in order for each event and mailbox, the latest alone, and again after a crash."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from cohortplan.calendars.ledger import Delivery, Entry, Ledger, State


class CarrierError(Exception):
    """A message was not taken, and may be offered again; the reason is the text."""


#: Carriers of messages to mailboxes: what one of them has carried the others need not carry again.
MESSAGES = frozenset({"mail", "files"})

#: Messages in hand at once at most; fewer are where handing them over takes longer than this.
_MOST = 128
_QUICK = timedelta(seconds=0.25)


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
    state = _states(deliveries)
    chains: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        chains[entry.key].append(entry)
    found = (_errand(chain, state) for chain in chains.values())
    open_ones = [errand for errand in found if errand.entry is not None or errand.needless]
    yield from sorted(open_ones, key=lambda errand: (errand.entry or errand.needless[-1]).number)


def _states(deliveries: Iterable[Delivery]) -> dict[int, State]:
    """Return the state of each entry.

    That a second attempt has failed says nothing of a first one whose end nobody knows: it may have arrived.
    """
    state: dict[int, State] = {}
    doubtful = set()
    for delivery in deliveries:
        if delivery.state == "begun" and state.get(delivery.entry) == "begun":
            doubtful.add(delivery.entry)
        if delivery.state != "failed" or delivery.entry not in doubtful:
            state[delivery.entry] = delivery.state
    return state


def _errand(chain: Sequence[Entry], state: Mapping[int, State]) -> Errand:
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
    """Hand over all that is left to do, noting of each message that it begins, and then what has become of it.

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
        left = deque(errands(taken, known))
        size = 1
        while left:
            began = clock()
            batch = [left.popleft() for _ in range(min(size, len(left)))]
            _Batch(ledger, carrier, clock, batch).carry(tally, heard)
            size = min(2 * size, _MOST) if clock() - began < _QUICK else max(size // 2, 1)
    return tally


class _Batch:
    """Messages that are in hand at once: one note for all that begin, one for what has become of them.

    After a crash all of them are in doubt and go again, though most may not have gone; those that had gone are the ones
    of the last moment, as what has become of them is noted soon.
    """

    def __init__(self, ledger: Ledger, carrier: Carrier, clock: Callable[[], datetime], batch: list[Errand]) -> None:
        self._ledger, self._carrier, self._clock = ledger, carrier, clock
        self._batch = batch
        self._open = [errand.entry for errand in batch if errand.entry is not None]
        self._known: list[Delivery] = []

    def carry(self, tally: Tally, heard: Callable[[Entry, str], None] | None) -> None:
        needless = [entry for errand in self._batch for entry in errand.needless]
        begun = [self._of(entry, "begun") for entry in self._open]
        self._ledger.note(*(self._of(entry, "superseded") for entry in needless), *begun)
        tally.superseded += len(needless)
        noted = self._clock()
        try:
            for errand in self._batch:
                if errand.entry is not None:
                    problem = self._hand_over(errand.entry, errand.earlier, tally)
                    if heard is not None:
                        heard(errand.entry, problem)
                if self._clock() - noted >= _QUICK:
                    self._note()
                    noted = self._clock()
        except (Exception, KeyboardInterrupt):  # what was not offered is not in doubt
            self._known += [self._of(entry, "failed", "the program was stopped before") for entry in self._open]
            self._note()
            raise
        self._note()

    def _hand_over(self, entry: Entry, earlier: Sequence[Entry], tally: Tally) -> str:
        """Hand one message over; return why it was not taken, "" if it was."""
        self._open.pop(0)
        try:
            detail = self._carrier.carry(entry, earlier)
        except CarrierError as error:
            self._known.append(self._of(entry, "failed", str(error)))
            tally.failed += 1
            return str(error)
        self._known.append(self._of(entry, "done", detail))
        tally.done += 1
        return ""

    def _note(self) -> None:
        self._ledger.note(*self._known)
        self._known.clear()

    def _of(self, entry: Entry, state: State, detail: str = "") -> Delivery:
        return Delivery(entry.number, self._clock(), self._carrier.name, state, detail)
