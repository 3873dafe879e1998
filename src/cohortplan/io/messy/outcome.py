"""From the rows as they were mended to the tables of a scenario's folder."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from io import StringIO
from itertools import count

from cohortplan.io import cells
from cohortplan.io.dates import CellError
from cohortplan.io.messy.entries import Entry, Fate, Offer
from cohortplan.io.messy.fields import HOSTS, KEEP, PEOPLE
from cohortplan.io.messy.work import Event, Work
from cohortplan.io.table import key
from cohortplan.io.tables import TABLES

_READ = tuple(column.name for column in TABLES["participants"].columns if column.name not in ("id", "name", "email"))

#: What participants.csv has of people, first what the scenario reads, then what it only keeps.
_PEOPLE = ("id", "name", "email", "sector", "organisation", "town", *_READ)
_PRIVATE = (
    "salutation", "legal_name", "former_name", "job_title", "email_2", "phone", "postcode", "birth_date", "diet_access",
    "away", "knows", "consent", "status", "line_manager", "sponsor",
)  # fmt: skip
_HOSTS = tuple(column.name for column in TABLES["hosts"].columns)
#: The file of what a scenario does not read of hosts, and its columns.
DETAILS = "host-details.csv"
_DETAILS = ("contact", "phone", "last_visited")
_ALWAYS = ("id", "name", "sector", "organisation")

_ID = re.compile(r"[A-Za-z0-9_][\w.-]{0,31}")

#: With which letter ids begin.
_LETTERS = {PEOPLE: "P", HOSTS: "H"}

Rows = list[dict[str, str]]


def identify(work: Work, old: Mapping[str, str]) -> dict[str, str]:
    """Give every row that is kept an id: the one in the sheet, the one it had, or a new one; return them by name."""
    kept = [entry for entry in work.entries if entry.fate is Fate.KEPT]
    named: dict[str, list[str]] = defaultdict(list)
    for known, name in old.items():
        named[", ".join(known.split(", ")[:2])].append(name)
    taken: set[str] = set()
    for entry in kept:
        own = entry.get("id")
        name = own if _ID.fullmatch(own) and own.casefold() not in taken else _earlier(entry, old, named)
        entry.put("id", "" if name.casefold() in taken else name)
        taken.add(name.casefold())
    taken.update(name.casefold() for name in old.values())
    for table, letter in _LETTERS.items():
        fresh = (f"{letter}{number:02}" for number in count(1))
        free = (name for name in fresh if name.casefold() not in taken)
        for entry in kept:
            if entry.table == table and not entry.get("id"):
                entry.put("id", next(free))
    for entry in kept:
        typed = entry.items["id"].cell.text.strip()
        if typed not in ("", entry.get("id")):
            work.note("fixed", entry, "id", typed, entry.get("id"), "an id is short, without blanks, and nobody else's")
    return {_known_by(entry): entry.get("id") for entry in kept}


def _earlier(entry: Entry, old: Mapping[str, str], named: Mapping[str, list[str]]) -> str:
    """Return the id that a row had, under this organisation, or under another if that is the only one of the name."""
    alike = named.get(f"{entry.table}, {entry.get('name')}", [])
    return old.get(_known_by(entry)) or (alike[0] if len(alike) == 1 else "")


def _known_by(entry: Entry) -> str:
    return ", ".join([entry.table, *filter(None, [entry.get("name"), entry.get("organisation")])])


def tables(entries: Sequence[Entry], earlier: Collection[str] = ()) -> dict[str, str]:
    """Return the files of the tables by name, as text.

    Parameters
    ----------
    earlier : collection of str
        The files of an earlier import: of what these rows do not have any more a header is left.
    """
    people = [entry for entry in entries if entry.table == PEOPLE and entry.fate is Fate.KEPT]
    hosts = [entry for entry in entries if entry.table == HOSTS and entry.fate is Fate.KEPT]
    found: dict[str, str] = {}
    if people:
        found["participants.csv"] = _table([_person(entry) for entry in people], (*_PEOPLE, *_PRIVATE))
        away = [_absence(entry, *span) for entry in people for span in entry.away]
        if away or "absences.csv" in earlier:
            found["absences.csv"] = _table(away, ("participant", "from", "until"))
        ties = list(_ties(people))
        if ties or "ties.csv" in earlier:
            found["ties.csv"] = _table(ties, ("a", "b", "kind"))
    if hosts:
        found["hosts.csv"] = _table([_host(entry) for entry in hosts], _HOSTS)
        offers = [_opening(entry, offer) for entry in hosts for offer in entry.offers]
        if offers or "openings.csv" in earlier:
            found["openings.csv"] = _table(offers, ("host", "date", "from", "until"))
        details = [_details(entry) for entry in hosts]
        if any(len(row) > 2 for row in details) or DETAILS in earlier:
            found[DETAILS] = _table(details, ("id", "name", *_DETAILS))
    return found


def _absence(entry: Entry, first: object, last: object) -> dict[str, str]:
    return {"participant": entry.get("id"), "from": str(first), "until": str(last)}


def _ties(people: Sequence[Entry]) -> Iterator[dict[str, str]]:
    """Yield a tie for each pair of whom one says that they know each other."""
    kept = set(people)
    pairs = {frozenset((entry, other)): (entry, other) for entry in people for other in entry.knows if other in kept}
    for a, b in pairs.values():
        yield {"a": a.get("id"), "b": b.get("id"), "kind": "knows"}


def _opening(entry: Entry, offer: Offer) -> dict[str, str]:
    return {"host": entry.get("id"), "date": str(offer.date), "from": offer.start, "until": offer.end}


def _person(entry: Entry) -> dict[str, str]:
    return {name: entry.get(name) for name in (*_PEOPLE, *_PRIVATE)} | dict(_kept(entry))


def _host(entry: Entry) -> dict[str, str]:
    return {name: entry.get("when" if name == "days" else name) for name in _HOSTS}


def _details(entry: Entry) -> dict[str, str]:
    own = {name: entry.get(name) for name in _DETAILS} | dict(_kept(entry))
    return {"id": entry.get("id"), "name": entry.get("name")} | {name: text for name, text in own.items() if text}


def _kept(entry: Entry) -> Iterable[tuple[str, str]]:
    """Yield the columns that are kept, under headings that nobody takes for those of the table."""
    for name, item in entry.items.items():
        if name.startswith(f"{KEEP}:") and item.text:
            yield _heading(name.removeprefix(f"{KEEP}:")), item.text


def _heading(heading: str) -> str:
    known = [column.name for column in TABLES["participants"].columns] + [*_PEOPLE, *_PRIVATE]
    near = get_close_matches(key(heading), [key(name) for name in known], n=1, cutoff=0.8)
    return f"{heading} (as it was)" if near else heading


def _table(rows: Rows, order: Iterable[str]) -> str:
    """Return a table with the columns that some row fills; of one without rows the header."""
    if not rows:
        return as_csv([list(order)])
    names = list(dict.fromkeys([*order, *(name for row in rows for name in row)]))
    used = [name for name in names if (name in _ALWAYS and name in rows[0]) or any(row.get(name) for row in rows)]
    return as_csv([used, *([row.get(name, "") for name in used] for row in rows)])


def account(entries: Iterable[Entry], events: Iterable[Event]) -> str:
    """Return the account of every row and of every cell that was changed or asked about, as a table."""
    lines = [["what", "step", "sheet", "row", "column", "before", "after", "why"]]
    lines.extend(
        [entry.fate.value, "", entry.sheet, str(entry.row), "", "", _became(entry), entry.why] for entry in entries
    )
    lines.extend(
        [event.what, event.step, event.sheet, str(event.row or ""), event.column, event.before, event.after, event.why]
        for event in events
    )
    head, *body = lines
    return as_csv([head, *sorted(body, key=lambda line: (line[2], int(line[3] or 0)))])


def _became(entry: Entry) -> str:
    """Return the id under which what a row says is kept; of one that waits with another, that one's row."""
    while entry.into is not None and entry.into.fate is Fate.MERGED:
        entry = entry.into
    if entry.fate is Fate.MERGED and entry.into is not None:
        return entry.into.get("id") if entry.into.fate is Fate.KEPT else f"row {entry.into.row}"
    return entry.get("id") if entry.fate is Fate.KEPT else ""


def as_csv(lines: Iterable[Sequence[str]]) -> str:
    """Return lines of cells as CSV, in which nothing is a formula."""
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows([plain(cell) for cell in line] for line in lines)
    return text.getvalue()


def plain(text: str) -> str:
    """Return a text that no spreadsheet calculates."""
    try:
        cells.must_not_be_formula(text)
    except CellError:
        return cells.marked(text)
    return text
