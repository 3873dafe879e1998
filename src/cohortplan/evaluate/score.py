"""The score of a plan, from the plan and the rules' meaning alone; no solver takes part."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property, partial
from itertools import islice
from typing import Any, Literal

from cohortplan.evaluate.duties import Hearing, duty_figures, hearings
from cohortplan.evaluate.facilitating import OpenPlace, facilitator_figures, facilitator_matches, open_places
from cohortplan.evaluate.guests import guest_figures, guest_matches
from cohortplan.evaluate.holding import holding_matches
from cohortplan.evaluate.metrics import Metrics, metrics
from cohortplan.evaluate.structure import STRUCTURE, structure_matches
from cohortplan.model.attendance import happened
from cohortplan.model.facilitators import Charge, charges
from cohortplan.model.plan import Plan, PlannedRound, ScenarioRef
from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.model.scenario import Scenario
from cohortplan.model.turns import Turn, turns

#: So many matches of one rule are listed as JSON.
MOST_LISTED = 10_000


@dataclass(frozen=True)
class Objective:
    """What a plan owes under one rule. A hard rule's weight is 1."""

    value: int
    level: Literal["hard", "soft"]
    weight: int


@dataclass(frozen=True)
class Owed:
    """What a plan owes under the rules.

    Attributes
    ----------
    hard, soft : int
        Broken hard amount (defects of form included), weighted soft cost.
    objectives : mapping of str to Objective
        By rule id, in the scenario's order.
    measures : mapping of str to Measure
        Where something is broken or paid for: defects of form, as `STRUCTURE`, then by rule id.
    """

    hard: int
    soft: int
    objectives: Mapping[str, Objective]
    measures: Mapping[str, Measure]

    @property
    def valid(self) -> bool:
        """Whether the plan has the form the scenario asks for and keeps every hard rule."""
        return self.hard == 0

    @cached_property
    def matches(self) -> tuple[Match, ...]:
        """Every place where something is broken or paid for, defects of form first."""
        return tuple(match for measure in self.measures.values() for match in measure.matches)

    def violations(self) -> tuple[Match, ...]:
        """The matches of hard rules and of form."""
        hard = [name for name in self.measures if name == STRUCTURE or self.objectives[name].level == "hard"]
        return tuple(match for name in hard for match in self.measures[name].matches)


@dataclass(frozen=True)
class Evaluation(Owed):
    """A plan measured against a scenario, with all figures.

    Attributes
    ----------
    hearings : tuple of Hearing
        What comes of the cases that participants have.
    open_places : tuple of OpenPlace
        The sets that have too few facilitators.
    """

    metrics: Metrics
    hearings: tuple[Hearing, ...] = ()
    open_places: tuple[OpenPlace, ...] = ()

    def card(self) -> dict[str, Any]:
        """What is written into a plan: the score, what is owed under each rule, and the figures."""
        return {
            "hard": self.hard,
            "soft": self.soft,
            "objectives": {name: asdict(objective) for name, objective in self.objectives.items()},
            "metrics": self.metrics.as_json(),
        }

    def as_json(self) -> dict[str, Any]:
        """The content of ``score --json``; of a rule with very many matches it lists some and what the others owe."""
        listed = {name: list(islice(measure.find(), MOST_LISTED)) for name, measure in self.measures.items()}
        owed = {name: self.measures[name].amount - sum(m.amount for m in found) for name, found in listed.items()}
        content = {
            "valid": self.valid,
            **self.card(),
            "matches": [match.model_dump(mode="json") for found in listed.values() for match in found],
            **({"cases": [each.as_json() for each in self.hearings]} if self.hearings else {}),
            **({"open_places": [each.as_json() for each in self.open_places]} if self.open_places else {}),
        }
        left_out = {name: amount for name, amount in owed.items() if amount}
        return {**content, "amounts_unlisted": left_out} if left_out else content


def evaluate(scenario: Scenario, plan: Plan) -> Evaluation:
    """Measure `plan` from scratch: its form as planned; every rule, and the figures, with those who were there."""
    posts, watched = turns(scenario, plan), charges(scenario, plan)
    owed = _owed(scenario, plan, posts, watched)
    plan = happened(scenario, plan)
    figures = metrics(scenario, plan)
    if scenario.duties:
        figures = replace(figures, duties=duty_figures(scenario, posts))
    if scenario.guests:
        figures = replace(figures, guests=guest_figures(scenario, plan))
    if scenario.facilitators:
        figures = replace(figures, facilitators=facilitator_figures(scenario, watched))
    cases, places = hearings(scenario, posts), open_places(scenario, watched)
    return Evaluation(owed.hard, owed.soft, owed.objectives, owed.measures, figures, cases, places)


def measure_rules(scenario: Scenario, plan: Plan, *, check: Callable[[], None] = lambda: None) -> Owed:
    """Measure the form of `plan` and every rule, without the figures.

    Parameters
    ----------
    check : callable
        Called before each rule: what it raises ends the measuring.
    """
    return _owed(scenario, plan, turns(scenario, plan), charges(scenario, plan), check)


def measured(scenario: Scenario, plan: Plan, rule: Rule) -> Measure:
    """Measure a rule of the scenario, round by round where it is `apart`: rounds seen before need no second look."""
    if not rule.apart or len(plan.by_round) < len(plan.rounds):
        return rule.measure(scenario, plan)
    look = partial(_alone, rule)
    rounds = [name for name in scenario.selected_rounds(rule) if name in plan.by_round]
    parts = [each for name in rounds for each in scenario.seen.of(plan.by_round[name], look, rule.id)]
    return Measure(sum(each.amount for each in parts), lambda: (match for each in parts for match in each.matches))


def _alone(rule: Rule, scenario: Scenario, planned: PlannedRound) -> Iterator[Measure]:
    only = Plan(scenario=ScenarioRef(id=scenario.programme.id), rounds=(planned,))
    yield rule.model_copy(update={"rounds": (planned.id,)}).measure(scenario, only)


def _owed(
    scenario: Scenario,
    plan: Plan,
    posts: Sequence[Turn],
    watched: Sequence[Charge],
    check: Callable[[], None] = lambda: None,
) -> Owed:
    form = Measure.of(
        (
            *structure_matches(scenario, plan),
            *holding_matches(scenario, plan, posts),
            *facilitator_matches(scenario, watched),
            *guest_matches(scenario, plan),
        )
    )
    measures, objectives = {STRUCTURE: form}, dict[str, Objective]()
    hard, soft = form.amount, 0
    plan = happened(scenario, plan)
    for rule in scenario.rules:
        check()
        measure = measures[rule.id] = measured(scenario, plan, rule)
        weight = 1 if rule.hard else scenario.weight(rule)
        objectives[rule.id] = Objective(measure.amount, "hard" if rule.hard else "soft", weight)
        if rule.hard:
            hard += measure.amount
        else:
            soft += weight * measure.amount
    return Owed(hard, soft, objectives, measures)
