"""Takes what a run has found into the registry: nothing that a record claims is believed, everything is measured."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from cohortplan.bench.case import Case, Figure
from cohortplan.bench.outside import PLANS, PROGRAM
from cohortplan.bench.record import Record, plan_file, read_records
from cohortplan.bench.registry.entry import Entry, beats, told
from cohortplan.bench.registry.folder import Registry, plan_name
from cohortplan.bench.registry.limits import Limit, limit, within
from cohortplan.bench.registry.verifier import verifier_hash
from cohortplan.bench.source import TRACKS, Subject, open_source
from cohortplan.bench.suite import INSTANCES
from cohortplan.bench.unit import Unit
from cohortplan.bench.worklist import portable, read_list
from cohortplan.errors import Defect, InputError
from cohortplan.io import read_plan
from cohortplan.model import Plan

#: Solvers of other people have versions that nobody here knows.
_FOREIGN = (PROGRAM, PLANS)

_ABSENT = "Enter the run where it was made, or name the folder of public instances with --instances"
_REMEDY = "Run the unit again: remove its file from units, and call `cohortplan bench run` for the folder"


@dataclass(frozen=True)
class Outcome:
    """What came of one record: the entry it made, or why it made none.

    It is `refused` if its files cannot be believed, and `absent` if its instance is not here, so that nobody can tell.
    """

    file: Path
    case: str
    entry: Entry | None = None
    why: str = ""
    refused: bool = False
    absent: bool = False

    @property
    def defect(self) -> Defect:
        """The refusal as it is told."""
        return Defect(self.why, _REMEDY, file=str(self.file))


def enter_run(run: Path, registry: Registry, instances: Path, prove: float | None = None) -> Iterator[Outcome]:
    """Go through the records of a run, and enter what is better than all that is known.

    Parameters
    ----------
    instances : Path
        The folder of public instances, by which sources that lie in it are written down for other machines.
    prove : float, optional
        Seconds in which CP-SAT may prove a bound for each value that is entered.

    Raises
    ------
    InputError
        If the folder is none of a run, or the registry cannot be read.
    """
    registry.entries()
    cases = {unit.case.name: unit.case for unit in read_list(run)}
    opened: dict[str, Subject | str] = {}
    for file in sorted((run / "units").glob("*.json")):
        taking = _Taking(run, file, registry, instances, prove)
        yield taking.outcome(cases, opened)


def absences(outcomes: Iterable[Outcome]) -> Iterator[Defect]:
    """Yield for each instance that is not here what is wrong, and how many records wait for it."""
    waiting = Counter(each.why for each in outcomes if each.absent)
    for why, number in waiting.items():
        records = "1 record waits" if number == 1 else f"{number} records wait"
        yield Defect(f"an instance is not here, and {records} for it: {why}", _ABSENT)


class _RefusedError(Exception):
    """A record that cannot be believed."""


class _AbsentError(Exception):
    """A record of an instance that is not here."""


@dataclass(frozen=True)
class _Taking:
    """One record on its way in."""

    run: Path
    file: Path
    registry: Registry
    instances: Path
    prove: float | None

    def outcome(self, cases: Mapping[str, Case], opened: dict[str, Subject | str]) -> Outcome:
        """Take the record, or say why not."""
        outcome = Outcome(self.file, self.file.stem)
        try:
            record = self._record()
            outcome = replace(outcome, case=record.case)
            entry, why = self._entered(record, cases, opened)
        except _RefusedError as refusal:
            return replace(outcome, why=str(refusal), refused=True)
        except _AbsentError as absence:
            return replace(outcome, why=str(absence), absent=True)
        except InputError as error:
            return replace(outcome, why=str(error), refused=True)
        return replace(outcome, entry=entry, why=why)

    def _record(self) -> Record:
        found = list(read_records([self.file]))
        if len(found) != 1:
            raise _RefusedError(f"there are {len(found)} records in the file of one")
        return found[0]

    def _entered(
        self, record: Record, cases: Mapping[str, Case], opened: dict[str, Subject | str]
    ) -> tuple[Entry | None, str]:
        case = cases.get(record.case)
        if case is None:
            raise _RefusedError(f"the run has no case {record.case!r}")
        if not record.plan:
            return None, "there is no plan"
        unit = Unit(case=case, sha256=record.sha256, solver=record.solver, seed=record.seed, budget=record.budget)
        if not unit.id == record.unit == self.file.stem:
            raise _RefusedError("the record is not of the work that it is called by")
        if case.source.partition(":")[0] in TRACKS:
            return None, "a track has no one plan that is the best"
        subject = self._opened(case.source, opened)
        if subject.sha256 != record.sha256:
            raise _RefusedError("the instance is not the one that was solved")
        plan = self._plan(record)
        figures = _measured(subject, plan, record)
        figure = case.figures[0]
        if figure.name not in figures:
            return None, "the plan breaks a hard rule, or has no such figure"
        value = float(figures[figure.name])
        if reason := _not_news(figure, value, record.sha256, None):
            return None, reason
        case = case.model_copy(update={"source": self._portable(case.source)})
        with self.registry.alone():
            return self._kept(record, case, subject, plan, value)

    def _opened(self, source: str, opened: dict[str, Subject | str]) -> Subject:
        """Open a source, once; what cannot be opened is not tried again."""
        if source not in opened:
            try:
                opened[source] = open_source(source.replace(INSTANCES, str(self.instances)))
            except InputError as error:
                opened[source] = str(error)
        found = opened[source]
        if isinstance(found, str):
            raise _AbsentError(found)
        return found

    def _kept(self, record: Record, case: Case, subject: Subject, plan: Plan, value: float) -> tuple[Entry | None, str]:
        """Keep a plan, if it is better than what is kept by now."""
        figure = case.figures[0]
        kept = {entry.key: entry for entry in self.registry.entries()}
        before = kept.get((case.name, figure.name))
        reason = _not_news(figure, value, record.sha256, before)
        if reason:
            return None, reason
        bound = limit(subject, figure.name, self.prove)
        if bound is not None and not within(value, bound.value, figure.better):
            limited = f"no plan can pass {told(bound.value)}: {bound.argument}"
            raise _RefusedError(f"the plan is worth {told(value)}, and {limited}")
        names = {entry.plan for entry in kept.values() if entry is not before}
        entry = self._entry(record, case, value, bound, before, names)
        self.registry.keep(entry, plan)
        return entry, ""

    def _plan(self, record: Record) -> Plan:
        """Read the plan, which must be the one that the record speaks of."""
        file = plan_file(self.run, record.unit)
        try:
            content = file.read_bytes()
        except OSError as error:
            raise _RefusedError(f"its plan cannot be read ({error.strerror})") from error
        if sha256(content).hexdigest() != record.plan:
            raise _RefusedError("its plan is not the one that was recorded")
        return read_plan(file)

    def _entry(
        self, record: Record, case: Case, value: float, bound: Limit | None, before: Entry | None, names: set[str]
    ) -> Entry:
        figure, last = case.figures[0], record.log[-1] if record.log else None
        known = (figure.best, figure.reference) if before is None else (before.known, before.known_source)
        return Entry(
            case=case.name,
            source=case.source,
            sha256=record.sha256,
            figure=figure.name,
            better=figure.better,
            value=value,
            bound=None if bound is None else bound.value,
            argument="" if bound is None else bound.argument,
            date=datetime.now(UTC).date(),
            solver=record.solver,
            version="" if record.solver.startswith(_FOREIGN) else _version(self.run),
            seed=record.seed,
            seconds=round(record.seconds if last is None else last.seconds, 1),
            iterations=record.evaluations if last is None else last.evaluations,
            plan=plan_name(case.name, figure.name, names),
            verifier=verifier_hash(),
            known=known[0],
            known_source=known[1],
        )

    def _portable(self, source: str) -> str:
        """Return a source that means the same on other machines."""
        found = portable(source, self.instances)
        if Path(found.rpartition(":")[2]).is_absolute():
            raise _RefusedError(f"{source} is a path of this machine; name its folder with --instances")
        return found


def _version(run: Path) -> str:
    """Return the version that a run was done with, as far as it says so; of several the last."""
    try:
        return str(json.loads((run / "manifest.json").read_bytes())["sessions"][-1]["cohortplan"])
    except (OSError, ValueError, LookupError, TypeError):
        return version("cohortplan")


def _measured(subject: Subject, plan: Plan, record: Record) -> Mapping[str, float]:
    """Measure a plan; the record must have said the same of it."""
    evaluation = subject.evaluate(plan)
    if (record.hard, record.soft) != (evaluation.hard, evaluation.soft):
        said, found = f"{record.hard} and {record.soft}", f"{evaluation.hard} and {evaluation.soft}"
        raise _RefusedError(f"the record says {said} of the broken hard rules and the soft cost, its plan has {found}")
    figures = subject.figures(plan, evaluation)
    for name, value in record.figures.items():
        if figures.get(name) != value:
            found = told(figures[name]) if name in figures else "none"
            raise _RefusedError(f"the record says {name} {told(value)}, its plan has {found}")
    return figures


def _not_news(figure: Figure, value: float, digest: str, before: Entry | None) -> str:
    """Say why a value is nothing new; "" if it is."""
    if figure.best is not None and not beats(figure.better, value, figure.best):
        return f"{told(value)} is no better than {told(figure.best)}, which is known"
    if figure.best is not None and figure.proved:
        raise _RefusedError(f"{told(value)} is better than {told(figure.best)}, which is called the best possible")
    if before is not None and before.sha256 != digest:
        raise _RefusedError("the registry has another instance of this name")
    if before is not None and not beats(figure.better, value, before.value):
        return f"{told(value)} is no better than {told(before.value)}, which is kept"
    return ""
