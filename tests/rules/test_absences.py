from datetime import date, datetime

from cohortplan.model import Absence, Activity, Round, SetSpec, Window
from cohortplan.rules import build_rule
from tests.support.examples import example_scenario
from tests.support.plans import make_plan

RULE = build_rule("absences")
SCENARIO = example_scenario(RULE)


def test_kept_when_absent_people_sit_nowhere() -> None:
    """P08 misses D2 and P04 misses M1; both may sit elsewhere."""
    plan = make_plan(SCENARIO, {"D1": "P04 P08 | P01", "D2": "P04 P01 | P02", "M1": "P08 | P01 | P02"})
    assert RULE.measure(SCENARIO, plan).amount == 0


def test_broken_by_each_seat_of_somebody_who_is_away() -> None:
    """Each seat of an absent person counts once, without the reason."""
    plan = make_plan(SCENARIO, {"D2": "P01 | P08 P02", "M1": "P04 | P01 | P02"})
    measure = RULE.measure(SCENARIO, plan)
    assert measure.amount == 2
    assert measure.matches[0].people == ("P08",)
    assert measure.matches[0].sentence == "P08 is away in round D2 but sits in set D2.2."


def test_a_visit_is_on_a_day_on_which_its_people_are_there_if_one_is_offered() -> None:
    """P01 is away on the second of two days offered; P02 is away on both and misses the visit whenever it is."""
    first, second, third = (
        Window(start=datetime.fromisoformat(f"{day}T10:00"), end=datetime.fromisoformat(f"{day}T12:00"))
        for day in ("2026-10-08", "2026-10-09", "2026-10-12")
    )
    trip = Activity(id="visit", kind="visit", windows=(first, second))
    talk = Activity(id="talk", windows=(third,))
    sets = tuple(SetSpec(id=f"D1.{k}", least=1, most=8) for k in (1, 2))
    scenario = example_scenario(
        RULE,
        rounds=(Round(id="D1", sets=sets, activities=(trip, talk)),),
        absences=(
            Absence(participant="P01", first=date(2026, 10, 9), last=date(2026, 10, 9)),
            Absence(participant="P02", first=date(2026, 10, 8), last=date(2026, 10, 9)),
        ),
        seat_locks=(),
        visit_locks=(),
    )

    def broken_on(day: int) -> list[str]:
        visits = {("D1.1", "visit"): ("H1", f"2026-10-{day:02}T10:00", 120)}
        plan = make_plan(scenario, {"D1": "P01 P02 P03 | P04"}, visits)
        return [match.sentence for match in RULE.measure(scenario, plan).matches]

    assert broken_on(8) == []
    assert broken_on(9) == ["P01 is away when set D1.1 visits H1 on 2026-10-09 at 10:00."]
