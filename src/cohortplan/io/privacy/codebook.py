"""Words that tell nothing in the place of those that do: one for each, the same wherever it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import cos, pi, radians, sin
from secrets import SystemRandom, token_hex
from typing import Any, TypeVar

from cohortplan.io.privacy.pseudonyms import shuffled
from cohortplan.model import Scenario
from cohortplan.rules.shared.pairs import USUAL_KINDS

Item = TypeVar("Item")
Day = TypeVar("Day", date, datetime)

#: Fewer people than this are never told apart by what they have in common.
SMALL = 5

#: Attributes whose names are words of ours, and the sectors that are so coarse that they tell nothing.
_OWN_NAMES = ("sector", "organisation", "town")
_COARSE = ("public", "private", "nonprofit")

#: Kilometres by which a point is moved at most, and of a degree of latitude.
JITTER = 2.0
_DEGREE = 111.2


@dataclass
class Codebook:
    """How the words, dates and places of one scenario are replaced. Nobody can draw it again.

    Attributes
    ----------
    without : collection of str
        Attributes that are left out, with the rules that name them.
    words : dict of str to str
        What is written for a word; a word that is not in it stays.
    weeks : int
        By how many weeks all dates are moved.
    kept : tuple of str
        The attributes of people that are needed, as rules or the programme name them.
    merged : dict of str to int
        For each attribute, how many of its values few people had, and are one now.
    hidden : dict of str to int
        Flags and access codes that too few people had: how many of each sort were left out.
    few : set of str
        Which these are.
    id : str
        What the instance is called.
    """

    scenario: Scenario
    without: Collection[str] = ()
    words: dict[str, str] = field(default_factory=dict)
    weeks: int = 0
    kept: tuple[str, ...] = ()
    merged: dict[str, int] = field(default_factory=dict)
    hidden: Counter[str] = field(default_factory=Counter)
    few: set[str] = field(default_factory=set)
    id: str = field(default_factory=lambda: f"shared-{token_hex(4)}")
    _random: SystemRandom = field(default_factory=SystemRandom)
    _turn: float = 0.0
    _centre: tuple[float, float] = (0.0, 0.0)

    def __post_init__(self) -> None:
        """Draw everything."""
        scenario = self.scenario
        named = set(words_of([rule.model_dump() for rule in scenario.rules]))
        self.weeks = self._random.choice((-1, 1)) * self._random.randrange(26, 157)
        self._turn = self._random.uniform(0, 2 * pi)
        points = [(place.lat, place.lon) for place in scenario.places]
        points += [(host.lat, host.lon) for host in scenario.hosts if host.lat is not None and host.lon is not None]
        if points:
            lats, lons = zip(*points, strict=True)
            self._centre = (sum(lats) / len(points), sum(lons) / len(points))
        home = {scenario.travel.home} if scenario.places or scenario.ways else set()
        used = named | home | {each.attribute for each in scenario.holidays}
        used |= {each.opt_in for each in scenario.rounds if each.opt_in} | {"sector", "organisation"}
        known = [attribute.name for attribute in scenario.attributes]
        self.kept = tuple(name for name in known if name in used and name not in self.without)
        self._add(shuffled(scenario.people, "S"))
        self.words |= {person.name: self.words[person.id] for person in scenario.participants}
        self._programme()
        self._values(named)
        self._sealed()

    def dealt(self, held: Sequence[Item]) -> list[Item]:
        """Return what people hold, dealt out anew."""
        return self._random.sample(held, len(held))

    def word(self, text: str) -> str:
        """Return what is written for a word."""
        return self.words.get(text, text)

    def day(self, day: Day) -> Day:
        """Return the date that is written for one: the same weekday, some weeks off."""
        return day + timedelta(weeks=self.weeks)

    def any(self, value: Any) -> Any:
        """Return a value made of words, dates and numbers with all of them replaced."""
        if isinstance(value, str):
            return self.word(value)
        if isinstance(value, Mapping):
            return {self.any(name): self.any(each) for name, each in value.items()}
        if isinstance(value, list | tuple):
            return [self.any(each) for each in value]
        return self.day(value) if isinstance(value, date | datetime) else value

    def point(self, lat: float, lon: float) -> tuple[float, float]:
        """Return the point that is written for one: turned about the middle of all, moved to (0, 0), and jittered."""
        north = (lat - self._centre[0]) * _DEGREE
        east = (lon - self._centre[1]) * _DEGREE * cos(radians(self._centre[0]))
        a, b = self._random.uniform(0, 2 * pi), JITTER * self._random.random()
        x = east * cos(self._turn) - north * sin(self._turn) + b * cos(a)
        y = east * sin(self._turn) + north * cos(self._turn) + b * sin(a)
        return round(y / _DEGREE, 4), round(x / _DEGREE, 4)

    def _add(self, words: Mapping[str, str]) -> None:
        """Add words; one that has a replacement keeps it, so that it has the same wherever it stands."""
        self.words = {**words, **self.words}

    def _programme(self) -> None:
        scenario = self.scenario
        gatherings = (*(a for each in scenario.rounds for a in each.activities), *scenario.events)
        self._add(shuffled((host.id for host in scenario.hosts), "H"))
        self._add({host.name: self.words[host.id] for host in scenario.hosts})
        employers = (person.get("organisation") for person in scenario.participants)
        homes = (person.get(scenario.travel.home) for person in scenario.participants)
        places = (*(place.id for place in scenario.places), *(host.town for host in scenario.hosts), *homes)
        self._add(shuffled(filter(None, (*employers, *(h.organisation for h in scenario.hosts))), "Organisation "))
        self._add(shuffled(filter(None, (*places, *(each.place for each in gatherings))), "Place "))
        self._add(shuffled(filter(None, (host.kind for host in scenario.hosts)), "host-kind-"))
        self._add(shuffled(filter(None, (host.function for host in scenario.hosts)), "function-"))
        self._add(shuffled(sorted({tie.kind for tie in scenario.ties} - set(USUAL_KINDS)), "tie-"))
        self._add(shuffled((event.id for event in scenario.events), "event-"))
        self._add(shuffled(filter(None, (each.format for each in gatherings)), "format-"))
        self._rounds()
        self._add({rule.id: f"rule-{k:02}" for k, rule in enumerate(scenario.rules, start=1) if rule.id != rule.kind})

    def _rounds(self) -> None:
        number = 0
        for k, each in enumerate(self.scenario.rounds, start=1):
            self._add({each.id: f"R{k:02}"})
            self._add({spec.id: f"R{k:02}{spec.id.removeprefix(each.id)}" for spec in each.sets})
            for activity in each.activities:
                base = activity.series or activity.id
                if base not in self.words and base not in ("visit", "meet"):
                    number += 1
                    self.words[base] = f"activity-{number:02}"
                self._add({activity.id: self.word(base) + activity.id.removeprefix(base)})

    def _values(self, named: Collection[str]) -> None:
        """Name attributes and their values anew, and make one of those values that few people have."""
        for number, name in enumerate(self.kept, start=1):
            values = Counter(person.get(name) for person in self.scenario.participants)
            values.pop("", None)
            if name not in _OWN_NAMES:
                self._add({name: f"attribute-{number}"})
            if name in ("organisation", self.scenario.travel.home):
                continue  # these have words already, and a place of their own in the report
            small = [value for value, people in values.items() if people < SMALL and _free(value)]
            if len(small) > 1 and name not in named:  # rules count the values of those they name
                self._add(dict.fromkeys(small, f"{self.word(name)}-other"))
                self.merged[name] = len(small)
            rest = [value for value in values if _free(value)]
            rest += [host.sector for host in self.scenario.hosts if name == "sector" and _free(host.sector)]
            self._add(shuffled(rest, f"{self.word(name)}-"))

    def _sealed(self) -> None:
        people = self.scenario.participants
        flags = Counter(flag for person in people for flag in person.flags)
        codes = Counter(code for person in people for code in {each.code for each in person.cannot})
        self._add(shuffled(sorted(flag for flag, number in flags.items() if number >= SMALL), "flag-"))
        barriers = {code for host in self.scenario.hosts for code in host.barriers}
        self._add(shuffled(sorted(barriers | set(codes) - set(self.scenario.host)), "barrier-"))
        self.hidden = Counter({"flags": sum(number < SMALL for number in flags.values())})
        self.hidden["access codes"] = sum(number < SMALL for number in codes.values())
        self.few = {name for counts in (flags, codes) for name, number in counts.items() if number < SMALL}


def _free(value: str) -> bool:
    """Whether a value may be written otherwise: no number, no yes or no, no coarse sector."""
    return value not in ("", "yes", "no", *_COARSE) and not value.replace(".", "", 1).isdigit()


def words_of(value: Any) -> Iterable[str]:
    """Yield the words of which a value is made."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for pair in value.items():
            yield from words_of(pair)
    elif isinstance(value, list | tuple | set | frozenset):
        for each in value:
            yield from words_of(each)
