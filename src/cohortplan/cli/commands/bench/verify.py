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
@click.option("--refresh", is_flag=True, help="Write down that this verifier has measured the values that hold.")
@json_option
def command(registry: Path, instances: Path, wanted: str, prove: float | None, refresh: bool, as_json: bool) -> None:
    """Measure again what is registered as the best known.

    Each value is computed anew from its plan, which has to keep every hard rule, and each bound that counting gives is
    counted anew. Exit code 2 if a value or a bound does not hold, or an instance is not there.

    The verifier is a hash of the code that measures. Where that has changed since a value was measured last, nothing is
    wrong: it has just been measured again. With --refresh the registry says so.
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
    stamped = folder.stamp(verdicts) if refresh else 0
    if as_json:
        values = [_document(verdict) for verdict in verdicts]
        emit({"verifier": verifier_hash(), "refreshed": stamped, "values": values})
    elif not wrong:
        say(f"{count(len(verdicts), 'value')}, and every one holds. Verifier: {verifier_hash()[:_DIGITS]}.")
    if not as_json:
        _tell_of_others(verdicts, stamped)
    if wrong:
        raise InputError(wrong)


def _tell(verdict: Verdict) -> None:
    from cohortplan.bench.registry.entry import told

    entry = verdict.entry
    known = "the first" if entry.known is None else f"known before: {told(entry.known)}"
    bound = ""
    if entry.bound is not None:
        again = "" if verdict.counted else " (not proved again)"
        bound = f" No plan passes {told(entry.bound)}{again}: {entry.argument.removesuffix('.')}."
    false = " Not measured: its instance is not here." if verdict.absent else " FALSE." if verdict.defects else ""
    paragraph(f"{entry.case}: {entry.figure} {told(entry.value)} ({known}).{false}{bound}", "  ")


def _tell_of_others(verdicts: list[Verdict], stamped: int) -> None:
    """Say how many values were measured last by other code, and what to do about it."""
    if stamped:
        say(f"{count(stamped, 'value')} now said to be measured by this verifier.")
        return
    other = [each for each in verdicts if not (each.same_verifier or each.defects)]
    if other:
        before = ", ".join(dict.fromkeys(each.entry.verifier[:_DIGITS] for each in other))
        paragraph(
            f"{count(len(other), 'value')} had been measured last with another verifier ({before}): the code that "
            "measures has changed since. What is told here was measured with this one; --refresh writes that down."
        )


def _document(verdict: Verdict) -> dict[str, Any]:
    return {
        **verdict.entry.model_dump(mode="json"),
        "measured": verdict.value,
        "bound_proved_again": verdict.counted,
        "same_verifier": verdict.same_verifier,
        "absent": verdict.absent,
        "holds": not verdict.defects,
    }
