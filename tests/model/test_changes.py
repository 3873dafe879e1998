"""Changes: each does to a scenario what its sentence says, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

import pytest

from cohortplan.errors import ScenarioError
from cohortplan.model import Event, Guest, Place, Plan, Scenario, ScenarioRef
from cohortplan.model.changes import KINDS, SOFTENED, Change, changed
from cohortplan.rules import build_rule
from tests.support.examples import example_scenario

at = datetime.fromisoformat

KNOWN = date(2026, 9, 20)
DAY = date(2026, 10, 22)  # of D2
TIMES = {"start": time(9, 0), "end": time(11, 30)}


def scenario(**parts: Any) -> Scenario:
    """Make the example scenario with a guest, an event, a place and a rule about contacts."""
    given: dict[str, Any] = {
        "events": (
            Event(id="close", title="End", start=at("2027-01-07T17:00"), end=at("2027-01-07T19:00"), guests=True),
        ),
        "guests": (Guest(id="G1", name="Ottoline", of=("P01",)), Guest(id="G2", name="Barnaby")),
        "places": (Place(id="Leeds", lat=53.8, lon=-1.55, holds=40), Place(id="York", lat=53.96, lon=-1.08)),
    }
    rules = build_rule("new_contacts"), build_rule("mix", attribute="sector", quota={"public": (0, 3)})
    return example_scenario(*rules, implied=True, **{**given, **parts})


def change(kind: str, /, known: date = KNOWN, **fields: Any) -> Change:
    """Make a change of a kind."""
    return KINDS[kind].model_validate({"change": kind, "known": known, **fields})


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield all that is not made of other parts, with the path to it."""
    if isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(item, f"{path}.{key}" if path else str(key))
    else:
        yield path, value


def difference(old: Scenario, new: Scenario) -> dict[str, Any]:
    """Return by path what is otherwise in the new scenario; None for what is not there any more."""
    before, after = (
        dict(leaves(each.model_dump(mode="json", exclude_defaults=True, exclude={"former"}))) for each in (old, new)
    )
    kinds = [{rule.id: rule.kind for rule in each.rules} for each in (old, new)]
    assert all(kinds[1].get(name, kind) == kind for name, kind in kinds[0].items())
    paths = [path for path in {**before, **after} if before.get(path) != after.get(path)]
    return {path: after.get(path) for path in paths}


def test_every_kind_is_tried() -> None:
    """The cases below have each kind of change but one, which has tests of its own."""
    assert {"soften", *(kind for kind, _, _ in CASES.values())} == set(KINDS)


#: By what happens: the kind, its fields, and all that is otherwise afterwards.
CASES: Mapping[str, tuple[str, Mapping[str, Any], Mapping[str, Any]]] = {
    "people miss rounds": (
        "absence",
        {"participants": ("P01", "P02"), "rounds": ("D1",)},
        {
            "absences.2.participant": "P01",
            "absences.2.round": "D1",
            "absences.3.participant": "P02",
            "absences.3.round": "D1",
        },
    ),
    "somebody is away for some days": (
        "absence",
        {"participants": ("P01",), "first": date(2026, 10, 1), "last": date(2026, 10, 9)},
        {"absences.2.participant": "P01", "absences.2.first": "2026-10-01", "absences.2.last": "2026-10-09"},
    ),
    "somebody is away from now on": (
        "absence",
        {"participants": ("P01",)},
        {"absences.2.participant": "P01", "absences.2.first": "2026-09-20"},
    ),
    "somebody is away until a day": (
        "absence",
        {"participants": ("P01",), "last": date(2026, 10, 9)},
        {"absences.2.participant": "P01", "absences.2.first": "2026-09-20", "absences.2.last": "2026-10-09"},
    ),
    "somebody leaves": (
        "leaves",
        {"participants": ("P02",), "day": DAY},
        {"participants.1.leaves": "2026-10-22", "participants.1.withdrawn": True},
    ),
    "somebody joins": (
        "joins",
        {
            "participant": "P09",
            "name": "Zoe",
            "email": "zoe@example.org",
            "attributes": {"sector": "public", "organisation": "Org Z", "town": "York"},
            "day": DAY,
        },
        {
            "participants.8.id": "P09",
            "participants.8.name": "Zoe",
            "participants.8.email": "zoe@example.org",
            "participants.8.attributes.sector": "public",
            "participants.8.attributes.organisation": "Org Z",
            "participants.8.attributes.town": "York",
            "participants.8.joins": "2026-10-22",
        },
    ),
    "a clearance is given": (
        "cleared",
        {"participants": ("P03", "P04"), "clearance": "H2"},
        {"participants.2.cleared.0": "H2", "participants.3.cleared.0": "H2"},
    ),
    "a clearance is refused": (
        "refused",
        {"participants": ("P03",), "clearance": "H2"},
        {"participants.2.refused.0": "H2"},
    ),
    "organisations merge": (
        "attribute",
        {"participants": ("P01", "P04"), "attribute": "organisation", "value": "Merged", "first": DAY},
        {"participants.0.attributes.organisation": "Merged", "participants.3.attributes.organisation": "Merged"},
    ),
    "two are to be kept apart": (
        "tie",
        {"a": "P05", "b": "P01", "kind": "apart"},
        {"ties.5.a": "P05", "ties.5.b": "P01", "ties.5.kind": "apart", "ties.5.since": "2026-09-20"},
    ),
    "somebody objects to a set": (
        "objection",
        {"participants": ("P01", "P02"), "set": "D1.2"},
        {
            "objections.0.participant": "P01",
            "objections.0.set": "D1.2",
            "objections.1.participant": "P02",
            "objections.1.set": "D1.2",
        },
    ),
    "a guest does not come": (
        "uninvited",
        {"guests": ("G1",)},
        {"guests.0.id": "G2", "guests.0.name": "Barnaby", "guests.0.of.0": None, "guests.1.id": None}
        | {"guests.1.name": None},
    ),
    "a host is closed": (
        "closure",
        {"host": "H3", "first": DAY, "last": date(2026, 10, 25)},
        {"hosts.2.closures.0.first": "2026-10-22", "hosts.2.closures.0.last": "2026-10-25"},
    ),
    "a host that was always open is so on a day at one time only": (
        "opening",
        {"host": "H3", "day": DAY, **TIMES},
        {
            "hosts.2.openings.0.start": "2026-10-22T09:00:00",
            "hosts.2.openings.0.end": "2026-10-22T11:30:00",
            "hosts.2.irregular.0": "2026-10-22",
        },
    ),
    "a host receives no more visits": ("visits", {"host": "H3", "most": 0}, {"hosts.2.most_visits": 0}),
    "a host has less room": ("room", {"host": "H3", "room": 4}, {"hosts.2.capacity": 4}),
    "a place has less room": ("room", {"place": "Leeds", "room": 30}, {"places.0.holds": 30}),
    "a host and a place have less room": (
        "room",
        {"place": "York", "host": "H1", "room": 9},
        {"places.1.holds": 9, "hosts.0.capacity": 9},
    ),
    "sets have other sizes": (
        "size",
        {"round": "D2", "least": 2, "most": 6},
        {"rounds.1.sets.0.least": 2, "rounds.1.sets.0.most": 6}
        | {"rounds.1.sets.1.least": 2, "rounds.1.sets.1.most": 6},
    ),
    "the visits of a round are at another time": (
        "activity",
        {"round": "D2", "activity": "visit", "day": date(2026, 10, 23), **TIMES},
        {
            "rounds.1.activities.0.windows.0.start": "2026-10-23T09:00:00",
            "rounds.1.activities.0.windows.0.end": "2026-10-23T11:30:00",
        },
    ),
    "the visit of one set falls away": (
        "cancelled",
        {"round": "D2", "activity": "visit", "sets": ("D2.1",)},
        {
            "rounds.1.activities.0.only.0": "D2.2",
            "visit_locks.0.set": None,
            "visit_locks.0.activity": None,
            "visit_locks.0.host": None,
        },
    ),
    "a visit falls away for all": (
        "cancelled",
        {"round": "D1", "activity": "visit"},
        dict.fromkeys(
            (
                "rounds.0.activities.0.id",
                "rounds.0.activities.0.kind",
                "rounds.0.activities.0.windows.0.start",
                "rounds.0.activities.0.windows.0.end",
            )
        ),
    ),
    "an event is at another time": (
        "event",
        {"event": "close", "day": date(2026, 10, 23), **TIMES},
        {"events.0.start": "2026-10-23T09:00:00", "events.0.end": "2026-10-23T11:30:00"},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_change_does_what_it_says_and_nothing_else(name: str) -> None:
    """All that is otherwise afterwards is told, to the letter; the scenario says since when it is so."""
    kind, fields, expected = CASES[name]
    before = scenario()
    after = changed(before, [change(kind, **fields)])
    assert difference(before, after) == {**expected, "changed_on": "2026-09-20"}
    assert changed(before, []) is before
    assert before.changed_on is None


def test_a_rule_becomes_a_wish() -> None:
    """It is no longer hard and outweighs all others; no other rule is touched."""
    before = scenario()
    after = changed(before, [change("soften", rule="mix")])
    (number,) = (k for k, rule in enumerate(before.rules) if rule.id == "mix")
    told = {f"rules.{number}.hard": False, "weights.mix": SOFTENED, "changed_on": "2026-09-20"}
    assert difference(before, after) == told


def test_a_rule_stays_hard_in_the_other_rounds() -> None:
    """Softened in one round, a rule is a wish there under a name of its own, and what it was in the others."""
    before = scenario()
    after = changed(before, [change("soften", rule="mix", rounds=("D2",))])
    now = {rule.id: (rule.kind, rule.hard, rule.rounds) for rule in after.rules}
    others = {rule.id: (rule.kind, rule.hard, rule.rounds) for rule in before.rules if rule.id != "mix"}
    assert now == {**others, "mix": ("mix", True, ("D1", "D3", "M1")), "mix-D2": ("mix", False, ("D2",))}
    assert after.weights == {"mix-D2": SOFTENED}
    left = {name: getattr(after, name) for name in Scenario.model_fields if name not in ("rules", "weights")}
    assert left == {name: getattr(before, name) for name in left} | {"changed_on": KNOWN}


def test_a_clearance_is_either_given_or_refused() -> None:
    """What is given is no longer refused, and the other way round; given twice it is listed once."""
    both = [change(kind, participants=("P03",), clearance="H2") for kind in ("refused", "cleared", "cleared")]
    person = changed(scenario(), both).people["P03"]
    assert (person.cleared, person.refused) == (("H2",), ())
    person = changed(scenario(), both[::-1]).people["P03"]
    assert (person.cleared, person.refused) == ((), ("H2",))


def test_a_later_opening_of_a_day_replaces_the_earlier() -> None:
    """A host that was moved twice on one day is open at the last time; other days are as they were."""
    moves = [
        change("opening", host="H3", day=day, start=time(hour), end=TIMES["end"])
        for day, hour in ((DAY, 8), (date(2026, 11, 5), 8), (DAY, 10))
    ]
    host = changed(scenario(), moves).host["H3"]
    assert [f"{each.start}" for each in host.openings] == ["2026-11-05 08:00:00", "2026-10-22 10:00:00"]
    assert not host.open_between(at("2026-10-22T08:00"), at("2026-10-22T09:00"))
    assert host.open_between(at("2026-10-23T03:00"), at("2026-10-23T04:00"))


def test_a_host_with_less_room_wants_no_more_than_that() -> None:
    """Fewest persons are never more than there is room for."""
    hosts = tuple(each.model_copy(update={"least": 4, "capacity": 9}) for each in scenario().hosts)
    host = changed(scenario(hosts=hosts), [change("room", host="H2", room=3)]).host["H2"]
    assert (host.least, host.capacity) == (3, 3)


def test_a_visit_longer_than_its_new_time_takes_all_of_it() -> None:
    """An hour is left of what was to take two; half an hour still takes half an hour."""
    rounds = tuple(
        each.model_copy(update={"activities": (each.activities[0].model_copy(update={"minutes": minutes}),)})
        for each, minutes in zip(scenario().rounds, (120, 30, 30, None), strict=True)
    )
    end = time(10)
    moved = {"activity": "visit", "day": DAY, "start": TIMES["start"], "end": end}
    before = scenario(rounds=rounds, visit_locks=())
    for name, minutes in (("D1", None), ("D2", 30)):
        (activity,) = changed(before, [change("activity", round=name, **moved)]).round[name].activities
        assert activity.minutes == minutes
        (window,) = activity.windows
        assert (window.start, window.end) == (at("2026-10-22T09:00"), at("2026-10-22T10:00"))


def test_sets_shrink_for_those_who_are_left() -> None:
    """With five people two sets of three cannot be; both may then have two, in that round only."""
    after = changed(scenario(), [change("absence", participants=("P01", "P02", "P04"), rounds=("D1",))])
    assert [(spec.least, spec.most) for spec in after.round["D1"].sets] == [(2, 5), (2, 5)]
    assert [after.round[name] for name in ("D2", "D3", "M1")] == [scenario().round[n] for n in ("D2", "D3", "M1")]


def test_sets_grow_for_those_who_come_later() -> None:
    """Eleven people do not fit into two sets of five; both may then have six, from when they are there."""
    attributes = {"sector": "public", "organisation": "Org Z", "town": "York"}
    late = [change("joins", participant=name, name=name, attributes=attributes, day=DAY) for name in ("Q1", "Q2", "Q3")]
    after = changed(scenario(), late)
    most = {name: [spec.most for spec in each.sets] for name, each in after.round.items()}
    assert most == {"D1": [5, 5], "D2": [5, 5], "D3": [6, 6], "M1": [4, 4, 4]}  # D2: P08 is away


def test_the_last_change_says_since_when_it_is_so() -> None:
    """Changes may be made in steps, and come to the same; the scenario has the day of the latest."""
    early = change("visits", host="H1", most=3)
    late = change("room", host="H1", room=7, known=date(2026, 10, 1))
    at_once = changed(scenario(), [early, late])
    assert changed(changed(scenario(), [early]), [late]) == at_once
    assert changed(changed(scenario(), [late]), [early]).changed_on == at_once.changed_on == date(2026, 10, 1)


def test_the_hash_changes_with_a_change_not_with_the_former_plan() -> None:
    """A plan is one of the scenario as it is after the changes; what was planned before is no part of the question."""
    before = scenario()
    hashes = {changed(before, [change(kind, **fields)]).sha256 for kind, fields, _ in CASES.values()}
    assert len({before.sha256, *hashes}) == 1 + len(CASES)
    former = Plan(scenario=ScenarioRef(id="test"), rounds=())
    assert before.but(former=former).sha256 == before.sha256


@pytest.mark.parametrize(
    ("kind", "fields", "path", "value"),
    [
        ("absence", {"participants": ("P01", "P99"), "rounds": ("D1",)}, "participants", "P99"),
        ("absence", {"participants": ("P01",), "rounds": ("D1", "D9")}, "rounds", "D9"),
        ("leaves", {"participants": ("P99",), "day": DAY}, "participants", "P99"),
        ("cleared", {"participants": ("P99",), "clearance": "H1"}, "participants", "P99"),
        ("refused", {"participants": ("P99",), "clearance": "H1"}, "participants", "P99"),
        ("attribute", {"participants": ("P99",), "attribute": "town", "value": "X"}, "participants", "P99"),
        ("attribute", {"participants": ("P01",), "attribute": "twon", "value": "X"}, "attribute", "twon"),
        ("tie", {"a": "P99", "b": "P01", "kind": "apart"}, "a", "P99"),
        ("tie", {"a": "P01", "b": "P99", "kind": "apart"}, "b", "P99"),
        ("objection", {"participants": ("P99",), "set": "D1.1"}, "participants", "P99"),
        ("objection", {"participants": ("P01",), "set": "D9.1"}, "set", "D9.1"),
        ("uninvited", {"guests": ("G9",)}, "guests", "G9"),
        ("closure", {"host": "H9", "first": DAY, "last": DAY}, "host", "H9"),
        ("opening", {"host": "H9", "day": DAY, **TIMES}, "host", "H9"),
        ("visits", {"host": "H9", "most": 1}, "host", "H9"),
        ("room", {"host": "H9", "room": 1}, "host", "H9"),
        ("room", {"place": "Hull", "room": 1}, "place", "Hull"),
        ("size", {"round": "D9", "least": 1, "most": 2}, "round", "D9"),
        ("activity", {"round": "D9", "activity": "visit", "day": DAY, **TIMES}, "round", "D9"),
        ("activity", {"round": "D1", "activity": "vist", "day": DAY, **TIMES}, "activity", "vist"),
        ("cancelled", {"round": "D9", "activity": "visit"}, "round", "D9"),
        ("cancelled", {"round": "D1", "activity": "vist"}, "activity", "vist"),
        ("cancelled", {"round": "D1", "activity": "visit", "sets": ("D2.1",)}, "sets", "D2.1"),
        ("event", {"event": "open", "day": DAY, **TIMES}, "event", "open"),
        ("soften", {"rule": "mixx"}, "rule", "mixx"),
        ("soften", {"rule": "mix", "rounds": ("D9",)}, "rounds", "D9"),
    ],
)
def test_what_a_change_names_must_be_there(kind: str, fields: dict[str, Any], path: str, value: str) -> None:
    """An unknown name is told with the number of the change, the field and what there is."""
    fine = change("visits", host="H1", most=3)
    with pytest.raises(ScenarioError) as refused:
        changed(scenario(), [fine, change(kind, **fields)])
    (defect,) = refused.value.defects
    assert (defect.path[:3], defect.value) == (("changes", 1, path), value)
    assert defect.remedy


def test_room_must_be_of_something() -> None:
    """Without a host or a place nobody knows which room is meant."""
    with pytest.raises(ScenarioError) as refused:
        changed(scenario(), [change("room", room=7)])
    (defect,) = refused.value.defects
    assert (defect.path, defect.remedy) == (("changes", 0, "room"), "Name a host or a place")


def test_the_largest_size_is_not_below_the_smallest() -> None:
    """Numbers that were swapped are told, and not made to fit."""
    with pytest.raises(ScenarioError) as refused:
        changed(scenario(), [change("size", round="D1", least=5, most=3)])
    (defect,) = refused.value.defects
    assert (defect.path, defect.value) == (("changes", 0, "least"), "5")


def test_all_that_a_change_names_is_looked_for() -> None:
    """Three unknown names in two fields of one change, and one in another change, are told at once."""
    wrong = change("absence", participants=("P98", "P01", "P99"), rounds=("D1", "D9"))
    with pytest.raises(ScenarioError) as refused:
        changed(scenario(), [wrong, change("visits", host="H9", most=1)])
    assert [defect.value for defect in refused.value.defects] == ["P98", "P99", "D9", "H9"]


def test_nobody_joins_what_is_past() -> None:
    """Who is told of after the day of joining would have to be put into sets that have met."""
    with pytest.raises(ScenarioError) as refused:
        changed(scenario(), [change("joins", participant="Q1", name="Q", day=date(2026, 9, 19))])
    (defect,) = refused.value.defects
    assert (defect.path, defect.value) == (("changes", 0, "date"), "2026-09-19")
