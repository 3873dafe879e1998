"""What documents are made of: the plan by time and set, and people as the audience of a document may see them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

from cohortplan.documents.words import count, day, hours, listed
from cohortplan.evaluate.metrics import SECTOR
from cohortplan.evaluate.notes import Note
from cohortplan.evaluate.timetable import Item, timetable
from cohortplan.model import Host, Plan, PlannedSet, Scenario
from cohortplan.model.privacy import Audience, Clocks, Profile, View, for_audience


@dataclass(frozen=True)
class Desk:
    """A plan, and the eyes for which documents of it are made.

    Attributes
    ----------
    notes : sequence of Note
        What has changed for whom since an earlier plan.
    size : str
        ``large`` for large print.
    """

    scenario: Scenario
    plan: Plan
    audience: Audience = "organiser"
    notes: Collection[Note] = ()
    size: Literal["normal", "large"] = "normal"
    _shared: dict[str, list[Item]] = field(default_factory=dict)

    def for_(self, audience: Audience) -> Desk:
        """Return the desk as other eyes see it."""
        return replace(self, audience=audience)

    def seen(self, who: str = "", people: Collection[str] | None = None) -> View:
        """Return what the audience may know of some people, or of all who concern it.

        Parameters
        ----------
        who : str
            Whose eyes they are: see `for_audience`.
        """
        return for_audience(self.scenario, self.plan, self.audience, who, people=people)

    def own(self, one: str) -> Profile:
        """Return somebody as they see themselves."""
        people = for_audience(self.scenario, self.plan, "self", one).people
        return people[0] if people else Profile(one, one)

    def fellows(self, people: Collection[str]) -> dict[str, Profile]:
        """Return the members of a set as all of them may see each other."""
        found: dict[str, Profile] = {}
        for who in list(people)[:2]:  # what the first sees of the others, and the second of the first
            view = for_audience(self.scenario, self.plan, "fellow", who, people=people)
            found |= {profile.id: profile for profile in view.people}
        if len(people) == 1:  # nobody else is there to see them
            found |= {one: Profile(one, each.name, each.attributes) for one in people for each in [self.own(one)]}
        return {one: found[one] for one in people if one in found}

    @property
    def items(self) -> list[Item]:
        """Everything that takes place, by time."""
        if "items" not in self._shared:
            self._shared["items"] = timetable(self.scenario, self.plan)
        return self._shared["items"]

    @property
    def set_items(self) -> list[Item]:
        """What sets do, by time."""
        return [item for item in self.items if item.set]

    @cached_property
    def years(self) -> dict[str, list[Item]]:
        """Everything that each participant takes part in, by time."""
        found: dict[str, list[Item]] = {one: [] for one in self.scenario.people}
        for item in self.items:
            for one in self.members(item):
                found[one].append(item)
        return found

    def visits(self, host: str | None = None) -> list[Item]:
        """Return the visits to known hosts, or to one, by time."""
        known = (item for item in self.items if item.host is not None and item.host in self.scenario.host)
        return [item for item in known if host is None or item.host == host]

    @cached_property
    def groups(self) -> dict[tuple[str, str], PlannedSet]:
        """The planned sets by round and id."""
        return {(planned.id, group.id): group for planned in self.plan.rounds for group in planned.sets}

    def members(self, item: Item) -> list[str]:
        """Return the ids of those whom the scenario knows and who are to be there."""
        return [one for one in item.members if one in self.scenario.people]

    def sectors(self, people: Iterable[str], small: int = 0) -> str:
        """Say how many come from each sector, which names nobody; of fewer than `small` that they are so few."""
        known = self.scenario.people
        sizes = Counter(sector for one in people if one in known and (sector := known[one].get(SECTOR)))
        return listed(
            [f"{size if size >= small else f'fewer than {small}'} {name}" for name, size in sorted(sizes.items())]
        )

    def not_cleared(self, host: Host, people: Iterable[str]) -> list[str]:
        """Return the ids of those who lack the clearance that a host asks for."""
        known = self.scenario.people
        return [one for one in people if host.clearance and host.clearance not in known[one].cleared]

    def host(self, item: Item) -> Host | None:
        """Return who receives a set; None at a meeting."""
        return self.scenario.host.get(item.host or "")

    def announced(self, item: Item) -> str:
        """Say to a host how many come, without saying who."""
        led = f", {item.facilitators} of whom {'looks' if item.facilitators == 1 else 'look'} after the others"
        return f"{count(item.heads, 'person', 'people')}{led if item.facilitators else ''}"

    def reserve(self, item: Item) -> list[Host]:
        """Return the hosts held in reserve that are open at the time of a visit."""
        kept = (host for host in self.scenario.hosts if item.host and host.reserve and host.id != item.host)
        free = (host for host in kept if host.open_between(item.start, item.end))
        return [host for host in free if not host.closed_between(item.start, item.end)]

    def carers(self, item: Item) -> list[str]:
        """Return the names of those who look after a set."""
        known = self.scenario.facilitator
        group = self.groups.get((item.round, item.set))
        return [known[name].name for name in (group.facilitators if group is not None else ()) if name in known]

    def round_name(self, name: str) -> str:
        """Return what a round is called."""
        known = self.scenario.round.get(name)
        return known.title if known is not None and known.title else name

    @property
    def office(self) -> str:
        """Whom to ask."""
        return self.scenario.programme.contact

    @property
    def programme(self) -> str:
        """What the programme is called."""
        return self.scenario.programme.title

    def sign_of(self, round_id: str, set_id: str) -> tuple[str, int]:
        """Return what tells a set from the others of its round: what its id has by itself, and a number."""
        names = [group.id for group in self.plan.by_round[round_id].sets]
        shared = 0
        while len(names) > 1 and len({name[: shared + 1] for name in names}) == 1:
            shared += 1
        return set_id[shared:] or set_id, names.index(set_id)

    def be_there(self, item: Item) -> str:
        """Say by when to be there, with the time to spare that the programme asks for."""
        return f"{item.start - timedelta(minutes=self.scenario.travel.buffer):%H:%M}"

    def leave_by(self, home: str, item: Item) -> tuple[int, str] | None:
        """Return how many minutes it takes from a place to where it is, and when to leave; None if there is no way."""
        minutes = self._minutes(home, item)
        if not minutes:
            return None
        leave = item.start - timedelta(minutes=minutes + self.scenario.travel.buffer)
        return minutes, f"{leave:%H:%M}" if leave.date() == item.start.date() else f"{leave:%a %H:%M}"

    def far_from(self, homes: Iterable[str], item: Item) -> list[str]:
        """Return those of `homes` from which no way to a host or place is known; none if no way at all is."""
        placed = item.host in self.scenario.host or item.where in {place.id for place in self.scenario.places}
        if not placed or not (self.scenario.places or self.scenario.ways):
            return []
        return [home for home in homes if home and self._minutes(home, item) is None]

    def _minutes(self, home: str, item: Item) -> int | None:
        ends = (item.host,) if item.host else (item.where, item.where.partition(",")[0])  # as in "Leeds, Town Hall"
        ways = (self.scenario.atlas.minutes(home, end) for end in ends if home)
        return next((minutes for minutes in ways if minutes is not None), None)

    def duties(self, item: Item, one: str) -> str:
        """Return what somebody does for the others."""
        return ", ".join(duty.name for duty in self.scenario.duties if one in item.duties.get(duty.id, ()))

    def purge_on(self, host: Host, when: date) -> date:
        """Return the day on which a host is to destroy what it was told of its visitors."""
        return Clocks(self.scenario).after("legal_name", host, when)

    def activity(self, item: Item) -> str:
        """Return an id for what a set does: that of the set, if it does nothing else in the round."""
        done = self.groups[item.round, item.set].activities
        if len(done) < 2:
            return item.set
        here, local = (item.host, item.start, item.end), self.scenario.local
        return f"{item.set}:{next(a.id for a in done if (a.host, local(a.start), local(a.end)) == here)}"

    @property
    def events(self) -> list[tuple[str, Item]]:
        """What the whole cohort does, by time, with the ids of the events."""
        in_order = sorted(self.scenario.events, key=lambda event: (event.start, event.end))
        items = [item for item in self.items if not item.set]
        return [(event.id, item) for event, item in zip(in_order, items, strict=True)]


def when(item: Item) -> str:
    """Say the day and the hours of something."""
    return f"{day(item.start.date())}, {hours(item.start, item.end)}"


def named(view: View) -> str:
    """Return those of a view who may be named, each with where they work."""
    told = ((each.name, each.attributes.get("organisation", "")) for each in view.people if each.name)
    return listed([f"{name} ({organisation})" if organisation else name for name, organisation in told])


def counted(words: Iterable[str] | Mapping[str, int]) -> str:
    """Say how often each of some words occurs, as in "2 vegetarian and 1 vegan"."""
    numbers = Counter(words)
    return listed([f"{number} {word}" for word, number in sorted(numbers.items())])


def heads(item: Item) -> str:
    """Say how many come."""
    return count(item.heads, "person", "people")
