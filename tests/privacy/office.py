"""A programme every private field of which holds a word of its own, and its plan, as an organiser's folder."""

from __future__ import annotations

import io
import json
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from cohortplan.calendars.ledger import LEDGER, Ledger
from cohortplan.cli import main
from cohortplan.io import read_plan, read_scenario
from cohortplan.model import Plan, Scenario

#: Members of a set.
SIZE = 6
AT = "2026-09-02T09:00Z"

_SETTINGS = """\
[programme]
id = "canaries"
title = "A programme of canaries"
starts = 2026-09-01
ends = 2027-07-31
planned_on = 2026-08-01

[attributes]
sector = ["public", "private", "nonprofit"]
organisation = []

[[rules]]
rule = "new_contacts"

[[rules]]
rule = "never_alone"
flag = "zzshared0zz"
rounds = ["D1"]
hard = false

[[rules]]
rule = "keep_apart"
kinds = ["zzkind0zz"]
hard = false

[calendars]
organizer = "office@programme.example"
"""


def canary(field: str, number: int) -> str:
    """Return a word that stands in one place only."""
    return f"zz{field}{number}zz"


def born(number: int) -> date:
    """Return a date of birth that nobody else has."""
    return date(1950, 1, 3) + timedelta(days=37 * number)


@dataclass(frozen=True)
class Office:
    """An organiser's desk.

    Attributes
    ----------
    home : Path
        Holds the scenario's folder, the plan, and whatever is written.
    people : int
        How many people take part.
    turned : int
        By how many places flags, codes and needs are dealt on among the members of each set of the first day.
    """

    home: Path
    people: int
    turned: int = 0

    @property
    def folder(self) -> Path:
        """The scenario."""
        return self.home / "office"

    @property
    def plan_file(self) -> Path:
        """The plan."""
        return self.home / "plan.json"

    @cached_property
    def scenario(self) -> Scenario:
        """The scenario as it is read."""
        return read_scenario(self.folder)

    @cached_property
    def plan(self) -> Plan:
        """The plan as it is read."""
        return read_plan(self.plan_file)

    def run(self, *typed: object, code: int = 0) -> bytes:
        """Run a command and return all that it says."""
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            found = main([str(word) for word in typed])
        assert found == code, f"{typed}: {err.getvalue()}"
        return f"{out.getvalue()}\n{err.getvalue()}".encode()

    def look(self, command: str, *words: object) -> bytes:
        """Run a command about the plan."""
        return self.run(command, self.folder, self.plan_file, *words)

    def write(self) -> Office:
        """Write the folder and the plan."""
        self.folder.mkdir(parents=True)
        for name, rows in {**self._of_people(), **self._of_programme()}.items():
            (self.folder / f"{name}.csv").write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
        (self.folder / "scenario.toml").write_text(_SETTINGS, encoding="utf-8")
        note = '[[change]]\nknown = 2026-08-20\nchange = "tie"\na = "P1"\nb = "P2"\nkind = "knows"\n'
        (self.folder / "changes.toml").write_text(f'{note}note = "{canary("change", 1)}"\n', encoding="utf-8")
        self.plan_file.write_text(json.dumps(self._plan()), encoding="utf-8")
        ledger = self.folder / LEDGER
        with Ledger(ledger), closing(sqlite3.connect(ledger)) as connection:  # with a secret that can be repeated
            connection.execute("UPDATE fact SET value = ? WHERE name = 'secret'", ("0" * 32,))
            connection.commit()
        return self

    def _of_people(self) -> dict[str, list[str]]:
        numbers = range(1, self.people + 1)
        sector = ("public", "private", "nonprofit")
        people = [
            f"P{k},{canary('First', k)} {canary('Last', k)},{canary('mail', k)}@example.org,{sector[k % 3]},"
            f"{canary('org', k)},{canary('cleared', k)},{canary('delegate', k)},{canary('note', k)}"
            for k in numbers
        ]
        private = [
            f"P{k},{canary('legal', k)},{born(k)},{canary('idtype', k)},{canary('doc', k)},{canary('phone', k)},"
            f"{canary('diet', k)},{canary('kin', k)},{'contact;name' if k % 6 == 2 else ''}"
            for k in numbers
        ]
        holder = {k: (k - 1) // SIZE * SIZE + (k - 1 + self.turned) % SIZE + 1 for k in numbers}
        sealed = [
            f"key{holder[k]:04},{canary('flag', k)}{';zzshared0zz' if k % SIZE < 2 else ''},{canary('code', k)},"
            f"{canary('need', k)}"
            for k in numbers
        ]
        random.Random(5).shuffle(sealed)  # noqa: S311 - an order that tells nothing
        return {
            "participants": ["id,name,email,sector,organisation,cleared,delegate,notes", *people],
            "private": [
                "participant,legal_name,born,id_type,id_number,phone,diet,emergency,consents",
                *private,
            ],
            "sealed": ["key,flags,cannot,needs", *sealed],
            "keys": ["key,participant", *(f"key{k:04},P{k}" for k in numbers)],
            "absences": [
                "participant,from,until,reason",
                *(f"P{k},2027-01-04,2027-01-05,{canary('reason', k)}" for k in numbers),
            ],
            "ties": ["a,b,kind,source", f"P1,P{SIZE + 2},zzkind0zz,{canary('source', 1)}"],
            "objections": ["participant,set", f"P3,D2.{self._sets}"],
        }

    def _of_programme(self) -> dict[str, list[str]]:
        hosts = range(1, 2 * self._sets + 1)
        gates = {1: "legal_name;born", self._sets + 1: "legal_name;id_number"}
        return {
            "hosts": [
                "id,name,email,sector,kind,gate_fields",
                *(f"H{k},Host {k},host{k}@hosts.example,public,kind {k},{gates.get(k, '')}" for k in hosts),
            ],
            "rounds": [
                "round,title,sets,size,facilitators,activity,kind,date,from,until",
                *(
                    f"{name},Day,{self._sets},4-8,1,visit,visit,{day},10:00,12:00"
                    for name, day in (("D1", "2026-10-08"), ("D2", "2026-12-03"))
                ),
            ],
            "events": ["id,title,date,from,until,place,guests", "close,Celebration,2027-03-04,17:30,19:00,Hall,yes"],
            "guests": [
                "guest,name,email,organisation,kind,of",
                "G1,Sponsor One,one@guests.example,Outside,sponsor,P1;P2",
                "G2,Speaker Two,two@guests.example,Outside,speaker,",
            ],
            "facilitators": [
                "facilitator,name,email,organisation",
                *(f"F{k},Guide {k},guide{k}@guides.example,Outside" for k in range(1, self._sets + 1)),
            ],
        }

    @property
    def _sets(self) -> int:
        return self.people // SIZE

    def _plan(self) -> dict[str, Any]:
        deal: dict[str, Callable[[int], int]] = {
            "D1": lambda k: (k - 1) // SIZE,
            "D2": lambda k: (k - 1) % self._sets,
        }
        days = {"D1": ("2026-10-08", "+01:00"), "D2": ("2026-12-03", "+00:00")}
        rounds = []
        for number, (name, set_of) in enumerate(deal.items()):
            day, offset = days[name]
            sets = []
            for s in range(self._sets):
                visit = {
                    "id": "visit",
                    "kind": "visit",
                    "host": f"H{number * self._sets + s + 1}",
                    "start": f"{day}T10:00:00{offset}",
                    "end": f"{day}T12:00:00{offset}",
                }
                members = sorted(f"P{k}" for k in range(1, self.people + 1) if set_of(k) == s)
                sets.append(
                    {
                        "id": f"{name}.{s + 1}",
                        "members": members,
                        "activities": [visit],
                        "facilitators": [f"F{s + 1}"],
                    }
                )
            rounds.append({"id": name, "sets": sets})
        return {
            "format": "cohortplan-plan/1",
            "scenario": {"id": "canaries", "sha256": ""},
            "manifest": {},
            "score": {},
            "rounds": rounds,
        }
