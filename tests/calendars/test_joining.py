"""Who reads how to join."""

from __future__ import annotations

from tests.calendars.test_feeds import PLAN, SCENARIO, by_path, text_of


def test_those_who_come_read_how_to_join() -> None:
    """A host's joining notes and the online address are for members; hosts and the overview have no online address."""
    hosts = tuple(host.model_copy(update={"joining": f"Gate {host.id}, bring papers"}) for host in SCENARIO.hosts)
    link = "https://meet.programme.example/review?key=zzkeyzz"
    rounds = tuple(
        each.model_copy(
            update={
                "activities": tuple(
                    activity.model_copy(update={"mode": "hybrid", "link": link}) for activity in each.activities
                )
            }
        )
        for each in SCENARIO.rounds
    )
    found = by_path(SCENARIO.but(hosts=hosts, rounds=rounds), PLAN)
    person = text_of(found["participants/P1.ics"])
    assert "Gate H1\\, bring papers" in person
    assert f"CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL=Join online:{link}" in person
    assert "zzkeyzz" in text_of(found["sets/D1.1.ics"])
    for path, feed in found.items():
        if path.startswith("hosts/") or path == "programme.ics":
            assert "zzkeyzz" not in text_of(feed)
