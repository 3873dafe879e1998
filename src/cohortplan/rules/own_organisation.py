"""Own organisation: nobody visits the organisation they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from cohortplan.model.names import plain
from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.rules.shared.visiting import hosts_by, selected_visits, visits_match

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes

#: The participants' attribute and the hosts' trait that are compared.
ATTRIBUTE = "organisation"


class OwnOrganisation(Rule):
    """Nobody's set visits a host of that person's own organisation.

    Kept: a manager of the city hospital visits a hospice. Broken by 1: the same manager visits the city hospital.
    The amount is the number of such visits, over all people. Where an organisation is not given, nothing is own.
    Capitals, and how many blanks part the words, make no other organisation.
    """

    kind: ClassVar[str] = "own_organisation"
    serves: ClassVar[str] = "F30"
    apart: ClassVar[bool] = True
    implied: ClassVar[bool] = True
    by_round: ClassVar[bool] = True
    yields: ClassVar[bool] = False

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Count people's visits to their own organisation."""
        return Measure.of(self._matches(scenario, plan))

    def _matches(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        for visit in selected_visits(self, scenario, plan):
            organisation = plain(scenario.host[visit.host].organisation)
            for person in visit.members:
                if organisation and plain(scenario.people[person].get(ATTRIBUTE)) == organisation:
                    sentence = f"{person} visits {visit.host}, which belongs to {person}'s own organisation."
                    yield visits_match(self, 1, [visit], sentence, people=(person,))

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One person mark: a mark for each organisation that hosts, priced for its people from the first visit on."""
        import numpy as np

        from cohortplan.rules.shared.host_lowering import marks_by_host, price_marks

        own = [plain(person.get(ATTRIBUTE)) for person in axes.scenario.participants]
        hosts = hosts_by(axes.scenario.hosts, ATTRIBUTE, plain)
        groups = {name: ids for name, ids in hosts.items() if name in own}
        priced = np.array([[mine == name for mine in own] for name in groups], dtype=bool)
        mark = marks_by_host(axes, groups.values())
        return price_marks(axes, axes.scenario.selected_rounds(self), mark, priced, lambda times: times)
