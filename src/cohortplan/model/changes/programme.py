"""Changes of the programme: sizes and times of what sets do, events, and rules that cannot be kept."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from cohortplan.errors import Defect, InputError
from cohortplan.model.base import Id
from cohortplan.model.changes.base import Change, Moved, Parts, find, must_know, replace, unknown_name
from cohortplan.model.people import Absence
from cohortplan.model.rounds import Activity, Round, Window
from cohortplan.model.rule import Rule
from cohortplan.model.scenario import Scenario

#: What one unit of a rule that was softened weighs.
SOFTENED = 1_000


class SizeChange(Change):
    """The sets of a round may have other numbers of members."""

    change: Literal["size"]
    round: Id
    least: Annotated[int, Field(ge=0, le=1_000_000)]
    most: Annotated[int, Field(ge=1, le=1_000_000)]

    def apply(self, parts: Parts) -> None:
        """Set the sizes."""
        each: Round = find(parts, "rounds", self.round, "round")
        if self.least > self.most:
            message = f"sets of at least {self.least} and at most {self.most} members cannot be"
            raise InputError([Defect(message, "Swap the two numbers", str(self.least), path=("least",))])
        sizes = {"least": self.least, "most": self.most}
        replace(parts, "rounds", each, sets=tuple(spec.model_copy(update=sizes) for spec in each.sets))


def _activity(each: Round, name: str) -> Activity:
    """Return the activity of a round that has this id."""
    names = [activity.id for activity in each.activities]
    if name not in names:
        raise unknown_name("activity", name, names, "activity")
    return each.activities[names.index(name)]


class ActivityChange(Moved):
    """A visit or meeting of a round is at another time."""

    change: Literal["activity"]
    round: Id
    activity: Id

    def apply(self, parts: Parts) -> None:
        """Give the activity its new time."""
        each: Round = find(parts, "rounds", self.round, "round")
        mine = _activity(each, self.activity)
        activities = (self._moved(a) if a is mine else a for a in each.activities)
        replace(parts, "rounds", each, activities=tuple(activities))

    def _moved(self, activity: Activity) -> Activity:
        start, end = self.times
        long = activity.minutes is not None and activity.minutes * 60 > (end - start).total_seconds()
        fields = {"windows": (Window(start=start, end=end),), **({"minutes": None} if long else {})}
        return activity.model_copy(update=fields)


class Cancelled(Change):
    """A visit or meeting of a round falls away, for some sets or for all of them."""

    change: Literal["cancelled"]
    round: Id
    activity: Id
    sets: tuple[Id, ...] = ()

    def apply(self, parts: Parts) -> None:
        """Leave the activity to the other sets, and forget what was locked of it."""
        each: Round = find(parts, "rounds", self.round, "round")
        activity = _activity(each, self.activity)
        doing = [spec.id for spec in each.sets if activity.is_for(spec.id)]
        for name in self.sets:
            if name not in doing:
                raise unknown_name("set", name, doing, "sets")
        without = set(self.sets or doing)
        left = tuple(name for name in doing if name not in without)
        kept = (activity.model_copy(update={"only": left}),) if left else ()
        at = each.activities.index(activity)
        if not kept and len(each.activities) == 1:  # those who are away stay so, though the round has no days any more
            away = Scenario.model_construct(**parts).absentees[each.id]
            parts["absences"] += tuple(Absence(participant=name, round=each.id) for name in sorted(away))
        replace(parts, "rounds", each, activities=(*each.activities[:at], *kept, *each.activities[at + 1 :]))
        locks = parts["visit_locks"]
        parts["visit_locks"] = tuple(
            lock for lock in locks if lock.activity != self.activity or lock.set not in without
        )


class EventChange(Moved):
    """An event of the whole cohort is at another time."""

    change: Literal["event"]
    event: Id

    def apply(self, parts: Parts) -> None:
        """Give the event its new time."""
        start, end = self.times
        replace(parts, "events", find(parts, "events", self.event, "event"), start=start, end=end)


class Soften(Change):
    """A hard rule becomes a wish that outweighs all others, in some rounds or altogether."""

    change: Literal["soften"]
    rule: Id
    rounds: tuple[Id, ...] = ()

    def apply(self, parts: Parts) -> None:
        """Make a wish of the rule; where it stays hard in other rounds the wish is a rule of its own."""
        must_know(parts, ("rules", (self.rule,), "rule"), ("rounds", self.rounds, "rounds"))
        rule: Rule = find(parts, "rules", self.rule, "rule")
        where = rule.rounds or tuple(each.id for each in parts["rounds"])
        left = tuple(name for name in where if name not in self.rounds) if self.rounds else ()
        wish = rule.model_copy(update={"hard": False, "rounds": self.rounds or rule.rounds})
        if left:
            wish = wish.model_copy(update={"id": f"{rule.id}-{'-'.join(self.rounds)}"[:64]})
        strict = (rule.model_copy(update={"rounds": left}),) if left else ()
        at = next(k for k, each in enumerate(parts["rules"]) if each is rule)
        parts["rules"] = (*parts["rules"][:at], *strict, wish, *parts["rules"][at + 1 :])
        parts["weights"] = {**parts["weights"], wish.id: SOFTENED}
