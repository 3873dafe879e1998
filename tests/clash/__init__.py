"""Tests of the clashes of rules and data."""
