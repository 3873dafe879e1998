"""Contacts fade by half in a half-life, and keep alive those who met often or say so."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cohortplan.evaluate import HALF_LIFE, OldTie, old_ties
from cohortplan.model import Confirmation, Scenario
from tests.model.test_attendance import recorded
from tests.support import make_scenario
from tests.support.plans import make_plan

MET = date(2026, 10, 8)
SEATS = {"D1": "P01 P02 P03 P04 | P05 P06 P07 P08"}


def left(scenario: Scenario, days: int, pair: str = "P01 P03") -> OldTie | None:
    """Return what is left of a pair's contacts so many days after the first."""
    visits = {(f"D1.{k}", "visit"): (f"H{k}", "2026-10-08T10:00", 180) for k in (1, 2)}
    plan = make_plan(scenario, SEATS, visits)
    ties = {f"{tie.a} {tie.b}": tie for tie in old_ties(scenario, plan, MET + timedelta(days=days))}
    return ties.get(pair)


def both(*pair: str) -> tuple[Confirmation, ...]:
    """Return the answers of two who both say that they met, two days after the first day."""
    a, b = pair
    day = MET + timedelta(days=2)
    return (Confirmation(participant=a, met=b, date=day), Confirmation(participant=b, met=a, date=day))


@pytest.mark.parametrize(("days", "alive"), [(1, True), (HALF_LIFE, True), (HALF_LIFE + 1, False)])
def test_one_meeting_lives_for_one_half_life(days: int, alive: bool) -> None:
    """The day on which the tie ends is the same whenever one looks."""
    tie = left(recorded("P02"), days)
    assert tie is not None
    assert tie.strength == pytest.approx(2.0 ** (-days / HALF_LIFE))
    assert tie.until == (MET + timedelta(days=HALF_LIFE) if alive else None)


def test_what_both_confirm_lives_twice_as_long() -> None:
    """It is worth two meetings; the word of one of the two adds nothing."""
    confirmed = left(recorded("P02", confirmed=both("P01", "P03")), 2 * HALF_LIFE)
    one = left(recorded("P02", confirmed=both("P01", "P03")[:1]), 2 * HALF_LIFE)
    assert confirmed is not None
    assert one is not None
    assert (confirmed.confirmed, confirmed.until) == (True, MET + timedelta(days=2 * HALF_LIFE))
    assert (one.confirmed, one.until) == (False, None)


def test_who_was_away_met_nobody() -> None:
    """P01 and P02 were to meet, and P02 was away."""
    assert left(recorded("P02"), 10, "P01 P02") is None


def test_where_nothing_is_recorded_the_plan_stands() -> None:
    """Nobody recorded who came: those who were planned together met."""
    tie = left(make_scenario(), 10)
    assert tie is not None
    assert tie.days == (MET,)


def test_people_of_different_sets_met_if_both_say_so() -> None:
    """P01 and P05 shared no set; they met on the day of the later answer."""
    tie = left(make_scenario(confirmed=both("P05", "P01")), 10, "P01 P05")
    assert tie is not None
    assert (tie.days, tie.confirmed) == ((MET + timedelta(days=2),), True)


def test_what_is_yet_to_come_is_no_contact() -> None:
    """On the first day itself nobody has met yet."""
    assert left(make_scenario(), 0) is None
