import json
from pathlib import Path

from tests.cli.conftest import Runner
from tests.privacy.test_purge import office, plan_file

__all__ = ["office", "plan_file"]

OTHERS = ("Tomas", "Quayle", "Ngozi", "Farrow", "Hana", "Ridley", "Piers", "Landon", "Maeve", "Corry", "zzsource")


def test_a_person_is_told_all_of_theirs_and_nothing_of_others(run: Runner, office: Path, plan_file: Path) -> None:
    """Every row about A01, the plan with how many others sat there; no other person's name, id or facts."""
    told = run("sar", office, "Orla Benning", plan_file)
    assert told.code == 0
    for word in ("zzlegal1", "zzdoc1", "zzphone1", "zzdiet1", "zzkin1", "lived_experience", "Marsh Lane Prison"):
        assert word in told.out, word
    for word in (*OTHERS, "zzlegal5", "zzflag", "zzreason", "A02", "A03", "A04", "A05"):
        assert word not in told.out, word
    assert "others: 2" in told.out
    assert "somebody else" in told.out


def test_notes_name_nobody_else(run: Runner, office: Path) -> None:
    """In the organiser's own columns the names and ids of other participants are left out, and no more."""
    path = office / "participants.csv"
    header, first, *rest = path.read_text().splitlines()
    lines = (f"{header},knows", f"{first},Hana Ridley and A02 of A023", *(f"{line}," for line in rest))
    path.write_text("\n".join(lines) + "\n")
    (row,) = run("sar", office, "A01", "--json").json["files"]["participants.csv"]
    assert row["knows"] == "somebody else and somebody else of A023"


def test_what_an_import_noted_is_told(run: Runner, office: Path) -> None:
    """Of their own rows the changes, questions and answers, and the name under which their id is known."""
    files = run("sar", office, "A01", "--json").json["files"]
    assert [row.get("answer", row.get("known as")) for row in files["import.toml"]] == ["zzanswer", "people, Zzknown"]
    assert [row.get("before") for row in files["import-report.csv"]] == [None, "zzbefore"]
    assert not {"import.toml", "import-report.csv"} & set(run("sar", office, "A02", "--json").json["files"])


def test_sealed_facts_and_changes_are_told_to_their_person(run: Runner, office: Path, plan_file: Path) -> None:
    """A02 is told the row under the key; A05 what is in changes.toml and that they objected."""
    assert {"key": "77aa", "flags": "zzflag", "needs": "zzneed"} in run("sar", office, "A02", "--json").json["files"][
        "sealed.csv"
    ]
    told = run("sar", office, "A05", plan_file, "--json").json
    assert told["files"]["objections.csv"] == [{"participant": "A05", "set": "D1.1"}]
    (entry,) = told["files"]["changes.toml"]
    assert (entry["change"], entry["note"], entry["participants"]) == ("leaves", "zznote", ["A05"])
    assert "zzlegal1" not in run("sar", office, "A05", "--json").out


def test_messages_and_answers_are_told(run: Runner, office: Path, plan_file: Path) -> None:
    """What the ledger says that a person was told is part of what is held on them."""
    settings = office / "scenario.toml"
    settings.write_text(settings.read_text() + '\n[calendars]\norganizer = "office@programme.example"\n')
    where = ("-o", office.parent / "out", "--at", "2026-09-02T09:00Z")
    sent = run("publish", office, plan_file, "--send", "files", *where)
    assert sent.code == 0
    messages = run("sar", office, "A01", "--json").json["messages"]
    assert {each["address"] for each in messages} == {"orla@benning.example"}
    assert all(not each["address"] for each in run("sar", office, "A02", "--json").json["messages"])


def test_facilitators_and_guests_are_told_what_is_held_on_them(run: Runner, office: Path, plan_file: Path) -> None:
    """Their own row, the sets they look after or sit with, and no participant's name, not even of whom they sponsor."""
    (office / "facilitators.csv").write_text("facilitator,name,email\nF1,Edda Rowan,edda@rowan.example\n")
    events = office / "events.csv"
    events.write_text(events.read_text() + "lunch,Lunch,2027-05-13,12:00,13:00,York Guildhall\n")
    (office / "guests.csv").write_text("guest,name,kind,of,events\nG1,Ann Rowe,sponsor,A02,lunch\nG2,Ben,,,lunch\n")
    plan = json.loads(plan_file.read_text())
    plan["rounds"][0]["sets"][0]["facilitators"] = ["F1"]
    plan_file.write_text(json.dumps(plan))
    told = run("sar", office, "Edda Rowan", plan_file, "--json").json
    assert told["files"] == {
        "facilitators.csv": [{"facilitator": "F1", "name": "Edda Rowan", "email": "edda@rowan.example"}]
    }
    assert [(each["set"], each["others"]) for each in told["plan"]] == [("D1.1", 3)]
    told = run("sar", office, "G1", plan_file)
    assert "of: somebody else" in told.out
    for word in (*OTHERS, "A02", "Ben", "G2"):
        assert word not in told.out, word


def test_whoever_is_not_there_is_told_as_such(run: Runner, office: Path) -> None:
    """A name that nobody has is bad input."""
    assert run("sar", office, "Nobody").code == 2
