"""Giving hosts what another table says of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from cohortplan.io import dates
from cohortplan.io.draft import Draft
from cohortplan.io.sheet import Record
from cohortplan.model import Booking, Closure, Opening
from cohortplan.model.names import unknown

Item = TypeVar("Item", Opening, Closure, Booking)

#: Stands for all hosts.
EVERY = "*"


def read_span(record: Record) -> tuple[datetime, datetime]:
    """Return from when until when a record's date and times are; one that ends before it begins is noted."""
    start, end = dates.span(record.values["date"], record.values["from"], record.values["until"])
    if end <= start:
        record.fault("until", "this ends before it begins", "Swap the two times")
    return start, end


def attach(draft: Draft, field: str, found: Iterable[tuple[Record, Item]]) -> None:
    """Append to `field` of the hosts that the records name; an unknown host is noted."""
    places = draft.host_names()
    index = {host.id: position for position, host in enumerate(draft.hosts)}
    items: dict[int, list[Item]] = {}
    for record, item in found:
        if not record.faulty and record.values["host"] != EVERY:
            places.resolve(record, "host")
        if record.faulty:
            continue
        name = record.values["host"]
        if name == EVERY:
            targets = list(index.values())
        elif name in index:
            targets = [index[name]]
        else:
            defect = unknown("host", name, index, ("host",))
            if not draft.nameless("hosts"):
                record.fault("host", defect.message, defect.remedy)
            continue
        for target in targets:
            mine = items.setdefault(target, [])
            draft.findings.origins["hosts", target, field, len(mine)] = record.origin
            mine.append(item)
    for target, added in items.items():
        draft.hosts[target] = draft.hosts[target].model_copy(update={field: tuple(added)})
