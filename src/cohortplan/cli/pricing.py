"""What a proposed time costs if all else may move for it: the solvers are asked, which calendars know nothing of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cohortplan.errors import InfeasibleError, NoPlanError, ScenarioError
from cohortplan.evaluate import Difference, difference, measure_rules
from cohortplan.living.policy import Policy
from cohortplan.living.replan import replan
from cohortplan.model import Plan, Scenario, VisitLock
from cohortplan.solvers.base import Stop

if TYPE_CHECKING:
    from cohortplan.calendars.replies.proposals import Proposal


@dataclass(frozen=True)
class Price:
    """The best plan that was found with a visit at the time that somebody proposes.

    Attributes
    ----------
    means : Difference or None
        What is otherwise then; None if there is no plan.
    changes : int
        Visits and meetings of people that are not as they were told, this one among them.
    problem : str
        Why there is no plan, "" if there is one.
    """

    means: Difference | None
    changes: int = 0
    problem: str = ""


def prices(
    scenario: Scenario, plan: Plan, proposals: Iterable[Proposal], today: date, *, seconds: float
) -> Iterator[tuple[str, Price]]:
    """Yield the price of each proposal about a visit, by the UID of its event.

    Parameters
    ----------
    today : date
        What begins before stays.
    seconds : float
        Budget for each.
    """
    for each in proposals:
        if each.occasion.host is not None:
            yield each.entry.uid, _price(scenario, plan, each, today, seconds)


def _price(scenario: Scenario, plan: Plan, proposal: Proposal, today: date, seconds: float) -> Price:
    occasion = proposal.occasion
    if proposal.start.date() < today or scenario.local(occasion.planned.start).date() < today:
        return Price(None, problem="what is past stays")
    if occasion.host is None or not occasion.activity.may_start(proposal.start):
        return Price(None, problem="its round has no such time")
    place = (occasion.set_id, occasion.activity.id)
    lock = VisitLock(set=place[0], activity=place[1], host=occasion.host.id, start=proposal.start)
    others = (each for each in scenario.visit_locks if (each.set, each.activity) != place)
    try:
        found = replan(scenario.but(visit_locks=(*others, lock)), plan, Policy(today), stop=Stop(seconds))
    except (ScenarioError, InfeasibleError, NoPlanError) as error:
        return Price(None, problem=str(error).partition("\n")[0])
    if found.plan is None:
        return Price(None, problem=f"{seconds:g} seconds were not enough, or there is none")
    before, after = measure_rules(scenario, plan), measure_rules(scenario, found.plan)
    return Price(difference(scenario, plan, found.plan, before, after), found.changes)
