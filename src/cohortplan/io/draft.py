"""A scenario while it is being read: parts may be stand-ins for rows that could not be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel

from cohortplan.io.findings import Findings, Origin
from cohortplan.io.settings import Settings
from cohortplan.io.sheet import ROW, Record, Sheet
from cohortplan.model import (
    Absence,
    Attendance,
    Case,
    Confirmation,
    Duty,
    Event,
    Facilitator,
    Guest,
    Holiday,
    Host,
    Link,
    Objection,
    Participant,
    Place,
    Private,
    Round,
    SeatLock,
    Tie,
    VisitLock,
    Way,
)
from cohortplan.model.names import nearest

#: Columns that give a row's names; in other tables all do.
_NAMING: Mapping[str, tuple[str, ...]] = {
    "participants": (ROW, "id", "name"),
    "hosts": (ROW, "id", "name", "kind"),
}


class Names:
    """Finds the id of a participant or host who is named by id or by name."""

    def __init__(self, what: str, owners: Iterable[Participant | Host]) -> None:
        self.what = what
        self.ids: set[str] = set()
        self.by_name: dict[str, str] = {}
        names: Counter[str] = Counter()
        for owner in owners:
            self.ids.add(owner.id)
            self.by_name[owner.name] = owner.id
            names[owner.name] += 1
        self.shared = {name for name, number in names.items() if number > 1}

    def resolve(self, record: Record, column: str) -> None:
        """Replace a name in a record by the id; a name that is not unique or slightly wrong is noted.

        What is like no name is left as it is: the scenario's own check of references speaks of ids.
        """
        text = record.values.get(column)
        if text is None or text in self.ids:
            return
        if text in self.shared:
            record.fault(column, f"several have this name, so it is not clear which {self.what} is meant", "Use the id")
        elif text in self.by_name:
            record.values[column] = self.by_name[text]
        elif near := nearest(text, self.by_name, cutoff=0.8):
            meant = f"Did you mean {near!r} ({self.by_name[near]})?"
            record.fault(column, f"there is no {self.what} {text!r}", meant)


@dataclass
class Draft:
    """The parts of a scenario read so far.

    Attributes
    ----------
    sheets : dict of str to Sheet
        The tables that were read, by name.
    """

    findings: Findings
    settings: Settings
    sheets: dict[str, Sheet] = field(default_factory=dict)
    participants: list[Participant] = field(default_factory=list)
    hosts: list[Host] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    absences: list[Absence] = field(default_factory=list)
    holidays: list[Holiday] = field(default_factory=list)
    seat_locks: list[SeatLock] = field(default_factory=list)
    visit_locks: list[VisitLock] = field(default_factory=list)
    objections: list[Objection] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)
    duties: list[Duty] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    guests: list[Guest] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    facilitators: list[Facilitator] = field(default_factory=list)
    attendance: list[Attendance] = field(default_factory=list)
    confirmed: list[Confirmation] = field(default_factory=list)
    private: list[Private] = field(default_factory=list)

    def keep(self, family: str, part: BaseModel | None, origin: Origin) -> None:
        """Append `part`, if there is one, to a family of parts, and remember where it was typed."""
        if part is not None:
            parts: list[BaseModel] = getattr(self, family)
            self.findings.origins[family, len(parts)] = origin
            parts.append(part)

    def records(self, table: str) -> list[Record]:
        """The rows of a table, none if there is no such file."""
        return self.sheets[table].records if table in self.sheets else []

    def nameless(self, table: str) -> bool:
        """Whether some names in a table are not known, so that what refers to them may be right."""
        sheet = self.sheets.get(table)
        if sheet is None or not sheet.whole:
            return sheet is not None
        naming = _NAMING.get(table)
        return any(record.faulty if naming is None else record.faulty.intersection(naming) for record in sheet.records)

    def canonical(self, attribute: str, value: str) -> str:
        """`value` in the capitals in which the attribute's allowed values are written."""
        for declared in self.settings.attributes:
            if declared.name == attribute and value not in declared.values:
                return next((each for each in declared.values if each.casefold() == value.casefold()), value)
        return value

    def people(self) -> Names:
        """How participants are named."""
        return Names("participant", self.participants)

    def host_names(self) -> Names:
        """How hosts are named."""
        return Names("host", self.hosts)


def usable(record: Record, *needed: str) -> bool:
    """Whether a record has what is needed and no fault of the row as a whole."""
    return ROW not in record.faulty and all(name in record.values and name not in record.faulty for name in needed)
