"""Starters, difference tables and uneven rounds that our own search found, read from `starters.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from cohortplan.primitives import Ints
from cohortplan.solvers.search.designs.base import Construction
from cohortplan.solvers.search.designs.starter import Block, Frame, Starter


@dataclass(frozen=True)
class Table:
    """Numbers of a group's elements of which no two rows differ by the same element twice.

    Attributes
    ----------
    frame : Frame
        One copy of the group.
    entries : int array (rows, columns)
        Numbers of elements.
    """

    frame: Frame
    entries: Ints


@cache
def starters() -> dict[tuple[int, int], Starter]:
    """Return every starter of the catalogue by its groups and size."""
    return {(entry["groups"], entry["size"]): _starter(entry) for entry in _read()["starter"]}


@cache
def tables() -> tuple[Table, ...]:
    """Return every difference table of the catalogue."""
    return tuple(
        Table(Frame(tuple(entry["group"]), 1), np.array(_blocks(entry["rows"]), dtype=np.int32))
        for entry in _read()["table"]
    )


@cache
def uneven(groups: int, size: int) -> tuple[Ints, ...]:
    """Return rounds without repeats of sets of `size` or one less: int arrays (rounds, people) of set indices."""
    return tuple(
        np.array(_blocks(entry["rounds"]), dtype=np.int32)
        for entry in _read()["uneven"]
        if (entry["groups"], entry["size"]) == (groups, size)
    )


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads(files("cohortplan.solvers.search.designs").joinpath("starters.toml").read_text("utf-8"))


def _starter(entry: dict[str, Any]) -> Starter:
    frame = Frame(tuple(entry["group"]), entry["copies"], entry["fixed"], entry.get("hole", 1))
    return Starter(frame, tuple(map(_blocks, entry["bases"])))


def _blocks(text: str) -> tuple[Block, ...]:
    """Read blocks of point numbers, a ``/`` between blocks."""
    return tuple(tuple(map(int, block.split())) for block in text.split("/"))


def catalogued(groups: int, size: int) -> Ints | None:
    """Develop the starter of the catalogue."""
    starter = starters().get((groups, size))
    return None if starter is None else starter.rounds()


CATALOGUED = Construction(
    "starter",
    "Base blocks in which each difference occurs once, moved by every element of a group; found by a search "
    "(Bose 1939; Anderson 1997).",
    catalogued,
)
