"""Cohorts for which counting arguments are known."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from cohortplan.model import Activity, Participant, Round, Rule, Scenario, SetSpec, Window
from cohortplan.problem import Problem, compile_problem
from tests.support import make_scenario


def meetings(rounds: int, sizes: list[tuple[int, int]]) -> tuple[Round, ...]:
    """Rounds of monthly meetings in sets of given sizes."""
    first = datetime.fromisoformat("2026-10-06T17:00")
    windows = [
        Window(start=first + timedelta(days=28 * r), end=first + timedelta(days=28 * r, hours=3)) for r in range(rounds)
    ]
    return tuple(
        Round(
            id=f"R{r + 1}",
            sets=tuple(SetSpec(id=f"R{r + 1}.{s + 1}", least=low, most=high) for s, (low, high) in enumerate(sizes)),
            activities=(Activity(id="meeting", windows=(window,)),),
        )
        for r, window in enumerate(windows)
    )


def people(sectors: dict[str, int]) -> tuple[Participant, ...]:
    """So many people of each sector, alike in everything else."""
    values = [sector for sector, count in sectors.items() for _ in range(count)]
    return tuple(
        Participant(
            id=f"P{k + 1:02}",
            name=f"Person {k + 1}",
            attributes={"sector": sector, "organisation": f"Org {k + 1}", "town": "Leeds"},
        )
        for k, sector in enumerate(values)
    )


def eleven(count: int, *rules: Rule, **parts: Any) -> Scenario:
    """5 public, 4 nonprofit and 2 private people who meet in sets of 4, 4 and 3."""
    given = {
        "participants": people({"public": 5, "nonprofit": 4, "private": 2}),
        "hosts": (),
        "rounds": meetings(count, [(4, 4), (4, 4), (3, 3)]),
    }
    return make_scenario(rules, **{**given, **parts})


def thirty(rounds: int, least: int, most: int, *rules: Rule) -> Problem:
    """30 people who meet in five sets."""
    parts: dict[str, Any] = {
        "participants": people({"public": 30}),
        "hosts": (),
        "rounds": meetings(rounds, [(least, most)] * 5),
    }
    return compile_problem(make_scenario(rules, **parts))
