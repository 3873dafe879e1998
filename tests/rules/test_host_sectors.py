from __future__ import annotations

from typing import Any

import pytest

from cohortplan.model import Host, Match
from cohortplan.rules import build_rule
from tests.support import make_scenario, visit_rounds
from tests.support.examples import refusals
from tests.support.plans import make_plan

DAYS = ("2026-10-08", "2026-10-22", "2026-11-05", "2026-11-19")
PLACES = (
    *(
        Host(id=f"S{k}", name=f"Speaker {k}", kind="speaker", sector=sector, sets_at_once=2)
        for k, sector in enumerate(("public", "public", "private", "nonprofit", ""), start=1)
    ),
    Host(id="H1", name="Prison", kind="prison", sector="public", sets_at_once=2),
)


def matches(visited: str, **fields: Any) -> tuple[Match, ...]:
    """Return the matches if both sets visit the hosts named, one on each of four days."""
    rule = build_rule("host_sectors", **{"kinds": ("speaker",), **fields})
    scenario = make_scenario([rule], implied=False, hosts=PLACES, rounds=visit_rounds(4, [(3, 5), (3, 5)]))
    seats = {f"D{k}": "P01 P02 P03 P04 | P05 P06 P07 P08" for k in range(1, 5)}
    visits = {
        (f"D{k}.{s}", "visit"): (host, f"{day}T10:00", 180)
        for k, (host, day) in enumerate(zip(visited.split(), DAYS, strict=True), start=1)
        for s in (1, 2)
    }
    return rule.measure(scenario, make_plan(scenario, seats, visits)).matches


@pytest.mark.parametrize(
    ("visited", "pairs"),
    [
        ("S1 S3 S2 S4", []),
        ("S1 S2 S3 S4", [(0, 1)]),
        ("S1 S2 S1 S4", [(0, 1), (1, 2)]),
        ("S1 H1 S2 S4", []),
        ("S5 S5 S3 S4", []),
        ("H1 S1 S3 S4", []),
    ],
)
def test_days_running_are_of_different_sectors(visited: str, pairs: list[tuple[int, int]]) -> None:
    """Two public speakers running break it; a day between them, other kinds and no sector do not."""
    sentences = [
        f"The visits on {DAYS[a]} and {DAYS[b]}, days running, are to hosts of sector public." for a, b in pairs
    ]
    assert [match.sentence for match in matches(visited)] == sentences


@pytest.mark.parametrize(
    ("visited", "stretches"), [("S1 S3 S4 S2", 0), ("S1 S3 S1 S4", 1), ("S1 S3 S1 S3", 2), ("S4 S3 S1 S4", 0)]
)
def test_every_stretch_of_days_has_one_of_the_sector(visited: str, stretches: int) -> None:
    """Of four days there are two stretches of three; each is to have a nonprofit speaker."""
    found = matches(visited, every={"nonprofit": 3}, alternate=False)
    assert len(found) == stretches
    assert {match.hosts for match in found} <= {("S4",)}
    for match in found:
        assert match.sentence.endswith("no visit is to a host of sector nonprofit.")


def test_both_sets_of_a_day_count_as_one_day() -> None:
    """The amount counts pairs of days, not of visits; the match names all that are concerned."""
    (match,) = matches("S1 S2 S3 S4")
    assert (match.amount, match.sets, match.hosts) == (1, ("D1.1", "D1.2", "D2.1", "D2.2"), ("S1", "S2"))


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"kinds": ("speeker",)}, "there is no kind of host 'speeker'"),
        ({"every": {"pubic": 2}}, "there is no sector of host 'pubic'"),
        ({"alternate": False}, "the rule asks for nothing"),
        ({"every": {"public": 4}}, "there are 3 days for such visits, not 4 running"),
    ],
)
def test_fields_that_make_no_sense_are_refused(fields: dict[str, Any], reason: str) -> None:
    """Unknown names, nothing asked for, and stretches longer than the programme."""
    assert [defect.message for defect in refusals(build_rule("host_sectors", **fields))] == [reason]
