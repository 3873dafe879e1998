"""``ledger``: what was told to whom, and what they answered."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cohortplan.cli.inputs import json_option, scenario_argument
from cohortplan.cli.messages import ledger_option, open_ledger, when
from cohortplan.cli.output import Table, count, emit, say
from cohortplan.cli.views_of_replies import LEFT

if TYPE_CHECKING:
    from cohortplan.calendars.ledger import Entry, Ledger


@click.command("ledger")
@scenario_argument
@click.option("--who", metavar="ID", help="Only what this participant or host was told.")
@click.option("--all", "everything", is_flag=True, help="Every message, not only the last one about each event.")
@click.option(
    "--plan",
    "revision",
    metavar="NUMBER",
    type=click.IntRange(min=1),
    help="Print the plan that was published as this revision.",
)
@click.option(
    "--forget", metavar="ID", help="Take out all that tells of this participant, facilitator or host, for good."
)
@ledger_option
@json_option
def command(
    scenario_path: str,
    who: str | None,
    everything: bool,
    revision: int | None,
    forget: str | None,
    ledger_path: Path | None,
    as_json: bool,
) -> None:
    """Show what was told to whom, whether it went out, and what they answered.

    Events that are only in feeds, such as those of sets, are shown with --who.
    """
    with open_ledger(scenario_path, ledger_path, make=False) as ledger:
        if revision is not None:
            say(_plan(ledger, revision))
            return
        if forget is not None:
            _forget(ledger, forget)
            return
        entries = ledger.entries() if everything else ledger.latest().values()
        table = _table(ledger, [each for each in entries if who == each.to or (who is None and each.told)])
        plans = ledger.plans()
        waiting = sum(reply.verdict in LEFT for reply in ledger.replies())
    if as_json:
        emit({"revisions": [list(map(str, plan)) for plan in plans], "messages": table.as_json()})
        return
    table.show()
    say(f"{count(len(plans), 'revision')} published; {count(waiting, 'answer')} left aside.")


def _plan(ledger: Ledger, revision: int) -> str:
    from cohortplan.errors import Defect, InputError

    numbers = [number for number, *_ in ledger.plans()]
    if revision not in numbers:
        known = f"1 to {numbers[-1]}" if numbers else "none"
        raise InputError([Defect(f"there is no revision {revision}", f"Published: {known}", str(revision))])
    return ledger.plan(revision).decode()


def _forget(ledger: Ledger, who: str) -> None:
    """Forget somebody whose events are all over or cancelled, so that nobody goes on expecting what is not kept."""
    from cohortplan.errors import Defect, InputError

    audiences = {entry.audience for entry in ledger.entries() if entry.to == who}
    if not audiences:
        raise InputError([Defect(f"nothing was told to {who}", "See `cohortplan ledger` for the ids", who)])
    number = sum(ledger.forget(audience, who) for audience in audiences)
    say(f"Forgotten: {count(number, 'message')} to {who}. Nothing was cancelled.")


def _table(ledger: Ledger, entries: list[Entry]) -> Table:
    states: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for delivery in ledger.deliveries():
        states[delivery.entry][delivery.carrier.partition(" ")[0]] = delivery.state
    answers = ledger.answers()
    rows: list[list[str | int]] = []
    for entry in entries:
        sequence, partstat = answers.get(entry.key, (-1, ""))
        answer = partstat.lower() if entry.live and sequence >= 0 else ""
        late = " (to an earlier version)" if answer and sequence < entry.sequence else ""
        state = ", ".join(f"{carrier} {state}" for carrier, state in states[entry.number].items())
        waiting = "waiting" if entry.told else "in feeds"
        told: list[str | int] = [entry.revision, entry.to, entry.name, entry.kind, entry.event.summary]
        rows.append([*told, when(entry.event), entry.sequence, state or waiting, f"{answer}{late}"])
    return Table("", ["revision", "id", "name", "message", "event", "when", "sequence", "state", "answer"], rows)
