"""What a plan reaches, in the figures organisers and researchers compare."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any

from cohortplan.evaluate.contacts import planned_contacts
from cohortplan.evaluate.duties import DutyFigures
from cohortplan.evaluate.evenness import gini, percentile
from cohortplan.evaluate.facilitating import FacilitatorFigures
from cohortplan.evaluate.faultlines import worst_faultline
from cohortplan.evaluate.guests import GuestFigures
from cohortplan.evaluate.reach import reach
from cohortplan.evaluate.sharing import BETWEEN_SETS, side_by_side
from cohortplan.evaluate.travelling import minutes_on_the_way
from cohortplan.model.plan import Plan
from cohortplan.model.scenario import Scenario
from cohortplan.rules.shared.pairs import most_contacts

SECTOR = "sector"


@dataclass(frozen=True)
class Metrics:
    """Figures over the rounds that count contacts.

    Attributes
    ----------
    distinct_pairs, possible_pairs : int
        Pairs that share a set at least once, of all pairs of participants.
    repeats : int
        Meetings of pairs beyond their first.
    most_meetings : int
        Meetings of the pair that meets most.
    side_by_side, weighted_contacts : int, float; or None
        Pairs that never share a set but are at one host at the same time in two sets, and the pairs that meet, these at
        0.3 each; None if no two sets share a visit.
    new_contacts, new_cross_sector : int
        Pairs that meet and did not know each other before (no tie of kind ``knows``); those across sectors.
    min_contacts, mean_contacts : int, float
        Different people a participant meets: the fewest, and the average.
    min_contacts_bound : int
        What the fewest cannot exceed in any plan: the least, over participants, of the people each could meet at most.
    sector_deviation : float
        Sum over sets and sectors of ``|members of the sector - size × the sector's share of the cohort|``.
    min_host_kinds : int
        Different kinds of host a participant visits: the fewest.
    travel_mean, travel_p90, travel_most : float, int, int; or None
        Minutes a participant is on the way to visits and back: the average, what nine of ten do not exceed, the most;
        None if the scenario has neither places nor ways.
    travel_gini : float or None
        How unevenly they share them: 0 = not at all.
    worst_faultline : float or None
        How clearly the set falls into two blocks that does so most, from 0 to 1, by the attributes and in the rounds
        of the `faultline` rules; None if there is no such rule.
    reach1, reach2 : int or None
        Organisations in which the hub has met somebody by the end, and outside bodies these are linked with; None if
        the scenario has no links.
    duties : DutyFigures or None
        How duties are spread, if there are any.
    guests : GuestFigures or None
        How guests are spread, if there are any.
    facilitators : FacilitatorFigures or None
        How sets are spread over the facilitators, if there are any.
    """

    distinct_pairs: int
    possible_pairs: int
    repeats: int
    most_meetings: int
    new_contacts: int
    new_cross_sector: int
    min_contacts: int
    min_contacts_bound: int
    mean_contacts: float
    sector_deviation: float
    min_host_kinds: int
    travel_mean: float | None = None
    travel_p90: int | None = None
    travel_most: int | None = None
    travel_gini: float | None = None
    worst_faultline: float | None = None
    side_by_side: int | None = None
    weighted_contacts: float | None = None
    reach1: int | None = None
    reach2: int | None = None
    duties: DutyFigures | None = None
    facilitators: FacilitatorFigures | None = None
    guests: GuestFigures | None = None

    def as_json(self) -> dict[str, Any]:
        """The figures there are by name, those of duties, facilitators and guests among them."""
        figures = asdict(self)
        parts = [figures.pop(name) or {} for name in ("duties", "facilitators", "guests")]
        more = {name: figure for part in parts for name, figure in part.items()}
        return {name: figure for name, figure in figures.items() if figure is not None} | more


def metrics(scenario: Scenario, plan: Plan) -> Metrics:
    """Compute the figures of `plan` from its members alone."""
    groups = list(scenario.groups(plan, scenario.contact_rounds))
    meetings = Counter(pair for group in groups for pair in combinations(group.members, 2))
    knew = {tie.pair for tie in scenario.ties if tie.kind == "knows"}
    new = [pair for pair in meetings if pair not in knew]
    sector = {person.id: person.get(SECTOR) for person in scenario.participants}
    degree = Counter(person for pair in meetings for person in pair)
    kinds: dict[str, set[str]] = {person: set() for person in scenario.people}
    for visit in scenario.visits(plan):
        for member in visit.members:
            kinds[member].add(scenario.host[visit.host].kind)
    travel = minutes_on_the_way(scenario, plan)
    beside = side_by_side(scenario, plan)
    reached = reach(scenario, planned_contacts(scenario, plan))[-1] if scenario.links else None
    count, faultline = len(scenario.participants), worst_faultline(scenario, plan)
    return Metrics(
        distinct_pairs=len(meetings),
        possible_pairs=count * (count - 1) // 2,
        repeats=sum(meetings.values()) - len(meetings),
        most_meetings=max(meetings.values(), default=0),
        new_contacts=len(new),
        new_cross_sector=sum(sector[a] != sector[b] for a, b in new),
        min_contacts=min(degree[person] for person in scenario.people),
        min_contacts_bound=min(most_contacts(scenario, scenario.contact_rounds).values()),
        mean_contacts=round(2 * len(meetings) / count, 3),
        sector_deviation=round(float(_sector_deviation(sector, [group.members for group in groups])), 6),
        min_host_kinds=min(len(seen - {""}) for seen in kinds.values()),
        travel_mean=round(sum(travel) / count, 1) if travel else None,
        travel_p90=percentile(travel, 0.9) if travel else None,
        travel_most=travel[-1] if travel else None,
        travel_gini=round(gini(travel), 3) if travel else None,
        side_by_side=len(beside - meetings.keys()) if beside else None,
        weighted_contacts=round(len(meetings) + BETWEEN_SETS * len(beside - meetings.keys()), 1) if beside else None,
        reach1=len(reached.first) if reached else None,
        reach2=len(reached.second) if reached else None,
        worst_faultline=None if faultline is None else round(float(faultline), 6),
    )


def _sector_deviation(sector: dict[str, str], sets: list[tuple[str, ...]]) -> Fraction:
    cohort = Counter(sector.values())
    total = Fraction(0)
    for members in sets:
        here = Counter(sector[member] for member in members)
        for name, size in cohort.items():
            total += abs(here[name] - Fraction(len(members) * size, len(sector)))
    return total
