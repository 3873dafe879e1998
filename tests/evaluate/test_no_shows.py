"""What is left of a plan when things go wrong: against formulas, and by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cohortplan.evaluate import planned_contacts
from cohortplan.evaluate.no_shows import Chances, Spread, no_shows
from cohortplan.io import read_plan, read_scenario
from cohortplan.model import Attendance, Scenario
from cohortplan.rules import build_rule
from tests.support import make_scenario
from tests.support.builders import hosts
from tests.support.plans import make_plan

ROOT = Path(__file__).parents[2]
DAYS = ("2026-10-08", "2026-10-22", "2026-11-05")


def programme(**parts: object) -> Scenario:
    """Return three visit days; everybody is to see a prison, which asks for a clearance."""
    there = tuple(host.model_copy(update={"clearance": "gate"} if k == 0 else {}) for k, host in enumerate(hosts(4)))
    rule = build_rule("host_quota", id="prison", kinds=("prison",), least=1)
    people = make_scenario().participants
    cleared = tuple(person.model_copy(update={"cleared": ("gate",)}) for person in people)
    return make_scenario((rule,), **{"hosts": there, "participants": cleared, **parts})


SCENARIO = programme()
PLAN = make_plan(
    SCENARIO,
    {
        "D1": "P01 P02 P03 P04 | P05 P06 P07 P08",
        "D2": "P05 P06 P03 P04 | P01 P02 P07 P08",
        "D3": "P01 P05 P07 | P02 P03",
    },
    {
        (f"D{r}.{s}", "visit"): (host, f"{DAYS[r - 1]}T10:00", 180)
        for r, two in enumerate(("H1 H2", "H2 H1", "H3 H4"), start=1)
        for s, host in enumerate(two.split(), start=1)
    },
)


def formula(scenario: Scenario, met: dict[object, tuple[str, ...]], q: float) -> float:
    """Return the expected number of pairs that meet if everybody is absent with chance q in every round."""
    del scenario
    return sum(1 - (1 - (1 - q) ** 2) ** len(rounds) for rounds in met.values())


@pytest.mark.slow
@pytest.mark.parametrize("share", [0.03, 0.25])
def test_pairs_come_to_what_the_formula_says(share: float) -> None:
    """Where each round has a day of its own the mean is that of the closed formula, within its interval."""
    expected = formula(SCENARIO, dict(planned_contacts(SCENARIO, PLAN)), share)
    found = no_shows(SCENARIO, PLAN, Chances(no_show=share), runs=4000, seed=3)
    assert found.pairs.least <= expected <= found.pairs.most
    assert found.pairs.most - found.pairs.least < 0.3


@pytest.mark.slow
def test_the_flagship_comes_to_what_the_formula_says() -> None:
    """So it is for thirty people and eight days."""
    folder = ROOT / "scenarios" / "threesector-30x10"
    scenario, plan = read_scenario(folder), read_plan(folder / "plan.json")
    expected = formula(scenario, dict(planned_contacts(scenario, plan)), 0.03)
    found = no_shows(scenario, plan, Chances(no_show=0.03), runs=300, seed=1)
    assert found.pairs.least <= expected <= found.pairs.most


def test_nothing_goes_wrong_without_chances() -> None:
    """With all chances 0 every run is as planned."""
    found = no_shows(SCENARIO, PLAN, Chances(0, 0, 0), runs=5)
    pairs = len(planned_contacts(SCENARIO, PLAN))
    assert found.pairs == Spread(pairs, pairs, pairs, pairs, pairs, pairs)
    assert found.people["prison"] == Spread(*[2] * 6)


def test_everything_goes_wrong() -> None:
    """Nobody meets if all stay away, or all hosts call off; everybody then misses the prison."""
    for chances in (Chances(1, 0, 0), Chances(0, 1, 0)):
        found = no_shows(SCENARIO, PLAN, chances, runs=3)
        assert found.pairs.mean == found.fewest.mean == 0
        assert found.people["prison"].mean == 8


def test_who_is_turned_away_at_the_gate_misses_that_visit_only() -> None:
    """All are turned away at the prison, which is all that its sets do that day; the others meet."""
    found = no_shows(SCENARIO, PLAN, Chances(0, 0, 1), runs=3)
    assert found.people["prison"].mean == 8
    left = {"D1": "P05 P06 P07 P08", "D2": "P05 P06 P03 P04", "D3": "P01 P05 P07 | P02 P03"}
    pairs = {
        frozenset((a, b)) for text in left.values() for one in text.split("|") for a in one.split() for b in one.split()
    }
    assert found.pairs.mean == sum(len(pair) == 2 for pair in pairs)


@pytest.mark.slow
def test_a_visit_is_called_off_for_all_who_come_then() -> None:
    """A visit takes place with the chance that is left: the mean number of people at the prison is as computed."""
    found = no_shows(SCENARIO, PLAN, Chances(0, 0.5, 0), runs=4000, seed=1)
    # P03 and P04 come on the first day, P07 and P08 on the second, P01 and P02 on both, P05 and P06 never.
    expected = 2 + 4 * 0.5 + 2 * 0.25
    assert found.people["prison"].least <= expected <= found.people["prison"].most


def test_what_is_recorded_stays() -> None:
    """A round of which attendance is recorded is as it was, whatever the chances."""
    away = tuple(
        Attendance(
            participant=f"P{k:02}",
            round="D1",
            set=f"D1.{1 + (k > 4)}",
            activity="visit",
            date=date(2026, 10, 8),
            present=k != 1,
        )
        for k in range(1, 9)
    )
    found = no_shows(programme(attendance=away), PLAN, Chances(1, 0, 0), runs=3)
    assert found.pairs.mean == 3 + 6
    assert found.people["prison"].mean == 5


def test_the_same_seed_gives_the_same_figures() -> None:
    """Twice the same seed gives the same, another seed something else."""
    first, again, other = (no_shows(SCENARIO, PLAN, Chances(0.2, 0.1, 0.1), runs=50, seed=s) for s in (7, 7, 8))
    assert first == again
    assert first.pairs != other.pairs


def test_the_interval_is_that_of_the_mean() -> None:
    """Of 1, 2, 3 and 4 the mean is 2.5, its standard error 0.645; one in ten is at most 1, nine in ten at most 4."""
    found = Spread.of(4, [4, 1, 3, 2])
    assert (found.mean, found.p10, found.p90) == (2.5, 1, 4)
    assert (found.least, found.most) == pytest.approx((2.5 - 1.96 * 0.6455, 2.5 + 1.96 * 0.6455), abs=1e-3)
