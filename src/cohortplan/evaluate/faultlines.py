"""How clearly a set falls into two blocks whose members are alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import product

from cohortplan.model.plan import Plan
from cohortplan.model.scenario import Scenario
from cohortplan.rules.faultline import Faultline

#: Of people with more different combinations of values the splits are too many, and none of them is clear.
MOST_KINDS = 12

Values = tuple[str, ...]


def worst_faultline(scenario: Scenario, plan: Plan) -> Fraction | None:
    """Return the highest `fau` of a set by the attributes of a faultline rule; None if the scenario has no such rule.

    Who lacks one of the values is left out, and so are sets with more than `MOST_KINDS` combinations of values.
    """
    if not any(isinstance(rule, Faultline) for rule in scenario.rules):
        return None
    return max(faultlines(scenario, plan).values(), default=Fraction(0))


def faultlines(scenario: Scenario, plan: Plan) -> dict[str, Fraction]:
    """Return the `fau` of each set of a round with a faultline rule, the highest if there are several rules."""
    found: dict[str, Fraction] = {}
    for rule in scenario.rules:
        for name, members in _sets(scenario, plan, rule) if isinstance(rule, Faultline) else ():
            value = fau(members)
            if value is not None:
                found[name] = max(value, found.get(name, value))
    return found


def _sets(scenario: Scenario, plan: Plan, rule: Faultline) -> Iterator[tuple[str, list[Values]]]:
    kinds = {person: values for values, people in rule.combinations(scenario).items() for person in people}
    for group in scenario.groups(plan, scenario.selected_rounds(rule)):
        yield group.id, [kinds[person] for person in group.members if person in kinds]


def fau(members: Iterable[Values]) -> Fraction | None:
    """Return the share of the members' variation that lies between the two blocks of their clearest split.

    It is 1 where all members of either block are alike, and 0 where all members are. People who are alike in
    everything are in one block: to part them never makes a split clearer. After S. M. B. Thatcher, K. A. Jehn and
    E. Zanutto, Cracks in diversity research, Group Decision and Negotiation 12 (2003), 217-241, for attributes whose
    values have no order: a value is a variable that is 1 for those who have it.

    Parameters
    ----------
    members : iterable of tuple of str
        Each member's value of each attribute.

    Returns
    -------
    Fraction or None
        None where there are more than `MOST_KINDS` kinds of members.
    """
    number = Counter(members)
    if len(number) > MOST_KINDS:
        return None
    size, whole = number.total(), Counter[tuple[int, str]]()
    for kind, count in number.items():
        for value in enumerate(kind):
            whole[value] += count
    spread = sum(count * (size - count) for count in whole.values())
    best = Fraction(0)
    first, *others = number if number else [()]
    for chosen in product((False, True), repeat=len(others)):
        block = [first, *(kind for kind, mine in zip(others, chosen, strict=True) if mine)]
        inside = sum(number[kind] for kind in block)
        if 0 < inside < size:
            here = Counter[tuple[int, str]]()
            for kind in block:
                for value in enumerate(kind):
                    here[value] += number[kind]
            between = sum((size * here[value] - inside * count) ** 2 for value, count in whole.items())
            best = max(best, Fraction(between, inside * (size - inside) * spread))
    return best
