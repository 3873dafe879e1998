"""Planning anew: what has changed is taken in, and people are told as little else as can be."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

from cohortplan.errors import Defect, InputError, ScenarioError
from cohortplan.evaluate import STRUCTURE, evaluate, structure_matches
from cohortplan.evaluate.facing import facing
from cohortplan.living.asked import asked_of, attended, each_set
from cohortplan.living.falling import MOST_WEIGHT, fallen, with_nobody
from cohortplan.living.forced import forced_changes
from cohortplan.living.frozen import Frozen
from cohortplan.living.names import named_as_before
from cohortplan.living.policy import Policy, Replanned
from cohortplan.living.softening import softened
from cohortplan.model import Match, Plan, PlannedSet, Rule, Scenario, ScenarioRef
from cohortplan.model.attendance import happened
from cohortplan.model.changes import changed
from cohortplan.problem import compile_problem
from cohortplan.rota import fill_rota
from cohortplan.rules import build_rule
from cohortplan.solve import Result, solve
from cohortplan.solvers.base import Board, Status, Stop
from cohortplan.solvers.bounds import counted_clash

#: Ids of the rules that planning anew adds.
CHANGES, SHORT = "least_change", "short_notice"

#: Usual time, which leaves some of twenty seconds for reading and writing.
SECONDS = 18.0

#: What one unit of a rule that does not yield weighs beside one of a rule that does.
_FIRM = 100

#: More than a change gains for one unit of the dearest wish.
_GAIN = 100

#: What one unit of a rule that by counting cannot be kept is worth, in changes.
_WORTH = 20

#: What to do if what is past of a plan is not as the scenario has it.
_MEND = "Mend what is past of the plan, or say in absences.csv who had no part in it"

#: Most of the time, as a part of it, that is kept for measuring the plan in the end.
_MEASURING = 0.2

#: Part of the time in which the fewest changes are looked for; the rest goes to what else the plan is to be.
_SHARE = 0.7


def replan(scenario: Scenario, former: Plan, policy: Policy, *, stop: Stop | None = None, **settings: Any) -> Replanned:
    """Make of `former` a plan of `scenario` as it is now.

    Parameters
    ----------
    scenario : Scenario
        The scenario after all changes.
    stop : Stop, optional
        Budget for everything; `SECONDS` unless given.
    **settings
        As for `solve`.

    Raises
    ------
    ScenarioError
        If the scenario cannot be planned from today on, by counting alone.
    InputError
        If what is past of the former plan is none of this scenario.
    """
    return _Replanning(scenario, former, policy, stop or Stop(SECONDS), settings).run()


class _Replanning:
    """One planning anew: the attempts share what is known."""

    def __init__(self, scenario: Scenario, former: Plan, policy: Policy, stop: Stop, settings: dict[str, Any]) -> None:
        self._started = time.monotonic()
        told = facing(scenario, former, policy.today)
        faced = facing(told.scenario, attended(told.scenario, former), policy.today)  # somebody may not have come
        self._given, self._scenario, self._past = scenario, faced.scenario, (*told.past, *faced.past)
        self._former, self._policy, self._stop, self._settings = former, policy, stop, settings
        self._closing = 0.0
        self._broken = evaluate(self._scenario, attended(self._scenario, former)).violations()

    def run(self) -> Replanned:
        """Try with everything frozen that can be, then with less; say so if even that does not do."""
        began = self._started
        first, *others = self._freezes()
        outcome = self._attempt(first)
        for frozen in others if outcome.plan is None or outcome.broken else ():
            self._started = time.monotonic()
            other = self._attempt(frozen)
            better = sum(other.broken.values()) < sum(outcome.broken.values())
            outcome = other if outcome.plan is None or (other.plan is not None and better) else outcome
        if outcome.plan is None:
            outcome = replace(self._without_some(first) or outcome, unmet=outcome.unmet)
        return replace(outcome, seconds=time.monotonic() - began)

    def _without_some(self, frozen: Frozen) -> Replanned | None:
        """Try with as few visits as can be falling away, if it is for want of hosts that there is no plan."""
        asked, nobody = with_nobody(self._fewest(asked_of(self._scenario, self._former, frozen)))
        found = self._solve(asked, _SHARE / 2, _opened(self._former, self._broken, nobody))
        gone = () if found.plan is None else fallen(asked, found.plan, nobody, self._policy.today)
        if not gone:
            return None
        left = replace(self._stop, seconds=self._part(1.0).seconds)
        with suppress(ScenarioError):  # a rule may not know what to make of it
            scenario = changed(self._given, gone)
            other = _Replanning(scenario, self._former, self._policy, left, self._settings).run()
            return None if other.plan is None else replace(other, fallen=gone)
        return None

    def _freezes(self) -> Iterator[Frozen]:
        """Yield what may stay: first all but the sets that cannot, then nothing but the past."""
        policy = self._policy
        broken = frozenset(name for match in self._broken for name in match.sets)
        yield Frozen(policy.frozen_before, policy.today, broken)
        if policy.freeze_days:
            yield Frozen(policy.frozen_before, policy.today, frozenset(self._scenario.set_spec))

    def _attempt(self, frozen: Frozen) -> Replanned:
        """Look for the fewest changes, then for what else the plan is to be."""
        asked = asked_of(self._scenario, self._former, frozen)
        must = _must(asked)
        if counted_clash(compile_problem(must)):
            return Replanned(self._scenario, self._past, Status.INFEASIBLE, None, None, unmet=must)
        forced = forced_changes(asked)
        known = forced * self._rules(asked)[1][CHANGES]
        if self._stop.seconds is not None:  # measuring takes about as long in the end as it did before the search
            self._closing = min(time.monotonic() - self._started, _MEASURING * self._stop.seconds)
        fewest = self._solve(self._fewest(asked), _SHARE, _opened(self._former, self._broken), known)
        plan = fewest.plan or fewest.nearest
        standing = () if plan is None else self._standing(asked, plan)
        if plan is None or standing:
            return Replanned(
                self._scenario,
                self._past,
                fewest.status,
                None,
                None,
                thawed=frozen.thawed,
                standing=standing,
                unmet=must,
            )
        price = self._policy.price
        best = self._solve(self._balanced(asked, plan, price), 1.0 if price is None else 0.5, plan)
        while price is not None and self._too_many(asked, best.plan) and self._left():
            price = 3 * price + 1
            best = self._solve(self._balanced(asked, plan, price), 0.5, plan)
        if best.plan is not None and not self._too_many(asked, best.plan) and self._fair(asked, plan, best.plan):
            plan = best.plan
        return self._told(frozen, asked, fewest, named_as_before(asked, self._former, plan), forced)

    def _fair(self, asked: Scenario, fewest: Plan, best: Plan) -> bool:
        """Whether a plan breaks no more than another, and without a price for changes also changes no more."""
        must = [rule for rule in asked.rules if rule.hard or softened(asked, rule)]
        counted = [must, [] if self._policy.price is not None else self._rules(asked)[0][:1]]
        return all(
            sum(rule.measure(asked, best).amount for rule in rules)
            <= sum(rule.measure(asked, fewest).amount for rule in rules)
            for rules in counted
        )

    @staticmethod
    def _standing(asked: Scenario, plan: Plan) -> tuple[Match, ...]:
        """Return what a plan breaks of what is never to be given up."""
        firm = (rule for rule in asked.rules if rule.hard and not rule.yields)
        return tuple(match for rule in firm for match in rule.measure(asked, plan).matches)

    def _too_many(self, asked: Scenario, plan: Plan | None) -> bool:
        """Whether a plan changes more than it may."""
        rule, budget = self._rules(asked)[0][0], self._policy.budget
        return budget is not None and plan is not None and rule.measure(asked, plan).amount > budget

    def _left(self) -> bool:
        """Whether there is time for another attempt."""
        return self._stop.seconds is not None and time.monotonic() - self._started < self._stop.seconds - 1

    def _rules(self, asked: Scenario) -> tuple[list[Rule], dict[str, int]]:
        """Return the rules about changes and their weights, by which the first outweighs the second."""
        today, notice = self._policy.today, self._policy.noticed_from
        rules = [build_rule("least_change", id=CHANGES)]
        if notice <= today:
            return rules, {CHANGES: 1}
        short = build_rule("least_change", id=SHORT, since=today, until=notice - timedelta(days=1))
        return [*rules, short], {CHANGES: _most(asked) + 1, SHORT: 1}

    def _fewest(self, asked: Scenario) -> Scenario:
        """Return what is asked, with as few changes as can be as the only wish; what cannot be kept is worth some."""
        rules, weights = self._rules(asked)
        given = [rule for rule in asked.rules if rule.hard or softened(asked, rule)]
        worth = {rule.id: _WORTH * weights[CHANGES] for rule in given if not rule.hard}
        return asked.but(rules=(*given, *rules), weights=_capped({**worth, **weights}))

    def _balanced(self, asked: Scenario, fewest: Plan, price: int | None) -> Scenario:
        """Return what is asked, with all wishes, and changes at their price; what is broken stays as it is.

        Without a price a change weighs more than any wish can gain by it.
        """
        rules, weights = self._rules(asked)
        wishes = [rule for rule in asked.rules if not rule.hard and not softened(asked, rule)]
        cost = sum(asked.weight(rule) * rule.measure(asked, fewest).amount for rule in wishes)
        unit = min(cost + 1, _GAIN * max(map(asked.weight, wishes), default=1)) if price is None else 1
        weights = {name: unit * weight for name, weight in weights.items()}
        if price is not None:
            weights[CHANGES] = price
        must = [rule for rule in asked.rules if rule not in wishes]
        given = [_wish(rule) if rule.measure(asked, fewest).amount else rule for rule in must]
        broken = {rule.id: _WORTH * weights[CHANGES] for rule in given if not rule.hard}
        return asked.but(rules=(*given, *wishes, *rules), weights=_capped({**asked.weights, **broken, **weights}))

    def _solve(self, scenario: Scenario, share: float, hint: Plan, bound: int = 0) -> Result:
        """Solve with a share of the time; `bound` is known of the soft cost."""
        told = dict(self._settings)
        ready: Callable[[Board], None] | None = told.pop("board_ready", None)

        def post(board: Board) -> None:
            board.post_bound(bound, "counting")
            if ready is not None:
                ready(board)

        stop = self._part(share)
        return solve(scenario, solver="repair", stop=stop, hint=hint, firm=_FIRM, board_ready=post, **told)

    def _part(self, share: float) -> Stop:
        """Return a share of what is left of the budget."""
        left = None
        if self._stop.seconds is not None:
            left = max(0.5, share * (self._stop.seconds - self._closing - (time.monotonic() - self._started)))
        return Stop(left, self._stop.iterations)

    def _told(self, frozen: Frozen, asked: Scenario, fewest: Result, plan: Plan, forced: int) -> Replanned:
        """Return the plan as it goes out: what stays is as it was, to the letter."""
        kept = frozen.splice(self._scenario, self._former, fill_rota(self._scenario, self._kept(plan), keep=True))
        evaluation = evaluate(self._scenario, kept)
        inherited = set(structure_matches(self._scenario, self._former))
        if faults := [fault for fault in evaluation.measures[STRUCTURE].matches if fault in inherited]:
            raise InputError(Defect(fault.sentence.rstrip("."), _MEND) for fault in faults)
        kept = measured(self._given, kept)
        rules, _ = self._rules(asked)
        owed = [rule.measure(asked, kept).amount for rule in rules]
        happening = happened(asked, kept)
        found = [rule.measure(asked, happening) for rule in asked.rules if rule.hard]
        proved = fewest.status is Status.OPTIMAL and not any(softened(asked, rule) for rule in asked.rules)
        least = owed[0] if proved else forced
        return Replanned(
            self._scenario,
            self._past,
            Status.OPTIMAL if owed[0] == least else Status.FEASIBLE,
            kept,
            evaluation,
            owed[0],
            least,
            sum(owed[1:]),
            frozen.broken_by(self._scenario, self._former, kept),
            breaches=tuple(match for measure in found for match in measure.matches),
        )

    def _kept(self, plan: Plan) -> Plan:
        """Return `plan` with the duties, guests and facilitators of the former one, where there are such sets."""
        former = {(planned.id, group.id): group for planned in self._former.rounds for group in planned.sets}
        return each_set(plan, lambda name, group: _with_posts(group, former.get((name, group.id))))


def _must(asked: Scenario) -> Scenario:
    """Return what is asked of which nothing may be given up."""
    return asked.but(rules=tuple(rule for rule in asked.rules if rule.hard and not rule.yields), weights={})


def measured(scenario: Scenario, plan: Plan) -> Plan:
    """Return `plan` as one of the scenario, with its score there."""
    ref = ScenarioRef(id=scenario.programme.id, sha256=scenario.sha256)
    return plan.model_copy(update={"score": evaluate(scenario, plan).card(), "scenario": ref})


def _most(scenario: Scenario) -> int:
    """Return more than a rule about changes counts if nothing stays."""
    rounds = () if scenario.former is None else scenario.former.rounds
    return sum(len(group.members) * max(1, len(group.activities)) for each in rounds for group in each.sets)


def _opened(plan: Plan, broken: Iterable[Match], host: str | None = None) -> Plan:
    """Return `plan` without the seats and hosts that its breaches name, or with another host: there it is to change."""
    seats = {(name, person) for match in broken for name in match.sets for person in match.people}
    visits = {(name, host) for match in broken for name in match.sets for host in match.hosts}

    def left(_: str, group: PlannedSet) -> PlannedSet:
        members = tuple(name for name in group.members if (group.id, name) not in seats)
        activities = tuple(
            each.model_copy(update={"host": host}) if (group.id, each.host) in visits else each
            for each in group.activities
        )
        return group.model_copy(update={"members": members, "activities": activities})

    return each_set(plan, left)


def _capped(weights: Mapping[str, int]) -> dict[str, int]:
    """Return weights no larger than a scenario may have; of huge programmes the order of importance is then blurred."""
    return {name: min(weight, MOST_WEIGHT) for name, weight in weights.items()}


def _wish(rule: Rule) -> Rule:
    """Return a rule as a wish, if it may become one."""
    return rule.model_copy(update={"hard": False}) if rule.yields else rule


def _with_posts(group: PlannedSet, former: PlannedSet | None) -> PlannedSet:
    if former is None:
        return group
    told = {each.id: each for each in former.activities}
    activities = tuple(
        each.model_copy(update={"duties": told[each.id].duties, "guests": told[each.id].guests})
        if each.id in told
        else each
        for each in group.activities
    )
    return group.model_copy(update={"activities": activities, "facilitators": former.facilitators})
