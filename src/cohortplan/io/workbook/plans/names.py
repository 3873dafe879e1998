"""What people and hosts of a scenario are called on the sheets of a plan, and how they are coloured."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from cohortplan.io.workbook.looks import OTHER_SECTOR, SECTORS, Look
from cohortplan.io.workbook.plans.labels import Label
from cohortplan.io.workbook.plans.layout import SECTOR
from cohortplan.model import Scenario
from cohortplan.model.names import marks


class Names:
    """Labels and looks for those in a scenario; a stranger is called by the id."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario

    @cached_property
    def sectors(self) -> dict[str, str]:
        """The mark of each sector, in the order in which the settings list them."""
        declared = next((each.values for each in self._scenario.attributes if each.name == SECTOR), ())
        return marks([*declared, *filter(None, (person.get(SECTOR) for person in self._scenario.participants))])

    def person(self, name: str) -> Label:
        """Return the label of a participant: the name, then the mark of the sector and the id."""
        person = self._scenario.people.get(name)
        if person is None:
            return Label((name, ""))
        mark = self.sectors.get(person.get(SECTOR), "")
        return Label((person.name, f"({mark}) {name}" if mark else name))

    def facilitator(self, name: str) -> Label:
        """Return the label of a facilitator."""
        found = self._scenario.facilitator.get(name)
        return Label((name, "") if found is None else (found.name, name))

    def guest(self, name: str) -> Label:
        """Return the label of a guest."""
        found = next((each for each in self._scenario.guests if each.id == name), None)
        return Label((name, "") if found is None else (found.name, name))

    def host(self, name: str) -> Label:
        """Return the label of a host."""
        found = self._scenario.host.get(name)
        return Label((name, "") if found is None else (found.name, name))

    def look(self, name: str) -> Look:
        """Return the looks of a participant."""
        person = self._scenario.people.get(name)
        return Look() if person is None else self.sector_look(person.get(SECTOR))

    def sector_look(self, sector: str) -> Look:
        """Return the looks of a sector."""
        order = list(self.sectors)
        if sector not in order:
            return Look()
        position = order.index(sector)
        return Look(SECTORS[position] if position < len(SECTORS) else OTHER_SECTOR)

    def by_sector(self, names: Iterable[str]) -> list[str]:
        """Return participants sector by sector, then by name."""
        order = {sector: position for position, sector in enumerate(self.sectors)}

        def place(name: str) -> tuple[int, str, str]:
            person = self._scenario.people.get(name)
            return (len(order), "", name) if person is None else (order.get(person.get(SECTOR), 0), person.name, name)

        return sorted(names, key=place)
