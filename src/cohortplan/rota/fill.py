"""Filling the duties of a plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256
from itertools import cycle, permutations

from cohortplan.model import Duty, Plan, PlannedActivity, PlannedSet, Scenario, Turn, turns
from cohortplan.model.edits import changed
from cohortplan.model.turns import Place
from cohortplan.rota.deal import Need, deal, squares
from cohortplan.rota.facilitate import fill_facilitators
from cohortplan.rota.hearing import hear
from cohortplan.rota.represent import represent
from cohortplan.rota.seating import seat_guests

#: Who has each turn, in the order of the turns.
Held = list[tuple[str, ...]]

#: Most attempts at dealing all duties, and most turns dealt in all of them together.
_MOST_ATTEMPTS = 12
_MOST_TURNS = 50_000


def fill_rota(scenario: Scenario, plan: Plan, *, keep: bool = False) -> Plan:
    """Return `plan` with every duty given to members of the sets as they are, facilitators, and a place for each guest.

    Cases come first, then those who represent others; both are given exactly. So is each further duty, the others
    being as they are; nobody has two duties at one activity while another member has none. All duties together are a
    timetable, a question that is NP-complete (Even, Itai & Shamir, SIAM Journal on Computing 5(4), 1976): they are
    dealt one after the other, again while that makes them more even, and all over again, duties and people in another
    order, unless each duty is as even as it could be alone and the numbers of duties of any two people differ by at
    most one.

    Parameters
    ----------
    keep : bool
        Whether those who have a duty by the plan, and may, keep it; facilitators likewise. What is over is kept anyway.
    """
    posts = turns(scenario, plan)
    sure = [people if keep or turn.over else () for turn, people in zip(posts, _held(scenario, posts), strict=True)]
    kept: Held = _settled(scenario, posts, sure)
    plain = [duty for duty in scenario.duties if not duty.cases]
    alone = sum(_unevenness(posts, _dealt(posts, kept, kept, duty), duty)[0] for duty in plain)
    attempts = min(_MOST_ATTEMPTS, max(1, _MOST_TURNS // max(1, len(posts))))
    best = _dealt_in_turn(posts, kept, plain)
    for attempt, order in zip(range(1, attempts), cycle(permutations(plain)), strict=False):
        if sum(_unevenness(posts, best, duty)[0] for duty in plain) == alone and _even(posts, best):
            break
        shuffled = [turn._replace(there=_shuffled(turn.there, attempt)) for turn in posts]
        best = min(best, _dealt_in_turn(shuffled, kept, order), key=lambda found: _unevenness(posts, found))
    filled = _written(plan, posts, best, seat_guests(scenario, plan, keep=keep))
    return fill_facilitators(scenario, filled, keep=keep)


def _settled(scenario: Scenario, posts: Sequence[Turn], kept: Held) -> Held:
    """Return `kept` with those who present cases, and then those who represent others."""
    for duty in scenario.duties:
        if duty.cases:
            mine = _turns_of(posts, duty)
            kept = _with(kept, mine, hear(scenario, [posts[i] for i in mine], [kept[i] for i in mine]))
    for duty in scenario.duties:
        if duty.represents:
            mine, busy = _turns_of(posts, duty), _busy(posts, kept)
            places = [busy[posts[i].place] for i in mine]
            kept = _with(kept, mine, represent(scenario, [posts[i] for i in mine], [kept[i] for i in mine], places))
    return kept


def _shuffled(people: Sequence[str], attempt: int) -> tuple[str, ...]:
    """Return people in an order that is the same at each place, on each machine, and another for each attempt."""
    return tuple(sorted(people, key=lambda name: sha256(f"{attempt} {name}".encode()).digest()))


def _held(scenario: Scenario, posts: Sequence[Turn]) -> Held:
    """Return those who have the turns by the plan and may have them; a case is presented once."""
    held: Held = []
    heard: set[tuple[str, str]] = set()
    for turn in posts:
        may = turn.holders
        if turn.duty.cases:
            may = tuple(person for person in may if person in scenario.case and (turn.duty.id, person) not in heard)
            heard.update((turn.duty.id, person) for person in may[: turn.duty.count])
        held.append(may[: turn.duty.count])
    return held


def _turns_of(posts: Sequence[Turn], duty: Duty) -> list[int]:
    return [index for index, turn in enumerate(posts) if turn.duty is duty]


def _with(held: Held, indices: Sequence[int], people: Sequence[tuple[str, ...]]) -> Held:
    changed = list(held)
    for index, who in zip(indices, people, strict=True):
        changed[index] = who
    return changed


def _busy(posts: Sequence[Turn], held: Held) -> dict[Place, set[str]]:
    """Return those who have some duty at each place."""
    busy: dict[Place, set[str]] = {}
    for turn, people in zip(posts, held, strict=True):
        busy.setdefault(turn.place, set()).update(people)
    return busy


def _dealt_in_turn(posts: Sequence[Turn], kept: Held, order: Sequence[Duty]) -> Held:
    """Return `kept` with the duties dealt one after the other, then again while that makes them more even."""
    held = kept
    for duty in order:
        held = _dealt(posts, kept, held, duty)
    better = True
    while better:
        before = _unevenness(posts, held)
        for duty in order:
            held = min(held, _dealt(posts, kept, held, duty), key=lambda found: _unevenness(posts, found))
        better = _unevenness(posts, held) < before
    return held


def _dealt(posts: Sequence[Turn], kept: Held, held: Held, duty: Duty) -> Held:
    """Return `held` with the turns of one duty dealt anew, but for those kept."""
    mine = _turns_of(posts, duty)
    sure = _with(held, mine, [kept[index] for index in mine])
    busy = _busy(posts, sure)
    needs = []
    for index in mine:
        turn = posts[index]
        wanted = turn.wanted
        free = tuple(person for person in turn.there if person not in busy[turn.place])
        if len(free) < wanted - len(sure[index]):  # some must have two duties, but not instead of those who have none
            sure[index] = (*sure[index], *free)
            free = tuple(person for person in turn.there if person not in sure[index])
        needs.append(Need(wanted - len(sure[index]), free))
    turns_had = Counter(person for index in mine for person in sure[index])
    duties_had = Counter(person for people in sure for person in people)
    dealt = deal(needs, turns_had, duties_had)
    return _with(sure, mine, [tuple(sorted((*sure[index], *who))) for index, who in zip(mine, dealt, strict=True)])


def _unevenness(posts: Sequence[Turn], held: Held, duty: Duty | None = None) -> tuple[int, int]:
    """Return how unevenly each duty is spread, or one of them, and how unevenly all together are."""
    each = Counter(
        (turn.duty.id, person)
        for turn, people in zip(posts, held, strict=True)
        for person in people
        if duty is None or turn.duty is duty
    )
    return squares(each.values()), squares(Counter(person for people in held for person in people).values())


def _even(posts: Sequence[Turn], held: Held) -> bool:
    """Whether the numbers of duties of any two people who could have some differ by at most one."""
    number = dict.fromkeys((person for turn in posts for person in turn.there), 0)
    for people in held:
        for person in people:
            number[person] += 1
    return max(number.values(), default=0) - min(number.values(), default=0) <= 1


def _written(plan: Plan, posts: Sequence[Turn], held: Held, guests: Mapping[Place, tuple[str, ...]]) -> Plan:
    duties: dict[Place, dict[str, tuple[str, ...]]] = {}
    for turn, people in zip(posts, held, strict=True):
        if people:
            duties.setdefault(turn.place, {})[turn.duty.id] = people

    over = {turn.place for turn in posts if turn.over}

    def activity(group: PlannedSet, done: PlannedActivity) -> PlannedActivity:
        place = (group.id, done.id)
        if place in over:  # with the duties of those who stayed away, as they were planned
            return done
        mine, seated = duties.get(place, {}), guests.get(place, ())
        if done.duties == mine and done.guests == seated:
            return done
        return done.model_copy(update={"duties": mine, "guests": seated})

    def group_of(group: PlannedSet) -> PlannedSet:
        activities = tuple([activity(group, done) for done in group.activities])
        return group if activities == group.activities else group.model_copy(update={"activities": activities})

    return changed(plan, {group.id: group_of for planned in plan.rounds for group in planned.sets})
