"""The picture of a plan shows every set and keeps names and markup out."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import numpy as np

from cohortplan.documents import picture
from cohortplan.model import Host, Scenario
from cohortplan.primitives import build_axes, random_decision
from cohortplan.problem import decode
from tests.support import make_scenario

SVG = "{http://www.w3.org/2000/svg}"


def drawn(scenario: Scenario) -> list[str]:
    """Draw a random plan of `scenario` and return the texts of the picture."""
    axes = build_axes(scenario)
    svg = picture(scenario, decode(random_decision(axes, np.random.default_rng(2)), axes))
    return [text.text or "" for text in ET.fromstring(svg).iter(f"{SVG}text")]  # noqa: S314 - our own output


def test_everyone_appears_in_every_round_and_in_the_map() -> None:
    """A participant's id stands once for each round and once beside the contact map."""
    texts = drawn(make_scenario())
    assert sum(text.endswith("P03") for text in texts) == 3 + 1


def test_no_name_appears() -> None:
    """People are shown by id only."""
    assert not [text for text in drawn(make_scenario()) if "Person" in text]


def test_text_from_outside_is_no_markup() -> None:
    """A host's name with markup in it is shown as it was typed."""
    texts = drawn(make_scenario(hosts=(Host(id="H1", name="<b>&'x'"),)))
    assert "<b>&'x'" in texts
