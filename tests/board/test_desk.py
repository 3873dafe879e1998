"""Nothing that is done at a board is lost, and nothing that somebody else wrote is written over unasked."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cohortplan.board import asked
from cohortplan.board.desk import Desk, StaleError
from cohortplan.errors import InputError
from cohortplan.evaluate import Owed, measure_rules
from cohortplan.io import read_plan
from cohortplan.model import Plan, Scenario
from tests.board.conftest import Opener
from tests.cli.two_days import plan_content

AWAY = {"seats": [{"participant": "A01", "set": "D1.2"}]}
HERE = {"seats": [{"participant": "A01", "set": "D1.1"}]}


def ask(desk: Desk, action: str, **wish: Any) -> Any:
    """Ask a board for something, as the page does: as JSON, and with the revision that it is at."""
    form = desk.actions[action]
    if "revision" in form.model_fields:
        wish = {"revision": ask(desk, "state")["revision"], **wish}
    return json.loads(json.dumps(desk.answer(action, form.model_validate_json(json.dumps(wish)))))


def members(told: Any, group: int = 0) -> list[str]:
    """Return who sits in a set of the first round."""
    return list(told["rounds"]["D1"][group]["members"])


def test_a_change_says_what_it_comes_to(desk: Desk) -> None:
    """The answer to a change has the rounds that it changed, the score, what is newly broken, and the way back."""
    told = ask(desk, "place", **AWAY)
    assert list(told["rounds"]) == ["D1"]
    assert members(told) == ["A02", "A03"]
    assert told["change"]["hard"] == [0, told["score"]["hard"]]
    assert told["change"]["broken"][0] == "Set D1.1 has 2 members; 3 are wanted."
    assert (told["undo"], told["redo"], told["dirty"]) == ("Orla Benning moves from D1.1 to D1.2", "", True)
    back = ask(desk, "undo")
    assert back["said"] == "Undone: Orla Benning moves from D1.1 to D1.2"
    assert (members(back), back["dirty"]) == (["A01", "A02", "A03"], False)


def test_people_and_hosts_are_called_by_their_names(desk: Desk) -> None:
    """Where a rule says who breaks it, the board says their names, not their ids."""
    told = ask(desk, "place", visits=[{"set": "D2.1", "activity": "visit", "host": "H1", "start": "2026-12-03T10:00"}])
    assert any("Orla Benning" in each["sentence"] for each in told["score"]["violations"])
    assert not any("A01" in each["sentence"] or "H1" in each["sentence"] for each in told["score"]["violations"])


def test_a_page_that_has_not_looked_is_refused(desk: Desk) -> None:
    """A change of a board that another window has changed since is not made."""
    ask(desk, "place", **AWAY)
    with pytest.raises(StaleError, match="changed meanwhile"):
        ask(desk, "place", revision=0, **HERE)
    assert ask(desk, "state")["undo"] == "Orla Benning moves from D1.1 to D1.2"


def test_a_question_that_was_overtaken_has_no_answer(desk: Desk) -> None:
    """Asking what a move would come to, of a board that has changed since, is no mistake, and says nothing."""
    ask(desk, "place", **AWAY)
    assert ask(desk, "consider", revision=0, **HERE) == {"change": None, "said": ""}


@pytest.mark.parametrize(
    ("dropped", "answered"), [(HERE, False), (AWAY, True)], ids=["elsewhere", "where it was asked"]
)
def test_a_question_is_given_up_if_a_change_waits(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, dropped: dict[str, Any], answered: bool
) -> None:
    """What comes of a move is worked out no further once something else is done, but once for the move itself."""
    begun: list[threading.Thread] = []
    measured: list[Plan] = []

    def measure(scenario: Scenario, plan: Plan, *, check: Callable[[], None] = lambda: None) -> Owed:
        measured.append(plan)
        if not begun:
            begun.append(
                threading.Thread(
                    target=desk.answer, args=("place", asked.Place.model_validate({"revision": 0, **dropped}))
                )
            )
            begun[0].start()
            while not desk._waiting._wishes:
                time.sleep(0.001)
        return measure_rules(scenario, plan, check=check)

    desk.session.now.owed  # noqa: B018 - kept from now on
    monkeypatch.setattr("cohortplan.board.session.measure_rules", measure)
    question = asked.Question.model_validate({"revision": 0, **AWAY})
    assert (desk.answer("consider", question)["change"] is not None) == answered
    begun[0].join()
    assert desk.session.now.seat("A01", "D1") == dropped["seats"][0]["set"]
    assert len(measured) == (1 if answered else 2)


def test_a_killed_board_goes_on(desk: Desk, open_desk: Opener) -> None:
    """Whoever starts a board again after it was killed gets back every change, lock and undo."""
    ask(desk, "place", **AWAY)
    ask(desk, "place", seats=[{"participant": "A04", "set": "D1.1"}])
    ask(desk, "hold", seats=[{"participant": "A04", "set": "D1.1"}], on=True)
    ask(desk, "undo")
    before = ask(desk, "state")
    again = open_desk()
    assert ask(again, "state")["left"] == {"changes": 4, "changed": False}
    with pytest.raises(InputError, match="earlier board"):
        ask(again, "place", **AWAY)
    after = ask(again, "resume", go_on=True)
    assert {name: after[name] for name in ("rounds", "locks", "undo", "redo", "dirty", "left")} == {
        name: before[name] for name in ("rounds", "locks", "undo", "redo", "dirty", "left")
    }
    ask(again, "redo")
    assert ask(again, "state")["locks"]["seats"] == [["A04", "D1.1"]]


@pytest.mark.parametrize("cut", range(2, 60, 7))
def test_a_line_that_broke_off_is_left_out(desk: Desk, open_desk: Opener, cut: int) -> None:
    """A journal that ends in the middle of a line gives back all before that line."""
    ask(desk, "place", **AWAY)
    ask(desk, "place", seats=[{"participant": "A04", "set": "D1.1"}])
    desk.journal.write_bytes(desk.journal.read_bytes()[:-cut])
    again = open_desk()
    assert ask(again, "resume", go_on=True)["undo"] == "Orla Benning moves from D1.1 to D1.2"


def test_what_was_left_can_be_forgotten(desk: Desk, open_desk: Opener) -> None:
    """Whoever does not want to go on starts from the file, and the journal is gone."""
    ask(desk, "place", **AWAY)
    again = open_desk()
    assert members(ask(again, "resume", go_on=False)) == ["A01", "A02", "A03"]
    assert not desk.journal.exists()


def test_saving_writes_plan_and_locks(desk: Desk, open_desk: Opener) -> None:
    """A saved board leaves plan and locks as they are on it, and no journal; unlocking takes the row away."""
    ask(desk, "place", **AWAY)
    ask(desk, "hold", seats=[{"participant": "A01", "set": "D1.2"}], on=True)
    assert ask(desk, "save")["saved"] == ["plan.json", "locks.csv"]
    assert read_plan(desk.files.plan).rounds == desk.session.now.plan.rounds
    assert not desk.close()
    assert not desk.journal.exists()
    again = open_desk()
    assert ask(again, "state")["locks"]["seats"] == [["A01", "D1.2"]]
    ask(again, "hold", seats=[{"participant": "A01", "set": "D1.2"}], on=False)
    assert ask(again, "save")["saved"] == ["plan.json", "locks.csv"]
    assert ask(open_desk(), "state")["locks"]["seats"] == []


def test_what_somebody_else_wrote_stays(desk: Desk) -> None:
    """A plan file that was written meanwhile is written over only when that is said."""
    ask(desk, "place", **AWAY)
    text = json.dumps({**plan_content(), "manifest": {"by": "somebody else"}})
    desk.files.plan.write_text(text, encoding="utf-8")
    assert ask(desk, "save") == {"saved": [], "changed": ["plan.json"], "outdated": []}
    assert desk.files.plan.read_text(encoding="utf-8") == text
    assert ask(desk, "save", over=True)["saved"] == ["plan.json"]
    assert read_plan(desk.files.plan).rounds == desk.session.now.plan.rounds


def test_locks_that_somebody_else_typed_are_noticed(desk: Desk, tmp_path: Path) -> None:
    """A table of locks that appears meanwhile is named before anything is written."""
    ask(desk, "place", **AWAY)
    (tmp_path / "two-days" / "locks.csv").write_text("participant,set\nA02,D1.1\n", encoding="utf-8")
    assert ask(desk, "save")["changed"] == ["locks.csv"]


def test_a_scenario_that_was_changed_meanwhile_is_told(desk: Desk, tmp_path: Path) -> None:
    """The plan is saved, with the names of the files of the scenario that the board has not read as they are now."""
    ask(desk, "place", **AWAY)
    folder = tmp_path / "two-days"
    (folder / "notes.md").write_text("Not of the scenario.", encoding="utf-8")
    assert ask(desk, "save")["outdated"] == []
    with (folder / "participants.csv").open("a", encoding="utf-8") as file:
        file.write("A07,Nia Ward,,public,City Hall,\n")
    (folder / "closures.csv").write_text("host,from,until,reason\n", encoding="utf-8")
    (folder / "ties.csv").unlink()
    told = ask(desk, "save")
    assert (told["saved"], told["outdated"]) == (["plan.json"], ["closures.csv", "participants.csv", "ties.csv"])


def test_something_better_is_found_and_taken(desk: Desk) -> None:
    """The search goes on from the plan on the board, keeps what is locked, and is undone like any change."""
    ask(desk, "place", **AWAY)
    ask(desk, "hold", seats=[{"participant": "A01", "set": "D1.2"}], on=True)
    assert ask(desk, "improve", seconds=2)["search"]["running"]
    with pytest.raises(InputError, match="under way"):
        ask(desk, "improve", seconds=2)
    desk.improver.wait(60)
    assert desk.news()["search"]["found"]["hard"][1] == 0
    told = ask(desk, "take")
    assert told["score"]["hard"] == 0
    assert "A01" in members(told, 1)
    assert "A01" in members(ask(desk, "undo"), 1)


def test_asking_for_nothing_changes_nothing(desk: Desk) -> None:
    """A move of nobody is no change, nothing to be undone, and not written down."""
    assert ask(desk, "place")["change"] is None
    assert ask(desk, "hold", on=True)["undo"] == ""
    assert not desk.journal.exists()
