"""What is drawn at random for the shipped scenarios is drawn the same everywhere."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from cohortplan.bench.generate.streams import Stream
from cohortplan.io import read_scenario
from scenarios.make import SCENARIOS, city, names, national
from scenarios.make.__main__ import main

FOLDER = Path(__file__).parents[1] / "scenarios"
SHIPPED = [name for name in SCENARIOS if (FOLDER / name / "scenario.toml").exists()]


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_tables_are_made_again(name: str) -> None:
    """Each file that is made has the bytes that are shipped."""
    made = SCENARIOS[name]()
    assert {file: text.encode() for file, text in made.items()} == {
        file: (FOLDER / name / file).read_bytes() for file in made
    }


def test_names_are_not_used_twice() -> None:
    """As many names as asked for are all different, and there is an end to them."""
    assert len(set(names.people(24_000, Stream("names")))) == 24_000
    assert len(set(names.organisations("public", 3000, Stream("names")))) == 3000
    with pytest.raises(ValueError, match="names, not"):
        names.people(1_000_000, Stream("names"))


def test_city_has_the_places_it_says() -> None:
    """The hosts of the city offer 1440, 960 and 516 visits for 480."""
    assert [sum(kind.number * kind.visits[level] for kind in city.KINDS) for level in range(3)] == [1440, 960, 516]


def test_city_levels_differ_in_their_hosts_only() -> None:
    """The three levels of the city have the same people, rounds, rules and weights."""
    usual, *others = (read_scenario(FOLDER / "city-240" / f"{name}.toml") for name in ("scenario", "loose", "tight"))
    for other in others:
        assert other.model_copy(update={"programme": usual.programme, "hosts": usual.hosts}) == usual


def test_city_is_disturbed_as_often_as_it_says() -> None:
    """Over a year there are some 1.5 changes a week, and some three of a hundred seats stay empty."""
    changes = tomllib.loads(city.make()["disruptions.toml"])["change"]
    away = sum(len(change["participants"]) for change in changes if change["change"] == "absence")
    weekly = [change for change in changes if change["change"] != "absence" and "note" not in change]
    called_off = [change for change in changes if change.get("note") == "called off"]
    assert 0.02 < away / (240 * 12) < 0.04
    assert 1.2 < (len(weekly) + len(called_off)) / 43 < 1.8


def test_national_scenario_holds_together(tmp_path: Path) -> None:
    """A programme of 600 in twelve hubs is read without a defect, each hub with nearly the same mix of sectors."""
    for name, text in national.make(600).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    scenario = read_scenario(tmp_path)
    assert len(scenario.participants) == 600
    assert {spec.most for spec in scenario.rounds[0].sets} == {7}
    half_terms = [
        [str(each.first) for each in scenario.holidays if each.value == town and each.first.month == 10]
        for town in ("Leeds", "Glasgow", "Belfast")
    ]
    assert half_terms == [["2026-10-26"], ["2026-10-12"], ["2026-10-26"]]
    for hub in national.HUBS:
        sectors = [person.get("sector") for person in scenario.participants if person.get("hub") == hub.town]
        assert {sectors.count("public"), sectors.count("private")} <= {16, 17, 18, 19}


def test_command_writes_the_files(tmp_path: Path) -> None:
    """``python -m scenarios.make NAME FOLDER`` writes what is made, and says which names there are."""
    assert main(["masterclass-48", str(tmp_path)]) == 0
    assert (tmp_path / "ties.csv").read_bytes() == (FOLDER / "masterclass-48" / "ties.csv").read_bytes()
    assert main(["none"]) == 2
