"""The scenario's own cross-checks on what could be read, without complaints that only follow from others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cohortplan.errors import Defect, UnknownName
from cohortplan.io.draft import Draft
from cohortplan.model import Scenario
from cohortplan.model.consistency import inconsistencies

#: For the last name in a defect's path, the table whose names it rests on.
_NAMED_IN: Mapping[str, str] = {
    **dict.fromkeys(("a", "b", "participant", "met"), "participants"),
    **dict.fromkeys(("round", "set", "activity", "rounds"), "rounds"),
    **dict.fromkeys(("host", "kinds", "kind"), "hosts"),
    "duty": "duties",
    "cases": "cases",
    "count": "rounds",
    **dict.fromkeys(("family", "topics", "represents", "other_sectors", "opt_in"), "attributes"),
    **dict.fromkeys(("facilitators", "facilitator_skills"), "facilitators"),
}

#: For the first name in a defect's path, the tables whose names it rests on whatever the last.
_NAMED_BY_ALL: Mapping[str, tuple[str, ...]] = {
    "ways": ("participants", "places", "hosts"),
    "guests": ("participants", "rounds", "events"),
    "links": ("participants", "hosts", "attributes"),
    "reach": ("participants", "attributes"),
    "holidays": ("participants", "attributes"),
}

#: Tables that settle how many people take part in a round, and tables that rules look at.
_OF_SIZES = ("participants", "rounds", "absences", "attendance")
_OF_RULES = (
    "participants",
    "hosts",
    "rounds",
    "ties",
    "absences",
    "attendance",
    "holidays",
    "locks",
    "openings",
    "closures",
    "bookings",
    "places",
    "travel",
    "events",
)


def crosscheck(draft: Draft) -> list[Defect]:
    """Return what does not hold together in `draft`, each defect with its file, row and column.

    Left out is what may be nothing but a consequence of something else: a second complaint about the same cell, an
    unknown name when names of its kind could not be read, and what rules or sizes make of people when the row of
    one of them is at fault.
    """
    findings = draft.findings
    reported = {(defect.file, defect.row, defect.column) for defect in findings.defects}
    found = []
    for defect in inconsistencies(partial(draft)):
        located = findings.located(defect)
        places = (located.file, located.row, located.column), (located.file, located.row, "")
        if reported.isdisjoint(places):
            found.append((defect, located))
    nameless = {table for table in draft.sheets if draft.nameless(table)}
    nameless |= {str(defect.path[0]) for defect, _ in found if defect.path[-1:] in (("id",), ("only",))}
    files = {defect.file for defect in findings.defects}
    nameless |= {"attributes"} if findings.home in files else set()
    files |= {located.file for defect, located in found if _basic(defect)}
    faulty = {name for name, sheet in draft.sheets.items() if not sheet.whole or sheet.file in files}
    return [located for defect, located in found if not _follows(defect, nameless, faulty)]


def partial(draft: Draft) -> Scenario:
    """Return the scenario as far as it could be read, not validated."""
    return Scenario.model_construct(**parts(draft))


def parts(draft: Draft) -> dict[str, Any]:
    """Return the parts of the scenario, by field."""
    settings = draft.settings
    lists = (
        *("participants", "hosts", "rounds", "events", "ties", "absences"),
        *("holidays", "seat_locks", "visit_locks", "objections", "places", "ways"),
        *("duties", "cases", "facilitators", "guests", "links", "attendance", "confirmed", "private"),
    )
    return {
        "programme": settings.programme,
        "charter": settings.charter,
        "attributes": settings.attributes,
        "rules": settings.rules,
        "weights": settings.weights,
        "travel": settings.travel,
        "calendars": settings.calendars,
        "reach": settings.reach,
        "privacy": settings.privacy,
        **{name: tuple(getattr(draft, name)) for name in lists},
    }


def _basic(defect: Defect) -> bool:
    """Whether a defect is about what was typed, rather than what rules or sizes make of it."""
    return isinstance(defect, UnknownName) or not (defect.path[:1] == ("rules",) or defect.path[-1:] == ("sets",))


def _follows(defect: Defect, nameless: set[str], faulty: set[str]) -> bool:
    """Whether a defect may be a mere consequence of others."""
    names = [step for step in defect.path if isinstance(step, str)]
    if defect.path[:1] == ("rules",):
        return not (nameless if isinstance(defect, UnknownName) else faulty).isdisjoint(_OF_RULES)
    if not _basic(defect):
        return not faulty.isdisjoint(_OF_SIZES)
    return bool(names) and not nameless.isdisjoint(_NAMED_BY_ALL.get(names[0], (_NAMED_IN.get(names[-1], ""),)))
