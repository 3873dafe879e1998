"""``bench verify``: measure again what is registered as the best known."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cohortplan.cli.commands.bench._options import PATH, instances_option
from cohortplan.cli.inputs import json_option
from cohortplan.cli.output import count, emit, paragraph, say

if TYPE_CHECKING:
    from cohortplan.bench.registry import Verdict

#: Digits of a hash that are told.
_DIGITS = 12


@click.command("verify")
@click.argument("registry", type=PATH, default="benchmarks/best")
@instances_option
@click.option("--case", "wanted", metavar="TEXT", default="", help="Only cases whose names contain this.")
@click.option(
    "--prove",
    metavar="SECONDS",
    type=click.FloatRange(min=0, min_open=True),
    help="Let CP-SAT prove again, in so many seconds each, the bounds that it has proved.",
)
@json_option
def command(registry: Path, instances: Path, wanted: str, prove: float | None, as_json: bool) -> None:
    """Measure again what is registered as the best known.

    Each value is computed anew from its plan, which has to keep every hard rule, and each bound that counting gives is
    counted anew. Exit code 2 if a value or a bound does not hold, or an instance is not there.
    """
    from cohortplan.bench.registry import Registry, verifier_hash
    from cohortplan.errors import Defect, InputError

    folder = Registry(registry)
    if not folder.table.exists():
        raise InputError([Defect("there is no registry", "Name a folder with a values.csv", file=str(registry))])
    verdicts = []
    for verdict in folder.verify(instances, wanted, prove):
        verdicts.append(verdict)
        if not as_json:
            _tell(verdict)
    wrong = [defect for verdict in verdicts for defect in verdict.defects]
    if as_json:
        emit({"verifier": verifier_hash(), "values": [_document(verdict) for verdict in verdicts]})
    elif not wrong:
        say(f"{count(len(verdicts), 'value')}, and every one holds. Verifier: {verifier_hash()[:_DIGITS]}.")
    if wrong:
        raise InputError(wrong)


def _tell(verdict: Verdict) -> None:
    entry = verdict.entry
    known = "the first" if entry.known is None else f"known before: {_number(entry.known)}"
    bound = ""
    if entry.bound is not None:
        again = "" if verdict.counted else " (not proved again)"
        bound = f" No plan passes {_number(entry.bound)}{again}: {entry.argument.removesuffix('.')}."
    false = "" if not verdict.defects else " FALSE."
    other = "" if verdict.same_verifier else f" Entered with another verifier, {entry.verifier[:_DIGITS]}."
    paragraph(f"{entry.case}: {entry.figure} {_number(entry.value)} ({known}).{false}{bound}{other}", "  ")


def _number(value: float) -> str:
    return f"{int(value):,}" if value.is_integer() else f"{value:,}"


def _document(verdict: Verdict) -> dict[str, Any]:
    return {
        **verdict.entry.model_dump(mode="json"),
        "measured": verdict.value,
        "bound_proved_again": verdict.counted,
        "same_verifier": verdict.same_verifier,
        "holds": not verdict.defects,
    }
