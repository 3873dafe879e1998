"""A small programme with something for every kind of document, as an organiser's folder."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from cohortplan.documents.sheets import Desk, Document, registry
from cohortplan.evaluate.notes import notes
from cohortplan.io import read_plan, read_scenario
from cohortplan.model import Plan, Scenario
from tests.cli.two_days import FILES, plan_content

#: More columns and rows; by file, what is put behind each line of the small programme.
_MORE: dict[str, tuple[str, ...]] = {
    "participants.csv": (
        "town,cleared",
        *("York,", "York,list-A", "Selby,list-A", "York,list-A", "Hull,list-A", "Hull,list-A"),
    ),
    "hosts.csv": (
        "joining,clearance,clearance_days,gate_fields,id_rule,purge_days,reserve",
        "Phones and watches stay in lockers.,list-A,21,legal_name;born;id_type,Passport or photocard licence.,5,",
        ",,,,,,",
        "Bare below the elbow; no rings.,,,,,,",
        ",,,,,,",
    ),
}
_FILES = {
    "places.csv": "place,lat,lon\nYork,53.9591,-1.0815\nSelby,53.7835,-1.0671\nHull,53.7443,-0.3325\n",
    "private.csv": "participant,legal_name,born,id_type,id_number,phone,diet,emergency,consents\n"
    "A01,Orla Jane Benning,1981-02-03,passport,533401872,+44 1632 960001,vegan,Sam 01632 960011,name;contact\n"
    "A02,Tomas Quayle,1975-05-06,licence,QUAYL705065T99,+44 1632 960002,halal,Ada 01632 960012,\n"
    "A03,,,,,+44 1632 960003,,,\n",
    "sealed.csv": "key,flags,cannot,needs\n77aa,first,,hearing loop\n88bb,,stairs,\n",
    "keys.csv": "key,participant\n77aa,A02\n88bb,A05\n",
    "facilitators.csv": "facilitator,name,email,organisation\nF1,Gwen Pateley,gwen@guides.example,Outside\n",
    "guests.csv": "guest,name,email,organisation,kind,of,events\nG1,Ottoline Skaife,,City Hall,sponsor,A01,close\n",
    "attendance.csv": "participant,round,set,activity,date,present\n"
    "A01,D1,D1.1,visit,2026-10-08,yes\nA02,D1,D1.1,visit,2026-10-08,yes\nA03,D1,D1.1,visit,2026-10-08,no\n"
    "A04,D1,D1.2,visit,2026-10-08,yes\nA05,D1,D1.2,visit,2026-10-08,yes\nA06,D1,D1.2,visit,2026-10-08,yes\n",
}
_HOST = "H5,Rail Museum,Rail Trust,nonprofit,museum,York,9,2,,,,,,,yes\n"


def write_office(home: Path) -> tuple[Path, Path]:
    """Write the folder and its plan, and return where they are."""
    folder = home / "office"
    folder.mkdir()
    for name, text in FILES.items():
        lines = [line.strip() for line in text.strip().splitlines()]
        ends = _MORE.get(name, ())
        joined = [f"{line},{end}" for line, end in zip(lines, ends, strict=False)]
        (folder / name).write_text("\n".join(joined or lines) + "\n", encoding="utf-8")
    with (folder / "hosts.csv").open("a", encoding="utf-8") as hosts:
        hosts.write(_HOST)
    for name, text in _FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    settings = folder / "scenario.toml"
    text = settings.read_text(encoding="utf-8").replace("organisation = []", "organisation = []\ntown = []")
    settings.write_text(text.replace("ends = 2027-07-31", 'ends = 2027-07-31\ncontact = "01904 555 0100"'))
    rounds = (folder / "rounds.csv").read_text(encoding="utf-8").splitlines()
    (folder / "rounds.csv").write_text(f"{rounds[0]},facilitators\n{rounds[1]},1\n{rounds[2]},\n")
    content = plan_content()
    content["rounds"][0]["sets"][0]["facilitators"] = ["F1"]
    plan = home / "plan.json"
    plan.write_text(json.dumps(content), encoding="utf-8")
    return folder, plan


def earlier(plan: Plan) -> Plan:
    """Return a plan in which the two sets of the second day had each other's hosts."""
    one, two = plan.rounds
    hosts = [group.activities[0].host for group in two.sets]
    sets = tuple(
        group.model_copy(update={"activities": (group.activities[0].model_copy(update={"host": host}),)})
        for group, host in zip(two.sets, reversed(hosts), strict=True)
    )
    return plan.model_copy(update={"rounds": (one, two.model_copy(update={"sets": sets}))})


@cache
def office() -> tuple[Scenario, Plan]:
    """Return the programme and its plan."""
    folder, plan = write_office(Path(mkdtemp(prefix="office-")))
    return read_scenario(folder), read_plan(plan)


def sheets(scenario: Scenario, plan: Plan, kind: str, **how: str) -> dict[str, Document]:
    """Return the documents of a kind by whom they are for."""
    desk = Desk(scenario, plan, notes=notes(scenario, earlier(plan), plan), **how)  # type: ignore[arg-type]
    return {sheet.to: sheet.document for sheet in registry()[kind].sheets(desk)}
