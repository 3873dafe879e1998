from __future__ import annotations

import sys
from datetime import datetime, timedelta
from itertools import repeat
from time import monotonic

import pytest
from dateutil.rrule import rrulestr

from cohortplan.calendars.reading.recurring import MOST, RuleError, deadline, occurrences

START = datetime(2020, 1, 6, 9)  # noqa: DTZ001 - readings of clocks
FIRST, LAST = datetime(2026, 9, 1), datetime(2027, 8, 1)  # noqa: DTZ001

BOMBS = (
    "FREQ=SECONDLY",
    "FREQ=MINUTELY;INTERVAL=1",
    "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=SECONDLY;COUNT=2000000000",
    "FREQ=SECONDLY;UNTIL=99991231T235959Z",
    f"FREQ=YEARLY;BYDAY={','.join(['MO'] * 100_000)};BYSETPOS=9",
    f"FREQ=DAILY;BYSETPOS={','.join(map(str, range(1, 366)))};BYHOUR={','.join(map(str, range(24)))};BYSECOND=1,2,3",
)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY",
        "FREQ=DAILY;INTERVAL=3;BYDAY=MO,TU",
        "FREQ=WEEKLY;BYDAY=TU,TH",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=SU",
        "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,WE,FR;BYSETPOS=-1",
        "FREQ=MONTHLY;BYDAY=-1FR",
        "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "FREQ=HOURLY;INTERVAL=5",
        "FREQ=WEEKLY;COUNT=400",
        "FREQ=WEEKLY;UNTIL=20261201T000000Z",
    ],
)
def test_a_late_window_gives_what_following_from_the_start_gives(rule: str) -> None:
    """What is jumped over changes nothing: dateutil, from the first instance on, finds the same in the window."""
    plain = rrulestr(rule.replace("Z", ""), dtstart=START)
    found = occurrences(rule, START, FIRST, LAST, monotonic() + 9)
    assert found == list(plain.between(FIRST - timedelta(seconds=1), LAST - timedelta(seconds=1)))
    assert found


@pytest.mark.parametrize("bomb", BOMBS, ids=lambda bomb: bomb[:40])
def test_bombs_do_not_go_off(bomb: str) -> None:
    """A rule that gives too much or nothing for ever is given up in time, or after the most instances."""
    begun = monotonic()
    with pytest.raises(RuleError):
        occurrences(bomb, START, FIRST, LAST, begun + 0.3)
    assert monotonic() - begun < 2


@pytest.mark.parametrize("rule", ["", "FREQ=SOMETIMES", "FREQ=DAILY;COUNT=x", "INTERVAL=1", "FREQ=DAILY;INTERVAL=0"])
def test_a_rule_that_is_none(rule: str) -> None:
    """What cannot be read is told, be it by the library's words or by taking for ever."""
    with pytest.raises(RuleError, match="its rule"):
        occurrences(rule, START, FIRST, LAST, monotonic() + 0.3)


def test_what_is_over_is_not_followed() -> None:
    """A rule that ended before the window costs nothing."""
    assert occurrences("FREQ=SECONDLY;UNTIL=20210101", START, FIRST, LAST, monotonic() + 0.3) == []


def test_the_most_instances() -> None:
    """As many instances as are allowed are found."""
    last = FIRST + timedelta(hours=MOST)
    assert len(occurrences("FREQ=HOURLY", START, FIRST, last, monotonic() + 9)) == MOST


def test_a_deadline_leaves_nothing_behind() -> None:
    """The deadline holds inside its block alone, and whoever watched the interpreter before does so again."""
    with pytest.raises(TimeoutError), deadline(monotonic() + 0.05):
        any(START.isoformat() == "" for _ in repeat(None))
    assert sys.getprofile() is None
