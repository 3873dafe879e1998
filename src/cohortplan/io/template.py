"""A small scenario to start from."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from cohortplan.errors import Defect, InputError
from cohortplan.io.atomic import write_bytes

#: Files that hold private facts, and are not to be shared by way of a repository.
_IGNORE = ".gitignore"
_IGNORED = b"keys.csv\nsealed.csv\nprivate.csv\nledger.sqlite*\n"


def write_starter(folder: str | Path) -> tuple[Path, ...]:
    """Write a starter scenario of twelve people, four hosts and two rounds into `folder`, which is made if need be.

    Returns
    -------
    tuple of Path
        The files written.

    Raises
    ------
    InputError
        If one of the files exists already, or there is something else where the folder should be; nothing is
        written then.
    OSError
        If a file cannot be written.
    """
    folder = Path(folder)
    if folder.exists() and not folder.is_dir():
        raise InputError([Defect("this is a file, not a folder", "Name another folder", file=str(folder))])
    starter = files("cohortplan.io").joinpath("starter")
    contents = {_IGNORE: _IGNORED} | {file.name: file.read_bytes() for file in starter.iterdir()}
    taken = [folder / name for name in sorted(contents) if (folder / name).exists()]
    if taken:
        remedy = "Choose an empty folder, or move the file away"
        raise InputError(
            Defect("the file exists already and is left as it is", remedy, file=str(path)) for path in taken
        )
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in sorted(contents.items()):
        write_bytes(folder / name, content)
    return tuple(folder / name for name in sorted(contents))
