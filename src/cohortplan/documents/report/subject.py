"""What a report is about, and what several of its parts look up."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from cohortplan.documents.charts import Marks
from cohortplan.evaluate import Evaluation, evaluate, planned_contacts
from cohortplan.evaluate.contacts import Contacts
from cohortplan.evaluate.facing import facing
from cohortplan.evaluate.metrics import SECTOR
from cohortplan.evaluate.network import NetworkReport, network_report
from cohortplan.evaluate.timetable import Item, timetable
from cohortplan.model import Match, Plan, Round, Scenario

#: With more people than this a page grows too large to be opened with ease, unless it tells less of each.
MOST = 400


@dataclass(frozen=True)
class Bound:
    """The least that any plan owes under a rule, and why."""

    value: int
    argument: str


@dataclass(frozen=True)
class Subject:
    """A plan of a scenario, measured.

    Attributes
    ----------
    scenario : Scenario
        As it is judged from now on: see `facing`.
    bounds : mapping of str to Bound, or None
        What is proved of the soft rules, by their ids; None if nobody asked.
    past : tuple of Match
        What the past breaks, which nobody can mend.
    changed : bool
        Whether the scenario is not the one any more that the plan was made for.
    """

    scenario: Scenario
    plan: Plan
    bounds: Mapping[str, Bound] | None = None
    past: tuple[Match, ...] = ()
    changed: bool = False

    @classmethod
    def of(cls, scenario: Scenario, plan: Plan, bounds: Mapping[str, Bound] | None) -> Subject:
        """Return the subject, what is past judged no longer."""
        faced = facing(scenario, plan)
        changed = bool(plan.scenario.sha256) and plan.scenario.sha256 != scenario.sha256
        return cls(faced.scenario, plan, bounds, faced.past, changed)

    @cached_property
    def evaluation(self) -> Evaluation:
        """The plan measured from scratch."""
        return evaluate(self.scenario, self.plan)

    @cached_property
    def contacts(self) -> Contacts:
        """Who meets whom in which rounds."""
        return planned_contacts(self.scenario, self.plan)

    @cached_property
    def items(self) -> list[Item]:
        """Everything that takes place, by time."""
        return timetable(self.scenario, self.plan)

    @property
    def large(self) -> bool:
        """Whether there are too many people to tell each one's year."""
        return len(self.scenario.people) > MOST

    @cached_property
    def by(self) -> str | None:
        """By what people are told apart: their sector, if the scenario has any."""
        return SECTOR if any(person.get(SECTOR) for person in self.scenario.participants) else None

    @cached_property
    def marks(self) -> Marks:
        """A mark for each sector, in the scenario's order."""
        declared = next((each.values for each in self.scenario.attributes if each.name == self.by), ())
        return Marks([*declared, *(self.value(name) for name in self.scenario.people)])

    @cached_property
    def network(self) -> NetworkReport:
        """Who knows whom, before and after."""
        return network_report(self.scenario, self.plan, self.contacts, by=self.by)

    @cached_property
    def most_pairs(self) -> int | None:
        """How many pairs can meet in any plan, where that is proved to be fewer than there are, or all that do."""
        rule = next((rule for rule in self.scenario.rules if rule.kind == "new_contacts" and not rule.hard), None)
        bound = self.bounds.get(rule.id) if self.bounds is not None and rule is not None else None
        if rule is None or bound is None:
            return None
        figures = self.evaluation.metrics
        most = figures.distinct_pairs + self.evaluation.objectives[rule.id].value - bound.value
        return most if bound.value or most == figures.distinct_pairs else None

    def value(self, name: str) -> str:
        """Return the sector of somebody, "" if it is not known."""
        person = self.scenario.people.get(name)
        return person.get(self.by) if person is not None and self.by is not None else ""

    def name(self, one: str) -> str:
        """Return the name of a participant; of a stranger, the id."""
        person = self.scenario.people.get(one)
        return person.name if person is not None else one

    def told(self, match: Match) -> str:
        """Return the sentence of a match, the people and hosts in it by name as well as by id."""
        names = {one: self.name(one) for one in match.people}
        names |= {one: self.scenario.host[one].name for one in match.hosts if one in self.scenario.host}
        if not names:
            return match.sentence
        ids = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
        return re.sub(rf"(?<![\w.-])({ids})(?![\w-])", lambda found: f"{names[found[0]]} ({found[0]})", match.sentence)

    def round_name(self, name: str) -> str:
        """Return what a round is called."""
        known: Round | None = self.scenario.round.get(name)
        return known.title if known is not None and known.title else name
