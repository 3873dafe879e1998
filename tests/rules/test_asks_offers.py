from cohortplan.model import Scenario
from cohortplan.rules import build_rule
from tests.support.builders import cohort
from tests.support.examples import example_scenario, refusals
from tests.support.plans import make_plan

RULE = build_rule("asks_offers")


def asking(asks: dict[str, str], offers: dict[str, str]) -> Scenario:
    """Make a scenario in which people ask for topics and offer them, parted by semicolons."""
    return example_scenario(
        participants=tuple(
            person.model_copy(
                update={
                    "asks": tuple(filter(None, asks.get(person.id, "").split(";"))),
                    "offers": tuple(filter(None, offers.get(person.id, "").split(";"))),
                }
            )
            for person in cohort(8)
        )
    )


SCENARIO = asking({"P01": "fundraising;bidding"}, {"P02": "Fundraising", "P03": "bidding"})


def test_kept_when_each_ask_is_met_once() -> None:
    """On one day P01 sits with P02, on another with P03; capitals do not matter."""
    assert RULE.measure(SCENARIO, make_plan(SCENARIO, {"D1": "P01 P02 | P03", "D3": "P01 P03 | P02"})).amount == 0


def test_broken_by_each_ask_that_is_not_met() -> None:
    """P01 never sits with who knows of bidding."""
    measure = RULE.measure(SCENARIO, make_plan(SCENARIO, {"D1": "P01 P02 | P03", "D2": "P01 P02 | P03"}))
    assert [(match.people, match.sentence) for match in measure.matches] == [
        (("P01",), "P01 asks for bidding, and meets nobody who offers it.")
    ]


def test_what_nobody_else_offers_stays_unmet() -> None:
    """To offer what one asks for is of no use to oneself."""
    scenario = asking({"P04": "law", "P05": "media"}, {"P04": "law"})
    measure = RULE.measure(scenario, make_plan(scenario, {"D1": "P04 P05 | P06"}))
    assert [match.sentence for match in measure.matches] == [
        "P04 asks for law, which nobody else offers.",
        "P05 asks for media, which nobody else offers.",
    ]


def test_two_who_offer_a_topic_and_ask_for_it_help_each_other() -> None:
    """P01 and P02 exchange; P03, who only asks, helps neither of them but is helped by both."""
    scenario = asking(dict.fromkeys(("P01", "P02", "P03"), "law"), dict.fromkeys(("P01", "P02"), "law"))
    for seats, unmet in (("P01 P02 | P03", ["P03"]), ("P01 P03 | P02", ["P01", "P02"]), ("P01 P02 P03 | P04", [])):
        measure = RULE.measure(scenario, make_plan(scenario, {"D1": seats}))
        assert [match.people[0] for match in measure.matches] == unmet


def test_a_slip_of_the_pen_is_reported_and_a_hard_rule_wants_every_ask_to_be_offered() -> None:
    """A topic like one that is offered is mistyped; one like none is only a wish that cannot be met."""
    scenario = asking({"P01": "fund raising", "P04": "law"}, {"P02": "fundraising"})
    defects = refusals(RULE, participants=scenario.participants)
    assert [(defect.value, defect.remedy, defect.path[-3:]) for defect in defects] == [
        ("fund raising", "Did you mean 'fundraising'?", ("participants", 0, "asks"))
    ]
    hard = refusals(build_rule("asks_offers", hard=True), participants=scenario.participants)
    assert [defect.value for defect in hard] == ["fund raising", "law"]
