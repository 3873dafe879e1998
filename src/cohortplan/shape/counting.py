"""Counting pairs: how many a set holds, and how many must repeat when sets are drawn from earlier ones."""

from __future__ import annotations

from cohortplan.shape.designs import most_even


def pairs(size: int) -> int:
    """Number of pairs in a set."""
    return size * (size - 1) // 2


def even_sizes(people: int, sets: int) -> list[int]:
    """Sizes of the most even split of `people` into `sets`, largest first."""
    each, more = divmod(people, sets)
    return [each + 1] * more + [each] * (sets - more)


def even_split(boxes: int, size: int) -> int:
    """Fewest pairs that share a box when `size` people come from `boxes` boxes: those of the most even split."""
    each, more = divmod(size, boxes)
    return more * pairs(each + 1) + (boxes - more) * pairs(each)


def fewest_repeats(people: int, sets: int, rounds: int) -> int:
    """Fewest meetings of pairs that met before, in rounds that split the same people as evenly as can be.

    The largest of three lower bounds: more meetings than there are pairs; every set after the first round is drawn
    from `sets` earlier ones, so repeats at least the pairs of the most even split; and `repeats_of_design`.
    """
    size, larger = divmod(people, sets)
    beyond = rounds * even_split(sets, people) - pairs(people)
    drawn = (rounds - 1) * (larger * even_split(sets, size + 1) + (sets - larger) * even_split(sets, size))
    return max(0, beyond, drawn, repeats_of_design(people, sets, rounds))


def repeats_of_design(people: int, sets: int, rounds: int) -> int:
    """Fewest repeats in `rounds` most even splits of which only so many can be free of them.

    Among more rounds than that two share a pair. Take away one of the two: at least one repeat goes with it, so each
    round too many costs one. Where there are as many sets as members it costs two: a set that meets another of an
    earlier round twice leaves a third one out, whose members then crowd into the remaining sets.
    """
    if people < 2 * sets:
        return 0
    square = people == sets * sets
    return max(0, rounds - most_even(people, sets).rounds) * (2 if square else 1)
