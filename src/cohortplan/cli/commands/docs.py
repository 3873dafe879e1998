"""``docs``: write what people print and pass on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cohortplan.cli.inputs import json_option, load_plan, load_scenario
from cohortplan.cli.output import Table, count, emit, note, say
from cohortplan.cli.rendering import ENDINGS, document_of, rendered

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cohortplan.documents.sheets import Desk, Document, Kind
    from cohortplan.evaluate.notes import Note
    from cohortplan.io.outputs import Written
    from cohortplan.model import Plan, Scenario


@click.command("docs")
@click.argument("scenario_path", metavar="SCENARIO", required=False)
@click.argument("plan_path", metavar="PLAN", required=False)
@click.argument("kinds", metavar="[KIND]...", nargs=-1)
@click.option("--list", "listing", is_flag=True, help="List the kinds of documents and who reads them.")
@click.option("-o", "--output", "folder", metavar="DIR", type=click.Path(path_type=Path), help="Folder for them.")
@click.option("--for", "wanted", metavar="ID", multiple=True, help="Only what this person, host, set or round needs.")
@click.option("--since", metavar="PLAN", help="The plan that people know, for the notes of what has changed.")
@click.option(
    "--format",
    "formats",
    type=click.Choice([*ENDINGS]),
    multiple=True,
    help="What to write, pages (html) if nothing is said; csv: the tables, one file for each.",
)
@click.option("--pdf", "as_pdf", is_flag=True, help="Write PDF beside each page (pip install 'cohortplan[pdf]').")
@click.option("--large", is_flag=True, help="Timetables, day sheets and change notes in large print.")
@json_option
def command(
    scenario_path: str | None,
    plan_path: str | None,
    kinds: tuple[str, ...],
    listing: bool,
    folder: Path | None,
    wanted: tuple[str, ...],
    since: str | None,
    formats: tuple[str, ...],
    as_pdf: bool,
    large: bool,
    as_json: bool,
) -> None:
    """Write documents to print and pass on: all kinds, or those named, as pages in DIR/KIND.

    Each is made of what its readers may know, and of nothing else. A file that would say the same is left as it is;
    documents that are no longer due are named. Nothing is written unless everything can be.
    """
    from cohortplan.documents.sheets import Desk
    from cohortplan.io.outputs import write_folder

    if listing:
        _list(as_json)
        return
    if scenario_path is None or plan_path is None or folder is None:
        raise click.UsageError("SCENARIO, PLAN and -o DIR are needed, or --list.")
    chosen = _chosen(kinds)
    scenario = load_scenario(scenario_path, plan_path)
    plan = load_plan(scenario, plan_path)
    _must_hold(scenario, plan, plan_path, chosen)
    desk = Desk(scenario, plan, notes=_notes(scenario, plan, since), size="large" if large else "normal")
    made = {kind.name: _documents(desk, kind, frozenset(wanted)) for kind in chosen}
    if wanted and not any(made.values()):
        _nothing(scenario, wanted)
    asked = [*(formats or ("html",)), *(["pdf"] if as_pdf else [])]
    contents = rendered(_by_path(made), asked)
    private = {kind.name for kind in chosen if kind.private}
    secret = [path for path in contents if path.partition("/")[0] in private]
    written = write_folder(folder, contents, () if wanted else [kind.name for kind in chosen], secret)
    _tell(folder, chosen, made, _not_due(written, made, asked), as_json=as_json)


def _list(as_json: bool) -> None:
    from cohortplan.documents.sheets import registry

    rows = [[kind.name, _readers(kind), kind.each, kind.summary] for kind in registry().values()]
    table = Table("", ["kind", "for", "one for each", "what it says"], rows)
    if as_json:
        emit(table.as_json())
    else:
        table.show()


def _readers(kind: Kind) -> str:
    return kind.audience.replace("_", " ")


def _chosen(names: Iterable[str]) -> list[Kind]:
    from cohortplan.documents.sheets import registry
    from cohortplan.errors import InputError
    from cohortplan.model.names import unknown

    known = registry()
    defects = [unknown("kind of document", name, list(known), ()) for name in names if name not in known]
    if defects:
        raise InputError(defects)
    return [known[name] for name in dict.fromkeys(names)] or list(known.values())


def _must_hold(scenario: Scenario, plan: Plan, plan_path: str, chosen: Iterable[Kind]) -> None:
    """Make sure that nobody but the organiser is told of a plan that breaks hard rules.

    Raises
    ------
    PlanError
        If it does.
    """
    from cohortplan.cli.wording import violations
    from cohortplan.errors import Defect, PlanError
    from cohortplan.evaluate import evaluate
    from cohortplan.evaluate.facing import facing

    others = [kind.name for kind in chosen if kind.audience != "organiser"]
    broken = [Defect(line, file=plan_path) for line in violations(evaluate(facing(scenario, plan).scenario, plan))]
    if broken and others:
        note("People act on documents, so a plan that breaks hard rules gets none but those for the organiser.")
        raise PlanError(broken)


def _notes(scenario: Scenario, plan: Plan, since: str | None) -> list[Note]:
    from cohortplan.evaluate.notes import notes

    return [] if since is None else notes(scenario, load_plan(scenario, since), plan)


def _documents(desk: Desk, kind: Kind, wanted: frozenset[str]) -> dict[str, Document]:
    """Return the documents of a kind by the names of their files, without ending."""
    from cohortplan.model.file_names import file_names

    sheets = kind.sheets(desk)
    names = file_names((sheet.to or kind.name for sheet in sheets), "")
    return {names[sheet.to or kind.name]: sheet.document for sheet in sheets if not wanted or wanted & sheet.concerns}


def _nothing(scenario: Scenario, wanted: Iterable[str]) -> None:
    """Say which of the ids that were asked for are none.

    Raises
    ------
    InputError
        If any is.
    """
    from cohortplan.errors import InputError
    from cohortplan.model.names import unknown

    known = [
        *scenario.people,
        *scenario.host,
        *scenario.set_spec,
        *scenario.round,
        *scenario.facilitator,
        *scenario.guest,
    ]
    kinds = "participant, host, set, round, facilitator or guest"
    defects = [unknown(kinds, name, sorted(known), ()) for name in wanted if name not in known]
    if defects:
        raise InputError(defects)


def _by_path(made: Mapping[str, Mapping[str, Document]]) -> dict[str, Document]:
    """Return documents by their paths in the folder, without ending."""
    return {f"{kind}/{name}": document for kind, named in made.items() for name, document in named.items()}


def _not_due(written: Written, made: Mapping[str, Mapping[str, Document]], asked: Iterable[str]) -> Written:
    """Return what became of the files, with how many are there of documents that are due in formats not asked for."""
    endings, due = {ENDINGS[each] for each in asked}, _by_path(made)
    other = [path for path in written.old if Path(path).suffix not in endings and document_of(path) in due]
    if other:
        note(f"Note: {count(len(other), 'file')} made before in other formats stayed as they were.")
    return written._replace(old=tuple(path for path in written.old if path not in other))


def _tell(
    folder: Path, chosen: Iterable[Kind], made: Mapping[str, Mapping[str, Document]], written: Written, *, as_json: bool
) -> None:
    if as_json:
        numbers = {kind: len(named) for kind, named in made.items()}
        emit({"directory": str(folder), "documents": numbers, **written.as_json()})
        return
    due = [kind for kind in chosen if made[kind.name]]
    rows: list[list[str | int]] = [[kind.name, len(made[kind.name]), _readers(kind)] for kind in due]
    Table("", ["document", "number", "for"], rows).show()
    say(
        f"{count(len(written.new), 'file')} written, {count(len(written.same), 'file')} left as they were, in {folder}."
    )
    for path in written.old:
        say(f"No longer due: {path}")
