"""What every rule must keep, tried on every registered kind."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pytest

from cohortplan.evaluate.score import measured
from cohortplan.model import Match, Plan, Scenario, ScenarioRef
from cohortplan.primitives import OUT, Axes, Decision, build_axes, random_decision
from cohortplan.problem import decode
from cohortplan.rules import registry
from cohortplan.rules.shared.pairs import USUAL_KINDS
from tests.support.examples import Example
from tests.support.rule_examples import EXAMPLES

SAMPLES = 25
CASES = [
    pytest.param(example, id=f"{kind}-{number}")
    for kind, examples in EXAMPLES.items()
    for number, example in enumerate(examples)
]


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


APART = [pytest.param(case.values[0], id=case.id) for case in CASES if case.values[0].rule.apart]


def test_every_kind_has_an_example() -> None:
    """A rule without an example would escape every contract."""
    assert set(EXAMPLES) == set(registry())
    assert all(EXAMPLES.values())


@pytest.mark.parametrize("example", CASES)
def test_measure_equals_the_lowered_value(example: Example) -> None:
    """The meaning in plain Python and the primitives' value agree on any decision, and the rule is not idle."""
    scenario, rule = example.scenario(), example.rule
    axes = build_axes(scenario)
    shapes = rule.lower(axes)
    amounts = []
    for decision in decisions(axes):
        amounts.append(rule.measure(scenario, decode(decision, axes)).amount)
        assert amounts[-1] == sum(shape.value(decision, axes) for shape in shapes)
    assert (len(set(amounts)) == 1) if rule.settled else (len(set(amounts)) > 1)


@pytest.mark.parametrize("kind", [kind for kind, rule in registry().items() if rule.settled])
def test_what_is_settled_is_kept_in_one_programme_and_broken_in_another(kind: str) -> None:
    """A rule that no plan can change is not idle either: some of its examples keep it, and some owe something."""
    nothing = Plan(scenario=ScenarioRef(id="test"), rounds=())
    amounts = {example.rule.measure(example.scenario(), nothing).amount for example in EXAMPLES[kind]}
    assert min(amounts) == 0 < max(amounts)


@pytest.mark.parametrize("example", CASES)
def test_matches_make_up_the_amount_and_say_who_and_where(example: Example) -> None:
    """The matches add up, carry the rule's id, name known people, sets, rounds and hosts, and speak in sentences."""
    scenario, rule = example.scenario(), example.rule
    axes = build_axes(scenario)
    for decision in decisions(axes):
        plan = decode(decision, axes)
        measure = rule.measure(scenario, plan)
        assert measure.amount == sum(match.amount for match in measure.matches)
        for match in measure.matches:
            assert match.rule == rule.id
            assert match.amount > 0
            assert re.fullmatch(r"[A-Z].*[^ .]\.", match.sentence)
            assert not sealed_words(scenario).intersection(re.findall(r"[\w-]+", match.sentence))
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


@pytest.mark.parametrize("example", CASES)
def test_a_damaged_plan_is_measured_all_the_same(example: Example) -> None:
    """Whatever a plan file holds, a rule measures it without failing, and the matches still add up."""
    scenario, rule = example.scenario(), example.rule
    axes = build_axes(scenario)
    rng = np.random.default_rng(5)
    for decision in decisions(axes):
        plan = damaged(decode(decision, axes), rng)
        measure = rule.measure(scenario, plan)
        assert measure.amount == sum(match.amount for match in measure.matches)
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


@pytest.mark.parametrize("example", [case for case in CASES if registry()[case.values[0].kind].by_round])
def test_a_rule_by_round_owes_in_all_what_it_owes_in_each(example: Example) -> None:
    """What is owed is the sum over rounds, so that rounds that are over can be left out."""
    scenario, rule = example.scenario(), example.rule
    axes = build_axes(scenario)
    single = [rule.model_copy(update={"rounds": (name,)}) for name in scenario.selected_rounds(rule)]
    for decision in decisions(axes):
        plan = decode(decision, axes)
        owed = sum(each.measure(scenario, plan).amount for each in single)
        assert rule.measure(scenario, plan).amount == owed


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


@pytest.mark.parametrize("example", CASES)
def test_a_rule_survives_being_written_and_read(example: Example) -> None:
    """A rule's fields are plain data: written as JSON and read back they make the same rule."""
    rule = example.rule
    assert type(rule).model_validate_json(rule.model_dump_json()) == rule


@pytest.mark.parametrize("example", APART)
def test_rounds_that_are_apart_add_up(example: Example) -> None:
    """Of a rule whose rounds are apart, the same is owed for the same reasons if each round is measured alone."""
    scenario, rule = example.scenario(), example.rule
    axes = build_axes(scenario)
    for decision in decisions(axes):
        plan = decode(decision, axes)
        whole, parts = rule.measure(scenario, plan), measured(scenario, plan, rule)
        assert parts.amount == whole.amount
        assert sorted(map(repr, parts.matches)) == sorted(map(repr, whole.matches))
