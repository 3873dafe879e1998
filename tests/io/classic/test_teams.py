from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from cohortplan.evaluate import evaluate
from cohortplan.model import Scenario
from cohortplan.solve import solve
from cohortplan.solvers.base import Stop
from tests.io.classic.playing import instance_of, plan_of, refused

SMALL = """% a comment; with = signs
teams = 2;
boards = 3; players = 6;
requests = 3;
Rating = [9, 8, 7, 5, 3, 1];
Board = [1, 1, 2, 2,
         3, 3];
Requestees = {1, 5};
SingleRequested = array2d(1..2,1..2,[5, 1, 4, 6]);
DoubleRequested = array2d(1..1,1..2,[2, 3])"""


def write(tmp_path: Path, content: str) -> str:
    """Write a file; return the source that names it."""
    path = tmp_path / "small.dzn"
    path.write_text(content, encoding="utf-8")
    return f"teams:{path}"


def legal(scenario: Scenario, team: list[int]) -> bool:
    """Whether a plan of the team of each player keeps the hard rules."""
    return evaluate(scenario, plan_of(scenario, [team])).valid


def test_the_value_is_what_was_granted_less_the_range(tmp_path: Path) -> None:
    """Players 2 and 3, a double wish, and 5 and 1, a single one: 3000; the teams' ratings are 17 and 16."""
    instance = instance_of(write(tmp_path, SMALL))
    plan = plan_of(instance.scenario, [[0, 1, 1, 0, 0, 1]])
    assert instance.value(plan) == 3000 - 1
    assert instance.solution(plan) == [0, 1, 1, 0, 0, 1]


def test_a_team_has_one_player_of_each_board_and_the_first_players_are_fixed(tmp_path: Path) -> None:
    """Of all ways to make two teams of three, those are legal in which each board is split and players 1, 2 too."""
    scenario = instance_of(write(tmp_path, SMALL)).scenario
    for team in set(permutations([0, 0, 0, 1, 1, 1])):
        right = team[:2] == (0, 1) and team[2] != team[3] and team[4] != team[5]
        assert legal(scenario, list(team)) == right


def test_cost_and_value_add_up(tmp_path: Path) -> None:
    """The soft cost is what all wishes are worth less the value, so its least gives the best value, which is proved."""
    instance = instance_of(write(tmp_path, SMALL))
    teams = [[0, 1, a, 1 - a, b, 1 - b] for a in (0, 1) for b in (0, 1)]
    values = [instance.value(plan_of(instance.scenario, [team])) for team in teams]
    for team, value in zip(teams, values, strict=True):
        assert value is not None
        assert evaluate(instance.scenario, plan_of(instance.scenario, [team])).soft == 4000 - value
    result = solve(instance.scenario, solver="cpsat", stop=Stop(seconds=20))
    assert result.plan is not None
    assert (result.status, instance.value(result.plan)) == ("optimal", max(v for v in values if v is not None))


def test_a_pair_that_wishes_twice_counts_twice(tmp_path: Path) -> None:
    """Two single wishes for one pair, in either order, are worth 2000."""
    instance = instance_of(write(tmp_path, SMALL.replace("[5, 1, 4, 6]", "[5, 1, 1, 5]")))
    plan = plan_of(instance.scenario, [[0, 1, 0, 1, 0, 1]])
    assert instance.value(plan) == 2000 - 5
    assert evaluate(instance.scenario, plan).soft == 4000 - 1995


@pytest.mark.parametrize(
    ("old", "new", "row", "told"),
    [
        ("teams = 2;", "", None, "there is no teams"),
        ("teams = 2", "teams = two", 2, "teams is not a whole number"),
        ("players = 6", "players = 7", 3, "7 players are not"),
        ("teams = 2", "teams = 999999", 3, "6 players are not"),
        ("9, 8, ", "9, ", 5, "Rating has 5 entries for 6 players"),
        ("9, 8, ", "9, x, ", 5, "Rating is not a list"),
        ("9, 8, ", "9, 800000, ", 5, "a rating is above"),
        ("1, 1, 2", "1, 2, 2", 6, "there are not 2 players on each"),
        ("[5, 1, 4, 6]", "[5, 1, 4]", 9, "an odd number"),
        ("[5, 1, 4, 6]", "[5, 1, 4, 4]", 9, "two different players"),
        ("[2, 3]", "[2, 30]", 10, "two different players"),
        ("DoubleRequested", "DoubleRequest", None, "there is no DoubleRequested"),
        ("requests = 3", "teams = 3", 2, "teams is given more than once"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, old: str, new: str, row: int | None, told: str) -> None:
    """One thing wrong gives one defect, on the line of its statement."""
    wrong = refused(write(tmp_path, SMALL.replace(old, new)))
    assert len(wrong) == 1
    assert told in wrong[0].message
    assert wrong[0].row == row


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    """A file that ends too early lacks several statements; another format lacks all; and there may be no file."""
    assert len(refused(write(tmp_path, SMALL.partition("Rating")[0]))) == 4
    assert len(refused(write(tmp_path, "4 2 ss 2 2 2 2\n0 1 5\n"))) == 7
    assert "does not exist" in refused(f"teams:{tmp_path / 'nothing.dzn'}")[0].message


@pytest.mark.parametrize("junk", [" " * 10**6, "a" * 10**6, "teams=" * 10**5, "teams=2;" * 10**5])
def test_a_long_file_of_something_else_is_refused_at_once(tmp_path: Path, junk: str) -> None:
    """Each character is looked at only a few times: the work would else take hours."""
    assert refused(write(tmp_path, junk))
