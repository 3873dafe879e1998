"""What stands after answers were taken: who does not come, and who proposes another time."""

from __future__ import annotations

from dataclasses import dataclass, field

from cohortplan.calendars.items import items
from cohortplan.calendars.ledger import Entry, Ledger, Reply
from cohortplan.calendars.replies.gaps import Gap, declined, gaps
from cohortplan.calendars.replies.proposals import Proposal, pending, proposals
from cohortplan.evaluate import evaluate
from cohortplan.model import Plan, Scenario


@dataclass(frozen=True)
class Outcome:
    """All that is open, measured on the plan that was published last.

    Attributes
    ----------
    revision : int
        The number of that plan; 0 if there is none.
    elsewhere : tuple of Entry
        Declined invitations to what no single set does, or to what the plan or the scenario has no more.
    by_hand : tuple of (Entry, Reply)
        Proposals about the same.
    """

    revision: int = 0
    gaps: tuple[Gap, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    elsewhere: tuple[Entry, ...] = ()
    by_hand: tuple[tuple[Entry, Reply], ...] = field(default=())


def outcome(ledger: Ledger, scenario: Scenario) -> Outcome:
    """Return what stands by the ledger.

    Raises
    ------
    PlanError
        If an activity of the plan has impossible times.
    """
    published, refusals, wishes = ledger.plans(), declined(ledger), pending(ledger)
    if not published or not (refusals or wishes):
        return Outcome(published[-1][0] if published else 0)
    revision = published[-1][0]
    plan = Plan.model_validate_json(ledger.plan(revision))
    placed = {
        item.event.uid: item
        for item in items(scenario, plan, ledger.secret)
        if item.audience in ("participant", "host")
    }
    before = evaluate(scenario, plan)
    of_sets = {uid for uid, item in placed.items() if item.occasion is not None}
    return Outcome(
        revision,
        tuple(gaps(scenario, plan, before, placed, refusals)),
        tuple(proposals(scenario, plan, before, placed, wishes)),
        tuple(entry for entry in refusals if entry.uid not in of_sets),
        tuple((entry, reply) for entry, reply in wishes if entry.uid not in of_sets),
    )
