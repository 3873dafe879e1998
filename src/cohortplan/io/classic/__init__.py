"""Classic benchmark instances as scenarios: one file for each family, found by the prefix of the source.

``sgp:8-4-9`` names an instance of the family `sgp`. A new file here, its name added to `FAMILIES`, adds a family.
"""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from pathlib import Path

from cohortplan.errors import Defect, ScenarioError
from cohortplan.io.classic.base import Instance, Ladder

#: The families; ``cohortplan.io.classic.<name>`` has a function ``read``, and is loaded when it is used.
FAMILIES = ("diner", "mdgp", "msp", "ppp", "sgp", "teams")


def read_instance(source: str) -> Instance | None:
    """Read a classic instance; None if `source` names none, or names a file or folder there is.

    Raises
    ------
    InputError
        If the instance cannot be used; it carries all that is wrong with it.
    """
    family, colon, name = source.partition(":")
    if not colon or family not in FAMILIES or _exists(source):
        return None
    if not name:
        problem = f"nothing stands after {family}:"
        raise ScenarioError([Defect(problem, "Name a file, or numbers as in sgp:8-4-9", source, file=source)])
    instance: Instance = import_module(f"{__name__}.{family}").read(name)
    return instance


def _exists(source: str) -> bool:
    with suppress(OSError, ValueError):
        return Path(source).exists()
    return False


__all__ = ["FAMILIES", "Instance", "Ladder", "read_instance"]
