"""A large programme: 96 people in 12 sets, each of which visits 40 hosts in 40 rounds; 480 visits."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache

from cohortplan.model import (
    Activity,
    Calendars,
    Facilitator,
    Host,
    Participant,
    Plan,
    Programme,
    Round,
    Scenario,
    SetSpec,
    Way,
    Window,
)
from tests.support.builders import make_scenario
from tests.support.facilitators import looked_after
from tests.support.plans import make_plan

PEOPLE, SETS, HOSTS = 96, 12, 40
_SIZE = PEOPLE // SETS
_FIRST = datetime(2026, 9, 7, 9)  # noqa: DTZ001 - a wall-clock time


@cache
def scenario() -> Scenario:
    """Return the programme; everyone and every host has a mailbox."""
    rounds = []
    for k in range(HOSTS):
        start = _FIRST + timedelta(weeks=k)
        windows = (Window(start=start, end=start + timedelta(hours=8)),)
        sets = tuple(SetSpec(id=f"D{k}.{s}", least=_SIZE, most=_SIZE) for s in range(SETS))
        visit = Activity(id="visit", kind="visit", windows=windows, minutes=120)
        rounds.append(Round(id=f"D{k}", sets=sets, activities=(visit,)))
    return make_scenario(
        implied=False,
        attributes=(),
        programme=Programme(
            id="large",
            title="Large Programme",
            starts=date(2026, 9, 1),
            ends=date(2027, 7, 31),
            contact="office@programme.example",
        ),
        participants=tuple(
            Participant(id=f"P{k}", name=f"Name{k} Surname", email=f"p{k}@people.example") for k in range(PEOPLE)
        ),
        hosts=tuple(
            Host(id=f"H{k}", name=f"Host {k}", email=f"h{k}@hosts.example", town="Leeds") for k in range(HOSTS)
        ),
        rounds=tuple(rounds),
    )


def plan(late: int = 0) -> Plan:
    """Return a plan in which the first `late` visits are an hour later."""
    seats = {
        f"D{k}": " | ".join(" ".join(f"P{_SIZE * s + i}" for i in range(_SIZE)) for s in range(SETS))
        for k in range(HOSTS)
    }
    visits = {}
    for number in range(SETS * HOSTS):
        k, s = divmod(number, SETS)
        start = _FIRST + timedelta(weeks=k, hours=1 if number < late else 0)
        visits[f"D{k}.{s}", "visit"] = (f"H{(k + s) % HOSTS}", start.isoformat(timespec="minutes"), 120)
    return make_plan(scenario(), seats, visits)


#: Hosts to which the way is known, and how many events there are then: of each visit one for each member, the set, the
#: facilitator, the host and the overview, and for each member the ways there and home, where known.
NEAR = 33
EVENTS = SETS * HOSTS * (_SIZE + 4) + 2 * _SIZE * SETS * NEAR


@cache
def whole() -> tuple[Scenario, Plan]:
    """Return the programme and its plan with all that goes into calendars: facilitators and ways, too."""
    people = tuple(
        each.model_copy(update={"attributes": {**each.attributes, "town": "Leeds"}}) for each in scenario().participants
    )
    given = scenario().but(
        participants=people,
        facilitators=tuple(
            Facilitator(id=f"F{k}", name=f"Carer{k} Surname", email=f"f{k}@people.example") for k in range(SETS)
        ),
        ways=tuple(Way(a="Leeds", b=f"H{k}", minutes=40) for k in range(NEAR)),
        hosts=tuple(each.model_copy(update={"town": ""}) for each in scenario().hosts),
        calendars=Calendars(travel=True, alarms=(60,)),
    )
    carers = {f"D{k}.{s}": (f"F{s}",) for k in range(HOSTS) for s in range(SETS)}
    return given, looked_after(plan(), carers)
