"""Who knows whom, on the command line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cohortplan.cli.views_of_network import figures_view, linking_view, mixing_view
from cohortplan.evaluate.contacts import planned_contacts
from cohortplan.evaluate.network import network_report
from tests.cli.conftest import Runner
from tests.support import cohort, make_scenario, visit_rounds
from tests.support.plans import make_plan

ROOT = Path(__file__).parents[2]
CONNECT = ROOT / "scenarios" / "connect-11"
HUB = ROOT / "scenarios" / "partner-hub-60"


def test_the_readme_shows_what_is_printed(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    """The example in the README is the command's output, word for word; to renew it, put that in its place."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.search(r"```console\n\$ cohortplan (network [^\n]+)\n(.+?)```\n", text, re.S)
    assert found is not None
    monkeypatch.chdir(ROOT)
    assert run(*found[1].split()).out == found[2]


def test_before_and_after_stand_side_by_side(run: Runner, folder: Path, plan_file: Path) -> None:
    """A01 and A02 know each other; ten of fifteen pairs meet, all those of the public sector with others among them."""
    told = run("network", folder, plan_file)
    assert told.code == 0
    lines = [re.split(r"  +", line) for line in told.out.splitlines()]
    assert lines[2][:4] == ["pairs that know each other", "1", "10", "15"]
    assert lines[3][:4] == ["share of all pairs", "6.7%", "66.7%", "100.0%"]
    assert ["public", "4 of 4", "4 of 4", "0 of 1"] in lines


def test_rounds_are_shown_when_asked_for(run: Runner) -> None:
    """Each round has a line with what the hub has reached by then, as `show` has it."""
    plan = HUB / "plan.json"
    table = run("network", HUB, plan, "--rounds").out.split("\n\n")[1].splitlines()
    assert table[0] == "After each round"
    assert [line.split()[0] for line in table[2:]] == ["before", "R1", "R2", "R3", "R4", "R5", "R6"]
    shown = run("show", HUB, plan, "reach", "--json").json["rows"]
    assert [line.split()[-2:] for line in table[2:]] == [
        [str(row["organisations"]), str(row["bodies"])] for row in shown
    ]


def test_organisations_know_each_other_by_their_people(run: Runner) -> None:
    """Of 435 pairs of organisations 387 are filled; those who link others are told by the organisations' names."""
    content = run("network", HUB, HUB / "plan.json", "--of", "organisation", "--json").json
    assert (content["scenario"], content["by"], content["of"]) == ("partner-hub-60", "sector", "organisation")
    assert (content["before"]["pairs"], content["after"]["pairs"], content["all_met"]["pairs"]) == (12, 387, 435)
    assert "Kennet Hospitals" in content["linking"]
    assert "Kennet Hospitals  " in run("network", HUB, HUB / "plan.json", "--of", "organisation").out


def test_the_numbers_are_those_of_the_score(run: Runner) -> None:
    """Where nobody knew anybody, the pairs and the contacts of each are the figures that `score` has."""
    figures = run("score", HUB, HUB / "plan.json", "--json").json["metrics"]
    content = run("network", HUB, HUB / "plan.json", "--json").json
    assert content["loads"]["contacts"]["least"] == figures["min_contacts"]
    assert content["loads"]["travel"]["most"] == figures["travel_most"]
    assert content["loads"]["travel"]["gini"] == figures["travel_gini"]
    assert content["after"]["pairs"] - content["before"]["pairs"] <= figures["distinct_pairs"]


def test_attributes_that_there_are_not_are_told_together(run: Runner, folder: Path, plan_file: Path) -> None:
    """Both options are told with what may have been meant."""
    told = run("network", folder, plan_file, "--by", "sectr", "--of", "company")
    assert (told.code, told.out) == (2, "")
    assert told.err.splitlines() == [
        "--by: there is no attribute 'sectr'. Did you mean 'sector'?",
        "--of: there is no attribute 'company'. Known: sector, organisation",
        "2 problems found.",
    ]


def test_where_all_have_met_nobody_links_others(run: Runner) -> None:
    """Instead of an empty table there is a sentence."""
    out = run("network", CONNECT, CONNECT / "plan.json", "--introduce", 3).out
    assert "Nobody has to link others" in out
    assert out.endswith("Nobody is left to introduce.\n")
    assert "Who links others" not in out


def test_without_an_attribute_there_are_no_lines_of_it() -> None:
    """No E-I index, no pairs of values and no roles; a column that has no value shows a dash."""
    scenario = make_scenario(participants=cohort(3), rounds=visit_rounds(1, [(1, 2), (1, 2)]), attributes=())
    plan = make_plan(scenario, {"D1": "P01 P02 | P03"})
    report = network_report(scenario, plan, planned_contacts(scenario, plan))
    assert not [row for row in figures_view(scenario, report).rows if "E-I" in str(row[0])]
    assert (mixing_view(report), linking_view(scenario, report)) == ([], [])
    by_town = network_report(scenario, plan, {}, by="town")
    assert figures_view(scenario, by_town).rows[-1][:4] == ["assortativity by town", "–", "–", "-0.50"]


@pytest.mark.parametrize(
    ("percent", "told"),
    [
        ("0", "mostly does not reach nine of ten within 6 rounds; 2% have heard it in the end, on average."),
        ("100", "mostly reaches nine of ten within 3 rounds, and in 3 nearly always; 100% have heard it in the end"),
    ],
)
def test_news_is_told_in_a_sentence(run: Runner, percent: str, told: str) -> None:
    """With no chance it stays with one of sixty; told for sure it goes to 6, to about 30, to all."""
    out = " ".join(run("network", HUB, HUB / "plan.json", "--news", percent).out.split())
    assert told in out
    heard = run("network", HUB, HUB / "plan.json", "--news", percent, "--json").json["news"]["heard"]
    assert (heard[0], len(heard)) == (0.017, 7)


def test_a_chance_lies_between_none_and_certainty(run: Runner, folder: Path, plan_file: Path) -> None:
    """Anything else is refused, and without a chance nothing is said of news."""
    assert run("network", folder, plan_file, "--news", "101").code == 2
    assert run("network", folder, plan_file, "--news", "half").code == 2
    assert "news" not in run("network", folder, plan_file, "--json").json


def test_introductions_come_with_the_next_day(run: Runner, folder: Path, plan_file: Path) -> None:
    """Five pairs of six people are left; all are at the second visit and at the celebration, then nothing is left."""
    rows = run("network", folder, plan_file, "--introduce", 9, "--today", "2026-10-09", "--json").json["introductions"]
    assert len(rows) == 5
    assert {row["both_are_there"] for row in rows} == {"Thu 3 Dec 2026"}
    late = run("network", folder, plan_file, "--introduce", 1, "--today", "2027-05-14")
    lines = late.out.split("Whom to introduce next\n")[1].splitlines()
    assert re.split(r"  +", lines[0]) == ["person", "to", "pairs nearer", "both are there", "what"]
    assert re.split(r"  +", lines[1])[2:] == ["1", "–"]
    assert "introductions" not in run("network", folder, plan_file, "--json").json


def test_introductions_among_too_many_are_refused(
    run: Runner, folder: Path, plan_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the limit and the number of people."""
    monkeypatch.setattr("cohortplan.evaluate.network.introducing.MOST_INTRODUCED", 5)
    told = run("network", folder, plan_file, "--introduce", 1)
    assert (told.code, told.out) == (2, "")
    assert "--introduce: introductions are looked for among 500 people at most (found: '6'). Leave it out" in told.err


def test_of_many_values_the_pairs_are_left_to_json(run: Runner) -> None:
    """Thirty organisations would make a table too wide to read; the document has the pairs of them that met."""
    assert "There are 30 of organisation: " in run("network", HUB, HUB / "plan.json", "--by", "organisation").out
    pairs = run("network", HUB, HUB / "plan.json", "--by", "organisation", "--json").json["mixing"]
    whole = run("network", HUB, HUB / "plan.json", "--of", "organisation", "--json").json
    assert len(pairs) == whole["after"]["pairs"] == 387
