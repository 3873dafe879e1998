"""Duties: whether they are held as they should be, and what comes of them."""

from __future__ import annotations

import json

import pytest

from cohortplan.evaluate import STRUCTURE, Evaluation, evaluate
from cohortplan.model import Absence, Case, Duty
from tests.support.duties import CHAIR, PRESENTS, meetings, people, seated, with_duties

HOME = "P1 P2 P3 | P4 P5 P6"


def form(evaluation: Evaluation) -> list[str]:
    """Return what is wrong with the form of a plan."""
    assert evaluation.valid == (not evaluation.measures[STRUCTURE].amount)
    return [match.sentence for match in evaluation.measures[STRUCTURE].matches]


@pytest.mark.parametrize(
    ("duty", "held", "fault"),
    [
        (CHAIR, {"chair": "P1"}, None),
        (CHAIR, {}, "the duty chair is held by nobody, but should be by 1"),
        (CHAIR, {"chair": "P4"}, "P4 is to have the duty chair but is not there"),
        (CHAIR, {"chair": "P9"}, "P9 is to have the duty chair but is not there"),
        (CHAIR, {"chair": "P1 P2"}, "the duty chair is held by 2, but may be by 1"),
        (CHAIR, {"chair": "P1 P1"}, "P1 is to have the duty chair 2 times"),
        (CHAIR, {"chair": "P1", "stray": "P2"}, "the scenario has no duty stray there"),
        (PRESENTS, {}, None),
        (PRESENTS, {"presents": "P1"}, None),
        (PRESENTS, {"presents": "P1 P2"}, "P2 is to have the duty presents but has no case"),
    ],
)
def test_each_fault_is_told(duty: Duty, held: dict[str, str], fault: str | None) -> None:
    """Who is not there, is named twice or has no case, too many, too few, and unknown duties make a plan invalid."""
    cases = (Case(participant="P1", topic="x"),) if duty.cases else ()
    three = people("public", "public", "public")
    scenario = with_duties(duty, participants=three, rounds=meetings(1, (3,)), cases=cases)
    found = form(evaluate(scenario, seated(scenario, "P1 P2 P3", held={("M1.1", "meet"): held})))
    assert found[:1] == ([] if fault is None else [f"Set M1.1, meet: {fault}."])


def test_who_is_away_that_day_is_not_there() -> None:
    """A chair who is a member but away is a fault, and a set nobody of which is there needs none."""
    away = Absence(participant="P1", first=meetings(1)[0].days[0], last=meetings(1)[0].days[0])
    scenario = with_duties(CHAIR, rounds=meetings(1, (1, 5)), absences=(away,))
    plan = seated(scenario, "P1 | P2 P3 P4 P5 P6", held={("M1.2", "meet"): {"chair": "P2"}})
    assert form(evaluate(scenario, plan)) == []
    plan = seated(scenario, "P1 | P2 P3 P4 P5 P6", held={("M1.1", "meet"): {"chair": "P1"}})
    assert "Set M1.1, meet: P1 is to have the duty chair but is not there." in form(evaluate(scenario, plan))


def test_a_case_is_presented_once() -> None:
    """The second time is a fault."""
    scenario = with_duties(PRESENTS, cases=(Case(participant="P1", topic="x"),))
    held = {(name, "meet"): {"presents": "P1"} for name in ("M1.1", "M2.1")}
    found = form(evaluate(scenario, seated(scenario, HOME, HOME, held=held)))
    assert found == ["Set M2.1, meet: P1 presents a case that was presented before."]


def test_figures_are_those_of_a_count_by_hand() -> None:
    """P1 chairs twice for an hour each and P4 and P5 once; the others do nothing."""
    scenario = with_duties(CHAIR)
    held = {("M1.1", "meet"): "P1", ("M2.1", "meet"): "P1", ("M1.2", "meet"): "P4", ("M2.2", "meet"): "P5"}
    plan = seated(scenario, HOME, HOME, held={place: {"chair": name} for place, name in held.items()})
    figures = evaluate(scenario, plan).metrics.as_json()
    assert (figures["duty_spread"], figures["turn_spread"]) == (2, 2)
    assert (figures["least_minutes"], figures["most_minutes"]) == (0, 120)
    # Of the 15 pairs three differ by 2 and eight by 1: 14, or 28 in both directions.
    assert figures["duty_gini"] == pytest.approx(28 / (2 * 6 * 6 * 4 / 6), abs=1e-6)


@pytest.mark.parametrize(
    ("others", "reason"),
    [
        (("private a x", "nonprofit b"), ""),
        (("private a x", "public b"), "consulted by 1 of the 2 other sectors"),
        (("private b x", "nonprofit b"), "consulted by nobody of the same role"),
        (("private a", "nonprofit b"), "consulted by nobody who knows the topic"),
        (("private a x", "nonprofit b X;y"), "consulted by 0 of the 1 to whom the topic is new"),
        (
            ("public b",),
            "consulted by 0 of the 2 other sectors and nobody of the same role and nobody who knows the topic",
        ),
    ],
)
def test_what_consultants_lack_is_told_of_each_case(others: tuple[str, ...], reason: str) -> None:
    """Other sectors, the role, the topic, in capitals or not, and people to whom it is new: each counts by itself."""
    asked = {"other_sectors": 2, "family": "role", "topics": "topics", "outsiders": 1}
    cohort = people("public a x", *others)
    scenario = with_duties(
        PRESENTS.model_copy(update=asked),
        participants=cohort,
        rounds=meetings(1, (len(cohort),)),
        cases=(Case(participant="P1", topic="x"),),
    )
    plan = seated(scenario, " ".join(scenario.people), held={("M1.1", "meet"): {"presents": "P1"}})
    found = evaluate(scenario, plan)
    assert [hearing.reason for hearing in found.hearings] == [reason]
    assert found.metrics.as_json()["fitting_cases"] == (not reason)
    assert "x" not in json.dumps(found.as_json()["cases"]).replace("next", "").split()


@pytest.mark.parametrize(
    ("seats", "held", "reason"),
    [
        ("P1 P2 P3", "P2 P3", "others take all places where the person's sets meet"),
        ("P1 P2 P3", "P2", "the plan gives no place"),
        ("P2 P3", "P2 P3", "no set of the person's has a meeting for it"),
    ],
)
def test_a_case_that_is_not_presented_has_a_reason(seats: str, held: str, reason: str) -> None:
    """All places are taken, the plan forgets one, or the person never meets."""
    cases = tuple(Case(participant=name, topic="x") for name in ("P1", "P2", "P3"))
    scenario = with_duties(
        PRESENTS, participants=people("public", "public", "public"), rounds=meetings(1, (3,)), cases=cases
    )
    found = evaluate(scenario, seated(scenario, seats, held={("M1.1", "meet"): {"presents": held}}))
    assert found.hearings[0].sentence == f"P1 presents no case: {reason}."


def test_a_programme_without_duties_has_no_figures_of_them() -> None:
    """Nothing of duties or cases is in its score."""
    scenario = with_duties()
    found = evaluate(scenario, seated(scenario, HOME, HOME)).as_json()
    assert not {name for name in (*found, *found["metrics"]) if "dut" in name or "case" in name or "presenter" in name}
