"""``python -m benchmarks [WORDS] [--instances DIR] [--seeds N] [--scale X] [--write FILE] [--list | --verify]``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import benchmarks.cases  # noqa: F401 - the cases register themselves
from benchmarks.best import Registry
from benchmarks.case import Case, Run, cases
from benchmarks.report import report
from benchmarks.run import run


def main() -> None:
    """Do what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("wanted", nargs="?", default="", help="run only cases whose group or name contains this")
    parser.add_argument("--instances", type=Path, default=Path("instances"), help="folder of public instances")
    parser.add_argument("--seeds", type=int, default=5, help="solve each case with so many seeds")
    parser.add_argument("--scale", type=float, default=1.0, help="multiply every time limit")
    parser.add_argument("--write", type=Path, help="write the page here, not to the terminal")
    parser.add_argument("--list", action="store_true", help="only name the cases")
    parser.add_argument("--verify", action="store_true", help="only recompute the registered values from their plans")
    asked = parser.parse_args()
    if asked.verify:
        verify(cases(asked.instances, asked.wanted))
    if not asked.verify:
        solve(asked)


def solve(asked: argparse.Namespace) -> None:
    """Run the cases asked for, or name them; write the results after each of them."""
    results: dict[Case, list[Run]] = {}
    for each in cases(asked.instances, asked.wanted):
        case = replace(each, seconds=each.seconds * asked.scale)
        print(f"{case.group} {case.name}: {case.seconds:g} s x {asked.seeds}", flush=True)
        if not asked.list:
            results[case] = list(run(case, range(asked.seeds), Registry()))
            print(*report({case: results[case]}).splitlines()[6:7], sep="\n", flush=True)
            if asked.write:
                asked.write.write_text(report(results), encoding="utf-8")
    if results and not asked.write:
        print(report(results))


def verify(every: Iterable[Case]) -> None:
    """Print each registered value with what its plan is worth; leave with an error if one is not as claimed."""
    found = list(Registry().verify(every))
    for entry, holds in found:
        print(f"{entry.case}: {entry.figure} {entry.value:,} (known before: {entry.known:,})", "" if holds else "FALSE")
    if not all(holds for _, holds in found):
        sys.exit(1)


if __name__ == "__main__":
    main()
