"""Living with a plan: planning anew with few changes, reasons, prices, readiness for loss, alternatives."""
