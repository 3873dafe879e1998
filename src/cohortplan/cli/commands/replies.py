"""``replies``: take in the answers to invitations, and say what follows from them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cohortplan.cli.inputs import json_option, load_scenario, scenario_argument
from cohortplan.cli.messages import at_option, ledger_option, open_ledger
from cohortplan.cli.output import emit, say
from cohortplan.cli.views_of_replies import document, tell, tell_of

if TYPE_CHECKING:
    from cohortplan.calendars.ledger import Ledger
    from cohortplan.calendars.replies.outcome import Outcome
    from cohortplan.calendars.replies.sources import Message
    from cohortplan.calendars.replies.taking import Intake
    from cohortplan.cli.pricing import Price
    from cohortplan.model import Scenario


@click.command("replies")
@scenario_argument
@click.argument("sources", metavar="[SOURCE]...", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option("--inbox", is_flag=True, help="Take answers from the calendar server of [calendars.caldav] as well.")
@click.option("--clear", is_flag=True, help="With --inbox: remove from the inbox there what the ledger then has.")
@click.option(
    "--imap", is_flag=True, help="Take answers from the mailbox of [calendars.imap] as well; it is only read."
)
@click.option(
    "--price", is_flag=True, help="Look for the best plan with each proposed time, as near to what is published."
)
@click.option(
    "--seconds", type=click.FloatRange(min=0, min_open=True), default=10.0, show_default=True, help="For each."
)
@click.option("--decline", metavar="UID", help="Tell whoever proposes another time that it cannot be had.")
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Folder for what --decline tells, as a file.  [default: send it by the server of [calendars.smtp]]",
)
@ledger_option
@at_option
@json_option
def command(
    scenario_path: str,
    sources: tuple[Path, ...],
    inbox: bool,
    clear: bool,
    imap: bool,
    price: bool,
    seconds: float,
    decline: str | None,
    output: Path | None,
    ledger_path: Path | None,
    moment: datetime,
    as_json: bool,
) -> int:
    """Take in the answers to invitations, and say what follows from them.

    A SOURCE is a mail (.eml), a calendar file (.ics), a mailbox (mbox) or a folder of such files; without any, it says
    what is open. An answer counts if it comes from the address that was invited, or from one that [calendars.aliases]
    in scenario.toml names for it: "home@example.org" = "work@example.org".

    With --inbox the answers count that a calendar server keeps which invites people: it knows who they are.
    """
    from cohortplan.calendars.replies.outcome import outcome
    from cohortplan.calendars.replies.sources import messages
    from cohortplan.calendars.replies.taking import take

    if output is not None and decline is None:
        raise click.UsageError("-o needs --decline.", click.get_current_context())
    if clear and not inbox:
        raise click.UsageError("--clear needs --inbox.", click.get_current_context())
    scenario = load_scenario(scenario_path)
    with open_ledger(scenario_path, ledger_path, make=False) as ledger:
        read = [*messages(sources), *(_mailbox(ledger, scenario) if imap else ())]
        intake = take(ledger, read, scenario.calendars.aliases, moment)
        if inbox:
            intake.join(_inbox(ledger, scenario, moment, clear=clear))
        told = "" if decline is None else _decline(ledger, scenario, decline, output, moment)
        stands = outcome(ledger, scenario)
        found = _prices(ledger, scenario, stands, moment, seconds) if price else {}
    if as_json:
        emit(document(intake, stands, found))
    else:
        tell_of(intake)
        tell(stands, scenario_path, found)
        if told:
            say(told)
    return 2 if intake.unreadable else 0


def _mailbox(ledger: Ledger, scenario: Scenario) -> list[Message]:
    """Return what has come by mail since something was published."""
    from cohortplan.calendars.replies.mailbox import mailbox_messages
    from cohortplan.errors import Defect, InputError

    if scenario.calendars.imap is None:
        remedy = 'Write host = "mail.example.org" and user = "office" below [calendars.imap]'
        raise InputError([Defect("no mailbox is named that answers come to", remedy, file="scenario.toml")])
    published = ledger.plans()
    return mailbox_messages(scenario.calendars.imap, published[0][1].date()) if published else []


def _inbox(ledger: Ledger, scenario: Scenario, moment: datetime, *, clear: bool) -> Intake:
    """Take in what the calendar server keeps."""
    from cohortplan.calendars.outbox import CarrierError
    from cohortplan.calendars.replies.inbox import take_inbox
    from cohortplan.errors import Defect, InputError

    settings = scenario.calendars.caldav
    if settings is None:
        remedy = 'Write url = "https://dav.example.org/office/programme/" below [calendars.caldav]'
        raise InputError([Defect("no server is named that holds calendars", remedy, file="scenario.toml")])
    try:
        return take_inbox(ledger, settings, scenario.calendars.aliases, moment, clear=clear)
    except CarrierError as error:
        remedy = "Try again: what was taken in is in the ledger"
        raise InputError([Defect(f"the inbox cannot be read or cleared: {error}", remedy, settings.url)]) from error


def _prices(ledger: Ledger, scenario: Scenario, stands: Outcome, moment: datetime, seconds: float) -> dict[str, Price]:
    """Price what is proposed, on the plan that was published last."""
    if not stands.proposals:
        return {}
    from cohortplan.cli.pricing import prices
    from cohortplan.model import Plan

    plan = Plan.model_validate_json(ledger.plan(stands.revision))
    today = moment.astimezone(scenario.zone).date()
    return dict(prices(scenario, plan, stands.proposals, today, seconds=seconds))


def _decline(ledger: Ledger, scenario: Scenario, uid: str, output: Path | None, moment: datetime) -> str:
    """Refuse a proposal, and say so."""
    from cohortplan.calendars.carriers.files import Files
    from cohortplan.calendars.carriers.smtp import SmtpCarrier
    from cohortplan.calendars.invitations import organizer_of
    from cohortplan.calendars.mail import Writer
    from cohortplan.calendars.outbox import CarrierError
    from cohortplan.calendars.replies.proposals import pending, refusal, refused
    from cohortplan.errors import Defect, InputError

    found = [(entry, reply) for entry, reply in pending(ledger) if entry.uid.startswith(uid)]
    if len(found) != 1:
        known = ", ".join(entry.uid for entry, _ in pending(ledger)) or "none"
        raise InputError([Defect("this is not one proposal that is open", f"Open: {known}", uid)])
    [(entry, reply)] = found
    organizer = organizer_of(scenario)
    writer = Writer(organizer, ledger.secret)
    carrier = SmtpCarrier.of(scenario, writer) if output is None else Files(output, writer)
    earlier = [each for each in ledger.entries() if each.key == entry.key]
    try:
        carrier.carry(refusal(entry, reply, organizer, moment), earlier)
    except CarrierError as error:
        raise InputError([Defect(f"{entry.name} was not told: {error}", "Try again")]) from error
    ledger.hear(refused(reply, moment))
    return f"{entry.name} was told that it stays as it is." if output is None else f"Written to {output}."
