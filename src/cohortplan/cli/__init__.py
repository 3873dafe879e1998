"""The command line: one file a command; the only place that prints or exits."""

from cohortplan.cli.app import main

__all__ = ["main"]
