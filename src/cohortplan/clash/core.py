"""The smallest set of rules and data that clash: found by leaving out, proved by solving anew."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from cohortplan.clash.data import data, family, without
from cohortplan.clash.narrow import Side, narrowed, offered, sides
from cohortplan.clash.trials import OutOfTimeError, Trials
from cohortplan.primitives import build_axes
from cohortplan.solvers.base import Status

if TYPE_CHECKING:
    from cohortplan.model.names import Path
    from cohortplan.model.rule import Rule
    from cohortplan.model.scenario import Scenario

Thing = TypeVar("Thing")

#: A rule is restricted only to so few rounds or people: who is one of many that are alike says nothing.
FEW = {"rounds": 3, "people": 4}
#: Seconds of a trial of a scope, and how many of them may remain without an answer.
BRIEF, UNDECIDED = 2.0, 1
#: Rows and fields looked into at most, one by one.
MOST = 60


@dataclass(frozen=True)
class Scope:
    """The rounds and the people for which a rule counts; None = all."""

    rounds: frozenset[str] | None = None
    people: frozenset[str] | None = None


@dataclass(frozen=True)
class Core:
    """Some of the hard rules of a scenario, each within a scope, and some of the data that restrict its plans.

    Attributes
    ----------
    rules : dict of str to Scope
        By the rules' ids.
    paths : frozenset of tuple
        Where the data stand.
    """

    whole: Scenario = field(repr=False)
    rules: dict[str, Scope]
    paths: frozenset[Path]

    @classmethod
    def of(cls, scenario: Scenario, rules: Iterable[str]) -> Core:
        """Take all the data there are."""
        known = {rule.id for rule in scenario.rules if rule.hard}
        return cls(scenario, {name: Scope() for name in rules if name in known}, frozenset(paths(scenario)))

    @property
    def alone(self) -> Scenario:
        """The scenario in which nothing else is asked, with rules as a whole, so that it can be changed."""
        return replace(self, rules=dict.fromkeys(self.rules, Scope())).scenario

    @cached_property
    def scenario(self) -> Scenario:
        """The scenario in which nothing else is asked."""
        bare = without(self.whole, frozenset(paths(self.whole)) - self.paths)
        # A rule of no round would be one of all of them.
        within = {name for name, scope in self.rules.items() if scope.rounds != frozenset()}
        rules = tuple(self._ruled(rule) for rule in self.whole.rules if rule.id in within)
        return bare.model_copy(update={"rules": rules, "weights": {}, "duties": (), "cases": (), "guests": ()})

    def _ruled(self, rule: Rule) -> Rule:
        scope = self.rules[rule.id]
        return narrowed(rule, scope.rounds, scope.people, self.whole)

    def parts(self) -> list[str | Path]:
        """Its members: ids of rules, then paths of data in the order of `data`."""
        return [*self.rules, *(path for path in paths(self.whole) if path in self.paths)]

    def less(self, part: str | Path) -> Core:
        """Return the core without one of its members."""
        if isinstance(part, str):
            return replace(self, rules={name: scope for name, scope in self.rules.items() if name != part})
        return replace(self, paths=self.paths - {part})

    def scoped(self, rule: str, side: Side, names: Collection[str]) -> Core:
        """Return the core with a rule restricted."""
        scope = replace(self.rules[rule], **{side: frozenset(names)})
        return replace(self, rules={**self.rules, rule: scope})


def paths(scenario: Scenario) -> list[Path]:
    """Where the data that restrict plans stand."""
    return [datum.path for datum in data(scenario)]


@dataclass(frozen=True)
class Found:
    """What came of looking for a smallest clash.

    Attributes
    ----------
    proved : bool
        Whether a last solve from scratch proved that the core alone has no plan.
    needed : frozenset
        Its members without which there is a plan, as the independent checker found.
    sifted : bool
        Whether the data were looked into; else they are all there are.
    """

    core: Core
    proved: bool
    needed: frozenset[str | Path]
    sifted: bool = True

    @property
    def minimal(self) -> bool:
        """Whether each member is needed."""
        return self.proved and self.needed.issuperset(self.core.parts())


def smallest(scenario: Scenario, rules: Iterable[str], trials: Trials) -> Found:
    """Make a clash of some rules as small as time allows: by counting as far as that goes, then by solving."""
    best = Core.of(scenario, rules)
    counts = proved = sifted = False
    brief = Trials(trials.left if trials.counting else trials.left / 2, trials.seed, trials.board_ready, counting=True)
    try:
        if counts := brief.clashes(best.scenario):
            proved = True
            for smaller in _made_smaller(best, brief, (_fewer_data, _fewer_rounds, _fewer_people)):
                best = smaller
            sifted = True
    except OutOfTimeError:
        trials.halted |= brief.halted
    trials.number += brief.number
    if trials.counting:
        return Found(best, proved, frozenset(), sifted)
    try:
        for smaller in () if counts else _one_round(best, trials):
            best, proved = smaller, True
        if not proved and trials.status(best.scenario, seconds=trials.left) is not Status.INFEASIBLE:
            return Found(best, proved=False, needed=frozenset(), sifted=False)
        proved = True
        # What counting has made small needs no more than to be checked.
        for step in () if sifted else (_fewer_rules, _fewer_rounds, _fewer_data, _fewer_people):
            for smaller in _made_smaller(best, trials, (step,)):
                best = smaller
            sifted |= step is _fewer_data
        return _checked(best, trials)
    except OutOfTimeError:
        return Found(best, proved, frozenset(), sifted)


def _made_smaller(
    core: Core, trials: Trials, steps: Iterable[Callable[[Core, Trials], Iterator[Core]]]
) -> Iterator[Core]:
    """Yield ever smaller cores, one step after the other."""
    for step in steps:
        for smaller in step(core, trials):
            core = smaller
            yield core


def clashing_rules(scenario: Scenario, trials: Trials) -> tuple[str, ...]:
    """Return hard rules of which a clash can be proved in time, as few as time allows."""
    best = Core.of(scenario, [rule.id for rule in scenario.rules if rule.hard])
    proved = False
    try:
        for alone in _one_round(best, trials):
            best, proved = alone, True
        if not proved and trials.status(best.scenario, seconds=trials.left) is not Status.INFEASIBLE:
            return ()
        proved = True
        for fewer in _fewer_rules(best, trials):
            best = fewer
    except OutOfTimeError:
        return tuple(best.rules) if proved else ()
    return tuple(best.rules)


def _one_round(core: Core, trials: Trials) -> Iterator[Core]:
    """Look for a round in which alone there is a clash already, which makes all that follows quick."""
    if len(core.rules) == 1 or len(core.whole.rounds) == 1:
        return
    axes = build_axes(core.whole)
    known = {rule.id: rule for rule in core.whole.rules if rule.id in core.rules}
    within = {
        name: offered(rule, "rounds", core.whole) for name, rule in known.items() if "rounds" in sides(rule, axes)
    }
    for each in core.whole.rounds:
        here = {name: Scope(frozenset([each.id])) for name, rounds in within.items() if each.id in rounds}
        alone = replace(core, rules=here)
        if trials.clashes(alone.scenario):
            yield alone
            return


def _fewer_rules(core: Core, trials: Trials) -> Iterator[Core]:
    if len(core.rules) == 1:
        return

    def part(names: Sequence[str]) -> Core:
        return replace(core, rules={name: core.rules[name] for name in names})

    found = fewest(list(core.rules), lambda names: trials.clashes(part(names).scenario), len(core.rules))
    if found is not None:
        yield part([name for name in core.rules if name in found])


def _fewer_rounds(core: Core, trials: Trials) -> Iterator[Core]:
    return _scoped(core, trials, "rounds")


def _fewer_people(core: Core, trials: Trials) -> Iterator[Core]:
    return _scoped(core, trials, "people")


def _scoped(core: Core, trials: Trials, side: Side) -> Iterator[Core]:
    axes = build_axes(core.whole)
    for rule in [rule for rule in core.whole.rules if rule.id in core.rules and side in sides(rule, axes)]:
        scope = core.rules[rule.id]
        known = scope.rounds if side == "rounds" else scope.people
        names = [name for name in offered(rule, side, core.whole) if known is None or name in known]
        if len(names) == 1:
            continue
        found = _least_scope(core, trials, rule.id, side, names)
        if found is not None and len(found) < len(names):
            core = core.scoped(rule.id, side, found) if found else core.less(rule.id)
            yield core


def _least_scope(core: Core, trials: Trials, rule: str, side: Side, offered: Sequence[str]) -> list[str] | None:
    """Return the few rounds or people of a rule that clash with the rest; None if too many, or hard to tell."""
    undecided = 0

    def clash(some: Sequence[str]) -> bool:
        nonlocal undecided
        status = trials.status(core.scoped(rule, side, some).scenario, seconds=BRIEF)
        undecided += status is Status.NO_SOLUTION and not trials.counting
        if undecided > UNDECIDED:
            raise _HardToTellError
        return status is Status.INFEASIBLE

    try:
        return fewest(offered, clash, FEW[side])
    except _HardToTellError:
        return None


class _HardToTellError(Exception):
    """Neither plans nor proofs are found in time."""


def _fewer_data(core: Core, trials: Trials) -> Iterator[Core]:
    def clash(some: Sequence[Path]) -> bool:
        return trials.clashes(replace(core, paths=frozenset(some)).scenario)

    # Most tables have nothing to do with it, and are left out as a whole.
    rows = [path for path in paths(core.whole) if path in core.paths]
    families: dict[tuple[str, str], list[Path]] = {}
    for path in rows:
        families.setdefault(family(path), []).append(path)
    for mine in reversed(list(families.values())):
        rest = [path for path in rows if path not in mine]
        if clash(rest):
            rows = rest
            yield replace(core, paths=frozenset(rows))
    found = fewest(rows, clash, MOST)
    if found is not None and clash(found):
        yield replace(core, paths=frozenset(found))


def fewest(things: Sequence[Thing], clash: Callable[[Sequence[Thing]], bool], most: int) -> list[Thing] | None:
    """Return few of `things` that clash, of which none can be spared, those that come first; None if more than `most`.

    It is taken that all clash, and that with more things there is no less of a clash. From the end, ever more things
    are left out while the rest clash: what is then the last cannot be spared.
    """
    kept: list[Thing] = []
    rest = list(things)
    while not clash(kept):
        if len(kept) == most or not rest:
            return None
        low, high, step = -1, len(rest), 1
        while high - step > low:
            if clash(kept + rest[: high - step]):
                high, step = high - step, 2 * step
            else:
                low = high - step
        while low + 1 < high:
            middle = (low + high) // 2
            low, high = (low, middle) if clash(kept + rest[:middle]) else (middle, high)
        kept.append(rest[high - 1])
        rest = rest[: high - 1]
    return kept


def _checked(core: Core, trials: Trials) -> Found:
    """Leave out what can be spared until a plan shows of each member that it cannot; then prove the clash once more."""
    needed: set[str | Path] = set()
    unknown: set[str | Path] = set()
    while (part := next((part for part in core.parts() if part not in needed | unknown), None)) is not None:
        try:
            status = trials.status(core.less(part).scenario)
        except OutOfTimeError:
            return Found(core, proved=True, needed=frozenset(needed))
        if status is Status.INFEASIBLE:
            core, needed, unknown = core.less(part), set(), set()
        elif status is Status.FEASIBLE:
            needed.add(part)
        else:
            unknown.add(part)
    proved = trials.status(core.scenario, seed=trials.seed + 1) is Status.INFEASIBLE
    return Found(core, proved, frozenset(needed))
