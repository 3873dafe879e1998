"""Messages that reach Thunderbird in another order than they were sent in, and what it cannot say (A7).

It takes no invitation that is older than what it has (RFC 5546, section 2.1.5), but keeps nothing of cancellations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.calendars.carriers.mailserver import Sink, serving
from tests.calendars.ledger.clients import Forgetful
from tests.calendars.ledger.events import event, invitation
from tests.calendars.test_thunderbird import ASKED, PROCESSED, Mailbox, draw, due
from tests.calendars.thunderbird import thunderbird

pytestmark = pytest.mark.slow

#: What is pressed of what a message offers.
BUTTONS = ("imipAcceptButton", "imipUpdateButton", "imipDeleteButton")


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Mailbox]:
    """Run Thunderbird for somebody who is invited."""
    sink = Sink()
    with serving(sink) as port, thunderbird(tmp_path, "p1@people.example", port) as program:
        yield Mailbox(tmp_path, program, sink)


def sent(box: Mailbox, *plans: list[object]) -> list[Path]:
    """Publish plans of one event each, or of none; return the messages, of which each plan has one."""
    return [path for plan in plans for _, path in box.tell(*map(invitation, plan))]  # type: ignore[arg-type]


def test_an_old_invitation_after_a_newer_one(box: Mailbox) -> None:
    """The newest alone is taken, of large changes as of small ones; what is older changes nothing afterwards."""
    noted, moved = event(description="Bring a pen"), event(hour=14)
    again = event(hour=14, description="Bring two")
    first, minor, major, last = sent(box, [event()], [noted], [moved], [again])
    assert box.read(major, "imipAcceptButton")[1] == ASKED
    assert [box.read(path) for path in (first, minor)] == [(PROCESSED, ["imipDetailsButton"])] * 2
    assert box.read(last, "imipUpdateButton")[1] == ["imipUpdateButton"]
    assert box.read(major) == (PROCESSED, ["imipDetailsButton"])
    assert box.shown == due([invitation(again)])
    assert [each["partstat"] for each in box.program.events.values()] == ["ACCEPTED"]
    assert "Bring two" in next(iter(box.program.events.values()))["whole"]


def test_a_cancellation_before_its_invitation(box: Mailbox) -> None:
    """Thunderbird does not keep it, as RFC 5546 (5.2.1) advises: what follows is a ghost until it is read again."""
    invited, cancelled = sent(box, [event()], [])
    assert box.read(cancelled) == (PROCESSED, [])
    assert box.read(invited, "imipAcceptButton")[1] == ASKED
    assert box.shown == due([invitation(event())])
    box.read(cancelled, "imipDeleteButton")
    assert box.shown == {}


def test_a_cancellation_after_the_event_is_on_again(box: Mailbox) -> None:
    """Thunderbird offers to delete the event, although its version is the newer one; the newest brings it back."""
    _, cancelled, again = sent(box, [event()], [], [event(hour=15)])
    box.read(again, "imipAcceptButton")
    assert box.read(cancelled, "imipDeleteButton")[1] == ["imipDeleteButton"]
    assert box.shown == {}
    box.read(again, "imipAcceptButton")
    assert box.shown == due([invitation(event(hour=15))])


def test_messages_in_any_order(box: Mailbox) -> None:
    """Some hundred shuffled messages about thirty events: Thunderbird shows what the model of it in our tests does.

    All that has not been off in between is right.
    """
    random, model = Random(5), Forgetful()  # noqa: S311 - nothing is secret here
    plans = [draw(random, 30) for _ in range(5)]
    told = [each for plan in plans for each in box.tell(*plan)]
    ever_off = {entry.uid for entry, _ in told if entry.kind == "cancel"}
    random.shuffle(told)
    for entry, path in told:
        offered = box.program.open(path)["buttons"]
        for button in set(BUTTONS).intersection(offered):
            box.program.press(button)
        model.take(entry.content)
    wanted, shown = due(plans[-1]), box.shown
    assert {uid: each[0] for uid, each in shown.items()} == {
        uid: start.timestamp() for uid, (start, _, _) in model.shown.items()
    }
    assert {uid: each for uid, each in shown.items() if uid not in ever_off} == {
        uid: each for uid, each in wanted.items() if uid not in ever_off
    }
    ghosts, lost = shown.keys() - wanted.keys(), wanted.keys() - shown.keys()
    right = sum(shown.get(uid) == each for uid, each in wanted.items())
    assert (len(told), len(wanted), right, len(ghosts), len(lost)) == (123, 27, 22, 3, 3)


def test_it_proposes_no_other_time(box: Mailbox) -> None:
    """Invitations offer no such button, and nothing in the program makes a COUNTER; it reads those of others alone."""
    (invited,) = sent(box, [event()])
    assert box.read(invited)[1] == ASKED
    sources = ("CalItipMessageSender", "calendar/utils/calItipUtils")
    script = "return await (await fetch(`resource:///modules/${given[0]}.sys.mjs`)).text();"
    made = {
        method
        for name in sources
        for method in re.findall(r'(?:OutgoingMessage|sendMessage)\(\s*"(\w+)"', box.program.run(script, name))
    }
    assert made == {"REQUEST", "REPLY", "CANCEL"}
