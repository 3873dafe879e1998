"""What a page may do: every request is a line here, answered under one lock."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from cohortplan.board import asked, views
from cohortplan.board.improving import Improver
from cohortplan.board.journal import SAVED, Journal, Left, Start, journal_beside, read_journal
from cohortplan.board.saving import Files
from cohortplan.board.session import Session, Step
from cohortplan.board.views import Json
from cohortplan.board.waiting import OvertakenError, Waiting
from cohortplan.errors import CohortplanError, Defect, InputError
from cohortplan.evaluate.wording import Words
from cohortplan.model import Plan, Scenario
from cohortplan.model.base import Frozen
from cohortplan.model.edits import Lock

#: What is proved of the soft rules of a scenario, by their ids.
Prover = Callable[[Scenario, Plan], Mapping[str, int]]


class StaleError(InputError):
    """The board has been changed since the page was told how it is."""


class Desk:
    """The session, its files and its search, for any number of windows.

    Parameters
    ----------
    scenario : Scenario
        With all its locks.
    path : Path
        The plan file.
    locks : sequence of Lock
        Those in the table of locks.
    source : str, optional
        The scenario that has the table of locks, if there can be one.
    prove : callable, optional
        Finds out what no plan can reach.
    """

    def __init__(
        self,
        scenario: Scenario,
        plan: Plan,
        path: Path,
        locks: tuple[Lock, ...] = (),
        source: str | None = None,
        prove: Prover | None = None,
    ) -> None:
        self._start = Start.of(scenario, plan, locks)
        self.session = Session(scenario, plan, locks)
        self.files = Files(path, source)
        self._scenario, self._words, self._prove = scenario, Words(scenario), prove
        self._bounds: Mapping[str, int] = {}
        self._journal, self._begun = Journal(journal_beside(path)), False
        self._left = read_journal(self._journal.path)
        self._saved = self.session.now
        # The one counts changes, the other whatever is to be looked at again.
        self._revision = self._version = 0
        self._lock, self._waiting = threading.RLock(), Waiting()
        self._listeners: list[Callable[[], None]] = []
        self.improver = Improver(self._tell)
        self._actions: dict[str, tuple[type[Frozen], Callable[[Any], Json]]] = {
            "state": (asked.Nothing, lambda _: self._state()),
            "facts": (asked.Nothing, lambda _: views.facts(self._scenario, self.files.plan.name)),
            "consider": (asked.Question, self._consider),
            "place": (asked.Place, lambda wish: self._change(wish, lambda: self.session.place(wish.locks), "place")),
            "hold": (asked.Hold, self._hold),
            "undo": (asked.Change, lambda wish: self._change(wish, self.session.undo, "undo")),
            "redo": (asked.Change, lambda wish: self._change(wish, self.session.redo, "redo")),
            "improve": (asked.Improve, self._improve),
            "stop": (asked.Nothing, self._stop),
            "take": (asked.Change, self._take),
            "discard": (asked.Nothing, self._discard),
            "save": (asked.Save, self._save),
            "resume": (asked.Resume, self._resume),
        }

    @property
    def dirty(self) -> bool:
        """Whether something is not saved."""
        now, saved = self.session.now, self._saved
        return now is not saved and (now.plan.rounds != saved.plan.rounds or now.locks != saved.locks)

    @property
    def left(self) -> Left | None:
        """What an earlier board left unsaved, until it is said what becomes of it."""
        return self._left

    @property
    def actions(self) -> Mapping[str, type[Frozen]]:
        """What may be asked, and in which form."""
        return {name: form for name, (form, _) in self._actions.items()}

    def listen(self, heard: Callable[[], None]) -> Callable[[], None]:
        """Have `heard` called when there is news; return what ends that."""
        self._listeners.append(heard)
        return lambda: self._listeners.remove(heard)

    def answer(self, action: str, wish: Frozen) -> Json:
        """Do what a page asks for, and return what it is told.

        Raises
        ------
        InputError, OSError
            If that cannot be done.
        """
        with self._waiting.turn(wish), self._lock:
            return self._actions[action][1](wish)

    def news(self) -> Json:
        """Return what a page is told while it waits: how the search stands, and which state is the newest."""
        return {"version": self._version, "search": self.improver.as_json()}

    def prove(self) -> None:
        """Find out in the background what no plan can reach."""
        if self._prove is not None:
            threading.Thread(target=self._proved, args=(self._prove, self.session.now), daemon=True).start()

    def close(self) -> bool:
        """End the search; return whether something is unsaved, which the journal then keeps."""
        self.improver.stop()
        self.improver.wait(5)
        with self._lock:
            kept = self.dirty or self._left is not None
            if not kept and self._begun:
                self._journal.remove()
            return kept

    @property
    def journal(self) -> Path:
        """Where changes are kept until they are saved."""
        return self._journal.path

    def _proved(self, prove: Prover, step: Step) -> None:
        with suppress(CohortplanError):
            bounds = prove(step.scenario, step.plan)
            with self._lock:
                self._bounds = bounds
                self._renew()

    def _renew(self, *, changed: bool = False) -> None:
        self._version += 1
        self._revision += changed
        self._tell()

    def _tell(self) -> None:
        for heard in tuple(self._listeners):
            heard()

    def _state(self, old: Step | None = None) -> Json:
        now = self.session.now
        left = self._left
        return {
            "revision": self._revision,
            "version": self._version,
            "rounds": views.rounds(now, old),
            "locks": views.locks(now),
            "score": views.score(now, self._words, self._bounds),
            "undo": self.session.undoable,
            "redo": self.session.redoable,
            "dirty": self.dirty,
            "search": self.improver.as_json(),
            "left": None if left is None else {"changes": left.unsaved, "changed": left.start.plan != self._start.plan},
        }

    def _consider(self, wish: asked.Question) -> Json:
        self._must_be_decided()
        if wish.revision == self._revision:
            step = self.session.consider(wish.locks)
            with suppress(OvertakenError):
                step.weigh(partial(self._waiting.must_be_wanted, wish))
                return {"change": views.change(self.session.now, step, self._words), "said": step.said}
        return {"change": None, "said": ""}  # a change has overtaken the question

    def _change(self, wish: asked.Change, do: Callable[[], Step], name: str) -> Json:
        self._must_be_current(wish)
        entry = {"do": name, **wish.model_dump(mode="json", exclude={"revision"})}
        return self._done(entry, do)

    def _done(self, entry: Mapping[str, Any], do: Callable[[], Step]) -> Json:
        old = self.session.now
        new = do()
        if new is old:
            return {**self._state(old), "change": None, "said": ""}
        self._renew(changed=True)
        self._note(entry)
        said = self.session.redoable if entry["do"] == "undo" else new.said
        undone = "Undone: " if entry["do"] == "undo" else ""
        found = views.change(old, new, self._words)
        return {**self._state(old), "change": found, "said": f"{undone}{said}"}

    def _hold(self, wish: asked.Hold) -> Json:
        return self._change(wish, lambda: self.session.hold(wish.locks, on=wish.on), "hold")

    def _improve(self, wish: asked.Improve) -> Json:
        self._must_be_decided()
        if self.improver.running:
            raise InputError([Defect("a search is under way", "Stop it first")])
        self.improver.start(self.session.now, wish.seconds)
        self._tell()
        return self.news()

    def _stop(self, wish: asked.Nothing) -> Json:
        del wish
        self.improver.stop()
        return self.news()

    def _discard(self, wish: asked.Nothing) -> Json:
        del wish
        self.improver.discard()
        self._tell()
        return self.news()

    def _take(self, wish: asked.Change) -> Json:
        self._must_be_current(wish)
        found = self.improver.found
        if found is None:
            raise InputError([Defect("there is no better plan to take", "Look for one first")])
        self.improver.discard()
        said = f"The better plan: soft cost {found.difference.soft[1]}"
        entry = {"do": "take", "plan": found.plan.model_dump(mode="json"), "said": said}
        return self._done(entry, lambda: self.session.take(found.plan, said))

    def _save(self, wish: asked.Save) -> Json:
        self._must_be_decided()
        changed = self.files.changed
        if changed and not wish.over:
            return {"saved": [], "changed": changed, "outdated": []}
        written = self.files.save(self.session.now)
        self._saved = self.session.now
        if self._begun:
            self._note({"do": SAVED})
        self._renew()
        return {**self._state(self._saved), "saved": written, "changed": [], "outdated": self.files.outdated}

    def _resume(self, wish: asked.Resume) -> Json:
        left, self._left = self._left, None
        if left is not None and wish.go_on:
            self._replay(left)
        elif left is not None:
            self._journal.remove()
        self._renew(changed=True)
        return self._state()

    def _replay(self, left: Left) -> None:
        """Do again what was done before the board was killed, as far as that can be done by now."""
        session = Session(self.session.relocked(left.start.locks), left.start.plan, left.start.locks)
        self._saved = self.session.now
        done = []
        with suppress(InputError, ValueError, KeyError):
            for entry in left.entries:
                _again(session, entry)
                done.append(entry)
        self.session = session
        self._journal.go_on(Left(left.start, tuple(done)))
        self._begun = True

    def _note(self, entry: Mapping[str, Any]) -> None:
        if not self._begun:
            self._journal.begin(self._start)
            self._begun = True
        self._journal.add(entry)

    def _must_be_current(self, wish: asked.Change) -> None:
        self._must_be_decided()
        if wish.revision != self._revision:
            raise StaleError([Defect("the board has changed meanwhile", "Look again")])

    def _must_be_decided(self) -> None:
        if self._left is not None:
            raise InputError(
                [Defect("an earlier board left changes that were not saved", "Go on with them, or leave them")]
            )


def _again(session: Session, entry: Mapping[str, Any]) -> None:
    """Do what an entry of a journal says."""
    places = {name: entry.get(name, ()) for name in ("seats", "visits")}
    match entry["do"]:
        case "place":
            session.place(asked.Places.model_validate(places).locks)
        case "hold":
            session.hold(asked.Places.model_validate(places).locks, on=bool(entry["on"]))
        case "take":
            session.take(Plan.model_validate(entry["plan"]), str(entry["said"]))
        case "undo":
            session.undo()
        case "redo":
            session.redo()
