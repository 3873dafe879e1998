"""What the organiser was told in confidence stays in the folder: who objects, why somebody is away, all notes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Runner
from tests.cli.two_days import plan_content

#: Stands in notes and reasons, and must stand nowhere else.
CANARY = "zzcanary"

CHANGES = f"""\
[[change]]
known = 2026-09-20
change = "absence"
participants = ["A01"]
rounds = ["D2"]
note = "{CANARY} one"

[[change]]
known = 2026-09-20
change = "closure"
host = "H2"
from = 2026-10-01
until = 2026-10-31
note = "{CANARY} two"

[[change]]
known = 2026-09-20
change = "objection"
participants = ["A09"]
set = "D1.1"
note = "{CANARY} three"

[[change]]
known = 2026-09-20
change = "tie"
a = "A02"
b = "A05"
kind = "apart"
note = "{CANARY} four"
"""

#: All that may be looked at once there is a new plan.
LOOKS = (
    *(["show", view] for view in ("sets", "timetable", "contacts", "tasks")),
    *(["show", "person", name] for name in ("A01", "A02", "A05")),
    *(["show", "host", name] for name in ("H1", "H2")),
    *(["check"], ["score"], ["check", "--json"], ["score", "--json"]),
    *(["network"], ["history"], ["publish", "--at", "2026-09-21T09:00Z"]),
)


@pytest.fixture
def office(folder: Path) -> Path:
    """Return a folder with an office that invites, reasons of absences, and somebody who takes no part in any round."""
    settings = folder / "scenario.toml"
    more = '\n[[rules]]\nrule = "keep_apart"\n\n[calendars]\norganizer = "office@programme.example"\n'
    settings.write_text(settings.read_text() + more)
    people = folder / "participants.csv"
    people.write_text(
        people.read_text().replace("flags\n", "flags,leaves\n") + "A09,Zzz Quill,,public,Zzz,,2026-09-02\n"
    )
    (folder / "absences.csv").write_text(f"participant,round,from,until,reason\nA04,,2026-11-01,2026-11-09,{CANARY}\n")
    return folder


@pytest.mark.slow
def test_nothing_is_told_of_notes_reasons_and_objections(
    run: Runner, office: Path, plan_file: Path, tmp_path: Path
) -> None:
    """The words of the changes, and who objects, stand in no output, plan, message or calendar."""
    changes, new = tmp_path / "new.toml", tmp_path / "new.json"
    changes.write_text(CHANGES)
    told = [
        run("replan", office, plan_file, "--changes", changes, "--seconds", "2", *more)
        for more in (["--all"], ["--json"], ["--json", "-o", new, "--record"])
    ]
    assert [each.code for each in told] == [0, 0, 0]
    assert CANARY in (office / "changes.toml").read_text()
    for command, *words in LOOKS:
        told.append(run(command, office, new, *words))
        assert told[-1].code == 0
    out = tmp_path / "out"
    told.append(run("publish", office, new, "-o", out / "messages", "--at", "2026-09-21T09:00Z"))
    told.append(run("ics", office, new, "-o", out / "calendars"))
    own = (out / "calendars" / "index.csv", out / "calendars" / "participants" / "A09.ics")  # all have a calendar
    written = [
        path.read_text(encoding="utf-8") for path in (new, *out.rglob("*")) if path.is_file() and path not in own
    ]
    assert len(written) > 10
    for text in (*(each.out + each.err for each in told), *written):
        assert CANARY not in text
        assert "apart" not in text.replace("keep_apart", "").replace("keep apart", "")
        assert "object" not in text.replace('"objectives"', "").replace("objections", "")
    for text in (*(each.out + each.err for each in told[:3]), *written):
        assert "A09" not in text
        assert "Quill" not in text


def test_what_cannot_stay_is_told_alike_whoever_objects(run: Runner, office: Path, plan_file: Path) -> None:
    """By what is said of a plan nobody can tell which of the three in a set objected, or that it was one of them."""
    content = plan_content()
    plan_file.write_text(json.dumps(content))
    heard = set()
    for name in ("A04", "A05", "A06"):
        (office / "objections.csv").write_text(f"participant,set\n{name},D1.2\n")
        told = [run(command, office, plan_file, *more) for command in ("check", "score") for more in ([], ["--json"])]
        heard.add(tuple(each.out + each.err for each in told))
    assert len(heard) == 1
    assert "Set D1.2 cannot stay as it is." in "".join(*heard)


def test_a_plan_cannot_be_told_from_one_by_who_objected(
    run: Runner, office: Path, plan_file: Path, tmp_path: Path
) -> None:
    """A plan made for an objection holds seats and visits like any other, and nothing of the question."""
    changes, new = tmp_path / "new.toml", tmp_path / "new.json"
    changes.write_text('[[change]]\nknown = 2026-09-20\nchange = "objection"\nparticipants = ["A05"]\nset = "D1.2"\n')
    assert run("replan", office, plan_file, "--changes", changes, "--seconds", "2", "-o", new).code == 0
    made = json.loads(new.read_text())
    assert set(made) == set(plan_content())
    assert set(made["manifest"]) <= {"cohortplan", "tzdata", "solver", "seed", "seconds", "iterations"}
    members = {group["id"]: group["members"] for group in made["rounds"][0]["sets"]}
    assert "A05" not in members["D1.2"]
    (there,) = (group for group in made["rounds"][0]["sets"] if "A05" in group["members"])
    assert there["activities"][0]["host"] != "H2"  # the same set by another name would be none
