"""Small scenarios for tests."""

from tests.support.builders import cohort, hosts, make_scenario, visit_rounds

__all__ = ["cohort", "hosts", "make_scenario", "visit_rounds"]
