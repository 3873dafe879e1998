"""The layers of DESIGN: who may import whom, and which libraries live where."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import NamedTuple

import pytest

from cohortplan.rules import registry
from tests.support.syntax import below

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src"
PACKAGE = "cohortplan"

#: What each part may import; itself always. A part that is not listed may not exist.
MAY_SEE = {
    "": {"errors", "model", "evaluate", "io", "solve"},
    "__main__": {"cli"},
    "errors": set(),
    "shape": {"errors"},
    "model": {"errors"},
    "primitives": {"errors", "model"},
    "rules": {"errors", "model", "primitives"},
    "problem": {"errors", "model", "primitives", "rules"},
    "rota": {"errors", "model", "evaluate"},
    "evaluate": {"errors", "model", "rules"},
    "solvers": {"errors", "shape", "model", "primitives", "problem"},
    "solve": {"errors", "model", "primitives", "problem", "rota", "evaluate", "clash", "solvers"},
    "clash": {"model", "primitives", "problem", "evaluate", "solvers"},
    "relax": {"errors", "model", "evaluate", "clash", "solve", "solvers"},
    "ladder": {"errors", "model", "solvers", "solve"},
    "divide": {"errors", "model", "rules"},
    "executors": {"errors"},
    "divided": {"divide", "executors", "evaluate", "model", "problem", "rota", "solve", "solvers"},
    "living": {"errors", "model", "problem", "rules", "evaluate", "rota", "solvers", "solve"},
    "io": {"errors", "model", "rules", "evaluate"},
    "calendars": {"errors", "model", "evaluate"},
    "documents": {"errors", "model", "evaluate"},
    "board": {"errors", "model", "evaluate", "rota", "solvers", "solve", "io", "documents"},
    "bench": {"errors", "model", "evaluate", "solvers", "solve", "io", "documents", "living", "ladder", "divide"}
    | {"divided", "executors", "problem", "rules", "shape", "rota"},
    "cli": {"errors", "model", "primitives", "rules", "problem", "evaluate", "solvers", "solve"}
    | {"living", "clash", "relax", "ladder", "divide", "divided", "executors", "io", "rota", "calendars"}
    | {"documents", "board", "shape", "bench"},
}
#: A rule's signature names the primitives it lowers to, though the model knows nothing of them when it runs.
FOR_TYPES_ONLY = {("model", "primitives")}

#: The one place where each of these libraries may be imported.
HOMES = {
    "ortools": "cohortplan.solvers.cpsat",
    "numba": "cohortplan.solvers.search",
    "icalendar": "cohortplan.calendars",
    "dateutil": "cohortplan.calendars",
    "openpyxl": "cohortplan.io",
    "python_calamine": "cohortplan.io.grids",
    "defusedxml": "cohortplan.io.grids",
    "rapidfuzz": "cohortplan.io.messy",
    "jinja2": "cohortplan.documents.html",
    "typst": "cohortplan.documents.sheets.pdf",
    "markupsafe": "cohortplan.documents",
    "pandas": "cohortplan.bench",
    "pyarrow": "cohortplan.bench.analysis",
    "scipy": "cohortplan.bench.analysis",
    "click": "cohortplan.cli",
    "rich": "cohortplan.cli",
}
#: Libraries that must not be loaded until a solver is.
HEAVY = {"ortools", "numba", "pandas", "pyarrow", "scipy", "icalendar", "dateutil", "jinja2", "openpyxl", "rapidfuzz"}
HEAVY |= {"typst", "python_calamine"}
#: What only the command line calls, and the last words of these.
LOUD = {"print", "exit", "quit", "sys.exit", "os._exit", "sys.stdout.write", "sys.stderr.write"}
LAST_OF_LOUD = {name.rpartition(".")[2] for name in LOUD}
#: Parts that work without the solvers.
LIGHT = ("errors", "shape", "model", "rules", "rota", "evaluate", "io", "calendars", "documents", "board", "cli")


class Import(NamedTuple):
    """One imported module: `when` is "module" (on import), "call" (inside a function) or "types"."""

    target: str
    when: str
    line: int


@cache
def modules() -> dict[str, Path]:
    """Return every module of the package by its dotted name."""
    return {_dotted(path): path for path in sorted((SOURCE / PACKAGE).rglob("*.py"))}


def _dotted(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def part_of(module: str) -> str:
    """Return the top-level part of the package that a module belongs to, "" for the package itself."""
    return module.split(".")[1] if "." in module else ""


@cache
def read(module: str) -> tuple[tuple[Import, ...], tuple[str, ...]]:
    """Return what a module imports, and where it prints or ends the program; its syntax is large, and not kept."""
    tree = ast.parse(modules()[module].read_text(encoding="utf-8"))
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and _last(node.func) in LAST_OF_LOUD)
    loud = (node for node in calls if ast.unparse(node.func) in LOUD)
    return tuple(_walk(tree, "module")), tuple(f"{module}:{n.lineno} calls {ast.unparse(n.func)}" for n in loud)


def _last(called: ast.expr) -> str:
    return str(getattr(called, "id", getattr(called, "attr", "")))


def imports(module: str) -> tuple[Import, ...]:
    """Return what a module imports, submodules named by ``from package import`` included."""
    return read(module)[0]


def _walk(node: ast.AST, when: str) -> Iterator[Import]:
    for child in below(node):
        if isinstance(child, ast.Import):
            yield from (Import(name.name, when, child.lineno) for name in child.names)
        elif isinstance(child, ast.ImportFrom):
            assert child.level == 0, "imports are absolute"
            yield Import(child.module or "", when, child.lineno)
            inner = (f"{child.module}.{name.name}" for name in child.names)
            yield from (Import(name, when, child.lineno) for name in inner if name in modules())
        elif isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            yield from _walk(child, "types")
        else:
            lazy = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
            yield from _walk(child, "call" if lazy and when == "module" else when)


def loaded_with(roots: list[str]) -> dict[str, str]:
    """Return everything loaded by importing `roots`, each with the module that asks for it."""
    found: dict[str, str] = {}
    waiting = [(root, "the start") for root in roots]
    while waiting:
        name, asker = waiting.pop()
        if name in found:
            continue
        found[name] = asker
        waiting.extend((parent, name) for parent in _parents(name))
        if name in modules():
            waiting.extend((each.target, name) for each in imports(name) if each.when == "module")
    return found


def _parents(name: str) -> list[str]:
    steps = name.split(".")
    return [".".join(steps[:length]) for length in range(1, len(steps))]


def test_imports_point_one_way() -> None:
    """No module imports a part that its own part may not see."""
    unlisted = {part_of(module) for module in modules()} - MAY_SEE.keys()
    assert not unlisted, "give the new part a place in MAY_SEE and in the design"
    wrong = [
        f"{module}:{each.line} imports {each.target}"
        for module in modules()
        for each in imports(module)
        if each.target.startswith(f"{PACKAGE}.") and not _allowed(part_of(module), part_of(each.target), each.when)
    ]
    assert wrong == []


def _allowed(part: str, seen: str, when: str) -> bool:
    return seen == part or seen in MAY_SEE[part] or (when == "types" and (part, seen) in FOR_TYPES_ONLY)


def test_libraries_stay_in_their_homes() -> None:
    """ortools, numba, icalendar, dateutil, click and rich are imported in one place each."""
    wrong = [
        f"{module}:{each.line} imports {each.target}"
        for module in modules()
        for each in imports(module)
        if (home := HOMES.get(each.target.split(".")[0])) and not f"{module}.".startswith(f"{home}.")
    ]
    assert wrong == []


def test_every_library_is_declared() -> None:
    """Whatever the package imports, the standard library apart, is one of the dependencies it declares.

    What a function imports may be one of its extras, under the name of the package.
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared, extra = _names(project["dependencies"]), project["optional-dependencies"]
    optional = {name for part, entries in extra.items() if part != "dev" for name in _names(entries)}
    installed = packages_distributions()
    for each in [each for module in modules() for each in imports(module) if each.when != "types"]:
        top = each.target.split(".")[0]
        if top not in sys.stdlib_module_names | {PACKAGE}:
            known = {name.lower() for name in installed.get(top, [])} & declared
            assert known or (each.when == "call" and top in optional), f"{top} is not declared"


def _names(entries: list[str]) -> set[str]:
    return {re.split(r"[<>=!~\[; ]", entry)[0].lower() for entry in entries}


@pytest.mark.parametrize("part", LIGHT)
def test_nothing_light_loads_the_solvers(part: str) -> None:
    """Importing all of a part that works without solvers loads none of the heavy libraries."""
    assert heavy_among(loaded_with([module for module in modules() if part_of(module) == part])) == {}


def test_no_solver_knows_the_best_known() -> None:
    """What searches imports nothing of the laboratory, in which the best known values and their plans are."""
    searching = {"solvers", "solve", "problem", "ladder", "divide", "divided", "relax", "clash", "living"}
    wrong = [
        f"{module}:{each.line} imports {each.target}"
        for module in modules()
        for each in imports(module)
        if part_of(module) in searching and f"{each.target}.".startswith(f"{PACKAGE}.bench.")
    ]
    assert wrong == []


def test_the_door_to_solving_loads_no_library() -> None:
    """The solvers' protocol and `solve` itself can be imported without a heavy library."""
    assert heavy_among(loaded_with(["cohortplan", "cohortplan.solve", "cohortplan.solvers.base"])) == {}


def heavy_among(loaded: dict[str, str]) -> dict[str, str]:
    """Return the heavy libraries among what is loaded, each with the module that asks for it."""
    return {name: asker for name, asker in loaded.items() if name.split(".")[0] in HEAVY}


def test_rules_mean_something_without_numpy() -> None:
    """A rule's file needs neither numpy nor the primitives until the rule is lowered."""
    wrong = [
        f"{module}:{each.line} imports {each.target}"
        for module in sorted({rule.__module__ for rule in registry().values()})
        for each in imports(module)
        if each.when == "module" and each.target.startswith(("numpy", "cohortplan.primitives"))
    ]
    assert wrong == []


def test_only_the_command_line_prints_or_exits() -> None:
    """No other part prints, writes to the standard streams or ends the program."""
    assert [
        call for module in modules() if part_of(module) not in ("cli", "__main__") for call in read(module)[1]
    ] == []
