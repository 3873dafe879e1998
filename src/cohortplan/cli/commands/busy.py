"""``busy``: when participants, facilitators and hosts have no time, from their calendars."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cohortplan.cli.inputs import json_option, load_scenario, scenario_argument
from cohortplan.cli.output import Table, count, emit, note, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cohortplan.calendars.reading.busy import Busy
    from cohortplan.calendars.reading.rows import Rows
    from cohortplan.model import Scenario


#: Whose calendars are read.
KINDS = ("participant", "facilitator", "host")


@click.command("busy")
@scenario_argument
@click.argument("paths", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--participant", metavar="ID", help="Whose calendars these are.")
@click.option("--facilitator", metavar="ID", help="Whose calendars these are.")
@click.option("--host", metavar="ID", help="Whose calendars these are.")
@click.option("--address", "addresses", metavar="MAIL", multiple=True, help="A further mailbox of theirs.")
@click.option("--firm", is_flag=True, help="What is only tentative does not count.")
@click.option("-o", "--output", "folder", metavar="DIR", type=click.Path(path_type=Path), help="Folder for the tables.")
@click.option("--append", is_flag=True, help="Add the rows to tables that are there, such as the scenario's own.")
@json_option
def command(scenario_path: str, paths: tuple[Path, ...], folder: Path | None, as_json: bool, **options: Any) -> None:
    """Find out from calendars (.ics) when participants, facilitators and hosts have no time.

    It becomes rows of absences.csv, and of closures.csv and openings.csv: printed, or with -o written into new files.
    Facilitators have a cell in facilitators.csv instead, and who is busy for a part of a day one in participants.csv,
    which are printed. Of the calendars nothing else is kept: the
    tables' reason is "calendar". Without --participant, --facilitator or --host each FILE is a calendar called by an
    id, such as P01.ics or H01.ics, or a folder of such calendars.
    """
    from cohortplan.calendars.reading.rows import Rows
    from cohortplan.io.append import write_rows
    from cohortplan.io.store import Folder
    from cohortplan.io.workbook import Workbook, is_workbook

    if options["append"] and folder is None:
        raise click.UsageError("--append needs -o.", click.get_current_context())
    scenario = load_scenario(scenario_path)
    rows, told = Rows(), []
    given = {kind: options[kind] for kind in KINDS if options[kind] is not None}
    for owner, files in _owners(scenario, paths, given).items():
        busy, found = _read(scenario, owner, files, options)
        rows.join(found)
        told.append(_account(owner, files, busy, found))
    written: list[str] = []
    if folder is not None:
        store = Workbook(folder) if is_workbook(folder) else Folder(folder)
        written = write_rows(store, rows.tables(), append=options["append"])
    if as_json:
        emit({"calendars": told, **{name: list(each) for name, each in (rows.tables() | rows.cells()).items()}})
        return
    _tell(told, rows)
    for path in written:
        note(f"Written to {path}.")


def _owners(scenario: Scenario, paths: Iterable[Path], given: Mapping[str, str]) -> dict[tuple[str, str], list[Path]]:
    """Return the calendars of each participant, facilitator and host, or of the one that is `given`.

    Raises
    ------
    InputError
        If somebody is named whom the scenario does not know, or a file is called by no one's id.
    """
    from cohortplan.errors import Defect, InputError

    everyone = [list(scenario.people), list(scenario.facilitator), list(scenario.host)]
    known = [(kind, name) for kind, names in zip(KINDS, everyone, strict=True) for name in names]
    if len(given) > 1:
        options = ", ".join(f"--{kind}" for kind in KINDS)
        raise click.UsageError(f"{options} exclude each other.", click.get_current_context())
    for kind, name in given.items():
        if (kind, name) not in known:
            raise InputError([Defect(f"there is no {kind} of this id", f"Use an id of {kind}s.csv", name)])
        return {(kind, name): list(paths)}
    folders = (sorted(path.glob("*.ics")) if path.is_dir() else [path] for path in paths)
    return _by_name(known, [path for files in folders for path in files])


def _by_name(known: Sequence[tuple[str, str]], paths: Iterable[Path]) -> dict[tuple[str, str], list[Path]]:
    """Return the calendars of each whose id is the name of one.

    Raises
    ------
    InputError
        If a file is called by no one's id, or there is none.
    """
    from cohortplan.errors import Defect, InputError

    found: dict[tuple[str, str], list[Path]] = {}
    defects: list[Defect] = []
    for path in paths:
        mine = [owner for owner in known if owner[1] == path.stem]
        if len(mine) == 1:
            found.setdefault(mine[0], []).append(path)
        else:
            what = f"a {' and a '.join(kind for kind, _ in mine)} have this id" if mine else "nobody has this id"
            remedy = "Say whose it is with --participant, --facilitator or --host"
            defects.append(Defect(what, remedy, path.stem, file=str(path)))
    if defects or not found:
        raise InputError(defects or [Defect("there is no calendar", "Put files such as P01.ics there")])
    return found


def _read(
    scenario: Scenario, owner: tuple[str, str], files: Iterable[Path], options: Mapping[str, Any]
) -> tuple[Busy, Rows]:
    """Read the calendars of one participant, facilitator or host.

    Raises
    ------
    InputError
        If some of them cannot be read.
    """
    from cohortplan.calendars.reading.busy import Busy, read_busy
    from cohortplan.calendars.reading.files import read_all
    from cohortplan.calendars.reading.rows import for_facilitator, for_host, for_participant, window
    from cohortplan.errors import InputError

    contents, defects = read_all(files)
    if defects:
        raise InputError(defects)
    kind, name = owner
    mailboxes = {
        "participant": lambda: scenario.people[name].email,
        "facilitator": lambda: scenario.facilitator[name].email,
        "host": lambda: scenario.host[name].email,
    }
    addresses = [*options["addresses"], *filter(None, [mailboxes[kind]()])]
    busy = Busy()
    for _, data in contents:
        busy.join(read_busy(data, window(scenario), scenario.zone, addresses))
    taken = busy.taken(firm=options["firm"])
    if kind == "participant":
        return busy, for_participant(scenario, scenario.people[name], taken)
    if kind == "facilitator":
        return busy, for_facilitator(scenario, scenario.facilitator[name], taken)
    return busy, for_host(scenario, scenario.host[name], busy, taken)


def _account(owner: tuple[str, str], files: Sequence[Path], busy: Busy, rows: Rows) -> dict[str, Any]:
    return {
        owner[0]: owner[1],
        "files": [str(path) for path in files],
        "entries": busy.entries,
        "busy": len(busy.taken()),
        "left_out": dict(sorted(busy.left_out.items())),
        "partly": rows.partly,
    }


def _tell(told: Iterable[Mapping[str, Any]], rows: Rows) -> None:
    for each in told:
        owner = next(each[kind] for kind in KINDS if kind in each)
        read = f"{count(each['entries'], 'entry', 'entries')} in {count(len(each['files']), 'file')}"
        note(f"{owner}: {read}, {count(each['busy'], 'time')} taken during the programme.")
        for reason, number in each["left_out"].items():
            note(f"  {reason}: {number}")
        for line in each["partly"]:
            note(f"  {line}")
    for name, listed in rows.tables().items():
        columns = list(dict.fromkeys(column for row in listed for column in row))
        Table(f"{name}.csv", columns, [[row.get(column, "") for column in columns] for row in listed]).show()
    for name, listed in rows.cells().items():
        columns = list(listed[0])
        cells = [[row[column] for column in columns] for row in listed]
        Table(f"{name}.csv, the whole cell of each", columns, cells).show()
    if not rows.tables() and not rows.cells():
        say("Nothing has to be added to the tables.")
