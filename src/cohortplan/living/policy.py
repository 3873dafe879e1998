"""How a plan may change, and what came of planning anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from cohortplan.evaluate import Evaluation
from cohortplan.model import Match, Plan, Scenario
from cohortplan.model.changes import Cancelled, Soften
from cohortplan.solvers.base import Status


@dataclass(frozen=True)
class Policy:
    """How a plan may change.

    Attributes
    ----------
    today : date
        What begins before is past and stays, whatever is known now.
    freeze_days : int
        What begins in so many days from today on stays as well, unless it cannot.
    notice_days : int
        People are to be told so many days before; of plans with as few changes one with fewest at shorter notice is
        taken.
    price : int or None
        What one changed visit or meeting of one person weighs beside the soft cost; None = fewest changes first.
    budget : int or None
        Most changes; with a price, this is raised until they are as few, if they can be.
    """

    today: date
    freeze_days: int = 0
    notice_days: int = 0
    price: int | None = None
    budget: int | None = None

    @property
    def frozen_before(self) -> date:
        """The first day that is not frozen."""
        return self.today + timedelta(days=self.freeze_days)

    @property
    def noticed_from(self) -> date:
        """The first day of which people would hear in time."""
        return self.today + timedelta(days=self.notice_days)


@dataclass(frozen=True)
class Replanned:
    """What came of planning anew.

    Attributes
    ----------
    scenario : Scenario
        What is asked of the plan: rules do not look back at what is past.
    past : tuple of Match
        What the past breaks, by what is known now.
    plan, evaluation : Plan and Evaluation, or None
        The new plan and its measure; None if there is none.
    changes, least : int
        Visits and meetings of people that are not as they were told; no plan changes fewer than `least`.
    short : int
        How many of them lie nearer than the notice people are to have.
    thawed : frozenset of str
        Sets that changed in spite of the freeze, as they could not stay.
    fallen : tuple of Cancelled
        Visits that had to fall away, as no host is left for them; the scenario and the plan are without them.
    unmet : Scenario or None
        If there is no plan that makes all visits, what cannot be had, with nothing but what is never to be given up.
    standing : tuple of Match
        If there is no plan, what the one that came nearest breaks of what is never to be given up.
    breaches : tuple of Match
        What it had to break of rules that yield, by what hosts and people know today.
    """

    scenario: Scenario
    past: tuple[Match, ...]
    status: Status
    plan: Plan | None
    evaluation: Evaluation | None
    changes: int = 0
    least: int = 0
    short: int = 0
    thawed: frozenset[str] = frozenset()
    breaches: tuple[Match, ...] = ()
    standing: tuple[Match, ...] = ()
    fallen: tuple[Cancelled, ...] = ()
    unmet: Scenario | None = None
    seconds: float = 0.0

    @property
    def broken(self) -> dict[str, int]:
        """By how much rules had to be broken, by their ids."""
        owed: dict[str, int] = {}
        for match in self.breaches:
            owed[match.rule] = owed.get(match.rule, 0) + match.amount
        return owed

    def waivers(self, today: date) -> list[Soften]:
        """Return the changes by which rules become wishes where they had to be broken, or are by what is past."""
        found = []
        for name in dict.fromkeys(match.rule for match in (*self.breaches, *self.past)):
            matches = [match for match in (*self.breaches, *self.past) if match.rule == name]
            rounds = dict.fromkeys(each for match in matches for each in match.rounds)
            everywhere = not all(match.rounds for match in matches)
            found.append(Soften(change="soften", known=today, rule=name, rounds=() if everywhere else tuple(rounds)))
        return found
