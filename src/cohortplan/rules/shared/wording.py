"""Turns of phrase that rules' sentences share."""

from __future__ import annotations

from collections.abc import Sequence


def listed(names: Sequence[str]) -> str:
    """Join names as a person would: "A", "A and B", "A, B and C"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def counted(number: int, noun: str) -> str:
    """Say how many: "1 member", "4 members"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def span(least: int, most: int) -> str:
    """Say a range: "6" or "5 to 7"."""
    return str(least) if least == most else f"{least} to {most}"
