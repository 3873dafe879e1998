"""What came of answers to invitations, in the organiser's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from cohortplan.cli.messages import when
from cohortplan.cli.output import count, note, say
from cohortplan.cli.wording import SPELLED, label

if TYPE_CHECKING:
    from datetime import datetime

    from cohortplan.calendars.projection import Occasion
    from cohortplan.calendars.replies.gaps import Gap
    from cohortplan.calendars.replies.outcome import Outcome
    from cohortplan.calendars.replies.proposals import Proposal
    from cohortplan.calendars.replies.taking import Heard, Intake
    from cohortplan.cli.pricing import Price
    from cohortplan.evaluate import Difference

#: Verdicts on answers that are taken, and on those that change nothing.
TAKEN = ("applied", "proposal", "asked")
LEFT = ("stale", "unmatched", "forged", "unclear")


def tell_of(intake: Intake) -> None:
    """Print what was read: what counts, what does not and why, and what could not be read."""
    taken, left = intake.of(*TAKEN), intake.of(*LEFT)
    say(f"{count(len(taken), 'answer')} taken, {count(len(left), 'answer')} left aside, {intake.known} known before.")
    for heard in taken:
        say(f"{_said(heard):<9}  {_about(heard)}{_comment(heard)}")
    for heard in left:
        say(f"{heard.verdict.name:<9}  {_about(heard)}: {heard.verdict.reason} ({heard.place})")
    if intake.silent:
        shown = ", ".join(intake.silent[:SPELLED]) + (" …" if len(intake.silent) > SPELLED else "")
        say(f"{count(len(intake.silent), 'message')} without an answer: {shown}")
    if intake.removed:
        say(f"{count(intake.removed, 'message')} removed from the inbox.")
    for line in intake.unreached:
        note(line)
    for message in intake.unreadable:
        note(f"{message.place}: {message.problem}")


def tell(stands: Outcome, scenario_path: str, prices: Mapping[str, Price]) -> None:
    """Print what is open, and what to do about it; of proposals the price, by UID, if it was asked for."""
    if stands.gaps or stands.elsewhere:
        say()
    for gap in stands.gaps:
        _tell_gap(gap)
    for entry in stands.elsewhere:
        say(f"{entry.name} does not come to {entry.event.summary}, {when(entry.event)}.")
    absences = sorted({f"  {person.id},,{gap.day},{gap.day},declined" for gap in stands.gaps for person in gap.people})
    closures = sorted(
        {f"  {_host(gap.occasion)},{gap.day},{gap.day},declined" for gap in stands.gaps if gap.host_declined}
    )
    leaders = sorted({f"  {each.id}: {gap.day}" for gap in stands.gaps for each in gap.facilitators})
    _tell_rows("absences.csv", "participant,round,from,until,reason", absences)
    _tell_rows("closures.csv", "host,from,until,reason", closures)
    _tell_rows("facilitators.csv", "column away, of each facilitator", leaders)
    guests = sorted({f"  {each.id}: {gap.occasion.activity.id}" for gap in stands.gaps for each in gap.guests})
    _tell_rows("guests.csv", "column events, which then names all others that they come to", guests)
    if stands.proposals or stands.by_hand:
        say()
    for proposal in stands.proposals:
        _tell_proposal(proposal, scenario_path, prices.get(proposal.entry.uid))
    for entry, _ in stands.by_hand:
        say(f"{entry.name} proposes another time for {entry.event.summary}, {when(entry.event)}: decide by hand.")
    if stands.gaps or stands.proposals:
        say()
        say("To plan anew with such rows, as close to what is published as the rules allow:")
        say(f"  cohortplan ledger {scenario_path} --plan {stands.revision} > published.json")
        say(f"  cohortplan solve {scenario_path} --hint published.json -o new.json")


def document(intake: Intake, stands: Outcome, prices: Mapping[str, Price]) -> dict[str, Any]:
    """Return the same as JSON."""
    return {
        "known": intake.known,
        "answers": [_answer(heard) for heard in intake.heard],
        "without_answer": intake.silent,
        "unreached": intake.unreached,
        "removed": intake.removed,
        "unreadable": [{"file": each.place, "problem": each.problem} for each in intake.unreadable],
        "revision": stands.revision,
        "gaps": [_gap(gap) for gap in stands.gaps],
        "declined_elsewhere": [{"who": entry.to, "uid": entry.uid} for entry in stands.elsewhere],
        "proposals": [_proposal(each, prices.get(each.entry.uid)) for each in stands.proposals],
        "proposals_by_hand": [{"who": entry.to, "uid": entry.uid} for entry, _ in stands.by_hand],
    }


def _tell_gap(gap: Gap) -> None:
    occasion = gap.occasion
    who = [each.name for group in (gap.people, gap.facilitators, gap.guests) for each in group]
    if gap.host_declined and occasion.host is not None:
        who.append(occasion.host.name)
    does = "does" if len(who) == 1 else "do"
    day = f"{gap.day:%a} {gap.day.day} {gap.day:%b %Y}"
    say(f"Set {_what(occasion)}, {day}: {_list(who)} {does} not come.")
    if gap.host_declined:
        say(f"  The set has no host for it; {count(len(occasion.members), 'member')} would go.")
    if gap.people or gap.facilitators:
        say(f"  {gap.left} of {count(len(occasion.members), 'member')} are left. {_holds(gap.means)}")
    _tell_sentences(gap.means)


def _holds(means: Difference) -> str:
    if means.allowed:
        return "Every hard rule is still kept."
    return f"Broken now: {_amounts(means)}."


def _tell_proposal(proposal: Proposal, scenario_path: str, price: Price | None) -> None:
    occasion, means = proposal.occasion, proposal.means
    new = f"{_moment(proposal.start)} to {proposal.end:%H:%M}"
    what = f"set {_what(occasion)}"
    say(f"{proposal.entry.name} proposes {new} instead of {when(proposal.entry.event)} for {what}.")
    offered = "" if proposal.offered else "The host does not offer this time. "
    if means.allowed:
        say(f"  {offered}It can be had: every hard rule is still kept, and {_cost(means)}.")
    else:
        say(f"  {offered}It cannot be had: it breaks {_amounts(means)}; {_cost(means)}.")
    _tell_sentences(means)
    if price is not None:
        say(f"  {_best(price)}")
    if means.allowed and occasion.host is not None:
        row = f"  ,{occasion.set_id},{occasion.activity.id},{_host(occasion)},{proposal.start:%Y-%m-%d %H:%M}"
        _tell_rows("locks.csv", "participant,set,activity,host,start", [row], "  To accept")
    say(f"  To refuse it: cohortplan replies {scenario_path} --decline {proposal.entry.uid}")


def _cost(means: Difference) -> str:
    return f"the soft cost changes by {means.dearer:+}" if means.dearer else "the soft cost stays"


def _best(price: Price) -> str:
    """Say what the best plan with a proposed time is like."""
    if price.means is None:
        return f"If all else may move for it: no plan was found, as {price.problem}."
    kept = "every hard rule is kept" if price.means.allowed else f"broken is {_amounts(price.means)}"
    changes = count(price.changes, "visit or meeting of a person", "visits and meetings of people")
    return f"If all else may move for it: {kept}, {_cost(price.means)}, and {changes} change."


def _tell_sentences(means: Difference) -> None:
    for sentence in means.sentences[:SPELLED]:
        say(f"  {sentence}")
    if len(means.sentences) > SPELLED:
        say(f"  … and {count(len(means.sentences) - SPELLED, 'more place')}")


def _tell_rows(file: str, header: str, rows: Iterable[str], begin: str = "Rows that say so") -> None:
    lines = list(rows)
    if lines:
        say(f"{begin}, for {file} ({header}):")
    for line in lines:
        say(line)


def _amounts(means: Difference) -> str:
    from cohortplan.evaluate import STRUCTURE

    named = {STRUCTURE: "what the round asks for"}
    return _list([f"{named.get(rule, label(rule))} by {amount}" for rule, amount in means.broken.items()])


def _what(occasion: Occasion) -> str:
    host = f" ({_host(occasion)})" if occasion.host is not None else ""
    return f"{occasion.set_id}, {occasion.headline}{host}"


def _host(occasion: Occasion) -> str:
    return "" if occasion.host is None else occasion.host.id


def _moment(local: datetime) -> str:
    return f"{local:%a} {local.day} {local:%b %Y %H:%M}"


def _list(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _said(heard: Heard) -> str:
    return heard.reply.partstat.lower() or {"proposal": "proposes", "asked": "asks"}.get(heard.verdict.name, "")


def _about(heard: Heard) -> str:
    entry = heard.entry
    if entry is None:
        return heard.reply.address or "somebody"
    return f"{entry.name}: {entry.event.summary}, {when(entry.event)}"


def _comment(heard: Heard) -> str:
    again = " (the invitation goes out again with the next `publish --send`)" if heard.verdict.name == "asked" else ""
    words = " ".join(heard.reply.comment.split())
    return f" – {words}" if words else again


def _answer(heard: Heard) -> dict[str, Any]:
    reply, entry = heard.reply, heard.entry
    return {
        "file": heard.place,
        "verdict": heard.verdict.name,
        "reason": heard.verdict.reason,
        "method": reply.method,
        "uid": reply.uid,
        "who": None if entry is None else entry.to,
        "address": reply.address,
        "sequence": reply.sequence,
        "dtstamp": None if reply.dtstamp is None else reply.dtstamp.isoformat(),
        "partstat": reply.partstat,
        "comment": reply.comment,
    }


def _place(occasion: Occasion) -> dict[str, Any]:
    return {
        "round": occasion.round_id,
        "set": occasion.set_id,
        "activity": occasion.activity.id,
        "host": _host(occasion) or None,
    }


def _means(means: Difference) -> dict[str, Any]:
    return {"broken": dict(means.broken), "sentences": list(means.sentences), "soft": means.dearer}


def _gap(gap: Gap) -> dict[str, Any]:
    return {
        **_place(gap.occasion),
        "day": gap.day.isoformat(),
        "people": [person.id for person in gap.people],
        "facilitators": [each.id for each in gap.facilitators],
        "guests": [each.id for each in gap.guests],
        "host_declined": gap.host_declined,
        "left": gap.left,
        "means": _means(gap.means),
    }


def _proposal(proposal: Proposal, price: Price | None) -> dict[str, Any]:
    best = None
    if price is not None:
        means = None if price.means is None else _means(price.means)
        best = {"means": means, "changes": price.changes, "problem": price.problem}
    return {
        **_place(proposal.occasion),
        "uid": proposal.entry.uid,
        "who": proposal.entry.to,
        "start": proposal.start.isoformat(),
        "end": proposal.end.isoformat(),
        "offered": proposal.offered,
        "possible": proposal.means.allowed,
        **({} if best is None else {"best": best}),
        "means": _means(proposal.means),
    }
