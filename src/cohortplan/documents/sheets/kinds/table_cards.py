"""Cards that stand on tables: which set sits here, and who."""

from __future__ import annotations

from collections.abc import Iterator

from cohortplan.documents.sheets.desk import Desk
from cohortplan.documents.sheets.document import Card, Cards, Document
from cohortplan.documents.sheets.registry import Sheet, kind
from cohortplan.documents.words import count


@kind("table-cards", audience="organiser", each="round")
def table_cards(desk: Desk) -> Iterator[Sheet]:
    """A card for the table of each set of a round: its name, its sign and its members."""
    known = {profile.id: profile.name for profile in desk.seen().people}
    for planned in desk.plan.rounds:
        cards = [
            Card(
                f"Set {group.id}",
                [known[one] for one in group.members if one in known],
                *desk.sign_of(planned.id, group.id),
            )
            for group in planned.sets
        ]
        title = f"Table cards: {desk.round_name(planned.id)}"
        lead = f"{desk.programme}, {count(len(cards), 'set')}"
        yield Sheet(planned.id, Document(title, lead, "To be cut out.", [Cards(cards)]), frozenset({planned.id}))
