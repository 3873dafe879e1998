"""``instance.toml``: what is known of an instance, and by what its files can be told to be whole."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from cohortplan.bench.reading import read_model
from cohortplan.errors import Defect, InputError
from cohortplan.evaluate import evaluate
from cohortplan.io import read_plan, read_scenario
from cohortplan.io.toml_text import toml_lines, toml_section
from cohortplan.model.base import Id, Line

CARD = "instance.toml"
SCHEMA: Literal["cohortplan-instance/1"] = "cohortplan-instance/1"

#: How the names of tables, settings and hidden plans end.
_ENDINGS = (".csv", ".toml", ".plan.json")

#: ``open`` if no proved best is known though good solvers tried, ``unknown`` if nobody has measured it.
Difficulty = Literal["unknown", "easy", "hard", "open"]
Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Best(_Part):
    """The best plan that is known.

    Attributes
    ----------
    soft : int
        What it costs.
    plan : str
        Its file beside the card.
    proved : bool
        Whether no plan costs less.
    source : str
        How one knows.
    """

    soft: Annotated[int, Field(ge=0)]
    plan: Line
    proved: bool = False
    source: Line = ""


class Provenance(_Part):
    """Where an instance is from.

    Attributes
    ----------
    generator : str
        What drew it; the same generator and factors give the same bytes.
    version : str
        Of cohortplan, when it was written.
    factors : mapping
        All of them.
    """

    generator: Line
    version: Line
    factors: Mapping[str, Any]


class Card(_Part):
    """What is known of an instance.

    Attributes
    ----------
    sha256 : str
        Of `files`: two instances with the same are the same.
    files : mapping of str to str
        The SHA-256 of each file, by its name.
    features : mapping of str to float
        As `features.features` measures them.
    """

    schema_: Literal["cohortplan-instance/1"] = Field(alias="schema")
    id: Id
    sha256: Digest
    licence: Line = "CC0-1.0"
    difficulty: Difficulty = "unknown"
    best: Best | None = None
    features: Mapping[str, int | float]
    files: Annotated[Mapping[Line, Digest], Field(min_length=1)]
    provenance: Provenance


def whole(files: Mapping[str, str]) -> str:
    """Return the SHA-256 of an instance, given those of its files."""
    return sha256(json.dumps(dict(sorted(files.items()))).encode()).hexdigest()


def card_text(card: Card) -> str:
    """Return the text of the file."""
    content = card.model_dump(by_alias=True, exclude_none=True)
    factors = dict(content["provenance"].pop("factors"))
    kinds = factors.pop("kinds", ())
    sections = [(name, content.pop(name)) for name in ("best", "features", "files", "provenance") if name in content]
    lines = [*toml_lines(content)]
    for name, values in (*sections, ("provenance.factors", factors)):
        lines += toml_section(f"[{name}]", values)
    for kind in kinds:
        lines += toml_section("[[provenance.factors.kinds]]", kind)
    return "\n".join(lines) + "\n"


def read_card(folder: Path) -> Card:
    """Read the card in a folder.

    Raises
    ------
    InputError
        If there is none, or it cannot be used; it carries all that is wrong with it.
    """
    return read_model(Card, folder / CARD)


def check(folder: Path) -> Card:
    """Make sure that an instance is whole: its files are those of the card, and its best plan is worth what it says.

    Raises
    ------
    InputError
        If it is not; it carries all that is wrong.
    """
    card = read_card(folder)
    defects = list(_changed(folder, card))
    if not defects and card.best is not None:
        defects = list(_overrated(folder, card.best))
    if defects:
        raise InputError(defects)
    return card


def _changed(folder: Path, card: Card) -> Iterator[Defect]:
    """Yield the files that are not what the card says."""
    remedy = "Fetch or draw the instance anew"
    if whole(card.files) != card.sha256:
        message = "the checksum is not that of the files listed"
        yield Defect(message, remedy, card.sha256, str(folder / CARD), column="sha256")
    if card.best is not None and card.best.plan not in card.files:
        message = "the best plan is none of the files listed"
        yield Defect(message, remedy, card.best.plan, str(folder / CARD), column="best.plan")
    for name, digest in card.files.items():
        path = folder / name
        if path.parent != folder or not path.is_file():
            yield Defect("there is no such file in the folder", remedy, name, str(folder / CARD), column="files")
        elif sha256(path.read_bytes()).hexdigest() != digest:
            yield Defect("the file is not the one of the instance", remedy, file=str(path))
    for name in strangers(folder, card.files):
        yield Defect("the file is none of the instance's", "Move it elsewhere", file=str(folder / name))


def strangers(folder: Path, files: Collection[str]) -> list[str]:
    """Return what may be taken for a part of an instance in a folder, though it is none of some files."""
    found = sorted(path.name for path in folder.glob("*") if path.name.lower().endswith(_ENDINGS))
    return [name for name in found if name != CARD and name not in files]


def _overrated(folder: Path, best: Best) -> Iterator[Defect]:
    """Yield what is wrong with the plan that is said to be the best."""
    measured = evaluate(read_scenario(folder), read_plan(folder / best.plan))
    if measured.hard or measured.soft != best.soft:
        message = f"the plan breaks {measured.hard} and costs {measured.soft}"
        yield Defect(message, "Mend [best]", str(best.soft), str(folder / CARD), column="best.soft")
