"""The advice on a programme's shape in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from cohortplan.shape.advice import Advice, Outlook, Shape, same_sector_pairs
from cohortplan.shape.counting import pairs


def split(shape: Shape) -> str:
    """Say into which sets the people split: "7 of 5", "2 of 4 and 1 of 3"."""
    return " and ".join(f"{len(list(sets))} of {size}" for size, sets in groupby(shape.sizes))


def sets(shape: Shape) -> str:
    """Say into which sets the people split, in full: "7 sets of 5", "1 set of 6 and 6 of 5"."""
    number, rest = split(shape).split(" ", 1)
    return f"{number} set{'' if number == '1' else 's'} {rest}"


def span(least: int, most: int) -> str:
    """Say a range as one types it: "6" or "5-7"."""
    return str(least) if least == most else f"{least}-{most}"


def evenness(advice: Advice) -> str:
    """Say which sizes of sets the number of people is a multiple of."""
    even = [str(shape.sizes[0]) for shape in advice.shapes if shape.sizes[0] == shape.sizes[-1]]
    if not even:
        return f"{advice.people} people split into no such sets evenly; some have a member fewer."
    return f"{advice.people} people split evenly into sets of {' or '.join(reversed(even))}."


def describe(shape: Shape) -> str:
    """Tell what is known of a shape, what is impossible, and why."""
    return " ".join([f"{sets(shape)}: {_repeats(shape)}", *_sector_sentences(shape), *_mixed_repeats(shape)])


def _repeats(shape: Shape) -> str:
    known, most, last = shape.known, shape.most, shape.outlooks[-1]
    repeats = "1 meeting is a repeat" if last.repeats == 1 else f"{last.repeats} meetings are repeats"
    forced = f" In {last.rounds} rounds at least {repeats}." if last.repeats else ""
    if most.rounds == 1:
        return f"no two rounds without repeats, since {most.source}.{forced}"
    if known.rounds == most.rounds:
        every = known.rounds * sum(map(pairs, shape.sizes)) == pairs(sum(shape.sizes))
        more = "after which everyone has met everyone." if every else f"and no more: {most.source}."
        return f"{known.rounds} rounds without repeats, by {known.source}, {more}{forced}"
    made = f"{known.rounds} rounds without repeats can be made, by {known.source}"
    if known.rounds == 1:
        made = "no design for two rounds without repeats is listed here, though the solver may find one"
    beyond = f"{known.rounds + 1} to {most.rounds}" if most.rounds > known.rounds + 1 else f"{most.rounds}"
    return f"{made}. Whether {beyond} can is open; more cannot: {most.source}.{forced}"


def _mixed_repeats(shape: Shape) -> Iterator[str]:
    """Tell when the mix forces repeats earlier than the number of people does."""
    forced = [outlook.rounds for outlook in shape.outlooks if outlook.repeats and outlook.rounds <= shape.most.rounds]
    if shape.mix and forced:
        yield f"If every set mirrors the sectors, {forced[0]} rounds cannot be free of repeats."


def _sector_sentences(shape: Shape) -> Iterator[str]:
    rounds, limits = shape.outlooks[-1].rounds, []
    for sector, share in shape.mix.items():
        every, met = pairs(share.people), rounds * same_sector_pairs(shape.sizes, share.people)[1]
        without = len(shape.sizes) - share.people
        if without > 0:
            lack = "1 set has" if without == 1 else f"{without} sets have"
            yield f"With {share.people} {sector} people {lack} none in each round."
        if share.most <= 1 < share.people:
            yield f"No two {sector} people ever share a set, which holds {span(share.least, share.most)} of them."
        elif met < every:
            limits.append(f"{met} of the {every} pairs of {sector} people")
    if limits:
        yield f"In {rounds} rounds at most {' and '.join(filter(None, (', '.join(limits[:-1]), limits[-1])))} meet."


def recommend(advice: Advice) -> Iterator[str]:
    """Say what to choose."""
    busy, most = advice.busy
    shape, outlook = advice.calm or advice.busy
    if advice.calm:
        others = span((shape.sizes[-1] - 1) * outlook.rounds, (shape.sizes[0] - 1) * outlook.rounds)
        met = f"{outlook.most} of {advice.pairs} pairs meet and nobody twice"
        yield f"Recommended: {_choice(shape, outlook)}. By a known design {met}; everyone meets {others} others."
        if shape.mix:
            yield "The design does not look at sectors; whether they can be mixed as well, solve finds out."
    else:
        yield "No design without repeats is known for any of these shapes and rounds."
    if most.most > outlook.most or not advice.calm:
        cost = f"with at least {most.repeats} repeats" if most.repeats else "perhaps without repeats"
        start = "If new contacts matter more than repeats" if advice.calm else "Recommended for new contacts"
        yield f"{start}: {_choice(busy, most)}; at most {most.most} of {advice.pairs} pairs meet, {cost}."
    yield f"In rounds.csv write sets {len(shape.sizes)}, size {span(shape.sizes[-1], shape.sizes[0])}."


def _choice(shape: Shape, outlook: Outlook) -> str:
    return f"{sets(shape)}, {outlook.rounds} round{'' if outlook.rounds == 1 else 's'}"
