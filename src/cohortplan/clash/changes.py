"""What an organiser could change to get out of a clash: for each member of it something less asked, or more offered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cohortplan.clash.data import HOST_ROWS, TABLES, family, without
from cohortplan.model.hosts import Opening
from cohortplan.model.rounds import SetSpec

if TYPE_CHECKING:
    from cohortplan.clash.core import Core
    from cohortplan.model.names import Path
    from cohortplan.model.rounds import Round
    from cohortplan.model.rule import Rule
    from cohortplan.model.scenario import Scenario

#: Fields of rules and hosts that ask for less the larger they are, and for less the smaller they are.
RISING = ("most", "at_most", "most_visits", "sets_at_once", "capacity")
FALLING = ("least", "at_least", "lead_days", "gap_days")
#: Fields of hosts that are numbers, and their columns.
COLUMNS = {
    "most_visits": "max_visits",
    "sets_at_once": "sets_at_once",
    "capacity": "capacity",
    "least": "min",
    "lead_days": "lead_days",
    "gap_days": "gap_days",
}
#: Rows that somebody could take back; where people cannot go is not for a planner to change.
REVOCABLE = {*TABLES, *HOST_ROWS, "joins", "leaves", "weekdays", "busy", "kinds"}
#: By how much a number may change.
STEPS = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 128, 256, 512)


@dataclass(frozen=True)
class Change:
    """Something that could be changed.

    Attributes
    ----------
    words : str
        What to do, with ``{}`` for the amount if it may be more or less.
    apply : callable
        Makes the change by an amount to a scenario, which is not checked as a whole; None if it cannot be so much.
    paths, rules, rounds : tuple
        The data, rules and rounds that are changed.
    steps : tuple of int
        The amounts to try, least first.
    """

    words: str
    apply: Callable[[Scenario, int], Scenario | None]
    paths: tuple[Path, ...] = ()
    rules: tuple[str, ...] = ()
    rounds: tuple[str, ...] = ()
    steps: tuple[int, ...] = (1,)

    def told(self, amount: int) -> str:
        """Say what to do by how much."""
        return self.words.format(amount)


def changes(core: Core, words: dict[Path, str]) -> Iterator[Change]:
    """Yield what may end a clash: single rows and fields first, then what takes several, then rules and sets."""
    rows = [part for part in core.parts() if not isinstance(part, str)]
    for path in rows:
        yield from _of([path], words[path])
    for kind, mine in _families(rows).items():
        if len(mine) > 1:
            yield from _of(mine, _together(kind, mine, core.whole))
    for name in core.rules:
        yield from _of_rule(next(rule for rule in core.whole.rules if rule.id == name))
    rounds = _rounds(core)
    yield from (_another_set(each) for each in rounds)
    if "set_size" in core.rules:
        yield _other_sizes([each.id for each in rounds])
    yield from _openings(core, rows, rounds)


def _families(rows: Iterable[Path]) -> dict[tuple[str, str], list[Path]]:
    found: dict[tuple[str, str], list[Path]] = {}
    for path in rows:
        found.setdefault(family(path), []).append(path)
    return found


def _together(kind: tuple[str, str], paths: Sequence[Path], scenario: Scenario) -> str:
    """Say what several rows are."""
    table, field = kind
    if table == "hosts":
        return ", ".join(dict.fromkeys(scenario.hosts[int(path[1])].id for path in paths))
    return f"{len(paths)} rows of {'ties' if table == 'ties' else table.replace('_', ' ')} ({field})"


def _of(paths: Sequence[Path], words: str) -> Iterator[Change]:
    """Yield the changes of rows or fields that are alike."""
    field = family(paths[0])[1]
    if paths[0][0] == "hosts" and field in COLUMNS:
        hosts = words if len(paths) > 1 else words.split(" ", maxsplit=1)[0]
        yield Change(
            f"{'raise' if field in RISING else 'lower'} {COLUMNS[field]} of {hosts} by {{}}",
            lambda scenario, amount: _shifted(scenario, paths, field, amount),
            tuple(paths),
            steps=STEPS,
        )
    elif field in REVOCABLE:
        what = f"that {words}" if len(paths) == 1 else words
        if len(paths) > 1 and paths[0][0] == "hosts":
            what = f"the {field} of {words}"
        yield Change(f"take back {what}", lambda scenario, _: without(scenario, paths), tuple(paths))


def _shifted(scenario: Scenario, paths: Sequence[Path], field: str, amount: int) -> Scenario | None:
    hosts = list(scenario.hosts)
    for path in paths:
        k = int(path[1])
        value = getattr(hosts[k], field)
        if value is None or (field in FALLING and value <= 0):
            return None
        changed = value + amount if field in RISING else max(0, value - amount)
        hosts[k] = hosts[k].model_copy(update={field: changed})
    return scenario.model_copy(update={"hosts": tuple(hosts)})


def _of_rule(rule: Rule) -> Iterator[Change]:
    fields = type(rule).model_fields
    for field in (name for name in (*RISING, *FALLING) if name in fields):
        value = getattr(rule, field)
        if isinstance(value, int) and not isinstance(value, bool):
            yield _other_number(rule.id, field, value, 1 if field in RISING else -1)
    quota: Mapping[str, tuple[int, int]] | None = getattr(rule, "quota", None)
    if quota:
        yield _wider(rule.id, quota)


def _other_number(name: str, field: str, value: int, sign: int) -> Change:
    def apply(scenario: Scenario, amount: int) -> Scenario | None:
        number = value + sign * amount
        return None if number < 0 else _ruled(scenario, name, {field: number})

    words = f"let {name} have {field} = {value} {'+' if sign > 0 else '-'} {{}}"
    return Change(words, apply, rules=(name,), steps=STEPS)


def _wider(name: str, quota: Mapping[str, tuple[int, int]]) -> Change:
    def apply(scenario: Scenario, amount: int) -> Scenario:
        wider = {value: (max(0, least - amount), most + amount) for value, (least, most) in quota.items()}
        return _ruled(scenario, name, {"quota": wider})

    return Change(f"widen each quota of {name} by {{}}", apply, rules=(name,), steps=STEPS[:3])


def _ruled(scenario: Scenario, name: str, fields: dict[str, Any]) -> Scenario:
    rules = tuple(rule.model_copy(update=fields) if rule.id == name else rule for rule in scenario.rules)
    return scenario.model_copy(update={"rules": rules})


def _rounds(core: Core) -> list[Round]:
    """Return the few rounds that rules of the clash are about."""
    names = set().union(*(scope.rounds or () for scope in core.rules.values()))
    return [each for each in core.whole.rounds if each.id in names]


def _with_rounds(scenario: Scenario, changed: dict[str, Round]) -> Scenario:
    return scenario.model_copy(update={"rounds": tuple(changed.get(each.id, each) for each in scenario.rounds)})


def _another_set(each: Round) -> Change:
    def apply(scenario: Scenario, _: int) -> Scenario:
        here = scenario.round[each.id]
        least = len(scenario.attending(each.id)) // (len(here.sets) + 1)
        sets = [spec.model_copy(update={"least": min(spec.least, least)}) for spec in here.sets]
        new = SetSpec(id=f"{each.id}+", least=sets[-1].least, most=sets[-1].most)
        return _with_rounds(scenario, {each.id: here.model_copy(update={"sets": (*sets, new)})})

    return Change(f"make one more set in round {each.id}, and smaller ones if need be", apply, rounds=(each.id,))


def _other_sizes(rounds: Sequence[str]) -> Change:
    def apply(scenario: Scenario, amount: int) -> Scenario:
        names = rounds or [each.id for each in scenario.rounds]
        changed = {}
        for name in names:
            here = scenario.round[name]
            sets = tuple(
                spec.model_copy(update={"least": max(0, spec.least - amount), "most": spec.most + amount})
                for spec in here.sets
            )
            changed[name] = here.model_copy(update={"sets": sets})
        return _with_rounds(scenario, changed)

    where = f"round {' and '.join(rounds)}" if rounds else "all rounds"
    return Change(f"let sets of {where} have {{}} members more or fewer", apply, rounds=tuple(rounds), steps=(1, 2, 3))


def _openings(core: Core, rows: Iterable[Path], rounds: Sequence[Round]) -> Iterator[Change]:
    """Yield openings at hosts that are open at certain times only, for the visits of the rounds concerned."""
    spans = [
        Opening(start=window.start, end=window.end)
        for each in rounds or core.whole.rounds
        for activity in each.activities
        for window in activity.windows
        if activity.kind == "visit"
    ]
    numbers = [int(path[1]) for path in rows if path[0] == "hosts" and family(path)[1] == "openings"]

    for mine in [*([k] for k in numbers), *([numbers] if len(numbers) > 1 else [])]:
        yield from (_opened([core.whole.hosts[k].id for k in mine], mine, span) for span in spans)


def _opened(names: Sequence[str], numbers: Sequence[int], span: Opening) -> Change:
    def apply(scenario: Scenario, _: int) -> Scenario:
        hosts = tuple(
            host.model_copy(update={"openings": (*host.openings, span)}) if k in numbers else host
            for k, host in enumerate(scenario.hosts)
        )
        return scenario.model_copy(update={"hosts": hosts})

    words = f"open {', '.join(names)} on {span.start:%Y-%m-%d from %H:%M} to {span.end:%H:%M}"
    return Change(words, apply, tuple(("hosts", k, "openings") for k in numbers))
