"""Facilitators for the sets of a plan, against brute force."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import combinations, product
from random import Random

import pytest

from cohortplan.evaluate import evaluate
from cohortplan.evaluate.faultlines import faultlines
from cohortplan.model import Away, Charge, Facilitator, Plan, Round, Scenario, charges
from cohortplan.rota import fill_rota
from cohortplan.rules.faultline import Faultline
from tests.support.duties import meetings, people, seated, with_duties
from tests.support.facilitators import circle, facilitated, looked_after

Way = Sequence[tuple[str, ...]]


def a_case(seed: int) -> tuple[Scenario, Plan]:
    """Return six people in one to three rounds of two sets, and facilitators who may not look after all of them."""
    random = Random(seed)  # noqa: S311 - nothing secret
    number = random.randint(1, 3)
    rounds = facilitated(meetings(number), *(random.choice((0, 1, 1, 1, 2)) for _ in range(number)))
    pool = tuple(
        Facilitator(
            id=f"F{k}",
            name=f"Facilitator {k}",
            organisation=random.choice(("", "org1", "org2", "org5")),
            skills=tuple("abc"[: random.randint(0, 3)]),
            most_sets=random.choice((1, 1, 2)),
            most_in_all=random.choice((None, None, 1, 2)),
            away=random.choice(((), (Away(first=date(2026, 10, 8), last=date(2026, 10, 15)),))),
        )
        for k in range(1, 4)
    )
    members = tuple(
        each.model_copy(update={"attributes": {**each.attributes, "organisation": f"Org{k}", "town": "ab"[k % 2]}})
        for k, each in enumerate(people(*(random.choice(("public", "private")) for _ in range(6))), start=1)
    )
    rule = Faultline(id="faultline", attributes=("sector", "town"), least=2)
    scenario = with_duties(rounds=rounds, facilitators=pool, participants=members, rules=(rule,))
    names, seats = list(scenario.people), []
    for _ in rounds:
        random.shuffle(names)
        seats.append(f"{' '.join(sorted(names[:3]))} | {' '.join(sorted(names[3:]))}")
    return scenario, seated(scenario, *seats)


def ways(scenario: Scenario, found: Sequence[Charge]) -> Iterable[Way]:
    """Return every way to look after the sets in which nobody has too many or one they may not have."""
    choices = []
    for charge in found:
        able = [each.id for each in scenario.facilitators if not charge.bar(each)]
        choices.append([who for size in range(charge.wanted + 1) for who in combinations(able, size)])
    for way in product(*choices):
        in_all = Counter(name for who in way for name in who)
        in_session = Counter((charge.session, name) for charge, who in zip(found, way, strict=True) for name in who)
        if all(number <= scenario.facilitator[name].most_sets for (_, name), number in in_session.items()) and all(
            number <= (scenario.facilitator[name].most_in_all or 9) for name, number in in_all.items()
        ):
            yield way


def value(found: Sequence[Charge], way: Way) -> tuple[int, int, int]:
    """Return the places left open, how they are spread over the sets, and the sets over the facilitators."""
    left = [charge.wanted - len(who) for charge, who in zip(found, way, strict=True)]
    loads = Counter(name for who in way for name in who)
    return sum(left), sum(each * each for each in left), sum(each * each for each in loads.values())


@pytest.mark.parametrize("seed", range(120))
def test_no_way_serves_more_or_is_more_even(seed: int) -> None:
    """Of all ways there are, none fills more places, leaves less to one set, or spreads the sets more evenly."""
    scenario, plan = a_case(seed)
    found = charges(scenario, plan)
    filled = fill_rota(scenario, plan)
    got = [charge.held for charge in charges(scenario, filled)]
    assert got in [list(way) for way in ways(scenario, found)]
    assert value(found, got) == min(value(found, way) for way in ways(scenario, found))
    assert [match.sentence for match in evaluate(scenario, filled).violations() if match.rule == "structure"] == []


@pytest.mark.parametrize("seed", range(120))
def test_within_a_round_no_way_keeps_more_or_suits_better(seed: int) -> None:
    """As many sets each, no more members keep their facilitator, nor do the more skilled have riskier sets."""
    scenario, plan = a_case(seed)
    found = charges(scenario, fill_rota(scenario, plan))
    risk = {name: int(1000 * fau) for name, fau in faultlines(scenario, plan).items()}
    had: dict[str, set[str]] = {}
    for session in sorted({charge.session for charge in found}):
        mine = [charge for charge in found if charge.session == session]

        def cost(way: Way, mine: Sequence[Charge] = mine) -> tuple[int, int]:
            pairs = [(charge, name) for charge, who in zip(mine, way, strict=True) for name in who]
            strangers = sum(len(set(charge.members) - had.get(name, set())) for charge, name in pairs)
            return strangers, -sum(risk[charge.set] * len(scenario.facilitator[name].skills) for charge, name in pairs)

        def counts(way: Way) -> tuple[Counter[str], list[int]]:
            return Counter(name for who in way for name in who), [len(who) for who in way]

        got = [charge.held for charge in mine]
        alike = [way for way in ways(scenario, mine) if counts(way) == counts(got)]
        assert cost(got) == min(map(cost, alike))
        for charge in mine:
            for name in charge.held:
                had.setdefault(name, set()).update(charge.members)


@pytest.mark.parametrize("seed", range(60))
def test_who_may_stay_is_kept(seed: int) -> None:
    """What is rightly held stays with keep, nothing is broken, and nobody could be added where a place is open."""
    scenario, plan = a_case(seed)
    random = Random(seed)  # noqa: S311 - nothing secret
    held = {charge.set: (random.choice(("F1", "F2", "F3", "Nobody")),) for charge in charges(scenario, plan)}
    edited = looked_after(plan, held)
    kept = fill_rota(scenario, edited, keep=True)
    found = evaluate(scenario, kept)
    assert [match.sentence for match in found.violations() if match.rule == "structure"] == []
    wrong = " ".join(match.sentence for match in evaluate(scenario, edited).violations())
    for charge in charges(scenario, kept):
        assert f"Set {charge.set}: " in wrong or set(held[charge.set]) <= set(charge.held)


def test_a_set_that_stays_together_keeps_its_facilitator() -> None:
    """Three rounds of the same two sets: each facilitator has one of them all the time."""
    scenario = with_duties(rounds=facilitated(meetings(3), 1, 1, 1), facilitators=circle(2))
    plan = fill_rota(scenario, seated(scenario, "P1 P2 P3 | P4 P5 P6", "P4 P5 P6 | P1 P2 P3", "P1 P2 P3 | P4 P5 P6"))
    assert [charge.held for charge in charges(scenario, plan)] == [
        ("F1",), ("F2",), ("F2",), ("F1",), ("F1",), ("F2",)
    ]  # fmt: skip


def test_sets_run_themselves_when_the_rounds_say_so() -> None:
    """Two facilitated rounds, then one without; the plan says nothing of facilitators there."""
    scenario = with_duties(rounds=facilitated(meetings(3), 2, 1, 0), facilitators=circle(2, most_sets=2))
    plan = fill_rota(scenario, seated(scenario, *["P1 P2 P3 | P4 P5 P6"] * 3))
    numbers = [[len(group.facilitators) for group in planned.sets] for planned in plan.rounds]
    assert numbers == [[2, 2], [1, 1], [0, 0]]


def test_rounds_at_one_time_share_their_facilitators() -> None:
    """Of two rounds whose meetings overlap, a facilitator of one set has one set in both together."""
    first, second = meetings(2)
    window = first.activities[0].windows[0]
    moved = second.activities[0].model_copy(update={"windows": (window,)})
    both: tuple[Round, ...] = (first, second.model_copy(update={"activities": (moved,)}))
    scenario = with_duties(rounds=meetings(2), facilitators=circle(3))
    scenario = scenario.model_copy(update={"rounds": facilitated(both, 1, 1)})
    plan = fill_rota(scenario, seated(scenario, "P1 P2 P3 | P4 P5 P6", "P1 P2 P3 | P4 P5 P6"))
    assert sorted(charge.held for charge in charges(scenario, plan)) == [(), ("F1",), ("F2",), ("F3",)]
