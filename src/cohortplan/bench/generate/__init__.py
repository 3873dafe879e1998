"""Instances with knobs: scenarios drawn at random, the same bytes everywhere, with what is known of each.

``factors`` are the knobs; ``people``, ``pairs``, ``hosts`` and ``disruptions`` are drawn by them, ``plant`` hides a
plan, ``parts`` and ``settings`` write it all down, ``make`` puts it together. ``features`` measures what came of it,
``card`` tells it beside the files; a ``design`` makes many instances, and an ``index`` lists them.
"""

from cohortplan.bench.generate.card import Card, check, read_card
from cohortplan.bench.generate.factors import Factors, Kind, read_factors
from cohortplan.bench.generate.index import cases
from cohortplan.bench.generate.make import Generated, generate
from cohortplan.bench.generate.write import write_instance

__all__ = [
    "Card",
    "Factors",
    "Generated",
    "Kind",
    "cases",
    "check",
    "generate",
    "read_card",
    "read_factors",
    "write_instance",
]
