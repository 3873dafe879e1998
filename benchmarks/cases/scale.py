"""Cohorts of hundreds to tens of thousands of people, with five attributes, organisations and prior ties."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np

from cohortplan.bench.case import Budget, Case, Figure
from cohortplan.model import Attribute, Participant, Programme, Round, Rule, Scenario, SetSpec, Tie
from cohortplan.rules import build_rule, with_implied

#: Sets of eight, rounds, seconds.
SIZES = ((75, 6, 10.0), (625, 6, 20.0), (6250, 4, 90.0))
SIZE = 8
#: The values of each attribute, and how many in a hundred have each.
VALUES = {
    "sector": {"public": 40, "private": 40, "non-profit": 20},
    "role": {"a": 25, "b": 25, "c": 25, "d": 25},
    "region": {"north": 25, "east": 25, "south": 25, "west": 25},
    "gender": {"woman": 50, "man": 50},
    "age": {"1": 33, "2": 33, "3": 34},
}
#: People of an organisation, and ties of a person, on average.
COLLEAGUES, TIES = 3, 4


def crowds(_: Path) -> Iterator[Case]:
    """One generated scenario of each size; all contacts that the sets have room for can be new."""
    for sets, rounds, seconds in SIZES:
        people = sets * SIZE
        pairs = rounds * people * (SIZE - 1) // 2
        yield Case(
            name=f"{people} people x {sets} sets x {rounds} rounds",
            source=f"python:{__name__}:{sets}x{rounds}",
            group="scale",
            figures=(
                Figure(name="distinct_pairs", label="distinct pairs", best=pairs, better="more", proved=True),
                Figure(name="new_contacts", label="new contacts", best=pairs, better="more", proved=True),
                Figure(name="repeats", best=0, better="less", proved=True),
            ),
            budgets=(Budget(seconds=seconds),),
        )


def open_instance(name: str) -> Scenario:
    """Make the scenario called SETSxROUNDS."""
    sets, rounds = map(int, name.split("x"))
    return scenario(sets, rounds)


def scenario(sets: int, rounds: int, seed: int = 0) -> Scenario:
    """Draw people at random, and ties between any two."""
    rng = np.random.default_rng(seed)
    count = sets * SIZE
    columns = {name: _drawn(rng, values, count) for name, values in VALUES.items()}
    columns["organisation"] = [f"Org {number}" for number in rng.integers(count // COLLEAGUES, size=count)]
    ends = rng.integers(count, size=(count * TIES // 2, 2)).tolist()
    ties = sorted({(min(pair), max(pair)) for pair in ends if pair[0] != pair[1]})
    return Scenario(
        programme=Programme(id="crowd", title="Crowd", starts=date(2026, 9, 1), ends=date(2027, 7, 31)),
        attributes=tuple(Attribute(name=name) for name in columns),
        participants=tuple(
            Participant(id=_id(k), name=_id(k), attributes={name: column[k] for name, column in columns.items()})
            for k in range(count)
        ),
        rounds=tuple(
            Round(id=f"R{r}", sets=tuple(SetSpec(id=f"R{r}.{s}", least=SIZE, most=SIZE) for s in range(1, sets + 1)))
            for r in range(1, rounds + 1)
        ),
        ties=tuple(Tie(a=_id(a), b=_id(b), kind="knows") for a, b in ties),
        rules=with_implied(_rules()),
    )


def _id(number: int) -> str:
    return f"P{number:05}"


def _drawn(rng: np.random.Generator, values: dict[str, int], count: int) -> list[str]:
    shares = np.array(list(values.values())) / sum(values.values())
    return [str(value) for value in rng.choice(list(values), size=count, p=shares)]


def _rules() -> list[Rule]:
    """Each attribute mixed, colleagues apart, and nobody met again or known before."""
    mixes = [build_rule("mix", id=f"mix_{name}", attribute=name, hard=False) for name in VALUES]
    apart = build_rule("keep_apart", same=("organisation",), hard=False)
    return [*mixes, apart, build_rule("repeat_price"), build_rule("new_contacts")]
