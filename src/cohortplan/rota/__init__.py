"""The rota: who has which duty in a set, decided exactly once the sets are."""

from cohortplan.rota.fill import fill_duties

__all__ = ["fill_duties"]
