"""How many rounds can be free of repeats when ``groups * size`` people split into `groups` sets of `size`.

This is the social golfer problem (Harvey & Winterer 2005). Each construction or limit is one small function; those that
do not apply return None. What is found beyond the constructions stands in `LISTED`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from cohortplan.shape.fact import Fact
from cohortplan.shape.squares import known_squares, most_squares

Known = Callable[[int, int], Fact | None]


def one_round(groups: int, size: int) -> Fact | None:
    """Any split is free of repeats by itself; sets of one never meet, and count as one round too."""
    del groups, size
    return Fact(1, "a first round has nothing to repeat")


def round_robin(groups: int, size: int) -> Fact | None:
    """Pair everyone with everyone."""
    return Fact(2 * groups - 1, "a round robin (Kirkman 1847)") if size == 2 else None


def kirkman_triples(groups: int, size: int) -> Fact | None:
    """Sets of three, an odd number of them: everyone meets everyone."""
    if size != 3 or groups % 2 == 0:
        return None
    return Fact((3 * groups - 1) // 2, "a Kirkman triple system (Ray-Chaudhuri & Wilson 1971)")


def nearly_kirkman(groups: int, size: int) -> Fact | None:
    """Sets of three, an even number of them: everyone meets everyone but one; 6 and 12 people are exceptions."""
    if size != 3 or groups % 2 or groups < 6:
        return None
    return Fact(3 * groups // 2 - 1, "a nearly Kirkman triple system (Kotzig & Rosa 1974; Rees & Stinson 1987)")


def fours(groups: int, size: int) -> Fact | None:
    """Sets of four: everyone meets everyone, or everyone but two."""
    if size == 4 and groups % 3 == 1 and groups >= 4:
        return Fact((4 * groups - 1) // 3, "a resolvable design of fours (Hanani, Ray-Chaudhuri & Wilson 1972)")
    if size == 4 and groups % 3 == 0 and groups >= 6:
        return Fact((4 * groups - 3) // 3, "a resolvable group divisible design of fours (Shen & Shen 2002)")
    return None


def fives(groups: int, size: int) -> Fact | None:
    """Sets of five: everyone meets everyone; whether 45 people can is open."""
    if size != 5 or groups % 4 != 1 or groups in (1, 9) or groups > 60:
        return None
    return Fact((5 * groups - 1) // 4, "a resolvable design of fives (Abel, Ge, Greig & Zhu 2001)")


def squares(groups: int, size: int) -> Fact | None:
    """Seat people in `size` rows of `groups`: a set takes one of each row, as orthogonal Latin squares tell.

    With ``size - 1`` squares or more there are `groups` such rounds, else one more than squares: the columns, and what
    each square gives. Where `size` divides `groups`, each row then splits by itself for further rounds.
    """
    if not 1 < size <= groups:
        return None
    known = across_rows(groups, size)
    if groups % size:
        return known
    within = known_repeat_free(groups // size, size).rounds
    return Fact(known.rounds + within, known.source + (", then sets within rows" if groups > size else ""))


def across_rows(groups: int, size: int) -> Fact:
    """Return how many rounds, each set with at most one of each row, `squares` makes of at most `groups` members."""
    known = known_squares(groups)
    return Fact(groups if known.rounds >= size - 1 else known.rounds + 1, known.source)


#: Rounds of the lists named below, and of designs of ours that were checked, by number of sets and then by size, where
#: no construction above gives as many.
LISTED = {
    6: {5: 6},
    8: {4: 10},
    10: {5: 10, 6: 8, 7: 8, 8: 8, 9: 5},
    11: {4: 14, 9: 12},
    12: {7: 9, 8: 9, 9: 9},
    14: {4: 18, 6: 11, 7: 11, 8: 8, 9: 7, 10: 7, 11: 6},
    15: {6: 11, 7: 10, 8: 17, 9: 8, 10: 7, 11: 6},
    17: {4: 22},
    18: {7: 11, 8: 11, 9: 10, 10: 8, 11: 8},
    20: {4: 26, 6: 15, 7: 12, 8: 12, 9: 10, 10: 11, 11: 8, 12: 8, 13: 6, 14: 6, 15: 6},
    21: {7: 14, 8: 13, 9: 10, 10: 10, 11: 8, 12: 8, 13: 8},
    22: {5: 18, 6: 16, 7: 14, 8: 14, 9: 11, 10: 11, 11: 12, 12: 8, 13: 8, 14: 8, 15: 6, 16: 6, 17: 5, 18: 5},
    24: {5: 19, 6: 19, 7: 15, 8: 16, 9: 12, 10: 12, 11: 10, 12: 11, 13: 8, 14: 8, 15: 8, 16: 6, 17: 6, 18: 6, 19: 5},
    26: {5: 19, 6: 19, 7: 15, 8: 15, 9: 13, 10: 13, 11: 13, 12: 13, 13: 14, 14: 8, 15: 8, 16: 6, 17: 6, 18: 6, 19: 6},
    28: {5: 20, 6: 20, 7: 17, 8: 16, 9: 14, 10: 14, 11: 10, 12: 10, 13: 10, 14: 11, 15: 8,
        16: 8, 17: 6, 18: 6, 19: 6, 20: 6},
    30: {5: 31, 6: 23, 7: 18, 8: 18, 9: 15, 10: 16, 11: 10, 12: 10, 13: 10, 14: 10, 15: 11,
        16: 8, 17: 8, 18: 8, 19: 6, 20: 6},
}  # fmt: skip


def listed(groups: int, size: int) -> Fact | None:
    """Look up what single designs and searches have given."""
    rounds = LISTED.get(groups, {}).get(size)
    return (
        Fact(rounds, "a design found by search (Harvey 2002; Triska 2008; Miller, Valkov & Abel 2026; or our own)")
        if rounds
        else None
    )


def nobody_to_meet(groups: int, size: int) -> Fact | None:
    """Sets of one: a second round adds nothing to the first."""
    del groups
    return Fact(1, "nobody meets anybody in a set of one") if size == 1 else None


def others_to_meet(groups: int, size: int) -> Fact | None:
    """Nobody meets more people than there are."""
    if size == 1:
        return None
    others = groups * size - 1
    return Fact(others // (size - 1), f"everyone meets {size - 1} others a round, and there are only {others}")


def more_members_than_sets(groups: int, size: int) -> Fact | None:
    """A pigeonhole: members of one set cannot all come from different sets of an earlier round."""
    if size <= groups:
        return None
    if groups == 1:
        return Fact(1, "there is but one set")
    return Fact(1, f"{size} people drawn from {groups} earlier sets are never all from different ones")


def as_many_sets_as_members(groups: int, size: int) -> Fact | None:
    """Rounds of a square are as good as orthogonal Latin squares, and two more."""
    if size != groups:
        return None
    most = most_squares(groups)
    return Fact(most.rounds + 2, most.source)


#: Orders for which an exhaustive search shows that there are no such permutations as `one_set_more` asks for.
NO_PERMUTATIONS = (4, 5, 6)


def one_set_more(groups: int, size: int) -> Fact | None:
    """One more set than members, and one more round than sets, are too many for 4, 5 and 6 sets.

    Everyone would then meet everyone but one. Each set would miss exactly one set of every other round; the graph of
    these misses has least eigenvalue -2 and so is a line graph, from which it follows that people are permutations of
    ``groups + 1`` symbols without cycles of one or two, and that of any two places with two values exactly one person
    has both, unless the two make a cycle. No ``groups * size`` permutations do, as Kotzig & Rosa 1974 say of 12.
    """
    if size != groups - 1 or groups not in NO_PERMUTATIONS:
        return None
    return Fact(groups, f"a search of all permutations rules out {groups + 1} rounds of {groups} sets of {size}")


CONSTRUCTIONS: tuple[Known, ...] = (
    one_round,
    round_robin,
    kirkman_triples,
    nearly_kirkman,
    fours,
    fives,
    squares,
    listed,
)
LIMITS: tuple[Known, ...] = (
    nobody_to_meet,
    more_members_than_sets,
    as_many_sets_as_members,
    one_set_more,
    others_to_meet,
)


@cache
def known_repeat_free(groups: int, size: int) -> Fact:
    """Return how many rounds free of repeats can be made: at least so many exist."""
    found = [fact for each in CONSTRUCTIONS if (fact := each(groups, size))]
    return max(found, key=lambda fact: fact.rounds)


@cache
def most_repeat_free(groups: int, size: int) -> Fact:
    """Return the most rounds free of repeats that there can be; sets of one count as a single round."""
    found = [fact for each in LIMITS if (fact := each(groups, size))]
    return min(found, key=lambda fact: fact.rounds)


@cache
def known_even(people: int, sets: int) -> Fact:
    """Return how many rounds of the most even split of `people` into `sets` can be made free of repeats.

    Where some sets have a member fewer than others, people are left out of a larger design: those of one row, who share
    no set; or those of one set, who share no other, so that only the round of that set is lost; or just one.
    """
    size, rest = divmod(people, sets)
    if not rest:
        return known_repeat_free(sets, size)
    size, missing = size + 1, sets - rest
    found = [Fact(1, "a first round has nothing to repeat")]
    if size <= sets:
        found.append(across_rows(sets, size))
    if missing <= size:
        larger = known_repeat_free(sets, size)
        found.append(Fact(larger.rounds - (missing > 1), larger.source))
    best = max(found, key=lambda fact: fact.rounds)
    return best if best.rounds == 1 else Fact(best.rounds, f"{best.source}, for {sets * size} people less {missing}")


def most_even(people: int, sets: int) -> Fact:
    """Return the most rounds of the most even split that can be free of repeats, for sets of two or more."""
    size, rest = divmod(people, sets)
    if not rest:
        return most_repeat_free(sets, size)
    pairs, others = people * (people - 1) // 2, people - 1
    if size + 1 > sets:
        return Fact(1, f"{size + 1} people drawn from {sets} earlier sets are never all from different ones")
    held = (rest * (size + 1) * size + (sets - rest) * size * (size - 1)) // 2
    by_pairs = Fact(pairs // held, f"the sets of a round hold {held} pairs, and there are only {pairs}")
    by_people = Fact(others // (size - 1), f"everyone meets at least {size - 1} others a round, of {others}")
    return min(by_pairs, by_people, _square_less_one(people, sets) or by_pairs, key=lambda fact: fact.rounds)


def _square_less_one(people: int, sets: int) -> Fact | None:
    """One person short of a square, no more rounds are free of repeats than in the square.

    Fill the set that is short in each round with one and the same newcomer. Two rounds of a square that share a pair
    share two that have no person in common, so one of them without the newcomer.
    """
    if people != sets * sets - 1:
        return None
    square = most_repeat_free(sets, sets)
    return Fact(square.rounds, f"{square.source}, and one person fewer changes nothing")
