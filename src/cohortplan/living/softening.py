"""Rules that can no longer be kept: which, where, and by how little they have to be broken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from cohortplan.errors import Defect, ScenarioError
from cohortplan.model import Rule, Scenario
from cohortplan.model.changes import SOFTENED, Change, Soften, changed


def taken_in(scenario: Scenario, changes: Sequence[Change], today: date) -> tuple[Scenario, tuple[Soften, ...]]:
    """Return `scenario` after `changes`; rules that by counting alone can no longer be kept are softened.

    Returns
    -------
    scenario : Scenario
        The scenario as it is now.
    softened : tuple of Soften
        What was softened for it, each only in the rounds in which it cannot be kept.

    Raises
    ------
    ScenarioError
        If something else does not hold together.
    """
    softened: list[Soften] = []
    while True:
        try:
            return changed(scenario, [*changes, *softened]), tuple(softened)
        except ScenarioError as error:
            more = list(_blamed(scenario, [*changes, *softened], error.defects, today))
            if not more:
                raise
            softened += more


def _blamed(scenario: Scenario, changes: Sequence[Change], defects: Iterable[Defect], today: date) -> Iterable[Soften]:
    """Yield what would have to be softened; nothing if some defect is no rule's."""
    loose = changed(scenario, changes, checked=False)
    places = [defect.path[1] if defect.path[:1] == ("rules",) else None for defect in defects]
    if None in places:
        return
    for place in dict.fromkeys(place for place in places if isinstance(place, int)):
        rule = loose.rules[place]
        if rule.hard:
            yield Soften(change="soften", known=today, rule=rule.id, rounds=_bad_rounds(loose, rule))


def _bad_rounds(scenario: Scenario, rule: Rule) -> tuple[str, ...]:
    """Return the rounds in which a rule cannot be kept; none if it is not a matter of single rounds."""
    rounds = scenario.selected_rounds(rule)
    bad = tuple(name for name in rounds if any(rule.model_copy(update={"rounds": (name,)}).defects(scenario)))
    good = tuple(name for name in rounds if name not in bad)
    alright = not good or not any(rule.model_copy(update={"rounds": good}).defects(scenario))
    return bad if bad and good and alright else ()


def softened(scenario: Scenario, rule: Rule) -> bool:
    """Whether a rule is a wish only because it could not be kept."""
    return not rule.hard and scenario.weights.get(rule.id) == SOFTENED
