"""How well a planted clash is named: ``python -m benchmarks.clashes [--people 48] [--seeds 3] [CAUSE...]``, a table."""

from __future__ import annotations

import statistics
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass

from cohortplan.clash import Trials, clashing_rules, find_clash
from cohortplan.problem import compile_problem
from cohortplan.solvers.bounds import counted_clash
from tests.support.clashes import CAUSES, plant

#: Seconds for the proof, and then for the smallest clash.
PROOF, SMALLEST = 60.0, 120.0


@dataclass(frozen=True)
class Answer:
    """What is told of one scenario without a plan.

    Attributes
    ----------
    counted, named, minimal : bool
        Whether counting shows it, the cause is among what clashes, and each member of that is needed.
    wall, work : float
        Seconds from the scenario to the answer by the clock, and of processor time.
    """

    cause: str
    people: int
    seed: int
    counted: bool
    named: bool
    minimal: bool
    members: int
    rules: tuple[str, ...]
    wall: float
    work: float


def answer(cause: str, people: int, seed: int) -> Answer:
    """Plant a cause and look for the clash, as ``solve`` does."""
    planted = plant(cause, people, seed)
    wall, work = time.monotonic(), time.process_time()
    counted = counted_clash(compile_problem(planted.scenario))
    rules = counted or clashing_rules(planted.scenario, Trials(PROOF, seed))
    clash = find_clash(planted.scenario, rules, seconds=SMALLEST, seed=seed)
    named = clash.found.sifted and planted.named_by(clash.core.parts())
    spent = time.monotonic() - wall, time.process_time() - work
    return Answer(
        cause, people, seed, bool(counted), named, clash.minimal, len(clash.members), tuple(clash.rules), *spent
    )


def table(people: list[int], seeds: int, causes: list[str]) -> Iterator[str]:
    """Yield the rows of the table, then what they come to."""
    yield "| cause | people | counted | clash | members | cause named | minimal | seconds | processor |"
    yield "|---|---|---|---|---|---|---|---|---|"
    found = []
    for cause in causes:
        for seed in range(seeds):
            each = answer(cause, people[seed % len(people)], seed)
            found.append(each)
            yield (
                f"| {cause} | {each.people} | {_said(each.counted)} | {', '.join(each.rules)} | {each.members} "
                f"| {_said(each.named)} | {_said(each.minimal)} | {each.wall:.1f} | {each.work:.1f} |"
            )
    named, minimal = sum(each.named for each in found), sum(each.minimal for each in found)
    wall, work = (statistics.median(times) for times in zip(*((each.wall, each.work) for each in found), strict=True))
    yield f"\n{named} of {len(found)} causes named, {minimal} minimal; median {wall:.1f} s, {work:.1f} s of processor."


def _said(yes: bool) -> str:
    return "yes" if yes else "no"


def main() -> None:
    """Print the table."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("causes", nargs="*", choices=[*CAUSES, []], help="what is planted; all unless given")
    parser.add_argument("--people", type=int, nargs="+", default=[24, 36, 48], help="multiples of 6, one for each seed")
    parser.add_argument("--seeds", type=int, default=3)
    told = parser.parse_args()
    for line in table(told.people, told.seeds, told.causes or list(CAUSES)):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
