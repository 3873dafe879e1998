"""Suites: which instances are solved by whom, how often and for how long; and the list of work that this makes.

A suite is a TOML file::

    title = "What the search is worth"

    [[block]]
    group = "golfers"                  # a heading in the results
    solvers = ["search", "portfolio"]  # contestants; also program:COMMAND and plans:FOLDER
    seeds = 5                          # 0 to 4; or a list
    iterations = [20_000, 200_000]     # or seconds = 10; without either each case has its own
    sources = ["sgp:8-4-10", "instances/*"]
    family = "benchmarks.cases:golfers"  # MODULE:FUNCTION that yields cases, given the folder of public instances

    [[block.case]]
    name = "W1"
    source = "mixing/W1"
    figures = [{ name = "distinct_pairs", better = "more", best = 720, proved = true }]
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from importlib import import_module
from itertools import product
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from cohortplan.bench.case import Budget, Case, Frozen, Name
from cohortplan.bench.reading import read_model
from cohortplan.bench.source import open_source
from cohortplan.bench.unit import Unit
from cohortplan.errors import Defect, InputError

#: What stands for the folder of public instances in a source.
INSTANCES = "{instances}"


def _listed(value: Any) -> Any:
    """Take one for a list of one."""
    return value if isinstance(value, list | tuple) else [value]


def _numbered(value: Any) -> Any:
    """Take a number for so many seeds, from 0 on."""
    return tuple(range(value)) if isinstance(value, int) and not isinstance(value, bool) else value


class Block(Frozen):
    """Instances that are solved alike.

    Attributes
    ----------
    group : str
        The heading of cases that have none of their own.
    solvers : tuple of str
        Contestants.
    seeds : tuple of int
        Each is a unit of its own.
    iterations, seconds : tuple
        Budgets, in all; without any, each case has its own.
    sources : tuple of str
        Cases that are called as what they are opened by; ``*`` stands for anything in a file's name.
    family : str
        ``MODULE:FUNCTION``, which yields cases, given the folder of public instances.
    case : tuple of Case
        Cases in full.
    """

    group: str = ""
    solvers: Annotated[tuple[Name, ...], Field(min_length=1)] = ("portfolio",)
    seeds: Annotated[tuple[Annotated[int, Field(ge=0, lt=2**31)], ...], BeforeValidator(_numbered)] = (0, 1, 2, 3, 4)
    iterations: Annotated[tuple[Annotated[int, Field(ge=1)], ...], BeforeValidator(_listed)] = ()
    seconds: Annotated[tuple[Annotated[float, Field(gt=0)], ...], BeforeValidator(_listed)] = ()
    sources: tuple[str, ...] = ()
    family: str = ""
    case: tuple[Case, ...] = ()

    @model_validator(mode="after")
    def _something_to_do(self) -> Self:
        if not (self.sources or self.family or self.case):
            raise ValueError("there is nothing to solve: name sources, a family or a case")
        return self

    @property
    def budgets(self) -> tuple[Budget, ...]:
        """Every budget that is named."""
        counted = (Budget(iterations=number) for number in self.iterations)
        return (*counted, *(Budget(seconds=number) for number in self.seconds))

    def cases(self, instances: Path) -> Iterator[Case]:
        """Yield the cases, given the folder of public instances."""
        for source in self.sources:
            yield from (Case(name=_name(found), source=found) for found in _found(source, instances))
        if self.family:
            yield from _family(self.family)(instances)
        for each in self.case:
            yield each.model_copy(update={"source": each.source.replace(INSTANCES, str(instances))})


class Suite(Frozen):
    """A list of blocks."""

    title: str = ""
    block: Annotated[tuple[Block, ...], Field(min_length=1)]


def read_suite(file: Path) -> Suite:
    """Read a suite.

    Raises
    ------
    InputError
        If the file cannot be used; it carries all that is wrong with it.
    """
    return read_model(Suite, file)


def work_list(suite: Suite, instances: Path) -> list[Unit]:
    """Return every unit of a suite, case by case as the suite has them.

    Raises
    ------
    InputError
        If sources cannot be opened, two cases have one name, or one has no budget; it carries all of these.
    """
    units: list[Unit] = []
    wrong: list[Defect] = []
    known: dict[str, str] = {}
    for block in suite.block:
        try:
            cases = list(block.cases(instances))
        except InputError as error:
            wrong += error.defects
            continue
        for each in cases:
            case = each.model_copy(update={"group": each.group or block.group})
            if not (budgets := block.budgets or case.budgets):
                wrong.append(Defect("there is no budget", "Say iterations or seconds in its block", case.name))
            try:
                digest = known[case.source] = known.get(case.source) or open_source(case.source).sha256
            except InputError as error:
                wrong += error.defects
                continue
            units += (
                Unit(case=case, sha256=digest, solver=solver, seed=seed, budget=budget)
                for budget, solver, seed in product(budgets, block.solvers, block.seeds)
            )
    wrong += _doubles(units)
    if wrong:
        raise InputError(wrong)
    return units


def _doubles(units: Iterable[Unit]) -> Iterator[Defect]:
    sources: dict[str, set[str]] = {}
    for unit in units:
        sources.setdefault(unit.case.name, set()).add(unit.case.source)
    for name, several in sources.items():
        if len(several) > 1:
            yield Defect(f"{len(several)} cases are called alike", "Give one of them another name", name)
    known = {unit.id: unit for unit in units}
    for name, number in Counter(unit.id for unit in units).items():
        if number > 1:
            double = known[name]
            what = f"{double.case.name}, {double.solver}, seed {double.seed}, {double.budget}"
            yield Defect(f"this would be done {number} times", "Leave it in one block", what)


def _name(source: str) -> str:
    """What a case is called if nobody says: a classic family with the file's name, or a folder's name."""
    family, colon, rest = source.partition(":")
    path = Path(rest if colon else family)
    last = path.parent.name if path.name == "scenario.toml" else path.name
    return f"{family}:{last}" if colon else last


def _found(source: str, instances: Path) -> list[str]:
    """Return what a source stands for: itself, or what is found where it has a ``*``."""
    text = source.replace(INSTANCES, str(instances))
    if "*" not in text:
        return [text]
    family, colon, rest = text.partition(":")
    pattern = Path(rest if colon else family)
    found = sorted(str(path) for path in Path(pattern.anchor or ".").glob(str(pattern.relative_to(pattern.anchor))))
    if not found:
        raise InputError([Defect("there is nothing of that name", "Check the pattern", source)])
    return [f"{family}:{path}" if colon else path for path in found]


def _family(name: str) -> Any:
    module, _, function = name.partition(":")
    try:
        return getattr(import_module(module), function)
    except (ImportError, AttributeError, ValueError) as error:
        remedy = "Name MODULE:FUNCTION, which is given the folder of public instances and yields cases"
        raise InputError([Defect(f"there is no such family ({error})", remedy, name)]) from error
