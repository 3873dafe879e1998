"""The base of every rule, and what measuring a plan against one returns."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Self

from cohortplan.model.base import Frozen, Id

if TYPE_CHECKING:
    from cohortplan.errors import Defect
    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class Match(Frozen):
    """One place where a plan breaks a rule, or pays for it.

    Attributes
    ----------
    amount : int
        Its share of the measure, above 0.
    people, sets, rounds, hosts : tuple of str
        The ids concerned; empty where the rule is not about such things.
    sentence : str
        What a person is told. It never gives away a sealed reason.
    """

    rule: str
    amount: int
    people: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    rounds: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    sentence: str


@dataclass(frozen=True, eq=False)
class Measure:
    """What a plan owes under one rule.

    Attributes
    ----------
    amount : int
        The total.
    find : callable
        Yields the matches that make it up. Not called unless somebody looks at them, as there may be millions.
    """

    amount: int
    find: Callable[[], Iterable[Match]]

    @classmethod
    def of(cls, matches: Iterable[Match]) -> Measure:
        """Collect `matches`; the amount is their sum."""
        found = tuple(matches)
        return cls(sum(match.amount for match in found), lambda: found)

    @cached_property
    def matches(self) -> tuple[Match, ...]:
        """All the matches."""
        return tuple(self.find())

    def __eq__(self, other: object) -> bool:
        """Whether the same is owed for the same reasons."""
        return isinstance(other, Measure) and (self.amount, self.matches) == (other.amount, other.matches)

    def __hash__(self) -> int:
        """Return the same number for equal measures."""
        return hash(self.amount)


class Rule(Frozen):
    """A constraint (hard) or an objective (soft): specification, meaning and lowering in one file.

    Subclasses set `kind`, add their fields, and write `measure` and `lower`.

    Attributes
    ----------
    id : str
        Name in reports and in the ``[weights]`` table; the kind's name unless given.
    hard : bool
        Whether the rule must be kept. A hard rule has no weight.
    rounds : tuple of str
        The rounds it applies to; empty = `default_rounds` decides.
    """

    kind: ClassVar[str]
    #: Catalogue ids of the field's features this rule serves, for the generated table.
    serves: ClassVar[str] = ""
    #: Whether the rule applies to every scenario without being listed.
    implied: ClassVar[bool] = False
    #: Whether the rule, if hard, sees to it that nobody is due at two visits at once.
    parts_times: ClassVar[bool] = False
    #: Whether what is owed under the rule is the same for every plan.
    settled: ClassVar[bool] = False
    #: Whether each round is judged by itself, so that rounds that are over need not be judged any more.
    by_round: ClassVar[bool] = False
    #: Whether what is owed is the sum of what is owed in each round, looked at alone.
    apart: ClassVar[bool] = False
    #: Whether the rule says what visits each person is to make, so that who misses one may be owed something.
    owes_visits: ClassVar[bool] = False
    #: Whether the rule may be broken if a plan that has to change cannot keep it; not what protects people.
    yields: ClassVar[bool] = True
    #: Whether what is asked of a part of the programme depends on how large the part is.
    proportional: ClassVar[bool] = False
    #: Whether nobody may be told whom the rule is about.
    nameless: ClassVar[bool] = False
    #: Fields that are told wherever the rule is, also as they always are.
    named: ClassVar[tuple[str, ...]] = ()
    #: Weight of one unit when the rule is soft and ``[weights]`` does not say otherwise.
    default_weight: ClassVar[int] = 1

    id: Id
    hard: bool = True
    rounds: tuple[Id, ...] = ()

    def defects(self, scenario: Scenario) -> Iterable[Defect]:
        """Yield what is wrong with the rule's fields for this scenario, paths relative to the rule."""
        del scenario
        return ()

    def idle(self, scenario: Scenario) -> bool:
        """Whether the scenario has nothing that the rule is about, so that it might as well not be there."""
        del scenario
        return False

    def remarks(self, scenario: Scenario) -> Iterable[str]:
        """Yield in sentences what no plan can change of what the rule is about, for the organiser to know."""
        del scenario
        return ()

    def among(self, sets: Collection[str]) -> Self:
        """Return the rule as it is where only these sets are left."""
        del sets
        return self

    @abstractmethod
    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Return what `plan` owes under this rule, in plain Python on names and sets."""

    @abstractmethod
    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """Return primitives whose values sum to `measure` for every plan on these axes."""
