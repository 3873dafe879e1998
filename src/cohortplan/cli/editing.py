"""Plans that are edited by hand: what is asked for, and the answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cohortplan.cli.output import emit, say
from cohortplan.cli.views_of_edits import changes_as_json, difference_as_json, tell_difference

if TYPE_CHECKING:
    from cohortplan.model import Plan, PlannedActivity, PlannedSet, Scenario
    from cohortplan.model.edits import Lock

edited_option = click.option(
    "-o", "--output", metavar="PLAN", type=click.Path(path_type=Path), help="File for the changed plan."
)


def answer(
    scenario: Scenario, plan: Plan, wanted: Sequence[Lock], headline: str, output: Path | None, *, as_json: bool
) -> None:
    """Print at once what an edit makes better and worse, and write the changed plan if there is an `output`.

    Who has a duty or a place, and may, keeps it; what the edit leaves open is filled.
    """
    from cohortplan.evaluate import consider, evaluate
    from cohortplan.io import write_plan
    from cohortplan.rota import fill_rota

    new, found = consider(scenario, plan, wanted, settle=partial(fill_rota, scenario, keep=True))
    if output is not None:
        write_plan(output, new.model_copy(update={"score": evaluate(scenario, new).card()}))
    if as_json:
        emit({**difference_as_json(found), "changes": changes_as_json(plan, new)})
        return
    say(headline)
    tell_difference(scenario, found)
    say(f"Written to {output}." if output is not None else "Nothing is written: add -o PLAN to keep it.")


def planned_set(scenario: Scenario, plan: Plan, set_id: str, plan_path: str) -> PlannedSet:
    """Return a set of the scenario as it is planned.

    Raises
    ------
    PlanError
        If the plan does not have it.
    """
    from cohortplan.errors import Defect, PlanError

    planned = plan.by_round.get(scenario.set_spec[set_id][0].id)
    for group in planned.sets if planned is not None else ():
        if group.id == set_id:
            return group
    raise PlanError([Defect(f"the plan lacks set {set_id}", "`cohortplan solve` makes a whole plan", file=plan_path)])


def visits_made(scenario: Scenario, group: PlannedSet) -> Iterator[PlannedActivity]:
    """Yield the visits that a set makes and the scenario asks for."""
    asked = {each.id for each in scenario.activities(scenario.set_spec[group.id][0], group.id) if each.kind == "visit"}
    yield from (done for done in group.activities if done.id in asked and done.host in scenario.host)


def seats_of(scenario: Scenario, plan: Plan, name: str, rounds: Iterable[str]) -> dict[str, str]:
    """Return the sets somebody sits in, by round."""
    return {group.round: group.id for group in scenario.groups(plan, rounds) if name in group.members}
