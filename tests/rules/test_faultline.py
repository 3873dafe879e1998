from cohortplan.evaluate import evaluate
from cohortplan.rules import build_rule
from cohortplan.solve import solve
from cohortplan.solvers.base import Stop
from tests.support.builders import cohort, visit_rounds
from tests.support.examples import example_scenario, refusals
from tests.support.plans import make_plan

#: Public people from Leeds and private ones from York, three of each, and one of either sector from the other town.
KINDS = (("public", "Leeds"), ("private", "York"))
PEOPLE = tuple(
    person.model_copy(update={"attributes": {"sector": sector, "town": town, "organisation": f"Org {k}"}})
    for k, (person, (sector, town)) in enumerate(
        zip(cohort(8), (*KINDS, *KINDS, *KINDS, ("public", "York"), ("private", "Leeds")), strict=True)
    )
)
RULE = build_rule("faultline", attributes=("sector", "town"))
SCENARIO = example_scenario(
    RULE, participants=PEOPLE, rounds=visit_rounds(1, [(4, 4), (4, 4)]), absences=(), visit_locks=(), seat_locks=()
)
PLANTED = make_plan(SCENARIO, {"D1": "P01 P02 P03 P04 | P05 P06 P07 P08"})


def test_kept_when_a_member_bridges_the_blocks() -> None:
    """A private member from Leeds has something in common with either side."""
    assert RULE.measure(SCENARIO, make_plan(SCENARIO, {"D1": "P01 P02 P03 P08 | P04 P05 P06 P07"})).amount == 0


def test_broken_by_the_combinations_missing() -> None:
    """Two from Leeds, public, and two from York, private; in the other set there are four combinations."""
    measure = RULE.measure(SCENARIO, PLANTED)
    assert [(match.sets, match.amount, match.sentence) for match in measure.matches] == [
        (("D1.1",), 1, "Set D1.1 has 2 combinations of sector and town; at least 3 are wanted.")
    ]
    alike = make_plan(SCENARIO, {"D1": "P01 P03 P05 | P02 P04 P06"})
    assert RULE.measure(SCENARIO, alike).amount == 4


def test_an_empty_set_has_no_blocks() -> None:
    """Nobody is in it, or nobody of whom both values are known."""
    blank = tuple(person.model_copy(update={"attributes": {"sector": "public"}}) for person in PEOPLE)
    optional = tuple(attribute.model_copy(update={"optional": True}) for attribute in SCENARIO.attributes)
    unknown = example_scenario(participants=blank, attributes=optional)
    assert RULE.measure(unknown, make_plan(unknown, {"D1": "P01 P02 P03 P04 | "})).amount == 0


def test_a_planted_faultline_is_detected_and_broken_up() -> None:
    """The planted set is invalid and its faultline complete; solving leaves no set with blocks so clear."""
    found = evaluate(SCENARIO, PLANTED)
    assert not found.valid
    assert found.metrics.worst_faultline == 1
    result = solve(SCENARIO, solver="cpsat", stop=Stop(iterations=100_000))
    assert result.plan is not None
    better = evaluate(SCENARIO, result.plan)
    assert better.objectives["faultline"].value == 0
    assert better.metrics.worst_faultline is not None
    assert better.metrics.worst_faultline < 1


def test_fields_that_do_not_fit_are_refused() -> None:
    """One attribute makes no blocks; nor can a set of three hold four combinations, or a cohort seven of six."""
    one = refusals(build_rule("faultline", attributes=("sector", "sector"), hard=False))
    assert [defect.message for defect in one] == ["blocks are made by two attributes or more"]
    unknown = refusals(build_rule("faultline", attributes=("sectors", "town"), hard=False))
    assert [defect.remedy for defect in unknown] == ["Did you mean 'sector'?"]
    narrow = refusals(build_rule("faultline", attributes=("sector", "town"), least=4))
    assert [defect.remedy for defect in narrow] == ["There are 6 combinations, and a set of at most 3"]
    many = build_rule("faultline", attributes=("sector", "town"), least=7, rounds=("D1",))
    assert [defect.message for defect in refusals(many)] == ["not every set can hold 7 combinations"]
