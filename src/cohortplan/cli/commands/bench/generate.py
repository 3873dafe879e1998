"""``bench generate``: instances with knobs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cohortplan.cli.inputs import json_option
from cohortplan.cli.output import Table, count, emit, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cohortplan.bench.generate import Card
    from cohortplan.bench.generate.card import Difficulty


class WithFactors(click.Command):
    """A command with an option for each factor; only who looks at its options loads what draws instances."""

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Return its own options and the factors."""
        from cohortplan.bench.generate import Factors

        fields = Factors.model_fields.items()
        return [*super().get_params(ctx), *(_option(name, field) for name, field in fields if name != "kinds")]


def _option(name: str, field: Any) -> click.Option:
    """Return the option of a factor; what is typed is read by the factor itself."""
    usual = field.get_default()
    if isinstance(usual, dict):
        usual = ",".join(f"{part}={weight:g}" for part, weight in usual.items())
    elif isinstance(usual, tuple):
        usual = "-".join(map(str, usual))
    flag = isinstance(usual, bool)
    told = field.description if flag else f"{field.description}  [default: {usual}]"
    return click.Option(
        [f"--{name.replace('_', '-')}"], default=None, is_flag=flag, metavar=None if flag else "VALUE", help=told
    )


@click.command("generate", cls=WithFactors, short_help="Draw instances by knobs, or by a design of these.")
@click.argument("design", metavar="[DESIGN]", required=False, type=click.Path(path_type=Path))
@click.option("-o", "--output", "folder", metavar="DIR", type=click.Path(path_type=Path), help="Where to write.")
@click.option(
    "--check", "checked", metavar="DIR", type=click.Path(path_type=Path), help="Only see whether DIR is whole."
)
@click.option(
    "--difficulty",
    type=click.Choice(["unknown", "easy", "hard", "open"]),
    default="unknown",
    show_default=True,
    help="What measuring has shown.",
)
@json_option
def command(
    design: Path | None,
    folder: Path | None,
    checked: Path | None,
    difficulty: Difficulty,
    as_json: bool,
    **typed: str | bool | None,
) -> None:
    """Draw instances: scenario folders, each with a card of what it is like and where it is from (instance.toml).

    With factors, one instance is written into DIR. DESIGN, a TOML file, crosses factors or varies them one at a time;
    each instance then has a folder of its own in DIR, and index.csv lists them. The same factors give the same bytes on
    every machine, and each factor draws its own random numbers: changing one leaves alone what the others draw.
    """
    values = {name: value for name, value in typed.items() if value is not None}
    if (folder is None) == (checked is None):
        raise click.UsageError("Say where to write, with -o DIR, or what to look at, with --check DIR.")
    if bool(design) + bool(values) + bool(checked) > 1:
        raise click.UsageError("Give a design, factors or --check; the factors of a design stand in its file.")
    if checked is not None:
        from cohortplan.bench.generate.index import check_all

        cards = check_all(checked)
    else:
        cards = _write(folder or Path(), design, values, difficulty)
    if as_json:
        emit({"directory": str(folder or checked), "instances": [_as_json(card) for card in cards]})
        return
    _table(cards).show()
    is_or_are = "is" if len(cards) == 1 else "are"
    say(f"{count(len(cards), 'instance')} {is_or_are} whole." if checked else f"Written to {folder}.")


def _write(folder: Path, design: Path | None, values: dict[str, Any], difficulty: Difficulty) -> list[Card]:
    from cohortplan.bench.generate import generate, read_factors, write_instance
    from cohortplan.bench.generate.design import draw_design, read_design

    if design is None:
        return [write_instance(folder, generate(read_factors(values)), difficulty)]
    return draw_design(folder, read_design(design), difficulty)


def _as_json(card: Card) -> dict[str, Any]:
    return card.model_dump(mode="json", by_alias=True, include={"id", "sha256", "difficulty", "best", "features"})


def _table(cards: Iterable[Card]) -> Table:
    """Return a table of instances, with what decides most about them."""
    figures = ("participants", "rounds", "hosts", "visits_needed", "visits_offered")
    rows: list[list[str | int]] = [
        [
            card.id,
            *(int(card.features[name]) for name in figures),
            f"{card.features['tightness']:.2f}",
            "" if card.best is None else str(card.best.soft),
        ]
        for card in cards
    ]
    return Table("", ["instance", *(name.replace("_", " ") for name in figures), "tightness", "best known"], rows)
