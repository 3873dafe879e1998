"""Messages in the files that an organiser names: single ones, mailboxes, folders of both."""

from __future__ import annotations

import mailbox
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cohortplan.calendars.replies.answer import Answer
from cohortplan.calendars.replies.parse import LARGEST, TOO_LARGE


@dataclass(frozen=True)
class Message:
    """A message, and where it was found.

    Attributes
    ----------
    problem : str
        Why it could not be read, "" if it could.
    answer : Answer or None
        What it answers, if whoever brought it has read it.
    """

    place: str
    content: bytes = b""
    problem: str = ""
    answer: Answer | None = None


def messages(paths: Iterable[Path]) -> Iterator[Message]:
    """Yield the messages in files and folders, by name; what cannot be read has a problem, and the rest is read."""
    for path in paths:
        for file in _files(path):
            try:
                yield from _in_file(file)
            except OSError as error:
                yield Message(str(file), problem=f"{error.strerror or error}")


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for file in sorted(each for each in path.rglob("*") if each.is_file()):
        if not file.name.startswith("."):
            yield file


def _in_file(file: Path) -> Iterator[Message]:
    with file.open("rb") as opened:
        begin = opened.read(5)
    if begin == b"From ":
        box = mailbox.mbox(file, create=False)
        try:
            yield from (Message(f"{file}, message {k}", box.get_bytes(name)) for k, name in enumerate(box.keys(), 1))
        finally:
            box.close()
    else:
        large = file.stat().st_size > LARGEST
        yield Message(str(file), problem=TOO_LARGE) if large else Message(str(file), file.read_bytes())
