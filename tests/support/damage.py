"""Damaged scenario folders: a valid one with one thing broken, and where the blame must fall."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random

from cohortplan.io.tables import REQUIRED, TABLES
from tests.support.folders import Grid, base_folder
from tests.support.slips import SETTINGS, VALUES

#: Columns of each table by what their cells hold.
DATES = {
    "participants": ("joins", "leaves"),
    "rounds": ("date",),
    "openings": ("date",),
    "closures": ("from", "until"),
    "events": ("date",),
    "ties": ("since", "need_by"),
    "absences": ("from", "until"),
    "holidays": ("from", "until"),
    "facilitators": ("away",),
    "attendance": ("date",),
    "confirmed": ("date",),
    "private": ("born", "consented"),
}
TIMES = {"hosts": ("from", "until"), "rounds": ("from", "until"), "openings": ("from",), "events": ("until",)}
NUMBERS = {
    "hosts": ("capacity", "min", "sets_at_once", "max_visits", "gap_days", "lead_days"),
    "places": ("holds", "rooms"),
    "rounds": ("sets", "minutes", "step", "facilitators"),
    "facilitators": ("most_sets", "most_in_all"),
    "travel": ("minutes",),
    "bookings": ("people", "sets"),
    "duties": ("count", "minutes", "other_sectors", "outsiders"),
    "cases": ("minutes",),
}
REFERENCES = {
    "ties": ("a", "b"),
    "absences": ("participant", "round"),
    "openings": ("host",),
    "closures": ("host",),
    "bookings": ("host",),
    "travel": ("from", "to"),
    "locks": ("participant", "set", "activity", "host"),
    "objections": ("participant", "set"),
    "duties": ("rounds", "activity", "family", "topics"),
    "cases": ("participant",),
    "guests": ("of", "events"),
    "links": ("organisation",),
    "rounds": ("facilitator_skills",),
    "attendance": ("participant", "round", "set", "activity"),
    "confirmed": ("participant", "met"),
    "private": ("participant",),
    "keys": ("participant",),
    "sealed": ("key",),
}
BAD_DATES = ("2026-02-30", "31/11/2026", "8/10/26", "yesterday", "46303", "8 Okt 2026", "10/25/2026", "0026-10-08")
BAD_TIMES = ("25:00", "10:75", "midday", "10", "13pm")
BAD_NUMBERS = ("9" * 30, "9" * 11, "-3", "four", "1e6", "6.5")
FORMULAS = ("=1+1", "=HYPERLINK(A1)", "@SUM(A1:A9)", "+A1", "-A1-B2", '=cmd|" /C calc"!A0')


@dataclass(frozen=True)
class Damage:
    """One way to break the base folder.

    Attributes
    ----------
    file, row : str, int or None
        Where the blame must fall; no row where the file cannot be read or is not there.
    changed : mapping of str to bytes or None
        New contents by file name; None removes the file.
    folders : tuple of str
        Names under which a folder stands where a file should be.
    """

    name: str
    file: str
    row: int | None
    changed: Mapping[str, bytes | None]
    folders: tuple[str, ...] = field(default=())


def damages(seed: int = 0) -> list[Damage]:
    """Return several hundred damages, the same for the same seed."""
    base, random = base_folder(), Random(seed)  # noqa: S311 - nothing secret
    kinds = (columns, headings, cells, references, files, texts, rows, values, cycles, settings)
    return [damage for kind in kinds for damage in kind(base, random)]


def columns(base: dict[str, str], _: Random) -> Iterator[Damage]:
    """Leave out each required column, and each attribute's."""
    for table in TABLES.values():
        needed = [column.name for column in table.columns if column.required]
        for column in [*needed, *(("sector", "organisation", "town") if table.name == "participants" else ())]:
            yield _table(base, table.name, f"without {column}", 1, lambda grid, name=column: grid.drop(name))


def headings(base: dict[str, str], random: Random) -> Iterator[Damage]:
    """Mistype a heading of each table, and call two columns alike."""
    for table in TABLES:
        names = Grid(base[f"{table}.csv"]).headings
        long = [name for name in names if len(name) > 3 and name != "diet"]
        for column in random.sample(long, min(2, len(long))):
            at = 3 if column[2] == "_" else 2  # a heading without its underscore is the same
            wrong = column[:at] + column[at + 1 :]
            yield _table(base, table, f"heading {wrong}", 1, lambda grid, a=column, b=wrong: grid.put(1, a, b))
        if not all(column.required for column in TABLES[table].columns):  # else a needed one would be missing, too
            yield _table(base, table, "two alike", 1, lambda grid, a=names[0], b=names[-1]: grid.put(1, b, a.upper()))


def cells(base: dict[str, str], random: Random) -> Iterator[Damage]:
    """Type what is no date, no time, no number, and formulas."""
    for what, places, wrong in (
        ("date", DATES, BAD_DATES),
        ("time", TIMES, BAD_TIMES),
        ("number", NUMBERS, BAD_NUMBERS),
    ):
        for table, names in places.items():
            for column in names:
                for value in random.sample(wrong, 2):
                    yield _cell(base, random, table, column, value, what)
    for table in TABLES:
        for column, value in zip(Grid(base[f"{table}.csv"]).headings, FORMULAS, strict=False):
            yield _cell(base, random, table, column, value, "formula")


def references(base: dict[str, str], random: Random) -> Iterator[Damage]:
    """Name what does not exist."""
    for table, names in REFERENCES.items():
        for column in names:
            yield _cell(base, random, table, column, "Nobody99", "unknown")
    yield _table(base, "rounds", "unknown set", 2, lambda grid: grid.put(2, "only", "D7.1"))
    yield _table(base, "rounds", "unknown kind", 4, lambda grid: grid.put(4, "kinds", "lighthouse"))


def files(base: dict[str, str], _: Random) -> Iterator[Damage]:
    """Empty files, remove them, put folders in their place, save them in other encodings."""
    for name, text in base.items():
        table = name.removesuffix(".csv")
        row = None if name == "scenario.toml" else 1
        if name != "scenario.toml":
            yield Damage(f"{name}: empty", name, row, {name: b""})
            yield Damage(f"{name}: blank", name, row, {name: b"\n \n,,\n"})
        yield Damage(f"{name}: a folder", name, None, {name: None}, (name,))
        yield Damage(f"{name}: UTF-16", name, 1, {name: text.encode("utf-16")})
        if table in REQUIRED:
            yield Damage(f"{name}: only a header", name, 1, {name: text.splitlines()[0].encode()})
            yield Damage(f"{name}: not there", name, None, {name: None})
            yield Damage(
                f"{name}: misspelt", f"{table[:-1]}.csv", None, {name: None, f"{table[:-1]}.csv": text.encode()}
            )
            yield Damage(f"{name}: a workbook", f"{table}.xlsx", None, {name: None, f"{table}.xlsx": b"PK"})


def texts(base: dict[str, str], random: Random) -> Iterator[Damage]:
    """Spoil the bytes of one row: another encoding, NUL, a quotation mark left open, far too long a cell.

    All tables are read alike, so each is spoilt in two ways, by turns.
    """
    for turn, (name, text) in enumerate(base.items()):
        lines = text.splitlines(keepends=True)
        number = random.randrange(2, len(lines) + 1)
        spoilt = {
            "Latin-1": b"\xe9",
            "NUL": b"\0",
            "bell": b"\7",
            "open quotation": b'"',
            "long": b"x" * 140_000 + b",",
        }
        by_turns = [list(spoilt)[(2 * turn + k) % len(spoilt)] for k in (0, 1)]
        spoilt = {what: spoilt[what] for what in by_turns}
        if name == "scenario.toml":
            spoilt = {"Latin-1": b"# caf\xe9\n", "NUL": b"\0\n", "no TOML": b"who = = what\n", "open": b'x = "\n'}
        for what, inserted in spoilt.items():
            parts = [line.encode() for line in lines]
            parts[number - 1] = inserted + parts[number - 1]
            yield Damage(f"{name}: {what} in row {number}", name, number, {name: b"".join(parts)})


def rows(base: dict[str, str], random: Random) -> Iterator[Damage]:
    """Repeat a row, give it too many cells, or leave out what it cannot do without."""
    for table in TABLES.values():
        name = table.name
        last = Grid(base[f"{name}.csv"]).last
        row = random.randrange(2, last + 1)
        yield _table(base, name, "repeated", last + 1, lambda grid, k=row: grid.rows.append(grid.rows[k - 1]))
        yield _table(base, name, "surplus cell", row, lambda grid, k=row: grid.rows[k - 1].extend(["", "surplus"]))
        for column in (column.name for column in table.columns if column.required):
            yield _table(base, name, f"no {column}", row, lambda grid, k=row, c=column: grid.put(k, c, ""))


def values(base: dict[str, str], _: Random) -> Iterator[Damage]:
    """Type what is well formed and cannot be meant."""
    for table, row, column, value in VALUES:
        yield _table(
            base, table, f"{column} {value[:20]!r}", row, lambda grid, k=row, c=column, v=value: grid.put(k, c, v)
        )
    for latitude in ("123", "north", "1e9"):
        grid = Grid(base["hosts.csv"])
        for row in range(2, grid.last + 1):
            grid.put(row, "town", "53.5" if row != 3 else latitude)
        text = grid.put(1, "town", "lat").text()
        yield Damage(f"hosts: latitude {latitude}", "hosts.csv", 3, {"hosts.csv": text.encode()})


def cycles(base: dict[str, str], _: Random) -> Iterator[Damage]:
    """Close chains that contradict themselves: apart and together, tables that are one file, sets of other rounds."""
    for chain in ((2, 4, 13), (2, 5, 6, 13), (2, 5, 6, 7, 13)):
        pairs = "".join(f"P{a:02},P{b:02},together,,\n" for a, b in pairwise(chain))
        yield Damage(f"ties: chain of {len(chain)}", "ties.csv", 4, {"ties.csv": (base["ties.csv"] + pairs).encode()})
    yield _table(
        base, "rounds", "sets of each other", 2, lambda grid: grid.put(2, "only", "D2.1").put(4, "only", "D1.1")
    )
    for row in ("P03,D1.2,,,", "P11,D2.1,,,", ",D2.2,visit,H1,"):
        text = f"{base['locks.csv']}{row}\n"
        yield Damage(f"locks: {row} against another", "locks.csv", 4, {"locks.csv": text.encode()})
    yield _table(base, "ties", "the same pair", 7, lambda grid: grid.rows.append(["P09", "P03", *grid.rows[1][2:]]))
    for a, b in (("hosts", "participants"), ("rounds", "ties")):
        added = f'\n[files]\n{a} = "{b}.csv"\n{b} = "{b}.csv"\n'
        row = len(base["scenario.toml"].splitlines()) + 3
        text = base["scenario.toml"] + added
        yield Damage(f"scenario: {a} and {b} are one file", "scenario.toml", row, {"scenario.toml": text.encode()})


def settings(base: dict[str, str], _: Random) -> Iterator[Damage]:
    """Break the settings."""
    text = base["scenario.toml"]
    for old, new in SETTINGS:
        row = _line(text, old) + new.count("\n")
        changed = text.replace(old, new, 1)
        row = {"[program]": row, 'titel = "A first programme"': row}.get(new, row)
        yield Damage(f"scenario: {new[:40]}", "scenario.toml", row, {"scenario.toml": changed.encode()})
    added = ("[[rule]]", "[files]\nparticipant = 'p.csv'", "[files]\nties = 3", "[weights.mix]\na = 1", "surprise")
    for more in added:
        row = len(text.splitlines()) + 1 + (more.count("\n") if more.startswith("[files]") else 0)
        yield Damage(f"scenario: {more}", "scenario.toml", row, {"scenario.toml": f"{text}{more}\n".encode()})
    lists = text.replace("[[rules]]", "[rules]", 1)
    yield Damage("scenario: one [rules]", "scenario.toml", _line(lists, "[[rules]]"), {"scenario.toml": lists.encode()})
    missing = {"scenario.toml": f'{text}\n[files]\nties = "bonds.csv"\n'.encode()}
    yield Damage("scenario: no such table", "bonds.csv", None, missing)
    yield Damage("scenario: no settings", "scenario.toml", None, {"scenario.toml": None})
    yield Damage("scenario: empty", "scenario.toml", 1, {"scenario.toml": b""})


def _line(text: str, part: str, which: int = 1) -> int:
    """Number of the line that holds `part` for the `which` time."""
    return [k for k, line in enumerate(text.splitlines(), start=1) if part in line][which - 1]


def _cell(base: dict[str, str], random: Random, table: str, column: str, value: str, what: str) -> Damage:
    """Put `value` into some row of a column, one that is filled already if there is one."""
    grid = Grid(base[f"{table}.csv"])
    row = random.choice(grid.filled(column) or range(2, grid.last + 1))
    return _table(base, table, f"{column} is no {what}: {value[:16]}", row, lambda it: it.put(row, column, value))


def _table(
    base: dict[str, str], table: str, what: str, row: int, change: Callable[[Grid], object] | Iterable[object]
) -> Damage:
    grid = Grid(base[f"{table}.csv"])
    change(grid)
    return Damage(f"{table}: {what}", f"{table}.csv", row, {f"{table}.csv": grid.text().encode()})
