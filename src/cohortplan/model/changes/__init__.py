"""Changes: what somebody tells the organiser once there is a plan, in the words of the tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from cohortplan.errors import Defect, InputError, ScenarioError
from cohortplan.model.changes.base import Change, Parts
from cohortplan.model.changes.hosts import ClosureChange, OpeningChange, RoomChange, VisitsChange
from cohortplan.model.changes.people import (
    AbsenceChange,
    Admission,
    AttributeChange,
    Joins,
    Leaves,
    ObjectionChange,
    TieChange,
    Uninvited,
)
from cohortplan.model.changes.programme import (
    SOFTENED,
    ActivityChange,
    Cancelled,
    EventChange,
    SizeChange,
    Soften,
)
from cohortplan.model.rounds import Round
from cohortplan.model.scenario import Scenario

#: The kinds of change, by the word that files have for them.
KINDS: Mapping[str, type[Change]] = {
    "absence": AbsenceChange,
    "activity": ActivityChange,
    "attribute": AttributeChange,
    "cancelled": Cancelled,
    "cleared": Admission,
    "closure": ClosureChange,
    "event": EventChange,
    "joins": Joins,
    "leaves": Leaves,
    "objection": ObjectionChange,
    "opening": OpeningChange,
    "refused": Admission,
    "room": RoomChange,
    "size": SizeChange,
    "soften": Soften,
    "tie": TieChange,
    "uninvited": Uninvited,
    "visits": VisitsChange,
}


def changed(scenario: Scenario, changes: Iterable[Change], *, checked: bool = True) -> Scenario:
    """Return `scenario` as it is after `changes`, in their order; it says since when it is so.

    Sets grow or shrink where otherwise the people who are left would not fit. Unless it is to be `checked`, it may not
    hold together.

    Raises
    ------
    InputError
        If a change names what there is not; its defects have the change's number as the first step of their path.
    ScenarioError
        If what comes of them does not hold together.
    """
    listed = list(changes)
    if not listed:
        return scenario
    parts: Parts = {name: getattr(scenario, name) for name in Scenario.model_fields}
    defects = list[Defect]()
    for number, change in enumerate(listed):
        try:
            change.apply(parts)
        except InputError as error:
            defects += [replace(defect, path=("changes", number, *defect.path)) for defect in error.defects]
    if defects:
        raise ScenarioError(defects)
    days = [change.known for change in listed] + ([scenario.changed_on] if scenario.changed_on else [])
    parts["rounds"] = tuple(_fitting(parts))
    parts["changed_on"] = max(days)
    return Scenario(**parts) if checked else Scenario.model_construct(**parts)


def _fitting(parts: Parts) -> Iterator[Round]:
    """Yield the rounds; where too many or too few people are left for the sets, these become larger or smaller.

    All of them do, so that each has its even share: seven no-shows leave eight tables of six with five or six each.
    """
    attending = Scenario.model_construct(**parts).attending
    for each in parts["rounds"]:
        people, sets = len(attending(each.id)), each.sets
        least, most = sum(spec.least for spec in sets), sum(spec.most for spec in sets)
        if least > people:
            share = people // len(sets)
            sets = tuple(spec.model_copy(update={"least": min(spec.least, share)}) for spec in sets)
        if most < people:
            share = -(-people // len(sets))
            sets = tuple(spec.model_copy(update={"most": max(spec.most, share)}) for spec in sets)
        yield each.model_copy(update={"sets": sets})


__all__ = ["KINDS", "SOFTENED", "Cancelled", "Change", "Soften", "changed"]
