"""Building the model's classes from what was read, with pydantic's objections in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from cohortplan.io.sheet import Record

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Model = TypeVar("Model", bound=BaseModel)

#: Plain words for pydantic's kinds of error: message and remedy, filled from the error's context.
_WORDS: Mapping[str, tuple[str, str]] = {
    "string_pattern_mismatch": (
        "this cannot be an id",
        'Begin with a letter or digit, and leave out , ; : | / \\ " # * ? < > and invisible characters',
    ),
    "string_too_short": ("this has fewer than {min_length} characters", "Fill it in, or remove it"),
    "string_too_long": ("this is longer than {max_length} characters", "Shorten it"),
    "greater_than_equal": ("this must be at least {ge}", "Mend the number"),
    "less_than_equal": ("this must be at most {le}", "Mend the number"),
    "greater_than": ("this must be more than {gt:g}", "Mend the number"),
    "less_than": ("this must be less than {lt:g}", "Mend the number"),
    "int_parsing": ("this must be a whole number", "Write it like 6"),
    "float_parsing": ("this must be a number", "Write it like 0.5"),
    "bool_parsing": ("this must be true or false", "Write true or false"),
    "int_type": ("this must be a whole number", "Write it without quotes and decimals"),
    "int_from_float": ("this must be a whole number", "Write it without quotes and decimals"),
    "int_parsing_size": ("this number is far too large", "Mend the number"),
    "float_type": ("this must be a number", "Write it without quotes"),
    "bool_type": ("this must be true or false", "Write true or false, without quotes"),
    "string_type": ("this must be text", 'Put it in quotes ("...")'),
    "tuple_type": ("this must be a list", 'Write it in square brackets, like ["a", "b"]'),
    "mapping_type": ("this must be a table", "Write it in braces, like { a = 1 }"),
    "dict_type": ("this must be a table", "Write it in braces, like { a = 1 }"),
    "literal_error": ("this must be {expected}", "Choose one of these"),
    "missing": ("this is missing", "Fill it in"),
    "too_long": ("there are more than {max_length} of these", "Remove some"),
    "too_short": ("there are fewer than {min_length} of these", "Add some"),
    "extra_forbidden": ("this name is not known", "Mend or remove it"),
    "date_type": ("this must be a date", "Write it like 2026-10-08"),
    "time_type": ("this must be a time", "Write it like 10:30:00"),
    "date_from_datetime_parsing": ("this is not a date", "Write it like 2026-10-08"),
    "timezone_aware": ("this time has no offset from UTC", "Write it like 2026-10-08T10:00:00+01:00"),
}


def explain(problem: ErrorDetails, known: Mapping[str, Any] | None = None) -> tuple[str, str]:
    """Return what pydantic objects to as message and remedy.

    Parameters
    ----------
    problem : ErrorDetails
        One of ``ValidationError.errors()``.
    known : mapping, optional
        The fields there are, to suggest one for a name that is not known.
    """
    context = problem.get("ctx", {})
    message, remedy = _WORDS.get(problem["type"], ("", ""))
    if problem["type"] == "extra_forbidden" and known:
        near = get_close_matches(str(problem["loc"][-1]), known, n=1)
        return message, f"Did you mean {near[0]!r}?" if near else f"Known: {', '.join(known)}"
    if message:
        return message.format(**context), remedy
    message = str(context["error"]) if "error" in context else problem["msg"]
    return message[:1].lower() + message[1:], "Change it"


@cache
def adapter(kind: Any) -> TypeAdapter[Any]:
    """Return what checks a single value to be of a `kind`; it takes far longer to make than to use."""
    return TypeAdapter(kind)


def build(
    model: type[Model], values: Mapping[str, Any], record: Record, columns: Mapping[str, str] | None = None
) -> Model | None:
    """Make a `model` of a row's `values`; what it objects to is noted as faults of the `record`.

    Parameters
    ----------
    columns : mapping of str to str, optional
        The record's name of a field where the model has another.

    Returns
    -------
    model or None
        If there are faults, a stand-in made of the values that are sound, so that what refers to it finds
        it; None if it lacks a field it cannot do without.
    """
    try:
        return model(**values)
    except ValidationError as error:
        problems = error.errors()
    bad = {str(problem["loc"][0]) for problem in problems if problem["loc"]}
    for problem in problems:
        field = str(problem["loc"][0]) if problem["loc"] else ""
        record.fault((columns or {}).get(field, field), *explain(problem), value=_shown(problem))
    sound = {name: value for name, value in values.items() if name not in bad}
    needed = {name for name, info in model.model_fields.items() if info.is_required()} - sound.keys()
    if needed - {"id", "name", "title"}:
        return None
    stand_in = model(**{**dict.fromkeys(needed, f"row {record.origin.row}"), **sound})
    # What was typed as id is kept, though no id: others may refer to it.
    return stand_in.model_copy(update={name: values[name] for name in bad & values.keys() & {"id", "name", "title"}})


def _shown(problem: ErrorDetails) -> str | None:
    return None if problem["type"] == "missing" else str(problem["input"])
