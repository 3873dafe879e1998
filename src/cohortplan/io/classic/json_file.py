"""A JSON file of instances, whose parts are asked for by path; all that is wrong with them is noted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from cohortplan.errors import ScenarioError
from cohortplan.io.classic.base import capped, shown
from cohortplan.io.findings import Findings
from cohortplan.io.text import read_text

_REMEDY = "Compare the file with the instance it was made from"
_MISSING = object()

#: Largest number that means anything.
_LARGEST = 10**6


class JsonFile:
    """What a file says; `stop_if_wrong` ends with everything that was noted.

    Raises
    ------
    ScenarioError
        If the file cannot be read, or is not an object of JSON.
    """

    def __init__(self, path: str) -> None:
        self.name = Path(path).name
        self._file = shown(path)
        self._findings = Findings(home=self._file)
        self._data = self._load(path)
        self.stop_if_wrong()

    def _load(self, path: str) -> Any:
        text = read_text(Path(path), self._file, self._findings)
        if text is None:
            return None
        try:
            data = json.loads(text)
        except RecursionError:
            self.note("brackets are nested far too deep")
            return None
        except ValueError as error:  # also a number of more digits than Python reads
            row = getattr(error, "lineno", None)
            reason = getattr(error, "msg", None) or str(error)
            self._findings.add(f"this is not JSON: {reason}", _REMEDY, file=self._file, row=row)
            return None
        if not isinstance(data, dict):
            self.note("this is not an object of JSON")
        return data

    def note(self, problem: str, remedy: str = _REMEDY, value: object = "") -> None:
        """Note what is wrong."""
        self._findings.add(problem, remedy, value, file=self._file)

    def stop_if_wrong(self) -> None:
        """Raise `ScenarioError` if anything was noted."""
        if self._findings.defects:
            raise ScenarioError(capped(self._findings.defects))

    def number(self, *path: str | int) -> int:
        """Whole number from 0 at `path`; 0, noted, if there is none."""
        value = self._at(*path)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _LARGEST:
            found = "nothing" if value is _MISSING else json.dumps(value)
            self.note(f"{_joined(path)} is not a whole number from 0 to {_LARGEST}", _REMEDY, found)
            return 0
        return value

    def length(self, *path: str | int, most: int, least: int = 1) -> int:
        """Length of the list at `path`, from `least` to `most`; 0, noted, if there is none."""
        value = self._at(*path)
        if not isinstance(value, list) or not least <= len(value) <= most:
            self.note(f"{_joined(path)} is not a list of {least} to {most} entries")
            return 0
        return len(value)

    def names(self, *path: str | int) -> list[str]:
        """Names in the object at `path`; none, noted, if there is none."""
        value = self._at(*path)
        if not isinstance(value, dict) or not value:
            self.note(f"{_joined(path)} is not an object with entries")
            return []
        return list(value)

    def _at(self, *path: str | int) -> Any:
        value = self._data
        for step in path:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                return _MISSING
        return value


def _joined(path: tuple[str | int, ...]) -> str:
    return " / ".join(shown(str(step)) for step in path)
