"""Where the files of a scenario are kept: in a folder, or as the sheets of a workbook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Protocol

from cohortplan.errors import Defect, ScenarioError
from cohortplan.io.atomic import write_text
from cohortplan.io.findings import Findings
from cohortplan.io.text import read_text

#: The file that makes a folder a scenario.
SETTINGS = "scenario.toml"


class Store(Protocol):
    """Keeps files of text by name: ``scenario.toml``, ``participants.csv`` and so on."""

    @property
    def settings(self) -> str:
        """The name of the settings."""
        ...

    @property
    def noun(self) -> str:
        """What such a file is: "file" or "sheet"."""
        ...

    def names(self) -> list[str]:
        """Return the names of the files there are."""
        ...

    def has(self, name: str) -> bool:
        """Whether there is a file of this name."""
        ...

    def title(self, name: str) -> str:
        """Return what a person has to call a file."""
        ...

    def called(self, name: str) -> str:
        """Return what messages call a file."""
        ...

    def place(self, name: str) -> str:
        """Say where a file is to be found, be it there or not."""
        ...

    def text(self, name: str, findings: Findings) -> str | None:
        """Return the text of a file to be read; what is wrong with it is noted."""
        ...

    def typed(self, name: str) -> str:
        """Return a file that is there as it was typed, byte for byte.

        Raises
        ------
        ValueError
            If it is not saved as UTF-8.
        """
        ...

    def write(self, texts: Mapping[str, str]) -> None:
        """Write files, each whole or not at all.

        Raises
        ------
        OSError
            If one cannot be written.
        """
        ...


@dataclass(frozen=True)
class Folder:
    """A folder of files."""

    home: Path
    settings: str = SETTINGS
    noun: str = "file"

    def names(self) -> list[str]:
        """Return the names of the files there are.

        Raises
        ------
        ScenarioError
            If there is no such folder, or it has no settings.
        """
        folder, remedy = self.home, "Name a folder that holds scenario.toml, or a workbook (.xlsx)"
        try:
            if not folder.is_dir():
                problem = "this is not a folder" if folder.exists() else "there is no such folder"
                raise ScenarioError([Defect(problem, remedy, file=str(folder))])
            files = sorted(entry.name for entry in folder.iterdir())
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            problem = f"the folder cannot be read ({reason})"
            raise ScenarioError([Defect(problem, remedy, file=str(folder))]) from error
        if self.settings not in files:
            near = get_close_matches(self.settings, [file for file in files if file.endswith(".toml")], n=1)
            remedy = f"Did you mean {near[0]!r}?" if near else "`cohortplan init` writes an example"
            problem = f"there is no {self.settings} in {folder}"
            raise ScenarioError([Defect(problem, remedy, file=self.settings)])
        return files

    def has(self, name: str) -> bool:
        """Whether there is something of this name."""
        return (self.home / name).exists()

    def title(self, name: str) -> str:
        """Return what a person has to call a file: its name."""
        return name

    def called(self, name: str) -> str:
        """Return what messages call a file: its name."""
        return name

    def place(self, name: str) -> str:
        """Return the path of a file."""
        return str(self.home / name)

    def text(self, name: str, findings: Findings) -> str | None:
        """Return the text of a file, whatever program saved it; what is wrong with it is noted."""
        return read_text(self.home / name, name, findings)

    def typed(self, name: str) -> str:
        """Return a file as it was typed, byte for byte.

        Raises
        ------
        ValueError
            If it is not saved as UTF-8.
        """
        try:
            return (self.home / name).read_bytes().decode("utf-8")
        except UnicodeDecodeError as error:
            raise ValueError("the file is not saved as UTF-8") from error

    def write(self, texts: Mapping[str, str]) -> None:
        """Write files, in a folder that is made if need be.

        Raises
        ------
        OSError
            If one cannot be written; it is then as it was.
        """
        self.home.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            write_text(self.home / name, text)
