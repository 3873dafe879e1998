"""What a printed document is made of. HTML and PDF are two ways to set the same blocks, so they say the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Literal

from cohortplan.documents.table import Table

#: A column of no more letters than this is not broken into lines.
SHORT = 16
#: So many letters are in a line on a telephone, and between two columns there is room for so many.
_PHONE, _GAP = 44, 2


@dataclass(frozen=True)
class Heading:
    """The title of a part; a `late` one begins a new page."""

    block: ClassVar[str] = "heading"
    text: str
    late: bool = False


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    block: ClassVar[str] = "text"
    text: str


@dataclass(frozen=True)
class Notice:
    """A paragraph that must not be overlooked."""

    block: ClassVar[str] = "notice"
    text: str


@dataclass(frozen=True)
class Listing:
    """Short entries, one below the other."""

    block: ClassVar[str] = "listing"
    items: Sequence[str]


@dataclass(frozen=True)
class Facts:
    """Answers, each beside the word that asks for it; those without one are left out."""

    block: ClassVar[str] = "facts"
    pairs: Sequence[tuple[str, str]]

    @property
    def told(self) -> tuple[tuple[str, str], ...]:
        """The pairs that say something."""
        return tuple((word, said) for word, said in self.pairs if said)


@dataclass(frozen=True)
class Grid:
    """A table.

    Attributes
    ----------
    widths : sequence of int
        How the columns share the page, in parts; empty = as their contents need.
    tall : bool
        Whether somebody is to write in it, so that its rows are high and its cells have borders.
    """

    block: ClassVar[str] = "grid"
    table: Table
    widths: Sequence[int] = ()
    tall: bool = False

    @cached_property
    def longest(self) -> list[int]:
        """How many letters the longest cell of each column has."""
        columns = zip(self.table.columns, *self.table.rows, strict=True)
        return [max(len(str(cell)) for cell in column) for column in columns]

    @property
    def broad(self) -> bool:
        """Whether a row is too long for a telephone, where its cells are then set below each other."""
        return not self.tall and sum(self.longest) + _GAP * len(self.longest) > _PHONE

    @cached_property
    def _styles(self) -> list[str]:
        numeric = map(self.table.numeric, range(len(self.longest)))
        return [
            " ".join(["number"] * number + ["short"] * (length <= SHORT))
            for number, length in zip(numeric, self.longest, strict=True)
        ]

    def style(self, column: int) -> str:
        """Say how a column is set: numbers to the right, and what is short without breaks."""
        return self._styles[column]


@dataclass(frozen=True)
class Lines:
    """A question and lines to write the answer on."""

    block: ClassVar[str] = "lines"
    text: str
    number: int


@dataclass(frozen=True)
class Card:
    """A card to cut out.

    Attributes
    ----------
    lines : sequence of str
        Beneath the name.
    sign : str
        What tells the set from others of its round, in a letter or number.
    mark : int
        The shape and colour that go with it.
    """

    name: str
    lines: Sequence[str]
    sign: str
    mark: int


@dataclass(frozen=True)
class Cards:
    """Cards, two in a row and eight to a page."""

    block: ClassVar[str] = "cards"
    cards: Sequence[Card]


Block = Heading | Text | Notice | Listing | Facts | Grid | Lines | Cards


@dataclass(frozen=True)
class Document:
    """Something to print or pass on.

    Attributes
    ----------
    title, lead : str
        What it is, and the line beneath.
    reader : str
        Who reads it, as in "For the members of set D2.1".
    blocks : sequence of Block
        What it says, in the order in which it is read.
    marking : str
        What stands on every page, such as the day on which it is to be destroyed.
    size : str
        ``large`` for large print, ``small`` for what would not go on a page otherwise.
    wide : bool
        Whether the page lies on its side.
    """

    title: str
    lead: str
    reader: str
    blocks: Sequence[Block]
    marking: str = ""
    size: Literal["small", "normal", "large"] = "normal"
    wide: bool = False
