"""What is written: a page that needs nothing else, its files, and Markdown."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from cohortplan.bench.analysis.analysis import Analysis, analyse
from cohortplan.bench.case import Budget, Peer
from cohortplan.bench.page.results import results
from cohortplan.bench.page.sums import SUMS
from cohortplan.bench.page.write import write_report
from tests.bench.analysis.made import case, laboratory, record, runs
from tests.documents.browser import VIEWS, Seen, opened
from tests.support.pages import Page, policy_faults, structure_faults

pytestmark = pytest.mark.slow

BOTH = (Budget(iterations=5000), Budget(seconds=2))
_WORST = "<script>|`[x](y)"


@cache
def whole() -> Analysis:
    """Analyse a laboratory of three solvers with budgets of both kinds."""
    return analyse(runs(*laboratory(cases=6, seeds=2, budgets=BOTH)))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write its report; return the folder."""
    folder = tmp_path_factory.mktemp("report")
    write_report(whole(), folder)
    return folder


def test_the_page_is_sound_and_all_its_links_lead_somewhere(written: Path) -> None:
    """Nothing is loaded, headings and tables are in order, and each link is to a part or a file that is there."""
    page = Page((written / "report.html").read_text(encoding="utf-8"))
    assert [each for each in policy_faults(page) if each != "<a> leads away"] == []
    assert structure_faults(page) == []
    links = [each.attributes["href"] for each in page.all("a")]
    files = {link for link in links if not link.startswith("#")}
    assert all((written / link).is_file() for link in files)
    known = {path.relative_to(written).as_posix() for path in written.rglob("*.*")} - {"report.html"}
    assert {name for name in known if name.startswith("data/")} == {name for name in files if name.startswith("data/")}


def test_every_figure_is_a_drawing_with_its_numbers(written: Path) -> None:
    """Each figure is an SVG of its own, with its colours in it, and has a table beside it."""
    drawings = sorted((written / "figures").glob("*.svg"))
    assert {path.stem.split("-")[1] for path in drawings} >= {"effects", "anytime", "case", "targets", "profiles"}
    for path in drawings:
        root = ET.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314 - our own output
        assert root[0].tag.endswith("style")
        assert len(path.with_suffix(".csv").read_text(encoding="utf-8").splitlines()) > 1


def test_sample_sizes_and_assumptions_are_said(written: Path) -> None:
    """The page says how many pairs and cases there are, how ties and missing plans count, and what tests assume."""
    text = Page((written / "report.html").read_text(encoding="utf-8")).one("body").text
    for words in ("12 pairs of runs on 6 cases", "A run without a plan loses", "ties", "assumes independent", "Holm"):
        assert words in text


def test_without_times_every_file_is_the_same(tmp_path: Path) -> None:
    """With budgets in iterations all files but `times`, and its checksum, are the same if all seconds differ."""
    cases, done = laboratory(cases=3, seeds=2)
    slow = [
        each.model_copy(
            update={
                "seconds": 7.5,
                "work": 9.9,
                "log": tuple(step._replace(seconds=step.seconds + 1) for step in each.log),
            }
        )
        for each in done
    ]
    for name, records in (("once", done), ("again", slow)):
        write_report(analyse(runs(cases, records)), tmp_path / name)
    files = [path.relative_to(tmp_path / "once") for path in (tmp_path / "once").rglob("*") if path.is_file()]
    differ = {
        path.name
        for path in files
        if (tmp_path / "once" / path).read_bytes() != (tmp_path / "again" / path).read_bytes()
    }
    assert differ == {"times.csv", "times.parquet", SUMS}


def test_files_of_an_earlier_report_go_and_nobody_else_s_do(tmp_path: Path) -> None:
    """What a report has written and the next does not have is removed; what was changed since, or is not ours, stays.

    A list that was tampered with leads nowhere else.
    """
    one = case("A")
    target, outside = tmp_path / "report", tmp_path / "outside.csv"
    both = [record(one, "s", 0, budget, [(1, 0.1, 0, 5)]) for budget in BOTH]
    write_report(analyse(runs([one], both)), target)
    (target / "data/seconds/duels.csv").write_text("mine now")
    outside.write_text("own")
    (target / "figures/seconds-own.csv").write_text("own")
    with (target / SUMS).open("a") as file:
        file.write(f"{sha256(b'own').hexdigest()}  ../outside.csv\nnonsense\n")
    write_report(analyse(runs([one], both[:1])), target)
    left = {path.relative_to(target).as_posix() for path in target.rglob("*") if "seconds" in path.name}
    assert left == {"data/seconds", "figures/seconds-own.csv"}
    assert [path.name for path in (target / "data/seconds").iterdir()] == ["duels.csv"]
    assert outside.exists()
    listed = dict(reversed(line.split("  ")) for line in (target / SUMS).read_text().splitlines())
    assert listed == {name: sha256((target / name).read_bytes()).hexdigest() for name in listed}
    assert len(listed) == sum(path.is_file() for path in target.rglob("*")) - 3


def test_a_single_run_without_a_plan_can_be_told(tmp_path: Path) -> None:
    """One solver, one seed, no plan, an error: the page says so, and compares nobody."""
    one = case("A")
    failed = record(one, "s", 0, BOTH[0], [], error="ValueError: <no>", status="error")
    write_report(analyse(runs([one], [failed])), tmp_path)
    page = Page((tmp_path / "report.html").read_text(encoding="utf-8"))
    text = page.one("body").text
    assert "There is but one solver" in text
    assert "1 run gave no plan" in text
    assert "ValueError: <no>" in text
    assert structure_faults(page) == []


def test_solvers_that_never_met_are_not_paired_but_told_apart(tmp_path: Path) -> None:
    """Of three solvers one has a case of its own: one pair is shown, and it is said that runs are not the same."""
    one, other = case("A"), case("B")
    done = [record(one, who, 0, BOTH[0], [(1, 0.1, 0, 5)]) for who in "xy"]
    write_report(analyse(runs([one, other], [*done, record(other, "z", 0, BOTH[0], [(1, 0.1, 0, 5)])])), tmp_path)
    page = Page((tmp_path / "report.html").read_text(encoding="utf-8"))
    text = page.one("body").text
    assert "x against y" in text
    assert "x against z" not in text
    assert "Not every solver has run on every case" in text
    apart = [record(each, who, 0, BOTH[0], [(1, 0.1, 0, 5)]) for each, who in ((one, "x"), (other, "y"))]
    write_report(analyse(runs([one, other], apart)), tmp_path)
    assert "No two solvers have met" in (tmp_path / "report.html").read_text(encoding="utf-8")
    write_report(analyse(runs([one], done)), tmp_path)
    assert "Not every solver" not in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_a_page_of_tracks_says_nothing_of_how_soon(tmp_path: Path) -> None:
    """What tracks answer with is there at the end, so there is no curve to it; beside other cases that is said."""
    track, other = case("T").model_copy(update={"source": "days:somewhere"}), case("A")
    done = [record(track, who, seed, BOTH[0], [(1, 0.1, 0, seed)]) for who in "xy" for seed in (1, 2)]
    write_report(analyse(runs([track], done)), tmp_path)
    page = Page((tmp_path / "report.html").read_text(encoding="utf-8"))
    assert "How soon" not in page.one("body").text
    assert structure_faults(page) == []
    write_report(analyse(runs([track, other], [*done, record(other, "x", 0, BOTH[0], [(1, 0.1, 0, 5)])])), tmp_path)
    assert "Tracks are left out" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_markdown_has_a_table_for_each_group() -> None:
    """Every case is in the table of its group with best known, median, worst, best, gap, proofs, effort and pace."""
    text = results(whole())
    assert re.findall(r"^## (.+)$", text, re.M) == ["golf", "visits", "scale"]
    head = "| case | solver | budget | figure | best known | median | worst | best | gap | proved | found after |"
    head += " iterations/s |"
    assert text.count(head) == 3
    rows = [line for line in text.splitlines() if line.startswith("| ") and line != head]
    assert len(rows) == 6 * 3 * 2
    assert {line.count("|") for line in rows} == {13}
    for cells in (line.split(" | ") for line in rows):  # made up so that a run by the clock does 500 a second
        assert (cells[-1] == "500 |") == cells[2].endswith(" s")


def test_markdown_tells_peers_and_growth() -> None:
    """Below a table stands what others reached, and the power with which effort grows where there is one."""
    sizes = {10: 50, 20: 200, 40: 800}
    cases = [
        case(f"n{people}", "size", 100).model_copy(update={"peers": (Peer(name="P", figure="101", source="S 2020"),)})
        for people in sizes
    ]
    done = [
        record(one, "s", 0, BOTH[0], [(0, 0.1, 0, 300), (at, 0.2, 0, 100)], people=people)
        for one, (people, at) in zip(cases, sizes.items(), strict=True)
    ]
    text = results(analyse(runs(cases, done)))
    assert "- n10, P: 101 (S 2020)" in text
    assert "to the power of 2.00 (95% interval 2.00 to 2.00, 3 sizes, least squares on logarithms)" in text
    assert "solver |" not in text


def test_markdown_tells_the_machine_in_a_line() -> None:
    """Processor, libraries and commit are told, hashes of instances are not."""
    manifest = {"instances": {"A": "f" * 64}, "sessions": [{"machine": {"cpu": "X|1"}, "packages": {"numpy": "2.4"}}]}
    text = results(analyse(replace(runs(*laboratory(cases=1, seeds=1)), manifest=manifest)))
    assert text.splitlines()[4] == "cpu: X\\|1; numpy: 2.4."


def test_names_are_data_in_markdown_and_on_the_page(tmp_path: Path) -> None:
    """A case may be called anything: it ends no cell and begins no element."""
    one = case(_WORST, _WORST)
    analysis = analyse(runs([one], [record(one, "s", 0, BOTH[0], [(1, 0.1, 0, 5)])]))
    (row,) = [line for line in results(analysis).splitlines() if line.startswith("| \\<")]
    assert len(re.findall(r"(?<!\\)\|", row)) == 11
    write_report(analysis, tmp_path)
    assert not Page((tmp_path / "report.html").read_text(encoding="utf-8")).all("script")


def test_nothing_is_wrong_in_any_view(written: Path) -> None:
    """Wide and narrow, light, dark and printed: no complaint, no request, nothing too wide, no serious finding."""
    file = written / "report.html"
    judged = [(1280, "light", "screen"), (390, "dark", "screen")]
    others = [view for view in VIEWS if view not in judged]
    assert opened(file, judged, judged=True) == [Seen([], 0, [], [])] * len(judged)
    assert opened(file, others) == [Seen([], 0, [], [])] * len(others)


def test_pairs_of_five_solvers_fit_on_a_screen(tmp_path: Path) -> None:
    """Ten pairs with everything that is said of them need no scrolling at 1280 points."""
    solvers = ("random", "deal", "greedy", "annealing", "portfolio")
    cases = [case(str(number)) for number in range(7)]
    ways = [(one, who, (k * 7) ** n % 31 + 1) for n, one in enumerate(cases) for k, who in enumerate(solvers)]
    done = [record(one, who, 0, BOTH[0], [(1, 0.1, 0, soft)]) for one, who, soft in ways]
    write_report(analyse(runs(cases, done)), tmp_path)
    box = "document.querySelector('.duels').parentElement"
    (seen,) = opened(tmp_path / "report.html", [VIEWS[0]], [f"{box}.scrollWidth - {box}.clientWidth"])
    assert seen.values == [0]
