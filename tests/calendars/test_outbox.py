"""Messages are handed over in order, the latest alone, and again after a crash: whatever happens in between."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from cohortplan.calendars.ledger import Delivery, Entry, Invitation, Ledger
from cohortplan.calendars.outbox import CarrierError, hand_over
from tests.calendars.ledger.clients import Client, Credulous, Forgetful
from tests.calendars.ledger.events import NOW, event, invitation, publish


class Killed(BaseException):
    """The program ends here and now."""


@dataclass
class Post:
    """A carrier that can refuse, lose its program before or after a message has gone, and keeps what has gone."""

    mood: Callable[[], float] = lambda: 1.0
    gone: list[Entry] = field(default_factory=list)
    name: str = "post"
    fellows: frozenset[str] = frozenset()

    @property
    def counts(self) -> frozenset[str]:
        """The carriers that go where this one goes."""
        return self.fellows | {self.name}

    def takes(self, entry: Entry) -> bool:
        """Whether there is a mailbox."""
        return entry.told

    def carry(self, entry: Entry, earlier: Sequence[Entry]) -> str:
        """Take a message, or not."""
        del earlier
        fate = self.mood()
        if fate < 0.1:
            raise CarrierError("come back later")
        if fate < 0.2:
            raise Killed
        self.gone.append(entry)
        if fate < 0.3:
            raise Killed
        return f"taken by {self.name}"


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """Return a new ledger."""
    return Ledger(tmp_path / "ledger.sqlite")


def clock() -> datetime:
    """Tell the time."""
    return NOW


def test_everything_goes_once(ledger: Ledger) -> None:
    """What was handed over is not handed over again."""
    publish(ledger, invitation(event("a")), invitation(event("b"), "P2"))
    post = Post()
    assert hand_over(ledger, post, clock).done == 2
    assert hand_over(ledger, post, clock).done == 0
    assert [entry.to for entry in post.gone] == ["P1", "P2"]


def test_only_the_latest_goes(ledger: Ledger) -> None:
    """Of three versions published before anything was sent only the last is sent, as it is."""
    for hour in (10, 11, 12):
        publish(ledger, invitation(event(hour=hour)))
    post = Post()
    tally = hand_over(ledger, post, clock)
    assert (tally.done, tally.superseded) == (1, 2)
    assert [entry.sequence for entry in post.gone] == [2]


def test_nobody_hears_of_the_end_of_what_they_never_heard_of(ledger: Ledger) -> None:
    """An event that came and went before anything was sent is not sent; one that was sent is cancelled."""
    publish(ledger, invitation(event("told")))
    post = Post()
    hand_over(ledger, post, clock)
    publish(ledger, invitation(event("told")), invitation(event("untold")))
    publish(ledger)
    hand_over(ledger, post, clock)
    assert [(entry.uid.split("@")[0], entry.method) for entry in post.gone] == [("told", "REQUEST"), ("told", "CANCEL")]


def test_what_was_refused_is_offered_again(ledger: Ledger) -> None:
    """A message that was not taken stays to be sent, with its reason in the ledger."""
    publish(ledger, invitation(event()))
    assert hand_over(ledger, Post(lambda: 0.05), clock).failed == 1
    assert [(each.state, each.detail) for each in ledger.deliveries()][-1] == ("failed", "come back later")
    assert hand_over(ledger, Post(), clock).done == 1


def test_what_may_have_gone_goes_again_with_the_same_content(ledger: Ledger) -> None:
    """After a crash in the middle of handing over, the same bytes are handed over again."""
    publish(ledger, invitation(event()))
    post = Post(lambda: 0.25)
    with pytest.raises(Killed):
        hand_over(ledger, post, clock)
    post.mood = lambda: 1.0
    assert hand_over(ledger, post, clock).done == 1
    assert len({entry.content for entry in post.gone}) == 1
    assert len(post.gone) == 2


def test_each_carrier_has_a_state_of_its_own(ledger: Ledger) -> None:
    """What has gone by one carrier still goes by another, which remembers what it needs to know."""
    publish(ledger, invitation(event()))
    for name in ("post", "server"):
        assert hand_over(ledger, Post(name=name), clock).done == 1
    assert [(each.carrier, each.state, each.detail) for each in ledger.deliveries() if each.state == "done"] == [
        ("post", "done", "taken by post"),
        ("server", "done", "taken by server"),
    ]
    publish(ledger)
    late = Post(name="late")
    assert hand_over(ledger, late, clock).superseded == 2
    assert late.gone == []
    for name in ("post", "server"):
        post = Post(name=name)
        assert hand_over(ledger, post, clock).done == 1
        assert [entry.method for entry in post.gone] == ["CANCEL"]


def test_what_a_fellow_has_carried_is_there(ledger: Ledger) -> None:
    """Carriers that go to the same place carry a message once between them."""
    publish(ledger, invitation(event()))
    assert hand_over(ledger, Post(name="mail"), clock).done == 1
    assert hand_over(ledger, Post(name="files", fellows=frozenset({"mail"})), clock).done == 0


def many(ledger: Ledger, number: int) -> list[str]:
    """Tell many people of an event each; return their ids."""
    people = [f"P{k}" for k in range(number)]
    publish(ledger, *(invitation(event(f"visit{who}"), who) for who in people))
    return people


def states(ledger: Ledger) -> Counter[str]:
    """Return how many messages are in each state."""
    return Counter({each.entry: each.state for each in ledger.deliveries()}.values())


def test_few_notes_of_many_messages(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """What becomes of 200 messages is noted in fewer than 20 steps, of which each waits for the disk."""
    people, steps, real = many(ledger, 200), [], Ledger.note

    def note(self: Ledger, *deliveries: Delivery) -> None:
        steps.append(len(deliveries))
        real(self, *deliveries)

    monkeypatch.setattr(Ledger, "note", note)
    post = Post()
    assert hand_over(ledger, post, clock).done == 200
    assert [entry.to for entry in post.gone] == people
    assert (len(steps) < 20, sum(steps)) == (True, 400)


@pytest.mark.parametrize(("seconds", "doubled"), [(0.0, 19), (1.0, 1)])
def test_how_many_go_twice_after_a_crash(ledger: Ledger, seconds: float, doubled: int) -> None:
    """All that has gone in the last moment goes again, the same: where messages take their time that is one."""
    people, post, now = many(ledger, 60), Post(), [NOW]

    def mood() -> float:
        now[0] += timedelta(seconds=seconds)
        return 0.15 if len(post.gone) == 50 else 1.0

    post.mood = mood
    with pytest.raises(Killed):
        hand_over(ledger, post, lambda: now[0])
    before = [entry.to for entry in post.gone]
    assert before == people[:50]
    post.mood = lambda: 1.0
    hand_over(ledger, post, clock)
    again = [entry.to for entry in post.gone[50:]]
    assert again == people[50 - doubled + (seconds > 0) :]
    assert {who: len({entry.content for entry in post.gone if entry.to == who}) for who in people} == dict.fromkeys(
        people, 1
    )


def test_who_stops_the_program_leaves_one_message_in_doubt(ledger: Ledger) -> None:
    """On Ctrl-C what has gone is noted, and what was not offered is as if it had never been in hand."""
    many(ledger, 40)
    post = Post()

    def mood() -> float:
        if len(post.gone) == 20:
            raise KeyboardInterrupt
        return 1.0

    post.mood = mood
    with pytest.raises(KeyboardInterrupt):
        hand_over(ledger, post, clock)
    assert states(ledger) == {"done": 20, "begun": 1, "failed": 10}
    publish(ledger)
    post.mood = lambda: 1.0
    assert hand_over(ledger, post, clock).done == 21
    assert Counter(entry.method for entry in post.gone) == {"REQUEST": 20, "CANCEL": 21}


def test_a_second_attempt_that_fails_leaves_the_first_in_doubt(ledger: Ledger) -> None:
    """What may have arrived before a crash is cancelled though it was refused afterwards."""
    publish(ledger, invitation(event()))
    post = Post(lambda: 0.25)
    with pytest.raises(Killed):
        hand_over(ledger, post, clock)
    post.mood = lambda: 0.05
    assert hand_over(ledger, post, clock).failed == 1
    publish(ledger)
    post.mood = lambda: 1.0
    assert hand_over(ledger, post, clock).done == 1
    assert [entry.method for entry in post.gone] == ["REQUEST", "CANCEL"]


_SENDER = """
import os, sys
from pathlib import Path
from cohortplan.calendars.ledger import Ledger
from cohortplan.calendars.outbox import hand_over
from tests.calendars.test_outbox import Post, clock

class Wire(Post):
    def carry(self, entry, earlier):
        if self.gone == []:
            self.gone.append(entry)
            print("ready", flush=True)
        os.write(wire, f"{entry.number} {hash(entry.content)}\\n".encode())
        return ""

wire = os.open(sys.argv[2], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
with Ledger(Path(sys.argv[1])) as ledger:
    hand_over(ledger, Wire(), clock)
"""


@pytest.mark.slow
def test_killed_at_any_instruction(tmp_path: Path) -> None:
    """A program that is killed while it sends 800 messages loses none; few go twice, and the same each time."""
    path, wire, kills = tmp_path / "ledger.sqlite", tmp_path / "wire", 0
    with Ledger(path) as ledger:
        many(ledger, 800)
    while True:
        environment = {**os.environ, "PYTHONHASHSEED": "0"}
        command = [sys.executable, "-c", _SENDER, str(path), str(wire)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as sender:
            assert sender.stdout is not None
            assert sender.stdout.readline() in (b"ready\n", b"")
            time.sleep(0.03 + 0.013 * kills)
            sender.send_signal(signal.SIGKILL)
            if sender.wait() == 0:
                break
        kills += 1
    gone = Counter(wire.read_text().splitlines())
    assert kills > 1
    assert len(gone) == len({line.partition(" ")[0] for line in gone}) == 800
    assert sum(gone.values()) - 800 <= 128 * kills
    with Ledger(path) as ledger:
        assert states(ledger) == {"done": 800}


def draw(random: Random, names: Sequence[str]) -> list[Invitation]:
    """Return some of the events, at some times and places, with some notes."""
    return [
        invitation(
            event(
                name,
                hour=random.randint(8, 11),
                location=random.choice(["Moorside", "Dale"]),
                description=random.choice(["", "Bring a pen"]),
            ),
            f"P{k % 2}",
        )
        for k, name in enumerate(names)
        if random.random() < 0.7
    ]


def live(random: Random, path: Path) -> tuple[list[Invitation], list[Entry], list[Entry]]:
    """Live through a history of plans and crashes; return the last plan, what was told, and what went out in order."""
    names, gone, wanted = "abcd", Post(random.random), []
    for step in range(random.randint(2, 7)):
        with Ledger(path, durable=False) as ledger:  # here it is the program that dies, not the machine
            if random.random() < 0.8:
                wanted = draw(random, names)
            publish(ledger, *wanted, now=NOW + timedelta(minutes=random.randint(-3, 3) + step))
            if random.random() < 0.8:
                try:
                    hand_over(ledger, gone, clock)
                except Killed:
                    continue
    gone.mood = lambda: 1.0
    with Ledger(path, durable=False) as ledger:
        hand_over(ledger, gone, clock)
        return wanted, list(ledger.entries()), gone.gone


def assert_as_planned(
    random: Random, wanted: Sequence[Invitation], told: Sequence[Entry], gone: Sequence[Entry]
) -> None:
    """Check a history: numbers, contents, and what programs of each kind show in the end."""
    due = {each.event.uid: (each.event.start, each.event.summary, each.event.location) for each in wanted}
    versions: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in told:
        versions[entry.key].append(entry)
    for entries in versions.values():
        pairs = [(entry.sequence, entry.dtstamp) for entry in entries]
        assert pairs == sorted(set(pairs))
    contents: defaultdict[tuple[str, str, int, datetime], set[bytes]] = defaultdict(set)
    for entry in gone:
        contents[entry.uid, entry.address, entry.sequence, entry.dtstamp].add(entry.content)
    assert all(len(each) == 1 for each in contents.values())
    for client, messages in (
        (Client(), list(gone)),
        (Client(), [each for each in gone for _ in range(2)]),
        (Client(), random.sample(list(gone), len(gone))),
        (Credulous(), list(gone)),
        (Credulous(), [each for each in gone for _ in range(2)]),
        (Forgetful(), list(gone)),
    ):
        for entry in messages:
            client.take(entry.content)
        assert client.shown == due


def test_histories(tmp_path: Path) -> None:
    """Over 12 histories of edits, crashes and refusals calendars end as planned, also with doubles and out of order."""
    for seed in range(12):
        random = Random(seed)  # noqa: S311 - nothing is secret here
        assert_as_planned(random, *live(random, tmp_path / f"{seed}.sqlite"))


@pytest.mark.slow
def test_many_histories(tmp_path: Path) -> None:
    """The same over 600 histories; with range(2000) there are 2,000."""
    for seed in range(600):
        random = Random(1000 + seed)  # noqa: S311 - nothing is secret here
        assert_as_planned(random, *live(random, tmp_path / f"{seed}.sqlite"))
