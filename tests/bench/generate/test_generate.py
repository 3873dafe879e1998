"""What is drawn: the same everywhere, each factor by itself, as the factors say, and with plans."""

from __future__ import annotations

from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from cohortplan.bench.generate import Generated, generate
from cohortplan.bench.generate.card import whole
from cohortplan.bench.generate.features import features
from cohortplan.bench.generate.parts import SCRIPT
from cohortplan.errors import InputError
from cohortplan.evaluate import evaluate
from cohortplan.io import read_scenario
from cohortplan.io.changes import read_changes
from cohortplan.living.softening import taken_in
from cohortplan.solve import solve
from cohortplan.solvers.base import Stop
from tests.bench.generate.small import rows, small

MUSEUM = {"kind": "museum", "sector": "arts", "function": "culture", "capacity": 11, "clearance": True}
#: Factors, and the checksum of what is drawn by them.
GOLDEN = [
    ({}, "75ffa98dbfe17de5ab55f9d0291cf6cc7bf21b97f2e55f2404b421f26e6aca8f"),
    ({"seed": 7, "plant": True}, "eb70af3fe3bf2c670e20be0f219afdea17895282b6e9c0a9e9c9bb405bae2a83"),
    (
        {"organisation_skew": 1.7, "homophily": 0.2, "tightness": 0.9, "availability": 0.5, "kinds": [MUSEUM]},
        "bb2bf5af53b1e1ad76e519460de72f94933739a8278296c11e460e9979c35b33",
    ),
]
TABLES = {"participants.csv", "places.csv", "hosts.csv", "closures.csv", "rounds.csv", "ties.csv", "disruptions.toml"}


def checksum(made: Generated) -> str:
    """Return the checksum of an instance's files."""
    return whole({name: sha256(text.encode()).hexdigest() for name, text in made.files.items()})


@pytest.mark.parametrize(("changes", "known"), GOLDEN)
def test_the_same_bytes_are_drawn_everywhere(changes: dict[str, Any], known: str) -> None:
    """The checksum of what some factors draw is known; if it is to change, the generator gets another number."""
    assert checksum(generate(small(**changes))) == known


def test_each_seed_draws_something_else() -> None:
    """People, hosts and ties differ from seed to seed."""
    one, other = (generate(small(seed=seed)) for seed in (0, 1))
    for file in ("participants.csv", "hosts.csv", "ties.csv", "closures.csv"):
        assert one.files[file] != other.files[file]


@pytest.mark.parametrize(
    ("changes", "touched"),
    [
        ({"ties": 0.3}, {"ties.csv"}),
        ({"homophily": 0.0}, {"ties.csv"}),
        ({"keep_apart": 0.1}, {"ties.csv"}),
        ({"projects": 0.1}, {"ties.csv"}),
        ({"preferences": 0.6}, set()),
        ({"no_show": 0.3}, {"disruptions.toml"}),
        ({"disruptions": 12}, {"disruptions.toml"}),
        ({"refusal": 0.5}, {"participants.csv"}),
        ({"flagged": 0.5}, {"participants.csv"}),
        ({"roles": "chief=1,other=1"}, {"participants.csv"}),
        ({"tightness": 0.9}, {"hosts.csv"}),
        ({"own_hosts": 1}, {"hosts.csv"}),
        ({"availability": 0.6}, {"hosts.csv", "closures.csv"}),
        ({"long_notice": 0.5}, {"hosts.csv", "closures.csv"}),
        ({"towns": "Bolton=1,Bury=1"}, {"participants.csv", "hosts.csv", "places.csv"}),
        ({"plant": True}, {"hosts.csv", "ties.csv"}),
    ],
)
def test_a_factor_touches_its_own_tables_only(changes: dict[str, Any], touched: set[str]) -> None:
    """Other tables stay as they are to the byte when a factor changes; those that it draws do change."""
    usual, other = generate(small()), generate(small(**changes))
    assert {file for file in TABLES if usual.files.get(file) != other.files.get(file)} <= touched
    assert usual.files != other.files


def test_pairs_of_one_kind_stay_when_those_of_another_change() -> None:
    """More pairs to be kept apart leave the others who know each other or are to meet as they are."""
    usual, other = (rows(generate(small(keep_apart=density)), "ties.csv") for density in (0.02, 0.2))
    apart = [row for row in usual if row["kind"] == "apart"]
    assert [row for row in usual if row["kind"] != "apart"] == [row for row in other if row["kind"] != "apart"]
    assert all(row in other for row in apart)
    assert len(other) > len(usual)


def test_a_larger_density_adds_to_a_smaller_one() -> None:
    """Pairs who know each other do so at any larger density, and people with flags keep them."""
    few, more = (generate(small(ties=share, flagged=share, homophily=0.5)) for share in (0.12, 0.4))
    for wanted in ("knows", "lived_experience"):
        known = [
            {(row["a"], row["b"]) for row in rows(made, "ties.csv") if row["kind"] == wanted}
            | {row["id"] for row in rows(made, "participants.csv") if row["flags"] == wanted}
            for made in (few, more)
        ]
        assert known[0] < known[1]


def test_more_hosts_and_days_leave_the_first_openings() -> None:
    """A host that can be visited on the first days can be visited then if there are more days."""
    few, more = (generate(small(rounds=days, availability=0.4, hosts=16)) for days in (3, 5))
    last = rows(few, "rounds.csv")[-1]["date"]
    closed = [[row for row in rows(made, "closures.csv") if row["from"] <= last] for made in (few, more)]
    assert closed[0] == closed[1]


def test_people_are_as_the_factors_say() -> None:
    """Shares, densities and homophily come out as asked for, as measured on the scenario."""
    people = {"participants": 40, "organisations": 25, "sectors": "a=1,b=3", "hosts": 24}
    pairs = {"ties": 0.1, "homophily": 0.75, "keep_apart": 0.05, "projects": 0.1}
    made = generate(small(**people, **pairs, flagged=0.2, preferences=0.5))
    found = features(made.scenario)
    assert found["largest_sector"] == 0.75
    for name, wanted in (("ties", 0.1), ("homophily", 0.75), ("keep_apart", 0.05), ("need_by", 0.1)):
        assert found[name] == pytest.approx(wanted, abs=0.01)
    assert (found["flagged"], found["wishing"]) == (0.2, 0.5)


def test_large_organisations_come_of_a_steep_zipf_law() -> None:
    """The steeper the sizes of organisations, the larger the largest."""
    flat, steep = (
        features(generate(small(participants=60, organisations=30, hosts=30, organisation_skew=skew)).scenario)
        for skew in (0, 2.5)
    )
    assert flat["largest_organisation"] < 0.15 < 0.2 < steep["largest_organisation"]


@pytest.mark.parametrize("tightness", [0.6, 0.8, 1.0, 1.5])
def test_tightness_is_what_is_needed_of_what_is_offered(tightness: float) -> None:
    """The visits that hosts can really receive are as many as asked for, to the last one."""
    found = features(generate(small(tightness=tightness, rounds=4, hosts=14)).scenario)
    assert found["visits_needed"] == 16
    assert found["visits_offered"] == round(16 / tightness)


def test_colleagues_come_first_among_those_who_know_each_other() -> None:
    """If all ties are inside sectors, and there are as many as colleagues, they are the colleagues."""
    made = generate(small(ties=0.02, homophily=1))
    employer = {person.id: person.get("organisation") for person in made.scenario.participants}
    knows = [tie.pair for tie in made.scenario.ties if tie.kind == "knows"]
    assert knows
    assert all(employer[a] == employer[b] for a, b in knows)


@pytest.mark.parametrize("ties", [0, 1])
@pytest.mark.parametrize("homophily", [0, 1])
def test_any_density_can_be_had(ties: int, homophily: int) -> None:
    """Nobody or everybody knows each other, however alike those are to be who do."""
    assert features(generate(small(ties=ties, homophily=homophily)).scenario)["ties"] == ties


def test_hosts_are_open_for_all_sets_however_seldom_they_are() -> None:
    """On every day more sets could be received than there are."""
    assert features(generate(small(availability=0)).scenario)["tightest_day"] <= 0.8


GRID: list[dict[str, Any]] = [
    {},
    {"tightness": 1, "hosts": 14},
    {"availability": 0.3},
    {"refusal": 0.4, "own_hosts": 1},
    {"flagged": 0.4, "roles": "a=1,b=1,c=1"},
    {"sectors": "only=1"},
    {"keep_apart": 0.15, "projects": 0.15, "preferences": 1},
    {"long_notice": 0.8, "hosts": 20, "rounds": 5},
    {"participants": 9, "set_size": 3, "organisations": 3, "seed": 5},
    {"participants": 23, "seed": 3},
]


@pytest.mark.parametrize("changes", GRID)
@pytest.mark.parametrize("plant", [False, True])
def test_what_is_drawn_can_be_used(tmp_path: Path, changes: dict[str, Any], plant: bool) -> None:
    """Every instance is read without a defect, and a plan that was hidden keeps every rule and costs nothing."""
    made = generate(small(**{**changes, "plant": plant}))
    for name, text in made.files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    scenario = read_scenario(tmp_path)
    assert scenario == made.scenario
    assert (made.plan is not None) == plant
    if made.plan is not None:
        measured = evaluate(scenario, made.plan)
        assert (measured.hard, measured.soft) == (0, 0)
        assert made.plan.scenario.sha256 == scenario.sha256
        assert any(not rule.hard for rule in scenario.rules)


@pytest.mark.slow
@pytest.mark.parametrize("changes", GRID)
def test_there_are_plans_of_what_is_drawn(changes: dict[str, Any]) -> None:
    """Where no more visits are needed than offered, there are plans that keep all hard rules."""
    scenario = generate(small(**changes)).scenario
    hard = scenario.but(rules=tuple(rule for rule in scenario.rules if rule.hard), weights={})
    assert solve(hard, stop=Stop(60)).status == "optimal"


def test_lacking_visits_are_proved() -> None:
    """Where more visits are needed than offered, the solver finds out that there is no plan."""
    result = solve(generate(small(tightness=1.2)).scenario, solver="cpsat", stop=Stop(10))
    assert result.status == "infeasible"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"tightness": 0.1}, "can receive"),
        ({"hosts": 3, "rounds": 3, "long_notice": 1}, "on visit day 1 the hosts that hear of it in time"),
        ({"hosts": 3, "rounds": 3, "plant": True, "tightness": 1, "refusal": 1, "own_hosts": 1}, "column"),
    ],
)
def test_what_cannot_be_drawn_is_refused(changes: dict[str, Any], told: str) -> None:
    """What factors ask for together may be impossible: that is said, with a way out."""
    with pytest.raises(InputError, match=told) as error:
        generate(small(**changes))
    assert error.value.defects[0].remedy


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"organisations": 3, "own_hosts": 1, "hosts": 10}, r"their own or has refused them\. Lower own_hosts"),
        ({"participants": 9, "set_size": "2-3", "flagged": 0.3, "hosts": 12}, r"alone who is flagged\. Lower flagged"),
    ],
)
def test_it_is_said_why_no_plan_can_be_planted(changes: dict[str, Any], told: str) -> None:
    """What is wrong with the best plan, by its kinds, each with the factors that decide on it."""
    with pytest.raises(InputError, match=told):
        generate(small(**{**changes, "plant": True, "rounds": 2}))


@pytest.mark.parametrize("seed", [0, 1])
def test_what_becomes_known_fits_the_instance(tmp_path: Path, seed: int) -> None:
    """Day by day the changes are about what there is, while the programme lasts, and as many as asked for."""
    made = generate(small(seed=seed, rounds=6, hosts=16, disruptions=10, no_show=0.1))
    (tmp_path / SCRIPT).write_text(made.files[SCRIPT], encoding="utf-8")
    scenario, changes = made.scenario, read_changes(tmp_path / SCRIPT).changes
    assert all(scenario.programme.starts <= change.known <= scenario.programme.ends for change in changes)
    found = features(scenario, changes)
    assert 15 < found["changes"] < 45
    assert 0.04 < found["no_show"] < 0.16
    for day, together in groupby(changes, key=lambda change: change.known):
        scenario, _ = taken_in(scenario, list(together), day)
        assert scenario.changed_on == day


def test_where_nothing_happens_there_is_no_script() -> None:
    """Without disruptions and no-shows, ties and closures, there are no tables of these."""
    nothing = dict.fromkeys(("disruptions", "no_show", "ties", "projects", "keep_apart", "preferences", "flagged"), 0)
    made = generate(small(**nothing, availability=1))
    assert set(made.files) == {"scenario.toml", "participants.csv", "places.csv", "hosts.csv", "rounds.csv"}
    assert {rule.kind for rule in made.scenario.rules}.isdisjoint({"keep_apart", "never_alone", "need_by", "wishes"})
