"""An instance for researchers: the same question, asked about nobody."""

from __future__ import annotations

import csv
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

from cohortplan.errors import Defect, InputError
from cohortplan.io import dates
from cohortplan.io.privacy.codebook import Codebook, words_of
from cohortplan.io.privacy.rows import Cells, sheets
from cohortplan.io.several import write_all
from cohortplan.io.toml_text import toml_section
from cohortplan.model import (
    BusyTime,
    Cannot,
    Plan,
    PlannedActivity,
    PlannedRound,
    PlannedSet,
    Rule,
    Scenario,
    ScenarioRef,
)
from cohortplan.model.people import WEEKDAYS
from cohortplan.rules import build_rule, registry

Row = dict[str, str]

#: How each column that is shared is written; all others are left out, tables that are not named with all their rows.
_SHARED: Mapping[str, Mapping[str, str]] = {
    "hosts": {
        **dict.fromkeys(("id", "name", "organisation", "kind", "function", "town", "sector"), "word"),
        **dict.fromkeys(("capacity", "min", "sets_at_once", "max_visits", "gap_days"), "as it is"),
        **dict.fromkeys(("lead_days", "reserve", "days", "from", "until"), "as it is"),
        **dict.fromkeys(("leader_days", "leader_from", "leader_until"), "as it is"),
        "barriers": "words",
        **dict.fromkeys(("lat", "lon"), "point"),
    },
    "rounds": {
        **dict.fromkeys(("contacts", "sets", "size", "kind", "from", "until", "every", "times"), "as it is"),
        **dict.fromkeys(("minutes", "step", "mode"), "as it is"),
        **dict.fromkeys(("round", "same_sets", "opt_in", "activity", "place", "format"), "word"),
        "kinds": "words",
        "only": "words",
        "date": "day",
    },
    "places": {"place": "word", "lat": "point", "lon": "point", "holds": "as it is", "rooms": "as it is"},
    "travel": {"from": "word", "to": "word", "minutes": "five"},
    "openings": {"host": "word", "date": "day", "from": "as it is", "until": "as it is"},
    "closures": {"host": "word", "from": "day", "until": "day"},
    "bookings": {"host": "word", "date": "day", **dict.fromkeys(("from", "until", "people", "sets"), "as it is")},
    "holidays": {"from": "day", "until": "day", "who": "who"},
    "events": {
        **dict.fromkeys(("id", "place", "format"), "word"),
        "date": "day",
        **dict.fromkeys(("from", "until", "mode"), "as it is"),
    },
}

#: Rules that say nothing without what is left out: other plans, numbers in the order of people, clearances.
_LEFT_OUT = ("distance", "unlike", "least_change", "clearance", "quorum", "asks_offers", "objections", "pins")


def share(source: str | Path, scenario: Scenario, folder: Path, without: Collection[str] = ()) -> Codebook:
    """Write an anonymous instance of a scenario into a folder, which is made if need be, and return how it was made.

    Parameters
    ----------
    without : collection of str
        Attributes that are left out, with the rules that name them.

    Raises
    ------
    InputError
        If the folder holds anything.
    OSError
        If a file cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError([Defect("there is something here", "Name a new folder, or an empty one", file=str(folder))])
    book = Codebook(scenario, without)
    writer = _Writer(scenario, book)
    tables = {**writer.of_people(), **writer.of_the_rest(source)}
    folder.mkdir(parents=True, exist_ok=True)
    contents = {folder / f"{name}.csv": _text(rows) for name, rows in tables.items() if rows}
    write_all(folder, {folder / "scenario.toml": writer.settings(), **contents})
    return book


class _Writer:
    """Writes the tables of one scenario as its codebook says."""

    def __init__(self, scenario: Scenario, book: Codebook) -> None:
        self._scenario = scenario
        self._book = book

    def settings(self) -> str:
        """Return the settings: the programme, what people have in common, the rules and their weights."""
        scenario, book = self._scenario, self._book
        programme = scenario.programme
        lines = ["# An anonymous instance, made by `cohortplan share`: see disclosure.md."]
        about = {"id": book.id, "title": "Shared instance", "timezone": programme.timezone}
        days = {name: getattr(programme, name) for name in ("starts", "ends", "planned_on")}
        lines += toml_section("[programme]", about | {name: day and book.day(day) for name, day in days.items()})
        lines += toml_section("[attributes]", {book.word(name): self._attribute(name) for name in book.kept})
        travel = scenario.travel.model_dump(exclude_defaults=True)
        if travel:
            lines += toml_section("[travel]", book.any(travel))
        for rule in self._rules():
            given = rule.model_dump(exclude={"id"})
            fields = {name: value for name, value in given.items() if _says(rule, name, value)}
            head = {"rule": rule.kind, "id": book.word(rule.id)}
            lines += toml_section("[[rules]]", {**head, **book.any(fields)})
        for kind, each in registry().items():
            if each.implied and kind not in {rule.kind for rule in scenario.rules}:
                lines += toml_section("[[rules]]", {"rule": kind, "enabled": False})
        ids = {rule.id for rule in scenario.rules if not rule.hard} - {rule.id for rule in left_out(scenario, book)}
        weights = {book.word(name): weight for name, weight in scenario.weights.items() if name in ids}
        return "\n".join([*lines, *toml_section("[weights]", weights)]) + "\n"

    def of_people(self) -> dict[str, list[Row]]:
        """Return the tables about people, in no order that tells anything."""
        scenario, word, day = self._scenario, self._book.word, self._book.day
        found: dict[str, list[Row]] = {
            "participants": self._participants(),
            "ties": [
                {"a": word(each.a), "b": word(each.b), "kind": word(each.kind), **self._days(each, "since", "need_by")}
                for each in scenario.ties
            ],
            "absences": [
                {
                    "participant": word(each.participant),
                    "round": word(each.round or ""),
                    "from": f"{day(each.first)}" if each.first else "",
                    "until": f"{day(each.last)}" if each.last else "",
                }
                for each in scenario.absences
            ],
            **self._facts(),
        }
        return {name: _ordered(rows) for name, rows in found.items()}

    def _facts(self) -> dict[str, list[Row]]:
        """Return what happened, as it stands: what was corrected is told of no more."""
        book = self._book
        attendance = {each.fact: each for each in self._scenario.attendance}.values()
        confirmed = {(each.participant, each.met): each for each in self._scenario.confirmed}.values()
        return {
            "attendance": [
                {
                    **{name: book.word(getattr(each, name)) for name in ("participant", "round", "set", "activity")},
                    "date": f"{book.day(each.date)}",
                    "present": "yes" if each.present else "no",
                }
                for each in attendance
            ],
            "confirmed": [
                {
                    "participant": book.word(each.participant),
                    "met": book.word(each.met),
                    "date": f"{book.day(each.date)}",
                    "confirms": "yes" if each.confirms else "no",
                }
                for each in confirmed
            ],
        }

    def of_the_rest(self, source: str | Path) -> dict[str, list[Row]]:
        """Return the tables that are about no person."""
        there = sheets(source)
        rounds = dict.fromkeys(row["round"] for row in (there["rounds"].rows() if "rounds" in there else ()))
        joined = (name for name in rounds if name not in self._scenario.round)  # to another, whose sets they keep
        self._book.words |= {name: f"T{k:02}" for k, name in enumerate(joined, start=1)}
        found: dict[str, list[Row]] = {}
        for table, columns in _SHARED.items():
            rows = there[table].rows() if table in there else iter(())
            written = [self._row(row, columns) for row in rows]
            if table in ("hosts", "events"):  # what nobody names is called by its id
                written = [{**row, {"hosts": "name", "events": "title"}[table]: row["id"]} for row in written]
            found[table] = written if table in ("rounds", "holidays") else _ordered(written)
        return found

    def _participants(self) -> list[Row]:
        """Return the rows of people; whoever has a flag or a code is drawn, so that only how many is told."""
        book, people = self._book, self._scenario.participants
        flags = book.dealt([tuple(flag for flag in person.flags if flag not in book.few) for person in people])
        codes = book.dealt([tuple(c for c in person.cannot if c.code not in book.few) for person in people])
        rows = []
        for person, mine, barred in zip(people, flags, codes, strict=True):
            rows.append(
                {
                    "id": book.word(person.id),
                    "name": book.word(person.id),
                    **{book.word(name): book.word(person.get(name)) for name in book.kept},
                    "flags": ";".join(map(book.word, mine)),
                    "cannot": ";".join(map(self._cannot, barred)),
                    "online": "yes" if person.online else "",
                    **self._days(person, "joins", "leaves"),
                    "weekdays": ";".join(WEEKDAYS[k] for k in person.weekdays),
                    "busy": ";".join(map(self._busy, person.busy)),
                }
            )
        return rows

    def _days(self, part: Any, *names: str) -> dict[str, str]:
        found = {name: getattr(part, name) for name in names}
        return {name: f"{self._book.day(each)}" if each else "" for name, each in found.items()}

    def _cannot(self, cannot: Cannot) -> str:
        days = {name: when and self._book.day(when) for name, when in (("first", cannot.first), ("last", cannot.last))}
        return cannot.model_copy(update={"code": self._book.word(cannot.code), **days}).told

    def _busy(self, busy: BusyTime) -> str:
        return busy.model_copy(update={"day": busy.day and self._book.day(busy.day)}).told

    def _row(self, row: Cells, columns: Mapping[str, str]) -> dict[str, str]:
        """Return a row as it is written."""
        word = self._book.word
        hows: dict[str, Callable[[str], str]] = {
            "as it is": str,
            "word": word,
            "words": lambda cell: ";".join(word(each.strip()) for each in cell.replace(",", ";").split(";")),
            "day": lambda cell: f"{self._book.day(dates.day(cell))}",
            "five": lambda cell: f"{-(-int(float(cell)) // 5) * 5}",
            "who": lambda cell: "=".join(word(each.strip()) for each in cell.split("=")),
        }
        found = {name: hows[how](row[name]) if name in row else "" for name, how in columns.items() if how != "point"}
        if "lat" in row and "lon" in row:
            lat, lon = (float(row[name].replace(",", ".")) for name in ("lat", "lon"))
            found |= dict(zip(("lat", "lon"), map(str, self._book.point(lat, lon)), strict=True))
        return found

    def _attribute(self, name: str) -> Any:
        optional = next(each.optional for each in self._scenario.attributes if each.name == name)
        return {"values": [], "optional": optional}

    def _rules(self) -> Iterator[Rule]:
        """Yield the rules that still say something, implied ones only if they are not as usual."""
        for rule in self._scenario.rules:
            usual = rule.implied and rule == build_rule(rule.kind)
            if rule not in left_out(self._scenario, self._book) and not usual:
                yield rule


def shared_plan(plan: Plan, scenario: Scenario, book: Codebook) -> Plan:
    """Return a plan as one of the shared instance: who sits where and what is visited when, nothing else."""

    def moved(moment: datetime) -> datetime:
        return scenario.aware(book.day(scenario.local(moment)))

    rounds = [
        PlannedRound(
            id=book.word(planned.id),
            sets=tuple(
                PlannedSet(
                    id=book.word(group.id),
                    members=tuple(sorted(map(book.word, group.members))),
                    activities=tuple(
                        PlannedActivity(
                            id=book.word(done.id),
                            kind=done.kind,
                            host=None if done.host is None else book.word(done.host),
                            start=moved(done.start),
                            end=moved(done.end),
                        )
                        for done in group.activities
                    ),
                )
                for group in planned.sets
            ),
        )
        for planned in plan.rounds
    ]
    return Plan(scenario=ScenarioRef(id=book.id), rounds=tuple(rounds))


def left_out(scenario: Scenario, book: Codebook) -> list[Rule]:
    """Return the rules that say nothing without what is not shared."""
    gone = {*book.few, *book.without}
    return [rule for rule in scenario.rules if rule.kind in _LEFT_OUT or gone.intersection(words_of(rule.model_dump()))]


def _says(rule: Rule, name: str, value: Any) -> bool:
    """Whether a field of a rule is to be written: one that is empty unless given need not be."""
    return bool(value) or value != type(rule).model_fields[name].get_default(call_default_factory=True)


def _ordered(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: [*row.values()])


def _text(rows: Iterable[Row]) -> str:
    listed = list(rows)
    headings = dict.fromkeys(name for row in listed for name in row)
    names = [name for name in headings if any(row.get(name) for row in listed)]
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([row.get(name, "") for name in names] for row in listed)
    return out.getvalue()
