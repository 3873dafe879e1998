from __future__ import annotations

import os
from array import array
from itertools import combinations
from pathlib import Path
from random import Random

import pytest

from cohortplan.evaluate import evaluate
from cohortplan.io.classic import mdgp
from cohortplan.io.classic.mdgp import Grouping
from cohortplan.io.classic.pair_lines import take_lines
from cohortplan.primitives import PairWeight, SetCount
from cohortplan.problem import compile_problem
from cohortplan.solve import solve
from cohortplan.solvers.base import Stop
from tests.io.classic.playing import instance_of, plan_of, random_plan, refused

DISTANCES = {(0, 1): "1.5", (0, 2): "20", (0, 3): "0.25", (1, 2): "3", (1, 3): "41", (2, 3): "5"}
SMALL = "4 2 ss 2 2 2 2 \n" + "".join(f"{i} {j} {d}\n" for (i, j), d in DISTANCES.items())


def write(tmp_path: Path, content: str) -> str:
    """Write a file; return the source that names it."""
    path = tmp_path / "small.txt"
    path.write_text(content, encoding="utf-8")
    return f"mdgp:{path}"


@pytest.mark.parametrize("content", [SMALL, SMALL.replace("\n", "\r\n"), f"\ufeff{SMALL}\n\n0 0 0\n3 0 0.25\n"])
def test_the_value_is_the_sum_inside_groups(tmp_path: Path, content: str) -> None:
    """Elements 0 and 2, 1 and 3 together are worth 20 + 41; blank lines, i = j and repeated lines do no harm."""
    instance = instance_of(write(tmp_path, content))
    plan = plan_of(instance.scenario, [[1, 0, 1, 0]])
    assert instance.value(plan) == 61
    assert instance.solution(plan) == [1, 0, 1, 0]
    assert instance.value(plan_of(instance.scenario, [[0, 0, 1, 1]])) == 6.5


@pytest.mark.parametrize("seed", range(3))
def test_value_and_soft_cost_add_up_to_all_distances(tmp_path: Path, seed: int) -> None:
    """What is not inside the groups is the soft cost, scaled by the power of ten that makes it whole."""
    instance = instance_of(write(tmp_path, SMALL))
    plan = random_plan(instance.scenario, seed)
    value, soft = instance.value(plan), evaluate(instance.scenario, plan).soft
    assert value is not None
    assert soft == 100 * (sum(map(float, DISTANCES.values())) - value)


def test_the_problem_is_one_pair_weight_and_set_sizes(tmp_path: Path) -> None:
    """The only soft shape is a pair weight on sitting apart, the only hard one a set count of heads."""
    problem = compile_problem(instance_of(write(tmp_path, SMALL)).scenario)
    assert [(term.hard, type(term.shape)) for term in problem.terms] == [(True, SetCount), (False, PairWeight)]
    shape = problem.terms[1].shape
    assert isinstance(shape, PairWeight)
    assert not shape.same.any()
    found = dict(zip(zip(shape.a.tolist(), shape.b.tolist(), strict=True), shape.split.tolist(), strict=True))
    assert found == {pair: round(100 * float(d)) for pair, d in DISTANCES.items()}


def test_the_best_grouping_is_found(tmp_path: Path) -> None:
    """The optimum is that of trying all pairs; whole distances make a whole value."""
    lines = [f"{i} {j} {(i * 7 + j * 5) % 10}" for i, j in combinations(range(6), 2)]
    instance = instance_of(write(tmp_path, "\n".join(["6 2 ds 2 4 2 4", *lines])))
    result = solve(instance.scenario, solver="cpsat", stop=Stop(seconds=20))
    distance = {(i, j): (i * 7 + j * 5) % 10 for i, j in combinations(range(6), 2)}

    def worth(group: tuple[int, ...]) -> int:
        rest = tuple(set(range(6)) - set(group))
        return sum(distance[pair] for side in (group, rest) for pair in combinations(sorted(side), 2))

    best = max(worth(group) for size in (2, 3, 4) for group in combinations(range(6), size))
    assert result.plan is not None
    assert (result.status, instance.value(result.plan)) == ("optimal", best)
    assert isinstance(instance.value(result.plan), int)


def test_too_many_decimals_are_rounded_for_the_search_alone(tmp_path: Path) -> None:
    """Distances that would not fit are scaled less; the value keeps their digits."""
    content = SMALL.replace("1.5\n", "1000000.123456789\n").replace("20\n", "20.5e-1\n")
    instance = instance_of(write(tmp_path, content))
    assert isinstance(instance, Grouping)
    assert instance.decimals == 9
    assert instance.value(plan_of(instance.scenario, [[0, 0, 1, 1]])) == 1000005.123456789
    assert evaluate(instance.scenario, plan_of(instance.scenario, [[0, 1, 0, 1]])).soft < 2**53


@pytest.mark.parametrize("nothing", ["0", f"1e-{10**30}", f"0e{10**30}", f"0.{'0' * 5000}"])
def test_nothing_may_be_written_in_many_ways(tmp_path: Path, nothing: str) -> None:
    """A distance of 0 with an exponent or decimals beyond all reason is 0."""
    instance = instance_of(write(tmp_path, SMALL.replace("1.5\n", f"{nothing}\n")))
    assert instance.value(plan_of(instance.scenario, [[0, 0, 1, 1]])) == 5


@pytest.mark.parametrize(
    ("heading", "told"),
    [
        ("", "not a grouping problem"),
        ("4 2 xx 2 2 2 2", "not a grouping problem"),
        ("4 -2 ss 2 2 2 2", "not a grouping problem"),
        ("4 2 ss 2 2 2", "3 sizes for 2 groups"),
        ("4 2 ss 3 2 2 2", "least size above its most"),
        ("4 2 ss 3 3 2 2", "hold 5 to 5 elements"),
        (f"{10**8} 2 ss 2 2 2 2", "must be 1 to"),
        (f"{10**80} 2 ss 2 2 2 2", "not a grouping problem"),
    ],
)
def test_a_wrong_first_line_is_refused(tmp_path: Path, heading: str, told: str) -> None:
    """Without a sound first line nothing else can be read; the row is 1."""
    defect = refused(write(tmp_path, SMALL.replace("4 2 ss 2 2 2 2 ", heading)))[0]
    assert told in defect.message
    assert defect.row == 1


def test_all_wrong_lines_are_listed_with_their_rows(tmp_path: Path) -> None:
    """A cell missing, one too many, no number, a number below 0, an unknown element, a second distance."""
    lines = ["0 1", "0 2 3 4", "0 3 x", "1 2 -3", "1 4 5", "2 3 nan", "2 3 5", "3 2 6", "0 1 1_0"]
    wrong = refused(write(tmp_path, "\n".join(["4 2 ss 2 2 2 2", *lines])))
    assert [defect.row for defect in wrong] == [2, 3, 4, 5, 6, 7, 9, 10]


def many(seed: int, form: str = "{:.3f}") -> list[str]:
    """The lines of 60 elements in random order, each pair written one way or the other, and some i = j."""
    rng = Random(seed)  # noqa: S311 - sample data
    pairs = [rng.sample(pair, 2) for pair in combinations(range(60), 2)] + [[k, k] for k in range(0, 60, 7)]
    rng.shuffle(pairs)
    return [f"{i} {j} {form.format(rng.random() * 100 if i != j else 0)}" for i, j in pairs]


@pytest.mark.parametrize(
    "form", ["{:.0f}", "{:.3f}", "{:.6g}", "{:.15f}", " {:.2f}\t", "{:.2f}\n", "{:.1e}", "+{:.2f}"]
)
def test_many_lines_are_read_as_single_ones_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    """However distances are written, taking lines together gives the distances and decimals of taking them singly."""
    lines = ["0 0 0.123456", *many(3, form)]
    source = write(tmp_path, "\n".join([f"60 6 ss {'10 ' * 12}", *lines]))
    singly = instance_of(source)
    monkeypatch.setattr(mdgp, "_MANY", 0)
    monkeypatch.setattr(mdgp, "_CHUNK", 5_000)
    together = instance_of(source)
    assert isinstance(singly, Grouping)
    assert isinstance(together, Grouping)
    assert (together.distances, together.decimals) == (singly.distances, singly.decimals)
    assert together.scenario == singly.scenario


def test_usual_lines_are_taken_together() -> None:
    """The lines are entered whole or not at all: not where one is given twice, cut off or names no element."""
    lines, pairs = [f"{line}\n" for line in many(4)], 60 * 59 // 2
    entries = array("d", [-1.0]) * pairs
    assert take_lines("".join(lines), 60, entries) == 3
    assert min(entries) >= 0
    for wrong in ("0 1 1.2345\n0 1 1.2346\n", "0 1\n", "0 1 2 3\n", "0 60 1\n", "0 1 -1\n", "0 1 9999999999\n"):
        untouched = array("d", [-1.0]) * pairs
        assert take_lines("".join(lines[:9]) + wrong, 60, untouched) is None
        assert max(untouched) == -1


def test_wrong_lines_among_many_are_told_by_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows are counted through lines that were taken together."""
    monkeypatch.setattr(mdgp, "_MANY", 0)
    monkeypatch.setattr(mdgp, "_CHUNK", 1_000)
    lines = many(5)
    lines[1_234] += " 5"
    assert [defect.row for defect in refused(write(tmp_path, "\n".join([f"60 6 ss {'10 ' * 12}", *lines])))] == [1_236]


def test_a_file_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    """The missing pairs are counted and the first is named."""
    assert (
        "1 distances are missing, the first of them that of 2 and 3" in refused(write(tmp_path, SMALL[:-6]))[0].message
    )


def test_many_problems_are_counted(tmp_path: Path) -> None:
    """Of a long list of problems the first are told, then how many there are."""
    wrong = refused(write(tmp_path, "4 2 ss 2 2 2 2\n" + "what?\n" * 500))
    assert len(wrong) == 21
    assert "480 more problems" in wrong[-1].message


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """Nothing there, a folder, or bytes that are no text: told as bad input."""
    (tmp_path / "bytes").write_bytes(bytes(range(256)))
    assert [len(refused(f"mdgp:{tmp_path / name}")) for name in ("nothing", ".", "bytes")] == [1, 1, 1]
    assert "not an ordinary file" in refused(f"mdgp:{os.devnull}")[0].message
    assert refused("mdgp:")[0].message == "nothing stands after mdgp:"
