"""The evaluation form: what people say at the end, on paper and without a name."""

from __future__ import annotations

from collections.abc import Iterator

from cohortplan.documents.sheets.desk import Desk
from cohortplan.documents.sheets.document import Block, Document, Grid, Heading, Lines, Text
from cohortplan.documents.sheets.registry import Sheet, kind
from cohortplan.documents.table import Table

_STATEMENTS = (
    "I met people whom I would not have met otherwise.",
    "I understand the other sectors better than before.",
    "The visits showed me something new.",
    "In my set I could say what I think.",
    "I use at work what I learned.",
    "The programme was worth the time it took.",
)
_QUESTIONS = (
    ("Which visit stays with you, and why?", 3),
    ("Whom have you turned to since, or will you, and what about?", 3),
    ("What should we do otherwise next time?", 4),
)


@kind("evaluation-form", audience="fellow", each="programme")
def evaluation_form(desk: Desk) -> Iterator[Sheet]:
    """A form to fill in at the end, without a name."""
    columns = ("statement", "not at all", "little", "partly", "mostly", "fully")
    rows = [(statement, "", "", "", "", "") for statement in _STATEMENTS]
    blocks: list[Block] = [
        Text("Please do not write your name. Tick one box in each row."),
        Grid(Table("How far do you agree?", columns, rows), (10, 2, 2, 2, 2, 2), tall=True),
        Heading("In your own words"),
        *(Lines(question, number) for question, number in _QUESTIONS),
    ]
    yield Sheet("", Document("What was it worth?", desk.programme, "Please leave it in the box.", blocks))
