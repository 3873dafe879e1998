"""``move`` and ``swap``: what an edit makes better and worse, told at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Runner
from tests.cli.test_rota import CASES, DUTIES
from tests.cli.two_days import plan_content


@pytest.fixture
def roomy(folder: Path) -> Path:
    """Return the small scenario with sets of two to four."""
    rounds = folder / "rounds.csv"
    rounds.write_text(rounds.read_text().replace(",2,3,", ",2,2-4,"))
    return folder


def sets_of(path: Path, number: int) -> list[list[str]]:
    """Return the members of the sets of a round of a plan file."""
    return [group["members"] for group in json.loads(path.read_text())["rounds"][number]["sets"]]


def test_a_participant_moves(run: Runner, roomy: Path, plan_file: Path) -> None:
    """The score, and who meets now and no longer, by name; who knows each other does not count; nothing is written."""
    before = plan_file.read_bytes()
    told = run("move", roomy, plan_file, "A01", "D1.2")
    assert (told.code, told.err) == (0, "")
    assert told.out.splitlines() == [
        "Orla Benning (A01) moves from D1.1 to D1.2.",
        "Hard rules broken by 0, as before; soft cost 50, as before.",
        "Meet now: Orla Benning (A01) and Hana Ridley (A04).",
        "Meet no longer: Orla Benning (A01) and Ngozi Farrow (A03).",
        "Nothing is written: add -o PLAN to keep it.",
    ]
    assert plan_file.read_bytes() == before


def test_what_is_broken_is_told_in_sentences(run: Runner, folder: Path, plan_file: Path) -> None:
    """Each rule that fares worse has a line, and below it the places."""
    told = run("move", folder, plan_file, "Orla Benning", "D1.2").out.splitlines()
    assert told[1] == "Hard rules broken by 0 → 2 (+2); soft cost 50, as before."
    assert told[2:5] == [
        "worse   set size: 0 → 2",
        "  now: Set D1.1 has 2 members; 3 are wanted.",
        "  now: Set D1.2 has 4 members; 3 are wanted.",
    ]


def test_what_is_mended_is_told_too(run: Runner, folder: Path, broken_plan: Path, tmp_path: Path) -> None:
    """A visit that goes to another host mends what the old one broke; the plan is written, measured anew."""
    written = tmp_path / "new.json"
    told = run("move", folder, broken_plan, "D2.1", "Ouse Hospital", "-o", written)
    assert told.out.splitlines() == [
        "Set D2.1 goes to Ouse Hospital (H3) for visit at 2026-12-03 10:00.",
        "Hard rules broken by 1 → 0 (-1); soft cost 50, as before.",
        "better  no host twice: 1 → 0",
        "  mended: A01 visits H1 2 times.",
        f"Written to {written}.",
    ]
    assert run("check", folder, written).code == 0
    assert json.loads(written.read_text())["score"]["soft"] == 50


def test_two_participants_swap(run: Runner, folder: Path, plan_file: Path, tmp_path: Path) -> None:
    """They take each other's places in a round; several rounds are asked about."""
    told = run("swap", folder, plan_file, "A02", "A05")
    assert (told.code, told.out) == (2, "")
    assert "A02 and A05 sit in different sets in several rounds: D1, D2. Say in which they swap: --round D1" in told.err
    written = tmp_path / "new.json"
    told = run("swap", folder, plan_file, "A02", "A05", "--round", "D2", "-o", written)
    assert told.out.splitlines()[0] == "Tomas Quayle (A02) moves to D2.1, Piers Landon (A05) to D2.2."
    assert sets_of(written, 1) == [["A01", "A02", "A06"], ["A03", "A04", "A05"]]
    assert sets_of(written, 0) == sets_of(plan_file, 0)


def test_the_one_round_in_which_two_can_swap_need_not_be_said(run: Runner, folder: Path, plan_file: Path) -> None:
    """A01 and A02 share a set on the first day."""
    assert "Tomas Quayle (A02) to D2.1." in run("swap", folder, plan_file, "A01", "A02").out


def test_two_sets_swap_their_visits(run: Runner, folder: Path, plan_file: Path, tmp_path: Path) -> None:
    """Hosts change places, members do not; A01 then visits the same host twice."""
    written = tmp_path / "new.json"
    told = run("swap", folder, plan_file, "D2.1", "D2.2", "-o", written)
    assert told.out.splitlines()[0] == "Sets D2.1 and D2.2 swap their visits."
    hosts = [group["activities"][0]["host"] for group in json.loads(written.read_text())["rounds"][1]["sets"]]
    assert hosts == ["H4", "H3"]
    assert sets_of(written, 1) == sets_of(plan_file, 1)


@pytest.mark.parametrize("start", ["10:30", "2026-12-03 10:30", "3 Dec 2026 10.30am"])
def test_a_visit_goes_elsewhere_at_another_time(
    run: Runner, folder: Path, plan_file: Path, tmp_path: Path, start: str
) -> None:
    """A time alone is meant on the same day."""
    written = tmp_path / "new.json"
    assert run("move", folder, plan_file, "D2.1", "H3", "--start", start, "-o", written).code == 0
    (visit,) = json.loads(written.read_text())["rounds"][1]["sets"][0]["activities"]
    assert (visit["start"], visit["end"]) == ("2026-12-03T10:30:00+00:00", "2026-12-03T12:00:00+00:00")


def test_duties_follow(run: Runner, folder: Path, plan_file: Path, tmp_path: Path) -> None:
    """Who has a duty and stays keeps it; who leaves is replaced, so that nothing of the form is broken."""
    (folder / "duties.csv").write_text(DUTIES)
    (folder / "cases.csv").write_text(CASES)
    filled, new = tmp_path / "filled.json", tmp_path / "new.json"
    run("rota", folder, plan_file, "-o", filled)
    told = run("swap", folder, filled, "A03", "A06", "--round", "D1", "-o", new)
    assert "structure" not in told.out
    assert run("check", folder, new).code == 0


def test_the_same_as_json(run: Runner, roomy: Path, plan_file: Path) -> None:
    """The score, the rules, the pairs and the seats that change."""
    told = run("move", roomy, plan_file, "A01", "D1.2", "--json").json
    assert told == {
        "hard": {"before": 0, "after": 0},
        "soft": {"before": 50, "after": 50},
        "rules": [
            {
                "rule": "new_contacts",
                "level": "soft",
                "weight": 10,
                "before": 5,
                "after": 5,
                "new": ["A01 and A03 never meet."],
                "mended": ["A01 and A04 never meet."],
            }
        ],
        "won": [["A01", "A04"]],
        "lost": [["A01", "A03"]],
        "changes": {
            "seats": [{"round": "D1", "participant": "A01", "old": "D1.1", "new": "D1.2"}],
            "activities": [],
        },
    }


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (["move", "A0l", "D1.2"], "there is no participant or set 'A0l'. Did you mean 'A0"),
        (["move", "A01", "D1.3"], "there is no set 'D1.3'. Did you mean 'D1."),
        (["move", "A01", "H1"], "there is no set 'H1'"),
        (["move", "D1.1", "A01"], "there is no host 'A01'"),
        (["move", "A01", "D1.1"], "A01 sits in set D1.1 already"),
        (["move", "D1.1", "H9"], "there is no host 'H9'. Known hosts: H1, H2, H3, H4"),
        (["move", "D1.1", "H3", "--start", "soon"], "this is not a date with a time (found: 'soon')"),
        (["move", "D1.1", "H3", "--activity", "vist"], "there is no visit of set D1.1 'vist'. Did you mean 'visit'?"),
        (["move", "A01", "D1.2", "--start", "10:00"], "--start and --activity are for the visit of a set."),
        (["swap", "A01", "D1.1"], "a participant and a set cannot swap"),
        (["swap", "A01", "A01"], "there is no round in which A01 and A01 sit in different sets"),
        (["swap", "A01", "A02", "--round", "D1"], "there is no round in which A01 and A02 sit in different sets"),
        (["swap", "A01", "A02", "--round", "D3"], "there is no round 'D3'. Known rounds: D1, D2"),
        (["swap", "D1.1", "D1.1"], "D1.1 and D1.1 are not two sets of one round"),
        (["swap", "D1.1", "D2.1"], "D1.1 and D2.1 are not two sets of one round"),
        (["swap", "D1.1", "D1.2", "--round", "D2"], "D1.1 and D1.2 are not two sets of one round of D2"),
    ],
)
def test_what_cannot_be_meant(run: Runner, folder: Path, plan_file: Path, typed: list[str], message: str) -> None:
    """Unknown names are guessed, and what makes no sense is told, exit code 2; nothing is printed or written."""
    command, *words = typed
    told = run(command, folder, plan_file, *words)
    assert (told.code, told.out) == (2, "")
    assert message in told.err


def test_a_set_with_several_visits_or_none(run: Runner, folder: Path, plan_file: Path) -> None:
    """Which visit is meant must be said; a set that only meets has none."""
    rounds = folder / "rounds.csv"
    more = "D1,First day,yes,2,3,again,visit,Second visit,2026-10-08,14:00,16:00,90\n"
    meeting = "D3,Third day,yes,2,3,meet,meet,Meeting,2027-01-14,10:00,12:00,\n"
    rounds.write_text(rounds.read_text() + more + meeting)
    told = run("move", folder, plan_file, "D1.1", "H3")
    assert "set D1.1 makes several visits. Say which: --activity visit" in told.err
    assert run("move", folder, plan_file, "D1.1", "H3", "--activity", "again").code == 0
    assert "set D3.1 makes no visit" in run("move", folder, plan_file, "D3.1", "H3").err


def members(content: dict[str, Any], number: int) -> list[str]:
    """Return the members of a set of the first round."""
    people: list[str] = content["rounds"][0]["sets"][number]["members"]
    return people


#: What may be wrong with a plan.
DAMAGES: dict[str, Callable[[dict[str, Any]], object]] = {
    "no rounds": lambda content: content.update(rounds=[]),
    "a set is missing": lambda content: content["rounds"][0]["sets"].pop(),
    "strangers": lambda content: members(content, 1).extend(["Nobody", "A99"]),
    "nobody in a set": lambda content: members(content, 0).clear(),
    "somebody sits twice": lambda content: members(content, 1).append("A01"),
    "no visits": lambda content: content["rounds"][0]["sets"][0].update(activities=[]),
    "an unknown host": lambda content: content["rounds"][0]["sets"][0]["activities"][0].update(host="H99"),
    "the end of the calendar": lambda content: content["rounds"][0]["sets"][0]["activities"][0].update(
        start="9999-12-31T23:30:00+00:00", end="9999-12-31T23:59:00+00:00"
    ),
    "the beginning of the calendar": lambda content: content["rounds"][0]["sets"][0]["activities"][0].update(
        start="0001-01-01T00:00:00+10:00", end="0001-01-01T00:30:00+10:00"
    ),
    "an unknown set": lambda content: content["rounds"][0]["sets"][0].update(id="D9.9"),
    "a set of another round": lambda content: content["rounds"][0]["sets"][0].update(id="D2.1"),
    "a round twice": lambda content: content["rounds"].append(content["rounds"][0]),
    "an unknown round": lambda content: content["rounds"][0].update(id="D9"),
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize(
    "typed",
    [
        ["move", "A01", "D1.2"],
        ["move", "D1.1", "H3"],
        ["swap", "A01", "A04", "--round", "D1"],
        ["swap", "D1.1", "D1.2"],
        ["lock", "A01", "D1.1"],
        ["lock", "H1", "D2"],
    ],
)
def test_damaged_plans_are_judged_or_refused(
    run: Runner, folder: Path, tmp_path: Path, damage: str, typed: list[str]
) -> None:
    """Whatever is wrong with a plan, there is an answer or a reason, never an internal error."""
    path = tmp_path / "damaged.json"
    content = plan_content()
    DAMAGES[damage](content)
    path.write_text(json.dumps(content))
    command, *words = typed
    told = run(command, folder, path, *words)
    assert told.code in (0, 2)
    assert bool(told.out) == (told.code == 0)
    assert "Traceback" not in told.err
    assert told.code == 0 or told.err.rstrip().endswith("found.")
