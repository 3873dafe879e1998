"""The rota: who has which duty in a set, and who looks after it, decided exactly once the sets are."""

from cohortplan.rota.fill import fill_rota
from cohortplan.rota.refill import refill

__all__ = ["fill_rota", "refill"]
