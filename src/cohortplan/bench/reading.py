"""TOML files of the laboratory: all that is wrong with one at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from cohortplan.errors import Defect, InputError
from cohortplan.io.build import explain
from cohortplan.io.toml import loads

Model = TypeVar("Model", bound=BaseModel)

#: Longest value repeated in a message.
SHOWN = 80


def read_model(model: type[Model], file: Path) -> Model:
    """Read a file.

    Raises
    ------
    InputError
        If it cannot be used; it carries all that is wrong with it.
    """
    try:
        return model.model_validate(loads(file.read_text(encoding="utf-8")))
    except OSError as error:
        reason = f"the file cannot be read ({error.strerror})"
        raise InputError([Defect(reason, "Check its name", file=str(file))]) from error
    except ValidationError as error:
        raise InputError([told(each, model, str(file)) for each in _causes(error)]) from error
    except (ValueError, RecursionError) as error:
        raise InputError([Defect(f"this is no TOML ({error})", "Mend the file", file=str(file))]) from error


def _causes(error: ValidationError) -> list[Any]:
    """Return what pydantic objects to, but not to lists that are too short only as an entry is none."""
    found = error.errors()
    within = {each["loc"][:length] for each in found for length in range(len(each["loc"]))}
    return [each for each in found if each["type"] != "too_short" or each["loc"] not in within]


def told(problem: Any, model: type[BaseModel], file: str) -> Defect:
    """Return what pydantic objects to."""
    message, remedy = explain(problem, model.model_fields if len(problem["loc"]) == 1 else None)
    place = ".".join(str(step) for step in problem["loc"] if step != "[key]")
    value = "" if problem["type"] == "missing" or not problem["loc"] else str(problem["input"])[:SHOWN]
    return Defect(message, remedy, value, file, column=place)
