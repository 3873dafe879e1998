"""How soon the board answers: ``python -m benchmarks.board [SCENARIO...] [--times 25]``, a table.

A board is served as `cohortplan board` serves it. While a person or a visit is dragged it is asked what that would come
to, and once dropped to make the change. *With a pause* the drop comes when that is answered, as by hand; *without* as
soon as it is asked; *elsewhere* on another place than was last asked of. *At first* the board finds out meanwhile what
no plan can reach; *improving* a search is under way. Each figure is in milliseconds, of the time on the wall and of the
processor's alone, as a machine may be busy with other things. The page takes some 30 ms more to show it.

Of city-240, on two cores that were a little busy with other things as well (a load of 2.4):

| what | median | 9 of 10 | longest | processor: median | 9 of 10 | longest |
|---|--:|--:|--:|--:|--:|--:|
| a person, at first | 41 | 85 | 113 | 19 | 52 | 75 |
| a person, with a pause | 3 | 3 | 7 | 19 | 21 | 23 |
| a person, without | 18 | 20 | 22 | 19 | 21 | 22 |
| a person, elsewhere | 20 | 25 | 42 | 20 | 26 | 42 |
| a visit, with a pause | 3 | 4 | 5 | 19 | 21 | 27 |
| a visit, without | 19 | 23 | 27 | 20 | 23 | 28 |
| a visit, elsewhere | 22 | 29 | 32 | 23 | 28 | 30 |
| undone | 3 | 4 | 4 | 3 | 3 | 4 |
| done again | 3 | 4 | 7 | 3 | 3 | 7 |
| locked | 21 | 23 | 28 | 20 | 21 | 25 |
| unlocked | 22 | 26 | 30 | 21 | 24 | 25 |
| a person, improving | 65 | 101 | 119 | 78 | 130 | 141 |

The processor's time has that of the search. The first drag of all waits for another process to be started.
"""

from __future__ import annotations

import json
import shutil
import statistics
import sys
import tempfile
import threading
import time
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from http.client import HTTPConnection
from itertools import cycle, islice
from pathlib import Path
from typing import Any, NamedTuple

from cohortplan.board.server import Server
from cohortplan.cli.commands.board import open_desk, prompt

SHIPPED = Path(__file__).parents[1] / "scenarios"
PACES = ("with a pause", "without", "elsewhere")
#: So many drags at first, as it does not take long; how long a search is under way before the first drag, in seconds.
FIRST, WARM = 5, 2

HEAD = """\
| scenario | what | median | 9 of 10 | longest | processor: median | 9 of 10 | longest |
|---|---|--:|--:|--:|--:|--:|--:|
"""

Json = dict[str, Any]


class Drag(NamedTuple):
    """Where something is dropped, and what it passes on the way."""

    there: Json
    passed: Json


class Hand:
    """Does at a board what a person does, as the page would."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._port = server.server_address[1]
        self._revision = 0

    def people(self) -> Iterator[Drag]:
        """Yield drags of the people of the first round, one after the other, each to the next set."""
        planned = self._server.desk.session.now.plan.rounds[0]
        sets = [group.id for group in planned.sets]
        for name in cycle([name for group in planned.sets for name in group.members]):
            here = sets.index(self._server.desk.session.now.seat(name, planned.id) or sets[0])
            to = (sets[(here + step) % len(sets)] for step in (1, 2))
            yield Drag(*({"seats": [{"participant": name, "set": there}]} for there in to))

    def visits(self) -> Iterator[Drag]:
        """Yield drags of the first visit of each set of the first round, each to a host at a time that it offers."""
        first = self.ask("facts")["rounds"][0]
        visit = first["visits"][0]
        offered = [(host, visit["starts"][k]["start"]) for host, slots in visit["offered"].items() for k in slots]
        places = cycle({"host": host, "start": start} for host, start in offered)
        for name in cycle(first["sets"]):
            here = {"set": name, "activity": visit["id"]}
            yield Drag(*({"visits": [{**here, **next(places)}]} for _ in range(2)))

    def drag(self, what: Drag, pace: str) -> float:
        """Drag something, and return how many seconds the answer to the drop took."""
        hovered = what.passed if pace == "elsewhere" else what.there
        question = threading.Thread(target=self.ask, args=("consider", hovered))
        question.start()
        if pace == "with a pause":
            question.join()
        spent = self.change("place", what.there)
        question.join()
        return spent

    def change(self, action: str, wish: Json | None = None) -> float:
        """Change something, and return how many seconds the answer took."""
        started = time.perf_counter()
        told = self.ask(action, wish)
        spent = time.perf_counter() - started
        self._revision = told["revision"]
        return spent

    def ask(self, action: str, wish: Json | None = None) -> Any:
        """Ask for something, and return what is told."""
        own = f"127.0.0.1:{self._port}"
        cookie = self._server.guard.cookie().split(";")[0]
        headers = {"Origin": f"http://{own}", "Cookie": cookie, "Content-Type": "application/json"}
        dated = "revision" in self._server.desk.actions[action].model_fields
        connection = HTTPConnection("127.0.0.1", self._port, timeout=60)
        body = {**(wish or {}), **({"revision": self._revision} if dated else {})}
        connection.request("POST", f"/{action}", json.dumps(body), headers)
        with connection.getresponse() as answer:
            told = json.load(answer)
        if answer.status != 200:
            raise RuntimeError(told["error"])
        return told


def rows(scenario: str, times: int) -> Iterator[str]:
    """Serve a copy of a shipped scenario, and yield a row for each thing that is done so many times."""
    with tempfile.TemporaryDirectory() as folder:
        plan = Path(folder, "plan.json")
        shutil.copy(SHIPPED / scenario / "plan.json", plan)
        desk = open_desk(str(SHIPPED / scenario), str(plan))
        server = Server(desk)
        with prompt(desk):
            threading.Thread(target=server.serve_forever, daemon=True).start()
            desk.prove()
            for what, number, do in _deeds(Hand(server), times):
                figures = " | ".join(_figures([_timed(do) for _ in range(number)]))
                yield f"| {scenario} | {what} | {figures} |"
            desk.close()
        server.end()


def _timed(do: Callable[[], float]) -> tuple[float, float]:
    """Return how long the answer took, and how long the processor was busy with it and with what was asked before."""
    before = time.process_time()
    return do(), time.process_time() - before


def _figures(spent: Sequence[tuple[float, float]]) -> Iterator[str]:
    for these in zip(*spent, strict=True):
        for each in (statistics.median(these), statistics.quantiles(these, n=10, method="inclusive")[-1], max(these)):
            yield f"{1000 * each:.0f}"


def _deeds(hand: Hand, times: int) -> Iterator[tuple[str, int, Callable[[], float]]]:
    """Yield what is done, how many times, and how it is done once."""
    people, visits = hand.people(), hand.visits()
    yield "a person, at first", FIRST, partial(_drag_next, hand, people, "without")
    while hand.ask("state")["score"]["bound"] is None:
        time.sleep(0.1)
    for pace in PACES:
        yield f"a person, {pace}", times, partial(_drag_next, hand, people, pace)
    for pace in PACES:
        yield f"a visit, {pace}", times, partial(_drag_next, hand, visits, pace)
    yield "undone", times, lambda: hand.change("undo")
    yield "done again", times, lambda: hand.change("redo")
    seats = [each.there for each in islice(people, times) if hand.change("place", each.there)]
    for what, on in (("locked", True), ("unlocked", False)):
        holds = iter([{**each, "on": on} for each in seats])
        yield what, times, partial(_hold_next, hand, holds)
    hand.ask("improve", {"seconds": 600})
    time.sleep(WARM)
    yield "a person, improving", times, partial(_drag_next, hand, people, "without")


def _drag_next(hand: Hand, these: Iterator[Drag], pace: str) -> float:
    return hand.drag(next(these), pace)


def _hold_next(hand: Hand, these: Iterator[Json]) -> float:
    return hand.change("hold", next(these))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = ArgumentParser(
        prog="python -m benchmarks.board", description=__doc__, formatter_class=RawDescriptionHelpFormatter
    )
    parser.add_argument("scenarios", nargs="*", default=["threesector-30x10", "city-240"])
    parser.add_argument("--times", type=int, default=25, help="How often each thing is done.")
    asked = parser.parse_args(arguments)
    out = sys.stdout
    out.write(HEAD)
    for scenario in asked.scenarios:
        for row in rows(scenario, asked.times):
            out.write(f"{row}\n")
            out.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
