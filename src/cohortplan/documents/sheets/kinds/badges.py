"""Badges: the name large, and what tells the set without colour."""

from __future__ import annotations

from collections.abc import Iterator

from cohortplan.documents.sheets.desk import Desk
from cohortplan.documents.sheets.document import Card, Cards, Document
from cohortplan.documents.sheets.registry import Sheet, kind
from cohortplan.documents.words import people
from cohortplan.model import PlannedSet


@kind("badges", audience="organiser", each="round")
def badges(desk: Desk) -> Iterator[Sheet]:
    """A badge for everyone in a round, eight to a page: the name large, the organisation, and the sign of the set."""
    known = {profile.id: profile for profile in desk.seen().people}
    for planned in desk.plan.rounds:
        cards = [
            Card(
                known[one].name,
                [line for line in (known[one].attributes.get("organisation", ""), f"Set {group.id}") if line],
                *desk.sign_of(planned.id, group.id),
            )
            for group in planned.sets
            for one in _attending(desk, planned.id, group)
            if one in known
        ]
        title = desk.round_name(planned.id)
        document = Document(
            f"Badges: {title}", f"{desk.programme}, {people(len(cards))}", "To be cut out.", [Cards(cards)]
        )
        yield Sheet(planned.id, document, frozenset({planned.id}))


def _attending(desk: Desk, round_id: str, group: PlannedSet) -> list[str]:
    there = desk.scenario.attending(round_id) if round_id in desk.scenario.round else ()
    return [one for one in group.members if one in there]
