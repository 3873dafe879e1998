"""Facing forward: what is past cannot be mended, so a rule it breaks applies to what is still to come."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from cohortplan.model.plan import Plan
from cohortplan.model.rule import Match, Rule
from cohortplan.model.scenario import Scenario


@dataclass(frozen=True)
class Facing:
    """A scenario in which hard rules do not look back at what they cannot change.

    Attributes
    ----------
    past : tuple of Match
        What the past breaks, by what is known now.
    """

    scenario: Scenario
    past: tuple[Match, ...] = ()


def past_rounds(scenario: Scenario, today: date) -> tuple[str, ...]:
    """Ids of the rounds all of whose days lie before `today`; rounds without days are never past."""
    return tuple(each.id for each in scenario.rounds if each.days and each.days[-1] < today)


def facing(scenario: Scenario, plan: Plan, today: date | None = None) -> Facing:
    """Return `scenario` with its hard rules limited to the rounds from `today` on where `plan` broke them before.

    Unless it is said, that is the day of the last change; without changes nothing is past.

    People who are to be kept apart have sat together before anybody knew; a host that has less room now was visited by
    more. A rule that adds up over rounds is left alone, as without the past it would ask for something else.
    """
    day = today or scenario.changed_on
    past = () if day is None else past_rounds(scenario, day)
    rules: list[Rule] = []
    broken: list[Match] = []
    for rule in scenario.rules:
        limited, matches = _forward(scenario, plan, rule, past) if rule.hard and past else (rule, [])
        broken += matches
        rules += [] if limited is None else [limited]
    if not broken:
        return Facing(scenario)
    return Facing(scenario.but(rules=tuple(rules)), tuple(broken))


def _forward(scenario: Scenario, plan: Plan, rule: Rule, past: Collection[str]) -> tuple[Rule | None, Iterable[Match]]:
    """Return a rule as it is from now on, None if it is over, and what the past breaks of it."""
    measure = rule.measure(scenario, plan)
    over = [match for match in measure.matches if match.rounds and set(match.rounds) <= set(past)]
    if not over:
        return rule, ()
    left = tuple(name for name in scenario.selected_rounds(rule) if name not in past)
    limited = rule.model_copy(update={"rounds": left}) if left else None
    rest = measure.amount - sum(match.amount for match in over)
    if limited is not None and limited.measure(scenario, plan).amount != rest:
        return rule, ()
    return limited, over
