"""Makes the tables of scenarios that are drawn at random: the same bytes on every machine."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from scenarios.make import city, national, partners, projects

#: What makes the tables of each scenario, by the names of their files.
SCENARIOS: Mapping[str, Callable[[], Mapping[str, str]]] = {
    projects.NAME: projects.make,
    partners.NAME: partners.make,
    city.NAME: city.make,
    "national-2400": lambda: national.make(2400),
    "national-24000": lambda: national.make(24_000),
}
