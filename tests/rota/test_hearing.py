"""Peer consulting: who presents where, against brute force."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest

from cohortplan.evaluate import evaluate
from cohortplan.model import Case, Plan, Scenario
from cohortplan.model.duties import consultants
from cohortplan.model.turns import turns
from cohortplan.rota import fill_rota
from cohortplan.rota.flow import Flow
from tests.support.duties import PRESENTS, meetings, people, seated, who, with_duties

SECTORS = ("public", "private", "nonprofit")


def a_case(seed: int) -> tuple[Scenario, Plan]:
    """Return five people of chance sectors, most with a case, in two or three meetings of two sets."""
    random = Random(seed)  # noqa: S311 - nothing secret
    number = random.randint(1, 3)
    ids = [f"P{k}" for k in range(1, 6)]
    duty = PRESENTS.model_copy(update={"count": 1, "other_sectors": random.randint(1, 2), "family": "role"})
    scenario = with_duties(
        duty,
        participants=people(*(f"{random.choice(SECTORS)} {random.choice('ab')}" for _ in ids)),
        rounds=meetings(number, (3, 3)),
        cases=tuple(Case(participant=each, topic="x") for each in ids if each == "P1" or random.random() < 0.8),
    )
    seats = []
    for _ in range(number):
        random.shuffle(ids)
        seats.append(f"{' '.join(sorted(ids[:3]))} | {' '.join(sorted(ids[3:]))}")
    return scenario, seated(scenario, *seats)


@pytest.mark.parametrize("seed", range(60))
def test_no_way_hears_more_cases_or_fits_more(seed: int) -> None:
    """Of all ways to give the places, none hears more, fits more of them, or lacks less in the others."""
    scenario, plan = a_case(seed)
    posts = turns(scenario, plan)

    def value(presenters: tuple[str | None, ...]) -> tuple[int, int, int]:
        short = [
            len(consultants(scenario, turn.duty, person, turn.others(person)).lacks(turn.duty))
            for turn, person in zip(posts, presenters, strict=True)
            if person is not None
        ]
        return len(short), sum(not each for each in short), -sum(short)

    choices = [[None, *(person for person in turn.there if person in scenario.case)] for turn in posts]
    ways = [way for way in product(*choices) if len(set(filter(None, way))) == len(list(filter(None, way)))]
    found = turns(scenario, fill_rota(scenario, plan))
    assert value(tuple((*turn.held, None)[0] for turn in found)) == max(map(value, ways))


def test_eleven_cases_fit_twelve_places() -> None:
    """Six meetings of eleven people with two cases each: all are heard, one place is to spare."""
    scenario = with_duties(
        PRESENTS,
        participants=people(*["public"] * 11),
        rounds=meetings(6, (11,)),
        cases=tuple(Case(participant=f"P{k}", topic="x") for k in range(1, 12)),
    )
    plan = fill_rota(scenario, seated(scenario, *[" ".join(scenario.people)] * 6))
    figures = evaluate(scenario, plan).metrics.duties
    assert figures is not None
    assert (figures.presenters, figures.presenters_served) == (11, 11)
    assert sorted(len(names.split()) for names in who(plan, "presents").values()) == [1, 2, 2, 2, 2, 2]


def test_cases_are_spread_over_the_meetings() -> None:
    """Three cases in three meetings with room for two in each of two sets: one a meeting."""
    cases = tuple(Case(participant=f"P{k}", topic="x") for k in (1, 2, 3))
    scenario = with_duties(PRESENTS, rounds=meetings(3), cases=cases)
    plan = fill_rota(scenario, seated(scenario, *["P1 P2 P3 | P4 P5 P6"] * 3))
    assert len(who(plan, "presents")) == 3


def test_nobody_presents_to_nobody() -> None:
    """A person alone in a set has no one to consult; the case is not heard, and the reason is told."""
    scenario = with_duties(PRESENTS, rounds=meetings(1, (1, 5)), cases=(Case(participant="P1", topic="x"),))
    plan = fill_rota(scenario, seated(scenario, "P1 | P2 P3 P4 P5 P6"))
    assert who(plan, "presents") == {}
    (hearing,) = evaluate(scenario, plan).hearings
    assert hearing.sentence == "P1 presents no case: no set of the person's has a meeting for it."


def test_a_flow_is_rerouted_when_that_is_cheaper() -> None:
    """The second unit takes the first one's cheap way out, which takes another: 1 + 3, not 1 + 9."""
    flow = Flow()
    source, a, b, x, y, sink = (flow.node() for _ in range(6))
    arcs = {name: flow.arc(*ends) for name, ends in {"a": (source, a), "b": (source, b), "ax": (a, x, 1)}.items()}
    arcs |= {"ay": flow.arc(a, y, 2), "bx": flow.arc(b, x, 1), "by": flow.arc(b, y, 9)}
    for end in (x, y):
        flow.arc(end, sink)
    assert flow.send(source, sink)
    assert flow.send(source, sink)
    assert not flow.send(source, sink)
    assert [name for name, arc in arcs.items() if flow.used(arc)] == ["a", "b", "ay", "bx"]
