"""The score card: every rule, whether it is kept, what is got and what is proved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from markupsafe import Markup

from cohortplan.documents.charts.svg import line, tag
from cohortplan.documents.report.subject import Subject
from cohortplan.evaluate.wording import Words, meaning, settings
from cohortplan.model import Rule

#: So many of the places are told at which a soft rule is paid for.
PLACES = 12
_WIDTH, _HEIGHT = 120, 16


@dataclass(frozen=True)
class HardRule:
    """A hard rule: what it asks, by how much it is broken, and whether it holds though nobody listed it."""

    name: str
    meaning: Markup
    settings: str
    broken: int
    implied: bool


@dataclass(frozen=True)
class SoftRule:
    """A soft rule: what it asks, what the plan gets, and what is proved of it.

    Attributes
    ----------
    got, bound, comment : str
        In words.
    picture : Markup
        A bar of what is got, with a line where the bound is; nothing where neither has an end.
    places : tuple of str
        Where it is paid for: the first places.
    more : int
        What is owed at all others.
    """

    name: str
    meaning: Markup
    settings: str
    got: str
    bound: str
    comment: str
    weight: int
    cost: int
    picture: Markup
    places: tuple[str, ...]
    more: int


@dataclass(frozen=True)
class Card:
    """All rules, and what the soft ones cost together."""

    hard: tuple[HardRule, ...]
    soft: tuple[SoftRule, ...]
    cost: int
    asked: bool

    @property
    def listed(self) -> list[HardRule]:
        """The hard rules that the organiser listed, and those that are broken; these first."""
        return sorted((each for each in self.hard if each.broken or not each.implied), key=lambda each: not each.broken)

    @property
    def implied(self) -> list[HardRule]:
        """The other hard rules: they always hold, and are kept."""
        return [each for each in self.hard if each.implied and not each.broken]


def card(about: Subject, *, names: bool) -> Card:
    """Return the score card; without `names` no place is told."""
    found, words = about.evaluation, Words(about.scenario)
    hard, soft = list[HardRule](), list[SoftRule]()
    for rule in about.scenario.rules:
        told, set_to = _marked(meaning(rule)), _settings(rule) if names else ""
        if rule.hard:
            hard.append(HardRule(_label(rule), told, set_to, found.objectives[rule.id].value, rule.implied))
        else:
            soft.append(_soft(about, rule, words, names=names))
    soft.sort(key=lambda each: -each.cost)
    return Card(tuple(hard), tuple(soft), found.soft, about.bounds is not None)


def _label(rule: Rule) -> str:
    return rule.id.replace("_", " ")


def _settings(rule: Rule) -> str:
    """Say how a rule is set, as in "kinds: prison; least: 1"."""
    return "; ".join(f"{name.replace('_', ' ')}: {_said(value)}" for name, value in settings(rule).items())


def _said(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {_said(each)}" for name, each in value.items())
    if isinstance(value, list):
        numbers = len(value) == 2 and all(isinstance(each, int) for each in value)
        return f"{value[0]} to {value[1]}" if numbers else ", ".join(map(_said, value))
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def _marked(text: str) -> Markup:
    """Return a rule's meaning with the names of its fields as code."""
    parts = re.split("`+", text)
    return Markup("").join(tag("code", part) if k % 2 else Markup.escape(part) for k, part in enumerate(parts))


def _soft(about: Subject, rule: Rule, words: Words, *, names: bool) -> SoftRule:
    objective = about.evaluation.objectives[rule.id]
    bound = None if about.bounds is None or rule.id not in about.bounds else about.bounds[rule.id].value
    matches = about.evaluation.measures[rule.id].find() if names and not rule.nameless else ()
    listed = list(islice(matches, PLACES))  # there may be millions
    return SoftRule(
        name=_label(rule),
        meaning=_marked(meaning(rule)),
        settings=_settings(rule) if names else "",
        got=_grouped(words.amount(rule.id, objective.value)) if objective.value else "nothing owed",
        bound=_grouped(words.bound(rule.id, bound)) if bound else "",
        comment=" ".join(_comment(objective.value, bound)),
        weight=objective.weight,
        cost=objective.value * objective.weight,
        picture=_bar(rule, words, objective.value, bound),
        places=tuple(map(about.told, listed)),
        more=objective.value - sum(match.amount for match in listed),
    )


def _grouped(words: str) -> str:
    """Return `words` with their large numbers in groups of three digits."""
    return re.sub(r"\d{4,}", lambda found: f"{int(found[0]):,}", words)


def _comment(owed: int, bound: int | None) -> Iterator[str]:
    if not owed:
        yield "No plan can do better."
    elif bound == owed:
        yield "Proved: no plan can do better."
    elif bound:
        yield f"There may be plans that owe up to {owed - bound:,} less; nobody has shown one."
    elif bound is not None:
        yield "Nothing is proved of it."


def _bar(rule: Rule, words: Words, owed: int, bound: int | None) -> Markup:
    """Draw what is got of what there is, for a rule that counts what is won."""
    most = words.most(rule.id)
    if not most:
        return Markup("")
    got = (_WIDTH - 2) * (most - owed) / most
    parts = [
        tag("rect", x=1, y=4, width=_WIDTH - 2, height=8, class_="room"),
        tag("rect", x=1, y=4, width=got, height=8, class_="bar"),
    ]
    if bound:
        x = 1 + (_WIDTH - 2) * (most - bound) / most
        parts.append(line(x, 0, x, _HEIGHT, "axis"))
    return tag("svg", *parts, viewBox=f"0 0 {_WIDTH} {_HEIGHT}", class_="chart gauge", aria_hidden="true")
