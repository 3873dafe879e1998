"""``replan``: what has changed is taken in, told and recorded."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cohortplan.io import read_plan, read_scenario
from tests.cli.conftest import Run, Runner
from tests.cli.test_editing import DAMAGES
from tests.cli.two_days import plan_content

#: So long each planning anew may take; small as the scenario is, most is proved at once.
BRIEF = ("--seconds", "1.5")


def entry(kind: str, *lines: str, known: str = "2026-09-20") -> str:
    """Write an entry of a file of changes."""
    return "\n".join(("[[change]]", f"known = {known}", f'change = "{kind}"', *lines, ""))


def closed(host: str, *lines: str, known: str = "2026-09-20") -> str:
    """Write that a host is closed all October."""
    return entry("closure", f'host = "{host}"', "from = 2026-10-01", "until = 2026-10-31", *lines, known=known)


#: One host of the first day cancels; all but one do, so that one of two sets can go nowhere.
CANCELLED = closed("H2")
UNVISITED = closed("H1").replace("2026-10-31", "2027-07-31")
NOWHERE = closed("H2") + closed("H3") + closed("H4")
#: Somebody is to be kept apart from all but one, which sets of three do not allow.
APART = "".join(
    entry("tie", f'a = "{a}"', f'b = "{b}"', 'kind = "apart"')
    for a, b in (("A01", "A02"), ("A01", "A03"), ("A01", "A04"), ("A01", "A05"))
)
#: Somebody joins before the first day.
JOINED = entry(
    "joins",
    'participant = "A07"',
    'name = "Lena Marl"',
    'attributes = { sector = "public", organisation = "Fire Service" }',
    "date = 2026-09-20",
)


class Office:
    """A folder with a plan, and changes that come in."""

    def __init__(self, run: Runner, folder: Path, plan: Path) -> None:
        self._run, self.folder, self.plan = run, folder, plan
        self.changes, self.new = folder.parent / "new.toml", folder.parent / "new.json"
        settings = folder / "scenario.toml"
        rules = '\n[[rules]]\nrule = "keep_apart"\n\n[[rules]]\nrule = "receives"\nhosts = ["H1"]\n'
        more = f'{rules}\n[calendars]\norganizer = "office@programme.example"\n'
        settings.write_text(settings.read_text(encoding="utf-8") + more, encoding="utf-8")

    def hear(self, text: str) -> None:
        """Write down what changes."""
        self.changes.write_text(text, encoding="utf-8")

    def replan(self, *options: object, plan: Path | None = None) -> Run:
        """Plan anew with what was heard."""
        return self._run("replan", self.folder, plan or self.plan, "--changes", self.changes, *BRIEF, *options)

    def run(self, command: str, *words: object) -> Run:
        """Run another command on the scenario and the new plan."""
        return self._run(command, self.folder, self.new, *words)

    def files(self) -> dict[str, bytes]:
        """Return all that stands in the folder and beside it."""
        return {str(path): path.read_bytes() for path in self.folder.parent.rglob("*") if path.is_file()}


@pytest.fixture
def office(run: Runner, folder: Path, plan_file: Path) -> Office:
    """Return an office in which nothing has changed yet."""
    return Office(run, folder, plan_file)


def test_a_host_cancels(office: Office) -> None:
    """Other hosts receive its visitors; four hear of it, and nothing is written unless it is asked for."""
    office.hear(CANCELLED)
    before = office.files()
    told = office.replan()
    assert told.code == 0
    assert told.out.startswith("two-days: 4 visits and meetings of ")
    assert "instead of Minster Radio on Thu 8 Oct 2026 at 10:00." in told.out
    assert told.err == "Nothing was written: -o PLAN writes the plan.\n"
    assert office.files() == before


def test_what_is_recorded_can_be_checked_and_published(office: Office) -> None:
    """The changes are a part of the scenario then, and the plan is one of it: nothing is broken, everybody is told."""
    office.hear(f"# by telephone\n{CANCELLED}")
    told = office.replan("-o", office.new, "--record")
    assert (told.code, told.err) == (0, "")
    assert told.out.endswith(f"Written to {office.new}.\n")
    assert (office.folder / "changes.toml").read_text() == f"# by telephone\n{CANCELLED}"
    assert f"{read_scenario(office.folder).changed_on}" == "2026-09-20"
    checked = office.run("check")
    assert (checked.code, checked.err) == (0, "")
    published = office.run("publish", "--at", "2026-09-21T09:00Z")
    assert (published.code, published.err) == (0, "")


def test_a_plan_without_its_changes_is_told_to_be_so(office: Office) -> None:
    """Written without --record, the plan goes with a scenario that is not in the folder."""
    office.hear(CANCELLED)
    told = office.replan("-o", office.new)
    assert "--record makes them a part of the scenario" in told.err
    assert not (office.folder / "changes.toml").exists()
    assert "two-days has changed since" in office.run("check").err


def test_who_was_forgotten_in_the_past_is_told(office: Office) -> None:
    """Somebody had joined, and sat in no set of a day that is over: nobody can plan that; exit code 2."""
    office.hear(JOINED)
    told = office.replan("-o", office.new, "--today", "2026-10-09")
    assert (told.code, told.out, office.new.exists()) == (2, "", False)
    assert "A07 takes part in round D1 but sits in no set. Mend what is past of the plan, or say in" in told.err


def test_recording_twice_changes_nothing_more(office: Office) -> None:
    """Changes that the folder has are not made again: somebody who has joined does not join twice."""
    office.hear(JOINED + CANCELLED)
    assert office.replan("-o", office.new, "--record").code == 0
    before = (office.folder / "changes.toml").read_bytes()
    told = office.replan("-o", office.new, "--record", plan=office.new)
    assert (told.code, told.out.split(",")[0]) == (
        0,
        "two-days: 0 visits and meetings of 0 people not as they were told (no plan changes fewer)",
    )
    assert (office.folder / "changes.toml").read_bytes() == before
    office.hear(JOINED + CANCELLED + closed("H3", known="2026-09-25"))
    assert office.replan("-o", office.new, "--record", plan=office.new).code == 0
    assert [f"{len(host.closures)}" for host in read_scenario(office.folder).hosts] == ["0", "1", "1", "0"]
    assert office.run("check").code == 0


def test_the_same_as_json(office: Office) -> None:
    """One document, with the plan that is written."""
    office.hear(CANCELLED)
    told = office.replan("-o", office.new, "--json").json
    assert list(told) == [
        *("status", "changes", "least_changes", "at_short_notice", "broken", "fallen", "softened", "past", "hard"),
        *("soft", "seconds", "notes", "plan"),
    ]
    assert (told["changes"], told["hard"]) == (4, 0)
    assert told["status"] == ("optimal" if told["least_changes"] == 4 else "feasible")
    assert (told["broken"], told["softened"], told["past"]) == ({}, [], [])
    assert {each["round"] for each in told["notes"]} == {"D1"}
    assert told["plan"] == json.loads(office.new.read_text())


def test_more_changes_than_the_budget_are_not_taken(office: Office) -> None:
    """With room for three the plan is shown and not written, exit code 3; with room for four it is."""
    office.hear(CANCELLED)
    before = office.files()
    told = office.replan("-o", office.new, "--record", "--budget", "3")
    assert (told.code, told.err) == (3, "That is more than 3; nothing was written.\n")
    assert office.files() == before
    assert office.replan("-o", office.new, "--budget", "4").code == 0


@pytest.mark.slow
def test_rules_are_broken_by_permission_only(office: Office) -> None:
    """Exit code 3 and nothing written; with --relax 4, and the rule is recorded as a wish, so that `check` is green."""
    office.hear(UNVISITED)
    before = office.files()
    told = office.replan("-o", office.new, "--record")
    assert told.code == 3
    assert "No plan was found that keeps all of these rules:" in told.err
    assert "Nothing was written. --relax takes this plan" in told.err
    assert office.files() == before
    told = office.replan("-o", office.new, "--record", "--relax")
    assert told.code == 4
    assert (office.folder / "changes.toml").read_text() == (
        f'{UNVISITED}\n[[change]]\nknown = 2026-09-20\nchange = "soften"\nrule = "receives"\n'
    )
    checked = office.run("check")
    assert (checked.code, checked.err) == (0, "")
    assert office.run("publish", "--at", "2026-09-21T09:00Z").code == 0


@pytest.mark.slow
def test_what_was_softened_can_be_read_whatever_day_it_is(office: Office) -> None:
    """Planned as of a day before the last change, the entries are still in the order in which they became known."""
    office.hear(UNVISITED)
    assert office.replan("-o", office.new, "--record", "--relax", "--today", "2026-09-10").code == 4
    assert f"{read_scenario(office.folder).changed_on}" == "2026-09-20"
    assert office.run("check").code == 0


@pytest.mark.slow
def test_what_is_never_given_up_leaves_no_plan(office: Office) -> None:
    """Somebody apart from nearly all: exit code 3 with what clashes, and nothing is written."""
    office.hear(APART)
    before = office.files()
    told = office.replan("-o", office.new, "--record", "--relax")
    assert (told.code, told.out) == (3, "")
    assert told.err.startswith(
        "It is proved that no plan keeps every hard rule. These cannot be kept together:\n  set_"
    )
    assert "No plan was found that keeps what is never to be given up. The nearest one still breaks:\n  " in told.err
    assert office.files() == before
    assert office.replan("--json").json["plan"] is None


@pytest.mark.slow
def test_a_visit_for_which_no_host_is_left_falls_away(office: Office) -> None:
    """Of two sets one can go nowhere: by permission its visit falls away, as its members are told, and no other."""
    office.hear(NOWHERE)
    before = office.files()
    told = office.replan("-o", office.new, "--record")
    assert told.code == 3
    assert told.out.startswith("No host is left for First day, visit, of D1.")
    assert "These cannot be kept together:\n  closures" in told.err
    assert office.files() == before
    told = office.replan("-o", office.new, "--record", "--relax")
    assert told.code == 4
    assert told.out.count("First day: the visit to ") == 3  # one for each of its members
    assert office.run("check").code == 0
    assert (
        'change = "cancelled"\nround = "D1"\nactivity = "visit"\nsets = ["D1.'
        in (office.folder / "changes.toml").read_text()
    )
    published = office.run("publish", "--at", "2026-09-21T09:00Z")
    assert (published.code, published.err) == (0, "")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (closed("H9"), "new.toml, row 4, column host: there is no host 'H9'"),
        (closed("H1").replace("-31", "-32"), "new.toml, row 6: this is not valid TOML"),
        (closed("H1").replace("until = 2026-10-31", "until = 2026-09-30"), "row 6, column until: host H1: this ends"),
        (entry("absense"), "new.toml, row 3, column change: there is no change 'absense'. Did you mean 'absence'?"),
    ],
)
def test_mistakes_in_changes_are_told_with_their_lines(office: Office, text: str, place: str) -> None:
    """Exit code 2 before anything is planned; nothing is printed or written."""
    office.hear(text)
    before = office.files()
    told = office.replan("-o", office.new, "--record")
    assert (told.code, told.out) == (2, "")
    assert place in told.err
    assert office.files() == before


def test_what_was_heard_too_late_is_not_recorded(office: Office) -> None:
    """Of an earlier day than what is recorded already, a change is told with its line before anything is planned."""
    office.hear(CANCELLED)
    assert office.replan("-o", office.new, "--record").code == 0
    office.hear(closed("H3", known="2026-09-19"))
    before = office.files()
    told = office.replan("-o", office.new, "--record", plan=office.new)
    assert told.code == 2
    assert "new.toml, row 2, column known: this became known before 2026-09-20" in told.err
    assert office.files() == before


@pytest.mark.parametrize("today", ["yesterday", "2026-02-30", "20.9.2026", ""])
def test_a_day_that_is_none(office: Office, today: str) -> None:
    """It is told which option is wrong."""
    office.hear(CANCELLED)
    told = office.replan("--today", today)
    assert (told.code, told.out) == (2, "")
    assert "--today" in told.err


def test_what_is_past_is_not_planned_again(office: Office) -> None:
    """After the first day a closure in October changes nothing; both days over, nothing can change at all."""
    office.hear(CANCELLED)
    for today in ("2026-10-09", "2026-12-04"):
        told = office.replan("-o", office.new, "--today", today)
        assert told.code == 0
        assert "Past, and no longer counted: Set D1.2 visits H2 on 2026-10-08, when it is closed." in told.out
        assert "two-days: 0 visits and meetings of 0 people" in told.out
        assert [text.model_dump() for text in read_plan(office.new).rounds] == [
            text.model_dump() for text in read_plan(office.plan).rounds
        ]


def test_what_the_past_breaks_is_recorded_as_such(office: Office) -> None:
    """A closure that is heard of afterwards: with --record the rule is a wish on that day, and `check` is green."""
    office.hear(CANCELLED)
    assert office.replan("-o", office.new, "--record", "--today", "2026-10-09").code == 0
    assert 'rule = "closures"\nrounds = ["D1"]\n' in (office.folder / "changes.toml").read_text()
    checked = office.run("check")
    assert (checked.code, checked.err) == (0, "")


def test_a_plan_of_another_scenario_is_told(office: Office) -> None:
    """It is said that it was made for something else; what it does not have is planned."""
    content = plan_content()
    content["scenario"]["id"] = "elsewhere"
    office.plan.write_text(json.dumps(content))
    office.hear(CANCELLED)
    told = office.replan()
    assert told.code == 0
    assert "was made for elsewhere, not for two-days." in told.err


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_plans_are_mended_or_refused(office: Office, damage: str) -> None:
    """Whatever is wrong with the plan that people were told, there is a plan or a reason, never an internal error."""
    content = plan_content()
    DAMAGES[damage](content)
    office.plan.write_text(json.dumps(content))
    office.hear(CANCELLED)
    told = office.replan("-o", office.new, "--record")
    assert told.code in (0, 2, 3)
    assert "Traceback" not in told.err
    if told.code == 0:
        assert office.run("check").code == 0
    else:
        assert not office.new.exists()
        assert told.err


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": "cohortplan-plan/9"}', "\0"])
def test_what_is_no_plan_is_refused(office: Office, text: str) -> None:
    """Exit code 2, with the name of the file."""
    office.plan.write_text(text)
    office.hear(CANCELLED)
    told = office.replan("-o", office.new)
    assert (told.code, told.out, office.new.exists()) == (2, "", False)
    assert "plan.json" in told.err
