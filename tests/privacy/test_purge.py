import csv
import json
from datetime import date
from pathlib import Path

import pytest

from cohortplan.io import read_plan, read_scenario
from cohortplan.io.privacy.purging import find_purge
from cohortplan.model.privacy import Clocks
from tests.cli.conftest import Run, Runner
from tests.cli.two_days import FILES, write_folder, write_plan_file

#: More files, with a word of its own in each cell whose time will be over.
MORE = {
    "private.csv": """
        participant,legal_name,born,id_number,phone,diet,emergency,consents,consented
        A01,zzlegal1,1980-01-01,zzdoc1,zzphone1,zzdiet1,zzkin1,name,2026-08-01
        A03,zzlegal3,,zzdoc3,,,zzkin3,,
        A05,zzlegal5,1980-01-05,zzdoc5,zzphone5,zzdiet5,zzkin5,,
        """,
    "sealed.csv": "key,flags,needs\n77aa,zzflag,zzneed\n",
    "keys.csv": "key,participant\n77aa,A02\n",
    "absences.csv": "participant,from,until,reason\nA03,2026-11-02,2026-11-03,zzreason\n",
    "attendance.csv": "participant,round,set,activity,date,present\nOrla Benning,D1,D1.1,visit,2026-10-08,yes\n"
    "A02,D1,D1.1,visit,2026-10-08,no\n",
    "confirmed.csv": "participant,met,date,confirms\nA01,A03,2026-10-09,no\n",
    "ties.csv": "a,b,kind,source\nA01,Hana Ridley,zzrivals,zzsource\nA01,A02,knows,\n",
    "facilitators.csv": "facilitator,name,email\nF1,Zzguide Zzname,zzguide@guides.example\n",
    "objections.csv": "participant,set\nA05,D1.1\n",
    "changes.toml": '[[change]]\nknown = 2026-10-01\nchange = "leaves"\nparticipants = ["A05"]\ndate = 2027-01-31\n'
    'note = "zznote"\n',
    "import.toml": '[[questions]]\nid = "x"\nwhere = "zzsheet.csv, row 2, column A"\nanswer = "zzanswer"\n'
    'found = "zzfound"\n\n[ids]\n"people, Zzknown" = "A01"\n',
    "import-report.csv": "what,step,sheet,row,column,before,after,why\nkept,,zzsheet.csv,2,,,A01,\n"
    "fixed,emails,zzsheet.csv,2,Email,zzbefore,zzafter,\nfixed,emails,zzsheet.csv,3,Email,zzother,zzothers,\n",
    "host-details.csv": "id,name,contact,Invoice to\nH1,Marsh Lane Prison,Kim,zzinvoice\n",
}
#: What is gone when, and what is still there the day before.
DUE = {
    "2026-10-15": ("zzlegal3", "zzdoc3"),
    "2026-12-06": ("zzlegal1", "zzdoc1", "zzlegal5", "zzdoc5"),
    "2027-07-31": ("zzkin1", "zzkin5", "A05,D1.1"),
    "2027-08-30": ("zzdiet1", "zzdiet5", "zzflag", "zzneed", "zzreason", "zzanswer", "Zzknown", "zzbefore"),
    "2028-08-01": ("name,2026-08-01",),
    "2029-07-31": (
        "Zzguide",
        "zzguide@guides.example",
        "Orla",
        "Benning",
        "City Hall",
        "zzphone1",
        "zzsource",
        "zzrivals",
        "zznote",
        "present\nOrla",
        "zzinvoice",
    ),
}


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """Return the small scenario with private facts; H1 and H3 ask at the gate, H3 wants it gone after three days."""
    folder = write_folder(tmp_path)
    for name, text in MORE.items():
        (folder / name).write_text("\n".join(line.strip() for line in text.strip().splitlines()) + "\n")
    hosts = [line.strip() for line in FILES["hosts.csv"].strip().splitlines()]
    more = ("gate_fields,purge_days", "legal_name,", ",", "born,3", ",")
    (folder / "hosts.csv").write_text("".join(f"{a},{b}\n" for a, b in zip(hosts, more, strict=True)))
    settings = folder / "scenario.toml"
    settings.write_text(settings.read_text() + '\n[[rules]]\nrule = "keep_apart"\nkinds = ["zzrivals"]\nhard = false\n')
    return folder


def everything(folder: Path) -> str:
    """Return all that stands in a folder's files, the record of what was purged left out."""
    return "\n".join(path.read_text() for path in sorted(folder.iterdir()) if path.name != "purged.csv")


def purge(run: Runner, folder: Path, plan: Path, on: str, *more: str) -> Run:
    """Purge what is due by a day."""
    told = run("purge", folder, plan, "--on", on, *more)
    assert told.code == 0, told.err
    return told


@pytest.mark.parametrize("on", DUE)
def test_what_is_due_goes_on_its_day(run: Runner, office: Path, plan_file: Path, on: str) -> None:
    """The day before it is there; on the day it is gone, and all that is due later is still there."""
    day_before = date.fromordinal(date.fromisoformat(on).toordinal() - 1)
    purge(run, office, plan_file, f"{day_before}", "--yes")
    text = everything(office)
    for word in DUE[on]:
        assert word in text, word
    purge(run, office, plan_file, on, "--yes")
    text = everything(office)
    for word in (each for day, words in DUE.items() if day <= on for each in words):
        assert word not in text, word
    for word in (each for day, words in DUE.items() if day > on for each in words):
        assert word in text, word
    assert read_scenario(office).participants


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    """Return a plan."""
    return write_plan_file(tmp_path)


def test_nothing_is_changed_without_a_yes(run: Runner, office: Path, plan_file: Path) -> None:
    """What is due is listed, by file and kind of fact; every file stays as it is, and none is added."""
    before = {path: path.read_bytes() for path in office.iterdir()}
    told = purge(run, office, plan_file, "2030-01-01")
    assert "Nothing was changed. To purge" in told.out
    assert "zz" not in told.out + told.err
    assert {path: path.read_bytes() for path in office.iterdir()} == before


def test_rows_and_other_cells_stay(run: Runner, office: Path, plan_file: Path) -> None:
    """A purge leaves the order of rows, and every cell that is not due, byte for byte."""
    before = (office / "private.csv").read_text().splitlines()
    people = (office / "participants.csv").read_bytes()
    purge(run, office, plan_file, "2026-10-15", "--yes")
    after = (office / "private.csv").read_text().splitlines()
    assert after[2] == "A03,,,,,,zzkin3,,"
    assert (*after[:2], *after[3:]) == (*before[:2], *before[3:])
    assert (office / "participants.csv").read_bytes() == people


def test_in_the_end_there_are_aggregates_and_a_nameless_graph(run: Runner, office: Path, plan_file: Path) -> None:
    """After two years nobody can be told: the ties, answers and plan are those of random names, the same everywhere."""
    before, plan = read_scenario(office), read_plan(plan_file)
    told = purge(run, office, plan_file, "2029-07-31", "--yes")
    after, later = read_scenario(office), read_plan(plan_file)
    names = dict(zip(before.people, after.people, strict=True))
    assert set(names) & set(names.values()) == set()
    assert [tie.pair for tie in after.ties] == [tuple(sorted((names[tie.a], names[tie.b]))) for tie in before.ties]
    assert [(each.participant, each.met, each.confirms) for each in after.confirmed] == [
        (names["A01"], names["A03"], False)
    ]
    for old, new in zip(plan.rounds, later.rounds, strict=True):
        for one, other in zip(old.sets, new.sets, strict=True):
            assert sorted(names[name] for name in one.members) == list(other.members)
    record = list(csv.DictReader((office / "purged.csv").read_text().splitlines()))
    assert "D1 visit: 1 of 2 were there" in {row["left"] for row in record}
    assert "zz" not in (office / "purged.csv").read_text() + told.out
    assert purge(run, office, plan_file, "2029-07-31", "--yes").out.startswith("Nothing is due")


def test_without_a_plan_gate_data_stay_until_the_end(office: Path) -> None:
    """Who visits which gate is not known then: what is kept for gates goes a week after the programme."""
    scenario = read_scenario(office)
    assert Clocks(scenario).due("legal_name", "A01") == date(2027, 8, 7)
    assert Clocks(scenario).due("host") is None
    assert find_purge(office, scenario, [], date(2027, 7, 30)).entries == []


def test_the_ledger_forgets_with_the_names(run: Runner, office: Path, plan_file: Path) -> None:
    """When nobody is to be known by name, no name, address or event of a person is left in the ledger."""
    settings = office / "scenario.toml"
    settings.write_text(settings.read_text() + '\n[calendars]\norganizer = "office@programme.example"\n')
    out = office.parent / "out"
    assert run("publish", office, plan_file, "-o", out, "--at", "2026-09-02T09:00Z").code == 0
    assert run("publish", office, plan_file, "--send", "files", "-o", out, "--at", "2026-09-02T09:00Z").code == 0
    ledger = office / "ledger.sqlite"
    assert b"orla@benning.example" in ledger.read_bytes()
    purge(run, office, plan_file, "2029-07-30", "--yes")
    assert b"orla@benning.example" in ledger.read_bytes()
    purge(run, office, plan_file, "2029-07-31", "--yes")
    assert b"orla@benning.example" not in ledger.read_bytes()
    assert b"Orla" not in ledger.read_bytes()


def test_what_may_still_name_people_is_told(run: Runner, office: Path, plan_file: Path) -> None:
    """Once nobody is to be known by name, files in the folder that a purge does not read are listed, and no others."""
    (office / "README.md").write_text("About\n")
    (office / "plan.xlsx").write_bytes(b"zz")
    (office / "badges.html").write_text("zz")
    assert "Not looked at" not in purge(run, office, plan_file, "2029-07-30").out
    assert "and may name people: badges.html, plan.xlsx. So" in purge(run, office, plan_file, "2029-07-31").out


def test_the_workbook_of_a_plan_is_not_purged(run: Runner, office: Path, plan_file: Path) -> None:
    """It is refused before anything is changed, and never overwritten with what a plan file holds."""
    book = office.parent / "plan.xlsx"
    assert run("workbook", office, plan_file, "-o", book).code == 0
    before = {path: path.read_bytes() for path in (book, *office.iterdir())}
    told = run("purge", office, book, "--on", "2029-07-31", "--yes")
    assert (told.code, "Delete it: `cohortplan workbook` writes another" in told.err) == (2, True)
    assert {path: path.read_bytes() for path in (book, *office.iterdir())} == before


def test_purge_as_json(run: Runner, office: Path, plan_file: Path) -> None:
    """What is due is one document, without the data."""
    told = purge(run, office, plan_file, "2026-10-15", "--json").json
    assert told["done"] is False
    assert {"file": "private.csv", "fact": "legal_name", "cells": 1, "rows": 0, "left": ""} in told["purged"]
    assert "zz" not in json.dumps(told)
