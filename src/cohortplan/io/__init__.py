"""Formats at the edge: the scenario folder and the plan file."""

from cohortplan.io.folder import read_scenario

__all__ = ["read_scenario"]
