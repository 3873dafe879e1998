"""Makes an instance: draws its parts, writes them down, and reads what came of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from cohortplan.bench.generate.factors import Factors
from cohortplan.bench.generate.parts import GENERATOR, Parts, draw_parts
from cohortplan.bench.generate.plant import disclosed
from cohortplan.bench.generate.settings import Asked, settings
from cohortplan.errors import ScoreError
from cohortplan.evaluate import evaluate
from cohortplan.io import read_scenario
from cohortplan.model import Plan, Scenario

#: Minutes in which the rule about travel counts, as it does by default.
UNIT = 10


@dataclass(frozen=True)
class Generated:
    """An instance.

    Attributes
    ----------
    name : str
        Its id.
    files : mapping of str to str
        The texts of the scenario's files, by their names.
    scenario : Scenario
        What is read of them.
    plan : Plan or None
        The plan that was hidden in it; it keeps every rule and costs nothing.
    """

    name: str
    factors: Factors
    files: Mapping[str, str]
    scenario: Scenario
    plan: Plan | None = None


def generate(factors: Factors, name: str = "") -> Generated:
    """Make an instance; the same factors give the same bytes everywhere.

    Parameters
    ----------
    name : str, optional
        Its id; made of the factors unless given.

    Raises
    ------
    InputError
        If the factors ask for what cannot be.
    """
    parts, name = draw_parts(factors), name or f"drawn-{digest(factors)[:10]}"
    asked = Asked(bool(parts.apart), bool(parts.projects), parts.wishes)
    if parts.hidden is None:
        return _written(parts, name, asked)
    made = _written(parts, name, replace(asked, travel=0))
    # What the hidden plan reaches is what is asked of all: it costs nothing, and no plan can do better.
    ways = evaluate(made.scenario, disclosed(made.scenario, parts.hidden)).measures["travel"].matches
    longest = max((match.amount for match in ways), default=0)
    made = _written(parts, name, replace(asked, floor=parts.floor, travel=longest * UNIT))
    plan = disclosed(made.scenario, parts.hidden)
    measured = evaluate(made.scenario, plan)
    if measured.hard or measured.soft:
        raise ScoreError(f"the plan hidden in {made.name} breaks {measured.hard} and costs {measured.soft}")
    stamped = {"manifest": {"solver": GENERATOR, "seed": factors.seed}, "score": measured.card()}
    return replace(made, plan=plan.model_copy(update=stamped))


def digest(factors: Factors) -> str:
    """Return the SHA-256 of the factors."""
    return sha256(json.dumps(factors.model_dump(mode="json"), sort_keys=True).encode()).hexdigest()


def _written(parts: Parts, name: str, asked: Asked) -> Generated:
    files = {"scenario.toml": settings(parts.factors, name, parts.people, asked), **dict(parts.tables())}
    with TemporaryDirectory() as folder:
        for file, text in files.items():
            (Path(folder) / file).write_text(text, encoding="utf-8", newline="")
        return Generated(name, parts.factors, files, read_scenario(folder))
