from datetime import date, datetime, time, timedelta

from cohortplan.model import Activity, Host, Hours, Opening, Round, SetSpec, VisitLock, Window
from cohortplan.primitives import Axes, build_axes
from tests.support.builders import hosts, visit_rounds
from tests.support.examples import example_scenario

AXES = build_axes(example_scenario())


def one_day(*activities: Activity, receiving: tuple[Host, ...] = hosts(2)) -> Axes:
    """Axes of one round of two sets, D.1 and D.2."""
    sets = (SetSpec(id="D.1", least=1, most=8), SetSpec(id="D.2", least=1, most=8))
    rounds = (Round(id="D", sets=sets, activities=activities),)
    return build_axes(
        example_scenario(rounds=rounds, hosts=receiving, absences=(), seat_locks=(), visit_locks=(), ties=())
    )


def window(start: str, end: str, day: str = "2026-10-08") -> Window:
    """Window on a Thursday."""
    return Window(start=datetime.fromisoformat(f"{day}T{start}"), end=datetime.fromisoformat(f"{day}T{end}"))


def visit(*windows: Window, name: str = "visit", **fields: object) -> Activity:
    """Make a visit."""
    return Activity.model_validate({"id": name, "kind": "visit", "windows": windows, **fields})


def starts(axes: Axes, host: str) -> list[str]:
    """Times at which a host may be visited."""
    return [f"{option.start:%H:%M}" for option in axes.options if axes.scenario.hosts[option.host].id == host]


def test_indices_follow_the_scenario() -> None:
    """People, hosts, rounds and sets are numbered in the order in which they are given."""
    assert list(AXES.person) == [f"P0{k}" for k in range(1, 9)]
    assert list(AXES.round) == ["D1", "D2", "D3", "M1"]
    assert AXES.sets.tolist() == [2, 2, 2, 3]
    assert AXES.widest == 3
    assert AXES.set_place["M1.3"] == (3, 2)
    assert AXES.set_ids[1] == ("D2.1", "D2.2")


def test_attends_marks_who_is_away() -> None:
    """P08 misses D2 and P04 misses M1."""
    away = [(list(AXES.round)[r], list(AXES.person)[p]) for r, p in zip(*(~AXES.attends).nonzero(), strict=True)]
    assert away == [("D2", "P08"), ("M1", "P04")]


def test_round_mask_marks_the_rounds_named() -> None:
    """The mask has one entry for each round."""
    assert AXES.round_mask(("M1", "D2")).tolist() == [False, True, False, True]


def test_all_sets_share_an_activity_s_menu_and_meetings_have_none() -> None:
    """Six visits on three days choose from three menus of four hosts."""
    assert [(v.round, v.set, v.menu) for v in AXES.visits] == [(r, s, r) for r in range(3) for s in range(2)]
    assert AXES.menu_start.tolist() == [0, 4, 8, 12]
    assert list(AXES.menu(3)) == [4, 5, 6, 7]
    assert AXES.option_host.tolist() == [0, 1, 2, 3] * 3
    assert AXES.day(4) == date(2026, 10, 22)


def test_a_step_gives_the_starts_inside_a_window() -> None:
    """A visit of an hour every 30 minutes from 10 to 12 may start at three times; the last ends at 12."""
    axes = one_day(visit(window("10:00", "12:00"), minutes=60, step=30))
    assert starts(axes, "H1") == ["10:00", "10:30", "11:00"]
    assert {option.end - option.start for option in axes.options} == {timedelta(hours=1)}


def test_openings_and_hours_add_starts_of_their_own() -> None:
    """A host that opens at 10:20, or on Thursdays at 10:45, may be visited from then; on other weekdays' hours not."""
    opening = Opening(start=datetime.fromisoformat("2026-10-08T10:20"), end=datetime.fromisoformat("2026-10-08T12:00"))
    receiving = (
        *hosts(1, openings=(opening,)),
        Host(
            id="H2",
            name="Host",
            hours=(Hours(weekdays=(3,), opens=time(10, 45)), Hours(weekdays=(4,), opens=time(11, 5))),
        ),
    )
    axes = one_day(visit(window("10:00", "12:00"), minutes=30), receiving=receiving)
    assert starts(axes, "H1") == ["10:00", "10:20"]
    assert starts(axes, "H2") == ["10:00", "10:45"]


def test_the_starts_of_several_windows_are_one_menu() -> None:
    """A visit may lie in any of its windows; without minutes it takes the whole window."""
    axes = one_day(visit(window("09:00", "10:00"), window("14:00", "16:00", "2026-10-09")))
    assert [(f"{o.start:%d %H}", f"{o.end:%H}") for o in axes.options if o.host == 0] == [
        ("08 09", "10"),
        ("09 14", "16"),
    ]


def test_only_hosts_of_the_kinds_asked_for_are_options() -> None:
    """H2 is the radio station among four hosts."""
    axes = one_day(visit(window("10:00", "12:00"), kinds=("radio",)), receiving=hosts(4))
    assert [axes.scenario.hosts[option.host].id for option in axes.options] == ["H2"]


def test_only_the_sets_named_make_a_visit() -> None:
    """A visit for D.2 alone is planned once."""
    axes = one_day(visit(window("10:00", "12:00"), only=("D.2",)), visit(window("14:00", "16:00"), name="tea"))
    assert [(place.set, place.activity.id) for place in axes.visits] == [(0, "tea"), (1, "visit"), (1, "tea")]


def test_a_programme_without_visits_has_no_options() -> None:
    """Meetings alone leave the menus empty, with arrays of the right type."""
    rounds = tuple(each.model_copy(update={"activities": ()}) for each in visit_rounds(2, [(4, 4), (4, 4)]))
    axes = build_axes(example_scenario(rounds=rounds, absences=(), seat_locks=(), visit_locks=(), hosts=()))
    assert (axes.visits, axes.options) == ((), ())
    assert axes.menu_start.tolist() == [0]
    assert axes.option_host.dtype.name == "int32"


def test_no_visit_starts_or_ends_in_an_hour_that_the_clocks_skip() -> None:
    """On 28 March 2027 London's clocks go from 01:00 to 02:00: of half-hourly visits of an hour two are left."""
    axes = one_day(visit(window("00:00", "03:30", "2027-03-28"), minutes=60, step=30))
    assert starts(axes, "H1") == ["02:00", "02:30"]


def test_a_locked_start_is_offered_though_no_step_leads_to_it() -> None:
    """H2 may be visited at the locked 10:10, H1 may not."""
    lock = VisitLock(set="D1.1", activity="visit", host="H2", start=datetime.fromisoformat("2026-10-08T10:10"))
    rounds = visit_rounds(1, [(3, 5), (3, 5)], minutes=150, step=30)
    axes = build_axes(
        example_scenario(rounds=rounds, hosts=hosts(2), visit_locks=(lock,), absences=(), seat_locks=(), ties=())
    )
    assert starts(axes, "H1") == ["10:00", "10:30"]
    assert starts(axes, "H2") == ["10:00", "10:10", "10:30"]
