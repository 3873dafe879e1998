from cohortplan.model import Absence
from cohortplan.rules import build_rule
from tests.support.builders import visit_rounds
from tests.support.examples import example_scenario, refusals
from tests.support.plans import make_plan

SCENARIO = example_scenario()
PLAN = make_plan(SCENARIO, {"D1": "P01 P02 P03 P04 | P05 P06 P07 P08", "M1": "P01 P05 | P02 | P03"})


def test_kept_when_the_only_ones_of_their_organisation_meet_enough() -> None:
    """In sets of four everyone meets three; P06 and P07, who are colleagues, are not asked about."""
    assert build_rule("isolation", attribute="organisation", at_least=3).measure(SCENARIO, PLAN).amount == 0


def test_broken_by_the_people_missing() -> None:
    """With 5 wanted the six who have no colleague are short of two each."""
    measure = build_rule("isolation", attribute="organisation", at_least=5).measure(SCENARIO, PLAN)
    assert {match.people[0]: match.amount for match in measure.matches} == dict.fromkeys(
        ("P01", "P02", "P03", "P04", "P05", "P08"), 2
    )
    assert measure.matches[0].sentence == "P01, the only one of their organisation, meets 3 of 5 others wanted."


def test_colleagues_are_known_however_their_organisation_is_written() -> None:
    """Capitals and blanks do not make somebody the only one."""
    people = list(SCENARIO.participants)
    people[6] = people[6].model_copy(update={"attributes": {**people[6].attributes, "organisation": "org  5"}})
    scenario = example_scenario(participants=tuple(people))
    measure = build_rule("isolation", attribute="organisation", at_least=7).measure(scenario, make_plan(scenario, {}))
    assert {match.people[0] for match in measure.matches}.isdisjoint({"P06", "P07"})


def test_who_carries_a_flag_is_not_told() -> None:
    """P01 and P06 carry the flag: one sum for both, with everybody's name and nobody's number."""
    measure = build_rule("isolation", flag="first", at_least=5).measure(SCENARIO, PLAN)
    (match,) = measure.matches
    assert (match.amount, match.people) == (4, tuple(SCENARIO.people))
    assert match.sentence == "Somebody meets fewer people than a rule you set asks for."


def test_who_is_guarded_for_both_reasons_is_named_for_the_open_one() -> None:
    """P01 has no colleague, which everybody may know; P06 has one and is guarded for the flag alone."""
    measure = build_rule("isolation", attribute="organisation", flag="first", at_least=5).measure(SCENARIO, PLAN)
    assert [(match.people[0], match.amount) for match in measure.matches if len(match.people) == 1][:1] == [("P01", 2)]
    assert [match.amount for match in measure.matches if len(match.people) > 1] == [2]


def test_without_a_number_it_is_what_one_meets_on_average() -> None:
    """Eight in two sets sit beside 3 others, the seven of D2 beside 18 / 8: 5 in these rounds; P08 misses D2."""
    days, away = visit_rounds(2, [(3, 4), (3, 4)]), (Absence(participant="P08", round="D2"),)
    scenario = example_scenario(implied=True, rounds=days, absences=away, seat_locks=())
    rule = build_rule("isolation", attribute="organisation")
    floors = rule.floors(scenario)  # type: ignore[attr-defined]
    assert floors == {**dict.fromkeys(scenario.people, 5), "P06": 0, "P07": 0, "P08": 3}


def test_fields_that_do_not_fit_are_refused() -> None:
    """A rule that says nothing of whom it is for, unknown names, and a floor out of reach."""
    assert [d.message for d in refusals(build_rule("isolation"))] == ["the rule does not say who"]
    defects = refusals(build_rule("isolation", attribute="organization", flag="frist", at_least=8))
    assert [defect.message for defect in defects] == [
        "there is no attribute 'organization'",
        "nobody carries the flag",
        "not everyone whom the rule is for can meet 8 people",
    ]


def test_a_hard_floor_must_be_in_reach_of_each() -> None:
    """In one round of sets up to five nobody meets five others: a wish, but not to be had."""
    fields = {"attribute": "organisation", "at_least": 5, "rounds": ("D1",)}
    sized = build_rule("set_size")
    assert example_scenario(sized, build_rule("isolation", **fields)).rules[0] == sized
    defects = refusals(sized, build_rule("isolation", hard=True, **fields))
    assert [defect.remedy for defect in defects] == ["Lower at_least to 4"]
