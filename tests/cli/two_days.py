"""A small scenario folder as a person would type it, and plans of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FILES = {
    "scenario.toml": """
        [programme]
        id = "two-days"
        title = "Two days in York"
        timezone = "Europe/London"
        starts = 2026-09-01
        ends = 2027-07-31

        [charter]
        purpose = "York's leaders see each other's work."

        [attributes]
        sector = ["public", "private", "nonprofit"]
        organisation = []

        [[rules]]
        rule = "new_contacts"
        """,
    "participants.csv": """
        id,name,email,sector,organisation,flags
        A01,Orla Benning,orla@benning.example,public,City Hall,lived_experience
        A02,Tomas Quayle,,private,Quayle Tools,
        A03,Ngozi Farrow,,nonprofit,Food for All,
        A04,Hana Ridley,,public,County Court,
        A05,Piers Landon,,private,Landon Rail,
        A06,Maeve Corry,,nonprofit,Shelter Street,
        """,
    "hosts.csv": """
        id,name,organisation,sector,kind,town,capacity,min
        H1,Marsh Lane Prison,Marsh Lane,public,prison,York,6,2
        H2,Minster Radio,Minster Media,private,radio,York,6,2
        H3,Ouse Hospital,Ouse Trust,public,hospital,Selby,6,2
        H4,Harbour Bakery,Harbour Foods,private,bakery,Hull,6,2
        """,
    "rounds.csv": """
        round,title,contacts,sets,size,activity,kind,activity_title,date,from,until,minutes
        D1,First day,yes,2,3,visit,visit,Morning visit,2026-10-08,10:00,12:00,90
        D2,Second day,yes,2,3,visit,visit,Morning visit,2026-12-03,10:00,12:00,90
        """,
    "events.csv": """
        id,title,date,from,until,place
        close,Celebration,2027-05-13,14:00,16:00,York Guildhall
        """,
    "ties.csv": """
        a,b,kind
        A01,A02,knows
        """,
}

#: Members, host and time of each set.
SETS = {
    "D1": (("A01 A02 A03", "H1", "2026-10-08", "+01:00"), ("A04 A05 A06", "H2", "2026-10-08", "+01:00")),
    "D2": (("A01 A05 A06", "H3", "2026-12-03", "+00:00"), ("A02 A03 A04", "H4", "2026-12-03", "+00:00")),
}


def plan_content() -> dict[str, Any]:
    """Return the plan as JSON has it: every hard rule is kept, 10 pairs meet, two of them twice."""
    return {
        "format": "cohortplan-plan/1",
        "scenario": {"id": "two-days", "sha256": ""},
        "manifest": {},
        "score": {},
        "rounds": [
            {
                "id": name,
                "sets": [
                    {
                        "id": f"{name}.{k}",
                        "members": members.split(),
                        "activities": [
                            {
                                "id": "visit",
                                "kind": "visit",
                                "host": host,
                                "start": f"{day}T10:00:00{offset}",
                                "end": f"{day}T11:30:00{offset}",
                            }
                        ],
                    }
                    for k, (members, host, day, offset) in enumerate(sets, start=1)
                ],
            }
            for name, sets in SETS.items()
        ],
    }


def write_folder(parent: Path) -> Path:
    """Write the scenario folder."""
    path = parent / "two-days"
    path.mkdir()
    for name, text in FILES.items():
        lines = [line.strip() for line in text.strip().splitlines()]
        (path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def write_plan_file(parent: Path) -> Path:
    """Write the plan that keeps every hard rule."""
    path = parent / "plan.json"
    path.write_text(json.dumps(plan_content()), encoding="utf-8")
    return path


def write_broken_plan(parent: Path) -> Path:
    """Write a plan in which A01 visits the same host on both days."""
    content = plan_content()
    content["rounds"][1]["sets"][0]["activities"][0]["host"] = "H1"
    path = parent / "broken.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path
