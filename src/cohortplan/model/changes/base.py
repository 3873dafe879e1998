"""What every change shares, and the parts of a scenario while changes are made to it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from cohortplan.errors import InputError
from cohortplan.model.base import Frozen, Id, Line
from cohortplan.model.names import unknown

#: The parts of a scenario, by field.
Parts = dict[str, Any]

#: Ids, one at least.
Names = Annotated[tuple[Id, ...], Field(min_length=1)]


class Change(Frozen):
    """One change; `known` is the day on which the organiser was told.

    Attributes
    ----------
    change : str
        What kind of change it is, in the word that files have for it.
    note : str
        For the organiser; it leaves the folder in no file.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    known: date
    change: str
    note: Line = ""

    @abstractmethod
    def apply(self, parts: Parts) -> None:
        """Make the change to the parts of a scenario.

        Raises
        ------
        InputError
            If it names something that there is not; the path of a defect is the field.
        """


class Moved(Change):
    """Something is at another time of one day."""

    day: date = Field(alias="date")
    start: time = Field(alias="from")
    end: time = Field(alias="until")

    @property
    def times(self) -> tuple[datetime, datetime]:
        """The new time, local."""
        return datetime.combine(self.day, self.start), datetime.combine(self.day, self.end)


def find(parts: Parts, family: str, name: str, field: str) -> Any:
    """Return the part of this id.

    Raises
    ------
    InputError
        If there is none; `field` is to blame.
    """
    must_know(parts, (family, (name,), field))
    return next(part for part in parts[family] if part.id == name)


def must_know(parts: Parts, *named: tuple[str, Iterable[str], str]) -> None:
    """Make sure that there are parts of all ids, given with their family and the field that names them.

    Raises
    ------
    InputError
        If there are not; it carries all ids that nothing has.
    """
    defects = []
    for family, names, field in named:
        known = [part.id for part in parts[family]]
        what = family.removesuffix("s")
        defects += [unknown(what, name, known, (field,)) for name in dict.fromkeys(names) if name not in known]
    if defects:
        raise InputError(defects)


def unknown_name(what: str, name: str, known: Iterable[str], field: str) -> InputError:
    """Return the error of naming what there is not."""
    return InputError([unknown(what, name, known, (field,))])


def replace(parts: Parts, family: str, old: BaseModel, **fields: Any) -> None:
    """Give one of the parts other `fields`; whether they hold together is seen to when all changes are made."""
    new = old.model_copy(update=fields)
    parts[family] = tuple(new if each is old else each for each in parts[family])
