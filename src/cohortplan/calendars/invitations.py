"""Who is told of what: of all that goes into calendars, what asks somebody for an answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cohortplan.calendars.ical import Mailbox
from cohortplan.calendars.items import Item
from cohortplan.calendars.ledger import Invitation
from cohortplan.errors import Defect, InputError
from cohortplan.model import Scenario
from cohortplan.model.base import is_mailbox


def invitations(scenario: Scenario, items: Iterable[Item]) -> Iterator[Invitation]:
    """Yield an invitation for each event: of people and hosts to their mailboxes, if they have any.

    What has no mailbox, as sets and the programme have none, is in the ledger for the feeds; nobody is told of it. So
    are the ways to hosts, which need no answer.
    """
    called = _mailboxes(scenario)
    for item in items:
        name, address = called.get((item.audience, item.to), (item.to or scenario.programme.title, ""))
        yield Invitation(item.audience, item.to, name, "" if item.event.related else address, item.event)


def without_mailbox(scenario: Scenario, invitations: Iterable[Invitation]) -> list[str]:
    """Return the names of those who have events and no mailbox: participants, facilitators, guests, hosts."""
    due: set[tuple[str, str]] = {(each.audience, each.to) for each in invitations}
    return [name for who, (name, address) in _mailboxes(scenario).items() if who in due and not address]


def organizer_of(scenario: Scenario) -> Mailbox:
    """Return who invites.

    Raises
    ------
    InputError
        If nobody can be answered, or somebody who is invited has the same mailbox: their program would take the
        invitation for one of its own.
    """
    settings, programme = scenario.calendars, scenario.programme
    address = settings.organizer or (programme.contact if is_mailbox(programme.contact) else "")
    if not address:
        remedy = 'Write organizer = "office@..." below [calendars]'
        raise InputError([Defect("nobody is named whom invitations come from", remedy, file="scenario.toml")])
    same = [name for name, email in _mailboxes(scenario).values() if email.casefold() == address.casefold()]
    if same:
        remedy = "Give the programme a mailbox of its own, or leave theirs out"
        raise InputError([Defect(f"invitations come from the mailbox of {same[0]}", remedy, address)])
    return Mailbox(settings.name or programme.title, address)


def _mailboxes(scenario: Scenario) -> dict[tuple[str, str], tuple[str, str]]:
    """Return name and address, "" if there is none, of people and hosts, by audience and id."""
    return {
        **{("participant", each.id): (each.name, each.email) for each in scenario.participants},
        **{("facilitator", each.id): (each.name, each.email) for each in scenario.facilitators},
        **{("guest", each.id): (each.name, each.email) for each in scenario.guests},
        **{("host", each.id): (each.name, each.email) for each in scenario.hosts},
    }
