"""How plans live through the disruption scripts: ``python -m benchmarks.disruptions [--days N] [SCENARIO...]``.

Day by day the changes that became known are taken in and the plan is made anew; what comes of it is the plan of the
next day. The table tells how many visits and meetings of people change, what is proved of that, which rules had to be
broken, the time, and whether all that was past is in the new plan as it was, to the letter.
"""

from __future__ import annotations

import statistics
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date
from itertools import groupby, islice
from pathlib import Path

from cohortplan.errors import ScenarioError
from cohortplan.evaluate.facing import past_rounds
from cohortplan.io import read_plan, read_scenario
from cohortplan.io.changes import read_changes
from cohortplan.living.policy import Policy, Replanned
from cohortplan.living.replan import SECONDS, replan
from cohortplan.living.softening import taken_in
from cohortplan.model import Plan, Scenario
from cohortplan.model.changes import Change, changed
from cohortplan.solvers.base import Stop
from cohortplan.solvers.search.compiling import Kernels, await_kernels

SCENARIOS = Path(__file__).parents[1] / "scenarios"
HEADER = "| day | changes | not as told | proved | broken | seconds | past as it was |"


def days(folder: Path, most: int | None, seconds: float) -> Iterator[tuple[date, list[Change], Replanned | None, bool]]:
    """Yield for each day what became known, what came of it, and whether the past stayed."""
    scenario, plan = read_scenario(folder), read_plan(folder / "plan.json")
    script = read_changes(folder / "disruptions.toml").changes
    for day, known in islice(groupby(script, key=lambda change: change.known), most):
        together = list(known)
        try:
            scenario, _ = taken_in(scenario, together, day)
        except ScenarioError:
            yield day, together, None, True
            continue
        found = replan(scenario, plan, Policy(day), stop=Stop(seconds))
        yield day, together, found, found.plan is None or kept(scenario, plan, found.plan, day)
        scenario, plan = changed(scenario, found.fallen), found.plan or plan


def kept(scenario: Scenario, old: Plan, new: Plan, day: date) -> bool:
    """Whether the rounds that are past are in a new plan exactly as they were in the old one."""
    return all(
        old.by_round[name].model_dump_json() == new.by_round[name].model_dump_json()
        for name in past_rounds(scenario, day)
    )


def rows(name: str, most: int | None, seconds: float) -> Iterator[str]:
    """Yield the table of a scenario."""
    yield f"\n### {name}\n"
    yield HEADER
    yield "|" + "---|" * HEADER.count(" |")
    times: list[float] = []
    for day, changes, found, same in days(SCENARIOS / name, most, seconds):
        what = ", ".join(dict.fromkeys(change.change for change in changes))
        if found is None or found.plan is None:
            why = "by counting" if found is None else "; ".join(match.sentence for match in found.standing[:2])
            yield f"| {day} | {what} | no plan | | {why} | {'' if found is None else f'{found.seconds:.1f}'} | |"
            continue
        times.append(found.seconds)
        fallen = [f"no visit of {name}" for gone in found.fallen for name in gone.sets]
        broken = ", ".join([*(f"{rule} {amount}" for rule, amount in found.broken.items()), *fallen])
        proved = "fewest" if found.changes == found.least else f"at least {found.least}"
        cells = [day, what, found.changes, proved, broken, f"{found.seconds:.1f}", "yes" if same else "NO"]
        yield f"| {' | '.join(map(str, cells))} |"
    if times:
        yield f"\nSeconds: median {statistics.median(times):.1f}, most {max(times):.1f}."


def main() -> None:
    """Print the tables."""
    parser = ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="SCENARIO")
    parser.add_argument("--days", type=int, help="Days of each script; all unless given.")
    parser.add_argument("--seconds", type=float, default=SECONDS)
    given = parser.parse_args()
    await_kernels(Kernels.GENERAL, lambda: False)  # not a part of anybody's time but the first
    names = given.names or sorted(path.parent.name for path in SCENARIOS.glob("*/disruptions.toml"))
    for name in names:
        for row in rows(name, given.days, given.seconds):
            sys.stdout.write(f"{row}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
