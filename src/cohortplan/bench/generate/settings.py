"""``scenario.toml`` of an instance: what its rules are, and what they weigh."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from cohortplan.bench.generate.factors import Factors
from cohortplan.bench.generate.hosts import BETWEEN, planned_on, visit_days
from cohortplan.bench.generate.people import FLAG, Person
from cohortplan.io.toml_text import toml_section

#: Minutes on the way that cost nobody anything, for each visit day.
FREE = 60
WEIGHTS = {"new_contacts": 10, "fair_floor": 10, "need_by": 20, "wishes": 2, "never_alone": 5, "cover": 5, "travel": 1}


@dataclass(frozen=True)
class Asked:
    """What is asked of plans beside what the people are.

    Attributes
    ----------
    apart, projects : bool
        Whether pairs are to be kept apart, or to meet by a date.
    wishes : mapping of str to list of str
        The hosts that people wish for.
    floor : int or None
        The new contacts that everyone is to have; None = as many pairs as possible are to meet.
    travel : int or None
        Minutes on the way in all that cost nobody anything; None = the usual ones.
    """

    apart: bool = False
    projects: bool = False
    wishes: Mapping[str, list[str]] = field(default_factory=dict)
    floor: int | None = None
    travel: int | None = None


def settings(factors: Factors, name: str, people: Iterable[Person], asked: Asked) -> str:
    """Return the text."""
    days = visit_days(factors)
    planned = planned_on(factors)
    programme = {"id": name, "title": f"Instance {name}", "timezone": "Europe/London", "starts": planned}
    programme |= {"ends": days[-1] + BETWEEN, "planned_on": planned}
    attributes: dict[str, Any] = {"sector": list(factors.sectors), "organisation": [], "town": list(factors.towns)}
    rules = list(_rules(factors, list(people), asked))
    weights = {rule: WEIGHTS[rule] for rule, _ in rules if rule in WEIGHTS}
    lines = chain(
        ["# Drawn at random; instance.toml says how, and what is known of it."],
        toml_section("[programme]", programme),
        toml_section("[attributes]", {**attributes, "role": list(factors.roles)}),
        chain.from_iterable(toml_section("[[rules]]", {"rule": rule, **fields}) for rule, fields in rules),
        toml_section("[rules.wishes]", {who: [hosts] for who, hosts in asked.wishes.items()}) if asked.wishes else (),
        toml_section("[weights]", weights),
    )
    return "\n".join(lines) + "\n"


def _rules(factors: Factors, people: list[Person], asked: Asked) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the rules with their fields; the one that has a section of its own comes last."""
    yield "mix", {}
    if asked.apart:
        yield "keep_apart", {}
    if any(person.flagged for person in people):
        yield "never_alone", {"flag": FLAG, "hard": False}
    first = next(iter(factors.roles))
    if sum(person.role == first for person in people) >= factors.sets:
        yield "cover", {"attribute": "role", "values": [first], "hard": False}
    if asked.floor is None:
        yield "new_contacts", {}
    elif asked.floor:
        yield "fair_floor", {"at_least": asked.floor}
    yield "travel", {"most": FREE * factors.rounds if asked.travel is None else asked.travel}
    if asked.projects:
        yield "need_by", {}
    if asked.wishes:
        yield "wishes", {}
