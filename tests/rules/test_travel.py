"""Travel: how long ways take, and the two rules that price them."""

from __future__ import annotations

from typing import Any

from cohortplan.model import Host, Place, Way
from cohortplan.rules import build_rule
from tests.support import cohort, make_scenario
from tests.support.examples import refusals
from tests.support.plans import make_plan

SEATS = {"D1": "P01 P02 P03 P04 | P05 P06 P07 P08", "D2": "P01 P02 P05 P06 | P03 P04 P07 P08"}
VISITS = {
    ("D1.1", "visit"): ("H1", "2026-10-08T10:00", 180),
    ("D1.2", "visit"): ("H2", "2026-10-08T10:00", 180),
    ("D2.1", "visit"): ("H2", "2026-10-22T10:00", 180),
    ("D2.2", "visit"): ("H1", "2026-10-22T10:00", 180),
}
PLACES = (Place(id="Leeds", lat=53.8, lon=-1.55), Place(id="York", lat=53.96, lon=-1.08))
HOSTS = (Host(id="H1", name="Near Leeds", town="Leeds"), Host(id="H2", name="Near York", town="York"))
#: Everyone with an odd number is from Leeds, the others are from York.
WAYS = (Way(a="Leeds", b="York", minutes=45), Way(a="Leeds", b="Leeds", minutes=20), Way(a="York", b="York", minutes=5))


def amounts(kind: str, **fields: Any) -> dict[str, int]:
    """Amount of each person; matches of a person are added up."""
    rule = build_rule(kind, **fields)
    scenario = make_scenario([rule], implied=False, hosts=HOSTS, places=PLACES, ways=WAYS)
    found: dict[str, int] = {}
    for match in rule.measure(scenario, make_plan(scenario, SEATS, VISITS)).matches:
        found[match.people[0]] = found.get(match.people[0], 0) + match.amount
    return found


def test_ways_there_and_back_count_in_whole_units() -> None:
    """P01, from Leeds, visits Leeds and York: 40 and 90 minutes are 4 and 9 units; P02, from York, has 9 and 1."""
    found = amounts("travel")
    assert (found["P01"], found["P02"]) == (13, 10)
    assert amounts("travel", unit=60)["P01"] == 1 + 2


def test_minutes_allowed_are_free_and_the_rest_may_be_squared() -> None:
    """With 11 units free, who visits both towns from Leeds is 2 over, who visits the other town twice 7 over."""
    assert amounts("travel", most=110) == {"P01": 2, "P04": 7, "P05": 7, "P07": 2}
    assert amounts("travel", most=119, power=2) == {"P01": 4, "P04": 49, "P05": 49, "P07": 4}


def test_ways_that_are_too_long_count_one_each() -> None:
    """With at most 20 minutes each visit to the other town is too far; with 45 none is."""
    assert amounts("journeys", most=20) == {"P01": 1, "P02": 1, "P04": 2, "P05": 2, "P07": 1, "P08": 1}
    assert amounts("journeys", most=45) == {}


def test_a_place_that_is_not_known_is_named() -> None:
    """Where no way can be reckoned the rules say from where to where, and what to do."""
    for kind, fields in (("travel", {}), ("journeys", {"most": 30})):
        defects = refusals(build_rule(kind, **fields), places=PLACES[:1], hosts=HOSTS, visit_locks=())
        assert [defect.message for defect in defects] == [
            "no way is known from 'Leeds' to H2",
            "no way is known from 'York' to H1",
        ]
        assert "places.csv" in defects[0].remedy


def test_who_takes_part_at_a_screen_does_not_travel() -> None:
    """P01, online only, has no way, whatever town P01 is in; nobody asks where it is."""
    first, *others = cohort(8)
    online = first.model_copy(update={"online": True, "attributes": {**first.attributes, "town": "Atlantis"}})
    parts = {"participants": (online, *others), "hosts": HOSTS, "places": PLACES, "ways": WAYS}
    for rule in (build_rule("travel"), build_rule("journeys", most=20)):
        scenario = make_scenario([rule], implied=False, **parts)
        matches = rule.measure(scenario, make_plan(scenario, SEATS, VISITS)).matches
        assert "P02" in {match.people[0] for match in matches}
        assert "P01" not in {match.people[0] for match in matches}
