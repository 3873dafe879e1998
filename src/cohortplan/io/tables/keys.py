"""``keys.csv``: whose the rows of the sealed file are; kept apart from it, and readable by its owner alone."""

from __future__ import annotations

from cohortplan.io.draft import Draft
from cohortplan.io.table import Column, Table

TABLE = Table("keys", (Column("key", required=True), Column("participant", required=True)))


def add(draft: Draft) -> None:
    """Note what is wrong with the keys: nobody's, or one of two of somebody."""
    whose(draft, noting=True)


def whose(draft: Draft, *, noting: bool = False) -> dict[str, str]:
    """Return the participant of each key.

    Parameters
    ----------
    noting : bool
        Whether faults of the table are noted; once is enough.
    """
    people, found = draft.people(), dict[str, str]()
    for record in draft.records(TABLE.name):
        people.resolve(record, "participant")
        if record.faulty:
            continue
        key, name = record.values["key"], record.values["participant"]
        if noting and name not in people.ids and not draft.nameless("participants"):
            record.fault("participant", f"there is no participant {name!r}", "Mend or delete the row")
        elif noting and key in found:
            record.fault("key", "an earlier row has this key", "Give every row a key of its own", "")
        elif noting and name in found.values():
            record.fault("participant", f"{name} has a key already", "Keep one of the two rows")
        found.setdefault(key, name)
    return found
