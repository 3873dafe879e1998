"""Whom a programme's hub is to reach, and the outside contacts of organisations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from cohortplan.errors import Defect
from cohortplan.model.base import Frozen, Id, Line
from cohortplan.model.names import unknown

if TYPE_CHECKING:
    from cohortplan.model.people import Participant
    from cohortplan.model.scenario import Scenario

#: The attribute that names people's organisations.
ORGANISATION = "organisation"


class Link(Frozen):
    """An outside body with which an organisation is in touch."""

    organisation: Line
    body: Line


class Reach(Frozen):
    """Who makes up the hub, and whom its members knew before.

    Attributes
    ----------
    attribute, values : str, tuple of str
        The hub are those who have one of these values of this attribute.
    known : tuple of str
        Kinds of tie by which two people have met before the first round.
    """

    attribute: Id = "hub"
    values: Annotated[tuple[Line, ...], Field(min_length=1)] = ("yes",)
    known: tuple[Id, ...] = ("knows",)

    def has(self, person: Participant) -> bool:
        """Whether somebody belongs to the hub."""
        return person.get(self.attribute) in self.values


def reach_defects(scenario: Scenario) -> Iterator[Defect]:
    """Yield what is wrong with the links of a scenario, and with its hub if there are links."""
    known = [attribute.name for attribute in scenario.attributes]
    reach, people = scenario.reach, scenario.participants
    if scenario.links and reach.attribute not in known:
        yield unknown("attribute", reach.attribute, known, ("reach", "attribute"))
    elif scenario.links and not any(map(reach.has, people)):
        message = f"nobody of the hub takes part, as nobody has {reach.attribute} {' or '.join(reach.values)}"
        yield Defect(message, "Mend attribute and values under [reach]", path=("reach", "values"))
    names = dict.fromkeys((*(p.get(ORGANISATION) for p in people), *(host.organisation for host in scenario.hosts)))
    for index, link in enumerate(scenario.links):
        if link.organisation not in names:
            yield unknown(ORGANISATION, link.organisation, [*filter(None, names)], ("links", index, "organisation"))
