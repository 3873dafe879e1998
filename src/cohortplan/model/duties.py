"""Duties inside a set - who chairs, who takes notes, who presents a case - and the cases that are presented."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

from pydantic import Field

from cohortplan.errors import Defect
from cohortplan.model.base import Count, Frozen, Id, Line
from cohortplan.model.names import Path, plain, unknown

if TYPE_CHECKING:
    from cohortplan.model.rounds import Activity
    from cohortplan.model.scenario import Scenario

#: The attribute that tells the sectors of those who consult apart.
SECTOR = "sector"


class Duty(Frozen):
    """Something that members of a set do for the others at an activity, in turn.

    Attributes
    ----------
    rounds : tuple of str
        The rounds that have such a duty; empty = all.
    activity, kind : str or None
        The activities it belongs to: the one, or the series, of this name, those of this kind (``visit``, ``meet``),
        or all.
    count : int
        How many members of a set have it at one activity; of a duty with `cases`, how many have it there at most.
    minutes : int
        How long it takes each of them; of a duty with `cases`, where a case does not say.
    cases : bool
        Whether those who have it present their cases, each once in these rounds, while the others consult.
    other_sectors : int
        Fewest sectors other than the presenter's among those who consult.
    family : str or None
        The attribute in which one of those who consult is like the presenter, such as a family of roles.
    topics : str or None
        The attribute that lists topics, parted by semicolons: one of those who consult has that of the case.
    outsiders : int
        Fewest of those who consult who do not have the topic of the case.
    represents : str or None
        The attribute every value of which one of those has who have the duty at one activity, in all sets together.
    """

    id: Id
    title: Line = ""
    rounds: tuple[Id, ...] = ()
    activity: Id | None = None
    kind: Literal["visit", "meet"] | None = None
    count: Annotated[int, Field(ge=1, le=100)] = 1
    minutes: Annotated[int, Field(ge=0, le=10_080)] = 0
    cases: bool = False
    other_sectors: Count = 0
    family: Id | None = None
    topics: Id | None = None
    outsiders: Count = 0
    represents: Id | None = None

    @property
    def name(self) -> str:
        """What people call it: its title, or else its id."""
        return self.title or self.id

    def belongs_to(self, round_id: str, activity: Activity) -> bool:
        """Whether sets have this duty at an activity of a round."""
        return (
            (not self.rounds or round_id in self.rounds)
            and self.activity in (None, activity.id, activity.series)
            and self.kind in (None, activity.kind)
        )


class Case(Frozen):
    """A question from somebody's work, which that person presents while the others of the set consult.

    Attributes
    ----------
    topic : str
        What it is about, in a word that people's lists of topics use.
    minutes : int or None
        How long it takes; None = as the duty says.
    """

    participant: Id
    topic: Line
    minutes: Annotated[int, Field(ge=1, le=10_080)] | None = None


class Consultants(NamedTuple):
    """Those who consult on a case, counted; what its duty does not ask about is None.

    Attributes
    ----------
    other_sectors : int
        Sectors among them that are not the presenter's.
    family : int or None
        Those who are like the presenter in the attribute that matters.
    insiders, outsiders : int or None
        Those who have the topic of the case, and those who have not.
    """

    other_sectors: int
    family: int | None
    insiders: int | None
    outsiders: int | None

    def lacks(self, duty: Duty) -> tuple[str, ...]:
        """Return where they fall short of what `duty` asks for, in words that do not tell the topic."""
        short = {
            f"{self.other_sectors} of the {duty.other_sectors} other sectors": self.other_sectors < duty.other_sectors,
            f"nobody of the same {duty.family}": self.family == 0,
            "nobody who knows the topic": self.insiders == 0,
            f"{self.outsiders} of the {duty.outsiders} to whom the topic is new": (self.outsiders or 0)
            < duty.outsiders,
        }
        return tuple(words for words, true in short.items() if true)


def consultants(scenario: Scenario, duty: Duty, presenter: str, others: Collection[str]) -> Consultants:
    """Count `others` as those who consult on a presenter's case."""
    mine, those = scenario.people[presenter], [scenario.people[other] for other in others]
    family = insiders = outsiders = None
    if duty.family:
        kin = mine.get(duty.family)
        family = sum(each.get(duty.family) == kin != "" for each in those)
    if duty.topics:
        topic = plain(scenario.case[presenter].topic)
        insiders = sum(topic in _topics(each.get(duty.topics)) for each in those)
        outsiders = len(those) - insiders
    sectors = {each.get(SECTOR) for each in those} - {"", mine.get(SECTOR)}
    return Consultants(len(sectors), family, insiders, outsiders)


def _topics(cell: str) -> set[str]:
    return {plain(topic) for topic in cell.split(";")}


def duty_defects(scenario: Scenario) -> Iterator[Defect]:
    """Yield what is wrong with the duties and the cases of a scenario."""
    for index, duty in enumerate(scenario.duties):
        path: Path = ("duties", index)
        yield from _names(scenario, duty, path)
        yield from _consulting(scenario, duty, path)
        yield from _place(scenario, duty, path)
    yield from _cases(scenario)


def _names(scenario: Scenario, duty: Duty, path: Path) -> Iterator[Defect]:
    for name in duty.rounds:
        if name not in {each.id for each in scenario.rounds}:
            yield unknown("round", name, [each.id for each in scenario.rounds], (*path, "rounds"))
    attributes = [attribute.name for attribute in scenario.attributes]
    for field, value in (("family", duty.family), ("topics", duty.topics), ("represents", duty.represents)):
        if value is not None and value not in attributes:
            yield unknown("attribute", value, attributes, (*path, field))
    if duty.other_sectors and SECTOR not in attributes:
        yield unknown("attribute", SECTOR, attributes, (*path, "other_sectors"))


def _consulting(scenario: Scenario, duty: Duty, path: Path) -> Iterator[Defect]:
    asked = [name for name in ("other_sectors", "family", "topics", "outsiders") if getattr(duty, name)]
    if asked and not duty.cases:
        remedy = "Write yes in the column cases, or empty this cell"
        yield Defect(
            f"{duty.id} has no cases to consult on", remedy, str(getattr(duty, asked[0])), path=(*path, asked[0])
        )
    if duty.outsiders and not duty.topics:
        remedy = "Name the attribute that lists people's topics in the column topics"
        yield Defect("who has a topic is not known", remedy, str(duty.outsiders), path=(*path, "outsiders"))
    if duty.cases and duty.represents:
        remedy = "Empty this cell, or write no in the column cases"
        yield Defect(f"{duty.id} goes to those who have cases", remedy, duty.represents, path=(*path, "represents"))
    if duty.cases and not scenario.cases:
        yield Defect(f"nobody has a case for {duty.id}", "Add cases.csv, or write no", path=(*path, "cases"))


def _place(scenario: Scenario, duty: Duty, path: Path) -> Iterator[Defect]:
    """Yield a defect if a duty belongs to no activity, or takes longer than one that it belongs to."""
    meant = [each for each in scenario.rounds if not duty.rounds or each.id in duty.rounds]
    if not meant:
        return  # rounds that do not exist are told of anyway
    activities = [activity for each in meant for activity in each.activities if duty.belongs_to(each.id, activity)]
    named = (activity for each in meant for activity in each.activities)
    known = dict.fromkeys(name for activity in named for name in (activity.id, activity.series) if name)
    if duty.activity is not None and duty.activity not in known:
        yield unknown("activity", duty.activity, known, (*path, "activity"))
    elif not activities:
        what = {"visit": "visit", "meet": "meeting"}.get(duty.kind or "", "activity")
        yield Defect(f"{duty.id} belongs to no {what}", "Mend its rounds, activity or kind", path=(*path, "activity"))
    each_takes = [case.minutes or duty.minutes for case in scenario.cases] if duty.cases else [duty.minutes]
    needed = max(each_takes, default=0) * (duty.count if duty.cases else 1)
    for activity in activities:
        offered = min(activity.length(window) for window in activity.windows).total_seconds() // 60
        if 0 < offered < needed:
            what = f"{duty.count} of {duty.id} take" if duty.cases else f"{duty.id} takes"
            message = f"{what} {needed} minutes, but {activity.id} has {offered:.0f}"
            column = "count" if duty.cases else "minutes"
            yield Defect(message, "Lower count or minutes", str(getattr(duty, column)), path=(*path, column))
            return


def _cases(scenario: Scenario) -> Iterator[Defect]:
    seen: set[str] = set()
    for index, case in enumerate(scenario.cases):
        path: Path = ("cases", index, "participant")
        if case.participant not in scenario.people:
            yield unknown("participant", case.participant, scenario.people, path)
        elif case.participant in seen:
            remedy = "Keep one row; in further rounds a further duty with cases has it presented again"
            yield Defect(f"{case.participant} has a case already", remedy, case.participant, path=path)
        seen.add(case.participant)
    if scenario.cases and not any(duty.cases for duty in scenario.duties):
        yield Defect(
            "no duty is to present cases",
            "Add one to duties.csv with yes in the column cases",
            path=("cases", 0, "duty"),
        )
