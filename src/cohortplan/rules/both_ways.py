"""Both ways: organisations that send people are visited too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from cohortplan.errors import Defect
from cohortplan.model.names import plain
from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.rules.own_organisation import ATTRIBUTE
from cohortplan.rules.shared.visiting import hosts_by, selected_visits, visits_match
from cohortplan.rules.shared.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class BothWays(Rule):
    """Every organisation that both sends participants and has hosts receives at least so many visits.

    With at least 1, kept: a set visits the hospital whose manager takes part. Broken by 1: no set ever does.
    The amount is the number of visits missing, over these organisations; an organisation's hosts count together.
    Capitals, and how many blanks part the words, make no other organisation.

    Attributes
    ----------
    least : int
        Fewest visits to each of them.
    """

    kind: ClassVar[str] = "both_ways"
    serves: ClassVar[str] = "F39"
    default_weight: ClassVar[int] = 20

    least: Annotated[int, Field(ge=1, le=1_000)] = 1

    def defects(self, scenario: Scenario) -> Iterator[Defect]:
        """Report that no organisation does both, and those that do not offer so many visits."""
        partners = self._partners(scenario)
        if not partners:
            remedy = "Fill in their organisation, alike in participants.csv and hosts.csv, or remove the rule"
            yield Defect("no organisation both sends participants and has a host", remedy)
        for hosts in partners.values() if self.hard else ():
            offered = [scenario.host[name].most_visits for name in hosts]
            most = sum(number or 0 for number in offered)
            if None not in offered and most < self.least:
                name = scenario.host[hosts[0]].organisation
                message = f"{name} is to receive {counted(self.least, 'visit')}, but offers {most}"
                yield Defect(message, f"Lower least to {most}, or raise max_visits", str(self.least), path=("least",))

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Count the visits that organisations miss."""
        return Measure.of(self._matches(scenario, plan))

    def _matches(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        visits = selected_visits(self, scenario, plan)
        for hosts in self._partners(scenario).values():
            made = [visit for visit in visits if visit.host in hosts]
            if len(made) < self.least:
                name = scenario.host[hosts[0]].organisation
                sentence = f"{name} sends people and receives {counted(len(made), 'visit')} (wanted: {self.least})."
                match = visits_match(self, self.least - len(made), made, sentence)
                yield match.model_copy(update={"hosts": tuple(hosts)})

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One host load: a bucket for each organisation with the options of its hosts."""
        import numpy as np

        from cohortplan.rules.shared.host_loads import price_numbers
        from cohortplan.rules.shared.host_lowering import marks_by_host, options_in

        partners = self._partners(axes.scenario).values()
        mark = np.where(options_in(axes, axes.scenario.selected_rounds(self)), marks_by_host(axes, partners), -1)
        buckets = [np.flatnonzero(mark == number) for number in range(len(partners))]
        return price_numbers(axes, buckets, lambda visits: max(0, self.least - visits))

    def _partners(self, scenario: Scenario) -> dict[str, list[str]]:
        """Ids of the hosts of each organisation that sends participants."""
        senders = {plain(person.get(ATTRIBUTE)) for person in scenario.participants}
        found = hosts_by(scenario.hosts, ATTRIBUTE, plain)
        return {name: hosts for name, hosts in found.items() if name in senders}
