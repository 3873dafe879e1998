"""Which shapes a programme of so many people can have, and what each of them can reach."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import comb

from cohortplan.errors import Defect, InputError
from cohortplan.shape.counting import even_sizes, even_split, fewest_repeats, pairs
from cohortplan.shape.designs import known_even, most_even
from cohortplan.shape.fact import Fact

#: More people than this are not advised on: the advice would not change, only take long.
MOST_PEOPLE = 2000
MOST_ROUNDS = 100

Range = tuple[int, int]


@dataclass(frozen=True)
class Outlook:
    """What some rounds can reach.

    Attributes
    ----------
    rounds : int
        How many.
    most : int
        No plan lets more different pairs meet; plans that keep the mix of sectors, if sectors are given.
    reached : int
        Different pairs that meet, whatever their sectors, if a known design is used and rounds beyond it win nothing.
    repeats : int
        Fewest meetings of pairs that met before, in plans that keep the mix.
    """

    rounds: int
    most: int
    reached: int
    repeats: int

    @property
    def exact(self) -> bool:
        """Whether a known design reaches the most; where it passes it, it cannot keep the mix."""
        return self.reached == self.most


@dataclass(frozen=True)
class Share:
    """What each set holds of a sector: its share of the people, rounded down or up.

    Attributes
    ----------
    people : int
        How many there are.
    least, most : int
        Fewest and most in a set.
    """

    people: int
    least: int
    most: int


@dataclass(frozen=True)
class Shape:
    """One way to split the people, as evenly as can be.

    Attributes
    ----------
    sizes : tuple of int
        Members of each set, largest first.
    known, most : Fact
        Rounds free of repeats that can be made, and that there can be at most.
    outlooks : tuple of Outlook
        What each number of rounds asked for can reach.
    mix : mapping of str to Share
        What a set holds of each sector.
    """

    sizes: tuple[int, ...]
    known: Fact
    most: Fact
    outlooks: tuple[Outlook, ...]
    mix: Mapping[str, Share]


@dataclass(frozen=True)
class Advice:
    """The shapes that `people` can have, fewest sets first, and those to choose from.

    Attributes
    ----------
    people, pairs : int
        How many there are.
    shapes : tuple of Shape
        All that were asked for.
    calm : Shape and Outlook, or None
        The one in which most pairs meet without any repeat, by a known design; None if there is none.
    busy : Shape and Outlook
        The one in which most pairs may meet in all, repeats or not.
    """

    people: int
    pairs: int
    shapes: tuple[Shape, ...]
    calm: tuple[Shape, Outlook] | None
    busy: tuple[Shape, Outlook]


def advise(
    people: int, sizes: Range = (5, 8), rounds: Range = (3, 8), sectors: Mapping[str, int] | None = None
) -> Advice:
    """Say what a programme can be.

    Parameters
    ----------
    people : int
        How many take part in every round.
    sizes, rounds : (int, int)
        Fewest and most members of a set, and rounds.
    sectors : mapping of str to int, optional
        How many people of each sector; they add up to `people`.

    Raises
    ------
    InputError
        With everything that is wrong with the question, or if the people do not split into sets of such sizes.
    """
    wrong = [*_wrong(people, sizes, rounds), *_wrong_sectors(people, sectors or {})]
    if wrong:
        raise InputError(wrong)
    splits = [tuple(even_sizes(people, sets)) for sets in range(1, people // sizes[0] + 1)]
    shapes = [_shape(each, rounds, sectors or {}) for each in splits if sizes[0] <= each[-1] <= each[0] <= sizes[1]]
    if not shapes:
        raise InputError([_no_split(people, sizes)])
    every = [(shape, outlook) for shape in shapes for outlook in shape.outlooks]
    calm = max((each for each in every if _calm(*each)), key=_value, default=None)
    return Advice(people, comb(people, 2), tuple(shapes), calm, max(every, key=_value))


def _calm(shape: Shape, outlook: Outlook) -> bool:
    return outlook.rounds <= shape.known.rounds and not outlook.repeats


def _value(choice: tuple[Shape, Outlook]) -> tuple[int, int, int]:
    """Prefer more pairs, then fewer repeats, then fewer rounds."""
    return choice[1].most, -choice[1].repeats, -choice[1].rounds


def _shape(sizes: tuple[int, ...], rounds: Range, sectors: Mapping[str, int]) -> Shape:
    people, sets = sum(sizes), len(sizes)
    known, most = known_even(people, sets), most_even(people, sets)
    held = even_split(sets, people)
    same = {sector: same_sector_pairs(sizes, count) for sector, count in sectors.items()}
    outlooks = []
    for count in range(rounds[0], rounds[1] + 1):
        limit = count * held - fewest_repeats(people, sets, count)
        limit = min(limit, _mixed_pairs(people, held, count, sectors, same))
        outlooks.append(Outlook(count, limit, min(count, known.rounds) * held, count * held - limit))
    shares = {sector: _share(sizes, count) for sector, count in sectors.items()}
    return Shape(sizes, known, most, tuple(outlooks), shares)


def _share(sizes: tuple[int, ...], count: int) -> Share:
    people = sum(sizes)
    return Share(
        count, min(count * size // people for size in sizes), max(-(-count * size // people) for size in sizes)
    )


def _mixed_pairs(people: int, held: int, rounds: int, sectors: Mapping[str, int], same: Mapping[str, Range]) -> int:
    """Most different pairs that meet if each set holds each sector's share: those within sectors, and those across.

    The sets of a round hold `held` pairs, fewest and most `same` of them within each sector.
    """
    within = sum(min(pairs(count), rounds * same[sector][1]) for sector, count in sectors.items())
    across = pairs(people) - sum(map(pairs, sectors.values()))
    return within + min(across, rounds * (held - sum(fewest for fewest, _ in same.values())))


def same_sector_pairs(sizes: tuple[int, ...], count: int) -> Range:
    """Fewest and most pairs of a sector of `count` people that share a set in a round.

    A set holds their share rounded down or up. Those sets that hold one more win a pair with each they hold anyway.
    """
    people = sum(sizes)
    floors = [count * size // people for size in sizes]
    uneven = sorted(floor for floor, size in zip(floors, sizes, strict=True) if count * size % people)
    base, more = sum(map(pairs, floors)), count - sum(floors)
    return base + sum(uneven[:more]), base + sum(uneven[len(uneven) - more :])


def _wrong(people: int, sizes: Range, rounds: Range) -> Iterable[Defect]:
    if not 2 <= people <= MOST_PEOPLE:
        yield Defect(
            "this is no number of people to plan for", f"Give 2 to {MOST_PEOPLE} people", str(people), path=("people",)
        )
    for name, (low, high), least, most in (("sets", sizes, 2, MOST_PEOPLE), ("rounds", rounds, 1, MOST_ROUNDS)):
        if low > high:
            remedy = f"Write the smaller number first: {high}-{low}"
            yield Defect(f"the range of {name} is the wrong way round", remedy, f"{low}-{high}", path=(f"--{name}",))
        elif low < least or high > most:
            remedy = f"Give numbers from {least} to {most}"
            what = "sizes of sets" if name == "sets" else "numbers of rounds"
            given = f"{low}" if low == high else f"{low}-{high}"
            yield Defect(f"these are no {what} to plan for", remedy, given, path=(f"--{name}",))


def _wrong_sectors(people: int, sectors: Mapping[str, int]) -> Iterable[Defect]:
    given = ", ".join(f"{name}={count}" for name, count in sectors.items())
    if any(count < 1 for count in sectors.values()):
        yield Defect("every sector needs people", "Leave out those that have none", given, path=("--sectors",))
    total = sum(sectors.values())
    if sectors and total != people:
        what = f"the sectors add up to {total}, not to {people}"
        missing = people - total
        remedy = f"Add {missing} to them" if missing > 0 else f"Take {-missing} from them"
        yield Defect(what, f"{remedy}, or plan for {total}", given, path=("--sectors",))


def _no_split(people: int, sizes: Range) -> Defect:
    sets = max(1, round(2 * people / sum(sizes)))
    split = even_sizes(people, sets)
    low, high = min(split[-1], sizes[0]), max(split[0], sizes[1])
    span = str(low) if low == high else f"{low}-{high}"
    asked = str(sizes[0]) if sizes[0] == sizes[1] else f"{sizes[0]} to {sizes[1]}"
    return Defect(f"{people} people do not split into sets of {asked}", f"Allow --sets {span}", path=("--sets",))
