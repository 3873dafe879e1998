"""All that is told of a network: its figures before a programme and after each round, who links whom, and the loads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from cohortplan.evaluate.contacts import Contacts
from cohortplan.evaluate.evenness import Evenness
from cohortplan.evaluate.network.figures import (
    Bridge,
    NetworkFigures,
    bridges,
    full_figures,
    loads,
    network_figures,
)
from cohortplan.evaluate.network.graph import growth
from cohortplan.evaluate.network.mixing import Mixing, full_mixing, mixing
from cohortplan.evaluate.reach import Reached, reach
from cohortplan.model.plan import Plan
from cohortplan.model.scenario import Scenario


@dataclass(frozen=True)
class NetworkReport:
    """What is told of the network of participants, or of what these belong to.

    Attributes
    ----------
    by, of : str or None
        The attribute by which they are told apart, and that whose values are looked at in the place of people.
    steps : mapping of str to NetworkFigures
        Before the first round, as "", and after each that counts contacts.
    all_met : NetworkFigures
        What the figures are once everybody knows everybody.
    met, possible : Mixing
        The pairs that know each other at the end, and all pairs, by what the two are.
    bridges : mapping of str to Bridge
        How each links others at the end.
    loads : mapping of str to Evenness
        See `loads`.
    hub : tuple of Reached
        Whom the hub has reached at each step; empty if the scenario has no links.
    """

    by: str | None
    of: str | None
    steps: Mapping[str, NetworkFigures]
    all_met: NetworkFigures
    met: Mixing
    possible: Mixing
    bridges: Mapping[str, Bridge]
    loads: Mapping[str, Evenness]
    hub: tuple[Reached, ...]

    @property
    def before(self) -> NetworkFigures:
        """The figures before the first round."""
        return self.steps[""]

    @property
    def after(self) -> NetworkFigures:
        """The figures after the last round."""
        return list(self.steps.values())[-1]

    def as_json(self) -> dict[str, Any]:
        """The content of ``network --json``; of two kinds that are not listed under mixing nobody knows anybody."""
        hub = {step.round: {"reach1": len(step.first), "reach2": len(step.second)} for step in self.hub}
        return {
            "by": self.by,
            "of": self.of,
            "before": asdict(self.before),
            "after": asdict(self.after),
            "all_met": asdict(self.all_met),
            "rounds": [{"round": name, **asdict(step), **hub.get(name, {})} for name, step in self.steps.items()],
            "mixing": [
                {"values": pair, "met": count, "possible": self.possible[pair]} for pair, count in self.met.items()
            ],
            "linking": {name: asdict(bridge) for name, bridge in self.bridges.items()},
            "loads": {name: asdict(load) for name, load in self.loads.items()},
        }


def network_report(
    scenario: Scenario, plan: Plan, met: Contacts, *, by: str | None = None, of: str | None = None
) -> NetworkReport:
    """Return what is to be told of a network.

    Parameters
    ----------
    met : Contacts
        Planned, or attended.
    by : str, optional
        The attribute by which people are told apart.
    of : str, optional
        The attribute whose values are looked at in the place of people, such as their organisations: two are tied if
        people of theirs are. What they are is what all their people are.
    """
    value_of = _values(scenario, by)
    networks = dict(growth(scenario, met))
    if of is not None:
        whole_of = _values(scenario, of)
        networks = {name: network.joined(whole_of) for name, network in networks.items()}
        value_of = _shared_values(whole_of, value_of)
    last = list(networks.values())[-1]
    return NetworkReport(
        by=by,
        of=of,
        steps={name: network_figures(network, value_of) for name, network in networks.items()},
        all_met=full_figures(last.people, value_of),
        met=mixing(last, value_of),
        possible=full_mixing(value_of.get(name, "") for name in last.people),
        bridges=bridges(last, value_of),
        loads=loads(scenario, plan, met),
        hub=tuple(reach(scenario, met)) if scenario.links else (),
    )


def _values(scenario: Scenario, attribute: str | None) -> dict[str, str]:
    return {person.id: person.get(attribute) for person in scenario.participants} if attribute is not None else {}


def _shared_values(whole_of: Mapping[str, str], value_of: Mapping[str, str]) -> dict[str, str]:
    """Return the value that all people of an organisation have, for each that has one."""
    found: dict[str, set[str]] = {}
    for person, whole in whole_of.items():
        found.setdefault(whole, set()).add(value_of.get(person, ""))
    return {whole: next(iter(values)) for whole, values in found.items() if len(values) == 1}
