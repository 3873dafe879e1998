"""Are the duties of a plan held as the scenario asks? Each by as many as it takes, who are there and may have it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from cohortplan.evaluate.structure import form_match
from cohortplan.model import Match, Plan, Scenario, Turn


def holding_matches(scenario: Scenario, plan: Plan, turns: Sequence[Turn]) -> Iterator[Match]:
    """Yield one match for everything about the duties of `plan` that is not as `scenario` asks.

    Examples
    --------
    Kept: a set of five, one of whom is the chair. Broken: nobody is; a person is who sits in another set.
    """
    yield from _unknown(scenario, plan, turns)
    presented = Counter[tuple[str, str]]()
    for turn in turns:
        here = {"rounds": (turn.round,), "sets": (turn.set,)}
        for sentence in _faults(scenario, turn):
            yield form_match(f"Set {turn.set}, {turn.activity}: {sentence}.", **here)
        for person in turn.holders if turn.duty.cases else ():
            presented[turn.duty.id, person] += 1
            if presented[turn.duty.id, person] > 1:
                sentence = f"Set {turn.set}, {turn.activity}: {person} presents a case that was presented before."
                yield form_match(sentence, people=(person,), **here)


def _unknown(scenario: Scenario, plan: Plan, turns: Sequence[Turn]) -> Iterator[Match]:
    known = {(*turn.place, turn.duty.id) for turn in turns}
    for planned in plan.by_round.values():
        for group in planned.sets if planned.id in scenario.round else ():
            for done in group.activities if group.id in scenario.set_spec else ():
                for name in done.duties:
                    if (group.id, done.id, name) not in known:
                        sentence = f"Set {group.id}, {done.id}: the scenario has no duty {name} there."
                        yield form_match(sentence, rounds=(planned.id,), sets=(group.id,))


def _faults(scenario: Scenario, turn: Turn) -> Iterator[str]:
    duty, holders = turn.duty, turn.holders
    for person, times in Counter(turn.held).items():
        if person not in holders:
            yield f"{person} is to have the duty {duty.id} but is not there"
        elif times > 1:
            yield f"{person} is to have the duty {duty.id} {times} times"
        elif duty.cases and person not in scenario.case:
            yield f"{person} is to have the duty {duty.id} but has no case"
    wanted = turn.wanted
    if len(holders) > duty.count:
        yield f"the duty {duty.id} is held by {len(holders)}, but may be by {duty.count}"
    elif len(holders) < wanted and not duty.cases:
        yield f"the duty {duty.id} is held by {len(holders) or 'nobody'}, but should be by {wanted}"
