import re
from pathlib import PurePosixPath

from cohortplan.model.file_names import file_names

HARD_IDS = (
    "P1",
    "p1",
    "CON",
    "aux.x",
    "..",
    ".hidden",
    "-rf",
    "a:b*c?",
    "end.",
    "José 1",
    "D1.1",
    "x" * 64,
    "a b",
    "a_b",
)


def test_file_names_are_safe_and_apart() -> None:
    """Any id gets a name that every system takes, and no two get the same even where capitals do not count."""
    names = file_names(HARD_IDS)
    assert len({name.casefold() for name in names.values()}) == len(HARD_IDS)
    for name in names.values():
        assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.-]*\.ics", name)
        assert not re.match(r"(con|prn|aux|nul|com\d|lpt\d)\.", name, re.IGNORECASE)
        assert PurePosixPath("hosts", name).name == name
        assert len(name) < 100
    assert (names["D1.1"], names["a_b"]) == ("D1.1.ics", "a_b.ics")
    assert file_names(["a b"])["a b"] == names["a b"]
