"""The rota: who has which duty in a set, and who looks after it, decided exactly once the sets are."""

from cohortplan.rota.fill import fill_rota

__all__ = ["fill_rota"]
