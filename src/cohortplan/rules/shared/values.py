"""What participants are, as the rules that count attributes look at them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain, combinations, product
from math import comb

from cohortplan.errors import Defect
from cohortplan.model.names import plain, unknown
from cohortplan.model.scenario import Scenario
from cohortplan.rules.shared.wording import span

#: Largest number an attribute may hold that is added up.
MOST = 100_000


def holders(scenario: Scenario, attribute: str) -> dict[str, frozenset[str]]:
    """Participants by their value of `attribute`, values in order; those who have none are left out."""
    found: dict[str, set[str]] = {}
    for person in scenario.participants:
        if person.get(attribute):
            found.setdefault(person.get(attribute), set()).add(person.id)
    return {value: frozenset(found[value]) for value in sorted(found)}


def chosen(scenario: Scenario, flag: str | None, attribute: str | None, values: Collection[str]) -> frozenset[str]:
    """Participants who carry a flag, or else have one of some values of an attribute."""
    if flag is not None:
        return frozenset(person.id for person in scenario.participants if flag in person.flags)
    known = holders(scenario, attribute or "")
    return frozenset().union(*(known.get(value, ()) for value in values))


def unchosen(
    scenario: Scenario, flag: str | None, attribute: str | None, values: Collection[str], field: str
) -> Iterator[Defect]:
    """Yield what is wrong with how a rule says who is meant; its `field` has the values of the attribute."""
    if (flag is None) == (attribute is None) or (attribute is None) != (not values):
        yield Defect("the rule does not say who", f"Give a flag, or an attribute and {field}", path=("flag",))
    if flag is not None and not chosen(scenario, flag, None, ()):
        yield Defect("nobody carries the flag", "Mend its spelling here or in the flags", flag, path=("flag",))
    if attribute is not None:
        yield from unknown_attributes(scenario, [attribute], "attribute")
        known = holders(scenario, attribute)
        for value in values if known else ():
            if value not in known:
                yield unknown(attribute, value, known, (field,))


def alike(scenario: Scenario, attribute: str) -> Iterator[tuple[str, str]]:
    """Yield the pairs of participants, each in alphabetical order, that have the same `attribute`, as `plain`."""
    groups: dict[str, set[str]] = {}
    for value, people in holders(scenario, attribute).items():
        groups.setdefault(plain(value), set()).update(people)
    for group in groups.values():
        yield from combinations(sorted(group), 2)


def differ(scenario: Scenario, attributes: Iterable[str], a: str, b: str) -> bool:
    """Whether two people have different values of one of some `attributes`; if there are none, any two do."""
    names, one, other = list(attributes), scenario.people[a], scenario.people[b]
    return not names or any(_unlike(one.get(name), other.get(name)) for name in names)


def pairs_differing(scenario: Scenario, attributes: Collection[str]) -> int:
    """Count the pairs of participants that `differ`, without looking at each."""
    kinds = Counter(tuple(person.get(name) for name in attributes) for person in scenario.participants)
    whole = comb(len(scenario.participants), 2)
    if not attributes:
        return whole
    partial, full = [kind for kind in kinds if not all(kind)], [kind for kind in kinds if all(kind)]
    for one, other in chain(combinations(partial, 2), product(partial, full)):
        if not any(map(_unlike, one, other)):
            whole -= kinds[one] * kinds[other]
    return whole - sum(comb(number, 2) for number in kinds.values())


def _unlike(one: str, other: str) -> bool:
    """Whether two values differ; where one is missing they do not."""
    return bool(one and other) and one != other


def unknown_attributes(scenario: Scenario, names: Iterable[str], field: str) -> Iterator[Defect]:
    """Yield a defect for each attribute in a rule's `field` that the scenario does not declare."""
    declared = [attribute.name for attribute in scenario.attributes]
    for name in names:
        if name not in declared:
            yield unknown("attribute", name, declared, (field,))


def amounts(scenario: Scenario, attribute: str) -> dict[str, int]:
    """Return each participant's value of an `attribute` that holds whole numbers; who has none counts 0."""
    return {person.id: int(person.get(attribute) or 0) for person in scenario.participants}


def uncountable(scenario: Scenario, attribute: str) -> Iterator[Defect]:
    """Yield a defect if an `attribute` is unknown, and for each value of it that is no number from 0 to `MOST`."""
    yield from unknown_attributes(scenario, [attribute], "attribute")
    for index, person in enumerate(scenario.participants):
        value = person.get(attribute)
        if value and not (value.isascii() and value.isdigit() and len(value) < 10 and int(value) <= MOST):
            path = ("participants", index, attribute)
            yield Defect(f"{person.id}'s {attribute} is no whole number up to {MOST}", "Mend it", value, path=path)


def undealable(
    scenario: Scenario, rounds: Iterable[str], people: frozenset[str], what: str, limits: tuple[int, int]
) -> Iterator[Defect]:
    """Yield a defect for the first of `rounds` in which `people`, who are `what`, cannot all be dealt to the sets.

    Every set is to have at least ``limits[0]`` and at most ``limits[1]`` of those who take part.
    """
    least, most = limits
    for name in rounds:
        number, sets = len(people - scenario.absentees[name]), len(scenario.round[name].sets)
        if not least * sets <= number <= most * sets:
            message = (
                f"round {name} has {number} participants of {what}, so {sets} sets cannot hold {span(*limits)} each"
            )
            yield Defect(message, "Change the rule, or name the rounds it is for")
            return


def quota_defects(
    scenario: Scenario, rounds: Collection[str], attribute: str, quota: Mapping[str, tuple[int, int]]
) -> Iterator[Defect]:
    """Yield what is wrong with a rule's `quota`, the fewest and most members of each value that a set may have.

    Unknown values and limits the wrong way round always are; limits no plan can keep are in `rounds`.
    """
    values = holders(scenario, attribute)
    for value, limits in quota.items():
        if value not in values:
            yield unknown(attribute, value, values, ("quota", value))
        elif limits[0] > limits[1]:
            yield Defect("the least is above the most", "Swap the two", str(limits), path=("quota", value))
        else:
            yield from undealable(scenario, rounds, values[value], value, limits)
    needed = sum(least for least, _ in quota.values())
    for name in rounds:
        room = min(spec.most for spec in scenario.round[name].sets)
        if needed > room:
            message = f"the quota asks for {needed} members at least, a set of round {name} has room for {room}"
            yield Defect(message, "Lower the quota, or name the rounds it is for", path=("quota",))
            return
