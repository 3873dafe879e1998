"""Fair floor: everyone makes at least so many new contacts, or as many as they can."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from cohortplan.errors import Defect
from cohortplan.model.base import Id
from cohortplan.rules.shared.floors import ContactFloor
from cohortplan.rules.shared.pairs import Pair, most_contacts, shortfall, tied, unknown_kinds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import PairRows
    from cohortplan.primitives.axes import Axes


class FairFloor(ContactFloor):
    """Everyone shares sets with at least so many different people whom they did not know before.

    With at_least = 12. Kept: P01 meets 12 new people. Broken by 2: P02 meets 10.
    Unless a number is given, everyone is to meet as many as the rounds they attend and the sets' sizes could let them.
    The amount is the people each person is short of, to the `power`. People with a tie of one of the `known` kinds
    are not new to each other; rounds that do not count contacts are left out.

    Attributes
    ----------
    at_least : int or None
        New contacts everyone is to have; None = as many as each could have at most.
    known : tuple of str
        Kinds of tie between people who are not new to each other.
    power : int or None
        1 or 2; 2 helps those first who are furthest behind. None = 1 with `at_least`, 2 without.
    """

    kind: ClassVar[str] = "fair_floor"
    serves: ClassVar[str] = "F14"
    default_weight: ClassVar[int] = 5

    hard: bool = False
    at_least: Annotated[int, Field(ge=1, le=100_000)] | None = None
    known: tuple[Id, ...] = ("knows",)
    power: Annotated[int, Field(ge=1, le=2)] | None = None

    def defects(self, scenario: Scenario) -> Iterable[Defect]:
        """Report unknown kinds of tie, and a floor above the number of people there are to meet."""
        yield from unknown_kinds(scenario, self.known, "known")
        others = len(scenario.people) - 1
        if self.at_least is not None and self.at_least > others:
            message = f"nobody can meet {self.at_least} people, there are {others} others"
            yield Defect(message, "Lower at_least", str(self.at_least), path=("at_least",))

    def floors(self, scenario: Scenario) -> dict[str, int]:
        """Return how many new people each participant is to meet."""
        if self.at_least is not None:
            return dict.fromkeys(scenario.people, self.at_least)
        return most_contacts(scenario, self.met_in(scenario), tied(scenario, self.known))

    def price(self, floor: int, number: int) -> int:
        """Return what somebody owes who is to meet `floor` new people and meets so many."""
        power = self.power or (2 if self.at_least is None else 1)
        return int(shortfall(floor, number) ** power)

    def told(self, person: str, floor: int, number: int) -> str:
        """Say how many new people somebody meets, and how many would be wanted or possible."""
        wanted = f"{floor} would be the most" if self.at_least is None else f"at least {floor} are wanted"
        return f"{person} meets {number} new people; {wanted}."

    def counting(self, scenario: Scenario, pairs: Iterable[Pair]) -> Iterable[Pair]:
        """Leave out those who knew each other before."""
        return set(pairs) - tied(scenario, self.known)

    def rows(self, axes: Axes) -> PairRows:
        """Leave out those who knew each other before."""
        from cohortplan.rules.shared.pair_lowering import rows_but

        return rows_but(axes, tied(axes.scenario, self.known))
