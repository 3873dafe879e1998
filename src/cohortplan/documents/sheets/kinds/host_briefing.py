"""The briefing for a host: how many come and when, as counts, and by name only those who agreed to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cohortplan.documents.sheets.desk import Desk, counted, named, when
from cohortplan.documents.sheets.document import Block, Document, Facts, Heading, Listing, Text
from cohortplan.documents.sheets.registry import Sheet, kind
from cohortplan.documents.words import count, listed
from cohortplan.evaluate.timetable import Item
from cohortplan.model import Host

_QUESTIONS = (
    "What do you do here, for whom, and what would be missing without you?",
    "What is hardest at the moment, and what have you tried?",
    "What could people of the other sectors do for you, and you for them?",
)


@kind("host-briefing", audience="host", each="host that is visited")
def host_briefing(desk: Desk) -> Iterator[Sheet]:
    """How many come and when, what to provide and cook, and what they will ask, without saying who."""
    for host in desk.scenario.hosts:
        visits = desk.visits(host.id)
        if visits:
            blocks = [*_welcome(desk, host, visits), *(block for item in visits for block in _visit(desk, host, item))]
            blocks += [Heading("What they will want to hear"), Listing(_QUESTIONS), *_after(desk)]
            lead = f"{desk.programme}: {count(len(visits), 'visit')}"
            reader = f"For {host.name}."
            yield Sheet(host.id, Document(host.name, lead, reader, blocks), frozenset({host.id}))


def _welcome(desk: Desk, host: Host, visits: list[Item]) -> Iterator[Block]:
    yield Text(
        "Thank you for receiving us. Leaders of the public, private and non-profit sectors visit you in small groups, "
        "to see what they would not see in their own work, and to ask about it."
    )
    names = ""
    if host.gate_fields and visits:
        names = f"{host.names_days} days before each visit" if host.names_days else "before each visit"
    yield Facts(
        (
            ("Your contact", desk.office),
            ("Names for your gate", f"You have them {names}, in a list of their own" if names else ""),
            ("What visitors are told", host.joining),
        )
    )


def _visit(desk: Desk, host: Host, item: Item) -> Iterator[Block]:
    view = desk.seen(host.id, item.members)
    yield Heading(when(item))
    yield Facts(
        (
            ("How many come", desk.announced(item)),
            ("They arrive", f"by {desk.be_there(item)}"),
            ("Sectors", desk.sectors(item.members)),
            ("Among them", named(view)),
            ("Please provide", counted(view.needs)),
            ("Food, if you offer any", _food(view.diets, view.head_count)),
        )
    )


def _food(diets: Mapping[str, int], number: int) -> str:
    if not diets:
        return ""
    others = number - sum(diets.values())
    return listed([f"{count} {diet}" for diet, count in diets.items()] + ([f"{others} of anything"] if others else []))


def _after(desk: Desk) -> Iterator[Block]:
    yield Heading("Before and afterwards")
    ask = f" {desk.office}" if desk.office else " us"
    yield Listing(
        (
            f"If a day no longer suits you, please tell{ask} as soon as you know: another can often be found.",
            f"If there are costs, please send the invoice to{ask}.",
            "Within two weeks of a visit you hear from us what the visitors took away from it.",
        )
    )
