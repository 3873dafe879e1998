"""The first screen: whether a plan is all right, and how good it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cohortplan.documents.report.subject import Subject
from cohortplan.documents.words import count, day, duration, people
from cohortplan.evaluate import STRUCTURE

#: So many broken places are named at once; all are in their own part.
FIRST = 5


@dataclass(frozen=True)
class Violation:
    """A rule, or the form of a plan, that is broken, and where."""

    rule: str
    amount: int
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Figure:
    """A number that matters, what it counts, and what it is to be held against."""

    value: str
    what: str
    against: str = ""


@dataclass(frozen=True)
class Verdict:
    """Whether a plan is all right.

    Attributes
    ----------
    headline, sentence : str
        The answer, and what it rests on.
    notices : tuple of str
        What is to be known beside.
    """

    good: bool
    headline: str
    sentence: str
    violations: tuple[Violation, ...]
    figures: tuple[Figure, ...]
    notices: tuple[str, ...]

    @property
    def first(self) -> list[str]:
        """The first broken places."""
        return [sentence for each in self.violations for sentence in each.sentences][:FIRST]

    @property
    def places(self) -> int:
        """How many places are broken."""
        return sum(len(each.sentences) for each in self.violations)


def verdict(about: Subject, *, names: bool) -> Verdict:
    """Judge a plan; without `names` nothing is told about single people."""
    found = about.evaluation
    violations = tuple(_violations(about)) if names else ()
    hard = [name for name, objective in found.objectives.items() if objective.level == "hard"]
    if found.valid:
        headline, sentence = "This plan is all right.", f"It keeps all {count(len(hard), 'hard rule')}."
    else:
        broken = sum(found.objectives[name].value > 0 for name in hard)
        places = len(found.violations())
        headline = "This plan is not all right yet."
        sentence = f"It breaks {broken} of {count(len(hard), 'hard rule')}; {count(places, 'place')} must be mended."
        if found.measures[STRUCTURE].amount:
            sentence += " Some of it is not of the form that the scenario asks for."
    notices = tuple(_notices(about)) if names else ()
    return Verdict(found.valid, headline, sentence, violations, tuple(_figures(about)), notices)


def _violations(about: Subject) -> Iterator[Violation]:
    for name, measure in about.evaluation.measures.items():
        hard = name == STRUCTURE or about.evaluation.objectives[name].level == "hard"
        if hard and measure.amount:
            title = "form of the plan" if name == STRUCTURE else name.replace("_", " ")
            yield Violation(title, measure.amount, tuple(map(about.told, measure.matches)))


def _figures(about: Subject) -> Iterator[Figure]:
    figures, scenario = about.evaluation.metrics, about.scenario
    pairs = f"of {figures.possible_pairs:,} pairs of people meet"
    yield Figure(f"{figures.distinct_pairs:,}", pairs, _pairs_proved(about))
    more = figures.min_contacts < figures.min_contacts_bound
    against = f"No plan can promise more than {figures.min_contacts_bound}." if more else "No plan can promise more."
    yield Figure(people(figures.min_contacts), "are the fewest that anyone meets", against)
    most = f"The two who meet most often do so {figures.most_meetings} times."
    yield Figure(
        f"{figures.repeats:,}",
        "meetings are repeats",
        most if figures.most_meetings > 1 else "Nobody meets anybody twice.",
    )
    visited = [item.host for item in about.items if item.host is not None]
    if visited:
        hosts = f"{len(set(visited))} of {count(len(scenario.hosts), 'host')} are visited."
        yield Figure(f"{len(visited):,}", "visits of sets to hosts", hosts)
    if figures.travel_mean is not None and figures.travel_most is not None:
        against = f"{duration(figures.travel_most)} for whoever has farthest."
        yield Figure(duration(round(figures.travel_mean)), "on the way to visits and back, on average", against)


def _pairs_proved(about: Subject) -> str:
    """Say how many pairs can meet in any plan, if that is known."""
    most = about.most_pairs
    if most is None:
        return ""
    if most == about.evaluation.metrics.distinct_pairs:
        return "Proved: no plan brings more together."
    return f"Proved: no plan brings more than {most:,} together."


def _notices(about: Subject) -> Iterator[str]:
    scenario, plan = about.scenario, about.plan
    if plan.scenario.id != scenario.programme.id:
        yield f"The plan was made for {plan.scenario.id}, not for {scenario.programme.id}."
    elif about.changed:
        yield "The scenario has changed since the plan was made; all of this is measured by what it says now."
    if scenario.changed_on is not None:
        yield f"The last change became known on {day(scenario.changed_on)}."
    for match in about.past:
        yield f"Past, and no longer counted: {about.told(match)}"
    for each in about.evaluation.open_places:
        yield each.sentence
    for hearing in about.evaluation.hearings:
        if hearing.reason:
            yield hearing.sentence
    for rule in scenario.rules:
        yield from rule.remarks(scenario)
    unseated = about.evaluation.metrics.guests.guests_unseated if about.evaluation.metrics.guests is not None else 0
    if unseated:
        yield f"There is no table for {people(unseated)} among the guests, as somebody they sponsor sits at each."
