"""Designs: many instances whose factors are crossed, or varied one at a time.

A design is a TOML file::

    design = "cross"            # or "one": one at a time, from the base
    seeds = 5                   # 0 to 4; or a list

    [base]                      # factors that are not as usual
    participants = 48

    [vary]
    tightness = [0.5, 0.6, 0.7, 0.8, 0.9, 1.0]
    keep_apart = [0.0, 0.05]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from cohortplan.bench.generate.card import Card, Difficulty
from cohortplan.bench.generate.factors import Factors, read_factors
from cohortplan.bench.generate.index import write_index
from cohortplan.bench.generate.make import generate
from cohortplan.bench.generate.write import write_instance
from cohortplan.bench.reading import read_model
from cohortplan.errors import Defect, InputError

#: Longest name of an instance; where some are longer, all are numbered.
LONGEST = 64
#: Most instances of a design.
MOST = 100_000

Setting = tuple[tuple[str, Any], ...]


def _numbered(value: Any) -> Any:
    """Take a number for so many seeds, from 0 on."""
    return tuple(range(min(value, MOST + 1))) if isinstance(value, int) and not isinstance(value, bool) else value


class Design(BaseModel):
    """A design.

    Attributes
    ----------
    design : str
        ``cross`` for every combination of the values, ``one`` for the base and each other value by itself.
    seeds : tuple of int
        Every instance is drawn with each.
    base : mapping of str to value
        Factors that are not as usual.
    vary : mapping of str to tuple of values
        What factors are to be, one after another.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    design: Literal["cross", "one"] = "cross"
    seeds: Annotated[
        tuple[Annotated[int, Field(ge=0, lt=2**31)], ...], BeforeValidator(_numbered), Field(min_length=1)
    ] = (0,)
    base: Mapping[str, Any] = {}
    vary: Mapping[str, Annotated[tuple[Any, ...], Field(min_length=1)]] = {}

    @model_validator(mode="after")
    def _hold_together(self) -> Self:
        if "seed" in {*self.base, *self.vary}:
            raise ValueError("what seeds there are is said by seeds")
        number = len(self.seeds)
        for values in self.vary.values():
            number *= len(values)
        if number > MOST:
            raise ValueError(f"these are {number} instances, more than {MOST}")
        return self

    def settings(self) -> Iterator[Setting]:
        """Yield the factors that are varied, with their values, of each instance but for the seeds."""
        if self.design == "cross":
            yield from (tuple(zip(self.vary, values, strict=True)) for values in product(*self.vary.values()))
        else:
            yield ()
            yield from (((name, value),) for name, values in self.vary.items() for value in values)


def read_design(file: Path) -> dict[str, Factors]:
    """Read a design and return the factors of its instances by their names, each once.

    Raises
    ------
    InputError
        If the file cannot be used, or some factors cannot; it carries all that is wrong.
    """
    design = read_model(Design, file)
    found: list[tuple[Setting, Factors]] = []
    wrong: dict[Defect, None] = {}
    for setting, seed in product(design.settings(), design.seeds):
        try:
            factors = read_factors({**design.base, **dict(setting), "seed": seed}, str(file))
        except InputError as error:
            wrong |= dict.fromkeys(error.defects)
        else:
            found.append(((*setting, ("seed", seed)), factors))
    if wrong:
        raise InputError(wrong)
    once = {each[1].model_dump_json(): each for each in reversed(found)}
    kept = [each for each in found if once[each[1].model_dump_json()] is each]
    names = [_name(design, setting) for setting, _ in kept]
    if max(map(len, names)) > LONGEST or len(set(names)) < len(names):
        names = [f"{number:06}" for number in range(1, len(kept) + 1)]
    return dict(zip(names, (factors for _, factors in kept), strict=True))


def draw_design(folder: Path, instances: Mapping[str, Factors], difficulty: Difficulty = "unknown") -> list[Card]:
    """Write instances into folders of their names, and an index beside them; return their cards.

    Raises
    ------
    InputError
        If some cannot be drawn; it carries all of these, and the others are written.
    """
    cards: list[Card] = []
    wrong: list[Defect] = []
    for name, factors in instances.items():
        try:
            cards.append(write_instance(folder / name, generate(factors, name), difficulty))
        except InputError as error:
            wrong += [replace(defect, message=f"{name}: {defect.message}") for defect in error.defects]
    if cards:
        write_index(folder, cards)
    if wrong:
        raise InputError(wrong)
    return cards


def _name(design: Design, setting: Setting) -> str:
    """Return what an instance is called: the factors that are varied, with their values or which one of these it is."""
    parts = []
    for factor, value in setting:
        plain = re.fullmatch(r"[A-Za-z0-9.-]+", str(value))
        parts.append(f"{factor}-{value if plain else 1 + design.vary[factor].index(value)}")
    return "_".join(parts)
