"""The summary for a sponsor: sums and shares, and nobody in particular but whom they sponsor."""

from __future__ import annotations

from collections.abc import Iterator

from cohortplan.documents.report.knowing import SMALL
from cohortplan.documents.sheets.desk import Desk, when
from cohortplan.documents.sheets.document import Block, Document, Facts, Heading, Listing, Text
from cohortplan.documents.sheets.opening import charter
from cohortplan.documents.sheets.registry import Sheet, kind
from cohortplan.documents.words import count, days, listed, people
from cohortplan.evaluate import planned_contacts
from cohortplan.model import Guest


@kind("sponsor-summary", audience="sponsor", each="sponsor, and one for all")
def sponsor_summary(desk: Desk) -> Iterator[Sheet]:
    """What the programme is and does, in sums, for those who pay for it."""
    programme = desk.scenario.programme
    lead = days(programme.starts, programme.ends)
    opening, sums = list(charter(desk)), list(_sums(desk))
    yield Sheet("", Document(programme.title, lead, "For sponsors.", [*opening, *sums]))
    for guest in desk.scenario.guests:
        if guest.kind == "sponsor":
            document = Document(programme.title, lead, f"For {guest.name}.", [*opening, *_own(desk, guest), *sums])
            yield Sheet(guest.id, document, frozenset({guest.id}))


def _sums(desk: Desk) -> Iterator[Block]:
    scenario, visits = desk.scenario, desk.visits()
    everyone, pairs = len(scenario.people), planned_contacts(scenario, desk.plan)
    yield Heading("The programme")
    yield Facts(
        (
            ("Taking part", people(everyone)),
            ("Sectors", desk.sectors(scenario.people, SMALL)),
            ("Learning sets", f"{len(desk.groups):,} in {count(len(desk.plan.rounds), 'round')}"),
            ("Visits", f"{len(visits):,} to {count(len({item.host for item in visits}), 'host')}" if visits else ""),
            ("Pairs of people who meet", f"{len(pairs):,} of {everyone * (everyone - 1) // 2:,}"),
            ("Met by each on average", f"{2 * len(pairs) / everyone:.1f} people"),
            ("Came to what they were expected at", _share(desk)),
        )
    )
    if visits:
        yield Heading("Hosts")
        yield Text("We thank all of them.")
        yield Listing(sorted({scenario.host[item.host].name for item in visits if item.host is not None}))


def _share(desk: Desk) -> str:
    records = desk.scenario.register.records
    there = sum(record.present for record in records)
    return f"{there / len(records):.0%} so far" if len(records) >= SMALL else ""


def _own(desk: Desk, guest: Guest) -> Iterator[Block]:
    named = [profile.name for profile in desk.seen(guest.id).people if profile.name]
    if named:
        yield Text(f"Thank you for your support of {listed(named)}.")
    if desk.scenario.privacy.sight("attendance", "sponsor") == "own":
        mine = [record for record in desk.scenario.register.records if record.participant in guest.of]
        if mine:
            there = sum(record.present for record in mine)
            yield Facts((("Came to", f"{there} of {count(len(mine), 'activity', 'activities')} so far"),))
    coming = [item for item in desk.items if guest.id in item.guests]
    if coming:
        yield Heading("You are invited to")
        yield Listing([f"{item.what}, {item.where or 'place to be told'}, {when(item)}" for item in coming])
