"""Every section that the checker cites, or a docstring of calendars does, is one that the standard has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import cohortplan.calendars
from cohortplan.calendars.checking.base import SERIES
from cohortplan.calendars.checking.check import rules
from cohortplan.calendars.checking.messages import FORMS

#: What the sections are about, by their number, from the tables of contents.
TITLES = {
    "4918": {"13": "Multi-Status Response"},
    "5545": {
        "3.1": "Content Lines",
        "3.1.4": "Character Set",
        "3.2": "Property Parameters",
        "3.2.19": "Time Zone Identifier",
        "3.3": "Property Value Data Types",
        "3.3.3": "Calendar User Address",
        "3.3.5": "Date-Time",
        "3.3.6": "Duration",
        "3.3.10": "Recurrence Rule",
        "3.3.11": "Text",
        "3.4": "iCalendar Object",
        "3.6": "Calendar Components",
        "3.6.1": "Event Component",
        "3.6.5": "Time Zone Component",
        "3.6.6": "Alarm Component",
        "3.7.1": "Calendar Scale",
        "3.7.3": "Product Identifier",
        "3.7.4": "Version",
        "3.8": "Component Properties",
        "3.8.1.6": "Geographic Position",
        "3.8.1.11": "Status",
        "3.8.2.2": "Date-Time End",
        "3.8.2.6": "Free/Busy Time",
        "3.8.3.1": "Time Zone Identifier",
        "3.8.4.7": "Unique Identifier",
        "3.8.7": "Change Management Component Properties",
        "3.8.7.2": "Date-Time Stamp",
        "3.8.7.4": "Sequence Number",
    },
    "5546": {
        "1.4": "Methods",
        "2.1.4": "Component Revisions",
        "3.2": "Methods for VEVENT Calendar Components",
        "3.2.1": "PUBLISH",
        "3.2.2": "REQUEST",
        "3.2.3": "REPLY",
        "3.2.4": "ADD",
        "3.2.5": "CANCEL",
        "3.2.6": "REFRESH",
        "3.2.7": "COUNTER",
        "3.2.8": "DECLINECOUNTER",
    },
    "6047": {"2.2.1": "Authorization", "2.4": "Content-Type Header Field"},
    "6638": {"3.2.9": "Schedule Status Values"},
    "7953": {"3.1": "Availability Component"},
    "8536": {"3.3": "TZif Footer"},
}
CITED = re.compile(r"RFC (\d{4}), (?:section )?(\d+(?:\.\d+)*)")


def sources() -> list[Path]:
    """Return the files of the package."""
    return sorted(Path(cohortplan.calendars.__path__[0]).rglob("*.py"))


@pytest.mark.parametrize("section", sorted({rule.section for rule in (*rules(), *SERIES.all.values())}))
def test_a_rule_cites_a_section(section: str) -> None:
    """What a finding names can be looked up."""
    match = CITED.fullmatch(section)
    assert match is not None
    assert TITLES[match[1]][match[2]]


def test_sections_of_methods() -> None:
    """What a message must say is cited from the section of its method."""
    assert {name: TITLES["5546"][form.section] for name, form in FORMS.items()} == {name: name for name in FORMS}


def test_docstrings_cite_sections() -> None:
    """So do comments and docstrings; no title stands in the table in vain."""
    cited = {found.groups() for path in sources() for found in CITED.finditer(path.read_text(encoding="utf-8"))}
    cited |= {("5546", form.section) for form in FORMS.values()}
    assert cited == {(number, section) for number, titles in TITLES.items() for section in titles}
