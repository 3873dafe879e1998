"""Time zones by the `tzdata` package, never the system's, so that the same scenario gives the same plan everywhere."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from zoneinfo import ZoneInfo

from cohortplan.errors import Defect, InputError


@lru_cache(maxsize=64)
def zone(key: str) -> ZoneInfo:
    """Return the time zone `key`.

    Raises
    ------
    InputError
        If there is no such zone.
    """
    return ZoneInfo.from_file(BytesIO(zone_data(key)), key=key)


@lru_cache(maxsize=64)
def zone_data(key: str) -> bytes:
    """Return the TZif file of zone `key`.

    Raises
    ------
    InputError
        If there is no such zone.
    """
    file = files("tzdata").joinpath("zoneinfo")
    if re.fullmatch(r"[A-Z][-+\w]*(?:/[A-Z][-+\w]*)*", key, re.ASCII):
        file = file.joinpath(*key.split("/"))
    if not file.is_file():
        raise InputError([Defect("The time zone is not known", "Use an IANA name such as Europe/London", key)])
    return file.read_bytes()


def shown(local: datetime, key: str) -> bool:
    """Whether clocks in zone `key` ever show the time `local`: not in the hour skipped when they go forward.

    Raises
    ------
    InputError
        If there is no such zone.
    """
    aware = local.replace(tzinfo=zone(key))
    return aware.astimezone(UTC).astimezone(aware.tzinfo).replace(tzinfo=None) == local
