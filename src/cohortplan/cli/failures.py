"""Errors become sentences, JSON and an exit code here, and nowhere else."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterable

import click

from cohortplan.cli.output import count, emit, note
from cohortplan.errors import CohortplanError, Defect, InputError

#: What shells report for a program stopped by Ctrl-C.
INTERRUPTED = 130


def explain(error: BaseException, *, as_json: bool, debug: bool) -> int:
    """Tell the user what went wrong and return the exit code.

    Parameters
    ----------
    error : exception
        Whatever ended the command.
    as_json : bool
        Whether standard output is read by a program: it gets ``{"error": …, "defects": […]}``.
    debug : bool
        Whether to show the traceback.
    """
    if debug:
        traceback.print_exception(error)
    code, message, defects = _diagnose(error)
    if as_json:
        emit({"error": message, "defects": [_as_json(defect) for defect in defects]})
    for defect in defects:
        note(str(defect))
    if isinstance(error, click.ClickException) and not as_json:
        error.show()
    else:
        note(message)
    return code


def silence() -> None:
    """Send what is still to be printed nowhere: the reader of our output has left."""
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - a device, not a path of ours
        for stream in (sys.stdout, sys.stderr):
            os.dup2(nowhere.fileno(), stream.fileno())


def _diagnose(error: BaseException) -> tuple[int, str, tuple[Defect, ...]]:
    """Return the exit code, a sentence, and the defects found."""
    if isinstance(error, InputError):
        return error.exit_code, f"{count(len(error.defects), 'problem')} found.", error.defects
    if isinstance(error, CohortplanError):
        return error.exit_code, str(error), ()
    if isinstance(error, click.Abort | KeyboardInterrupt | EOFError):
        return INTERRUPTED, "Stopped.", ()
    if isinstance(error, click.ClickException):
        return error.exit_code, error.format_message(), ()
    if isinstance(error, OSError) and error.filename is not None:
        return 2, f"{error.filename}: {error.strerror or error}", ()
    hint = "Run `cohortplan --debug …` for details."
    return 1, f"Internal error ({type(error).__name__}: {error}). {hint}", ()


def _as_json(defect: Defect) -> dict[str, str | int | None]:
    fields: Iterable[str] = ("file", "row", "column", "message", "value", "remedy")
    return {name: getattr(defect, name) for name in fields}
