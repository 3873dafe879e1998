"""A scenario: everything an organiser gives before planning."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from pydantic import Field, SerializeAsAny, model_validator

from cohortplan.errors import ScenarioError
from cohortplan.model.attendance import Attendance, Confirmation, Register, stayed_away
from cohortplan.model.base import Count, Frozen, Id, Line
from cohortplan.model.calendars import Calendars
from cohortplan.model.charter import Charter
from cohortplan.model.consistency import inconsistencies
from cohortplan.model.days import Holiday, Holidays
from cohortplan.model.duties import Case, Duty
from cohortplan.model.facilitators import Facilitator, sessions
from cohortplan.model.guests import Guest
from cohortplan.model.hosts import Host
from cohortplan.model.people import Absence, Attribute, Participant, Tie
from cohortplan.model.plan import Group, Plan, Visit
from cohortplan.model.privacy import Privacy
from cohortplan.model.private import Private
from cohortplan.model.reach import Link, Reach
from cohortplan.model.rounds import Activity, Event, Objection, Round, SeatLock, SetSpec, VisitLock
from cohortplan.model.rule import Rule
from cohortplan.model.seen import Seen, groups_of, visits_of
from cohortplan.model.travel import Atlas, Place, Travel, Way
from cohortplan.model.zones import shown, zone

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


#: Parts that do not count when it is asked whether a plan was made for a scenario; rules count with their kinds.
_NOT_HASHED: Mapping[str, Any] = {
    **dict.fromkeys(("rules", "calendars", "charter", "former", "seat_locks", "visit_locks"), True),
    **dict.fromkeys(("attendance", "confirmed", "private", "privacy"), True),
    "participants": {"__all__": {"needs", "extra"}},
    "hosts": {"__all__": {"gate_fields", "id_rule", "purge_days"}},
}

#: Parts that say how plans are to be: nothing that is worked out from a scenario, and kept, hangs on them.
_LOCKS = frozenset({"seat_locks", "visit_locks"})


class Programme(Frozen):
    """The programme as a whole.

    Attributes
    ----------
    timezone : str
        IANA name; every local time of the scenario is wall-clock time there.
    planned_on : date or None
        The day the plan is made, from which hosts' notice counts; None = the day before `starts`, less all notice.
    """

    id: Id
    title: Line
    timezone: Line = "Europe/London"
    starts: date
    ends: date
    planned_on: date | None = None
    contact: Line = ""


class Scenario(Frozen):
    """People, hosts, rounds and rules, cross-validated.

    Attributes
    ----------
    changed_on : date or None
        The day on which the last change since the first plan became known; what was before it is past.
    former : Plan or None
        The plan that people were told, when another is made of it; it is no part of what is asked.

    Raises
    ------
    ScenarioError
        If the parts do not hold together; it carries every inconsistency found.
    """

    programme: Programme
    charter: Charter = Charter()
    attributes: tuple[Attribute, ...] = ()
    participants: tuple[Participant, ...] = Field(min_length=1)
    hosts: tuple[Host, ...] = ()
    rounds: tuple[Round, ...] = Field(min_length=1)
    events: tuple[Event, ...] = ()
    ties: tuple[Tie, ...] = ()
    absences: tuple[Absence, ...] = ()
    holidays: tuple[Holiday, ...] = ()
    seat_locks: tuple[SeatLock, ...] = ()
    visit_locks: tuple[VisitLock, ...] = ()
    objections: tuple[Objection, ...] = ()
    places: tuple[Place, ...] = ()
    ways: tuple[Way, ...] = ()
    travel: Travel = Travel()
    calendars: Calendars = Calendars()
    duties: tuple[Duty, ...] = ()
    cases: tuple[Case, ...] = ()
    guests: tuple[Guest, ...] = ()
    links: tuple[Link, ...] = ()
    reach: Reach = Reach()
    facilitators: tuple[Facilitator, ...] = ()
    attendance: tuple[Attendance, ...] = ()
    confirmed: tuple[Confirmation, ...] = ()
    private: tuple[Private, ...] = ()
    privacy: Privacy = Privacy()
    rules: tuple[SerializeAsAny[Rule], ...] = ()
    weights: Mapping[str, Count] = {}
    changed_on: date | None = None
    former: Plan | None = None

    @model_validator(mode="after")
    def _hold_together(self) -> Self:
        return self._checked()

    def _checked(self) -> Self:
        defects = inconsistencies(self)
        if defects:
            raise ScenarioError(defects)
        return self

    def but(self, **parts: Any) -> Self:
        """Return the scenario with other `parts`, checked as a whole.

        Raises
        ------
        ScenarioError
            If they do not hold together.
        """
        if not parts.keys() <= _LOCKS:
            return type(self)(**{name: getattr(self, name) for name in type(self).model_fields} | parts)
        changed = self.model_copy(update=parts)
        vars(changed).update((name, it) for name, it in vars(self).items() if name not in type(self).model_fields)
        return changed._checked()

    @cached_property
    def zone(self) -> ZoneInfo:
        """The programme's time zone."""
        return zone(self.programme.timezone)

    @cached_property
    def people(self) -> dict[str, Participant]:
        """Participants by id."""
        return {person.id: person for person in self.participants}

    @cached_property
    def private_of(self) -> dict[str, Private]:
        """Private facts by participant, of those of whom there are any."""
        return {each.participant: each for each in self.private}

    @cached_property
    def host(self) -> dict[str, Host]:
        """Hosts by id."""
        return {host.id: host for host in self.hosts}

    @cached_property
    def round(self) -> dict[str, Round]:
        """Rounds by id."""
        return {each.id: each for each in self.rounds}

    @cached_property
    def case(self) -> dict[str, Case]:
        """Cases by the participant who presents them."""
        return {case.participant: case for case in self.cases}

    @cached_property
    def facilitator(self) -> dict[str, Facilitator]:
        """Facilitators by id."""
        return {each.id: each for each in self.facilitators}

    @cached_property
    def guest(self) -> dict[str, Guest]:
        """Guests by id."""
        return {each.id: each for each in self.guests}

    @cached_property
    def session(self) -> dict[str, int]:
        """The numbers of rounds; those that may be at one time have one number."""
        return sessions(self)

    @cached_property
    def set_spec(self) -> dict[str, tuple[Round, SetSpec]]:
        """Round and specification of every learning set, by set id."""
        return {spec.id: (each, spec) for each in self.rounds for spec in each.sets}

    @cached_property
    def contact_rounds(self) -> tuple[str, ...]:
        """Ids of the rounds whose sets count as contacts."""
        return tuple(each.id for each in self.rounds if each.contacts)

    @cached_property
    def absentees(self) -> dict[str, frozenset[str]]:
        """For each round, the participants who miss it, or stayed away."""
        return {each.id: frozenset(p.id for p in self.participants if self._misses(p, each)) for each in self.rounds}

    @cached_property
    def register(self) -> Register:
        """The attendance as it stands."""
        return Register(self.attendance)

    @cached_property
    def stayed_away(self) -> dict[str, frozenset[str]]:
        """For each round of which something is recorded, those who were at nothing that their set did in it."""
        return stayed_away(self)

    @cached_property
    def told(self) -> dict[tuple[str, datetime], frozenset[str]]:
        """Who was to take part, by the former plan, in the visits to a host at a local time."""
        found: dict[tuple[str, datetime], frozenset[str]] = {}
        for visit in () if self.former is None else self.visits(self.former):
            here = (visit.host, visit.start)
            found[here] = found.get(here, frozenset()).union(visit.members)
        return found

    @cached_property
    def calendar(self) -> Holidays:
        """The holidays by day."""
        return Holidays(self.holidays)

    @cached_property
    def atlas(self) -> Atlas:
        """The ways between places and hosts."""
        return Atlas(self.places, self.hosts, self.ways, self.travel)

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the scenario's canonical JSON.

        What has its default value does not count, so that a plan stays one of its scenario when fields are added; nor
        do rules that are implied and have nothing to be about, for the same reason; nor do locks, which are made of
        plans, the charter, how calendars are sent, what happened, private facts, and columns that no rule uses.
        """
        rules = [
            {"kind": rule.kind, **rule.model_dump(mode="json", exclude_defaults=True)}
            for rule in self.rules
            if not (rule.implied and rule.idle(self))
        ]
        content = {
            **self.model_dump(mode="json", exclude=dict(_NOT_HASHED), exclude_defaults=True),
            "rules": rules,
        }
        return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    def weight(self, rule: Rule) -> int:
        """Weight of one unit of a soft rule."""
        return self.weights.get(rule.id, rule.default_weight)

    def selected_rounds(self, rule: Rule) -> tuple[str, ...]:
        """Ids of the rounds `rule` names, or all of them, in the scenario's order.

        Rounds of which attendance is recorded are left out if the rule judges each round by itself: nobody can change
        what happened, and it is no fault of a plan that somebody was ill.
        """
        over = self.register.rounds if rule.by_round else frozenset()
        return tuple(
            each.id for each in self.rounds if each.id not in over and (not rule.rounds or each.id in rule.rounds)
        )

    def selected_contact_rounds(self, rule: Rule) -> tuple[str, ...]:
        """Ids of the rounds `rule` names, or those that count contacts, in the scenario's order."""
        return self.selected_rounds(rule) if rule.rounds else self.contact_rounds

    def away(self, person: Participant, day: date) -> bool:
        """Whether `person` is `absent` on `day`, or has a holiday."""
        return self.absent(person, day) or self.calendar.of(person, day)

    def away_on(self, day: date) -> frozenset[str]:
        """Ids of the participants who are `away` on `day`."""
        if day not in self._away_on:
            self._away_on[day] = frozenset(person.id for person in self.participants if self.away(person, day))
        return self._away_on[day]

    def absent(self, person: Participant, day: date) -> bool:
        """Whether `person` has not joined yet, has left, does not work on that weekday, or has an absence on `day`."""
        return (
            (person.joins is not None and day < person.joins)
            or (person.leaves is not None and day > person.leaves)
            or bool(person.weekdays and day.weekday() not in person.weekdays)
            or any(absence.covers(day) for absence in self._absences_of.get(person.id, ()))
        )

    def presence(self, person: Participant) -> Hashable:
        """Return what decides on which days `person` is away: those who have it alike are away on the same days."""
        dated = (each for each in self._absences_of.get(person.id, ()) if each.round is None)
        spans = frozenset((absence.first, absence.last) for absence in dated)
        holidays = tuple(map(person.get, self.calendar.attributes))
        return person.joins, person.leaves, frozenset(person.weekdays), spans, holidays

    def there(self, members: Iterable[str], day: date) -> tuple[str, ...]:
        """Those of `members` who are known and not away on `day`, sorted."""
        away = self.away_on(day)
        return tuple(sorted({name for name in members if name in self.people and name not in away}))

    def attending(self, round_id: str) -> tuple[str, ...]:
        """Ids of the participants who take part in a round, in the scenario's order."""
        return self._attending[round_id]

    def local(self, moment: datetime) -> datetime:
        """Wall-clock time of an aware `moment` in the programme's zone, without zone."""
        try:
            return moment.astimezone(self.zone).replace(tzinfo=None)
        except OverflowError:  # a damaged plan may hold the first or last hours of the calendar
            return moment.replace(tzinfo=None)

    def aware(self, local: datetime) -> datetime:
        """The moment at which the programme's clocks show `local`."""
        return local.replace(tzinfo=self.zone)

    def shown(self, local: datetime) -> bool:
        """Whether the programme's clocks ever show `local`: not in an hour that they skip."""
        return shown(local, self.programme.timezone)

    def utc(self, local: datetime) -> datetime:
        """The moment at which the programme's clocks show `local`, in UTC."""
        return self.aware(local).astimezone(UTC)

    def event_during(self, start: datetime, end: datetime) -> Event | None:
        """The first event of the whole cohort under way between `start` and `end`, local time."""
        return next((event for event in self.events if event.start < end and start < event.end), None)

    def activities(self, each: Round, set_id: str) -> tuple[Activity, ...]:
        """Activities of one set of a round."""
        return tuple(activity for activity in each.activities if activity.is_for(set_id))

    def groups(self, plan: Plan, rounds: Iterable[str]) -> Iterator[Group]:
        """Yield the learning sets of `rounds` that both the scenario and `plan` know, in plan order."""
        for round_id in rounds:
            if round_id in plan.by_round:
                yield from self.seen.of(plan.by_round[round_id], groups_of)

    def visits(self, plan: Plan) -> Iterator[Visit]:
        """Yield the visits of `plan` to known hosts, in plan order."""
        for planned in plan.rounds:
            yield from self.seen.of(planned, visits_of)

    @cached_property
    def seen(self) -> Seen:
        """What was worked out from single rounds of plans."""
        return Seen(self)

    @cached_property
    def _away_on(self) -> dict[date, frozenset[str]]:
        return {}

    @cached_property
    def _attending(self) -> dict[str, tuple[str, ...]]:
        return {
            name: tuple(person.id for person in self.participants if person.id not in away)
            for name, away in self.absentees.items()
        }

    @cached_property
    def _absences_of(self) -> dict[str, list[Absence]]:
        found: dict[str, list[Absence]] = {}
        for absence in self.absences:
            found.setdefault(absence.participant, []).append(absence)
        return found

    def _misses(self, person: Participant, each: Round) -> bool:
        there = self.register.was_at(each, person.id)
        if there is not None:
            return not there
        if each.opt_in is not None and person.get(each.opt_in) != "yes":
            return True
        mine = self._absences_of.get(person.id, ())
        if any(absence.round == each.id for absence in mine):
            return True
        # Nothing of a round is only on somebody's holidays: see `holiday_defects`.
        return bool(each.days) and all(self.absent(person, day) for day in each.days)
