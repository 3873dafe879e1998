"""A TOML file with the line of each of its keys."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

from cohortplan.io.findings import Findings, Path
from cohortplan.io.text import has_controls, line_of, read_text, tidy

#: Deepest nesting that makes sense; a rule's quota lies four deep.
_DEEPEST = 8

#: Largest number; what is beyond has no meaning here and is slow to print.
_LARGEST = 2**53

_TABLE = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(#.*)?")
_KEY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_PART = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")
#: A name of more parts than anybody means, such as a.a.a…: the library takes the square of them, in time and in memory.
_CHAIN = re.compile(r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){50}""")


@dataclass
class TomlFile:
    """What a TOML file says; `lines` has the line of each table and key, as far as it can be told."""

    file: str
    data: dict[str, Any] = field(default_factory=dict)
    lines: dict[Path, int] = field(default_factory=dict)

    def line(self, path: Path) -> int:
        """Line of the longest part of `path` that has one."""
        found = (self.lines.get(path[:length]) for length in range(len(path), 0, -1))
        return next((line for line in found if line is not None), 1)


def read_toml(path: FilePath, file: str, findings: Findings) -> TomlFile | None:
    """Read the file at `path`, texts tidied; None if it is not TOML, which is noted."""
    return toml_of(read_text(path, file, findings), file, findings)


def toml_of(content: str | None, file: str, findings: Findings) -> TomlFile | None:
    """Read TOML, texts tidied; None if it is none, which is noted, or could not be read."""
    if content is None:
        return None
    try:
        data = loads(content)
    except RecursionError:
        findings.add("brackets are nested far too deep", "Remove some", file=file, row=_deepest_line(content))
        return None
    except ValueError as error:  # also a number of more digits than Python reads
        reason, _, place = str(error).partition(" (at ")
        line = re.match(r"line (\d+)", place)
        row = int(line[1]) if line else line_of(content.rstrip(), len(content.rstrip()))
        message = f"this is not valid TOML: {reason[:1].lower()}{reason[1:]}"
        findings.add(message, "Mend the line, or the one before it", file=file, row=row)
        return None
    read = TomlFile(file)
    for path_, line_number in _lines(content):
        for length in range(1, len(path_) + 1):
            read.lines.setdefault(path_[:length], line_number)
    read.data = _tidied(data, (), read, findings)
    return read


def loads(content: str) -> dict[str, Any]:
    """Return what TOML says.

    Raises
    ------
    ValueError
        If it is none.
    RecursionError
        If brackets are nested too deep.
    """
    if chain := _CHAIN.search(content):
        raise ValueError(f"A name has far too many parts (at line {line_of(content, chain.start())})")
    return tomllib.loads(content)


def _tidied(value: Any, path: Path, read: TomlFile, findings: Findings) -> Any:
    """Return `value` with its texts tidied; what nobody can mean is noted and replaced by nothing."""
    if len(path) > _DEEPEST:
        findings.add("this is nested far too deep", "Remove it", file=read.file, row=read.line(path))
        return ""
    if isinstance(value, dict):
        return {tidy(name): _tidied(item, (*path, name), read, findings) for name, item in value.items()}
    if isinstance(value, list):
        return [_tidied(item, (*path, index), read, findings) for index, item in enumerate(value)]
    if isinstance(value, str):
        if has_controls(value):
            message = "this text holds invisible control characters"
            findings.add(message, "Retype it", file=read.file, row=read.line(path))
        return tidy(value)
    if isinstance(value, int | float) and not abs(value) <= _LARGEST:  # so that "not a number" is caught too
        findings.add("this number is far too large", "Mend the number", file=read.file, row=read.line(path))
        return 0
    return value


def _lines(content: str) -> Iterator[tuple[Path, int]]:
    """Yield table and key with their lines, by a look at each line that is not inside a long text."""
    table: Path = ()
    counts: dict[Path, int] = {}
    inside = ""
    for number, line in enumerate(content.splitlines(), start=1):
        if not inside:
            if heading := _TABLE.fullmatch(line):
                table = _parts(heading[2])
                if heading[1] == "[[":
                    counts[table] = counts.get(table, -1) + 1
                    table = (*table, counts[table])
                yield table, number
            elif found := _KEY.match(line):
                yield (*table, *_parts(found[1])), number
        for quotes in ('"""', "'''"):
            if inside in ("", quotes) and line.count(quotes) % 2:
                inside = "" if inside else quotes


def _parts(dotted: str) -> Path:
    return tuple(part.strip("\"'") for part in _PART.findall(dotted))


def _deepest_line(content: str) -> int:
    lines = content.splitlines() or [""]
    return max(range(len(lines)), key=lambda k: lines[k].count("[") + lines[k].count("{")) + 1
