"""How news spreads over contacts."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest

from cohortplan.evaluate.network import news
from cohortplan.model import Tie
from tests.support import cohort, make_scenario, visit_rounds

#: Four rounds among eight people.
SCENARIO = make_scenario(
    participants=cohort(8), rounds=visit_rounds(4, [(1, 8), (1, 8)]), ties=(Tie(a="P01", b="P08"),)
)


def doubling() -> dict[tuple[str, str], tuple[str, ...]]:
    """Pairs who are one, two and four places apart meet in the first three rounds, so that news can double."""
    people = [person.id for person in SCENARIO.participants]
    return {
        (people[k], people[k ^ step]): (f"D{number}",)
        for number, step in enumerate((1, 2, 4), start=1)
        for k in range(8)
        if k < k ^ step
    }


def test_sure_news_doubles_and_reaches_all_in_three_rounds() -> None:
    """Whoever begins, 1, 2, 4 and 8 of 8 know it, and a last round without meetings changes nothing."""
    found = news(SCENARIO, doubling(), 1)
    assert found.heard == (0.125, 0.25, 0.5, 1, 1)
    assert (found.rounds, found.slow) == (3, 3)


def test_news_that_nobody_tells_stays_with_one() -> None:
    """Nor does it travel without meetings, whatever ties there were before; then no number of rounds is told."""
    for found in (news(SCENARIO, doubling(), 0), news(SCENARIO, {}, 1)):
        assert found.heard == (0.125,) * 5
        assert (found.rounds, found.slow) == (None, None)


def test_news_goes_one_step_a_round() -> None:
    """Who hears it in a round tells it in the next: after one, in a chain, only those beside the first know it."""
    people = [person.id for person in SCENARIO.participants]
    chain = dict.fromkeys(pairwise(people), ("D1",))
    assert news(SCENARIO, chain, 1).heard[1] <= 3 / 8


@pytest.mark.parametrize("chance", [0.2, 0.5, 0.8])
def test_the_same_seed_tells_the_same(chance: float) -> None:
    """However the contacts are listed; and a higher chance never lowers what is heard in one round from all to all."""
    met = doubling()
    again = dict(reversed(met.items()))
    assert news(SCENARIO, met, chance, seed=3) == news(SCENARIO, again, chance, seed=3)
    everyone = dict.fromkeys(combinations(sorted(SCENARIO.people), 2), ("D1",))
    heard = news(SCENARIO, everyone, chance).heard[1]
    assert heard == pytest.approx((1 + 7 * chance) / 8, abs=0.07)


def test_one_person_has_heard_it_at_once() -> None:
    """Nine of ten of one are reached before the first round."""
    alone = make_scenario(participants=cohort(1), rounds=visit_rounds(1, [(1, 1)]))
    assert (news(alone, {}, 0.5).rounds, news(alone, {}, 0.5).heard) == (0, (1, 1))
