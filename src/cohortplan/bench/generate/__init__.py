"""Instances with knobs: scenarios drawn at random, the same bytes everywhere, with what is known of each."""

from cohortplan.bench.generate.card import Card, check, read_card
from cohortplan.bench.generate.factors import Factors, Kind, read_factors
from cohortplan.bench.generate.make import Generated, generate
from cohortplan.bench.generate.write import write_instance

__all__ = ["Card", "Factors", "Generated", "Kind", "check", "generate", "read_card", "read_factors", "write_instance"]
