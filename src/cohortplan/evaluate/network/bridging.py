"""Who links people that do not know each other, and how."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from cohortplan.evaluate.network.graph import Network, mask_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Of more people neither betweenness nor constraint is computed: they take matrices of all pairs.
MOST_PEOPLE = 3000
#: So many people's shortest paths are counted at a time.
_BATCH = 256
#: So many numbers are multiplied at most, which takes a minute or so: each step away from all people takes the cube of
#: their number.
_MOST_WORK = 3 * 10**11


@dataclass(frozen=True)
class Roles:
    """Between how many pairs somebody stands who do not know each other, by the groups of the three.

    After R. V. Gould and R. M. Fernandez, Structures of mediation, Sociological Methodology 19 (1989), 89-126. As
    knowing each other has no direction each pair counts once, and their gatekeeper and representative are one.

    Attributes
    ----------
    coordinator : int
        All three are of one group.
    gatekeeper : int
        One of the two is of this person's group, the other is not.
    consultant : int
        The two are of one group and this person is of another.
    liaison : int
        All three are of different groups.
    """

    coordinator: int = 0
    gatekeeper: int = 0
    consultant: int = 0
    liaison: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.coordinator + self.across

    @property
    def across(self) -> int:
        """Those in which not all three are of one group."""
        return self.gatekeeper + self.consultant + self.liaison


def brokerage(network: Network, value_of: Mapping[str, str]) -> dict[str, Roles]:
    """Count the roles in which each person links others; people without a value are left out."""
    inner = network.among(person for person in network.people if value_of.get(person))
    group = [value_of[person] for person in inner.people]
    members = {name: mask_of(k for k, mine in enumerate(group) if mine == name) for name in set(group)}
    return {person: _roles(inner, place, group, members) for place, person in enumerate(inner.people)}


def _roles(network: Network, place: int, group: list[str], members: Mapping[str, int]) -> Roles:
    """Look at each person somebody knows, and those they know whom that person does not; every pair comes up twice."""
    own, mine = members[group[place]], network.masks[place]
    coordinator = gatekeeper = consultant = liaison = 0
    for other in network.near[place]:
        apart = mine & ~network.masks[other] & ~(1 << other)
        total, inside = apart.bit_count(), (apart & own).bit_count()
        if group[other] == group[place]:
            coordinator += inside
            gatekeeper += total - inside
        else:
            alike = (apart & members[group[other]]).bit_count()
            consultant += alike
            liaison += total - inside - alike
    return Roles(coordinator // 2, gatekeeper, consultant // 2, liaison // 2)


def constraint(network: Network) -> dict[str, float | None] | None:
    """Return R. S. Burt's constraint (Structural Holes, 1992): how much of somebody's time leads back to the same few.

    It is low where somebody knows many who do not know each other. None for who knows nobody; and in all, where there
    are more than `MOST_PEOPLE`.
    """
    if len(network.people) > MOST_PEOPLE:
        return None
    shares = _matrix(network)
    total = shares.sum(axis=1, keepdims=True)
    total[total == 0] = 1
    shares /= total
    found = (((shares + shares @ shares) ** 2) * (shares > 0)).sum(axis=1).tolist()
    return {
        person: value if near else None for person, value, near in zip(network.people, found, network.near, strict=True)
    }


def betweenness(network: Network) -> dict[str, float] | None:
    """Return on what share of the shortest paths between two others each person stands; L. C. Freeman (1977).

    It is 0 where there are fewer than three people. None where there are more than `MOST_PEOPLE`, or very many who are
    many steps apart: more than 21 steps if they are 2,400.
    """
    import numpy as np

    if len(network.people) > MOST_PEOPLE:
        return None
    count = len(network.people)
    knows = (_matrix(network) > 0).astype(float)
    found = np.zeros(count)
    for first in range(0, count, _BATCH):
        passing = _passing(knows, range(first, min(count, first + _BATCH)))
        if passing is None:
            return None
        found += passing
    pairs = max(1, (count - 1) * (count - 2))
    return dict(zip(network.people, (found / pairs).tolist(), strict=True))


def _passing(knows: NDArray[np.float64], sources: range) -> NDArray[np.float64] | None:
    """Return how many of the shortest paths from some people to all others lead through each person.

    After U. Brandes, A faster algorithm for betweenness centrality (2001), for many sources and level by level; None
    if there are too many levels.
    """
    import numpy as np

    most = _MOST_WORK // len(knows) ** 3
    rings = list(islice(_rings(knows, sources), most + 1))
    if len(rings) > most:
        return None
    passing = np.zeros((len(sources), len(knows)))
    for ring, nearer in zip(reversed(rings), reversed(rings[:-1]), strict=False):
        share = np.divide(1 + passing, ring, out=np.zeros_like(passing), where=ring > 0)
        passing += (share @ knows) * nearer
    return np.asarray(passing.sum(axis=0))


def _rings(knows: NDArray[np.float64], sources: range) -> Iterator[NDArray[np.float64]]:
    """Yield the numbers of shortest paths of one step, then of two, and so on: rows of sources, columns of ends."""
    import numpy as np

    seen = np.zeros((len(sources), len(knows)), dtype=bool)
    seen[np.arange(len(sources)), list(sources)] = True
    ring = knows[list(sources)]
    while ring.any():
        yield ring
        seen |= ring > 0
        if seen.all():
            return
        ring = (ring @ knows) * ~seen


def _matrix(network: Network) -> NDArray[np.float64]:
    """Write down the times that each two people met."""
    import numpy as np

    found = np.zeros((len(network.people), len(network.people)))
    for a, b, times in network.ties:
        found[a, b] = found[b, a] = times
    return found
