"""The shipped scenarios reach the values their expected.toml files record, and no plan beats a proof."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cohortplan.evaluate import evaluate
from cohortplan.io import read_plan, read_scenario
from cohortplan.model import Plan, Scenario, turns
from cohortplan.rules import build_rule
from cohortplan.solve import solve
from cohortplan.solvers.base import Board, Progress, Stop

SCENARIOS = Path(__file__).parent.parent / "scenarios"
#: Every scenario file that is shipped, and those that come in three levels of tightness.
FILES = sorted(
    path.relative_to(SCENARIOS)
    for path in SCENARIOS.glob("*/*.toml")
    if path.with_name("scenario.toml").exists() and path.name not in ("expected.toml", "disruptions.toml")
)
LEVELS = [path for path in FILES if (SCENARIOS / path.parent / "tight.toml").exists()]


def expected(name: str) -> list[dict[str, Any]]:
    """Return the recorded values of a scenario."""
    values: list[dict[str, Any]] = tomllib.loads((SCENARIOS / name / "expected.toml").read_text())["value"]
    return values


def checked(scenario: Scenario, **how: Any) -> tuple[Plan, dict[str, Any]]:
    """Solve and return the plan with its figures, confirmed by the independent checker."""
    result = solve(scenario, **how)
    assert result.plan is not None
    found = evaluate(scenario, result.plan)
    assert found.valid
    return result.plan, found.metrics.as_json()


@pytest.mark.slow
@pytest.mark.parametrize("value", expected("connect-11"), ids=lambda value: f"connect-11{value['scenario']}")
def test_connect_11_reaches_its_proved_values(value: dict[str, Any]) -> None:
    """Each number of meetings gives exactly the proved number of pairs, and all cases are well heard."""
    scenario = read_scenario(f"{SCENARIOS / 'connect-11'}{value['scenario']}")
    _, figures = checked(scenario, stop=Stop(seconds=20))
    assert figures[value["metric"]] == value["best"]
    possible = "possible_pairs" if value["metric"] == "distinct_pairs" else "presenters"
    assert figures[possible] == value["possible"]


def test_whole_group_mode_keeps_every_rule() -> None:
    """As one group, the eleven visit six places, each brings one case to one of twelve places, and all do alike."""
    scenario = read_scenario(SCENARIOS / "connect-11" / "whole.toml")
    plan, figures = checked(scenario, stop=Stop(seconds=10))
    places = [visit.host for visit in scenario.visits(plan)]
    cases = [turn.held for turn in turns(scenario, plan) if turn.duty.cases]
    assert len(set(places)) == len(places) == 6
    assert sorted(person for people in cases for person in people) == sorted(scenario.people)
    assert sorted(len(people) for people in cases) == [1, *[2] * 5]
    assert (figures["duty_spread"], figures["turn_spread"]) == (1, 1)


def test_all_cases_of_the_shipped_plan_have_consultants_that_fit() -> None:
    """Each of the eleven is consulted by two other sectors, one who knows the topic and two to whom it is new."""
    folder = SCENARIOS / "connect-11"
    found = evaluate(read_scenario(folder), read_plan(folder / "plan.json"))
    assert found.metrics.as_json()["fitting_cases"] == 11
    assert all(each.consultants is not None and each.consultants[:1] == (2,) for each in found.hearings)


@pytest.mark.parametrize("path", FILES, ids=str)
def test_shipped_scenario_holds_together(path: Path) -> None:
    """Every scenario file is read without a defect, says what it is for, and has an id of its own."""
    scenario = read_scenario(SCENARIOS / path)
    assert scenario.charter
    assert scenario.programme.id == "-".join((path.parent.name, *([path.stem] if path.stem != "scenario" else [])))


@pytest.mark.parametrize(
    ("planned_on", "refused", "sentences"),
    [
        ("2026-09-01", ("P19",), {"P19 cannot go to H01."}),
        ("2026-10-23", (), {"P07 cannot go to H01.", "P19 cannot go to H01."}),
        ("2026-10-22", (), set()),
    ],
)
def test_prisons_receive_no_one_who_is_refused_or_late(
    planned_on: str, refused: tuple[str], sentences: set[str]
) -> None:
    """In the flagship's plan, somebody refused stays away from the prison, and after the cut-off those not cleared do.

    The visit of two people who do not hold their papers is on 12 November, and names are in 21 days before.
    """
    folder = SCENARIOS / "threesector-30x10"
    scenario = read_scenario(folder)
    people = tuple(
        person.model_copy(update={"cleared": (), "refused": ("list-A",)}) if person.id in refused else person
        for person in scenario.participants
    )
    programme = scenario.programme.model_copy(update={"planned_on": date.fromisoformat(planned_on)})
    parts = {name: getattr(scenario, name) for name in Scenario.model_fields}
    later = Scenario(**{**parts, "participants": people, "programme": programme})
    matches = build_rule("clearance").measure(later, read_plan(folder / "plan.json")).matches
    assert {match.sentence for match in matches} == sentences


@pytest.mark.slow
@pytest.mark.parametrize("path", LEVELS, ids=str)
def test_every_level_has_a_plan(path: Path) -> None:
    """However tight, there is a plan that keeps every hard rule, and it is found in time."""
    boards: list[Board] = []

    def heard(news: Progress) -> None:
        if news.score is not None and news.score.hard == 0:
            boards[0].halt()

    checked(read_scenario(SCENARIOS / path), stop=Stop(seconds=120), listener=heard, board_ready=boards.append)


@pytest.mark.parametrize("name", sorted(path.parent.name for path in SCENARIOS.glob("*/plan.json")))
def test_shipped_plan_is_as_good_as_recorded(name: str) -> None:
    """The plan shown in the scenario's README keeps every rule and has the recorded figures."""
    scenario, plan = read_scenario(SCENARIOS / name), read_plan(SCENARIOS / name / "plan.json")
    found = evaluate(scenario, plan)
    assert found.valid
    assert plan.scenario.sha256 == scenario.sha256
    for value in expected(name):
        if value["scenario"] == "":
            assert found.metrics.as_json()[value["metric"]] == value["best"]
