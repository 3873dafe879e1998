"""Who looks after which set of a plan: whether they may, how evenly it is spread, and which sets have too few."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from cohortplan.evaluate.evenness import gini
from cohortplan.evaluate.structure import form_match
from cohortplan.model import Charge, Facilitator, Match, Scenario


@dataclass(frozen=True)
class OpenPlace:
    """A set that has fewer facilitators than it is to have, because nobody else may look after it as the plan is.

    Attributes
    ----------
    wanted, has : int
        How many it is to have, and has.
    reasons : mapping of str to int
        For each thing that keeps facilitators from it, how many it keeps.
    """

    round: str
    set: str
    wanted: int
    has: int
    reasons: Mapping[str, int]

    @property
    def sentence(self) -> str:
        """What a person is told."""
        told = ", ".join(f"{number} {reason}" for reason, number in self.reasons.items())
        return f"Set {self.set} has {self.has or 'none'} of {self.wanted} facilitators{': ' if told else ''}{told}."

    def as_json(self) -> dict[str, Any]:
        """All of it by name."""
        return asdict(self)


@dataclass(frozen=True)
class FacilitatorFigures:
    """How the sets are spread over the facilitators.

    Attributes
    ----------
    facilitator_gini : float
        Gini coefficient of the number of sets each looks after in all rounds (Gini 1912): 0 = all as many.
    facilitator_spread : int
        Most less fewest sets of a facilitator.
    facilitator_places, facilitator_places_filled : int
        How many facilitators all sets together are to have, and have.
    """

    facilitator_gini: float
    facilitator_spread: int
    facilitator_places: int
    facilitator_places_filled: int


def facilitator_matches(scenario: Scenario, found: Sequence[Charge]) -> Iterator[Match]:
    """Yield one match for everything about the facilitators of a plan's sets that is not as `scenario` asks.

    Examples
    --------
    Kept: a set of five with one facilitator, none of whose colleagues is in it. Broken: a set with none, though
    somebody is free who may look after it; one whose facilitator has three sets of that round already, of three.
    """
    loads = Loads(found)
    crowded = loads.crowded(scenario)
    seen = Loads() if crowded else loads  # who has not too many sets in all has not at any of them
    for charge in found:
        if crowded:
            seen.add(charge)
        free = _free(scenario, charge, loads)
        sentences = [*_faults(scenario, charge, seen)]
        if free:
            has = len(charge.holders) or "none"
            sentences.append(
                f"it has {has} of {charge.wanted} facilitators, though {', '.join(free)} may look after it"
            )
        for sentence in sentences:
            yield form_match(f"Set {charge.set}: {sentence}.", rounds=(charge.round,), sets=(charge.set,))


def open_places(scenario: Scenario, found: Sequence[Charge]) -> tuple[OpenPlace, ...]:
    """Return the sets that have too few facilitators though nobody is free who might look after them."""
    loads = Loads(found)
    return tuple(
        OpenPlace(charge.round, charge.set, charge.wanted, len(charge.holders), dict(_reasons(scenario, charge)))
        for charge in found
        if len(charge.holders) < charge.wanted and not _free(scenario, charge, loads)
    )


def facilitator_figures(scenario: Scenario, found: Sequence[Charge]) -> FacilitatorFigures:
    """Compute how the sets are spread over the facilitators."""
    loads = Loads(found)
    numbers = sorted(loads.in_all[name] for name in scenario.facilitator)
    return FacilitatorFigures(
        facilitator_gini=round(gini(numbers), 6),
        facilitator_spread=numbers[-1] - numbers[0] if numbers else 0,
        facilitator_places=sum(charge.wanted for charge in found),
        facilitator_places_filled=sum(min(charge.wanted, len(charge.holders)) for charge in found),
    )


class Loads:
    """How many sets each facilitator looks after, in all and in each session."""

    def __init__(self, found: Iterable[Charge] = ()) -> None:
        held = [(charge.session, name) for charge in found for name in charge.holders]
        self.in_all = Counter(name for _, name in held)
        self._in_session = Counter(held)

    def add(self, charge: Charge) -> None:
        """Count one more set."""
        for name in charge.holders:
            self.in_all[name] += 1
            self._in_session[charge.session, name] += 1

    def crowded(self, scenario: Scenario) -> bool:
        """Whether a facilitator has more sets than they may."""
        known = scenario.facilitator
        return any(name in known and self.excess(known[name], session) for session, name in self._in_session)

    def excess(self, facilitator: Facilitator, session: int) -> str:
        """Return in words of what a facilitator has too many, "" if of nothing."""
        if self._in_session[session, facilitator.id] > facilitator.most_sets:
            return f"more sets of a round than {facilitator.most_sets}"
        most = facilitator.most_in_all
        return f"more sets in all than {most}" if most is not None and self.in_all[facilitator.id] > most else ""

    def full(self, facilitator: Facilitator, session: int) -> bool:
        """Whether one set more would be too many."""
        most = facilitator.most_in_all
        return self._in_session[session, facilitator.id] >= facilitator.most_sets or (
            most is not None and self.in_all[facilitator.id] >= most
        )


def _faults(scenario: Scenario, charge: Charge, seen: Loads) -> Iterator[str]:
    for name in charge.holders:
        facilitator = scenario.facilitator.get(name)
        if facilitator is None:
            yield f"{name} is to look after it but is no facilitator"
            continue
        if (times := charge.held.count(name)) > 1:
            yield f"{name} is to look after it {times} times"
        if bar := charge.bar(facilitator):
            yield f"{name} is to look after it but is {bar}"
        if excess := seen.excess(facilitator, charge.session):
            yield f"{name} is to look after it but has {excess}"
    if len(charge.holders) > charge.wanted:
        yield f"it is looked after by {len(charge.holders)}, but should be by {charge.wanted or 'nobody'}"


def _others(scenario: Scenario, charge: Charge) -> Iterator[Facilitator]:
    return (each for each in scenario.facilitators if each.id not in charge.holders)


def _free(scenario: Scenario, charge: Charge, loads: Loads) -> list[str]:
    """Return who might look after a set that has too few facilitators, and has not got all the sets they may have."""
    if len(charge.holders) >= charge.wanted:
        return []
    others = _others(scenario, charge)
    return [each.id for each in others if not charge.bar(each) and not loads.full(each, charge.session)]


def _reasons(scenario: Scenario, charge: Charge) -> Counter[str]:
    return Counter(charge.bar(each) or "with as many sets as they may have" for each in _others(scenario, charge))
