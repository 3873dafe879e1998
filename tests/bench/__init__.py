"""The laboratory: sources, suites, units, and what is made of their records."""
