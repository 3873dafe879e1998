from cohortplan.model import Place, Way
from cohortplan.rules import build_rule
from tests.support.examples import example_scenario, refusals
from tests.support.plans import make_plan

#: Everyone with an odd number is from Leeds, the others are from York.
PLACES = (Place(id="Leeds", lat=53.8, lon=-1.55), Place(id="York", lat=53.96, lon=-1.08))
SCENARIO = example_scenario(
    places=PLACES, ways=(Way(a="Leeds", b="York", minutes=45), Way(a="York", b="Leeds", minutes=70))
)
PLAN = make_plan(SCENARIO, {"D1": "P01 P02 P03 | P04 P06", "M1": "P01 P04 | P05 P07 | P06 P08"})


def test_each_pair_that_lives_too_far_apart_counts_in_each_round() -> None:
    """P02 sits with two people from Leeds, P01 with one from York in another round; the longer way counts."""
    measure = build_rule("near", most=60).measure(SCENARIO, PLAN)
    assert [match.people for match in measure.matches] == [("P01", "P02"), ("P02", "P03"), ("P01", "P04")]
    assert measure.matches[0].sentence == "P01 and P02, both in set D1.1, live 70 minutes apart (wanted: at most 60)."


def test_a_way_within_the_limit_is_kept() -> None:
    """With 70 minutes nobody lives too far from anybody."""
    assert build_rule("near", most=70).measure(SCENARIO, PLAN).amount == 0


def test_two_who_can_both_meet_online_may_live_anywhere() -> None:
    """P01 and P04 are public, as those may be who meet online; P02 is not."""
    rule = build_rule("near", most=60, attribute="sector", values=("public",))
    assert [match.people for match in rule.measure(SCENARIO, PLAN).matches] == [("P01", "P02"), ("P02", "P03")]


def test_a_place_that_is_not_known_is_named() -> None:
    """Where no way can be reckoned, or somebody gives no home, the rule says so; it then measures nothing."""
    rule = build_rule("near", most=60)
    (lost,) = refusals(rule, places=PLACES[:1])
    assert (lost.message, lost.remedy.split(",")[0]) == (
        "no way is known from 'Leeds' to 'York'",
        "Add the places to places.csv",
    )
    people = tuple(person.model_copy(update={"attributes": {}}) for person in SCENARIO.participants)
    optional = tuple(each.model_copy(update={"optional": True}) for each in SCENARIO.attributes)
    (homeless,) = refusals(rule, participants=people, attributes=optional)
    assert homeless.message == "P01 has no town, so that no way is known"
    nowhere = example_scenario(participants=people, attributes=optional)
    assert rule.measure(nowhere, PLAN).amount == 0


def test_unknown_values_are_refused() -> None:
    """An attribute nobody declared, a value nobody has and values without an attribute are likely mistyped."""
    places = {"places": PLACES}
    (unknown,) = refusals(build_rule("near", most=60, attribute="sectr", values=("public",)), **places)
    (nobody,) = refusals(build_rule("near", most=60, attribute="sector", values=("publc",)), **places)
    (whose,) = refusals(build_rule("near", most=60, values=("public",)), **places)
    assert [each.remedy for each in (unknown, nobody)] == ["Did you mean 'sector'?", "Did you mean 'public'?"]
    assert whose.message == "the rule does not say who may live anywhere"
