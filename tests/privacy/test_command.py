import re
from pathlib import Path

import pytest

from cohortplan.io import write_starter
from cohortplan.model.privacy import FACTS
from tests.cli.conftest import Runner
from tests.privacy.test_purge import office, plan_file

__all__ = ["office", "plan_file"]

ROOT = Path(__file__).parents[2]


def test_the_readme_shows_what_is_printed(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    """The example in the README is the command's output, word for word; to renew it, put that in its place."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.search(r"```console\n\$ cohortplan (purge [^\n]+)\n(.+?)```\n", text, re.S)
    assert found is not None
    monkeypatch.chdir(ROOT)
    assert run(*found[1].split()).out == found[2]


def test_everything_in_the_table_is_shown(run: Runner, office: Path, plan_file: Path) -> None:
    """Each kind of fact has a row with how each audience sees it, and one with its day if it has one."""
    told = run("privacy", office, plan_file, "--today", "2027-08-01", "--json").json
    assert [row["fact"].replace(" ", "_") for row in told["seen"]] == list(FACTS)
    (diet,) = (row for row in told["seen"] if row["fact"] == "diet")
    assert (diet["organiser"], diet["fellow"], diet["host"], diet["research"]) == ("yes", "-", "counts", "-")
    due = {row["fact"]: (row["until"], row["now"]) for row in told["due"]}
    assert due["legal name"] == ("2026-10-15 to 2027-08-07", "begun")
    assert due["emergency"] == ("2027-07-31", "due")
    assert due["name"] == ("2029-07-31", "")


def test_every_column_is_listed(run: Runner, office: Path) -> None:
    """Each column of each table is listed with its kind of fact and class."""
    told = run("privacy", office, "--fields").out
    assert re.search(r"private\.csv +diet +diet +sealed", told)
    assert re.search(r"participants\.csv +organisation +organisation +open", told)


def test_settings_change_what_is_shown(run: Runner, office: Path) -> None:
    """What [privacy] says of times and audiences is what is shown and done."""
    settings = office / "scenario.toml"
    more = '\n[privacy]\nkeep = { diet = "1 month" }\nhide = { host = ["diet"] }\nsponsors_see_attendance = true\n'
    settings.write_text(settings.read_text() + more)
    told = run("privacy", office, "--json").json
    assert {row["fact"]: row["until"] for row in told["due"]}["diet"] == "2027-08-31"
    seen = {row["fact"]: row for row in told["seen"]}
    assert (seen["diet"]["host"], seen["attendance"]["sponsor"]) == ("-", "own")


def test_a_new_folder_keeps_private_files_out_of_repositories(tmp_path: Path) -> None:
    """What `init` writes names the files that are not to be passed on by way of a repository."""
    write_starter(tmp_path)
    ignored = (tmp_path / ".gitignore").read_text().splitlines()
    assert {"keys.csv", "sealed.csv", "private.csv"} <= set(ignored)
