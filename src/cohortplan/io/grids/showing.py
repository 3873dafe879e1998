"""The text that a spreadsheet shows for a value, as far as its format matters to a reader."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any

#: How workbooks write a character that XML cannot hold.
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ZEROS = re.compile(r"0{2,20}")
_PERCENT = re.compile(r"0(?:\.(0{1,6}))?%")


def shown(value: Any, cell: Any) -> str:
    """Return the text of a value: dates as 2026-10-08, times as 14:00, numbers without needless decimals."""
    if isinstance(value, str):
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time(0, 0) else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60:02}:{minutes % 60:02}"
    return _number(value, str(getattr(cell, "number_format", "") or ""))


def _number(value: float, format_: str) -> str:
    percent = _PERCENT.fullmatch(format_)
    if percent:
        return f"{value:.{len(percent[1] or '')}%}"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    if isinstance(value, int) and value >= 0 and _ZEROS.fullmatch(format_):
        return str(value).zfill(len(format_))  # a telephone number formatted as 00000000000 keeps its zero
    return repr(value) if isinstance(value, float) else str(value)
