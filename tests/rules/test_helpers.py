from datetime import datetime
from itertools import combinations

import numpy as np

from cohortplan.model import SetSpec
from cohortplan.primitives import build_axes
from cohortplan.rules.shared.lowering import price_sets, price_sets_by_round, price_visits
from cohortplan.rules.shared.pair_lowering import price_never_meeting
from cohortplan.rules.shared.pairs import linked, meetings, pairs_met, tied
from cohortplan.rules.shared.values import alike, holders
from cohortplan.rules.shared.wording import counted, listed, span
from tests.support.builders import cohort, visit_rounds
from tests.support.examples import example_scenario
from tests.support.plans import make_plan

SCENARIO = example_scenario()
AXES = build_axes(SCENARIO)


def test_linked_splits_people_into_chains() -> None:
    """Chains that touch are one group, whatever the order of the pairs; others stay apart."""
    groups = linked([("a", "b"), ("c", "d"), ("e", "f"), ("b", "d")])
    assert set(groups) == {frozenset("abcd"), frozenset("ef")}
    assert linked([]) == []


def test_meetings_count_a_round_once_however_the_plan_is_damaged() -> None:
    """A set that stands twice in a plan makes one meeting of its round."""
    plan = make_plan(SCENARIO, {"D1": "P01 P02 | P03"})
    once = plan.rounds[0]
    doubled = plan.model_copy(update={"rounds": (once.model_copy(update={"sets": once.sets * 2}),)})
    assert meetings(SCENARIO, doubled, ("D1",)) == {("P01", "P02"): ("D1",)}


def test_who_meets_at_all_is_who_has_meetings() -> None:
    """The pairs that share a set in some rounds are those of which it is told in which, once for all rounds."""
    plan = make_plan(SCENARIO, {"D1": "P01 P02 P03 | P04", "D2": "P01 P02 | P03 P04"})
    for rounds in ((), ("D1",), ("D2",), ("D1", "D2", "D3")):
        assert pairs_met(SCENARIO, plan, rounds) == meetings(SCENARIO, plan, rounds).keys()


def test_pairs_are_in_alphabetical_order_whatever_way_a_tie_is_written() -> None:
    """The tie of P08 and P03 is the pair (P03, P08)."""
    assert tied(SCENARIO, ("knows",)) == {("P01", "P02"), ("P03", "P08")}


def test_holders_leave_out_those_without_a_value() -> None:
    """A blank value is nobody's, and two blanks are not alike."""
    blank = SCENARIO.participants[0].model_copy(update={"attributes": {}})
    optional = tuple(attribute.model_copy(update={"optional": True}) for attribute in SCENARIO.attributes)
    scenario = example_scenario(participants=(blank, *SCENARIO.participants[1:]), attributes=optional)
    assert holders(scenario, "sector")["public"] == {"P04", "P07"}
    assert list(holders(scenario, "sector")) == ["nonprofit", "private", "public"]
    assert set(alike(scenario, "sector")) == {
        ("P03", "P06"),
        ("P02", "P05"),
        ("P02", "P08"),
        ("P05", "P08"),
        ("P04", "P07"),
    }


def test_never_meeting_is_priced_by_what_a_pair_differs_in() -> None:
    """Two who do not know each other cost 1, and more if of different sectors; two who do cost nothing."""
    shape = price_never_meeting(AXES, ["D1"], {"sector": 2}, [("P03", "P08")])
    rows, people = shape.pairs.square, SCENARIO.participants
    for a, b in combinations(range(len(people)), 2):
        unlike = people[a].get("sector") != people[b].get("sector")
        price = shape.table[rows[a, b], 0] if rows[a, b] >= 0 else 0
        assert price == (0 if (a, b) == (2, 7) else 1 + 2 * unlike)


def test_price_by_round_gives_each_round_its_own_price() -> None:
    """Rounds with one callable share rows for sets of like size; others have rows of their own; the rest have none."""

    def ones(_spec: SetSpec, _size: int, total: int) -> int:
        return total

    def tens(_spec: SetSpec, _size: int, total: int) -> int:
        return 10 * total

    shape = price_sets_by_round(AXES, {"D1": ones, "D2": tens, "M1": ones})
    assert shape.row.tolist() == [[0, 0, -1], [1, 1, -1], [-1, -1, -1], [2, 2, 2]]
    assert shape.table[:, 0, 3].tolist() == [3, 30, 3]


def test_a_large_cohort_has_tables_no_wider_than_its_sets_ask_for() -> None:
    """With 300 people in sets of up to 8 a table ends at 32 members, by size and by weight."""
    rounds = visit_rounds(1, [(5, 8)] * 50)
    scenario = example_scenario(
        participants=cohort(300), rounds=rounds, absences=(), seat_locks=(), visit_locks=(), ties=()
    )
    shape = price_sets(build_axes(scenario), ("D1",), lambda *_: 1, by_size=True)
    assert shape.table.shape == (1, 33, 33)


def test_price_visits_prices_only_the_visits_named() -> None:
    """The options of the visit named have prices by host and start, all other visits none."""

    def cost(host: str, start: datetime) -> int:
        return int(host[1:]) + start.hour

    shape = price_visits(AXES, {("D2.1", "visit"): cost})
    assert [AXES.set_ids[AXES.visits[v].round][AXES.visits[v].set] for v in np.flatnonzero(shape.row >= 0)] == ["D2.1"]
    assert [shape.table[0, o] for o in AXES.menu(2)] == [11, 12, 13, 14]


def test_wording_reads_as_a_person_would_say_it() -> None:
    """Lists, numbers and ranges in words."""
    assert [listed(names) for names in ((), ("A",), ("A", "B"), ("A", "B", "C"))] == ["", "A", "A and B", "A, B and C"]
    assert [counted(number, "time") for number in (0, 1, 2)] == ["0 times", "1 time", "2 times"]
    assert [span(2, 2), span(2, 3)] == ["2", "2 to 3"]


def test_capitals_do_not_make_values_differ() -> None:
    """Two people whose values differ by capitals and blanks alone are alike."""
    a, b, *others = SCENARIO.participants
    typed = [
        person.model_copy(update={"attributes": {**person.attributes, "town": town}})
        for person, town in ((a, "New  Town"), (b, "new town"))
    ]
    assert ("P01", "P02") in set(alike(example_scenario(participants=(*typed, *others)), "town"))
