"""Cross-validation of clearances: codes that hosts ask for, and those that people hold or were refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cohortplan.errors import Defect

if TYPE_CHECKING:
    from cohortplan.model.scenario import Scenario


def clearance_defects(scenario: Scenario) -> Iterator[Defect]:
    """Yield people both cleared and refused, and codes spelt otherwise than hosts spell them.

    A code that no host asks for is no mistake, but one spelt otherwise would keep nobody away.
    """
    asked = {host.clearance for host in scenario.hosts if host.clearance}
    alike = {_plain(code): code for code in asked}
    for index, person in enumerate(scenario.participants):
        for column in ("cleared", "refused"):
            for code in getattr(person, column):
                meant = alike.get(_plain(code))
                if code not in asked and meant is not None:
                    message, remedy = f"no host asks for the clearance {code!r}", f"Did you mean {meant!r}?"
                    yield Defect(message, remedy, code, path=("participants", index, column))
        for code in sorted({*person.cleared} & {*person.refused}):
            message = f"{person.id} is both cleared and refused"
            yield Defect(message, "Remove the code from one of the two", code, path=("participants", index, "refused"))


def _plain(code: str) -> str:
    """Return what counts of a code when it is compared: its letters and digits, in small letters."""
    return "".join(letter for letter in code.casefold() if letter.isalnum())
