"""Ways: great circles by hand, modes, and what the organiser's own figures replace."""

from __future__ import annotations

from math import acos, cos, radians, sin

import pytest

from cohortplan.model import Host, Mode, Place, Travel, Way
from cohortplan.model.travel import Atlas, great_circle
from tests.support.examples import refusals

SHEFFIELD, LONDON = (53.3811, -1.4701), (51.5074, -0.1278)
PLACES = (Place(id="Sheffield", lat=53.3811, lon=-1.4701), Place(id="Leeds", lat=53.8008, lon=-1.5491))


def test_great_circles() -> None:
    """A degree of latitude is 111.195 km, another way that of the law of cosines, opposite points half way round."""
    assert great_circle((50, 7), (51, 7)) == pytest.approx(111.195, abs=1e-3)
    (a, b), (c, d) = (map(radians, point) for point in (SHEFFIELD, LONDON))
    angle = acos(sin(a) * sin(c) + cos(a) * cos(c) * cos(b - d))
    assert great_circle(SHEFFIELD, LONDON) == pytest.approx(6371.0088 * angle)
    assert great_circle((0, 0), (0, 180)) == pytest.approx(3.141592653589793 * 6371.0088)
    assert great_circle(LONDON, LONDON) == 0


def test_the_quickest_mode_counts_and_minutes_are_rounded_up() -> None:
    """From Sheffield to Leeds it is 47.0 km: 73 minutes by road, 56 by a train for which one waits 20 minutes."""
    assert Atlas(PLACES, (), (), Travel()).minutes("Sheffield", "Leeds") == 73
    modes = {"road": Mode(kmh=45, wait=10), "rail": Mode(kmh=80, wait=20)}
    assert Atlas(PLACES, (), (), Travel(modes=modes)).minutes("Sheffield", "Leeds") == 56
    assert Atlas(PLACES, (), (), Travel()).minutes("Leeds", "Leeds") == 0


def test_hosts_are_where_they_say_or_in_their_town() -> None:
    """A host's own position counts, else that of its town; without either no way is known."""
    hosts = (
        Host(id="H1", name="One", town="Leeds", lat=53.3811, lon=-1.4701),
        Host(id="H2", name="Two", town="Leeds"),
        Host(id="H3", name="Three", town="Nowhere"),
    )
    atlas = Atlas(PLACES, hosts, (), Travel())
    assert [atlas.minutes("Sheffield", host.id) for host in hosts] == [10, 73, None]
    assert atlas.minutes("Nowhere", "H3") == 10


def test_the_organiser_s_ways_replace_what_is_reckoned() -> None:
    """A way counts in both directions unless the other is given; towns stand for hosts without a way of their own."""
    hosts = tuple(Host(id=f"H{k}", name=f"Host {k}", town="Leeds") for k in (1, 2))
    ways = (
        Way(a="Sheffield", b="Leeds", minutes=50),
        Way(a="Leeds", b="Sheffield", minutes=55),
        Way(a="H1", b="Sheffield", minutes=30),
    )
    atlas = Atlas(PLACES, hosts, ways, Travel())
    assert (atlas.minutes("Sheffield", "Leeds"), atlas.minutes("Leeds", "Sheffield")) == (50, 55)
    assert [atlas.minutes("Sheffield", name) for name in ("H1", "H2")] == [30, 50]


def test_ways_to_nowhere_and_ways_given_twice_are_refused() -> None:
    """A misspelt place is named with the one that may be meant; so is a way given again."""
    ways = (
        Way(a="Leeds", b="Sheffeld", minutes=1),
        Way(a="Leeds", b="Sheffield", minutes=1),
        Way(a="Leeds", b="Sheffield", minutes=2),
    )
    defects = refusals(places=PLACES, ways=ways)
    assert [(defect.message, defect.path) for defect in defects] == [
        ("there is no place or host 'Sheffeld'", ("ways", 0, "b")),
        ("the way from Leeds to Sheffield is given twice", ("ways", 2, "a")),
    ]
    assert defects[0].remedy == "Did you mean 'Sheffield'?"
