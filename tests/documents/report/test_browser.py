"""The report in a real browser: nothing complains, everyone can use it, and its scripts do what they promise."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from cohortplan.cli.commands.report import command
from tests.documents.browser import VIEWS, Seen, opened

SCENARIOS = Path(__file__).parents[3] / "scenarios"
SCREEN = [(1280, "light", "screen")]


def written(folder: Path, name: str) -> Path:
    """Write the report of a shipped scenario, with what is proved, as a user does."""
    file = folder / "report.html"
    scenario = SCENARIOS / name
    done = CliRunner().invoke(command, [str(scenario), str(scenario / "plan.json"), "-o", str(file)])
    assert done.exit_code == 0, done.output
    return file


@pytest.mark.slow
def test_nothing_is_wrong_in_any_view(tmp_path: Path) -> None:
    """Wide and narrow, light, dark and printed: no complaint, no request, nothing too wide, no serious finding."""
    file = written(tmp_path, "threesector-30x10")
    judged = [(1280, "light", "screen"), (390, "dark", "screen")]  # axe-core takes its time
    others = [view for view in VIEWS if view not in judged]
    assert opened(file, judged, judged=True) == [Seen([], 0, [], [])] * len(judged)
    assert opened(file, others) == [Seen([], 0, [], [])] * len(others)
    paper = [view for view in VIEWS if "print" in view]
    assert opened(written(tmp_path, "connect-11"), paper, judged=True) == [Seen([], 0, [], [])] * len(paper)


@pytest.mark.slow
def test_nothing_is_wrong_with_many_people(tmp_path: Path) -> None:
    """The page of 240 people is opened in every view without complaint, and is too wide in none."""
    assert opened(written(tmp_path, "city-240"), VIEWS) == [Seen([], 0, [], [])] * len(VIEWS)


@pytest.mark.slow
def test_axe_finds_what_is_wrong(tmp_path: Path) -> None:
    """What finds nothing in our pages finds a picture without words, and pale text."""
    file = tmp_path / "wrong.html"
    file.write_text("<!doctype html><html lang=en><title>x</title><img src='data:'><p style='color:#bbb'>pale</p>")
    (seen,) = opened(file, SCREEN, judged=True)
    assert {each.split(":")[0] for each in seen.found} == {"color-contrast", "image-alt"}
    assert seen.complaints, "the browser complains of a picture that is none"


_FIND = """(() => {
  const wanted = document.getElementById("wanted");
  const shown = () => [...document.querySelectorAll("#everyone > li")].filter((entry) => entry.offsetHeight);
  const told = [shown().length];
  for (const word of ["nobody of this name", "wiNIFred"]) {
    wanted.value = word;
    wanted.dispatchEvent(new Event("input"));
    told.push(document.getElementById("found").textContent);
  }
  const [first] = shown();
  return [...told, shown().length, first.innerText.split("\\n")[0], first.querySelector("table").offsetHeight > 0];
})()"""


@pytest.mark.slow
def test_a_person_is_found_by_typing(tmp_path: Path) -> None:
    """What matches is left; if it is one person only, their year is opened."""
    (seen,) = opened(written(tmp_path, "threesector-30x10"), SCREEN, [_FIND])
    number, nobody, one, left, name, open_ = seen.values[0]
    assert (number, nobody, one, left, open_) == (30, "No people", "1 person", 1, True)
    assert name.strip().startswith("Winifred Abbs")


_SORT = """(() => {
  const order = document.getElementById("order");
  const cells = () => {
    let filled = 0;
    for (const path of document.querySelectorAll("#who-cells path")) {
      for (const run of path.getAttribute("d").matchAll(/h(\\d+)/g)) filled += Number(run[1]);
    }
    return filled;
  };
  const first = () => {
    const names = [...document.querySelectorAll("text[data-row]:not([data-column])")];
    return names.sort((a, b) => a.getAttribute("y") - b.getAttribute("y"))[0].textContent;
  };
  const told = [];
  for (const by of ["given", "names", "met", "given"]) {
    order.value = by;
    order.dispatchEvent(new Event("change"));
    told.push([cells(), first()]);
  }
  return told;
})()"""


@pytest.mark.slow
def test_the_matrix_is_sorted(tmp_path: Path) -> None:
    """Sorted by another thing it shows as many meetings, other people first, and it can be put back."""
    (seen,) = opened(written(tmp_path, "threesector-30x10"), SCREEN, [_SORT])
    cells = [number for number, _ in seen.values[0]]
    assert cells == [2 * 414] * 4
    given, by_name, by_met, again = [name for _, name in seen.values[0]]
    assert (given, by_name, again) == ("Amara Blythe", "Amara Blythe", "Amara Blythe")
    assert by_met in ("Amara Blythe", "Hetty Kaye", "Leanne Netherby", "Nikhil Parrish", "Zachary Duckett")


_STRANGERS = """(() => {
  const person = document.querySelector("#everyone details");
  person.open = true;
  return new Promise((done) => setTimeout(() => done(person.lastElementChild.textContent), 300));
})()"""


@pytest.mark.slow
def test_of_many_people_strangers_are_named_when_asked(tmp_path: Path) -> None:
    """Where too many would have to be named the page names, once somebody is opened, all whom they do not meet."""
    (seen,) = opened(written(tmp_path, "city-240"), SCREEN, [_STRANGERS])
    assert seen.values[0].startswith("Shares no set that counts as meeting with: ")
    assert seen.values[0].count(",") == 240 - 1 - 60 - 1
