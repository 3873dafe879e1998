"""Whether news travels: how many rounds it takes what one person knows to reach nearly all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from cohortplan.evaluate.contacts import Contacts
from cohortplan.evaluate.evenness import percentile
from cohortplan.model.scenario import Scenario
from cohortplan.rules.shared.pairs import Pair, pairs_by_round

#: So many per cent of the people are nearly all.
NEARLY_ALL = 90
#: So often is the news started with somebody.
RUNS = 100


@dataclass(frozen=True)
class News:
    """How news spread in `RUNS` trials, each of which begins with one person.

    Attributes
    ----------
    chance : float
        The chance that somebody who knows it tells it to another when they meet in a round.
    heard : tuple of float
        The share of people who know it before the first round and after each, on average.
    rounds : int or None
        After so many rounds nine of ten have heard it, in half of the trials; None if it takes longer than there are.
    slow : int or None
        The same for nine of ten trials.
    """

    chance: float
    heard: tuple[float, ...]
    rounds: int | None
    slow: int | None


def news(scenario: Scenario, met: Contacts, chance: float, seed: int = 0) -> News:
    """Let news spread among people as they meet, again and again; the same seed gives the same figures.

    In a round those tell it who knew it before that round. Ties from before the programme pass nothing on.
    """
    by_round = pairs_by_round(met)
    pairs = [sorted(by_round.get(name, ())) for name in scenario.contact_rounds]
    people, random = list(scenario.people), Random(seed)  # noqa: S311 - nothing secret
    trials = [_spread(random.choice(people), pairs, chance, random) for _ in range(RUNS)]
    enough = -(-NEARLY_ALL * len(people) // 100)
    taken = sorted(next((k for k, heard in enumerate(trial) if heard >= enough), len(trial)) for trial in trials)
    middle, slow = percentile(taken, 0.5), percentile(taken, 0.9)
    return News(
        chance=chance,
        heard=tuple(round(sum(step) / (RUNS * len(people)), 3) for step in zip(*trials, strict=True)),
        rounds=middle if middle <= len(pairs) else None,
        slow=slow if slow <= len(pairs) else None,
    )


def _spread(first: str, rounds: Sequence[Iterable[Pair]], chance: float, random: Random) -> list[int]:
    """Return how many know what one person knows, before the first round and after each."""
    know, numbers = {first}, [1]
    for pairs in rounds:
        told = {b if a in know else a for a, b in pairs if (a in know) != (b in know) and random.random() < chance}
        know |= told
        numbers.append(len(know))
    return numbers
