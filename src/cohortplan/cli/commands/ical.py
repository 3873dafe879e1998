"""``ical``: what concerns calendar files, whoever wrote them."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cohortplan.cli.inputs import json_option
from cohortplan.cli.output import count, emit, say
from cohortplan.cli.wording import SPELLED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cohortplan.calendars.checking.base import Finding


@click.group("ical")
def command() -> None:
    """Look at calendar files and invitations, whoever wrote them."""


@command.command("check")
@click.argument("paths", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@json_option
def check(paths: Sequence[Path], strict: bool, as_json: bool) -> int:
    """Check calendars (.ics), messages (.eml) and mailboxes (mbox) against the standards.

    Each place that breaks a rule is told with its line, the section of the RFC, and what to do. An error is against
    the standard or makes programs read different times; what makes some program stumble is a warning. Files of one
    event are held against each other. With an error the exit code is 2.
    """
    from cohortplan.calendars.checking.check import check as find

    found = find(_contents(paths))
    errors = sum(each.severity == "error" for each in found)
    failed = bool(found if strict else errors)
    if as_json:
        listed = [asdict(each) for each in found]
        emit({"files": len(paths), "valid": not failed, "errors": errors, "findings": listed})
        return 2 if failed else 0
    for line in _told(found):
        say(line)
    warnings = len(found) - errors
    say(f"{count(len(paths), 'file')}: {count(errors, 'error')}, {count(warnings, 'warning')}.")
    return 2 if failed else 0


def _contents(paths: Iterable[Path]) -> list[tuple[str, bytes]]:
    """Read the files.

    Raises
    ------
    InputError
        If some of them cannot be read.
    """
    from cohortplan.calendars.reading.files import read_all
    from cohortplan.errors import InputError

    contents, defects = read_all(paths)
    if defects:
        raise InputError(defects)
    return contents


def _told(found: Iterable[Finding]) -> Iterable[str]:
    """Return a line for each finding; of those alike in a file, the first few and how many more there are."""
    alike: Counter[tuple[str, str]] = Counter()
    for each in found:
        alike[each.file, each.rule] += 1
        if alike[each.file, each.rule] <= SPELLED:
            yield str(each)
    for (file, rule), number in alike.items():
        if number > SPELLED:
            yield f"{file}: {rule}: {number - SPELLED} more."
