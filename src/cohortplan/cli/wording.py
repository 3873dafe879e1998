"""Scores in the organiser's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cohortplan.cli.output import Table, count

if TYPE_CHECKING:
    from cohortplan.evaluate import Evaluation
    from cohortplan.model import Scenario

#: How many places a rule is broken at are spelled out before the rest are counted.
SPELLED = 3


def label(rule_id: str) -> str:
    """Return a rule's name as it reads in a sentence."""
    return rule_id.replace("_", " ")


def verdict(evaluation: Evaluation) -> str:
    """Say in one sentence whether the plan keeps the hard rules and what it costs."""
    if evaluation.valid:
        return f"Every hard rule is kept; soft cost {evaluation.soft}."
    return f"Hard rules are broken by {evaluation.hard}; soft cost {evaluation.soft}."


def soft_table(scenario: Scenario, evaluation: Evaluation, bounds: Mapping[str, int] | None = None) -> Table:
    """Lay out what the plan reaches under each soft rule, next to what is proved if `bounds` are given."""
    from cohortplan.evaluate.wording import Words

    words = Words(scenario)
    columns = ["soft rule", "reached", *([] if bounds is None else ["proved"]), "weight", "cost"]
    rows: list[list[str | int]] = []
    for name, objective in evaluation.objectives.items():
        if objective.level == "soft":
            proved = [] if bounds is None else [words.bound(name, bounds.get(name, 0))]
            cost = objective.value * objective.weight
            rows.append([label(name), words.amount(name, objective.value), *proved, objective.weight, cost])
    return Table("", columns, rows)


def figures_table(evaluation: Evaluation) -> Table:
    """Lay out the figures of a plan."""
    figures = evaluation.metrics.as_json().items()
    return Table("", ["figure", "value"], [[label(name), f"{value:g}"] for name, value in figures if value is not None])


def violations(evaluation: Evaluation, named: Scenario | None = None) -> list[str]:
    """Return a line for every place where a plan breaks its form or a hard rule; with names of a scenario, if asked."""
    from cohortplan.evaluate.naming import named_sentence

    found = evaluation.violations()
    return [f"{match.rule}: {match.sentence if named is None else named_sentence(named, match)}" for match in found]


def plan_names(scenario: Scenario, plan_path: str) -> Scenario | None:
    """Return the scenario if what is told of a plan should have names: where the plan has them, too."""
    from pathlib import Path

    from cohortplan.io.workbook import is_workbook

    return scenario if is_workbook(Path(plan_path)) else None


def remarks(scenario: Scenario) -> list[str]:
    """Return a line for everything rules have to say that no plan can change."""
    return [f"{rule.id}: {remark}" for rule in scenario.rules for remark in rule.remarks(scenario)]


def rota_lines(evaluation: Evaluation) -> list[str]:
    """Say what came of the duties, the facilitators and the guests, as far as there are any."""
    return [*_duty_lines(evaluation), *_facilitator_lines(evaluation), *_guest_lines(evaluation)]


def _guest_lines(evaluation: Evaluation) -> list[str]:
    figures = evaluation.metrics.guests
    if figures is None or not figures.guests_seated + figures.guests_unseated:
        return []
    spread = f"the numbers of guests at a table differ by at most {figures.guest_spread}"
    lines = [f"Guests have {count(figures.guests_seated, 'place')} at tables; {spread}."]
    if figures.guests_unseated:
        lines.append(
            f"{count(figures.guests_unseated, 'place')} cannot be had: there is somebody they sponsor at each table."
        )
    return lines


def _facilitator_lines(evaluation: Evaluation) -> list[str]:
    """Say how many places of facilitators are filled and how evenly, then a line for each set that has too few."""
    figures = evaluation.metrics.facilitators
    if figures is None:
        return []
    filled, places = figures.facilitator_places_filled, figures.facilitator_places
    lines = [f"{filled} of {count(places, 'place')} for facilitators filled."]
    if filled:
        lines.append(f"The numbers of sets that facilitators have differ by at most {figures.facilitator_spread}.")
    return [*lines, *(each.sentence for each in evaluation.open_places)]


def _duty_lines(evaluation: Evaluation) -> list[str]:
    """Say how the duties are spread and which cases are presented, then a line for each case that is not well heard."""
    figures = evaluation.metrics.duties
    if figures is None:
        return []
    lines = ["Everyone has as many duties as the others."]
    if figures.duty_spread:
        lines = [f"The numbers of duties that people have differ by at most {figures.duty_spread}."]
    if figures.presenters:
        heard = f"{figures.presenters_served} of {count(figures.presenters, 'case')}"
        lines.append(f"{heard} presented, {figures.fitting_cases} of them with consultants that fit.")
    if figures.unrepresented:
        lines.append(
            f"Duties that represent all leave out {count(figures.unrepresented, 'value')}: `show` duties names them."
        )
    return [*lines, *(each.sentence for each in evaluation.hearings if each.reason)]


def broken_rules(evaluation: Evaluation) -> list[str]:
    """Return a line for each broken hard rule: by how much, and the first places."""
    lines = []
    for name in dict.fromkeys(match.rule for match in evaluation.violations()):
        sentences = [match.sentence for match in evaluation.violations() if match.rule == name]
        more = len(sentences) - SPELLED
        tail = f" … and {count(more, 'more place')}" if more > 0 else ""
        lines.append(f"  {name}: {' '.join(sentences[:SPELLED])}{tail}")
    return lines


def described(scenario: Scenario, rule_id: str) -> str:
    """Return a rule's id, meaning and unsealed settings in one line; the id alone where there is no such rule."""
    rule = next((rule for rule in scenario.rules if rule.id == rule_id), None)
    if rule is None:
        return rule_id
    from cohortplan.evaluate.wording import meaning, settings

    told = [f"{name} = {value}" for name, value in settings(rule).items()]
    if rule.kind != rule.id:
        told.insert(0, f"rule = {rule.kind}")
    return f"{rule_id}: {meaning(rule)}{' (' + ', '.join(told) + ')' if told else ''}"
