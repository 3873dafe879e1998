"""How soon the board answers a drag: ``python -m benchmarks.board [SCENARIO...] [--drags 40]``, a table.

A board is served as `cohortplan board` serves it. While somebody is dragged it is asked what that would come to, and
once dropped to make the change. *With a pause* the drop comes when that is answered, as by hand; *without* as soon as
it is asked; *elsewhere* on another set than was last asked of. Each figure is in milliseconds, of the time on the wall
and of the processor's alone, as a machine may be busy with other things. The page takes some 30 ms more to show it.
"""

from __future__ import annotations

import json
import shutil
import statistics
import sys
import tempfile
import threading
import time
from argparse import ArgumentParser
from collections.abc import Sequence
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from cohortplan.board.server import Server
from cohortplan.cli.commands.board import open_desk, settle

SHIPPED = Path(__file__).parents[1] / "scenarios"
PACES = ("with a pause", "without", "elsewhere")


class Hand:
    """Drags people of the first round to the next set and the one after it, as the page would."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._port = server.server_address[1]
        groups = server.desk.session.now.plan.rounds[0].sets
        self._sets = [group.id for group in groups]
        self._people = [(name, k) for k, group in enumerate(groups) for name in group.members]
        self._revision = 0

    def drag(self, number: int, pace: str) -> float:
        """Drag one person, and return how many seconds the answer to the drop took."""
        name, here = self._people[number % len(self._people)]
        passed, there = (self._sets[(here + k) % len(self._sets)] for k in (2, 1))
        hovered = passed if pace == "elsewhere" else there
        question = threading.Thread(target=self._ask, args=("consider", name, hovered))
        question.start()
        if pace == "with a pause":
            question.join()
        started = time.perf_counter()
        told = self._ask("place", name, there)
        spent = time.perf_counter() - started
        question.join()
        self._revision = told["revision"]
        return spent

    def _ask(self, action: str, name: str, to: str) -> Any:
        own = f"127.0.0.1:{self._port}"
        cookie = self._server.guard.cookie().split(";")[0]
        headers = {"Origin": f"http://{own}", "Cookie": cookie, "Content-Type": "application/json"}
        wish = {"revision": self._revision, "seats": [{"participant": name, "set": to}]}
        connection = HTTPConnection("127.0.0.1", self._port, timeout=60)
        connection.request("POST", f"/{action}", json.dumps(wish), headers)
        with connection.getresponse() as answer:
            return json.load(answer)


def rows(scenario: str, drags: int) -> list[str]:
    """Serve a copy of a shipped scenario, and return a row for each pace."""
    with tempfile.TemporaryDirectory() as folder:
        plan = Path(folder, "plan.json")
        shutil.copy(SHIPPED / scenario / "plan.json", plan)
        desk = open_desk(str(SHIPPED / scenario), str(plan))
        server = Server(desk)
        settle(desk)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        hand, found = Hand(server), []
        for k, pace in enumerate(PACES):
            before = time.process_time()
            spent = [hand.drag(k * drags + number, pace) for number in range(drags)]
            each = 1000 * (time.process_time() - before) / drags
            found.append(f"| {scenario} | {pace} | {_told(spent)} | {each:.0f} |")
        server.end()
        return found


def _told(spent: Sequence[float]) -> str:
    figures = (statistics.median(spent), statistics.quantiles(spent, n=10)[-1], max(spent))
    return " | ".join(f"{1000 * each:.0f}" for each in figures)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = ArgumentParser(prog="python -m benchmarks.board", description=__doc__)
    parser.add_argument("scenarios", nargs="*", default=["threesector-30x10", "city-240"])
    parser.add_argument("--drags", type=int, default=40)
    asked = parser.parse_args(arguments)
    out = sys.stdout
    out.write("| scenario | dropped | median | 9 of 10 | longest | processor a drag |\n|---|---|--:|--:|--:|--:|\n")
    for scenario in asked.scenarios:
        out.writelines(f"{row}\n" for row in rows(scenario, asked.drags))
    return 0


if __name__ == "__main__":
    sys.exit(main())
