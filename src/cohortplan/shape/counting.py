"""Counting pairs: how many a set holds, and how many must repeat when sets are drawn from earlier ones."""

from __future__ import annotations

from math import comb

from cohortplan.shape.designs import most_repeat_free


def pairs(size: int) -> int:
    """Number of pairs in a set."""
    return size * (size - 1) // 2


def even_sizes(people: int, sets: int) -> list[int]:
    """Sizes of the most even split of `people` into `sets`, largest first."""
    each, more = divmod(people, sets)
    return [each + 1] * more + [each] * (sets - more)


def even_split(boxes: int, size: int) -> int:
    """Fewest pairs that share a box when `size` people come from `boxes` boxes: those of the most even split."""
    return sum(map(pairs, even_sizes(size, boxes)))


def fewest_repeats(people: int, sets: int, rounds: int) -> int:
    """Fewest meetings of pairs that met before, in rounds that split the same people as evenly as can be.

    The largest of three lower bounds: more meetings than there are pairs; every set after the first round is drawn
    from `sets` earlier ones, so repeats at least the pairs of the most even split; and, where all sets are of one size,
    `repeats_of_design`.
    """
    sizes = even_sizes(people, sets)
    beyond = rounds * sum(map(pairs, sizes)) - comb(people, 2)
    drawn = (rounds - 1) * sum(even_split(sets, size) for size in sizes)
    design = repeats_of_design(sets, sizes[0], rounds) if sizes[0] == sizes[-1] else 0
    return max(0, beyond, drawn, design)


def repeats_of_design(sets: int, size: int, rounds: int) -> int:
    """Fewest repeats in `rounds` splits of ``sets * size`` people where only so many rounds are free of them.

    Among more rounds than that two share a pair. Take away one of the two: at least one repeat goes with it, so each
    round too many costs one. Where there are as many sets as members it costs two: a set that meets another of an
    earlier round twice leaves a third one out, whose members then crowd into the remaining sets.
    """
    most = most_repeat_free(sets, size).rounds
    return max(0, rounds - most) * (2 if sets == size else 1)
