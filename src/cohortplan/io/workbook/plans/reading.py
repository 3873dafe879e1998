"""A plan out of a workbook that somebody may have edited: names become ids again, and every slip has its cell."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from cohortplan.errors import Defect, InputError, PlanError
from cohortplan.io.findings import Findings
from cohortplan.io.grids import read_grids
from cohortplan.io.table import key
from cohortplan.io.workbook.plans.layout import (
    ABOUT,
    ABOUT_TABLE,
    FACILITATOR,
    GUEST,
    HOSTS_TABLE,
    PARTICIPANT,
    PEOPLE,
    PEOPLE_TABLE,
    SETS,
    TIMETABLE,
    TIMETABLE_TABLE,
    WRITTEN,
)
from cohortplan.io.workbook.plans.moving import take_moves
from cohortplan.io.workbook.plans.seating import Block, read_sets
from cohortplan.io.workbook.plans.source import Source, known
from cohortplan.io.workbook.plans.times import Doings, Timetable
from cohortplan.model import Plan, PlannedRound, PlannedSet, ScenarioRef
from cohortplan.model.zones import zone


def read_plan_workbook(path: Path) -> Plan:
    """Read a plan from the sheets `sets` and `timetable` of a workbook, and what these need of the others.

    Raises
    ------
    PlanError
        If it is no plan; it carries all that is wrong with it.
    """
    return read_as_written(path)[0]


def read_as_written(path: Path) -> tuple[Plan, str]:
    """Read a plan, and the hash of what it decided when it was written, "" if that is not there any more.

    Raises
    ------
    PlanError
        If it is no plan; it carries all that is wrong with it.
    """
    try:
        source = Source({key(grid.sheet): grid for grid in read_grids(path)}, Findings(home=str(path)))
    except InputError as error:
        raise PlanError(error.defects) from error
    findings = source.findings
    missing = [name for name in (SETS, TIMETABLE, PEOPLE, ABOUT) if name not in source.grids]
    if missing:
        message = f"this is not the workbook of a plan: it has no sheet {', '.join(missing)}"
        raise PlanError([Defect(message, "Name one that `cohortplan workbook` wrote", file=str(path))])
    about = {key(record.values["item"]): record.values.get("value", "") for record in source.records(ABOUT_TABLE)}
    blocks, doings = _decided(source, _zone(about.get("timezone", ""), source))
    if findings.defects:
        raise PlanError(findings.sorted())
    reference = ScenarioRef(id=about.get("scenario", ""), sha256=about.get("sha256", ""))
    plan = Plan(
        scenario=reference,
        manifest=_mapping(about.get("manifest", "")),
        score=_mapping(about.get("score", "")),
        rounds=tuple(_round(name, blocks[name], doings) for name in blocks),
    )
    return plan, about.get(key(WRITTEN), "")


def _decided(source: Source, clock: ZoneInfo | None) -> tuple[dict[str, Block], Doings]:
    """Return who sits where, and what sets do."""
    everyone = source.records(PEOPLE_TABLE)
    of = {
        role: [each for each in everyone if each.values["role"] == role] for role in (PARTICIPANT, FACILITATOR, GUEST)
    }
    people, carers, guests = (known(role, records) for role, records in of.items())
    hosts = known("host", source.records(HOSTS_TABLE))
    blocks = read_sets(source.grids[SETS], people, carers, source.findings)
    take_moves(of[PARTICIPANT], blocks, source.grids[SETS], source.findings)
    rows = source.records(TIMETABLE_TABLE)
    return blocks, {} if clock is None else Timetable(people, hosts, guests, clock).read(rows, blocks)


def _zone(name: str, source: Source) -> ZoneInfo | None:
    """Return the time zone in which times are meant; None, and a note, if there is no such zone."""
    try:
        return zone(name)
    except InputError as error:
        for each in error.defects:
            source.findings.add(each.message, each.remedy, name, file=source.grids[ABOUT].name, column="timezone")
    return None


def _mapping(text: str) -> dict[str, Any]:
    """Return the manifest or the score: both are told, and never trusted."""
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _round(name: str, block: Block, doings: Mapping[tuple[str, str], Any]) -> PlannedRound:
    sets = (
        PlannedSet(
            id=each,
            members=tuple(sorted(members)),
            activities=tuple(doings.get((name, each), ())),
            facilitators=tuple(sorted(block.carers[each])),
        )
        for each, members in block.members.items()
    )
    return PlannedRound(id=name, sets=tuple(sets))
