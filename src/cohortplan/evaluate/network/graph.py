"""Who knows whom: a network of people, and how it grows round by round."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import comb

from cohortplan.evaluate.contacts import Contacts
from cohortplan.model.scenario import Scenario
from cohortplan.rules.new_contacts import NewContacts
from cohortplan.rules.shared.pairs import Pair, pairs_by_round, tied


@dataclass(frozen=True)
class Network:
    """Some people, and which of them know each other.

    Attributes
    ----------
    people : tuple of str
        All of them, those who know nobody included.
    times : mapping of (str, str) to int
        For each pair that knows each other, in alphabetical order: how often they met, and 1 more if they knew each
        other before. People who are not among `people` may occur in it, and are left out of everything.
    """

    people: tuple[str, ...]
    times: Mapping[Pair, int]

    @cached_property
    def place(self) -> dict[str, int]:
        """Each person's place among the people."""
        return {person: place for place, person in enumerate(self.people)}

    @cached_property
    def ties(self) -> list[tuple[int, int, int]]:
        """The places of each pair that knows each other, and its times."""
        place = self.place
        return [(place[a], place[b], times) for (a, b), times in self.times.items() if a in place and b in place]

    @cached_property
    def near(self) -> list[list[int]]:
        """For each place, those of the people that this person knows."""
        near: list[list[int]] = [[] for _ in self.people]
        for a, b, _ in self.ties:
            near[a].append(b)
            near[b].append(a)
        return near

    @cached_property
    def masks(self) -> list[int]:
        """For each place, those of the people that this person knows as the bits of a number."""
        return [mask_of(places) for places in self.near]

    @property
    def possible(self) -> int:
        """How many pairs there are."""
        return comb(len(self.people), 2)

    @property
    def density(self) -> float | None:
        """The share of all pairs that know each other; None if there are no two people."""
        return len(self.ties) / self.possible if self.possible else None

    @cached_property
    def within_two(self) -> list[int]:
        """For each place, how many others this person knows or could be introduced to by somebody they know."""
        found = []
        for place, near in enumerate(self.near):
            reached = self.masks[place]
            for other in near:
                reached |= self.masks[other]
            found.append((reached & ~(1 << place)).bit_count())
        return found

    @property
    def alone(self) -> int:
        """How many people know nobody."""
        return sum(not near for near in self.near)

    @property
    def parts(self) -> int:
        """Into how many groups the people fall between which nobody knows anybody; who knows nobody is one."""
        unseen, count = set(range(len(self.people))), 0
        while unseen:
            count += 1
            waiting = [unseen.pop()]
            while waiting:
                found = unseen.intersection(self.near[waiting.pop()])
                unseen -= found
                waiting.extend(found)
        return count

    def among(self, people: Iterable[str]) -> Network:
        """The network of some of the people only."""
        chosen = set(people)
        return Network(tuple(person for person in self.people if person in chosen), self.times)

    def joined(self, value_of: Mapping[str, str]) -> Network:
        """The network of what people belong to, such as organisations: two are tied if people of theirs are.

        Their times are those of all such pairs together. People without a value are left out.
        """
        times = Counter[Pair]()
        values = [value_of.get(person, "") for person in self.people]
        for a, b, number in self.ties:
            one, other = sorted((values[a], values[b]))
            if one and one != other:
                times[one, other] += number
        return Network(tuple(sorted({*values} - {""})), times)


def mask_of(places: Iterable[int]) -> int:
    """Write places down as the bits of a number."""
    mask = 0
    for place in places:
        mask |= 1 << place
    return mask


def acquainted(scenario: Scenario) -> frozenset[Pair]:
    """Return the pairs that know each other before the programme.

    They have a tie of a kind that a rule `new_contacts` says is known; of the kind ``knows``, if there is no such rule.
    """
    said = [rule.known for rule in scenario.rules if isinstance(rule, NewContacts)]
    return tied(scenario, set().union(*said) if said else ("knows",))


def growth(scenario: Scenario, met: Contacts) -> Iterator[tuple[str, Network]]:
    """Yield the network of the participants before the first round, as "", and after each that counts contacts.

    Parameters
    ----------
    met : Contacts
        Planned, or attended; who are `acquainted` know each other from the start.
    """
    by_round = pairs_by_round(met)
    people, times = tuple(scenario.people), Counter(acquainted(scenario))
    yield "", Network(people, dict(times))
    for name in scenario.contact_rounds:
        times.update(by_round.get(name, ()))
        yield name, Network(people, dict(times))
