"""Own sector: people visit hosts of their own sector only so often."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from cohortplan.model.base import Count, Id
from cohortplan.model.names import plain
from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.rules.shared.values import unknown_attributes
from cohortplan.rules.shared.visiting import by_person, hosts_by, selected_visits, visits_match
from cohortplan.rules.shared.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cohortplan.errors import Defect
    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class OwnSector(Rule):
    """Everyone makes at most so many visits to hosts of their own sector.

    With most = 1, kept: someone from the public sector visits one public host. Broken by 1: the same person visits two.
    The amount is the number of visits too many, over all people. Where a sector is not given, nothing is own.

    Attributes
    ----------
    attribute : str
        The participants' attribute that is compared with the hosts' sector; capitals and blanks do not matter.
    most : int
        Most visits of a person to hosts of that sector.
    """

    kind: ClassVar[str] = "own_sector"
    serves: ClassVar[str] = "F30"
    default_weight: ClassVar[int] = 20

    attribute: Id = "sector"
    most: Count = 1

    def defects(self, scenario: Scenario) -> Iterable[Defect]:
        """Report an unknown attribute."""
        return unknown_attributes(scenario, [self.attribute], "attribute")

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Count each person's visits to the own sector above the most."""
        return Measure.of(self._matches(scenario, plan))

    def _matches(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        hosts = hosts_by(scenario.hosts, "sector", plain)
        for person, visits in sorted(by_person(selected_visits(self, scenario, plan)).items()):
            sector = scenario.people[person].get(self.attribute)
            own = [visit for visit in visits if visit.host in hosts.get(plain(sector), ())]
            if len(own) > self.most:
                sentence = f"{person} makes {counted(len(own), 'visit')} to hosts of {person}'s own sector, {sector}"
                sentence = f"{sentence} (wanted: at most {self.most})."
                yield visits_match(self, len(own) - self.most, own, sentence, people=(person,))

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One person mark: a mark for each sector of hosts, priced for its people above the most."""
        import numpy as np

        from cohortplan.rules.shared.host_lowering import marks_by_host, price_marks

        own = [plain(person.get(self.attribute)) for person in axes.scenario.participants]
        hosts = hosts_by(axes.scenario.hosts, "sector", plain)
        groups = {name: ids for name, ids in hosts.items() if name in own}
        priced = np.array([[mine == name for mine in own] for name in groups], dtype=bool)
        mark = marks_by_host(axes, groups.values())
        return price_marks(
            axes, axes.scenario.selected_rounds(self), mark, priced, lambda times: max(0, times - self.most)
        )
