"""Small instances of every kind, on which baselines and solvers are compared."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cohortplan.bench.case import Case, Figure
from cohortplan.errors import Defect, InputError

#: Where the generated instances are, below the root of the project.
DRAWN = Path("laboratory")
#: By group: classic instances, and scenarios that come with the project.
SOURCES = {
    "golfers": ("sgp:6-4-6", "sgp:8-4-9", "sgp:8-4-12", "sgp:10-5-10"),
    "grouping": (
        "mdgp:{instances}/mdgp/RanInt_n030_ss_01.txt",
        "mdgp:{instances}/mdgp/RanReal_n060_ds_01.txt",
        "mdgp:{instances}/mdgp/RanInt_n120_ds_01.txt",
    ),
    "parties": ("ppp:{instances}/progressive_party/ppp.json#1x6",),
    "teams": (
        "teams:{instances}/team_assignment/data1_4_6.dzn",
        "teams:{instances}/team_assignment/data2_5_6.dzn",
    ),
    "scenarios": (
        "scenarios/connect-11",
        "scenarios/threesector-30x10",
        "scenarios/cop-lived-36",
        "scenarios/masterclass-48",
    ),
}


def instances(public: Path) -> Iterator[Case]:
    """Fourteen that are known, and those drawn by ``laboratory-design.toml``; all are judged by their soft cost.

    Raises
    ------
    InputError
        If none have been drawn.
    """
    for group, sources in SOURCES.items():
        for source in sources:
            family, colon, rest = source.partition(":")
            name = f"{family}:{Path(rest).name}" if colon else Path(source).name
            yield Case(name=name, source=source.replace("{instances}", str(public)), group=group)
    drawn = sorted(DRAWN.glob("*/scenario.toml"))
    if not drawn:
        remedy = "Draw them: cohortplan bench generate benchmarks/laboratory-design.toml -o laboratory"
        raise InputError([Defect("the generated instances are not there", remedy, file=str(DRAWN))])
    for file in drawn:
        planted = (file.parent / "planted.plan.json").exists()
        best = Figure(name="soft", best=0, proved=True, reference="planted") if planted else Figure(name="soft")
        yield Case(name=file.parent.name, source=file.parent.as_posix(), group="drawn", figures=(best,))
