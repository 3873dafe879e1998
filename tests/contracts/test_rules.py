"""What every rule must keep, tried on every registered kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import NamedTuple

import numpy as np
import pytest

from cohortplan.evaluate.score import measured
from cohortplan.model import Match, Measure, Plan, Rule, Scenario, ScenarioRef
from cohortplan.primitives import OUT, Axes, Decision, build_axes, random_decision
from cohortplan.problem import decode
from cohortplan.rules import registry
from cohortplan.rules.shared.pairs import USUAL_KINDS
from tests.support.rule_examples import EXAMPLES

SAMPLES = 25
#: So many of them are damaged.
DAMAGED = 6
#: So many are measured in a fresh scenario, too.
KEPT = 4
KINDS = [(kind, number) for kind, examples in EXAMPLES.items() for number in range(len(examples))]
#: Every example of every kind.
CASES = [pytest.param(*case, id="-".join(map(str, case))) for case in KINDS]
#: Those of rules that owe by the round, and of rules whose rounds are apart.
BY_ROUND = [case for case in CASES if registry()[case.values[0]].by_round]
APART = [case for case in CASES if EXAMPLES[case.values[0]][case.values[1]].rule.apart]


class Drawn(NamedTuple):
    """A decision, the plan that it is, and what the rule measures of that."""

    decision: Decision
    plan: Plan
    measure: Measure


class Tried(NamedTuple):
    """An example's scenario and rule, and the rule tried on decisions of the two sorts, tidy and scattered."""

    scenario: Scenario
    rule: Rule
    axes: Axes
    drawn: tuple[Drawn, ...]


@cache
def tried(kind: str, number: int) -> Tried:
    """Try an example, once for all tests."""
    example = EXAMPLES[kind][number]
    scenario, rule = example.scenario(), example.rule
    axes = build_axes(scenario)
    plans = ((decision, decode(decision, axes)) for decision in decisions(axes))
    drawn = tuple(Drawn(decision, plan, rule.measure(scenario, plan)) for decision, plan in plans)
    return Tried(scenario, rule, axes, drawn)


def scattered(axes: Axes, rng: np.random.Generator) -> Decision:
    """Draw a decision with sets of any size, absent people seated and others left out."""
    seat = rng.integers(0, axes.sets[:, None], axes.attends.shape, dtype=np.int32)
    seat[rng.random(seat.shape) < 0.1] = OUT
    crowded = rng.integers(len(seat))
    seat[crowded] = np.where(rng.random(seat.shape[1]) < 0.6, 0, seat[crowded])
    return Decision(seat, random_decision(axes, rng).choice)


def decisions(axes: Axes) -> Iterator[Decision]:
    """Yield decisions of the two sorts, tidy and scattered, in turn."""
    rng = np.random.default_rng(20260924)
    for draw in range(SAMPLES):
        yield (random_decision if draw % 2 else scattered)(axes, rng)


def test_every_kind_has_an_example() -> None:
    """A rule without an example would escape every contract."""
    assert set(EXAMPLES) == set(registry())
    assert all(EXAMPLES.values())


@pytest.mark.parametrize(("kind", "number"), CASES)
def test_measure_equals_the_lowered_value(kind: str, number: int) -> None:
    """The meaning in plain Python and the primitives' value agree on any decision, and the rule is not idle."""
    _, rule, axes, drawn = tried(kind, number)
    shapes = rule.lower(axes)
    for decision, _, measure in drawn:
        assert measure.amount == sum(shape.value(decision, axes) for shape in shapes)
    amounts = {measure.amount for _, _, measure in drawn}
    assert (len(amounts) == 1) if rule.settled else (len(amounts) > 1)


@pytest.mark.parametrize("kind", [kind for kind, rule in registry().items() if rule.settled])
def test_what_is_settled_is_kept_in_one_programme_and_broken_in_another(kind: str) -> None:
    """A rule that no plan can change is not idle either: some of its examples keep it, and some owe something."""
    nothing = Plan(scenario=ScenarioRef(id="test"), rounds=())
    amounts = {example.rule.measure(example.scenario(), nothing).amount for example in EXAMPLES[kind]}
    assert min(amounts) == 0 < max(amounts)


@pytest.mark.parametrize(("kind", "number"), CASES)
def test_matches_make_up_the_amount_and_say_who_and_where(kind: str, number: int) -> None:
    """The matches add up, carry the rule's id, name known people, sets, rounds and hosts, and speak in sentences."""
    scenario, rule, _, drawn = tried(kind, number)
    sealed = sealed_words(scenario)
    for _, plan, measure in drawn:
        assert measure.amount == sum(match.amount for match in measure.matches)
        for match in measure.matches:
            assert match.rule == rule.id
            assert match.amount > 0
            assert re.fullmatch(r"[A-Z].*[^ .]\.", match.sentence)
            assert not sealed.intersection(re.findall(r"[\w-]+", match.sentence))
            assert rule.settled or names_someone(match, scenario, plan)
            assert_names_known(match, scenario)


def sealed_words(scenario: Scenario) -> set[str]:
    """Words that must not reach a reader: flags, access codes, and kinds of tie that are the organiser's own."""
    flags = {flag for person in scenario.participants for flag in person.flags}
    codes = {cannot.code for person in scenario.participants for cannot in person.cannot} - set(scenario.host)
    codes |= {code for person in scenario.participants for code in (*person.cleared, *person.refused)}
    return flags | codes | {tie.kind for tie in scenario.ties} - set(USUAL_KINDS)


def names_someone(match: Match, scenario: Scenario, plan: Plan) -> bool:
    """Whether a match names someone, or an empty set."""
    members = {group.id: group.members for group in scenario.groups(plan, scenario.round)}
    empty = bool(match.sets) and not any(members[name] for name in match.sets)
    return bool(match.people or match.hosts) or empty


def assert_names_known(match: Match, scenario: Scenario) -> None:
    """Check that a match names nothing that does not exist, and nothing twice."""
    for names, known in (
        (match.people, scenario.people),
        (match.sets, scenario.set_spec),
        (match.rounds, scenario.round),
        (match.hosts, scenario.host),
    ):
        assert set(names) <= set(known)
        assert len(set(names)) == len(names)


@pytest.mark.parametrize(("kind", "number"), CASES)
def test_what_is_kept_of_other_plans_changes_nothing(kind: str, number: int) -> None:
    """A scenario in which many plans were measured says of each, for the same reasons, what a fresh one says."""
    scenario, rule, _, drawn = tried(kind, number)
    for _, plan, measure in drawn[-KEPT:]:
        assert measure == rule.measure(scenario, plan) == rule.measure(scenario.model_copy(), plan)


@pytest.mark.parametrize(("kind", "number"), CASES)
def test_a_damaged_plan_is_measured_all_the_same(kind: str, number: int) -> None:
    """Whatever a plan file holds, a rule measures it without failing, and the matches still add up."""
    scenario, rule, _, drawn = tried(kind, number)
    rng = np.random.default_rng(5)
    for _, sound, _ in islice(drawn, DAMAGED):
        plan = damaged(sound, rng)
        measure = rule.measure(scenario, plan)
        assert measure.amount == sum(match.amount for match in measure.matches)
        assert measure == rule.measure(scenario.model_copy(), plan)
    assert rule.measure(scenario, plan.model_copy(update={"rounds": ()})).amount >= 0


def damaged(plan: Plan, rng: np.random.Generator) -> Plan:
    """Spoil a plan: strangers and doubles as members, sets and rounds unknown, twice or moved, hosts unknown."""
    content = plan.model_dump(mode="json")
    rounds = content["rounds"]
    groups = [group for each in rounds for group in each["sets"]]
    for group in rng.choice(groups, size=3):
        group["members"] = [*group["members"], "P01", "P01", "Nobody"]
    visits = [activity for group in groups for activity in group["activities"] if activity["kind"] == "visit"]
    for activity in rng.choice(visits, size=min(2, len(visits)), replace=False):
        activity["host"] = (None, "Nowhere")[rng.integers(2)]
    for activity in rng.choice(visits, size=min(2, len(visits)), replace=False):
        activity["start"], activity["end"] = activity["end"], activity["start"]
    groups[int(rng.integers(len(groups)))]["id"] = "Strange"
    other = rounds[int(rng.integers(len(rounds)))]
    other["sets"].append(groups[int(rng.integers(len(groups)))])
    rounds.append({**rounds[int(rng.integers(len(rounds)))], "id": "Unheard"})
    rounds.append(rounds[0])
    return Plan.model_validate(content)


@pytest.mark.parametrize(("kind", "number"), BY_ROUND)
def test_a_rule_by_round_owes_in_all_what_it_owes_in_each(kind: str, number: int) -> None:
    """What is owed is the sum over rounds, so that rounds that are over can be left out."""
    scenario, rule, _, drawn = tried(kind, number)
    single = [rule.model_copy(update={"rounds": (name,)}) for name in scenario.selected_rounds(rule)]
    for _, plan, measure in drawn:
        assert measure.amount == sum(each.measure(scenario, plan).amount for each in single)


@pytest.mark.parametrize("kind", registry())
def test_a_rule_says_what_it_means(kind: str) -> None:
    """A rule's docstring has an example that is kept and one that is broken, and it names the features it serves."""
    rule = registry()[kind]
    meaning = (rule.__doc__ or "").lower()
    assert "kept:" in meaning
    assert "broken by" in meaning
    assert re.fullmatch(r"(F\d\d( F\d\d)*)?", rule.serves)
    assert rule.default_weight > 0
    assert rule.kind == rule.__module__.rpartition(".")[2]


@pytest.mark.parametrize(("kind", "number"), CASES)
def test_a_rule_survives_being_written_and_read(kind: str, number: int) -> None:
    """A rule's fields are plain data: written as JSON and read back they make the same rule."""
    rule = tried(kind, number).rule
    assert type(rule).model_validate_json(rule.model_dump_json()) == rule


@pytest.mark.parametrize(("kind", "number"), APART)
def test_rounds_that_are_apart_add_up(kind: str, number: int) -> None:
    """Of a rule whose rounds are apart, the same is owed for the same reasons if each round is measured alone."""
    scenario, rule, _, drawn = tried(kind, number)
    for _, plan, whole in drawn:
        parts = measured(scenario, plan, rule)
        assert parts.amount == whole.amount
        assert sorted(map(repr, parts.matches)) == sorted(map(repr, whole.matches))
