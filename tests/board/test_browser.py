"""The board in a real browser: by mouse and keyboard, in any window, and after it was killed."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from cohortplan.io import read_plan
from tests.cli.two_days import write_folder, write_plan_file
from tests.documents.browser import PACKAGES
from tests.support import javascript

SCENARIOS = Path(__file__).parents[2] / "scenarios"
START = {"D1.1": ["A01", "A02", "A03"], "D1.2": ["A04", "A05", "A06"]}
SET = "section.set:nth-of-type({})"
MOVED = {"D1.1": ["A02", "A03"], "D1.2": ["A01", "A04", "A05", "A06"]}


@contextmanager
def board(scenario: Path, plan: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Start a board as its user would; end it if it is still there afterwards."""
    command = [sys.executable, "-m", "cohortplan", "board", str(scenario), str(plan), "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as served:
        try:
            assert served.stdout is not None
            found = re.search(r"http://127\.0\.0\.1:\d+/#[\w-]+", served.stdout.readline())
            assert found
            yield found[0], served
        finally:
            served.kill()


def use(url: str, *steps: list[str], width: int = 1280, scheme: str = "light", judged: bool = False) -> Any:
    """Open a board, take steps in it, and return what it showed; nothing may be complained of or found."""
    executable = shutil.which("chromium")
    assert executable, "chromium is not installed: .ci/programs does it"
    given = {"executable": executable, "url": url, "width": width, "scheme": scheme, "steps": steps, "judged": judged}
    seen = javascript.run(Path(__file__).with_name("browser.mjs"), PACKAGES, given)
    assert (seen["complaints"], seen["found"]) == ([], [])
    return seen["told"]


def card(name: str) -> str:
    """Return where somebody's card is."""
    return f'[data-person="{name}"]'


@pytest.mark.slow
def test_by_mouse_and_by_keyboard(tmp_path: Path) -> None:
    """Somebody dragged to a set moves, onto somebody swaps; by keyboard, too, said aloud, and it can be undone."""
    with board(write_folder(tmp_path), write_plan_file(tmp_path)) as (url, _):
        told = use(
            url,
            ["drag", card("A01"), '[data-set="D1.2"] header'],
            ["see", "last", "moves from D1.1 to D1.2"],
            ["shown"],
            ["press", "Control+z"],
            ["see", "last", "Undone"],
            ["shown"],
            ["drag", card("A01"), card("A04")],
            ["see", "last", "swap"],
            ["shown"],
            ["press", "Control+z"],
            ["see", "last", "Undone: Orla Benning and"],
            ["focus", "A01"],
            ["press", " "],
            ["press", "ArrowRight"],
            ["press", " "],
            ["see", "live", "Soft cost"],
            ["see", "last", "swap"],
            ["press", "Control+z"],
            ["see", "last", "Undone"],
            ["focus", "A01"],
            ["press", "m"],
            ["choose", "#where", "set D1.2"],
            ["press", "Tab"],
            ["press", "Enter"],
            ["see", "last", "Orla Benning moves"],
            ["shown"],
        )
    assert [each["sets"] for each in told] == [
        MOVED,
        START,
        {"D1.1": ["A02", "A03", "A04"], "D1.2": ["A01", "A05", "A06"]},
        MOVED,
    ]
    assert ["broken by" in each["hard"] for each in told] == [True, False, False, True]
    assert "Set D1.1 has 2 members; 3 are wanted." in told[0]["live"]


@pytest.mark.slow
def test_lock_improve_save_and_go_on_after_a_kill(tmp_path: Path) -> None:
    """What is locked stays where a search mends the rest; a killed board goes on; what is saved is in the files."""
    folder, plan = write_folder(tmp_path), write_plan_file(tmp_path)
    with board(folder, plan) as (url, served):
        (told,) = use(
            url,
            ["drag", card("A01"), '[data-set="D1.2"] header'],
            ["see", "last", "moves"],
            ["focus", "A01"],
            ["press", "l"],
            ["see", "last", "locked"],
            ["shown"],
        )
        assert (told["held"], told["file"]) == (["A01"], "plan.json, changed")
        served.kill()
    with board(folder, plan) as (url, served):
        (told,) = use(
            url,
            ["click", "dialog button.strong"],
            ["see", "hard", "broken"],
            ["choose", "#seconds", "10"],
            ["click", "#improve form button"],
            ["see", "improve", "Better"],
            ["click", "#improve button.strong"],
            ["see", "hard", "all kept"],
            ["click", "#save"],
            ["see", "last", "Saved: plan.json, locks.csv"],
            ["shown"],
        )
        assert (told["held"], told["file"]) == (["A01"], "plan.json, saved")
        os.kill(served.pid, signal.SIGINT)
        out, _ = served.communicate(timeout=20)
    assert served.returncode == 0
    assert f"Everything is saved in {plan}." in out
    assert "A01" in read_plan(plan).by_round["D1"].sets[1].members
    assert "A01" in (folder / "locks.csv").read_text(encoding="utf-8")
    assert not plan.with_name("plan.json.journal").exists()


def cell(host: str) -> str:
    """Return where a host's visits are, in a round with one time."""
    return f'td[data-host="{host}"]'


def chip(name: str) -> str:
    """Return where a set's visit is."""
    return f'[data-visit="{name}"]'


@pytest.mark.slow
def test_visits_are_dragged_and_locked(tmp_path: Path) -> None:
    """A visit dragged to another host goes there, onto a visit both swap; what is locked is not dragged."""
    with board(write_folder(tmp_path), write_plan_file(tmp_path)) as (url, _):
        told = use(
            url,
            ["click", '[data-view="visits"]'],
            ["drag", chip("D1.1"), cell("H3")],
            ["see", "last", "Set D1.1 visits Ouse Hospital"],
            ["shown"],
            ["drag", chip("D1.1"), chip("D1.2")],
            ["see", "last", "Set D1.2 visits Ouse Hospital"],
            ["shown"],
            ["click", chip("D1.2")],
            ["click", 'dialog button[value="lock"]'],
            ["see", "last", "locked"],
            ["drag", chip("D1.2"), cell("H4")],
            ["see", "note", "This is locked"],
            ["shown"],
            ["press", "Control+z"],
            ["see", "last", "Undone"],
            ["press", "Control+z"],
            ["see", "last", "Undone: Set D1.1 visits Minster Radio"],
            ["shown"],
        )
    hosts = [{name: host for name, (host, _) in each["visits"].items()} for each in told]
    assert hosts == [
        {"D1.1": "H3", "D1.2": "H2"},
        {"D1.1": "H2", "D1.2": "H3"},
        {"D1.1": "H2", "D1.2": "H3"},
        {"D1.1": "H3", "D1.2": "H2"},
    ]
    assert told[2]["held"] == ["D1.2"]


@pytest.mark.slow
def test_by_touch(tmp_path: Path) -> None:
    """A finger that rests picks up, one that goes on scrolls and moves nobody, and a tap opens the menu."""
    with board(write_folder(tmp_path), write_plan_file(tmp_path)) as (url, _):
        told = use(
            url,
            ["finger", card("A01"), '[data-set="D1.2"] header', "hurries"],
            ["shown"],
            ["finger", card("A01"), '[data-set="D1.2"] header', "rests"],
            ["see", "last", "moves from D1.1 to D1.2"],
            ["shown"],
            ["tap", "#undo"],
            ["see", "last", "Undone"],
            ["tap", card("A01")],
            ["choose", "#where", "swap A04"],
            ["tap", 'dialog button[value="move"]'],
            ["see", "last", "swap"],
            ["tap", '[data-view="visits"]'],
            ["finger", chip("D1.1"), cell("H3"), "rests"],
            ["see", "last", "Set D1.1 visits Ouse Hospital"],
            ["shown"],
            width=390,
        )
    assert told[0]["sets"] == START
    assert told[1]["sets"] == MOVED
    assert told[2]["visits"]["D1.1"][0] == "H3"


@pytest.mark.slow
def test_a_search_is_stopped_and_what_it_found_discarded(tmp_path: Path) -> None:
    """A search ends soon when stopped, while people are moved meanwhile, and what is discarded changes nothing."""
    plan = tmp_path / "plan.json"
    shutil.copy(SCENARIOS / "threesector-30x10" / "plan.json", plan)
    first, second = f"{SET.format(1)} li:nth-child(1) .card", f"{SET.format(2)} header"
    with board(SCENARIOS / "threesector-30x10", plan) as (url, _):
        told = use(
            url,
            ["drag", first, second],
            ["see", "hard", "broken"],
            ["choose", "#seconds", "300"],
            ["click", "#improve form button"],
            ["see", "improve", "soft cost"],
            ["drag", f"{SET.format(3)} li:nth-child(1) .card", second],
            ["see", "last", "moves from"],
            ["click", "#improve button"],
            ["see", "improve", "Better"],
            ["shown"],
            ["click", "#improve .buttons button:last-child"],
            ["see", "improve", "Look for something better"],
            ["shown"],
        )
    assert told[0]["sets"] == told[1]["sets"]
    assert told[1]["file"] == "plan.json, changed"


@pytest.mark.slow
def test_two_windows_show_the_same_board(tmp_path: Path) -> None:
    """What is changed in a window is seen in the other, which goes on when the first is closed in the middle."""
    with board(write_folder(tmp_path), write_plan_file(tmp_path)) as (url, _):
        told = use(
            url,
            ["tab", "1"],
            ["drag", card("A01"), '[data-set="D1.2"] header'],
            ["see", "last", "moves"],
            ["tab", "0"],
            ["see", "hard", "broken"],
            ["shown"],
            ["press", "Control+z"],
            ["see", "last", "Undone"],
            ["tab", "1"],
            ["see", "hard", "all kept"],
            ["drag", card("A02"), card("A04")],
            ["close"],
            ["see", "file", "changed"],
            ["shown"],
        )
    assert told[0]["sets"] == MOVED
    assert told[1]["sets"] == {"D1.1": ["A01", "A03", "A04"], "D1.2": ["A02", "A05", "A06"]}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["threesector-30x10", "city-240"])
def test_nothing_is_wrong_in_any_window(tmp_path: Path, name: str) -> None:
    """Whatever is kept or broken: no complaint, nothing too wide, hidden or, on paper, to press; axe-core agrees."""
    plan = tmp_path / "plan.json"
    shutil.copy(SCENARIOS / name / "plan.json", plan)
    with board(SCENARIOS / name, plan) as (url, _):
        for width, scheme in ((1280, "light"), (390, "dark")):
            views = ["visits", "sets"] if width > 800 else ["visits", "panel", "sets"]
            steps = [step for view in views for step in (["click", f'[data-view="{view}"]'], ["shown"])]
            steps += [["over", f"{SET.format(1)} li:nth-child(1) .card", f"{SET.format(2)} li:nth-child(2) .card"]]
            steps += [["edge", f"{SET.format(1)} li:nth-child(1) .card"]] if name == "city-240" else []
            steps += [["drag", f"{SET.format(1)} li:nth-child(1) .card", f"{SET.format(2)} header"]]
            steps += [["see", "hard", "broken"], ["see", "last", "moves"], ["shown"], ["paper"]]
            told = use(url, *steps, width=width, scheme=scheme, judged=True)
            assert {each["wide"] for each in told} == {0}
            assert [text.startswith("Visit day 1") for text in told[-1]["pressed"]] == [True]
