"""Runs of suites: work lists, runners, workers that die, and what is told of it all."""
