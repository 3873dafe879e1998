"""A second, small reading of RFC 5545, written for the tests alone: it shares no code with the writer."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

Line = tuple[str, dict[str, str], str]


def physical_lines(data: bytes) -> list[bytes]:
    """Return the lines of `data` as they stand in the file, without their CRLF."""
    assert data.endswith(b"\r\n")
    return data[:-2].split(b"\r\n")


def unfolded(data: bytes) -> list[str]:
    """Return the content lines of `data`."""
    return data.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def content_lines(data: bytes) -> list[Line]:
    """Return name, parameters and raw value of each content line."""
    return [_parts(line) for line in unfolded(data)]


def unescaped(value: str) -> str:
    """Return the text that a TEXT value stands for."""
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], value)


def property_value(data: bytes, name: str) -> str:
    """Return the raw value of the one property `name` in `data`."""
    (value,) = [line[2] for line in content_lines(data) if line[0] == name]
    return value


def _parts(line: str) -> Line:
    match = re.fullmatch(r'([A-Z-]+)((?:;[A-Z-]+=(?:"[^"]*"|[^";:,]*))*):(.*)', line)
    assert match is not None, line
    pairs = re.findall(r';([A-Z-]+)=(?:"([^"]*)"|([^";:,]*))', match[2])
    decode = {"^^": "^", "^n": "\n", "^'": '"'}
    parameters = {key: re.sub(r"\^[\^n']", lambda each: decode[each[0]], quoted or bare) for key, quoted, bare in pairs}
    return match[1], parameters, match[3]


class Clock:
    """A VTIMEZONE as a calendar program reads it: onsets expanded by dateutil, the latest one holds."""

    def __init__(self, block: bytes, until: datetime) -> None:
        """Read the one VTIMEZONE in `block`, for times before `until`, which has no zone."""
        self.onsets: list[tuple[datetime, timedelta, timedelta]] = []
        found: dict[str, str] = {}
        for name, _, value in content_lines(block):
            if name == "BEGIN":
                found = {}
            elif name == "END" and value in ("STANDARD", "DAYLIGHT"):
                self.onsets.extend(self._expanded(found, until))
            found[name] = value
        self.onsets.sort()

    @staticmethod
    def _expanded(found: dict[str, str], until: datetime) -> list[tuple[datetime, timedelta, timedelta]]:
        start = datetime.strptime(found["DTSTART"], "%Y%m%dT%H%M%S")  # noqa: DTZ007 - it is a wall-clock time
        starts = [start]
        if "RRULE" in found:
            starts = rrulestr(found["RRULE"], dtstart=start).between(start, until, inc=True)
        before, after = (_offset(found[name]) for name in ("TZOFFSETFROM", "TZOFFSETTO"))
        return [(each, before, after) for each in starts]

    def offset(self, moment: datetime) -> timedelta:
        """Return the offset from UTC at the aware `moment`."""
        naive = moment.astimezone(UTC).replace(tzinfo=None)
        return [after for local, before, after in self.onsets if local - before <= naive][-1]

    def utc(self, local: datetime) -> datetime:
        """Return the moment of a wall-clock time; a time before the first onset has the offset before it."""
        earlier = [after for start, before, after in self.onsets if start <= local]
        return (local - (earlier[-1] if earlier else self.onsets[0][1])).replace(tzinfo=UTC)


def times(data: bytes) -> list[tuple[datetime, datetime]]:
    """Return start and end of each event of `data`, in UTC, by the VTIMEZONEs that `data` itself carries."""
    clocks: dict[str, Clock] = {}
    for block in re.findall(rb"BEGIN:VTIMEZONE\r\n.*?END:VTIMEZONE\r\n", data, re.DOTALL):
        clocks[unescaped(property_value(block, "TZID"))] = Clock(block, datetime(2040, 1, 1))  # noqa: DTZ001
    found = []
    for block in re.findall(rb"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", data, re.DOTALL):
        moments = {
            name: _moment(parameters, value, clocks)
            for name, parameters, value in content_lines(block)
            if name in ("DTSTART", "DTEND")
        }
        found.append((moments["DTSTART"], moments["DTEND"]))
    return found


def _moment(parameters: dict[str, str], value: str, clocks: dict[str, Clock]) -> datetime:
    naive = datetime.strptime(value.removesuffix("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007 - the zone follows
    if value.endswith("Z"):
        assert "TZID" not in parameters
        return naive.replace(tzinfo=UTC)
    return clocks[parameters["TZID"]].utc(naive)


def reference_zone(key: str) -> ZoneInfo:
    """Return `key` as the standard library reads it from the tzdata package."""
    with files("tzdata").joinpath(f"zoneinfo/{key}").open("rb") as file:
        return ZoneInfo.from_file(file, key=key)


def _offset(value: str) -> timedelta:
    size = timedelta(hours=int(value[1:3]), minutes=int(value[3:5]), seconds=int(value[5:7] or 0))
    return -size if value[0] == "-" else size
