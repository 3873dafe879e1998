"""``alternatives``: a few plans that are good and different, or none of which is better in everything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from cohortplan.cli.compiling import compile_first
from cohortplan.cli.inputs import json_option, load_plan, load_scenario, plan_argument, scenario_argument
from cohortplan.cli.output import count, emit, note, paragraph, say
from cohortplan.cli.views_of_alternatives import (
    alternatives_view,
    figures_as_json,
    front_view,
    gains_sentence,
    lack_sentence,
)

if TYPE_CHECKING:
    from cohortplan.living.alternatives import Alternatives
    from cohortplan.living.front import Front
    from cohortplan.living.searches import Searches
    from cohortplan.model import Plan, Scenario
    from cohortplan.solvers.base import Board

Answer = TypeVar("Answer")

_SECONDS = 60.0
#: Fewest and most wishes that are held against each other.
_WISHES = (2, 4)
#: The search that is used: no proofs are looked for.
_SOLVER = "search"


@click.command("alternatives")
@scenario_argument
@plan_argument
@click.option("-o", "--output", "folder", metavar="DIR", required=True, help="Folder for the plans.", type=Path)
@click.option("-k", "number", type=click.IntRange(1, 20), default=3, show_default=True, help="How many plans.")
@click.option(
    "--within", type=click.FloatRange(min=0), default=2.0, show_default=True, help="So many per cent dearer at most."
)
@click.option(
    "--differ",
    type=click.FloatRange(0, 100),
    default=20.0,
    show_default=True,
    help="Different from PLAN and from each other by so many per cent at least.",
)
@click.option("--front", "wishes", metavar="RULE,RULE...", help="Hold these soft rules against each other instead.")
@click.option(
    "--searches", type=click.IntRange(3, 1000), default=12, show_default=True, help="Sets of weights for --front."
)
@click.option("--reference", metavar="N,N...", help="Where the volume of the front is measured from.")
@click.option(
    "--seconds", type=click.FloatRange(min=0, min_open=True), default=_SECONDS, show_default=True, help="Time in all."
)
@click.option(
    "--seed", type=click.IntRange(0, 2**31 - 1), default=0, show_default=True, help="The source of randomness."
)
@json_option
def command(
    scenario_path: str,
    plan_path: str,
    folder: Path,
    number: int,
    within: float,
    differ: float,
    wishes: str | None,
    searches: int,
    reference: str | None,
    seconds: float,
    seed: int,
    as_json: bool,
) -> None:
    """Look for a few plans that are as good as PLAN, or nearly so, and different from it and from each other.

    How different two plans are is the share of what they come to that they do not have in common: which two people
    share a set in which round, and who visits which host when. What the sets are called does not matter. The plans are
    written to DIR as 1.json, 2.json and so on; if a better plan than PLAN turns up, that is best.json. Ctrl-C ends it
    with what there is by then.

    With --front, soft rules are held against each other: plans are looked for with many sets of weights, and those are
    written of which none is better under one of the rules without being worse under another.
    """
    from cohortplan.living.alternatives import Wanted, alternatives
    from cohortplan.living.front import front
    from cohortplan.solvers.base import Stop

    names, origin = _wishes(wishes, reference)
    scenario = load_scenario(scenario_path, plan_path)
    plan = load_plan(scenario, plan_path)
    _must_be_kept(scenario, plan, plan_path)
    _must_have_room(folder)
    compile_first(scenario, _SOLVER)
    stop = Stop(seconds)
    settings: dict[str, Any] = {"seed": seed, "solver": _SOLVER, "heard": None if as_json else _heard()}
    if names:
        settings |= {"searches": searches, "reference": origin}
        points = _halting(scenario, partial(front, scenario, plan, names, stop=stop, **settings))
        _show_front(points, folder, as_json=as_json)
    else:
        wanted = Wanted(number, within, differ)
        found = _halting(scenario, partial(alternatives, scenario, plan, wanted, stop=stop, **settings))
        _show(found, folder, as_json=as_json)


def _halting(scenario: Scenario, work: Callable[..., Answer]) -> Answer:
    """Run `work` so that Ctrl-C ends it with what it has."""
    from cohortplan.cli.progress import Watch
    from cohortplan.cli.supervision import supervise

    watch = Watch(scenario)

    def take(searches: Searches) -> None:
        watch.board = cast("Board", searches)

    return supervise(partial(work, ready=take), watch)


def _heard() -> Callable[[Any], None]:
    return lambda found: note(f"Found a plan with a soft cost of {found.evaluation.soft}.")


def _wishes(wishes: str | None, reference: str | None) -> tuple[list[str], list[int]]:
    """Read the options of the front.

    Raises
    ------
    UsageError
        If they do not fit each other.
    """
    names = [] if wishes is None else list(dict.fromkeys(name.strip() for name in wishes.split(",") if name.strip()))
    if wishes is not None and not _WISHES[0] <= len(names) <= _WISHES[1]:
        raise click.UsageError(f"--front takes {_WISHES[0]} to {_WISHES[1]} different rules, with commas between them.")
    try:
        numbers = [] if reference is None else [int(each) for each in reference.split(",")]
    except ValueError as error:
        raise click.UsageError("--reference takes whole numbers, with commas between them.") from error
    if numbers and len(numbers) != len(names):
        raise click.UsageError("--reference takes one number for each rule of --front.")
    return names, numbers


def _must_be_kept(scenario: Scenario, plan: Plan, path: str) -> None:
    from cohortplan.cli.wording import violations
    from cohortplan.errors import Defect, PlanError
    from cohortplan.evaluate import evaluate

    remedy = "`cohortplan improve` looks for a plan near it that keeps them all"
    broken = [Defect(line, remedy, file=path) for line in violations(evaluate(scenario, plan))]
    if broken:
        note("Alternatives are looked for to a plan that keeps every hard rule.")
        raise PlanError(broken)


def _must_have_room(folder: Path) -> None:
    """Make the folder, and see to it that plans of an earlier time are not mixed with new ones.

    Raises
    ------
    InputError
        If that cannot be.
    """
    from cohortplan.errors import Defect, InputError

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = f"the folder cannot be made ({error.strerror})"
        raise InputError([Defect(reason, "Choose another", file=str(folder))]) from error
    old = sorted(path.name for path in folder.glob("*.json") if path.stem == "best" or path.stem.isdigit())
    if old:
        remedy = "Choose another folder, or remove them"
        raise InputError([Defect(f"there are plans in the folder, such as {old[0]}", remedy, file=str(folder))])


def _written(folder: Path, plans: Sequence[Plan]) -> list[str]:
    from cohortplan.io import write_plan

    names = [f"{number}.json" for number in range(1, len(plans) + 1)]
    for name, plan in zip(names, plans, strict=True):
        write_plan(folder / name, plan)
    return names


def _show(found: Alternatives, folder: Path, *, as_json: bool) -> None:
    from cohortplan.io import write_plan
    from cohortplan.living.alternatives import gains

    files = _written(folder, [each.plan for each in found.chosen])
    for each in found.unlisted:
        write_plan(folder / "best.json", each.plan)
    gained = [gains(found.scenario, found.given.plan, each.plan) for each in found.chosen]
    if as_json:
        emit(_document(found, files, gained))
        return
    alternatives_view(found, ["PLAN", *("best.json" for _ in found.unlisted), *files]).show()
    say()
    for name, more in zip(files, gained, strict=True):
        paragraph(gains_sentence(found.scenario, name, more))
    for each in found.unlisted:
        paragraph(f"A better plan than PLAN was found: best.json costs {each.soft}, not {found.given.soft}.")
    lack = lack_sentence(found)
    if lack:
        paragraph(lack)
    say(f"{count(len(files), 'alternative')} in {folder}, after {found.seconds:.0f} seconds.")


def _document(found: Alternatives, files: Sequence[str], gained: Sequence[dict[str, int]]) -> dict[str, Any]:
    plans = [
        {"file": name, "differs": round(found.differs(each), 2), **figures_as_json(each.evaluation), "gains": more}
        for name, each, more in zip(files, found.chosen, gained, strict=True)
    ]
    nearest = found.nearest
    return {
        "limit": found.limit,
        "given": figures_as_json(found.given.evaluation),
        "best": next(({"file": "best.json", **figures_as_json(each.evaluation)} for each in found.unlisted), None),
        "alternatives": plans,
        "lacking": found.wanted.number - len(plans),
        "nearest": None if nearest is None else {"soft": nearest.soft, "differs": round(found.differs(nearest), 2)},
        "seconds": round(found.seconds, 1),
    }


def _show_front(found: Front, folder: Path, *, as_json: bool) -> None:
    files = _written(folder, [point.plan for point in found.points])
    if as_json:
        figures = [figures_as_json(point.evaluation) for point in found.points]
        emit({**found.as_json(), "files": files, "plans": figures, "seconds": round(found.seconds, 1)})
        return
    front_view(found, ["PLAN", *files]).show()
    say()
    origin = ", ".join(f"{name} {number}" for name, number in zip(found.wishes, found.reference, strict=True))
    paragraph(f"None of these is beaten under all of {', '.join(found.wishes)}. Volume: {found.volume}, from {origin}.")
    say(f"{count(len(files), 'plan')} in {folder}, after {count(found.searches, 'search', 'searches')}.")
