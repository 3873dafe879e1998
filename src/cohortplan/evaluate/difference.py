"""What gets better and worse if something in a plan changes, measured by the checker alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Set
from dataclasses import dataclass

from cohortplan.evaluate.score import Owed, measure_rules
from cohortplan.model import Plan, Scenario
from cohortplan.model.edits import Lock, edited
from cohortplan.rules.shared.pairs import Pair, pairs_met, pairs_met_in, tied

#: Where more than this is owed, or was, under a soft rule, it is not looked up where.
_LOOKED_UP = 2_000


@dataclass(frozen=True)
class RuleChange:
    """What comes of one rule; `STRUCTURE` stands for the plan's form.

    Attributes
    ----------
    before, after : int
        What is owed under the rule.
    new, mended : tuple of str
        Where, in words: the places there were not before, and those there are no longer. Empty for a soft rule under
        which very much is owed.
    """

    rule: str
    hard: bool
    weight: int
    before: int
    after: int
    new: tuple[str, ...]
    mended: tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """What a change makes better and worse.

    Attributes
    ----------
    hard, soft : tuple of (int, int)
        The broken hard amount and the soft cost, before and after.
    rules : tuple of RuleChange
        The rules that fare otherwise, in the scenario's order.
    won, lost : tuple of pair
        Those who meet now and did not before, and those who meet no longer; not those who know each other.
    """

    hard: tuple[int, int] = (0, 0)
    soft: tuple[int, int] = (0, 0)
    rules: tuple[RuleChange, ...] = ()
    won: tuple[Pair, ...] = ()
    lost: tuple[Pair, ...] = ()

    @property
    def broken(self) -> dict[str, int]:
        """By how much more each hard rule is broken."""
        return {each.rule: each.after - each.before for each in self.rules if each.hard and each.after > each.before}

    @property
    def sentences(self) -> tuple[str, ...]:
        """Where hard rules are broken that were kept there before, in words."""
        return tuple(sentence for each in self.rules if each.hard for sentence in each.new)

    @property
    def allowed(self) -> bool:
        """Whether every hard rule is kept that was kept before."""
        return not self.broken

    @property
    def dearer(self) -> int:
        """By how much the soft cost rises."""
        return self.soft[1] - self.soft[0]


def consider(
    scenario: Scenario,
    plan: Plan,
    wanted: Iterable[Lock],
    *,
    before: Owed | None = None,
    settle: Callable[[Plan], Plan] = lambda edited: edited,
) -> tuple[Plan, Difference]:
    """Return `plan` with seats and visits as `wanted`, and what that makes better and worse.

    Parameters
    ----------
    before : Owed, optional
        What is owed under `plan`, if that is known.
    settle : callable
        Puts right what follows from seats and visits, such as who has which duty.
    """
    new = settle(edited(scenario, plan, wanted))
    return new, difference(scenario, plan, new, before or measure_rules(scenario, plan), measure_rules(scenario, new))


def difference(
    scenario: Scenario, old: Plan, new: Plan, before: Owed, after: Owed, *, without: str = "", most: int = _LOOKED_UP
) -> Difference:
    """Compare two plans.

    Parameters
    ----------
    before, after : Owed
        What is owed under them.
    without : str
        A kind of rule that is not looked at, as it says what is known.
    most : int
        Where more than this is owed, or was, under a soft rule, it is not looked up where.
    """
    silent = {rule.id for rule in scenario.rules if rule.kind == without}
    rules = tuple(_changes(before, after, silent, most))
    hard, soft = (before.hard, after.hard), (before.soft, after.soft)
    met = [_met(scenario, plan, other) for plan, other in ((old, new), (new, old))]
    knew = tied(scenario, ["knows"])
    elsewhere = _met_elsewhere(scenario, old, new)
    won, lost = (
        tuple(sorted(pair for pair in now - then - knew if not any(pair in others for others in elsewhere)))
        for now, then in ((met[1], met[0]), (met[0], met[1]))
    )
    return Difference(hard, soft, rules, won, lost)


def _changes(before: Owed, after: Owed, silent: Collection[str], most: int) -> Iterator[RuleChange]:
    for name in after.measures:
        if name in silent:
            continue
        objective = after.objectives.get(name)
        hard, weight = (True, 1) if objective is None else (objective.level == "hard", objective.weight)
        old, now = before.measures[name], after.measures[name]
        new: tuple[str, ...] = ()
        mended: tuple[str, ...] = ()
        if hard or max(old.amount, now.amount) <= most:
            told, tell = (Counter(match.sentence for match in each.matches) for each in (old, now))
            new, mended = tuple((tell - told).elements()), tuple((told - tell).elements())
        if old.amount != now.amount or new or mended:
            yield RuleChange(name, hard, weight, old.amount, now.amount, new, mended)


def _met(scenario: Scenario, plan: Plan, other: Plan) -> set[Pair]:
    """Return those who share a set of a round that is not as in the other plan."""
    rounds = [name for name in scenario.contact_rounds if plan.by_round.get(name) is not other.by_round.get(name)]
    return pairs_met(scenario, plan, rounds)


def _met_elsewhere(scenario: Scenario, old: Plan, new: Plan) -> list[Set[Pair]]:
    """Return those who share a set of a round that is the same in both plans, by round."""
    same = [name for name in scenario.contact_rounds if old.by_round.get(name) is new.by_round.get(name)]
    return [pairs_met_in(scenario, new.by_round[name]) for name in same if name in new.by_round]
