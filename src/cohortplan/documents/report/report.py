"""The report of a plan, for an audience."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from cohortplan.documents.charter import parts as charter_parts
from cohortplan.documents.html import page
from cohortplan.documents.report.attended import attended
from cohortplan.documents.report.card import card
from cohortplan.documents.report.hosts import hosts
from cohortplan.documents.report.knowing import SMALL, knowing
from cohortplan.documents.report.meeting import meeting
from cohortplan.documents.report.persons import persons
from cohortplan.documents.report.sets import rounds
from cohortplan.documents.report.subject import Bound, Subject
from cohortplan.documents.report.verdict import verdict
from cohortplan.documents.words import count, days, people
from cohortplan.model import Plan, Scenario

#: Who reads a report: the organiser, who sees who is where, or a sponsor, who sees no single person.
Audience = Literal["organiser", "sponsor"]
AUDIENCES: tuple[Audience, ...] = get_args(Audience)

#: From so many sets on rounds are folded up.
_FOLDED = 100


def report(
    scenario: Scenario, plan: Plan, *, bounds: Mapping[str, Bound] | None = None, audience: Audience = "organiser"
) -> str:
    """Return the report of `plan` as one page that needs nothing else.

    Parameters
    ----------
    bounds : mapping of str to Bound, optional
        What is proved of the soft rules, by their ids.
    audience : str
        A sponsor is told sums and shares only, and nothing by which somebody could be recognised.
    """
    about, names = Subject.of(scenario, plan, bounds), audience == "organiser"
    parts = rounds(about) if names else []
    met = meeting(about, names=names)
    return page(
        "report/report.html",
        styles=["report/report.css"],
        scripts=["report/report.js"] if names else [],
        title=scenario.programme.title,
        lead=_lead(about),
        marks=about.marks,
        by=about.by,
        names=names,
        charter=charter_parts(scenario.charter),
        verdict=verdict(about, names=names),
        card=card(about, names=names),
        rounds=parts,
        folded=sum(len(part.sets) for part in parts) > _FOLDED,
        makeup=_makeup(about),
        all_count=all(each.contacts for each in scenario.rounds),
        meeting=met,
        attended=attended(about, names=names),
        hosts=hosts(about, names=names),
        network=knowing(about, names=names),
        people=persons(about) if names else [],
        everyone=len(scenario.people),
        large=names and about.large,
        origin=_origin(plan),
        programme=scenario.programme.id,
        timezone=scenario.programme.timezone,
    )


def _lead(about: Subject) -> str:
    """Say in one line how large the programme is, and when."""
    scenario = about.scenario
    sets = count(sum(len(planned.sets) for planned in about.plan.rounds), "learning set")
    parts = [people(len(scenario.people)), f"{sets} in {count(len(about.plan.rounds), 'round')}"]
    parts += [count(len(scenario.hosts), "host")] if scenario.hosts else []
    return f"{', '.join(parts)}. {days(scenario.programme.starts, scenario.programme.ends)}."


def _makeup(about: Subject) -> list[tuple[str, str]]:
    """Return how many people are of each sector; few of them only as few."""
    sizes = {value: sum(about.value(one) == value for one in about.scenario.people) for value in about.marks.values}
    if about.by is None:
        return []
    return [
        (value or "not said", str(size) if size >= SMALL else f"fewer than {SMALL}") for value, size in sizes.items()
    ]


def _origin(plan: Plan) -> str:
    """Say how the plan came about, as far as it says so itself."""
    said = plan.manifest
    parts = [
        f"{word} {said[key]}" for key, word in (("solver", "solver"), ("seed", "seed")) if said.get(key) is not None
    ]
    made = f"cohortplan {said['cohortplan']}" if "cohortplan" in said else "hand"
    how = ", ".join(parts)
    return f"The plan was made by {made}{how and f' ({how})'}."
