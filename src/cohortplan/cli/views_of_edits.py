"""What a change to a plan comes to, in the organiser's words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from cohortplan.cli.output import count, say
from cohortplan.cli.wording import SPELLED, label

if TYPE_CHECKING:
    from cohortplan.evaluate import Difference, RuleChange
    from cohortplan.evaluate.wording import Words
    from cohortplan.model import Plan, PlannedActivity, Scenario

#: Pairs, seats and visits that are named before the rest are counted.
_NAMED = 12


def tell_difference(scenario: Scenario, found: Difference) -> None:
    """Print what gets better and worse: the score, each rule that fares otherwise, and who meets or no longer does."""
    say(f"Hard rules broken by {_step(*found.hard)}; soft cost {_step(*found.soft)}.")
    from cohortplan.evaluate.wording import Words

    words = Words(scenario)
    named = {rule.id for rule in scenario.rules if rule.kind == "new_contacts"}
    for change in found.rules:
        _tell_rule(words, change, places=change.rule not in named)
    _tell_pairs(scenario, "Meet now", found.won)
    _tell_pairs(scenario, "Meet no longer", found.lost)


def difference_as_json(found: Difference) -> dict[str, Any]:
    """Return the same as JSON."""
    return {
        "hard": dict(zip(("before", "after"), found.hard, strict=True)),
        "soft": dict(zip(("before", "after"), found.soft, strict=True)),
        "rules": [
            {
                "rule": each.rule,
                "level": "hard" if each.hard else "soft",
                "weight": each.weight,
                "before": each.before,
                "after": each.after,
                "new": list(each.new),
                "mended": list(each.mended),
            }
            for each in found.rules
        ],
        "won": [list(pair) for pair in found.won],
        "lost": [list(pair) for pair in found.lost],
    }


def tell_changes(scenario: Scenario, old: Plan, new: Plan) -> None:
    """Print what is not the same in two plans: who sits elsewhere, and which sets go elsewhere or at another time."""
    from cohortplan.model.diff import differences

    found = differences(old, new)
    people = found.people
    if not found.seats and not found.activities:
        say("No seat and no visit is changed.")
        return
    seats = f"{count(len(found.seats), 'seat')} of {count(len(people), 'person', 'people')}"
    say(f"Changed: {seats}, and {count(len(found.activities), 'time or host', 'times or hosts')}.")
    for name in list(people)[:_NAMED]:
        moves = ", ".join(f"{each.old or 'no set'} → {each.new or 'no set'}" for each in people[name])
        say(f"  {person(scenario, name)}: {moves}")
    _tell_rest(len(people), "person", "people")
    for each in found.activities[:_NAMED]:
        say(f"  {each.set}, {each.activity}: {stop(scenario, each.old)} → {stop(scenario, each.new)}")
    _tell_rest(len(found.activities), "visit")


def changes_as_json(old: Plan, new: Plan) -> dict[str, Any]:
    """Return the same as JSON."""
    from cohortplan.model.diff import differences

    found = differences(old, new)
    return {
        "seats": [each._asdict() for each in found.seats],
        "activities": [
            {
                "round": each.round,
                "set": each.set,
                "activity": each.activity,
                **{
                    when: done and done.model_dump(mode="json", include={"host", "start", "end"})
                    for when, done in (("old", each.old), ("new", each.new))
                },
            }
            for each in found.activities
        ],
    }


def person(scenario: Scenario, name: str) -> str:
    """Return a person's name and id; the id alone of somebody unknown."""
    known = scenario.people.get(name)
    return f"{known.name} ({name})" if known is not None else name


def stop(scenario: Scenario, done: PlannedActivity | None) -> str:
    """Say where and when something is done."""
    if done is None:
        return "nothing"
    host = scenario.host.get(done.host or "")
    where = f"{host.name} ({host.id}), " if host is not None else f"{done.host}, " if done.host else ""
    start = scenario.local(done.start)
    return f"{where}{start:%a} {start.day} {start:%b %Y %H:%M}"


def _tell_rule(words: Words, change: RuleChange, *, places: bool) -> None:
    """Print how a rule fares, and unless that is told otherwise, where."""
    before, after = (
        str(owed) if change.hard else words.amount(change.rule, owed) for owed in (change.before, change.after)
    )
    if before != after:
        word = "worse" if change.after > change.before else "better"
        say(f"{word:<6}  {label(change.rule)}: {before} → {after}")
    elif places:
        say(f"other   {label(change.rule)}: {before}, as before")
    if places:
        _tell_places("  now: ", change.new)
        _tell_places("  mended: ", change.mended)


def _step(before: int, after: int) -> str:
    return f"{before} → {after} ({after - before:+})" if before != after else f"{before}, as before"


def _tell_places(begin: str, sentences: Sequence[str]) -> None:
    for sentence in sentences[:SPELLED]:
        say(f"{begin}{sentence}")
    if len(sentences) > SPELLED:
        say(f"{begin}… and {count(len(sentences) - SPELLED, 'more place')}")


def _tell_pairs(scenario: Scenario, begin: str, pairs: Collection[tuple[str, str]]) -> None:
    shown = [f"{person(scenario, a)} and {person(scenario, b)}" for a, b in list(pairs)[:_NAMED]]
    more = f"; and {count(len(pairs) - _NAMED, 'more pair')}" if len(pairs) > _NAMED else ""
    if shown:
        say(f"{begin}: {'; '.join(shown)}{more}.")


def _tell_rest(number: int, noun: str, plural: str = "") -> None:
    if number > _NAMED:
        say(f"  … and {number - _NAMED} more {noun if number - _NAMED == 1 else plural or noun + 's'}")
