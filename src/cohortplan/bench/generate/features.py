"""What an instance is like: figures that are measured on its scenario, not copied from what it was drawn by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain, product

from cohortplan.model import Activity, Host, Participant, Round, Scenario
from cohortplan.model.changes import Change
from cohortplan.model.changes.people import AbsenceChange

#: Digits of a share.
DIGITS = 4

Figures = dict[str, int | float]


def features(scenario: Scenario, script: Sequence[Change] = ()) -> Figures:
    """Return the figures by name, whole numbers and shares; all are there whatever the scenario is.

    Parameters
    ----------
    script : sequence of Change
        What becomes known once there is a plan.
    """
    parts = (_people, _pairs, _sets, _visits, _rules)
    figures = {name: figure for part in parts for name, figure in part(scenario).items()} | _script(scenario, script)
    return {name: figure if isinstance(figure, int) else round(figure, DIGITS) for name, figure in figures.items()}


def _people(scenario: Scenario) -> Figures:
    people = scenario.participants
    sizes = Counter(person.get("organisation") for person in people)
    wishing = {who for rule in scenario.rules if rule.kind == "wishes" for who in getattr(rule, "wishes", ())}
    return {
        "participants": len(people),
        "sectors": len({person.get("sector") for person in people}),
        "largest_sector": max(Counter(person.get("sector") for person in people).values()) / len(people),
        "organisations": len(sizes),
        "largest_organisation": max(sizes.values()) / len(people),
        "towns": len({person.get("town") for person in people}),
        "flagged": sum(bool(person.flags) for person in people) / len(people),
        "wishing": len(wishing) / len(people),
    }


def _pairs(scenario: Scenario) -> Figures:
    number = len(scenario.participants)
    whole = max(1, number * (number - 1) // 2)
    of_kind = {kind: {tie.pair for tie in scenario.ties if tie.kind == kind} for kind in ("knows", "apart")}
    due = {tie.pair for tie in scenario.ties if tie.need_by}
    alike = sum(scenario.people[a].get("sector") == scenario.people[b].get("sector") for a, b in of_kind["knows"])
    return {
        "ties": len(of_kind["knows"]) / whole,
        "homophily": alike / max(1, len(of_kind["knows"])),
        "keep_apart": len(of_kind["apart"]) / whole,
        "need_by": len(due) / whole,
    }


def _sets(scenario: Scenario) -> Figures:
    specs = [spec for each in scenario.rounds for spec in each.sets]
    return {
        "rounds": len(scenario.rounds),
        "sets": max(len(each.sets) for each in scenario.rounds),
        "least_size": min(spec.least for spec in specs),
        "most_size": max(spec.most for spec in specs),
    }


def _visits(scenario: Scenario) -> Figures:
    people, hosts = scenario.participants, scenario.hosts
    visits = [_Visits(scenario, each, activity) for each in scenario.rounds for activity in each.activities]
    visits = [each for each in visits if each.activity.kind == "visit"]
    needed = sum(each.number for each in visits)
    each_day = {host.id: [each.room(host) for each in visits] for host in hosts}
    limits = {host.id: needed if host.most_visits is None else host.most_visits for host in hosts}
    # Nobody visits a host twice, so that one can receive no more visits than a round has sets.
    most = max((each.number for each in visits), default=0)
    offered = sum(min(most, sum(each_day[host]), limit) for host, limit in limits.items())
    room = [sum(each_day[host.id][k] for host in hosts) for k in range(len(visits))]
    return {
        "hosts": len(hosts),
        "host_kinds": len({host.kind for host in hosts}),
        "open": sum(map(bool, chain(*each_day.values()))) / max(1, len(hosts) * len(visits)),
        "visits_needed": needed,
        "visits_offered": offered,
        "tightness": needed / max(1, offered),
        "tightest_day": max((each.number / max(1, there) for each, there in zip(visits, room, strict=True)), default=0),
        "mean_notice": sum(host.lead_days for host in hosts) / max(1, len(hosts)),
        "barred": sum(_barred(*each) for each in product(people, hosts)) / max(1, len(people) * len(hosts)),
    }


class _Visits:
    """The visits that the sets of a round make in one activity."""

    def __init__(self, scenario: Scenario, each: Round, activity: Activity) -> None:
        self.activity = activity
        self.number = sum(activity.is_for(spec.id) for spec in each.sets)
        self._size = max(spec.most for spec in each.sets)
        self._planned = scenario.programme.planned_on

    def room(self, host: Host) -> int:
        """Return how many of them a host can receive at the same time, on the first day."""
        start = self.activity.windows[0].start
        heard = self._planned is None or (start.date() - self._planned).days >= host.lead_days
        wanted = not self.activity.kinds or host.kind in self.activity.kinds
        there = heard and wanted and not host.closed_between(start, start)
        return min(self.number, host.sets_at_once, host.capacity // self._size) if there else 0


def _rules(scenario: Scenario) -> Figures:
    hard = sum(rule.hard for rule in scenario.rules)
    return {"hard_rules": hard, "soft_rules": len(scenario.rules) - hard}


def _script(scenario: Scenario, script: Sequence[Change]) -> Figures:
    """Count what changes, and how many of all seats stay empty."""
    away = sum(len(change.participants) for change in script if isinstance(change, AbsenceChange))
    seats = len(scenario.participants) * len(scenario.rounds)
    return {"changes": sum(not isinstance(change, AbsenceChange) for change in script), "no_show": away / seats}


def _barred(person: Participant, host: Host) -> bool:
    """Whether somebody can never go to a host."""
    own = bool(host.organisation) and person.get("organisation") == host.organisation
    return own or host.clearance in person.refused or any(cannot.code in host.codes for cannot in person.cannot)
