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
from functools import partial
from importlib import import_module
from itertools import product
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, ValidationError, model_validator

from cohortplan.bench.case import Budget, Case, Contender, Frozen, Iterations, Seconds
from cohortplan.bench.reading import SHOWN, read_model
from cohortplan.bench.source import open_source
from cohortplan.bench.unit import Unit
from cohortplan.errors import Defect, InputError

#: What stands for the folder of public instances in a source.
INSTANCES = "{instances}"
#: Units that a suite may ask for.
MOST = 1_000_000


def _listed(value: Any) -> Any:
    """Take one for a list of one."""
    return value if isinstance(value, list | tuple) else [value]


def _numbered(value: Any) -> Any:
    """Take a number for so many seeds, from 0 on."""
    if not isinstance(value, int) or isinstance(value, bool):
        return value
    if not 1 <= value <= MOST:
        raise ValueError(f"seeds are a number from 1 to {MOST:,}, or a list")
    return tuple(range(value))


Seed = Annotated[int, Field(ge=0, lt=2**31)]


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
    solvers: Annotated[tuple[Contender, ...], Field(min_length=1)] = ("portfolio",)
    seeds: Annotated[tuple[Seed, ...], Field(min_length=1), BeforeValidator(_numbered)] = (0, 1, 2, 3, 4)
    iterations: Annotated[tuple[Iterations, ...], BeforeValidator(_listed)] = ()
    seconds: Annotated[tuple[Seconds, ...], BeforeValidator(_listed)] = ()
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
        """Yield the cases, given the folder of public instances.

        Raises
        ------
        InputError
            In the end, if some cannot be made; it carries why.
        """
        makers = [partial(_sourced, source, instances) for source in self.sources]
        if self.family:
            makers.append(partial(_family, self.family, instances))
        wrong: list[Defect] = []
        for make in makers:
            try:
                yield from make()
            except InputError as error:
                wrong += error.defects
        for each in self.case:
            yield each.model_copy(update={"source": each.source.replace(INSTANCES, str(instances))})
        if wrong:
            raise InputError(wrong)


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
        If there is no such contestant, sources cannot be opened, two cases have one name, one has no budget, or all is
        far too much; it carries all of these.
    """
    wrong = list(_strangers(suite))
    units: list[Unit] = []
    known: dict[str, str] = {}
    for block in suite.block:
        cases, refused = _drawn(block, instances)
        wrong += refused
        for case in cases:
            if not (budgets := block.budgets or case.budgets):
                wrong.append(Defect("there is no budget", "Say iterations or seconds in its block", case.name))
            try:
                digest = known[case.source] = known.get(case.source) or open_source(case.source).sha256
            except InputError as error:
                wrong += error.defects
                continue
            if len(units) + len(budgets) * len(block.solvers) * len(block.seeds) > MOST:
                remedy = "Ask for less, in suites of their own"
                raise InputError([*wrong, Defect(f"this would be more than {MOST:,} units", remedy, case.name)])
            units += (
                Unit(case=case, sha256=digest, solver=solver, seed=seed, budget=budget)
                for budget, solver, seed in product(budgets, block.solvers, block.seeds)
            )
    wrong += _doubles(units)
    if wrong:
        raise InputError(dict.fromkeys(wrong))
    return units


def _strangers(suite: Suite) -> Iterator[Defect]:
    """Tell which contestants there are not."""
    from cohortplan.bench.contestants import find_contestant  # which loads all that solves

    for solver in dict.fromkeys(solver for block in suite.block for solver in block.solvers):
        try:
            find_contestant(solver)
        except InputError as error:
            yield from error.defects


def _drawn(block: Block, instances: Path) -> tuple[list[Case], tuple[Defect, ...]]:
    """Return the cases of a block, under its heading, and why there are not more."""
    cases: list[Case] = []
    try:
        for each in block.cases(instances):
            cases.append(each.model_copy(update={"group": each.group or block.group}))  # noqa: PERF401 - kept if it fails
    except InputError as error:
        return cases, error.defects
    return cases, ()


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


def _sourced(source: str, instances: Path) -> list[Case]:
    """Return the cases of a source, called as what they are opened by."""
    cases = []
    for found in _found(source, instances):
        try:
            cases.append(Case(name=_name(found), source=found))
        except ValidationError as error:
            remedy = "Give it a name: [[block.case]] with name and source"
            raise InputError([Defect("no case can be called like this source", remedy, found[:SHOWN])]) from error
    return cases


def _family(name: str, instances: Path) -> list[Case]:
    """Return the cases of a family, whose code is somebody else's."""
    module, _, function = name.partition(":")
    try:
        make = getattr(import_module(module), function)
    except (Exception, SystemExit) as error:  # whatever a module does when it is loaded
        remedy = "Name MODULE:FUNCTION, which is given the folder of public instances and yields cases"
        raise InputError([Defect(f"there is no such family ({error})", remedy, name)]) from error
    try:
        cases = list(make(instances))
    except InputError:
        raise
    except (Exception, SystemExit) as error:
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        remedy = "Mend it; `cohortplan --debug …` shows where"
        raise InputError([Defect(f"this family fails ({reason})", remedy, name)]) from error
    if not all(isinstance(case, Case) for case in cases):
        raise InputError([Defect("this family yields what is no case", "Let it yield a Case for each", name)])
    return cases
