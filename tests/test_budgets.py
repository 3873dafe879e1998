"""Nothing grows beyond what one can read: files, functions, rules; and every test says what it proves."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from cohortplan.rules import registry
from tests.support.syntax import all_below

ROOT = Path(__file__).parents[1]
FILES = sorted(
    path.relative_to(ROOT) for part in ("src", "tests", "benchmarks") for path in (ROOT / part).rglob("*.py")
)
TESTS = [path for path in FILES if path.name.startswith("test_")]

FILE_LINES = 500
FUNCTION_LINES = 60
RULE_LINES = 120


class Function(NamedTuple):
    """A function or method: how many lines it has, and whether it has a docstring."""

    name: str
    lines: int
    documented: bool


@cache
def read(path: Path) -> str:
    """Return a file's text."""
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def functions(path: Path) -> tuple[Function, ...]:
    """Return every function and method of a file."""
    return tuple(
        Function(node.name, (node.end_lineno or node.lineno) - node.lineno + 1, bool(ast.get_docstring(node)))
        for node in all_below(ast.parse(read(path)))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )


def test_files_are_short() -> None:
    """A file has at most 500 lines."""
    lengths = {str(path): len(read(path).splitlines()) for path in FILES}
    assert {path: length for path, length in lengths.items() if length > FILE_LINES} == {}


def test_functions_are_short() -> None:
    """A function has at most 60 lines, its docstring included."""
    lengths = {f"{path}:{each.name}": each.lines for path in FILES for each in functions(path)}
    assert {name: length for name, length in lengths.items() if length > FUNCTION_LINES} == {}


def test_a_rule_fits_on_a_page() -> None:
    """The file of a rule has at most 120 lines."""
    files = {Path("src", *rule.__module__.split(".")).with_suffix(".py") for rule in registry().values()}
    lengths = {str(path): len(read(path).splitlines()) for path in files}
    assert {path: length for path, length in lengths.items() if length > RULE_LINES} == {}


def test_every_test_says_what_it_proves() -> None:
    """A test has a docstring that states a fact."""
    tests = [(path, each) for path in TESTS for each in functions(path) if each.name.startswith("test_")]
    assert [f"{path}:{each.name}" for path, each in tests if not each.documented] == []


def test_nothing_is_left_for_later() -> None:
    """No file holds an unfinished piece of work or an exception that says nothing."""
    words = ("TO" + "DO", "FIX" + "ME", "X" + "XX", "NotImplemented" + "Error", "raise " + "Exception")
    pattern = re.compile("|".join(rf"\b{word}\b" for word in words))
    assert {str(path): found for path in FILES if (found := pattern.findall(read(path)))} == {}
