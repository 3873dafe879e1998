"""``bench compare``: two run folders against each other, as before and after a change."""

from __future__ import annotations

from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cohortplan.cli.inputs import json_option
from cohortplan.cli.output import Table, count, emit, note, paragraph, say

if TYPE_CHECKING:
    from cohortplan.bench.analysis.compare import Compared, Comparison

#: So many cases that are better, and that are worse, are shown of each figure.
_SHOWN = 10


@click.command("compare")
@click.argument("before")
@click.argument("after")
@click.option("--solver", "solvers", metavar="NAME", multiple=True, help="Compare this solver only; may be repeated.")
@json_option
def command(before: str, after: str, solvers: tuple[str, ...], as_json: bool) -> None:
    """Say whether the runs in the folder AFTER are better than those in BEFORE.

    Runs are paired: the same case, solver, seed and budget. For each figure of the plans, and for how soon they were
    there, it is told how often AFTER is better, by how much, and how sure that is.
    """
    from cohortplan.bench.analysis.compare import compare
    from cohortplan.bench.analysis.folder import read_runs

    found = compare(read_runs(Path(before)), read_runs(Path(after)), solvers)
    if as_json:
        emit(_as_json(found))
        return
    for what, one, two in found.machine:
        note(f"Note: {what} is not the same: {one or 'not said'} before, {two or 'not said'} after.")
    alone = found.only_first + found.only_second
    left = f"; {count(alone, 'run')} without a partner left out" if alone else ""
    say(f"{count(found.common, 'pair')} of runs{left}.")
    say()
    _verdicts(found).show()
    say()
    paragraph(
        "Worse by: the median over cases of the median difference, as a part of the larger of both; below zero AFTER "
        "is better. p: signed-rank test over the medians of cases, of one case over its runs, with Holm's correction "
        "for all rows of this table. It takes cases for independent of each other. A run without a plan loses against "
        "any that has one."
    )
    if found.several_budgets:
        paragraph("A case with several budgets counts once with each. These are alike, so p is too small.")
    for each in found.figures:
        _tell_cases(each)


def _verdicts(found: Comparison) -> Table:
    from cohortplan.bench.analysis.duels import OUTCOMES

    rows = []
    for each in found.figures:
        verdict = each.verdict
        sure = "" if isnan(verdict.a12) else f"{verdict.a12_low:.2f} to {verdict.a12_high:.2f}"
        worse = f"{verdict.difference:+.2%}"
        between = f"{verdict.difference_low:+.2%} to {verdict.difference_high:+.2%}"
        p = "" if isnan(each.p_holm) else f"{each.p_holm:.3f}"
        numbers = (verdict.wins, verdict.ties, verdict.losses)
        rows.append(
            (
                each.figure,
                each.solver,
                OUTCOMES[each.outcome],
                *numbers,
                f"{verdict.a12:.2f}",
                sure,
                worse,
                between,
                p,
            )
        )
    columns = (
        "figure",
        "solver",
        "AFTER is",
        "wins",
        "ties",
        "losses",
        "A12",
        "95% interval",
        "worse by",
        "95% interval",
        "p",
    )
    return Table("", columns, rows)


def _tell_cases(each: Compared) -> None:
    """Name the cases on which the figure is better or worse."""
    better = [case for case in each.cases if case.wins > case.losses]
    worse = [case for case in reversed(each.cases) if case.losses > case.wins]
    for word, cases in (("better", better), ("worse", worse)):
        if cases:
            named = ", ".join(f"{case.case} ({case.difference:+.2%})" for case in cases[:_SHOWN])
            more = f" and {len(cases) - _SHOWN} more" if len(cases) > _SHOWN else ""
            paragraph(
                f"{each.figure}, {each.solver}, {word} on {count(len(cases), 'case')}: {named}{more}.", hanging="  "
            )


def _as_json(found: Comparison) -> dict[str, Any]:
    return {
        "pairs": found.common,
        "only_before": found.only_first,
        "only_after": found.only_second,
        "machine": [{"what": what, "before": one, "after": two} for what, one, two in found.machine],
        "figures": [
            {
                "figure": each.figure,
                "solver": each.solver,
                "after_is": each.outcome,
                **{name: _number(value) for name, value in each.verdict._asdict().items() if name != "left_out"},
                "p_holm": _number(each.p_holm),
                "by_case": [case._asdict() for case in each.cases],
            }
            for each in found.figures
        ],
    }


def _number(value: float) -> float | None:
    return None if isnan(value) else value
