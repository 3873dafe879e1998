"""The end report: what came of the programme, and what the next cohort should do otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from cohortplan.documents.sheets.desk import Desk
from cohortplan.documents.sheets.document import Block, Document, Facts, Grid, Heading, Listing, Text
from cohortplan.documents.sheets.lessons import lessons
from cohortplan.documents.sheets.opening import charter
from cohortplan.documents.sheets.registry import Sheet, kind
from cohortplan.documents.table import NOTHING, Table
from cohortplan.documents.words import count, days, people
from cohortplan.evaluate import Metrics, attended_contacts, confirmed_contacts, planned_contacts
from cohortplan.evaluate.metrics import metrics


@kind("end-report", audience="organiser", each="programme")
def end_report(desk: Desk) -> Iterator[Sheet]:
    """What came of the programme: experience, contacts, hosts, lessons, and settings for the next cohort."""
    programme, figures = desk.scenario.programme, metrics(desk.scenario, desk.plan)
    blocks = [*charter(desk), *_experience(desk), *_contacts(desk, figures), *_hosts(desk), *_lessons(desk, figures)]
    title = f"{programme.title}: end report"
    lead = f"{people(len(desk.scenario.people))}, {days(programme.starts, programme.ends)}"
    yield Sheet("", Document(title, lead, "For the programme office. It names no participant.", blocks))


def _experience(desk: Desk) -> Iterator[Block]:
    register = desk.scenario.register
    columns: dict[str, list[str | int]] = {"round": [], "sets": [], "seats": [], "came": [], "share": []}
    for planned in desk.plan.rounds:
        mine = [record for records in register.of(planned.id).values() for record in records]
        there, seats = sum(record.present for record in mine), sum(len(group.members) for group in planned.sets)
        came = (there, f"{there / len(mine):.0%}") if mine else ("", "")
        for name, cell in zip(columns, (desk.round_name(planned.id), len(planned.sets), seats, *came), strict=True):
            columns[name].append(cell)
    records = register.records
    yield Heading("Experience")
    if records:
        there = sum(record.present for record in records)
        times = count(len(records), "time")
        yield Text(f"Of {times} that somebody was expected, they came {there:,} times: {there / len(records):.0%}.")
    else:
        yield Text("No attendance is recorded, so this report tells what was planned.")
    yield Grid(Table.of("Who came, round by round", columns))


def _contacts(desk: Desk, figures: Metrics) -> Iterator[Block]:
    scenario = desk.scenario
    met, said = attended_contacts(scenario), Counter(confirmed_contacts(scenario).values())
    planned, recorded = planned_contacts(scenario, desk.plan), scenario.register.rounds
    due = sum(1 for rounds in planned.values() if recorded.intersection(rounds))
    yield Heading("Contacts")
    yield Facts(
        (
            ("Pairs who were to meet", f"{figures.distinct_pairs:,} of {figures.possible_pairs:,}"),
            (
                "Pairs new to each other",
                f"{figures.new_contacts:,}, {figures.new_cross_sector:,} across sectors",
            ),
            ("Pairs who did meet", f"{len(met):,} of {due:,} in the rounds that are recorded" if recorded else ""),
            ("Confirmed by both, by one", f"{said[2]:,}, {said[1]:,}" if said else ""),
            (
                "Fewest met by anyone",
                f"{figures.min_contacts}; no plan promises over {figures.min_contacts_bound}",
            ),
            ("Meetings that were repeats", f"{figures.repeats:,}; the two who met most, {figures.most_meetings} times"),
        )
    )


def _hosts(desk: Desk) -> Iterator[Block]:
    visits = desk.visits()
    if not visits:
        return
    number, heads = Counter(item.host for item in visits), Counter[str | None]()
    for item in visits:
        heads[item.host] += len(item.members)
    known = sorted(desk.scenario.hosts, key=lambda host: (-number[host.id], host.name))
    rows = [
        (host.name, number[host.id], host.most_visits if host.most_visits is not None else NOTHING, heads[host.id])
        for host in known
        if number[host.id] or not host.reserve
    ]
    yield Heading("Hosts")
    yield Grid(Table("What hosts did", ("host", "visits", "offered", "visitors"), rows), (9, 2, 2, 2))


def _lessons(desk: Desk, figures: Metrics) -> Iterator[Block]:
    found = lessons(desk, figures)
    yield Heading("Lessons, and settings for the next cohort")
    if not found:
        yield Text("Nothing in the figures asks for other settings.")
        return
    yield Listing([lesson.sentence for lesson in found])
    settings = [lesson.setting for lesson in found if lesson.setting]
    if settings:
        yield Text("In scenario.toml, or the table named:")
        yield Listing(settings)
