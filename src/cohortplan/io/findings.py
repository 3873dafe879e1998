"""All that is wrong with a user's files, and where each part of the model was typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from cohortplan.errors import Defect

Path = tuple[str | int, ...]

#: Longest value repeated in a message.
_SHOWN = 80

#: Parts that a rule may point at: what it objects to stands in their table, not where the rule is.
_POINTED_AT = ("participants", "ties", "absences", "seat_locks", "visit_locks")


@dataclass(frozen=True)
class Origin:
    """Where a part of the model was typed.

    Attributes
    ----------
    file : str
        The file's name in the scenario's folder.
    row : int or None
        Row of a table, the header being row 1, or line of another file.
    columns : mapping of str to str
        For each field of the part, the heading of its column as it was typed.
    lines : mapping of str to int
        For each field that has a line of its own, that line.
    """

    file: str
    row: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)


@dataclass
class Findings:
    """Collects defects; `home` is the file that is to blame for what has no place of its own."""

    home: str = ""
    defects: list[Defect] = field(default_factory=list)
    origins: dict[Path, Origin] = field(default_factory=dict)

    def add(
        self, message: str, remedy: str = "", value: object = "", *, file: str, row: int | None = None, column: str = ""
    ) -> None:
        """Note one defect; a long value is cut."""
        shown = str(value)
        shown = shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 1]}…"
        self.defects.append(Defect(message, remedy, shown, file, row, column))

    def located(self, defect: Defect) -> Defect:
        """Return `defect` with the file, row and column of what its path leads to."""
        path = next((defect.path[k:] for k, step in enumerate(defect.path) if step in _POINTED_AT), defect.path)
        for length in range(len(path), -1, -1):
            origin = self.origins.get(path[:length])
            if origin is not None:
                break
        else:
            return replace(defect, file=self.home)
        steps = [step for step in path[length:] if isinstance(step, str)]
        column = next((origin.columns[step] for step in steps if step in origin.columns), "")
        row = next((origin.lines[step] for step in steps if step in origin.lines), origin.row)
        return replace(defect, file=origin.file, row=row, column=column)

    def place(self, path: Path) -> str:
        """Say where a part of the model was typed: file, row and column; "" if that is not known."""
        if not any(self.origins.get(path[:length]) for length in range(1, len(path) + 1)):
            return ""
        found = self.located(Defect("", path=path))
        row = "" if found.row is None else f", row {found.row}"
        return f"{found.file}{row}" + (f", column {found.column}" if found.column else "")

    def sorted(self) -> list[Defect]:
        """Return the defects, each once, file by file in the order in which files were first blamed, then by row."""
        files = {defect.file: None for defect in self.defects}
        order = {file: position for position, file in enumerate(files)}
        return sorted(_once(self.defects), key=lambda defect: (order[defect.file], defect.row or 0))


def _once(defects: Iterable[Defect]) -> list[Defect]:
    return list({(d.file, d.row, d.column, d.message): d for d in defects}.values())
