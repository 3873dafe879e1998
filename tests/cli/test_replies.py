"""``replies``: what answers mean for the plan, and what to do about it."""

from __future__ import annotations

import email
import json
from email import policy
from email.message import EmailMessage
from pathlib import Path

import icalendar
import pytest

from tests.cli.conftest import Run, Runner
from tests.cli.two_days import FILES

AT, LATER = "2026-08-01T09:00Z", "2026-08-03T09:00Z"
ORLA, PRISON, HOSPITAL, BAKERY = (
    "orla@benning.example",
    "desk@marsh.example",
    "desk@ouse.example",
    "desk@harbour.example",
)


@pytest.fixture
def folder(folder: Path) -> Path:
    """Return the small scenario, in which hosts have mailboxes and Orla a second address."""
    mailboxes = ("email", PRISON, "desk@minster.example", HOSPITAL, BAKERY)
    rows = [line.strip() for line in FILES["hosts.csv"].strip().splitlines()]
    hosts = [f"{row},{mailbox}" for row, mailbox in zip(rows, mailboxes, strict=True)]
    (folder / "hosts.csv").write_text("\n".join(hosts) + "\n")
    settings = folder / "scenario.toml"
    more = f'\n[calendars]\norganizer = "office@days.example"\n\n[calendars.aliases]\n"orla@home.example" = "{ORLA}"\n'
    settings.write_text(settings.read_text() + more)
    return folder


@pytest.fixture
def sent(run: Runner, folder: Path, plan_file: Path, tmp_path: Path) -> list[EmailMessage]:
    """Publish the plan; return the messages that went out."""
    return published(run, folder, plan_file, tmp_path / "out")


def published(run: Runner, folder: Path, plan: Path, out: Path) -> list[EmailMessage]:
    """Publish a plan into a folder; return the messages that went out."""
    assert run("publish", folder, plan, "--send", "files", "-o", out, "--at", AT).code == 0
    paths = sorted(out.iterdir())
    return [email.message_from_bytes(path.read_bytes(), policy=policy.SMTP) for path in paths]  # type: ignore[misc]


class Answers:
    """Writes answers to messages into a folder."""

    def __init__(self, sent: list[EmailMessage], folder: Path) -> None:
        self.sent, self.folder = sent, folder
        folder.mkdir()

    def add(self, who: str, partstat: str, *times: str, day: str = "Oct", sender: str = "", method: str = "") -> str:
        """Answer the message about a month; with times, propose them instead. Return the event's UID."""
        (mail,) = [each for each in self.sent if who in each["To"] and day in each["Subject"]]
        (part,) = [each for each in mail.walk() if each.get_content_type() == "text/calendar"]
        (about,) = icalendar.Calendar.from_ical(part.get_content()).events
        method = method or ("COUNTER" if times else "REPLY")
        given = [f"{name}:{time}" for name, time in zip(("DTSTART", "DTEND"), times, strict=False)]
        lines = [
            *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", f"METHOD:{method}", "BEGIN:VEVENT"),
            *(f"UID:{about['UID']}", f"SEQUENCE:{about['SEQUENCE']}", "DTSTAMP:20260802T090000Z", *given),
            *(f"ATTENDEE;PARTSTAT={partstat}:mailto:{who}", "END:VEVENT", "END:VCALENDAR", ""),
        ]
        head = f"From: {sender or who}\r\nContent-Type: text/calendar; method={method}; charset=utf-8\r\n\r\n"
        path = self.folder / f"{len(list(self.folder.iterdir())):02}.eml"
        path.write_text(head + "\r\n".join(lines), newline="")
        return str(about["UID"])


@pytest.fixture
def answers(sent: list[EmailMessage], tmp_path: Path) -> Answers:
    """Return a folder for answers to what was sent."""
    return Answers(sent, tmp_path / "in")


def taken(run: Runner, folder: Path, answers: Answers, *more: object) -> Run:
    """Take in the folder of answers."""
    return run("replies", folder, answers.folder, "--at", LATER, *more)


def test_acceptances(run: Runner, folder: Path, answers: Answers) -> None:
    """Who comes is named; nothing is left to do; the ledger shows it."""
    answers.add(ORLA, "ACCEPTED", sender="orla@home.example")
    told = taken(run, folder, answers)
    assert (told.code, told.err) == (0, "")
    assert told.out.splitlines() == [
        "1 answer taken, 0 answers left aside, 0 known before.",
        "accepted   Orla Benning: Morning visit: Marsh Lane Prison, Thu 8 Oct 2026 10:00",
    ]
    assert "accepted" in run("ledger", folder).out
    assert "1 known before" in taken(run, folder, answers).out


def test_a_participant_declines(run: Runner, folder: Path, answers: Answers) -> None:
    """The gap is measured as if that person were away: here the set of three is too small without her."""
    answers.add(ORLA, "DECLINED")
    told = taken(run, folder, answers)
    assert told.code == 0
    assert told.out.splitlines()[2:] == [
        "",
        "Set D1.1, Morning visit: Marsh Lane Prison (H1), Thu 8 Oct 2026: Orla Benning does not come.",
        "  2 of 3 members are left. Broken now: set size by 1.",
        "  Set D1.1 has 2 members; 3 are wanted.",
        "Rows that say so, for absences.csv (participant,round,from,until,reason):",
        "  A01,,2026-10-08,2026-10-08,declined",
        "",
        "To plan anew with such rows, as close to what is published as the rules allow:",
        f"  cohortplan ledger {folder} --plan 1 > published.json",
        f"  cohortplan solve {folder} --hint published.json -o new.json",
    ]


def test_the_host_has_too_few_left(run: Runner, folder: Path, answers: Answers) -> None:
    """What a decline means for a host's least number is measured, too."""
    hosts = folder / "hosts.csv"
    hosts.write_text(hosts.read_text().replace("prison,York,6,2", "prison,York,6,3"))
    answers.add(ORLA, "DECLINED")
    (gap,) = taken(run, folder, answers, "--json").json["gaps"]
    assert gap["means"]["broken"] == {"host_capacity": 1, "set_size": 1}
    assert (gap["people"], gap["left"], gap["host"]) == (["A01"], 2, "H1")


def test_a_host_declines(run: Runner, folder: Path, answers: Answers) -> None:
    """The set has no host for its visit, and the row that closes the host that day is given."""
    answers.add(BAKERY, "DECLINED", day="Dec")
    told = taken(run, folder, answers)
    assert "Set D2.2, Morning visit: Harbour Bakery (H4), Thu 3 Dec 2026: Harbour Bakery does not come." in told.out
    assert "  The set has no host for it; 3 members would go.\n" in told.out
    assert "for closures.csv (host,from,until,reason):\n  H4,2026-12-03,2026-12-03,declined\n" in told.out


def test_a_facilitator_declines(run: Runner, folder: Path, plan_file: Path, tmp_path: Path) -> None:
    """It is measured that the set has nobody to look after it; the day is told for that facilitator's row."""
    table = "facilitator,name,email\nF1,Edda Rowan,edda@rowan.example\nF2,Jude Sallow,\n"
    (folder / "facilitators.csv").write_text(table)
    rows = (folder / "rounds.csv").read_text().splitlines()
    more = {"round": ",facilitators", "D1": ",1", "D2": ","}
    (folder / "rounds.csv").write_text("\n".join(row + more[row.partition(",")[0]] for row in rows) + "\n")
    plan = tmp_path / "filled.json"
    assert run("rota", folder, plan_file, "-o", plan).code == 0
    answers = Answers(published(run, folder, plan, tmp_path / "out"), tmp_path / "in")
    answers.add("edda@rowan.example", "DECLINED")
    told = taken(run, folder, answers)
    assert "Edda Rowan does not come.\n  3 of 3 members are left." in told.out
    assert "for facilitators.csv (column away, of each facilitator):\n  F1: 2026-10-08\n" in told.out


def test_a_guest_declines(run: Runner, folder: Path, plan_file: Path, tmp_path: Path) -> None:
    """Who leaves a table is named, and the cell that takes the meeting out of their row; no rule is hurt."""
    (folder / "guests.csv").write_text("guest,name,email\nG1,Ann Rowe,ann@board.example\n")
    rows = (folder / "rounds.csv").read_text().splitlines()
    lunch = "D1,First day,yes,2,3,lunch,meet,Lunch,2026-10-08,12:30,13:30,"
    more = [",guests", ",", *[","] * (len(rows) - 2)]
    rows = [row + end for row, end in zip(rows, more, strict=True)]
    (folder / "rounds.csv").write_text("\n".join([*rows[:2], f"{lunch},yes", *rows[2:]]) + "\n")
    plan = json.loads(plan_file.read_text())
    for group, guests in zip(plan["rounds"][0]["sets"], (["G1"], []), strict=True):
        times = {"start": "2026-10-08T12:30:00+01:00", "end": "2026-10-08T13:30:00+01:00"}
        group["activities"].append({"id": "lunch", "kind": "meet", **times, "guests": guests})
    seated = tmp_path / "seated.json"
    seated.write_text(json.dumps(plan))
    answers = Answers(published(run, folder, seated, tmp_path / "out"), tmp_path / "in")
    answers.add("ann@board.example", "DECLINED")
    told = taken(run, folder, answers)
    assert "Ann Rowe does not come." in told.out
    assert "for guests.csv (column events, which then names all others that they come to):\n  G1: lunch\n" in told.out


def test_the_event_of_all_is_declined(run: Runner, folder: Path, answers: Answers) -> None:
    """No set has a gap when somebody does not come to what is for everyone."""
    answers.add(ORLA, "DECLINED", day="May")
    told = taken(run, folder, answers)
    assert told.out.endswith("\nOrla Benning does not come to Celebration, Thu 13 May 2027 14:00.\n")


def test_proposals(run: Runner, folder: Path, answers: Answers) -> None:
    """A time that the round offers can be had, and how; one that it does not cannot, and why."""
    answers.add(PRISON, "TENTATIVE", "20261008T093000Z", "20261008T110000Z")
    refusable = answers.add(HOSPITAL, "TENTATIVE", "20261203T160000Z", day="Dec")
    told = taken(run, folder, answers)
    what = "for set D1.1, Morning visit: Marsh Lane Prison (H1)."
    assert (
        f"Marsh Lane Prison proposes Thu 8 Oct 2026 10:30 to 12:00 instead of Thu 8 Oct 2026 10:00 {what}" in told.out
    )
    assert "  It can be had: every hard rule is still kept, and the soft cost stays.\n" in told.out
    assert (
        "  To accept, for locks.csv (participant,set,activity,host,start):\n  ,D1.1,visit,H1,2026-10-08 10:30\n"
        in told.out
    )
    assert "  It cannot be had: it breaks what the round asks for by 1; the soft cost stays.\n" in told.out
    assert "  Set D2.1, visit: the time is not one that the round offers.\n" in told.out
    assert f"cohortplan replies {folder} --decline {refusable}\n" in told.out


def test_the_row_for_a_proposal_makes_it_so(run: Runner, folder: Path, answers: Answers, tmp_path: Path) -> None:
    """The row that is given, in locks.csv, moves the visit when solved from what is published; the message says so."""
    answers.add(PRISON, "TENTATIVE", "20261008T093000Z")
    told = taken(run, folder, answers)
    (row,) = [line for line in told.out.splitlines() if line.startswith("  ,")]
    (folder / "locks.csv").write_text(f"participant,set,activity,host,start\n{row.strip()}\n")
    halves(folder)
    published = tmp_path / "published.json"
    published.write_text(run("ledger", folder, "--plan", 1).out)
    new = tmp_path / "new.json"
    assert run("solve", folder, "--hint", published, "-o", new, "--seconds", 2, "--solver", "cpsat").code == 0
    assert "Marsh Lane Prison: Two days in York: Morning visit" in (
        moved := run("publish", folder, new, "--at", LATER).out
    )
    assert "from Thu 8 Oct 2026 10:00 to Thu 8 Oct 2026 10:30" in moved


def test_a_host_that_is_closed_does_not_offer_the_time(run: Runner, folder: Path, answers: Answers) -> None:
    """What the host itself proposes, against what the organiser knows of it, is told as not offered."""
    (folder / "openings.csv").write_text("host,date,from,until\nH1,2026-10-08,10:00,11:30\n")
    answers.add(PRISON, "TENTATIVE", "20261008T093000Z")
    (proposal,) = taken(run, folder, answers, "--json").json["proposals"]
    assert (proposal["offered"], proposal["possible"]) == (False, False)
    assert proposal["means"]["broken"] == {"openings": 1}


def test_a_proposal_is_declined(run: Runner, folder: Path, answers: Answers, tmp_path: Path) -> None:
    """Whoever proposed it is told that it stays as it is, once; then the proposal is closed."""
    uid = answers.add(PRISON, "TENTATIVE", "20261008T093000Z")
    taken(run, folder, answers)
    told = run("replies", folder, "--decline", uid[:8], "-o", tmp_path / "no", "--at", LATER)
    assert (told.code, "proposes" in told.out) == (0, False)
    (path,) = (tmp_path / "no").iterdir()
    mail = email.message_from_bytes(path.read_bytes(), policy=policy.SMTP)
    (part,) = [each for each in mail.walk() if each.get_content_type() == "text/calendar"]
    calendar = icalendar.Calendar.from_ical(part.get_content())
    (about,) = calendar.events
    assert (calendar["METHOD"], about["UID"], about["SEQUENCE"]) == ("DECLINECOUNTER", uid, 0)
    assert str(about["ATTENDEE"]) == f"mailto:{PRISON}"
    assert mail["Subject"].strip().startswith("Stays as it is: ")
    assert run("ical", "check", path).out == "1 file: 0 errors, 0 warnings.\n"
    again = run("replies", folder, "--decline", uid, "-o", tmp_path / "no")
    assert (again.code, "this is not one proposal that is open" in again.err) == (2, True)


def test_who_asks_gets_the_invitation_again(
    run: Runner, folder: Path, plan_file: Path, answers: Answers, tmp_path: Path
) -> None:
    """It goes out with the next run of sending, the same bytes, and nothing else does."""
    answers.add(PRISON, "NEEDS-ACTION", method="REFRESH")
    told = taken(run, folder, answers)
    assert "asks       Marsh Lane Prison" in told.out
    run("publish", folder, plan_file, "--send", "files", "-o", tmp_path / "again", "--at", LATER)
    (path,) = (tmp_path / "again").iterdir()
    assert path.read_bytes() == (tmp_path / "out" / path.name).read_bytes()


def test_what_cannot_be_read_is_told_and_the_rest_is_read(run: Runner, folder: Path, answers: Answers) -> None:
    """An unreadable file makes the exit code 2; the answers beside it count all the same."""
    answers.add(ORLA, "ACCEPTED")
    (answers.folder / "half.ics").write_text("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID")
    (answers.folder / "note.eml").write_text("From: x@y.example\n\nSee you then.\n")
    (answers.folder / ".hidden").write_text("BEGIN:VCALENDAR")
    told = taken(run, folder, answers)
    assert (told.code, told.err) == (2, f"{answers.folder / 'half.ics'}: its calendar part cannot be read\n")
    assert f"1 message without an answer: {answers.folder / 'note.eml'}" in told.out
    assert "accepted   Orla Benning" in told.out


def test_a_mailbox(run: Runner, folder: Path, answers: Answers, tmp_path: Path) -> None:
    """All answers of a mailbox are read, and told by their numbers in it."""
    answers.add(ORLA, "ACCEPTED")
    answers.add(PRISON, "ACCEPTED", sender="mallory@elsewhere.example")
    box = tmp_path / "Inbox"
    mails = [path.read_bytes() for path in sorted(answers.folder.iterdir())]
    box.write_bytes(
        b"".join(b"From x@y Sat Aug  1 09:00:00 2026\n" + mail.replace(b"\r\n", b"\n") + b"\n" for mail in mails)
    )
    told = run("replies", folder, box, "--json").json
    assert [(each["verdict"], each["file"]) for each in told["answers"]] == [
        ("applied", f"{box}, message 1"),
        ("unmatched", f"{box}, message 2"),
    ]


def test_without_a_ledger(run: Runner, folder: Path) -> None:
    """Nobody can answer before something was published."""
    told = run("replies", folder)
    assert (told.code, "nothing has been published" in told.err) == (2, True)


def test_a_new_version_closes_what_was_said_of_the_old(
    run: Runner, folder: Path, plan_file: Path, answers: Answers, tmp_path: Path
) -> None:
    """After the visit has moved, a decline and a proposal that were about the old time are no longer open."""
    answers.add(ORLA, "DECLINED")
    answers.add(PRISON, "TENTATIVE", "20261008T093000Z")
    taken(run, folder, answers)
    plan_file.write_text(
        plan_file.read_text()
        .replace("2026-10-08T10:00", "2026-10-08T10:15")
        .replace("2026-10-08T11:30", "2026-10-08T11:45")
    )
    assert run("publish", folder, plan_file, "--send", "files", "-o", tmp_path / "out", "--at", LATER).code == 0
    told = run("replies", folder, "--json").json
    assert (told["gaps"], told["proposals"], told["revision"]) == ([], [], 2)


def halves(folder: Path) -> None:
    """Let visits begin at every half hour."""
    rounds = folder / "rounds.csv"
    rounds.write_text(rounds.read_text().replace("minutes\n", "minutes,step\n").replace(",90\n", ",90,30\n"))


def test_a_proposal_is_priced(run: Runner, folder: Path, answers: Answers) -> None:
    """Beside the plan in which only that visit moves stands the best one that has it then."""
    halves(folder)
    answers.add(PRISON, "TENTATIVE", "20261008T093000Z")
    told = taken(run, folder, answers, "--price", "--seconds", 4)
    assert told.code == 0
    assert "  It can be had: every hard rule is still kept, and the soft cost stays.\n" in told.out
    (line,) = [line for line in told.out.splitlines() if "all else may move" in line]
    assert line.startswith("  If all else may move for it: every hard rule is kept, the soft cost ")
    assert line.endswith("visits and meetings of people change.")
    (proposal,) = run("replies", folder, "--price", "--at", LATER, "--json").json["proposals"]
    assert (proposal["best"]["problem"], proposal["best"]["means"]["broken"]) == ("", {})
    assert proposal["best"]["changes"] >= 3
    past = run("replies", folder, "--price", "--at", "2026-10-09T09:00Z", "--json").json["proposals"]
    assert past[0]["best"]["problem"] == "what is past stays"
    assert "best" not in run("replies", folder, "--json").json["proposals"][0]


def test_the_price_of_what_cannot_be(run: Runner, folder: Path, answers: Answers) -> None:
    """Where the round has no such time, no solver is asked, and it is said why."""
    answers.add(PRISON, "TENTATIVE", "20261009T093000Z")
    told = taken(run, folder, answers, "--price")
    assert "If all else may move for it: no plan was found, as its round has no such time." in told.out
