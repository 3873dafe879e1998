from datetime import date

from cohortplan.model import Participant, Scenario, Tie
from cohortplan.rules import build_rule
from tests.support.builders import cohort, make_scenario


def tied(**fields: object) -> Scenario:
    """Make a scenario with one tie."""
    return make_scenario(ties=(Tie(a="P01", b="P02", **fields),))  # type: ignore[arg-type]


def test_the_checksum_tells_what_differs() -> None:
    """A day in a tie, a topic of a person, and a field of a rule each make another scenario."""
    asking = cohort(8)[0].model_copy(update={"asks": ("law",)})
    scenarios = (
        tied(),
        tied(need_by=date(2026, 10, 30)),
        make_scenario(participants=(asking, *cohort(8)[1:])),
        make_scenario([build_rule("new_contacts")]),
        make_scenario([build_rule("new_contacts", known=())]),
    )
    assert len({scenario.sha256 for scenario in scenarios}) == len(scenarios)


def test_what_is_left_at_its_default_does_not_count() -> None:
    """Whether a default is written or not, and so whether there is such a field at all, plans stay those of it."""
    assert tied().sha256 == tied(kind="knows", source="", need_by=None).sha256


def test_people_and_ties_survive_being_written_and_read() -> None:
    """Written as JSON and read back they are the same."""
    tie = Tie(a="P01", b="P02", kind="joint", need_by=date(2026, 10, 30))
    person = Participant(id="P01", name="Person 1", asks=("law", "pay/rewards"), offers=("media",))
    assert Tie.model_validate_json(tie.model_dump_json()) == tie
    assert Participant.model_validate_json(person.model_dump_json()) == person
