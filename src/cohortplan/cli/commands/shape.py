"""``shape``: advise on set sizes and rounds before anyone is recruited."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from cohortplan.cli.inputs import json_option
from cohortplan.cli.output import Table, count, emit, paragraph, say

if TYPE_CHECKING:
    from cohortplan.errors import Defect
    from cohortplan.shape.advice import Advice, Outlook, Range, Shape

#: So many numbers of rounds fit next to each other; of more, some are shown.
COLUMNS = 8
#: So many shapes are shown; of more, those that promise most.
ROWS = 8
#: A number of more digits is not read.
DIGITS = 9


@click.command("shape")
@click.argument("people", metavar="PEOPLE", type=int)
@click.option("--sets", "sizes", metavar="SIZE", default="5-8", show_default=True, help="Members of a set: 6 or 5-7.")
@click.option("--rounds", metavar="NUMBER", default="3-8", show_default=True, help="Rounds: 6 or 3-8.")
@click.option("--sectors", metavar="NAME=NUMBER,…", default="", help="People of each sector: public=14,private=12.")
@json_option
def command(people: int, sizes: str, rounds: str, sectors: str, as_json: bool) -> None:
    """Advise on set sizes and rounds before anyone is recruited.

    For so many people it tells how sets can be made, how many pairs can meet in so many rounds, for how long nobody
    has to meet anybody twice, what each set holds of each sector, what is impossible and why, and what to choose.

    For example: cohortplan shape 36 --sets 5-7 --sectors public=14,private=12,nonprofit=10
    """
    from cohortplan.errors import InputError
    from cohortplan.shape.advice import advise

    wrong: list[Defect] = []
    wanted = _range("--sets", sizes, wrong), _range("--rounds", rounds, wrong)
    mix = _sectors(sectors, wrong)
    if wrong:
        raise InputError(wrong)
    advice = advise(people, *wanted, mix)
    if as_json:
        emit(_as_json(advice))
    else:
        _tell(advice)


def _range(option: str, text: str, wrong: list[Defect]) -> Range:
    from cohortplan.errors import Defect

    ends = [end.strip() for end in text.split("-")]
    if len(ends) > 2 or not all(map(_whole, ends)):
        wrong.append(Defect("this is no number and no range", "Write it like 6 or 5-7", text[:80], path=(option,)))
        return 1, 1
    return int(ends[0]), int(ends[-1])


def _whole(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= DIGITS


def _sectors(text: str, wrong: list[Defect]) -> dict[str, int]:
    from cohortplan.errors import Defect

    found: dict[str, int] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, number = (piece.strip() for piece in part.partition("="))
        if not name or not _whole(number):
            remedy = "Write it like public=14,private=12"
            wrong.append(Defect("this is no sector with its number of people", remedy, part[:80], path=("--sectors",)))
        elif name in found:
            wrong.append(Defect("this sector is given twice", "Add the two up", part, path=("--sectors",)))
        else:
            found[name] = int(number)
    return found


def _tell(advice: Advice) -> None:
    from cohortplan.shape import words

    paragraph(f"{advice.people} people are {count(advice.pairs, 'pair')}. {words.evenness(advice)}")
    say()
    _outlook_table(advice).show()
    legend = (
        "Plain figures are reached by a known design without repeats; ≤ is a proved limit that may be out of reach."
    )
    mixed = any(shape.mix for shape in advice.shapes)
    paragraph(
        f"{legend} {'Limits are for sets that mirror the sectors; designs do not look at sectors.' if mixed else ''}"
    )
    say()
    if mixed:
        _mix_table(advice).show()
        say()
    for shape in _best(advice):
        paragraph(f"- {words.describe(shape)}", "  ")
    left_out = len(advice.shapes) - len(_best(advice))
    if left_out:
        say(f"- {count(left_out, 'more shape')}, which reach less, with --json.")
    say()
    for sentence in words.recommend(advice):
        paragraph(sentence)


def _best(advice: Advice) -> list[Shape]:
    """Return the shapes to show: those which reach most by a known design, and may reach most, in their order."""

    def reach(shape: Shape) -> tuple[int, int]:
        last = shape.outlooks[-1]
        return last.reached, last.most

    best = sorted(advice.shapes, key=reach, reverse=True)[:ROWS]
    return [shape for shape in advice.shapes if shape in best or shape is advice.busy[0]]


def _outlook_table(advice: Advice) -> Table:
    from cohortplan.shape import words

    chosen = _some(range(len(advice.shapes[0].outlooks)))
    rounds = [advice.shapes[0].outlooks[k].rounds for k in chosen]
    rows: list[list[str | int]] = [
        [words.split(shape), *(_cell(shape, shape.outlooks[k]) for k in chosen), _free(shape)]
        for shape in _best(advice)
    ]
    columns = ["sets", *(f"in {each}" for each in rounds), "repeat-free"]
    return Table(f"Pairs that can meet, of {advice.pairs}, by number of rounds", columns, rows)


def _some(places: Sequence[int]) -> list[int]:
    """Choose up to `COLUMNS` places, evenly, with both ends."""
    last = len(places) - 1
    if last < COLUMNS:
        return list(places)
    return [round(k * last / (COLUMNS - 1)) for k in range(COLUMNS)]


def _cell(shape: Shape, outlook: Outlook) -> str:
    return str(outlook.most) if outlook.rounds <= shape.known.rounds and outlook.exact else f"≤{outlook.most}"


def _free(shape: Shape) -> str:
    return f"{shape.known.rounds}" + (
        f", perhaps {shape.most.rounds}" if shape.most.rounds > shape.known.rounds else ""
    )


def _mix_table(advice: Advice) -> Table:
    from cohortplan.shape import words

    sectors = list(advice.shapes[0].mix)
    rows: list[list[str | int]] = [
        [words.split(shape), *(words.span(shape.mix[name].least, shape.mix[name].most) for name in sectors)]
        for shape in _best(advice)
    ]
    return Table("What each set holds of each sector", ["sets", *sectors], rows)


def _as_json(advice: Advice) -> dict[str, Any]:
    from cohortplan.shape import words

    return {
        "people": advice.people,
        "pairs": advice.pairs,
        "shapes": [_shape_as_json(shape) for shape in advice.shapes],
        "without_repeats": _choice_as_json(*advice.calm) if advice.calm else None,
        "most_contacts": _choice_as_json(*advice.busy),
        "advice": list(words.recommend(advice)),
    }


def _choice_as_json(shape: Shape, outlook: Outlook) -> dict[str, Any]:
    return {"sizes": shape.sizes, "rounds": outlook.rounds, "most": outlook.most, "repeats": outlook.repeats}


def _shape_as_json(shape: Shape) -> dict[str, Any]:
    from cohortplan.shape import words

    return {
        "sizes": shape.sizes,
        "repeat_free": {
            "known": shape.known.rounds,
            "known_by": shape.known.source,
            "most": shape.most.rounds,
            "most_since": shape.most.source,
        },
        "rounds": [
            {"rounds": each.rounds, "most": each.most, "reached": each.reached, "repeats": each.repeats}
            for each in shape.outlooks
        ],
        "mix": {name: {"least": share.least, "most": share.most} for name, share in shape.mix.items()},
        "text": words.describe(shape),
    }
