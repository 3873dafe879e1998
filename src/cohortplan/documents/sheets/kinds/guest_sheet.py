"""The sheet for a guest, such as a speaker: where to be and when, who is there as counts, and what is asked of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cohortplan.documents.sheets.desk import Desk, named, when
from cohortplan.documents.sheets.document import Block, Document, Facts, Heading, Listing, Text
from cohortplan.documents.sheets.registry import Sheet, kind
from cohortplan.documents.words import count, duration, listed, people
from cohortplan.evaluate.timetable import Item
from cohortplan.model import Guest

#: What is asked of each kind of guest.
_ASKED: Mapping[str, tuple[str, ...]] = {
    "speaker": (
        "Tell what you have done and seen yourself, what went wrong too.",
        "Please leave half of your time for questions: that is what they come for.",
        "Slides are not needed. If you bring some, send them two days before.",
    ),
    "sponsor": (
        "Ask what people have seen, and what they do otherwise since.",
        "You do not sit with those whom you sponsor: they speak of you elsewhere.",
        "What is said at the table stays there.",
    ),
    "stakeholder": (
        "Ask what people have seen, and what they do otherwise since.",
        "Tell them what you see that they cannot.",
        "What is said at the table stays there.",
    ),
}


@kind("guest-sheet", audience="guest", each="guest who comes to something")
def guest_sheet(desk: Desk) -> Iterator[Sheet]:
    """Where a guest or speaker is to be and when, who is there without saying who, whom to ring, and what is asked."""
    for guest in desk.scenario.guests:
        mine = [item for item in desk.items if guest.id in item.guests]
        if mine:
            blocks = [*_welcome(desk, guest), *(block for item in mine for block in _occasion(desk, guest, item))]
            blocks += [Heading("What we ask of you"), Listing(_ASKED[guest.kind])]
            lead = f"{desk.programme}: {count(len(mine), 'occasion')}"
            concerns = frozenset({guest.id, *(name for item in mine for name in (item.round, item.set) if name)})
            yield Sheet(guest.id, Document(guest.name, lead, f"For {guest.name}.", blocks), concerns)


def _welcome(desk: Desk, guest: Guest) -> Iterator[Block]:
    yield Text("Thank you for speaking to us." if guest.kind == "speaker" else "Thank you for coming.")
    yield Facts(
        (
            ("What we are here for", desk.scenario.charter.purpose),
            ("Whom to ring, before and on the day", desk.office),
        )
    )


def _occasion(desk: Desk, guest: Guest, item: Item) -> Iterator[Block]:
    minutes = round((item.end - item.start).total_seconds() / 60)
    others, speaks = len(item.guests) - 1, guest.kind == "speaker"
    there = listed(desk.carers(item)) or "the programme office"
    yield Heading(when(item))
    yield Facts(
        (
            ("What", item.what),
            ("Where", item.where),
            ("Be there by", desk.be_there(item)),
            ("How long", duration(minutes)),
            ("You sit with", f"Set {item.set}" if item.set else ""),
            ("Who introduces you" if speaks else "Who welcomes you", there),
            ("Who takes part", people(len(desk.members(item)))),
            ("Sectors", desk.sectors(item.members)),
            ("Among them", named(desk.seen(guest.id, item.members))),
            ("Other guests", people(others) if others else ""),
        )
    )
