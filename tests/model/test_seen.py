"""What is seen in single parts of plans is kept with them, and with nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from cohortplan.model import Plan, PlannedRound, PlannedSet, Scenario, ScenarioRef
from cohortplan.model.seen import Seen
from tests.support.builders import hosts, make_scenario
from tests.support.plans import make_plan

SEATS = {"D1": "P01 P02 P03 P04 | P05 P06 P07 P08", "D2": "P01 P03 P05 P07 | P02 P04 P06 P08"}


def test_a_round_is_looked_at_once() -> None:
    """Plans that share a round share what is seen in it; an equal round of another plan is looked at by itself."""
    scenario, looked = make_scenario(), []

    def names(_: Scenario, planned: PlannedRound) -> Iterator[str]:
        looked.append(planned)
        yield planned.id

    seen, plan, twin = Seen(scenario), make_plan(scenario, SEATS), make_plan(scenario, SEATS)
    for planned in (*plan.rounds, *plan.rounds, twin.rounds[0]):
        assert seen.of(planned, names) == (planned.id,)
    assert [id(planned) for planned in looked] == [id(planned) for planned in (*plan.rounds, twin.rounds[0])]


def test_parts_long_gone_are_forgotten() -> None:
    """However many plans are looked at, no more than a few plans' parts are kept, and what is seen stays right."""
    scenario = make_scenario()
    for k in range(100):
        mixed = {"D1": SEATS["D1"], "D2": SEATS["D1"] if k % 2 else SEATS["D2"]}
        found = [group.members for group in scenario.groups(make_plan(scenario, mixed), ["D1", "D2"])]
        assert found == [tuple(part.split()) for text in mixed.values() for part in text.split("|")]
    assert len(scenario.seen._parts[PlannedRound]) <= 8 * len(scenario.rounds)
    assert len(scenario.seen._parts[PlannedSet]) <= 8 * len(scenario.set_spec)


def test_what_is_asked_for_again_and_again_is_kept() -> None:
    """A round that every plan shares is looked at once, however many others come and go."""
    scenario, looked = make_scenario(), []

    def names(_: Scenario, planned: PlannedRound) -> Iterator[str]:
        looked.append(planned)
        yield planned.id

    shared = make_plan(scenario, SEATS).rounds[0]
    for k in range(200):
        other = make_plan(scenario, SEATS).rounds[0]
        assert scenario.seen.of(other if k % 2 else shared, names) == (shared.id,)
    assert sum(planned is shared for planned in looked) == 1


def test_a_rule_is_asked_again_if_the_facts_are_others() -> None:
    """What a rule says of somebody holds for the same facts, of the same person, and for no other rule."""
    scenario, asked = make_scenario(), []
    one, other = scenario.rules[:2]

    def judge(name: str, facts: tuple[str, ...]) -> int:
        asked.append((name, *facts))
        return len(facts)

    for rule, name, facts in ((one, "P01", ("a",)), (one, "P01", ("a",)), (one, "P01", ("b", "c")), (one, "P02", ())):
        assert [*scenario.seen.judged(rule, [(name, facts)], judge)] == [len(facts)]
    assert asked == [("P01", "a"), ("P01", "b", "c"), ("P02",)]
    assert [*scenario.seen.judged(other, [("P02", ("x",)), ("P01", ("a",))], judge)] == [1, 1]
    assert len(asked) == 5


def test_a_changed_plan_is_not_taken_for_the_old_one() -> None:
    """A plan that shares all rounds but one is seen as it is."""
    scenario = make_scenario()
    plan = make_plan(scenario, SEATS)
    other = make_plan(scenario, {"D2": SEATS["D1"]})
    new = Plan(scenario=plan.scenario, rounds=(plan.rounds[0], other.rounds[0]))
    before, after = (list(scenario.groups(each, ["D1", "D2"])) for each in (plan, new))
    assert before[:2] == after[:2]
    assert [group.members for group in after[2:]] == [group.members for group in before[:2]]


def test_a_set_in_a_wrong_round_is_none_of_it() -> None:
    """A damaged plan may have a set in two rounds: in the one that is not its own it is no learning set of that one."""
    scenario = make_scenario(hosts=hosts(1))
    visit = {("D1.1", "visit"): ("H1", "2026-10-08T10:00", 60)}
    planned = make_plan(scenario, {"D1": SEATS["D1"]}, visit).rounds[0]
    plan = Plan(scenario=ScenarioRef(id="test"), rounds=(planned, planned.model_copy(update={"id": "D2"})))
    assert [group.id for group in scenario.groups(plan, ["D1", "D2"])] == ["D1.1", "D1.2"]
    assert [visit.round for visit in scenario.visits(plan)] == ["D1", "D2"]
