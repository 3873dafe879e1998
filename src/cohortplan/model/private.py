"""Facts about participants that no rule needs: what gates, kitchens and those who lead a visit have to know."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Literal, get_args

from cohortplan.errors import Defect
from cohortplan.model.base import Frozen, Id, Line
from cohortplan.model.names import unknown

if TYPE_CHECKING:
    from cohortplan.model.scenario import Scenario

#: What somebody may agree to: that hosts read their name, that their set can reach them, that they are photographed.
Consent = Literal["name", "contact", "photo"]
CONSENTS: tuple[Consent, ...] = get_args(Consent)

#: What a host may ask of its visitors before they come.
GateField = Literal["legal_name", "born", "id_type", "id_number"]
GATE_FIELDS: tuple[GateField, ...] = get_args(GateField)


class Private(Frozen):
    """What is known of a participant beside what planning needs; who may see what of it, the table of facts says.

    Attributes
    ----------
    legal_name : str
        The name as it stands on the document that is shown at a gate.
    born : date or None
        Date of birth.
    id_type, id_number : str
        The document shown at a gate.
    diet : str
        What they eat or do not, in the kitchen's word.
    emergency : str
        Whom to ring when something happens.
    consents : tuple of str
        What they agreed to: ``name``, ``contact``, ``photo``.
    consented : date or None
        When; it is asked for again after some time.
    """

    participant: Id
    legal_name: Line = ""
    born: date | None = None
    id_type: Line = ""
    id_number: Line = ""
    phone: Line = ""
    diet: Line = ""
    emergency: Line = ""
    consents: tuple[Consent, ...] = ()
    consented: date | None = None


def private_defects(scenario: Scenario) -> Iterator[Defect]:
    """Yield private facts of nobody, and those told twice."""
    seen: set[str] = set()
    for index, each in enumerate(scenario.private):
        path = ("private", index, "participant")
        if each.participant not in scenario.people:
            yield unknown("participant", each.participant, scenario.people, path)
        elif each.participant in seen:
            yield Defect(
                f"{each.participant} has a row already", "Make one row of the two", each.participant, path=path
            )
        seen.add(each.participant)
