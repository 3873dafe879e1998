from __future__ import annotations

from typing import Any

from cohortplan.model import Host
from cohortplan.rules import build_rule
from tests.support import cohort, make_scenario
from tests.support.examples import refusals
from tests.support.plans import make_plan

SEATS = {"D1": "P01 P02 P03 P04 | P05 P06 P07 P08", "D2": "P01 P02 P05 P06 | P03 P04 P07 P08"}
SLOTS = (("D1.1", "2026-10-08"), ("D1.2", "2026-10-08"), ("D2.1", "2026-10-22"), ("D2.2", "2026-10-22"))
MINE = cohort(8)[0].get("sector")
LIKE_ME = [person.id for person in cohort(8) if person.get("sector") == MINE]


def amounts(*sectors: str, **fields: Any) -> dict[str, int]:
    """Amount of each person where D1.1, D1.2, D2.1, D2.2 visit hosts of these sectors."""
    hosts = tuple(Host(id=f"H{k}", name=f"Host {k}", sector=sector) for k, sector in enumerate(sectors))
    rule = build_rule("own_sector", **fields)
    scenario = make_scenario([rule], implied=False, hosts=hosts)
    visits = {(name, "visit"): (f"H{k}", f"{day}T10:00", 180) for k, (name, day) in enumerate(SLOTS)}
    matches = rule.measure(scenario, make_plan(scenario, SEATS, visits)).matches
    return {match.people[0]: match.amount for match in matches}


def test_one_visit_to_one_s_own_sector_is_fine() -> None:
    """Everyone of a sector visits it once, on the first day only."""
    assert amounts(MINE, MINE, "elsewhere", "elsewhere") == {}


def test_each_visit_above_the_most_counts() -> None:
    """With a visit to their sector on both days they make one too many, or two where none is wanted."""
    assert amounts(MINE, MINE, MINE, MINE) == dict.fromkeys(LIKE_ME, 1)
    assert amounts(MINE, MINE, MINE, MINE, most=0) == dict.fromkeys(LIKE_ME, 2)


def test_capitals_and_blanks_make_no_other_sector() -> None:
    """A sector typed with capitals and a blank at its end is the same sector."""
    assert amounts(*[f"{MINE.upper()} "] * 4) == dict.fromkeys(LIKE_ME, 1)


def test_no_sector_is_nobody_s_own() -> None:
    """Hosts that give no sector belong to nobody's."""
    assert amounts("", "", "", "", most=0) == {}


def test_an_unknown_attribute_is_refused() -> None:
    """A misspelt attribute is named."""
    messages = [defect.message for defect in refusals(build_rule("own_sector", attribute="sectr"))]
    assert messages == ["there is no attribute 'sectr'"]
