"""``changes.toml``: what it says is part of the scenario, and what is wrong with it is told with its place."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from cohortplan.errors import Defect, InputError
from cohortplan.io import read_scenario
from cohortplan.io.changes import CHANGES, read_changes
from cohortplan.model.changes import KINDS, changed
from tests.io.changes import BASE, VALID, entry, folder_with
from tests.support.folders import write_folder


def complaints(path: Path, text: str | bytes) -> tuple[Defect, ...]:
    """Return the defects for which the folder is refused with these changes."""
    with pytest.raises(InputError) as refused:
        read_scenario(folder_with(path, text))
    assert refused.value.exit_code == 2
    assert all(each.file == CHANGES and each.row and each.message and each.remedy for each in refused.value.defects)
    return refused.value.defects


def places(defects: tuple[Defect, ...]) -> list[tuple[int | None, str, str]]:
    """Return row, column and value of each defect."""
    return [(each.row, each.column, each.value) for each in defects]


def test_changes_in_a_folder_are_part_of_the_scenario(tmp_path: Path) -> None:
    """Each kind is read; the scenario is what the tables say after the changes, and has another hash."""
    bare = read_scenario(write_folder(tmp_path / "bare", BASE))
    folder = folder_with(tmp_path, VALID)
    listed = read_changes(folder / CHANGES).changes
    assert {each.change for each in listed} == set(KINDS)
    scenario = read_scenario(folder)
    assert scenario == changed(bare, listed)
    assert (scenario.sha256 != bare.sha256, f"{scenario.changed_on}") == (True, "2026-09-23")
    assert (bare.changed_on, len(scenario.participants), len(bare.participants)) == (None, 14, 13)


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "change = []\n"])
def test_a_file_without_changes_changes_nothing(tmp_path: Path, text: str) -> None:
    """The scenario is the one that the tables tell."""
    assert read_scenario(folder_with(tmp_path, text)) == read_scenario(write_folder(tmp_path / "bare", BASE))


#: What is wrong with an entry, and row, column and value of what is told.
FAULTS = {
    "an unknown kind": (entry("absense"), 3, "change", ""),
    "no kind": ("[[change]]\nknown = 2026-09-20\n", 1, "change", ""),
    "a kind that is a number": ("[[change]]\nknown = 2026-09-20\nchange = 7\n", 3, "change", ""),
    "no day": ('[[change]]\nchange = "leaves"\nparticipants = ["P01"]\ndate = 2026-11-01\n', 1, "known", ""),
    "a day in quotes": (entry("visits", 'host = "H1"', "most = 1", known='"2026-09-20"'), 2, "known", "2026-09-20"),
    "a field is missing": (entry("visits", 'host = "H1"'), 1, "most", ""),
    "a field is misspelt": (entry("visits", 'host = "H1"', "most = 1", "mots = 1"), 6, "mots", "1"),
    "a number in quotes": (entry("visits", 'host = "H1"', 'most = "1"'), 5, "most", "1"),
    "a number with decimals": (entry("size", 'round = "D1"', "least = 2.5", "most = 8"), 5, "least", "2.5"),
    "yes for a number": (entry("visits", 'host = "H1"', "most = true"), 5, "most", "True"),
    "a number too small": (entry("room", 'host = "H1"', "room = 0"), 5, "room", "0"),
    "one name, not in brackets": (
        entry("leaves", 'participants = "P01"', "date = 2026-11-01"),
        4,
        "participants",
        "P01",
    ),
    "nobody": (entry("leaves", "participants = []", "date = 2026-11-01"), 4, "participants", "()"),
    "a time in quotes": (
        entry("event", 'event = "close"', "date = 2027-01-28", 'from = "9:00"', "until = 10:00:00"),
        6,
        "from",
        "9:00",
    ),
    "a time with a day": (
        entry("event", 'event = "close"', "date = 2027-01-28", "from = 09:00:00", "until = 2027-01-28T10:00:00"),
        7,
        "until",
        "2027-01-28 10:00:00",
    ),
    "no name": (
        entry("joins", 'participant = "Q1"', 'name = ""', "date = 2026-10-01"),
        5,
        "name",
        "",
    ),
    "no id": (entry("closure", 'host = "H;1"', "from = 2026-10-01", "until = 2026-10-02"), 4, "host", "H;1"),
    "no address": (
        entry("joins", 'participant = "Q1"', 'name = "Q"', 'email = "at home"', "date = 2026-10-01"),
        6,
        "email",
        "at home",
    ),
    "an unknown person": (entry("tie", 'a = "P01"', 'b = "P99"', 'kind = "apart"'), 5, "b", "P99"),
    "an unknown host": (entry("visits", 'host = "H9"', "most = 1"), 4, "host", "H9"),
    "an unknown round": (entry("absence", 'participants = ["P01"]', 'rounds = ["D1", "D9"]'), 5, "rounds", "D9"),
    "an unknown set": (entry("objection", 'participants = ["P01"]', 'set = "D9.1"'), 5, "set", "D9.1"),
    "an unknown rule": (entry("soften", 'rule = "rival"'), 4, "rule", "rival"),
    "a rule softened in an unknown round": (entry("soften", 'rule = "rivals"', 'rounds = ["D9"]'), 5, "rounds", "D9"),
    "an unknown guest": (entry("uninvited", 'guests = ["G9"]'), 4, "guests", "G9"),
    "an unknown place": (entry("room", 'place = "Hull"', "room = 3"), 4, "place", "Hull"),
    "room of nothing": (entry("room", "room = 3"), 4, "room", "3"),
    "sizes swapped": (entry("size", 'round = "D1"', "least = 8", "most = 3"), 5, "least", "8"),
    "somebody is there already": (
        entry(
            "joins",
            'participant = "P02"',
            'name = "Again"',
            "date = 2026-10-01",
            'attributes = { sector = "public", organisation = "X", town = "Leeds" }',
        ),
        4,
        "participant",
        "P02",
    ),
    "an end before the beginning": (
        entry("closure", 'host = "H1"', "from = 2026-10-09", "until = 2026-10-08"),
        6,
        "until",
        "2026-10-08",
    ),
    "a value that the attribute has not": (
        entry("attribute", 'participants = ["P01"]', 'attribute = "sector"', 'value = "publik"'),
        6,
        "value",
        "publik",
    ),
    "somebody with themselves": (entry("tie", 'a = "P01"', 'b = "P01"', 'kind = "apart"'), 4, "a", "P01"),
    "out before in": (entry("leaves", 'participants = ["P13"]', "date = 2026-08-01"), 5, "date", "2026-08-01"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_with_its_place(tmp_path: Path, name: str) -> None:
    """File, line, column and value are named, and what to do; what is right before and after it is no matter."""
    text, row, column, value = FAULTS[name]
    assert places(complaints(tmp_path, text)) == [(row, column, value)]
    fine = entry("visits", 'host = "H2"', "most = 5")
    both = complaints(tmp_path, f"# before\n{fine}{text}{fine}")
    assert (row + 6 if row else None, column, value) in places(both)


def test_near_misses_are_guessed(tmp_path: Path) -> None:
    """A kind and a field that are misspelt are told with what may be meant."""
    kind, field = complaints(tmp_path, entry("absense") + entry("visits", 'host = "H1"', "most = 1", "mots = 1"))
    assert (kind.remedy, field.remedy) == ("Did you mean 'absence'?", "Did you mean 'most'?")


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    """What cannot be read is told of all entries; if all can be, so is what they name; so is what does not fit."""
    for wrong in (
        ("an unknown kind", "no kind", "a day in quotes", "a field is missing", "a time in quotes", "nobody"),
        ("an unknown person", "an unknown host", "an unknown round", "an unknown set", "room of nothing"),
        ("somebody is there already", "an end before the beginning", "somebody with themselves", "out before in"),
    ):
        text, expected = "", []
        for row, column, value, part in ((*FAULTS[name][1:], FAULTS[name][0]) for name in wrong):
            expected.append((text.count("\n") + row, column, value))
            text += part
        assert sorted(places(complaints(tmp_path, text))) == sorted(expected)


def test_entries_are_in_the_order_in_which_they_became_known(tmp_path: Path) -> None:
    """An entry of an earlier day than the one above it is told."""
    early = entry("visits", 'host = "H1"', "most = 2", known="2026-09-19")
    (defect,) = complaints(tmp_path, entry("visits", 'host = "H1"', "most = 3") + early)
    assert (defect.row, defect.column, defect.value) == (7, "known", "2026-09-19")


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("[[change]\nknown = 2026-09-20\n", 1),
        (entry("visits", 'host = "H1', "most = 1"), 4),
        (entry("visits", 'host = "H1"', "most = 1").encode("utf-16"), 1),
        (entry("visits", 'host = "H1"', "most = 1").encode() + b"# caf\xe9\n", 6),
        (b"PK\x03\x04", 1),
        ("change = 3\n", 1),
        ('change = [3, "x"]\n', 1),
        ('change = [{ known = 2026-09-20, change = "visits", host = "H1", most = 1 }]\n', 1),
        (entry("visits").replace("[[change]]", "[change]"), 1),
        (entry("visits").replace("[[change]]", "[[changes]]"), 1),
        ("[calendar]\n", 1),
        ("x = " + "[" * 2000 + "]" * 2000 + "\n", 1),
    ],
)
def test_what_is_no_list_of_changes_is_told(tmp_path: Path, text: str | bytes, row: int) -> None:
    """A file that is no TOML, or not as such a file is, is refused with the line."""
    assert row in {defect.row for defect in complaints(tmp_path, text)}


def test_changes_that_make_a_rule_impossible_are_told(tmp_path: Path) -> None:
    """With half of all people out of a round its sets cannot be filled as a rule asks; the entry is told."""
    apart = entry("tie", 'a = "P10"', 'b = "P12"', 'kind = "apart"')  # they are to be together
    defects = complaints(tmp_path, entry("visits", 'host = "H2"', "most = 5") + apart)
    assert {defect.row for defect in defects} <= set(range(6, 12))


@pytest.mark.slow
def test_any_damage_is_refused_or_read(tmp_path: Path) -> None:
    """Of 150 files of which a few characters, lines or words are other than they should be, none is an accident."""
    random = Random(7)  # noqa: S311 - nothing secret
    folder = folder_with(tmp_path, VALID)
    refused = 0
    for _ in range(150):
        (folder / CHANGES).write_bytes(_damaged(random, VALID).encode("utf-8", "surrogatepass"))
        defects = _refusal(folder)
        refused += bool(defects)
        assert all(each.file and each.message and each.remedy for each in defects)
    assert 50 < refused < 150


def _refusal(folder: Path) -> tuple[Defect, ...]:
    """Return what a folder is refused for; anything else that is raised fails the test."""
    try:
        read_scenario(folder)
    except InputError as error:
        return error.defects
    return ()


def _damaged(random: Random, text: str) -> str:
    """Drop, double, swap or replace a line, a word or some characters."""
    for _ in range(random.randint(1, 3)):
        lines = text.splitlines(keepends=True)
        k, other = random.randrange(len(lines)), random.randrange(len(lines))
        word = random.choice(WORDS)
        at = random.randrange(len(text))
        lines[k], lines[other], swapped = lines[other], lines[k], lines[:]
        key, _, _ = lines[k].partition("=")
        text = random.choice(
            (
                "".join(lines[:k] + lines[k + 1 :]),
                "".join(lines[:k] + lines[k : k + 1] + lines[k:]),
                "".join(swapped),
                "".join([*lines[:k], f"{key}= {word}\n", *lines[k + 1 :]]),
                "".join([*lines[:k], f"{key}= {word}\n", *lines[k + 1 :]]),
                text[:at] + word + text[at + random.randint(0, 4) :],
            )
        )
    return text


WORDS = (
    *('"P01"', '["P01"]', '["P99", 3]', "[]", "{}", "{ sector = 1 }", "true", "-1", "0", "2.5", "1e400", "nan"),
    *("9" * 40, "2026-09-20", "2026-13-20", "0001-01-01", "9999-12-31", "10:00:00", "2026-09-20T10:00:00Z", '""'),
    *('"absence"', '"joins"', '"soften"', '"size"', '"H1"', '"D1"', '"\\u0000"', '"' + "x" * 300 + '"', "'''", "\0"),
    *("\n[[change]]\n", "\n[change]\n", "=", "#", '"D1.1"', '["D1", "D2"]', '"rivals"', '"no_host_twice"', "é", "\r"),
)
