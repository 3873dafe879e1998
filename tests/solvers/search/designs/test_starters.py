"""Starters: frames, their development, the catalogue, and the searches that find them."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import numpy as np
import pytest

from cohortplan.primitives import Ints
from cohortplan.solvers.search.designs import repeats
from cohortplan.solvers.search.designs.anneal import anneal_round, anneal_spread
from cohortplan.solvers.search.designs.catalogue import Table, starters, tables, uneven
from cohortplan.solvers.search.designs.cover import cover
from cohortplan.solvers.search.designs.starter import Frame, Multiplier, Starter, pairs_of
from cohortplan.solvers.search.kernels.starters import anneal_blocks
from tests.solvers.search.designs.naive import is_design, met_twice, sizes
from tests.support.uncompiled import once, run_uncompiled

FRAMES = [Frame((5,), 2, 1), Frame((6,), 2, 2), Frame((2, 4), 1), Frame((5, 3), 2, 3, hole=3)]


@pytest.mark.parametrize("frame", FRAMES, ids=str)
def test_classes_are_translates(frame: Frame) -> None:
    """Two pairs are of one class just if a translation takes one to the other; barred pairs have no class."""
    translations = frame.translations.tolist()
    for p, q in combinations(range(frame.points), 2):
        images = {frozenset((row[p], row[q])) for row in translations}
        barred = len(images) < frame.order or p // frame.hole == q // frame.hole
        kind = frame.classes[p, q]
        assert (kind == -1) == barred
        if not barred:
            alike = {frozenset(map(int, pair)) for pair in np.argwhere(frame.classes == kind)}
            assert alike == images


def test_translations_are_a_group() -> None:
    """One translation after another is a translation, and none but the first leaves a point of a copy in place."""
    rows = {tuple(row) for row in FRAMES[2].translations.tolist()}
    assert len(rows) == 8
    assert all(tuple(a[i] for i in b) in rows for a in rows for b in rows)
    assert all(all(i != p for p, i in enumerate(row)) for row in rows if row[0] != 0)


@pytest.mark.parametrize(("shape", "starter"), starters().items(), ids=str)
def test_every_starter_of_the_catalogue(shape: tuple[int, int], starter: Starter) -> None:
    """Developed, a starter of the catalogue has full sets and repeats nothing."""
    seat = starter.rounds()
    assert len(seat) == starter.frame.order * len(starter.bases)
    assert is_design(seat, *shape)


@pytest.mark.parametrize("table", tables(), ids=lambda table: f"{table.frame.moduli}-{table.entries.shape}")
def test_every_table_of_the_catalogue(table: Table) -> None:
    """No two rows of a table differ by the same element of the group in two columns."""
    elements = [tuple(row) for row in table.frame.elements.tolist()]
    moduli = table.frame.moduli
    for first, second in combinations(table.entries.tolist(), 2):
        differences = [
            tuple((a - b) % m for a, b, m in zip(elements[x], elements[y], moduli, strict=True))
            for x, y in zip(first, second, strict=True)
        ]
        assert len(set(differences)) == len(differences)


@pytest.mark.parametrize("seat", uneven(6, 6), ids=lambda seat: f"{seat.shape[1]} people")
def test_uneven_rounds_of_the_catalogue(seat: Ints) -> None:
    """People in six sets of five and six meet nobody twice in four rounds."""
    assert len(seat) == 4
    assert all(set(sizes(row, 6)) == {5, 6} for row in seat)
    assert met_twice(seat) == 0


@pytest.mark.parametrize(
    ("frame", "size", "bases", "multiplier"),
    [
        (Frame((7,), 3, 3), 4, 1, Multiplier((1,), (1, 2, 0), (1, 2, 0))),
        (Frame((11,), 3, 3), 4, 1, Multiplier((1,), (1, 2, 0), (1, 2, 0))),
        (Frame((5,), 6, 2), 4, 2, Multiplier((2,), (1, 2, 3, 0, 5, 4), (1, 0))),
        (Frame((4,), 4, 2), 3, 2, None),
    ],
    ids=["24 in fours", "36 in fours", "32 in fours", "18 in threes"],
)
def test_exact_cover_finds_starters(frame: Frame, size: int, bases: int, multiplier: Multiplier | None) -> None:
    """The search finds starters, all of whose rounds are without repeats, the same ones each time."""
    found = [cover(frame, size, 0, 2_000, multiplier, bases) for _ in range(2)]
    assert found[0] is not None
    assert found[0] == found[1]
    assert is_design(found[0].rounds(), frame.points // size, size)


def test_a_multiplier_may_turn_the_rounds() -> None:
    """Of two base rounds that the multiplier is to exchange, each is the image of the other."""
    frame, multiplier = Frame((5,), 6), Multiplier((4,), (1, 0, 3, 2, 5, 4))
    starter = cover(frame, 3, 0, 1_000, multiplier, bases=2, turning=True)
    assert starter is not None
    assert is_design(starter.rounds(), 10, 3)
    image = multiplier.image(frame)
    first, second = ({frozenset(block) for block in base} for base in starter.bases)
    assert {frozenset(image[list(block)].tolist()) for block in first} == second != first


def test_exact_cover_is_bounded_and_says_no() -> None:
    """One branch finds nothing; and where there is no starter with a symmetry, all branches are tried in vain."""
    assert cover(Frame((7,), 3, 3), 4, 0, 1) is None
    assert cover(Frame((7,), 3, 3), 4, 0, 10**9, Multiplier((1,), (1, 2, 0), (0, 1, 2))) is None


@pytest.mark.parametrize("frame", [Frame((11,), 2, 2), Frame((5, 3), 2, 3, hole=3)], ids=str)
def test_annealing_finds_base_rounds(frame: Frame) -> None:
    """Annealing finds a base round within its moves, the same one each time."""
    found = [anneal_round(frame, 3, 0, 2_000_000) for _ in range(2)]
    assert found[0] is not None
    assert found[0] == found[1]
    assert is_design(found[0].rounds(), frame.points // 3, 3)


def test_annealing_finds_tables() -> None:
    """Annealing finds blocks spread over the copies, each of which makes a round."""
    starter = anneal_spread(Frame((10,), 5), 6, 0, 1_000_000)
    assert starter is not None
    seat = starter.rounds()
    assert (seat.shape, met_twice(seat)) == ((6, 50), 0)
    assert anneal_spread(Frame((6,), 4), 6, 0, 20_000) is None


@pytest.mark.parametrize("order", [0, 5])
def test_kernel_keeps_the_count(order: int) -> None:
    """At any temperature the repeats that the kernel returns are those counted from scratch in the blocks it leaves."""
    frame = Frame((5,), 4)
    rng = np.random.default_rng(1)
    blocks = rng.permutation(20).reshape(5, 4).astype(np.int32)
    if order:
        blocks = (rng.integers(5, size=(6, 4)) + np.arange(4) * 5).astype(np.int32)
    words = np.array([1, 2, 3, 4], dtype=np.int64)
    present, count = counted(blocks, frame)
    for heat in (1e9, 1.0, 0.3, 0.3):
        present = anneal_blocks(blocks, frame.classes, count, order, words, present, 50, heat)
        assert (present, count.tolist()) == (counted(blocks, frame)[0], counted(blocks, frame)[1].tolist())
        if order:
            assert (blocks // 5 == np.arange(4)).all()
        else:
            assert sorted(blocks.ravel().tolist()) == list(range(20))


def counted(blocks: Ints, frame: Frame) -> tuple[int, Ints]:
    """Return the repeats and the number of pairs of each class, counted one by one."""
    kinds = Counter(int(kind) for block in blocks for kind in pairs_of(block, frame))
    barred = kinds.pop(-1, 0)
    count = np.array([kinds[kind] for kind in range(int(frame.classes.max()) + 1)], dtype=np.int64)
    return barred + sum(max(0, times - 1) for times in kinds.values()), count


@pytest.mark.slow
@once
def test_kernel_runs_uncompiled() -> None:
    """The same holds with compilation switched off, where Python would notice what numba does not."""
    run = run_uncompiled(__file__, "keeps_the_count")
    assert run.returncode == 0, run.stdout


def test_a_wrong_starter_is_found_out() -> None:
    """Developing base blocks that hold a class twice gives repeats: the check of the catalogue can fail."""
    starter = Starter(Frame((4,), 2), (((0, 1), (2, 3), (4, 5), (6, 7)),))
    assert repeats(starter.rounds()) == met_twice(starter.rounds()) > 0
