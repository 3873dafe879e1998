"""Pydantic's objections in plain words."""

from __future__ import annotations

import pytest
from pydantic import BaseModel, Field, ValidationError, field_validator

from cohortplan.io.build import explain
from cohortplan.model import Participant


class Sample(BaseModel):
    """A model that objects in its own words."""

    number: int = Field(ge=3)
    text: str = ""

    @field_validator("text")
    @classmethod
    def _refuse(cls, text: str) -> str:
        raise ValueError(f"No {text} here")


def objections(**values: object) -> list[tuple[str, str]]:
    """Return how the sample's objections are told."""
    with pytest.raises(ValidationError) as refusal:
        Sample.model_validate(values)
    return [explain(problem) for problem in refusal.value.errors()]


def test_usual_objections_have_plain_words() -> None:
    """Limits are named."""
    assert objections(number=2) == [("this must be at least 3", "Mend the number")]


def test_other_objections_are_passed_on_as_they_are() -> None:
    """What a user typed is never taken for a place to fill in, braces or not."""
    assert objections(number=3, text="{surprise} {0}") == [("no {surprise} {0} here", "Change it")]
    assert objections(number="{x}") == [("this must be a whole number", "Write it like 6")]


@pytest.mark.parametrize(
    "name", ["..", ".hidden", "a/b", "a\\b", "CON", "nul.txt", "lpt1", "P1.", "*", "-x", "=1", "a:b", "a\u202eb"]
)
def test_an_id_is_safe_as_the_name_of_a_file(name: str) -> None:
    """Ids that some computer could not use as a name, or would show as another, are refused."""
    with pytest.raises(ValidationError):
        Participant(id=name, name="Somebody")


@pytest.mark.parametrize("name", ["P01", "7", "_x", "Zoë O'Brien", "D1.2", "home set", "a-b_c", "CONTACT", "Łódź (2)"])
def test_an_id_may_be_what_people_type(name: str) -> None:
    """Letters of any language, digits, blanks, points, hyphens and brackets inside are fine."""
    assert Participant(id=f" {name} ", name="Somebody").id == name
