"""A square for each two of many: how often they meet. Of very many, a square for each two handfuls of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from cohortplan.documents.charts.chart import Chart
from cohortplan.documents.charts.marks import Marks
from cohortplan.documents.charts.svg import drawing, fit, label, line, tag
from cohortplan.documents.table import Table

#: The whole width of the drawing, of its margin for names or for the marks of groups, and of the largest square.
_WIDTH, _NAMES, _BANDS, _LARGEST = 800, 156, 26, 28
#: So many people have their names beside their rows, and the numbers of their meetings in the squares.
NAMED = 60
#: Of more people a square stands for several, as no screen has so many points.
SINGLE = 640
#: Meetings from which on squares are equally dark; shares of pairs that meet from which on they are.
DEPTHS = 4
_SHARES = (0.05, 0.15, 0.3)


@dataclass(frozen=True)
class Matrix:
    """People in the order of their rows, what each is, and how often two of them meet.

    Attributes
    ----------
    people : sequence of (str, str, str)
        Of each the id, the name and the value by which they are grouped.
    times : mapping of (str, str) to int
        For the pairs that meet, in alphabetical order.
    """

    people: Sequence[tuple[str, str, str]]
    times: Mapping[tuple[str, str], int]


def matrix(name: str, title: str, summary: str, seen: Matrix, marks: Marks, table: Table | None = None) -> Chart:
    """Draw who meets whom, people of one value beside each other."""
    many = len(seen.people) > SINGLE
    named = len(seen.people) <= NAMED
    margin = (
        min(_NAMES, _BANDS + 6 * max((len(person) for _, person, _ in seen.people), default=0)) if named else _BANDS
    )
    blocks = list(_blocks(seen, marks)) if many else [((one,), value) for one, _, value in seen.people]
    cell = min(_LARGEST, (_WIDTH - margin) / max(1, len(blocks)))
    depth = _shares(seen, blocks) if many else _meetings(seen)
    most = min(DEPTHS, max(depth.values(), default=1))
    once = most == 1 and not many  # one shade alone need not be told from darker ones
    parts = [
        tag("path", d=path, class_=f"cells h{3 if once else shade}", stroke_width=1, data_times=shade)
        for shade, path in sorted(_paths(depth, len(blocks)).items())
    ]
    inside = tag("g", *parts, transform=f"translate({margin} {_BANDS}) scale({cell:.4f})", id=f"{name}-cells")
    side = cell * len(blocks)
    size = (margin + side + 1, _BANDS + side + 1)
    ground = tag("rect", x=margin, y=_BANDS, width=side, height=side, class_="ground")
    more = _named(seen, depth, margin, cell) if named else ()
    bands = _bands([value for _, value in blocks], marks, margin, cell)
    return Chart(
        title,
        summary,
        drawing(
            name,
            size,
            title,
            summary,
            ground,
            inside,
            line(margin, _BANDS, margin + side, _BANDS + side, "diagonal"),
            *more,
            tag("g", *bands, class_="group"),
            data_left=margin,
            data_top=_BANDS,
            data_cell=round(cell, 4),
        ),
        table,
        _legend([3] if once else range(1, 1 + (DEPTHS if many else most)), many=many),
        size,
    )


Depth = Mapping[tuple[int, int], int]


def _meetings(seen: Matrix) -> dict[tuple[int, int], int]:
    """Return how often two people meet, by their places."""
    place = {one: k for k, (one, _, _) in enumerate(seen.people)}
    return {(place[a], place[b]): times for (a, b), times in seen.times.items() if a in place and b in place}


def _blocks(seen: Matrix, marks: Marks) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield handfuls of people of one value, as many as a screen can show."""
    size = -(-len(seen.people) // (SINGLE // 4))
    for value, group in groupby(sorted(seen.people, key=lambda each: marks.order(each[2])), key=lambda each: each[2]):
        ids = [one for one, _, _ in group]
        yield from ((tuple(ids[k : k + size]), value) for k in range(0, len(ids), size))


def _shares(seen: Matrix, blocks: Sequence[tuple[tuple[str, ...], str]]) -> dict[tuple[int, int], int]:
    """Return how many of the pairs between two handfuls meet, as one of the shades."""
    block = {one: k for k, (ids, _) in enumerate(blocks) for one in ids}
    met: dict[tuple[int, int], int] = {}
    for a, b in seen.times:
        key = (min(block[a], block[b]), max(block[a], block[b]))
        met[key] = met.get(key, 0) + 1
    sizes = [len(ids) for ids, _ in blocks]
    pairs = {(i, j): sizes[i] * sizes[j] if i != j else max(1, sizes[i] * (sizes[i] - 1) // 2) for i, j in met}
    return {key: 1 + sum(number / pairs[key] >= least for least in _SHARES) for key, number in met.items()}


def _paths(depth: Depth, count: int) -> dict[int, str]:
    """Return for each shade the squares that have it, as lines along the rows, neighbours in one."""
    rows: dict[tuple[int, int], list[int]] = {}
    for (i, j), times in depth.items():
        for row, column in {(i, j), (j, i)}:
            rows.setdefault((min(times, DEPTHS), row), []).append(column)
    paths: dict[int, list[str]] = {}
    for (shade, row), columns in sorted(rows.items()):
        for first, length in _runs(sorted(columns)):
            paths.setdefault(shade, []).append(f"M{first} {row + 0.5:g}h{min(length, count - first)}")
    return {shade: "".join(found) for shade, found in paths.items()}


def _runs(ascending: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield where neighbours begin, and how many they are."""
    for _, group in groupby(enumerate(ascending), key=lambda each: each[1] - each[0]):
        run = [number for _, number in group]
        yield run[0], len(run)


def _named(seen: Matrix, depth: Depth, margin: float, cell: float) -> Iterator[Markup]:
    """Yield the names beside the rows and the numbers of repeated meetings."""
    for k, (_, person, _) in enumerate(seen.people):
        yield label(margin - 14, _BANDS + (k + 0.5) * cell + 3.6, fit(person, 21), "tiny", "end", data_row=k)
    for (i, j), times in sorted(depth.items()):
        if times > 1:
            for row, column in ((i, j), (j, i)):
                x, y = margin + (column + 0.5) * cell, _BANDS + (row + 0.5) * cell + 3.6
                yield label(x, y, times, f"tiny on{min(times, DEPTHS)}", "middle", data_row=row, data_column=column)


def _bands(values: Sequence[str], marks: Marks, margin: float, cell: float) -> Iterator[Markup]:
    """Yield the names of the groups above their columns, their marks beside their rows, and lines between them."""
    end, start = margin + cell * len(values), 0
    for value, group in groupby(values):
        length = len(list(group))
        left, top = margin + start * cell, _BANDS + start * cell
        yield line(left, 4, left, _BANDS + cell * len(values), "band")
        yield line(margin - 10, top, end, top, "band")
        yield label(left + 4, 17, fit(value or "not said", max(1, int(length * cell / 7))), "small")
        yield marks.shape(value, margin - 11, top + min(4.0, cell * length / 2 - 5))
        start += length


def _legend(shades: Sequence[int], *, many: bool) -> Markup:
    """Say what the shades mean."""
    words = ("once", "twice", "3 times", "4 times or more")
    if many:
        low, middle, high = (f"{share:.0%}" for share in _SHARES)
        words = (f"less than {low} of the pairs", f"from {low}", f"from {middle}", f"from {high}")

    def entry(shade: int, word: str) -> Markup:
        box = tag("rect", width=10, height=10, class_=f"key h{shade}")
        return tag("li", tag("svg", box, class_="sign", viewBox="0 0 10 10", aria_hidden="true"), " ", word)

    told = zip((0, *shades), ("never", *words), strict=False)
    return tag("ul", *(entry(shade, word) for shade, word in told), class_="legend")
