"""Where the instances of benchmarks come from, and what plans of them are worth.

A source is a text by which any process on any machine opens the same instance: what the command line takes as a
scenario, or ``python:MODULE:NAME``, which asks ``MODULE.open_instance(NAME)`` for a scenario. In front of it may stand
a track, which asks for several plans: ``days:`` for one after each day of a script, ``front:`` for some of which none
is better than another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import NamedTuple

from cohortplan.errors import Defect, InputError
from cohortplan.evaluate import Evaluation, evaluate
from cohortplan.io import read_instance, read_scenario
from cohortplan.io.classic import Instance, Ladder
from cohortplan.model import Plan, Scenario

PYTHON = "python:"
#: The tracks, with the module of each, which has a function ``track(subject)``.
TRACKS = {"days": "cohortplan.bench.tracks.days", "front": "cohortplan.bench.tracks.front"}


class Measured(NamedTuple):
    """What plans are worth: the broken hard amount, the soft cost, and figures by name."""

    hard: int
    soft: int
    figures: Mapping[str, float]


@dataclass(frozen=True)
class Subject:
    """An instance that is open.

    Attributes
    ----------
    source : str
        What it was opened by.
    scenario : Scenario
        What is planned; of a `Ladder`, the one of the fewest rounds.
    classic : Instance or None
        The classic instance it stands for.
    """

    source: str
    scenario: Scenario
    classic: Instance | None = None

    @property
    def ladder(self) -> Ladder | None:
        """The classic instance, if the number of its rounds is open."""
        return self.classic if isinstance(self.classic, Ladder) else None

    @property
    def sha256(self) -> str:
        """A hash of all that is given."""
        return self.scenario.sha256

    def measure(self, plans: Sequence[Plan]) -> Measured:
        """Measure what a contestant has handed in, one plan.

        Raises
        ------
        InputError
            If there is not one plan for each that is asked for.
        """
        if len(plans) != 1:
            message = f"there are {len(plans)} plans"
            raise InputError([Defect(message, "Hand in one; only tracks ask for several", self.source)])
        evaluation = self.evaluate(plans[0])
        return Measured(evaluation.hard, evaluation.soft, self.figures(plans[0], evaluation))

    def evaluate(self, plan: Plan) -> Evaluation:
        """Measure a plan by the independent checker."""
        return evaluate(self._fitting(plan)[0], plan)

    def figures(self, plan: Plan, evaluation: Evaluation | None = None) -> Mapping[str, float]:
        """Return everything a plan that keeps the hard rules is worth, by name; empty if it breaks some.

        ``soft`` is the soft cost and ``value`` what a classic instance calls its value; the others are those of the
        score card.
        """
        scenario, classic = self._fitting(plan)
        measured = evaluation or evaluate(scenario, plan)
        if not measured.valid:
            return {}
        found = {name: figure for name, figure in measured.metrics.as_json().items() if isinstance(figure, int | float)}
        own = {} if classic is None else classic.figures(plan)
        return {"soft": measured.soft, **found, **own}

    def _fitting(self, plan: Plan) -> tuple[Scenario, Instance | None]:
        """Return scenario and classic instance with as many rounds as the plan has, if that is open."""
        if self.ladder is None:
            return self.scenario, self.classic
        fitting = self.ladder.fitting(plan)
        return fitting.scenario, fitting


def open_source(source: str) -> Subject:
    """Open an instance.

    Raises
    ------
    InputError
        If there is none of that name, or it cannot be used.
    """
    kind, _, rest = source.partition(":")
    if kind in TRACKS:
        subject: Subject = import_module(TRACKS[kind]).track(open_source(rest))
        return subject
    if source.startswith(PYTHON):
        return Subject(source, _made(source))
    instance = read_instance(source)
    return Subject(source, read_scenario(source)) if instance is None else Subject(source, instance.scenario, instance)


def _made(source: str) -> Scenario:
    module, _, name = source.removeprefix(PYTHON).partition(":")
    try:
        scenario = import_module(module).open_instance(name)
    except InputError:
        raise
    except (Exception, SystemExit) as error:  # the code is somebody else's
        remedy = "Name python:MODULE:NAME, where MODULE has a function open_instance(NAME) that knows NAME"
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        raise InputError([Defect(f"this cannot be opened ({reason})", remedy, source)]) from error
    if not isinstance(scenario, Scenario):
        raise InputError([Defect("this is no scenario", "Let open_instance return a Scenario", source)])
    return scenario
