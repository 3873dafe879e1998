"""Checking and counting the facilitators of a plan."""

from __future__ import annotations

from datetime import date

import pytest

from cohortplan.evaluate import evaluate
from cohortplan.model import Away, Facilitator, Plan, Scenario
from tests.support.duties import meetings, people, seated, with_duties
from tests.support.facilitators import circle, facilitated, looked_after

HOME = "P1 P2 P3 | P4 P5 P6"
F1, F2, F3 = circle(3)


def a_programme(*facilitators: Facilitator, number: int = 1) -> tuple[Scenario, Plan]:
    """Return six people in two meetings of two sets, P1 of City Hall, and a plan without facilitators."""
    first, *others = people(*["public"] * 6)
    first = first.model_copy(update={"attributes": {**first.attributes, "organisation": "City Hall"}})
    rounds = facilitated(meetings(2), number, 0)
    scenario = with_duties(participants=(first, *others), rounds=rounds, facilitators=facilitators)
    return scenario, seated(scenario, HOME, HOME)


def faults(scenario: Scenario, plan: Plan, **held: tuple[str, ...]) -> list[str]:
    """Return what is wrong with the form of a plan whose sets ``M1_1`` and so on have facilitators."""
    by_set = {name.replace("_", "."): who for name, who in held.items()}
    return [match.sentence for match in evaluate(scenario, looked_after(plan, by_set)).violations()]


@pytest.mark.parametrize(
    ("facilitator", "bar"),
    [
        (F1.model_copy(update={"organisation": "city  hall"}), "tied to a member's organisation"),
        (F1.model_copy(update={"sponsor": ("City Hall",)}), "tied to a member's organisation"),
        (F1.model_copy(update={"away": (Away(first=date(2026, 10, 8), last=date(2026, 10, 8)),)}), "away"),
    ],
)
def test_who_may_not_look_after_a_set_is_told(facilitator: Facilitator, bar: str) -> None:
    """Whose organisation, in whatever capitals, or sponsor a member has, and who is away that day."""
    scenario, plan = a_programme(facilitator, F2, F3)
    assert faults(scenario, plan, M1_1=("F1",), M1_2=("F2",)) == [f"Set M1.1: F1 is to look after it but is {bar}."]


def test_skills_are_asked_for() -> None:
    """A round that asks for mediation does not take a coach; capitals do not matter."""
    scenario, plan = a_programme(F1, F2.model_copy(update={"skills": ("Mediation",), "most_sets": 2}))
    asked = scenario.rounds[0].model_copy(update={"facilitator_skills": ("mediation",)})
    scenario = scenario.model_copy(update={"rounds": (asked, scenario.rounds[1])})
    assert faults(scenario, plan, M1_1=("F1",), M1_2=("F2",)) == [
        "Set M1.1: F1 is to look after it but is without the skills asked for."
    ]


def test_what_a_plan_says_of_facilitators_is_checked() -> None:
    """Nobody known, somebody twice, one too many, somebody in a set that runs itself, and too many sets."""
    scenario, plan = a_programme(F1, F2, F3)
    assert faults(scenario, plan, M1_1=("F9",), M1_2=("F1",)) == [
        "Set M1.1: F9 is to look after it but is no facilitator."
    ]
    assert faults(scenario, plan, M1_1=("F1", "F1"), M1_2=("F2", "F3")) == [
        "Set M1.1: F1 is to look after it 2 times.",
        "Set M1.2: it is looked after by 2, but should be by 1.",
    ]
    assert faults(scenario, plan, M1_1=("F1",), M1_2=("F1",), M2_1=("F2",)) == [
        "Set M1.2: F1 is to look after it but has more sets of a round than 1.",
        "Set M2.1: it is looked after by 1, but should be by nobody.",
    ]
    few = F1.model_copy(update={"most_sets": 2, "most_in_all": 1})
    scenario, plan = a_programme(few, F2)
    assert faults(scenario, plan, M1_1=("F1",), M1_2=("F1",)) == [
        "Set M1.2: F1 is to look after it but has more sets in all than 1."
    ]


def test_a_place_is_missed_only_where_somebody_may_fill_it() -> None:
    """With two facilitators free the open set is a fault; with one, who has a set, it is told with the reason."""
    scenario, plan = a_programme(F1, F2)
    assert faults(scenario, plan, M1_1=("F1",)) == [
        "Set M1.2: it has none of 1 facilitators, though F2 may look after it."
    ]
    scenario, plan = a_programme(F1, F2.model_copy(update={"away": (Away(first=date.min, last=date.max),)}))
    found = evaluate(scenario, looked_after(plan, {"M1.1": ("F1",)}))
    assert found.valid
    assert [place.sentence for place in found.open_places] == [
        "Set M1.2 has none of 1 facilitators: 1 with as many sets as they may have, 1 away."
    ]
    assert found.as_json()["open_places"] == [
        {
            "round": "M1",
            "set": "M1.2",
            "wanted": 1,
            "has": 0,
            "reasons": {"with as many sets as they may have": 1, "away": 1},
        }
    ]


def test_an_empty_set_needs_nobody() -> None:
    """A set nobody sits in has no facilitator and lacks none."""
    scenario, plan = a_programme(F1)
    scenario = scenario.model_copy(update={"rounds": facilitated(meetings(1, (6, 6)), 1)})
    plan = seated(scenario, "P1 P2 P3 P4 P5 P6 | ")
    assert faults(scenario, plan, M1_1=("F1",)) == []


def test_figures_tell_how_even_it_is() -> None:
    """F1 has two sets, F2 one and F3 none, of four places."""
    scenario, plan = a_programme(F1.model_copy(update={"most_sets": 2}), F2, F3, number=2)
    found = evaluate(scenario, looked_after(plan, {"M1.1": ("F1", "F2"), "M1.2": ("F1",)})).metrics.as_json()
    assert (found["facilitator_places"], found["facilitator_places_filled"]) == (4, 3)
    assert (found["facilitator_spread"], found["facilitator_gini"]) == (2, round(4 / 9, 6))


def test_a_programme_without_facilitators_has_no_figures_of_them() -> None:
    """Nothing of facilitators is in its score, and nothing in a plan file."""
    scenario = with_duties()
    plan = seated(scenario, HOME, HOME)
    assert not [name for name in evaluate(scenario, plan).as_json()["metrics"] if "facilitator" in name]
    assert "facilitators" not in plan.model_dump_json()
