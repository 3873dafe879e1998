"""``bench report``: what came of the runs in a folder, as a page with figures, as tables, and as Markdown."""

from __future__ import annotations

from pathlib import Path

import click

from cohortplan.cli.inputs import json_option, must_be_writable, must_take_files
from cohortplan.cli.output import emit, say


@click.command("report")
@click.argument("folder")
@click.option("-o", "--output", "target", metavar="OUT", help="The folder to write into.  [default: FOLDER/report]")
@click.option("--markdown", metavar="FILE", help="Write a page of results as Markdown, and nothing else.")
@json_option
def command(folder: str, target: str | None, markdown: str | None, as_json: bool) -> None:
    """Say what came of the runs in FOLDER, which `bench run` has written.

    The page, report.html, needs nothing else: who is better, how much and how surely, how soon, at what size, case by
    case, and on which machine. Beside it are data/ (a table of all runs as Parquet and CSV, and all that is made of it)
    and figures/ (each as SVG and its numbers as CSV). Runs that are still to come may be missing.
    """
    from cohortplan.bench.analysis.analysis import analyse
    from cohortplan.bench.analysis.folder import read_runs
    from cohortplan.bench.page.summary import summary

    runs, out = read_runs(Path(folder)), Path(target or Path(folder) / "report")
    if markdown is not None:
        must_be_writable(Path(markdown), plan=False)
    else:
        must_take_files(out)
    analysis = analyse(runs)
    if markdown is not None:
        from cohortplan.bench.page.results import results
        from cohortplan.io import write_text

        write_text(markdown, results(analysis))
        written = [Path(markdown)]
    else:
        from cohortplan.bench.page.write import write_report

        written = write_report(analysis, out)
    done = len(runs.records)
    if as_json:
        files = [path.as_posix() for path in written]
        emit({"runs": done, "planned": runs.planned, "files": files, "budgets": summary(analysis)})
        return
    missing = f", {runs.planned - done} still to come" if runs.planned > done else ""
    say(f"{done} runs of {len({record.case for record in runs.records})} cases{missing}.")
    more = f", and {len(written) - 1} files beside it" if len(written) > 1 else ""
    say(f"Written to {written[0]}{more}.")
