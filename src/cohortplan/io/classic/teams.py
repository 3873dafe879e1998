"""``teams:FILE``, team assignment (MiniZinc Challenge 2018 and 2022): one player of each board level in every team.

The file is a MiniZinc data file. Players 1 to T sit in teams 1 to T. The value is 1000 for each single wish granted and
2000 for each double one, less the difference between the greatest and the least sum of a team's ratings.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cohortplan.errors import ScenarioError
from cohortplan.io.classic.base import Instance, capped, make_rounds, make_scenario, people, seats, shown
from cohortplan.io.findings import Findings
from cohortplan.io.text import line_of, read_text
from cohortplan.model import Attribute, Plan, SeatLock, Tie
from cohortplan.rules import build_rule
from cohortplan.rules.shared.values import MOST

#: Worth of a wish, single or double.
WISHES = {"SingleRequested": 1000, "DoubleRequested": 2000}

#: Most players.
MOST_PLAYERS = 2000

_LISTS = ("Rating", "Board", *WISHES)
_NUMBERS = ("teams", "boards", "players")
_COMMENT = re.compile(r"%[^\n]*")
_LIST = re.compile(r"\[([-\d,\s]*)\]")

Wish = tuple[int, int]


@dataclass(frozen=True)
class Teams(Instance):
    """One round of teams; `wishes` has the worth of each pair of players, 0-based, `ratings` those of the players."""

    ratings: tuple[int, ...]
    wishes: Mapping[Wish, int]

    def value(self, plan: Plan) -> int:
        """Return the worth of the wishes granted less the range of the teams' ratings."""
        team = seats(self.scenario, plan)[0]
        granted = sum(worth for (a, b), worth in self.wishes.items() if team[a] is not None and team[a] == team[b])
        teams = range(len(self.scenario.rounds[0].sets))
        sums = [sum(rating for rating, t in zip(self.ratings, team, strict=True) if t == number) for number in teams]
        return granted - (max(sums) - min(sums))

    def solution(self, plan: Plan) -> list[Any]:
        """Return the team of each player, both 0-based."""
        return seats(self.scenario, plan)[0]


def read(name: str) -> Teams:
    """Read the instance in the file called `name`.

    Raises
    ------
    ScenarioError
        If the file cannot be read, or is no such instance.
    """
    data = _Data(shown(name))
    text = read_text(Path(name), shown(name), data.findings)
    if text is not None:
        data.read(_COMMENT.sub("", text))
        data.check()
    if data.findings.defects:
        raise ScenarioError(capped(data.findings.defects))
    return _instance(f"teams:{Path(name).name}", data)


class _Data:
    """What the file says, with the line on which each thing stands."""

    def __init__(self, file: str) -> None:
        self.findings = Findings(home=file)
        self.numbers: dict[str, int] = {}
        self.lists: dict[str, list[int]] = {}
        self._file = file
        self._line: dict[str, int] = {}

    def read(self, text: str) -> None:
        """Take in the statements that matter."""
        position, repeated = 0, set()
        for statement in text.split(";"):
            name, _, value = (part.strip() for part in statement.partition("="))
            if name in self._line:
                repeated.add(name)
            elif name in (*_NUMBERS, *_LISTS):
                self._line[name] = line_of(text, position + statement.index(name))
                self._read_value(name, value)
            position += len(statement) + 1
        for name in sorted(repeated):
            self.note(name, f"{name} is given more than once")
        for name in (*_NUMBERS, *_LISTS):
            if name not in self._line:
                self.note(name, f"there is no {name}")

    def _read_value(self, name: str, value: str) -> None:
        if name in _LISTS:
            self._read_list(name, value)
        elif re.fullmatch(r"[0-9]{1,6}", value):
            self.numbers[name] = int(value)
        else:
            self.note(name, f"{name} is not a whole number", value)

    def _read_list(self, name: str, value: str) -> None:
        found = _LIST.search(value)
        cells = [cell.strip() for cell in found[1].split(",") if cell.strip()] if found else []
        if found is None or not all(re.fullmatch(r"[0-9]{1,9}", cell) for cell in cells):
            self.note(name, f"{name} is not a list of whole numbers", value)
        else:
            self.lists[name] = [int(cell) for cell in cells]

    def check(self) -> None:
        """Note what does not hold together."""
        if any(name not in self.numbers for name in _NUMBERS):
            return
        teams, boards, players = (self.numbers[name] for name in _NUMBERS)
        if not 1 <= players <= MOST_PLAYERS or players != teams * boards:
            self.note("players", f"{players} players are not 1 to {MOST_PLAYERS}, or not {teams} teams of {boards}")
            return
        self._check_players(players)
        level = Counter(self.lists.get("Board", ()))
        if level and level != dict.fromkeys(range(1, boards + 1), teams):
            self.note("Board", f"there are not {teams} players on each of the boards 1 to {boards}")
        for name in WISHES:
            self._check_wishes(name, players)

    def _check_players(self, players: int) -> None:
        for name in ("Rating", "Board"):
            if len(self.lists.get(name, range(players))) != players:
                self.note(name, f"{name} has {len(self.lists[name])} entries for {players} players")
        if max(self.lists.get("Rating", [0]), default=0) > MOST:
            self.note("Rating", f"a rating is above {MOST}")

    def _check_wishes(self, name: str, players: int) -> None:
        wanted = self.lists.get(name, [])
        if len(wanted) % 2:
            self.note(name, f"{name} has an odd number of entries")
        for a, b in zip(wanted[::2], wanted[1::2], strict=False):
            if a == b or not (1 <= a <= players and 1 <= b <= players):
                self.note(name, f"a wish in {name} is not of two different players", f"{a}, {b}")

    def note(self, name: str, problem: str, value: str = "") -> None:
        """Add to the findings what is wrong with the statement called `name`."""
        remedy = "Compare the file with the instance it was made from"
        self.findings.add(problem, remedy, value, file=self._file, row=self._line.get(name))

    def wishes(self) -> Iterator[tuple[Wish, int]]:
        """Yield each wish, two players by number from 0, with its worth."""
        for name, worth in WISHES.items():
            wanted = self.lists[name]
            for a, b in zip(wanted[::2], wanted[1::2], strict=True):
                yield (min(a, b) - 1, max(a, b) - 1), worth


def _instance(source: str, data: _Data) -> Teams:
    teams, boards, players = (data.numbers[name] for name in _NUMBERS)
    worth: Counter[Wish] = Counter()
    for wish, value in data.wishes():
        worth[wish] += value
    persons = [
        person.model_copy(update={"attributes": {"board": str(board), "rating": str(rating)}})
        for person, board, rating in zip(people("P", players), data.lists["Board"], data.lists["Rating"], strict=True)
    ]
    (single,) = make_rounds(1, [(boards, boards)] * teams)
    levels = sorted(set(worth.values()))
    rules = [
        build_rule("set_size"),
        build_rule("pins"),
        build_rule("mix", attribute="board", quota={str(level + 1): (1, 1) for level in range(boards)}),
        build_rule("balance", attribute="rating"),
        *(build_rule("keep_together", id=f"wish-{level}", kinds=(f"wish-{level}",), hard=False) for level in levels),
    ]
    scenario = make_scenario(
        source,
        f"Team assignment: {players} players in {teams} teams",
        rules,
        attributes=(Attribute(name="board"), Attribute(name="rating")),
        participants=tuple(persons),
        rounds=(single,),
        seat_locks=tuple(
            SeatLock(participant=person.id, set=spec.id)
            for person, spec in zip(persons[:teams], single.sets, strict=True)
        ),
        ties=tuple(Tie(a=persons[a].id, b=persons[b].id, kind=f"wish-{value}") for (a, b), value in worth.items()),
        weights={"balance": 1, **{f"wish-{level}": level for level in levels}},
    )
    return Teams(scenario, tuple(data.lists["Rating"]), worth)
