"""A clash in words: its rules, as far as they matter, and the data they clash over."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cohortplan.clash.core import Core, Found, Scope, smallest
from cohortplan.clash.data import data
from cohortplan.clash.trials import Trials
from cohortplan.problem import compile_problem
from cohortplan.solvers.bounds import counted_clash

if TYPE_CHECKING:
    from cohortplan.model.names import Path
    from cohortplan.model.scenario import Scenario
    from cohortplan.solvers.base import Board


@dataclass(frozen=True)
class Member:
    """One member of a clash: a rule, or a row or field of the data.

    Attributes
    ----------
    words : str
        What it asks: of a rule where and of whom, without its meaning.
    rule : str or None
        The rule's id.
    rounds, people : tuple of str
        The rounds and the people for which a rule matters; empty = it as a whole.
    path : tuple
        Where data stand in the model.
    needed : bool
        Whether a plan shows that there is no clash without it.
    """

    words: str
    rule: str | None = None
    rounds: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    path: Path = ()
    needed: bool = True

    def as_json(self) -> dict[str, Any]:
        """The entry of ``solve --json``."""
        if self.rule is None:
            return {"words": self.words, "path": list(self.path), "needed": self.needed}
        where = {"rounds": list(self.rounds), "people": list(self.people)}
        return {"words": self.words, "rule": self.rule, **where, "needed": self.needed}


@dataclass(frozen=True)
class Clash:
    """Rules and data that clash.

    Attributes
    ----------
    proved : bool
        Whether it is proved, by a solve of nothing else from scratch, that they do.
    trials : int
        How many scenarios were tried.
    halted : bool
        Whether somebody ended the search for it.
    """

    found: Found
    trials: int = 0
    halted: bool = False

    @property
    def core(self) -> Core:
        """What clashes."""
        return self.found.core

    @property
    def proved(self) -> bool:
        """Whether a last solve from scratch, of nothing else, proved the clash."""
        return self.found.proved

    @property
    def minimal(self) -> bool:
        """Whether a plan shows of each member that there is no clash without it."""
        return self.found.minimal

    @property
    def rules(self) -> list[str]:
        """Ids of the rules."""
        return list(self.core.rules)

    @cached_property
    def words(self) -> dict[Path, str]:
        """What each row or field of the scenario says, by where it stands."""
        return {datum.path: datum.words for datum in data(self.core.whole)}

    @cached_property
    def members(self) -> tuple[Member, ...]:
        """The rules in the order of the scenario, then the data as far as they were looked into."""
        needed = self.found.needed
        rules = [self._rule(name, scope) for name, scope in self.core.rules.items()]
        paths = (part for part in self.core.parts() if not isinstance(part, str) and self.found.sifted)
        return (*rules, *(Member(self.words[path], path=path, needed=path in needed) for path in paths))

    def _rule(self, name: str, scope: Scope) -> Member:
        rounds = tuple(each.id for each in self.core.whole.rounds if each.id in (scope.rounds or ()))
        people = tuple(person for person in self.core.whole.people if person in (scope.people or ()))
        words = (
            name + (f" in round {_listed(rounds)}" if rounds else "") + (f" for {_listed(people)}" if people else "")
        )
        return Member(words, name, rounds, people, needed=name in self.found.needed)

    def as_json(self) -> dict[str, Any]:
        """The content of ``clash`` in ``solve --json``."""
        members = [member.as_json() for member in self.members]
        return {"proved": self.proved, "minimal": self.minimal, "members": members}


def _listed(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def find_clash(
    scenario: Scenario,
    rules: Iterable[str],
    *,
    seconds: float,
    seed: int = 0,
    board_ready: Callable[[Board], None] | None = None,
) -> Clash:
    """Find the smallest clash among some rules of a scenario that has no plan, and its data.

    Parameters
    ----------
    rules : iterable of str
        Ids of hard rules that cannot be kept together.
    seconds : float
        Time for all; what could not be made smaller by then stays as it is.
    board_ready : callable, optional
        Given a board before each trial, so that the caller may halt the search.
    """
    trials = Trials(seconds, seed, board_ready)
    return Clash(smallest(scenario, rules, trials), trials.number, trials.halted)


def counted(scenario: Scenario, *, seconds: float = 20.0) -> Clash | None:
    """Return a clash that counting shows without any search; None if it shows nothing."""
    rules = counted_clash(compile_problem(scenario))
    if not rules:
        return None
    trials = Trials(seconds, counting=True)
    return Clash(smallest(scenario, rules, trials), trials.number)
