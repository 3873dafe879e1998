"""``share``: an anonymous instance of a scenario for researchers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cohortplan.cli.inputs import json_option, load_plan, load_scenario, scenario_argument
from cohortplan.cli.output import Table, count, emit, say

if TYPE_CHECKING:
    from cohortplan.model import Plan, Scenario


@click.command("share")
@scenario_argument
@click.argument("plan_path", metavar="[PLAN]", required=False)
@click.option(
    "-o", "--output", "folder", metavar="DIR", type=click.Path(path_type=Path), required=True, help="A new folder."
)
@click.option("--without", metavar="ATTRIBUTE", multiple=True, help="Leave out an attribute, and rules that name it.")
@json_option
def command(scenario_path: str, plan_path: str | None, folder: Path, without: tuple[str, ...], as_json: bool) -> None:
    """Make an anonymous instance: the same question, asked about nobody.

    Names are replaced by random ones, dates moved by whole weeks, the map turned; what fewer than five people have is
    hidden or merged unless a rule counts it, and all text is dropped. disclosure.md says what was changed, how many
    people have what in common, and what could still be learnt: read it before you pass the folder on.
    """
    from cohortplan.io import read_scenario, write_text
    from cohortplan.io.privacy.disclosure import cells, report
    from cohortplan.io.privacy.sharing import left_out, share, shared_plan

    now = load_scenario(scenario_path, plan_path)
    scenario = read_scenario(scenario_path, changed=False)
    _must_know(without, [attribute.name for attribute in scenario.attributes])
    plan = None if plan_path is None else load_plan(now, plan_path)
    book = share(scenario_path, scenario, folder, without)
    write_text(folder / "disclosure.md", report(scenario, book, changed=now != scenario))
    shared = read_scenario(folder)
    kept = plan is None or _write_plan(folder / "plan.json", shared_plan(plan, scenario, book), shared)
    found = cells(scenario, book)
    gone = [rule.kind for rule in left_out(scenario, book)]
    if as_json:
        groups = [{**each._asdict(), "attributes": [book.word(name) for name in each.attributes]} for each in found]
        emit({"directory": str(folder), "id": book.id, "cells": groups, "rules_left_out": sorted(set(gone))})
        return
    say(
        f"{folder} asks what {scenario.programme.id} does: {count(len(shared.participants), 'person', 'people')}, "
        f"{count(len(shared.hosts), 'host')}, {count(len(shared.rounds), 'round')}."
    )
    few = [each for each in found if len(each.attributes) == 1 or each is found[-1]]
    rows: list[list[str | int]] = [
        [", ".join(map(book.word, each.attributes)), each.groups, each.smallest, each.in_small] for each in few
    ]
    Table("People with the same", ["attributes", "groups", "smallest", "people in groups of fewer than 5"], rows).show()
    if not kept:
        why = "changes since are out" if now != scenario else "those who have flags and access codes were drawn anew"
        say(f"The plan is left out: it breaks rules now, as {why}.")
    say(f"Read {folder / 'disclosure.md'} before you pass it on.")


def _write_plan(path: Path, plan: Plan, shared: Scenario) -> bool:
    """Write a plan of the shared instance, unless it breaks a rule of it."""
    from cohortplan.evaluate import evaluate
    from cohortplan.io import write_plan

    if evaluate(shared, plan).hard:
        return False
    stamped = plan.scenario.model_copy(update={"sha256": shared.sha256})
    write_plan(path, plan.model_copy(update={"scenario": stamped}))
    return True


def _must_know(names: tuple[str, ...], known: list[str]) -> None:
    from cohortplan.errors import InputError
    from cohortplan.model.names import unknown

    defects = [unknown("attribute", name, known, ("--without",)) for name in names if name not in known]
    if defects:
        raise InputError(defects)
