"""Which sets a participant may be put into: few different answers, so each is kept once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cohortplan.primitives import Bools, Ints


@dataclass(frozen=True, eq=False)
class AllowedSets:
    """The sets each participant may be put into, round by round.

    Attributes
    ----------
    menu : int32 array (R, P)
        Row of `menus` of each participant in each round.
    menus : bool array (M, S)
        Which sets are on a menu; participants who may sit in the same ones share it.
    """

    menu: Ints
    menus: Bools

    @classmethod
    def barring(cls, attends: Bools, sets: Ints, barred: Ints | None = None) -> AllowedSets:
        """Allow everyone who takes part every set of a round, but those of N seats.

        Who would be left without any may sit in all of them.

        Parameters
        ----------
        attends : bool array (R, P)
        sets : int32 array (R,)
            Number of sets of each round.
        barred : int32 array (3, N), optional
            Round, participant and set of each seat that is not allowed.
        """
        exists = np.arange(int(sets.max())) < np.concatenate([[0], sets])[:, None]
        menu = np.where(attends, np.arange(1, len(sets) + 1, dtype=np.int32)[:, None], 0)
        rounds, people, places = np.zeros((3, 0), dtype=np.int32) if barred is None else barred
        touched = np.zeros(attends.shape, dtype=bool)
        touched[rounds, people] = True
        seats, number = np.argwhere(touched), np.cumsum(touched).reshape(touched.shape) - 1
        own = exists[1:][seats[:, 0]]
        own[number[rounds, people], places] = False
        limited = own.any(axis=1) & attends[seats[:, 0], seats[:, 1]]
        menu[seats[limited, 0], seats[limited, 1]] = len(exists) + np.arange(int(limited.sum()))
        return cls.of(menu, np.concatenate([exists, own[limited]]))

    @classmethod
    def of(cls, menu: Ints, menus: Bools) -> AllowedSets:
        """Keep each of the `menus` that is used once."""
        used, place = np.unique(menu, return_inverse=True)
        different, row = np.unique(menus[used], axis=0, return_inverse=True)
        return cls(row.ravel()[place].reshape(menu.shape).astype(np.int32), different)

    @property
    def shape(self) -> tuple[int, int, int]:
        """R, P and S."""
        return (*self.menu.shape, self.menus.shape[1])

    @cached_property
    def width(self) -> Ints:
        """Number of sets each participant may sit in: int32 array (R, P)."""
        width: Ints = self.menus.sum(axis=1, dtype=np.int32)[self.menu]
        return width

    @cached_property
    def seated(self) -> Bools:
        """Who may sit in some set of each round, as all do who take part: bool array (R, P)."""
        return self.width > 0

    @cached_property
    def kind(self) -> Ints:
        """Kind of each set: those of a kind are on the same menus, in all rounds: int32 array (S,)."""
        _, kind = np.unique(self.menus, axis=1, return_inverse=True)
        return kind.ravel().astype(np.int32)

    def round(self, r: int) -> Bools:
        """Who may sit where in a round: bool array (P, S)."""
        allowed: Bools = self.menus[self.menu[r]]
        return allowed

    def members(self, r: int, s: int) -> Bools:
        """Who may sit in set s of round r: bool array (P,)."""
        members: Bools = self.menus[:, s][self.menu[r]]
        return members

    def sets(self, r: int, p: int) -> Ints:
        """The sets of round r in which participant p may sit."""
        return np.flatnonzero(self.menus[self.menu[r, p]]).astype(np.int32)

    def room(self, r: int, weight: Ints) -> Ints:
        """What all who may sit in a set weigh together, for each set of round r: int64 array (S,)."""
        by_menu = np.bincount(self.menu[r], weights=weight, minlength=len(self.menus))
        return (by_menu @ self.menus).astype(np.int64)
