"""``rules``: the table of all rules, made from the rules themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from cohortplan.cli.inputs import json_option
from cohortplan.cli.output import Table, emit, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pydantic.fields import FieldInfo

    from cohortplan.model import Rule


@click.command("rules")
@click.option("--markdown", is_flag=True, help="Print the table in Markdown, as it stands in the README.")
@json_option
def command(as_json: bool, markdown: bool) -> None:
    """List the rules a scenario may use.

    Implied rules apply to every scenario unless it says `enabled = false`; "serves" gives catalogue numbers. Every
    rule also takes id, hard and rounds.
    """
    from cohortplan.rules import registry

    rows = [_row(rule) for rule in registry().values()]
    if as_json:
        emit(rows)
        return
    if markdown:
        for line in _markdown(rows):
            say(line)
        return
    columns = ("rule", "level", "implied", "serves", "fields", "meaning")
    cells = [
        [
            row["rule"],
            row["level"],
            "yes" if row["implied"] else "no",
            row["serves"],
            ", ".join(
                f"{name} {'(required)' if value is None else f'= {value}'}" for name, value in row["fields"].items()
            ),
            row["meaning"],
        ]
        for row in rows
    ]
    Table(f"{len(rows)} rules", columns, cells).show()


def _markdown(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    yield "| rule | level | fields | meaning |"
    yield "|---|---|---|---|"
    for row in rows:
        level = f"{row['level']}, always" if row["implied"] else row["level"]
        fields = ", ".join(_typed(name, value) for name, value in row["fields"].items())
        yield f"| `{row['rule']}` | {level} | {fields} | {row['meaning'].replace('|', chr(92) + '|')} |"


def _typed(name: str, value: str | None) -> str:
    """Write a field with its default, if it has one."""
    if value is None:
        return f"`{name}` (required)"
    return f"`{name}`" if value == "none" else f"`{name} = {value}`"


def _row(rule: type[Rule]) -> dict[str, Any]:
    from cohortplan.evaluate.wording import meaning

    own = {name: field for name, field in rule.model_fields.items() if name not in ("id", "hard", "rounds")}
    return {
        "rule": rule.kind,
        "level": "hard" if rule.model_fields["hard"].default else "soft",
        "implied": rule.implied,
        "serves": rule.serves,
        "fields": {name: _default(field) for name, field in own.items()},
        "meaning": meaning(rule),
    }


def _default(field: FieldInfo) -> str | None:
    """Return a field's default as it would be typed, None where it must be given."""
    if field.is_required():
        return None
    value = field.get_default(call_default_factory=True)
    if value is None:
        return "none"
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(repr, value))}]"
    return str(value).lower() if isinstance(value, bool) else repr(value)
