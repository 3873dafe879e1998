"""``sealed.csv``: equality and access facts under random keys; `keys` tells whose they are, and nothing else does."""

from __future__ import annotations

from cohortplan.io import cells
from cohortplan.io.build import build
from cohortplan.io.draft import Draft, usable
from cohortplan.io.sheet import Record
from cohortplan.io.table import Column, Table
from cohortplan.io.tables import keys
from cohortplan.model import Participant

TABLE = Table(
    "sealed",
    (
        Column("key", required=True),
        Column("flags", cells.codes),
        Column("cannot", cells.cannot),
        Column("needs", cells.words),
    ),
)


def add(draft: Draft) -> None:
    """Give participants what the sealed file says of them."""
    if draft.records(TABLE.name) and "keys" in draft.sheets and not draft.records("keys"):
        if draft.sheets["keys"].whole:
            remedy = "Put keys.csv back, or name it under [files] keys"
            draft.findings.add("nobody knows whose these rows are", remedy, file=draft.sheets[TABLE.name].file, row=1)
        return
    people, index = keys.whose(draft), {person.id: k for k, person in enumerate(draft.participants)}
    seen: set[str] = set()
    for record in draft.records(TABLE.name):
        if not usable(record, "key"):
            continue
        key = record.values["key"]
        if key in seen:
            record.fault("key", "an earlier row has this key", "Make one row of the two", "")
        elif key not in people and not draft.nameless("keys"):
            record.fault("key", "nobody has this key", "Delete the row, or mend keys.csv", "")
        elif people.get(key) in index:
            _attach(draft, record, index[people[key]])
        seen.add(key)


def _attach(draft: Draft, record: Record, number: int) -> None:
    """Give one participant what a row says; where participants.csv says something else, that is noted."""
    person = draft.participants[number]
    given = {name: value for name, value in record.values.items() if name != "key" and name not in record.faulty}
    whole = build(Participant, {"id": person.id, "name": person.name, **given}, record)
    if whole is None:
        return
    for name in given:
        if getattr(person, name) and getattr(person, name) != getattr(whole, name):
            remedy = "Empty the cell in one of the two files"
            record.fault(name, "participants.csv says something else of this person", remedy, "")
    told = {name: getattr(whole, name) for name in given if name not in record.faulty}
    draft.participants[number] = person.model_copy(update=told)
    for name in told:
        draft.findings.origins["participants", number, name] = record.origin
