"""``publish``: tell everyone what a plan changes in their calendar, and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from cohortplan.cli.inputs import json_option, load_plan, load_scenario, plan_argument, scenario_argument
from cohortplan.cli.messages import at_option, ledger_option, open_ledger, told
from cohortplan.cli.output import count, emit, note, say
from cohortplan.cli.wording import violations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cohortplan.calendars.ical import Mailbox
    from cohortplan.calendars.ledger import Change, Entry, Ledger
    from cohortplan.calendars.outbox import Carrier, Tally
    from cohortplan.calendars.publishing import Published
    from cohortplan.errors import Defect
    from cohortplan.model import Plan, Scenario

Server = TypeVar("Server")


class Handed(NamedTuple):
    """What was handed over, or would have been.

    Attributes
    ----------
    failed : list of str
        Whom something was not handed over to, and why.
    server : tuple of int, or None
        In a rehearsal: how many events the calendar server would get, and lose; None if there is none.
    """

    tally: Tally
    failed: list[str]
    server: tuple[int, int] | None = None


class Way(NamedTuple):
    """How things are handed over, as it was typed."""

    send: str | None
    output: Path | None
    server_invites: bool | None


#: Changes spelled out before the rest are counted.
_SPELLED = 40


@click.command("publish")
@scenario_argument
@plan_argument
@click.option(
    "--send",
    type=click.Choice(("mail", "files", "caldav")),
    help="Send by the server of [calendars.smtp], write files that you send yourself, or keep the calendars on the "
    "server of [calendars.caldav] up to date.  [default: only show]",
)
@click.option("-o", "--output", metavar="DIR", type=click.Path(path_type=Path), help="Folder for messages as files.")
@click.option("--provisional", is_flag=True, help="Say that dates may still change; firm once published without.")
@click.option(
    "--server-invites/--mail-invites",
    "server_invites",
    default=None,
    help="With caldav: who invites people, the calendar server or you by mail. Asked for if the server can.",
)
@ledger_option
@at_option
@json_option
def command(
    scenario_path: str,
    plan_path: str,
    send: str | None,
    output: Path | None,
    provisional: bool,
    server_invites: bool | None,
    ledger_path: Path | None,
    moment: datetime,
    as_json: bool,
) -> int:
    """Tell everyone what a plan changes in their calendar, and nothing else.

    Without --send nothing is told and nothing noted: it shows what would be, and writes the messages below -o to look
    at. With --send the ledger keeps what was told; whoever was told nothing new hears nothing. What could not be sent
    is sent by the next run.
    """
    if send == "files" and output is None:
        raise click.UsageError("Say where the messages go: -o DIR.", click.get_current_context())
    if send != "caldav" and server_invites is not None:
        raise click.UsageError("Who invites is a question for --send caldav.", click.get_current_context())
    scenario = load_scenario(scenario_path, plan_path)
    plan = _sound(scenario, plan_path)
    with open_ledger(scenario_path, ledger_path, make=True) as real, _book(real, rehearsal=send is None) as ledger:
        way = Way(send, output, server_invites)
        done, handed = _publish(ledger, scenario, plan, way, moment, provisional=provisional)
    if as_json:
        emit(_document(done.changes, handed, rehearsal=send is None))
    else:
        _tell(done, handed, send)
    return 1 if handed.failed else 0


def _sound(scenario: Scenario, plan_path: str) -> Plan:
    """Read a plan that keeps every hard rule, as people act on what they are told."""
    from cohortplan.errors import Defect, PlanError
    from cohortplan.evaluate import evaluate

    plan = load_plan(scenario, plan_path)
    outdated = list(_by_other_rules(scenario, plan, plan_path))
    if outdated:
        raise PlanError(outdated)
    broken = [Defect(line, file=plan_path) for line in violations(evaluate(scenario, plan))]
    if broken:
        note("No invitations to a plan that breaks hard rules: solve again, or change the rules.")
        raise PlanError(broken)
    return plan


def _by_other_rules(scenario: Scenario, plan: Plan, plan_path: str) -> Iterator[Defect]:
    """Yield where the clocks that a plan was made for would show another time: the rules of the zone have changed."""
    from importlib.metadata import version

    from cohortplan.errors import Defect

    made, now = plan.manifest.get("tzdata"), version("tzdata")
    if made in (None, now):
        return
    for group, each in (
        (a_set, each) for planned in plan.rounds for a_set in planned.sets for each in a_set.activities
    ):
        meant, shown = each.start.replace(tzinfo=None), scenario.local(each.start)
        if meant != shown:
            message = f"{each.id} of set {group.id} was planned for {meant:%H:%M} by rules of tzdata {made}"
            by_now = f"{meant:%Y-%m-%d}: by those of {now} it is {shown:%H:%M} then"
            yield Defect(message, "Solve again, with this plan as --hint", by_now, file=plan_path)


@contextmanager
def _book(real: Ledger, *, rehearsal: bool) -> Iterator[Ledger]:
    """Give the ledger, or for a rehearsal a copy of it."""
    if not rehearsal:
        yield real
        return
    from cohortplan.calendars.ledger import LEDGER, Ledger

    with TemporaryDirectory() as folder:
        real.copy(Path(folder, LEDGER))
        with Ledger(Path(folder, LEDGER), durable=False) as copy:
            yield copy


def _publish(
    ledger: Ledger, scenario: Scenario, plan: Plan, way: Way, moment: datetime, *, provisional: bool
) -> tuple[Published, Handed]:
    from cohortplan.calendars.invitations import organizer_of
    from cohortplan.calendars.outbox import hand_over
    from cohortplan.calendars.publishing import publish

    organizer = organizer_of(scenario)
    failed: list[str] = []

    def heard(entry: Entry, problem: str) -> None:
        if problem:
            failed.append(f"{entry.name}: {problem}")

    with closing(_carrier(scenario, way, organizer, ledger)) as carrier:
        done = publish(ledger, scenario, plan, organizer, moment, provisional=provisional)
        tally = hand_over(ledger, carrier, lambda: datetime.now(UTC), heard)
    return done, Handed(tally, failed, _server(scenario, ledger) if way.send is None else None)


def _server(scenario: Scenario, ledger: Ledger) -> tuple[int, int] | None:
    """Return how many events the calendar server would get, and lose, as far as the ledger knows; None without one."""
    from cohortplan.calendars.carriers.caldav import rehearsal
    from cohortplan.calendars.outbox import hand_over

    if scenario.calendars.caldav is None:
        return None
    carrier = rehearsal(scenario.calendars.caldav, ledger.deliveries())
    hand_over(ledger, carrier, lambda: datetime.now(UTC))
    return carrier.live, carrier.off


def _carrier(scenario: Scenario, way: Way, organizer: Mailbox, ledger: Ledger) -> Carrier:
    from cohortplan.calendars.carriers.files import Files
    from cohortplan.calendars.carriers.nowhere import Nowhere
    from cohortplan.calendars.mail import Writer

    writer = Writer(organizer, ledger.secret)
    if way.send is not None:
        _not_twice(ledger, way)
    if way.send == "mail":
        from cohortplan.calendars.carriers.smtp import SmtpCarrier

        return SmtpCarrier.of(scenario, writer)
    if way.send == "caldav":
        from cohortplan.calendars.carriers.caldav import CalDavCarrier, etags
        from cohortplan.errors import Defect, InputError

        if scenario.calendars.caldav is None:
            remedy = 'Write url = "https://dav.example.org/office/programme/" below [calendars.caldav]'
            raise InputError([Defect("no server is named that holds calendars", remedy, file="scenario.toml")])
        server = scenario.calendars.caldav
        known = etags(server, ledger.entries(), ledger.deliveries())
        return CalDavCarrier(server, organizer, known, ledger.answers(), server_invites=way.server_invites)
    return Nowhere() if way.output is None else Files(way.output, writer)


def _not_twice(ledger: Ledger, way: Way) -> None:
    """Make sure that whoever has invited people goes on to do so, be it mail or a calendar server."""
    from cohortplan.calendars.carriers.caldav import INVITING
    from cohortplan.calendars.outbox import MESSAGES
    from cohortplan.errors import Defect, InputError

    carriers = {each.carrier for each in ledger.deliveries() if each.state in ("begun", "done")}
    if way.server_invites and carriers & MESSAGES:
        remedy = "Go on with --send mail, and say --mail-invites here"
        raise InputError([Defect("people were invited by mail and would be invited twice", remedy)])
    if not way.server_invites and any(each.startswith(INVITING) for each in carriers):
        remedy = "Go on with --send caldav --server-invites"
        raise InputError([Defect("the calendar server has invited people: they would be invited twice", remedy)])


def _document(found: Sequence[Change], handed: Handed, *, rehearsal: bool) -> dict[str, Any]:
    told = [change for change in found if change.invitation.address]
    changes = [
        {
            "kind": change.kind,
            "audience": change.invitation.audience,
            "to": change.invitation.to,
            "uid": change.event.uid,
            "sequence": change.event.sequence,
            "method": change.method,
        }
        for change in told
    ]
    tally = handed.tally
    sent = {"done": tally.done, "failed": tally.failed, "superseded": tally.superseded}
    server = {} if handed.server is None else {"server": dict(zip(("put", "removed"), handed.server, strict=True))}
    return {
        "rehearsal": rehearsal,
        "changes": changes,
        "in_feeds_alone": len(found) - len(told),
        "messages": sent,
        **server,
        "problems": handed.failed,
    }


def _tell(done: Published, handed: Handed, send: str | None) -> None:
    rehearsal, found = send is None, done.changes
    shown = [change for change in found if change.invitation.address]
    kinds = Counter(str(change.kind) for change in shown)
    for change in shown[:_SPELLED]:
        say(f"{change.kind:<9}  {told(change)}")
    if len(shown) > _SPELLED:
        say(f"… and {count(len(shown) - _SPELLED, 'more change')}")
    summary = ", ".join(f"{number} {kind}" for kind, number in kinds.items()) or "nothing"
    feeds = f", and {count(len(found) - len(shown), 'event')} of feeds" if len(found) > len(shown) else ""
    say(f"{'Would change' if rehearsal else 'Changed'}: {summary}{feeds}.")
    thing = "event" if send == "caldav" else "message"
    say(f"{'Would go out' if rehearsal else 'Handed over'}: {count(handed.tally.done, thing)}.")
    if handed.server is not None:
        put, off = handed.server
        say(f"With --send caldav: {count(put, 'event')} put on the server, {off} removed.")
    _name_the_unreachable(done.without_mailbox)
    for line in handed.failed:
        note(f"Not sent to {line}")
    if handed.failed:
        note("Run the command again to send what is left.")
    elif rehearsal and found:
        say("Nothing was sent. Add --send mail, or --send files -o DIR.")


def _name_the_unreachable(missing: Sequence[str]) -> None:
    if missing:
        shown = ", ".join(missing[:5]) + (" …" if len(missing) > 5 else "")
        say(f"{count(len(missing), 'calendar')} without an e-mail address, to be given as files or feeds: {shown}")
