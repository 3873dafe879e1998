"""cohortplan: learning sets, host visits and calendars, decided together."""
