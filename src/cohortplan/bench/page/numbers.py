"""How numbers are written in tables and sentences."""

from __future__ import annotations

from math import isfinite, isnan

from cohortplan.documents.table import NOTHING, Cell, Written


def figure(value: float) -> Cell:
    """Write a figure of a plan: whole, or with two decimals."""
    return _written(value, f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}")


def share(value: float) -> Cell:
    """Write a share as per cent."""
    return _written(value, f"{value:.2%}")


def signed(value: float) -> Cell:
    """Write a gap as per cent, with its sign."""
    return _written(value, f"{value:+.3%}")


def signed_share(value: float) -> Cell:
    """Write a difference as per cent, with its sign and as few decimals as its interval has."""
    return _written(value, f"{value:+.2%}")


def decimals(value: float) -> Cell:
    """Write a number between 0 and 1, such as an effect."""
    return _written(value, f"{value:.3f}")


def effort(value: float) -> Cell:
    """Write iterations or seconds."""
    return _written(value, f"{value:,.0f}" if value >= 100 or float(value).is_integer() else f"{value:.3g}")


def probability(value: float) -> Cell:
    """Write a p-value."""
    return _written(value, "<0.001" if value < 0.001 else f"{value:.3f}")


def interval(low: float, high: float) -> str:
    """Write from where to where something lies, both between 0 and 1."""
    return NOTHING if isnan(low) else f"{low:.3f} to {high:.3f}"


def interval_of_shares(low: float, high: float) -> str:
    """Write from where to where a share lies."""
    return NOTHING if isnan(low) else f"{low:+.2%} to {high:+.2%}"


def _written(value: float, text: str) -> Cell:
    return Written(value, text) if isfinite(value) else NOTHING
