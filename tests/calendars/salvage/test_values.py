from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from cohortplan.calendars.reading.lines import Property
from cohortplan.calendars.reading.values import duration, moment, moments, offset, period


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("20261008", date(2026, 10, 8)),
        ("20261008T100000", datetime(2026, 10, 8, 10)),  # noqa: DTZ001 - a reading of a clock
        (" 20261008T100000Z", datetime(2026, 10, 8, 10, tzinfo=UTC)),
        ("20261008T235960Z", datetime(2026, 10, 8, 23, 59, 59, tzinfo=UTC)),
        *(
            (text, None)
            for text in ("", "2026", "20261131", "20261008T10", "20261008T250000", "00000101", "２０２６１００８")
        ),
    ],
)
def test_moments(text: str, value: date | None) -> None:
    """Dates, local times and times in UTC are told apart; what there is not on any calendar is none."""
    found = moment(text)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("PT1H30M", timedelta(hours=1, minutes=30)),
        ("-P1DT2H", -timedelta(days=1, hours=2)),
        ("+P2W", timedelta(weeks=2)),
        ("PT0S", timedelta(0)),
        *((text, None) for text in ("", "P", "PT", "1H", "P1H", "PT1D", "P9999999999D")),
    ],
)
def test_durations(text: str, value: timedelta | None) -> None:
    """Durations are read with their sign; one of absurd length is none."""
    assert duration(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("+0100", timedelta(hours=1)),
        ("-034530", -timedelta(hours=3, minutes=45, seconds=30)),
        *((text, None) for text in ("0100", "+1", "+0160", "+2400", "")),
    ],
)
def test_offsets(text: str, value: timedelta | None) -> None:
    """Offsets have a sign and are shorter than a day."""
    assert offset(text) == value


def test_periods_and_lists() -> None:
    """Periods end at a time or after a duration; of a list, what can be read is read."""
    start, end = datetime(2026, 10, 8, 10, tzinfo=UTC), datetime(2026, 10, 8, 12, tzinfo=UTC)
    assert period("20261008T100000Z/20261008T120000Z") == (start, end)
    assert period("20261008T100000Z/PT2H") == (start, timedelta(hours=2))
    assert period("20261008/PT2H") is period("20261008T100000Z") is None
    found = Property(1, "RDATE", {}, "20261008T100000Z/PT2H,soon,20261008T120000Z")
    assert moments(found) == [start, end]
