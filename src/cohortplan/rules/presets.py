"""Named sets of weights, to start from."""

from __future__ import annotations

from collections.abc import Mapping

from cohortplan.rules.registry import registry

#: What each preset changes in the rules' own default weights, by kind of rule.
PRESETS: Mapping[str, Mapping[str, int]] = {
    "balanced": {},
    "contacts": {"new_contacts": 40, "fair_floor": 10, "repeat_price": 2, "mix": 1, "spread": 1},
    "mix": {"mix": 20, "spread": 20, "never_alone": 20, "new_contacts": 5},
    "hosts": {"reserve_hosts": 200, "host_quota": 40, "host_variety": 40, "host_gap": 40, "new_contacts": 5},
}


def preset(name: str) -> Mapping[str, int]:
    """Return the weight of every kind of rule under a preset, for rules that are soft.

    ``balanced`` is every rule's default weight; ``contacts`` puts new contacts first, ``mix`` the make-up of the
    sets, ``hosts`` what people see of hosts and how hosts are treated.

    Raises
    ------
    KeyError
        If there is no such preset.
    """
    changes = PRESETS[name]
    return {kind: changes.get(kind, rule.default_weight) for kind, rule in registry().items()}
