"""Finding starters by exact cover: every point in one base block, every class of pairs in one at most.

With a multiplier whole orbits of blocks are chosen at once, which leaves far less to decide. The choice is a
randomised depth-first search that always branches on the point with the fewest blocks left for it (Knuth 2000,
*Dancing links*), bounded in the number of branches.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from cohortplan.primitives import Bools, Ints
from cohortplan.solvers.search.designs.starter import Block, Frame, Multiplier, Starter, holds_each_once, pairs_of


@dataclass(frozen=True)
class _Options:
    """Orbits of blocks: which items each covers.

    Attributes
    ----------
    blocks : int array (options, images, size)
        The images of a block under the multiplier, repeated where they coincide.
    covers : bool array (options, items)
        Items that must be covered once come first, those that may be covered once at most follow.
    base : int array (options, images)
        The base round that each image is part of.
    """

    blocks: Ints
    covers: Bools
    base: Ints


def cover(
    frame: Frame,
    size: int,
    seed: int,
    branches: int,
    multiplier: Multiplier | None = None,
    bases: int = 1,
    turning: bool = False,
) -> Starter | None:
    """Look for a starter.

    Parameters
    ----------
    frame : Frame
        The points and their translations.
    size : int
        Points of a block; divides the number of points.
    seed : int
        Order in which options are tried.
    branches : int
        How many choices may be made at most; each costs about a millisecond.
    multiplier : Multiplier, optional
        A symmetry that the starter is to have.
    bases : int
        How many base rounds are to be developed.
    turning : bool
        Whether the multiplier, of an order that is a multiple of `bases`, takes each base round to the next one instead
        of leaving it as it is.

    Returns
    -------
    Starter or None
        None if there is none, or none was found within `branches`.
    """
    powers = _powers(np.arange(frame.points, dtype=np.int32) if multiplier is None else multiplier.image(frame))
    options = _options(frame, size, powers, bases, turning)
    chosen = _search(options.covers, bases * frame.points, np.random.default_rng(seed), branches)
    if chosen is None:
        return None
    found: list[set[Block]] = [set() for _ in range(bases)]
    for option in chosen:
        for block, base in zip(options.blocks[option], options.base[option], strict=True):
            found[base].add(tuple(sorted(map(int, block))))
    return Starter(frame, tuple(tuple(sorted(base)) for base in found))


def _powers(image: Ints) -> Ints:
    """Return all powers of a permutation, the identity first: int array (order, points)."""
    powers = [np.arange(len(image), dtype=np.int32)]
    while (following := image[powers[-1]]).tolist() != powers[0].tolist():
        powers.append(following.astype(np.int32))
    return np.stack(powers)


def _options(frame: Frame, size: int, powers: Ints, bases: int, turning: bool) -> _Options:
    turn = (np.arange(len(powers)) * turning % bases).astype(np.int32)
    images, fresh = _orbits(frame, size, powers, turn)
    points, classes = _counts(images, fresh, frame, turn, bases)
    fits = (classes <= 1).all(axis=1) & (points <= 1).all(axis=(1, 2))
    # Every orbit may start in each base round.
    covers = [np.roll(points[fits], base, axis=1).reshape(-1, bases * frame.points) for base in range(bases)]
    covered = np.concatenate([np.concatenate(covers), np.tile(classes[fits], (bases, 1))], axis=1) > 0
    starts = np.repeat(np.arange(bases), int(fits.sum()))
    return _Options(np.tile(images[fits], (bases, 1, 1)), covered, (starts[:, None] + turn) % bases)


def _orbits(frame: Frame, size: int, powers: Ints, turn: Ints) -> tuple[Ints, Bools]:
    """Return one block of each orbit with its images, int array (orbits, images, size), and which are not repeated."""
    blocks = np.array(list(combinations(range(frame.points), size)), dtype=np.int32)
    blocks = blocks[holds_each_once(pairs_of(blocks, frame))]
    images = np.sort(powers[:, blocks].transpose(1, 0, 2), axis=2)
    code = images.astype(np.int64) @ (frame.points ** np.arange(size, dtype=np.int64))
    least = code[:, 0] == code.min(axis=1)
    images, code = images[least], code[least] * len(turn) + turn
    fresh = np.stack([(code[:, :i] != code[:, i : i + 1]).all(axis=1) for i in range(len(powers))], axis=1)
    return images, fresh


def _counts(images: Ints, fresh: Bools, frame: Frame, turn: Ints, bases: int) -> tuple[Ints, Ints]:
    """Count how often orbits hold points and classes: int arrays (orbits, bases, points), (orbits, classes)."""
    rows = np.arange(len(images))[:, None]
    points = np.zeros((len(images), bases, frame.points), dtype=np.int32)
    classes = np.zeros((len(images), int(frame.classes.max()) + 1), dtype=np.int32)
    for i, base in enumerate(turn):
        weight = fresh[:, i : i + 1].astype(np.int32)
        points[rows, base, images[:, i]] += weight
        classes[rows, pairs_of(images[:, i], frame)] += weight
    return points, classes


def _search(covers: Bools, must: int, rng: np.random.Generator, branches: int) -> list[int] | None:
    words = np.packbits(covers, axis=1)
    words = np.pad(words, ((0, 0), (0, -words.shape[1] % 8))).view(np.uint64)
    order = rng.permutation(len(covers)).astype(np.int32)
    stack: list[tuple[list[int], Ints, Bools]] = [([], order, np.zeros(must, dtype=bool))]
    while stack and branches > 0:
        branches -= 1
        chosen, open_options, covered = stack.pop()
        if covered.all():
            return chosen
        left = covers[open_options, :must].sum(axis=0, dtype=np.int32)
        item = int(np.argmin(np.where(covered, len(covers) + 1, left)))
        if left[item] == 0 or (left[~covered] == 0).any():
            continue
        for option in open_options[covers[open_options, item]]:
            apart = ((words[open_options] & words[option]) == 0).all(axis=1)
            stack.append(([*chosen, int(option)], open_options[apart], covered | covers[option, :must]))
    return None
