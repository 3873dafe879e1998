"""Groups of people any two of whom make a priced pair."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

Pair = tuple[int, int]


def cliques(pairs: Iterable[Pair]) -> Iterator[list[int]]:
    """Cover the edges of a graph by cliques, each grown greedily from an edge that no earlier one covers."""
    edges = sorted({(min(pair), max(pair)) for pair in pairs})
    near: dict[int, set[int]] = {}
    for a, b in edges:
        near.setdefault(a, set()).add(b)
        near.setdefault(b, set()).add(a)
    covered: set[Pair] = set()
    for a, b in edges:
        if (a, b) in covered:
            continue
        clique, common = [a, b], near[a] & near[b]
        while common:
            clique.append(min(common))
            common &= near[clique[-1]]
        clique.sort()
        covered.update(edges_of(clique))
        yield clique


def disjoint_cliques(pairs: Iterable[Pair]) -> Iterator[list[int]]:
    """Yield cliques of a graph no two of which share an edge."""
    used: set[Pair] = set()
    for clique in cliques(pairs):
        if used.isdisjoint(edges_of(clique)):
            used.update(edges_of(clique))
            yield clique


def edges_of(clique: list[int]) -> list[Pair]:
    """Return the pairs of a clique whose members are in ascending order."""
    return [(p, q) for k, p in enumerate(clique) for q in clique[k + 1 :]]
