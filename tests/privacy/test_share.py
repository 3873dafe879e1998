import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from cohortplan.evaluate import evaluate
from cohortplan.io import read_plan, read_scenario
from cohortplan.io.privacy.codebook import Codebook
from cohortplan.io.privacy.disclosure import cells, report
from cohortplan.io.privacy.sharing import share
from cohortplan.io.tables.facts import column_fact
from cohortplan.model import Cannot, Participant
from cohortplan.model.privacy import FACTS
from cohortplan.model.travel import great_circle
from cohortplan.solve import solve
from cohortplan.solvers.base import Board, Progress, Stop
from tests.cli.conftest import Runner
from tests.support.builders import make_scenario
from tests.support.folders import base_folder, write_folder

SCENARIOS = Path(__file__).parents[2] / "scenarios"
SHIPPED = [
    "connect-11",
    *(
        pytest.param(name, marks=pytest.mark.slow)
        for name in ("threesector-30x10", "masterclass-48", "cop-lived-36", "partner-hub-60")
    ),
]


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shared_scenario_asks_the_same(run: Runner, name: str, tmp_path: Path) -> None:
    """Each shipped scenario can be shared: it reads, has the rules that are left, and its plan scores what it did."""
    folder, out = SCENARIOS / name, tmp_path / "shared"
    told = run("share", folder, folder / "plan.json", "-o", out, "--json")
    assert told.code == 0, told.err
    before, after = read_scenario(folder), read_scenario(out)
    assert [len(each.sets) for each in after.rounds] == [len(each.sets) for each in before.rounds]
    gone = set(told.json["rules_left_out"])
    kinds = sorted(rule.kind for rule in before.rules if rule.kind not in gone)
    assert sorted(rule.kind for rule in after.rules if rule.kind not in gone) == kinds
    if (out / "plan.json").exists():
        old, new = (evaluate(read_scenario(f), read_plan(f / "plan.json")) for f in (folder, out))
        assert new.hard == 0
        assert abs(new.soft - old.soft) <= old.soft // 100  # given minutes are rounded


def test_no_word_of_the_organisers_is_shared(tmp_path: Path) -> None:
    """Of a folder with a row in every table nothing comes through but words of ours, numbers and coarse sectors."""
    folder, out = write_folder(tmp_path / "office", base_folder()), tmp_path / "shared"
    scenario = read_scenario(folder)
    share(folder, scenario, out)
    shared = "\n".join(path.read_text() for path in out.iterdir())
    words = {each for text in base_folder().values() for each in re.findall(r"[^\W\d]{4,}", text)}
    source = Path(__file__).parents[2] / "src" / "cohortplan"
    ours = _words_of(source / "rules") | _words_of(source / "io")
    assert set(re.findall(r"[^\W\d]{4,}", shared)) & words - ours - {"Europe", "London", "Starter"} == set()
    for person in scenario.participants:
        assert person.name.split()[-1] not in shared
        assert f"{person.id}," not in shared


def _words_of(folder: Path) -> set[str]:
    return {word for path in folder.rglob("*.py") for word in re.findall(r"[^\W\d]{4,}", path.read_text())}


def crowd(number: int, flagged: int, barred: int) -> tuple[Participant, ...]:
    """Return people in two sectors, some of whom have a flag, some an access code, and one a sector of its own."""
    return tuple(
        Participant(
            id=f"P{k}",
            name=f"Name{k} Zzsurname{k}",
            attributes={
                "sector": ("public", "private", "clergy")[2 if k == number // 9 - 1 else k % 2],
                "organisation": f"Zzorg{k}",
                "town": "Leeds",
            },
            flags=("zzflag",) if k < flagged else (),
            cannot=(Cannot(code="stairs"),) if k < barred else (),
        )
        for k in range(number)
    )


def test_researchers_see_what_the_table_of_facts_lets_them(tmp_path: Path) -> None:
    """Every column of a shared folder holds a kind of fact that the table shows to research in some way."""
    folder, out = write_folder(tmp_path / "office", base_folder()), tmp_path / "shared"
    share(folder, read_scenario(folder), out)
    after = read_scenario(out)
    attributes = [attribute.name for attribute in after.attributes]
    for path in out.glob("*.csv"):
        for heading in path.read_text().splitlines()[0].split(","):
            fact = column_fact(path.stem, heading, attributes)
            assert FACTS[fact].sight("research") != "no", (path.name, heading)


def test_few_are_hidden_and_many_are_dealt_anew() -> None:
    """A flag of four is left out; one of six comes through with its number, and no one knows whose."""
    few = Codebook(make_scenario(participants=crowd(8, 4, 2), implied=False))
    assert few.few == {"zzflag", "stairs"}
    many = Codebook(make_scenario(participants=crowd(8, 6, 2), implied=False))
    assert (many.few, many.word("zzflag")) == ({"stairs"}, "flag-01")
    dealt = [many.dealt([k < 6 for k in range(8)]) for _ in range(30)]
    assert {sum(each) for each in dealt} == {6}
    assert len({tuple(each) for each in dealt}) > 3


def test_pseudonyms_and_dates_are_drawn_anew_each_time() -> None:
    """Two codebooks differ; each moves all dates by the same weeks, half a year at least, so that weekdays stay."""
    scenario = make_scenario(participants=crowd(8, 0, 0), implied=False)
    books = [Codebook(scenario) for _ in range(8)]
    assert len({tuple(sorted(book.words.items())) for book in books}) == 8
    assert len({book.id for book in books}) == 8
    for book in books:
        moved = book.day(date(2026, 10, 8)) - date(2026, 10, 8)
        assert abs(moved.days) >= 26 * 7
        assert moved.days % 7 == 0


def test_the_map_is_moved_and_turned_and_distances_stay() -> None:
    """Distances stay to within the jitter; the points lie about latitude and longitude 0."""
    scenario = read_scenario(SCENARIOS / "threesector-30x10")
    points = [(host.lat, host.lon) for host in scenario.hosts if host.lat is not None and host.lon is not None]
    book = Codebook(scenario)
    moved = [book.point(*point) for point in points]
    for one, other, a, b in zip(points, points[1:], moved, moved[1:], strict=False):
        assert abs(great_circle(one, other) - great_circle(a, b)) < 4.5
    assert max(abs(each) for point in moved for each in point) < 1


def test_the_report_counts_people_in_small_groups() -> None:
    """One in a sector of their own is told from all others: k is 1, and one person is in a group of fewer than 5."""
    scenario = make_scenario(participants=crowd(9, 0, 0), implied=False)
    book = Codebook(scenario)
    (by_sector,) = cells(scenario, book)
    assert by_sector == (("sector",), 3, 1, 9)
    text = report(scenario, book)
    assert "| sector | 3 | 1 | 9 |" in text
    assert "clergy" not in text
    assert "zz" not in text.lower()


def test_an_attribute_can_be_left_out(run: Runner, tmp_path: Path) -> None:
    """What is left out is not shared, and the rules that name it are gone; one that there is not is bad input."""
    out = tmp_path / "shared"
    told = run("share", SCENARIOS / "cop-lived-36", "-o", out, "--without", "profession", "--json")
    assert "spread" in told.json["rules_left_out"]
    assert {rule.kind for rule in read_scenario(out).rules}.isdisjoint({"spread"})
    assert run("share", SCENARIOS / "cop-lived-36", "-o", tmp_path / "b", "--without", "shoes").code == 2
    assert not (tmp_path / "b").exists()


def test_changes_are_not_shared(run: Runner, tmp_path: Path) -> None:
    """What is shared is the question that was asked first, which holds together, and the report says so."""
    folder, out = tmp_path / "mine", tmp_path / "shared"
    shutil.copytree(SCENARIOS / "connect-11", folder)
    entry = '[[change]]\nknown = 2026-10-01\nchange = "leaves"\nparticipants = ["C01"]\ndate = 2027-01-31\n'
    (folder / "changes.toml").write_text(entry)
    told = run("share", folder, "-o", out)
    assert (told.code, told.err) == (0, "")
    assert len(read_scenario(out).participants) == 11
    text = (out / "disclosure.md").read_text()
    assert "Changes since the first plan are out" in text
    duties, cases = (len(getattr(read_scenario(folder), name)) for name in ("duties", "cases"))
    assert f"facilitators (0), guests (0), duties ({duties}), cases ({cases})," in text


def test_nothing_is_written_over(run: Runner, tmp_path: Path) -> None:
    """A folder that holds anything is refused."""
    (tmp_path / "mine").write_text("mine")
    assert run("share", SCENARIOS / "connect-11", "-o", tmp_path).code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_a_plan_that_would_break_rules_is_left_out(run: Runner, tmp_path: Path) -> None:
    """Where those who have flags are drawn anew the plan keeps no rule about them, and is not shared."""
    folder, out = SCENARIOS / "cop-lived-36", tmp_path / "shared"
    told = run("share", folder, folder / "plan.json", "-o", out)
    assert "The plan is left out" in told.out
    assert not (out / "plan.json").exists()
    assert "lived experience" not in "".join(path.read_text() for path in out.iterdir())


@pytest.mark.slow
def test_a_shared_scenario_can_be_solved(run: Runner, tmp_path: Path) -> None:
    """There is a plan that keeps every hard rule of the shared flagship; with the first one found the search ends."""
    out, boards = tmp_path / "shared", list[Board]()
    assert run("share", SCENARIOS / "threesector-30x10", "-o", out).code == 0

    def heard(news: Progress) -> None:
        if news.score is not None and news.score.hard == 0:
            boards[0].halt()

    found = solve(read_scenario(out), stop=Stop(seconds=120), listener=heard, board_ready=boards.append)
    assert found.evaluation is not None
    assert found.evaluation.valid
