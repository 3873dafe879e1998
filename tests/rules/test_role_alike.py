from cohortplan.model import Attribute, Participant
from cohortplan.rules import build_rule
from tests.support.examples import example_scenario, refusals
from tests.support.plans import make_plan

#: Three nurses of two hospitals, two managers of one council, a sole priest, and two of whom something is not known.
PEOPLE = (
    ("P01", "nurse", "North"),
    ("P02", "nurse", "North"),
    ("P03", "nurse", "South"),
    ("P04", "manager", "Council"),
    ("P05", "manager", "Council"),
    ("P06", "priest", "Parish"),
    ("P07", "nurse", ""),
    ("P08", "", "South"),
)
SCENARIO = example_scenario(
    participants=tuple(
        Participant(id=name, name=name, attributes={"role": role, "organisation": where})
        for name, role, where in PEOPLE
    ),
    attributes=tuple(Attribute(name=name, optional=True) for name in ("role", "organisation")),
)
RULE = build_rule("role_alike", attribute="role", least=2)


def test_kept_when_everyone_meets_the_peers_there_are() -> None:
    """P03 meets both nurses of the other hospital, each of them meets P03; nobody else has peers."""
    assert RULE.measure(SCENARIO, make_plan(SCENARIO, {"D1": "P01 P03 | P02", "D2": "P02 P03 | P01"})).amount == 0


def test_broken_by_the_peers_missing() -> None:
    """Colleagues are no peers: P01 and P02 sit together in vain, and P03 is short of both."""
    measure = RULE.measure(SCENARIO, make_plan(SCENARIO, {"D1": "P01 P02 P04 | P03 P08 P07"}))
    assert {match.people[0]: match.amount for match in measure.matches} == {"P01": 1, "P02": 1, "P03": 2}
    assert measure.matches[0].sentence == "P01 meets 0 of 1 wanted from another organisation with the same role."


def test_nobody_is_held_to_more_peers_than_there_are() -> None:
    """A sole holder of a role, colleagues among themselves, and those whose values are unknown lack nobody."""
    floors = RULE.floors(SCENARIO)  # type: ignore[attr-defined]
    assert floors == {"P01": 1, "P02": 1, "P03": 2, **dict.fromkeys(("P04", "P05", "P06", "P07", "P08"), 0)}


def test_unknown_attributes_are_refused() -> None:
    """Both attributes must be declared, and be two."""
    defects = refusals(build_rule("role_alike", attribute="sectr", across="organization"))
    assert [defect.remedy for defect in defects] == ["Did you mean 'sector'?", "Did you mean 'organisation'?"]
    defects = refusals(build_rule("role_alike", attribute="town", across="town"))
    assert [defect.message for defect in defects] == ["nobody is alike and different in the same attribute"]
