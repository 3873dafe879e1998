"""Messages as files, to look at or to send by other means."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cohortplan.calendars.ledger import Entry
from cohortplan.calendars.mail import Writer
from cohortplan.calendars.outbox import MESSAGES, CarrierError


class Files:
    """Writes each message as an ``.eml`` file, named so that the folder lists them in the order to send them in."""

    name = "files"
    counts = MESSAGES

    def __init__(self, folder: Path, writer: Writer) -> None:
        self.folder = folder
        self._writer = writer

    def takes(self, entry: Entry) -> bool:
        """Whether there is a mailbox to send it to."""
        return entry.told

    def carry(self, entry: Entry, earlier: Sequence[Entry]) -> str:
        """Write the message, whole or not at all."""
        path = self.folder / f"{entry.number:06}-{entry.method.lower()}.eml"
        part = path.with_suffix(".part")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            part.write_bytes(self._writer.write(entry, earlier))
            part.replace(path)
        except OSError as error:
            raise CarrierError(f"{path}: {error.strerror or error}") from error
        finally:
            part.unlink(missing_ok=True)
        return ""

    def close(self) -> None:
        """Do nothing: it holds nothing."""
