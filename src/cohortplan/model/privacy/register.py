"""Which kind of fact each field of the model holds. A field that is not listed here fails a test."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel

from cohortplan.model.privacy.facts import FACTS, Fact

#: For each class of the model its own fields, by the kind of fact they hold. Rules mark their sealed fields themselves.
REGISTER: Mapping[str, Mapping[str, str]] = {
    # people
    "Participant": {
        "name": "id name",
        "organisation": "attributes",
        "contact": "email",
        "equality": "flags",
        "access": "cannot needs",
        "clearance": "cleared refused",
        "interest": "asks offers delegate",
        "part_time": "online joins leaves withdrawn weekdays busy",
        "note": "extra",
    },
    "BusyTime": {"part_time": "weekday day start end"},
    "Cannot": {"access": "code first last"},
    "Private": {
        "name": "participant",
        "legal_name": "legal_name",
        "born": "born",
        "id_document": "id_type id_number",
        "contact": "phone",
        "diet": "diet",
        "emergency": "emergency",
        "consent": "consents consented",
    },
    "Tie": {"met": "a b since need_by", "keep_apart": "kind", "note": "source"},
    "Absence": {"absence": "participant round first last", "reason": "reason"},
    "Objection": {"objection": "participant set"},
    "Attendance": {"attendance": "participant round set activity date present", "reason": "correction"},
    "Confirmation": {"met": "participant met date confirms", "reason": "correction"},
    "Case": {"interest": "participant topic minutes"},
    "SeatLock": {"seat": "participant set"},
    "Facilitator": {
        "helper": "id name organisation sponsor skills most_sets most_in_all",
        "absence": "away",
        "contact": "email",
    },
    "Away": {"absence": "first last"},
    "Guest": {"helper": "id name organisation kind of events", "contact": "email"},
    # hosts
    "Host": {
        "host": "id name organisation sector kind function town joining id_rule lat lon",
        "host_desk": "capacity least sets_at_once most_visits gap_days lead_days clearance clearance_days reserve "
        "barriers hours openings irregular closures bookings leader gate_fields purge_days",
        "host_contact": "email",
    },
    "Hours": {"host_desk": "weekdays opens closes"},
    "Opening": {"host_desk": "start end"},
    "Booking": {"host_desk": "start end people sets by"},
    "Closure": {"host_desk": "first last reason"},
    # the programme
    "Programme": {"programme": "id title timezone starts ends planned_on", "host_contact": "contact"},
    "Charter": {"charter": "purpose vision engagement measures"},
    "Round": {"programme": "id title sets activities contacts opt_in facilitators facilitator_skills"},
    "SetSpec": {"programme": "id least most"},
    "Gathering": {"programme": "place mode format guests", "link": "link"},
    "Activity": {"programme": "id kind title windows minutes step kinds only series"},
    "Event": {"programme": "id title start end"},
    "Window": {"programme": "start end"},
    "Duty": {
        "programme": "id title rounds activity kind count minutes cases other_sectors family topics "
        "outsiders represents"
    },
    "Holiday": {"programme": "first last reason attribute value"},
    "Attribute": {"programme": "name values optional"},
    "Place": {"programme": "id lat lon holds rooms"},
    "Way": {"programme": "a b minutes"},
    "Link": {"setting": "organisation body"},
    "Reach": {"setting": "attribute values known"},
    "Mode": {"setting": "kmh wait"},
    "Travel": {"setting": "home buffer modes"},
    "VisitLock": {"setting": "set activity host start"},
    "Scenario": {
        "programme": "programme attributes rounds events holidays places ways duties",
        "charter": "charter",
        "name": "participants",
        "host": "hosts",
        "met": "ties confirmed",
        "absence": "absences",
        "seat": "seat_locks former",
        "objection": "objections",
        "interest": "cases",
        "helper": "guests facilitators",
        "attendance": "attendance",
        "legal_name": "private",
        "setting": "visit_locks travel calendars links reach rules weights changed_on privacy",
    },
    "Privacy": {"setting": "keep hide sponsors_see_attendance"},
    # how calendars are sent
    "Calendars": {"server": "organizer name domain aliases smtp caldav imap", "setting": "alarms travel"},
    "Smtp": {"server": "host port security user per_minute"},
    "CalDav": {"server": "url user layout"},
    "Imap": {"server": "host user port security folder"},
    # plans
    "Plan": {"programme": "format scenario rounds", "setting": "manifest score"},
    "ScenarioRef": {"setting": "id sha256"},
    "PlannedRound": {"programme": "id sets"},
    "PlannedSet": {"programme": "id activities", "seat": "members", "helper": "facilitators"},
    "PlannedActivity": {"programme": "id kind start end", "host": "host", "seat": "duties", "helper": "guests"},
    "Rule": {"setting": "id hard rounds"},
    "Match": {"setting": "rule amount sets rounds hosts sentence", "seat": "people"},
    # what changes
    "Change": {"setting": "known change", "note": "note"},
    "Moved": {"programme": "day start end"},
    "AbsenceChange": {"setting": "change", "absence": "participants rounds first last"},
    "Admission": {"setting": "change", "clearance": "participants clearance"},
    "AttributeChange": {"setting": "change", "organisation": "participants attribute value first"},
    "Joins": {
        "setting": "change",
        "name": "participant name",
        "contact": "email",
        "organisation": "attributes",
        "part_time": "day",
    },
    "Leaves": {"setting": "change", "part_time": "participants day"},
    "ObjectionChange": {"setting": "change", "objection": "participants set"},
    "TieChange": {"setting": "change", "met": "a b", "keep_apart": "kind"},
    "Uninvited": {"setting": "change", "helper": "guests"},
    "ClosureChange": {"setting": "change", "host_desk": "host first last"},
    "OpeningChange": {"setting": "change", "host_desk": "host"},
    "RoomChange": {"setting": "change", "host_desk": "host place room"},
    "VisitsChange": {"setting": "change", "host_desk": "host most"},
    "Cancelled": {"setting": "change", "programme": "round activity sets"},
    "ActivityChange": {"setting": "change", "programme": "round activity"},
    "EventChange": {"setting": "change", "programme": "event"},
    "SizeChange": {"setting": "change", "programme": "round least most"},
    "Soften": {"setting": "change rule rounds"},
}

_BY_FIELD: Mapping[tuple[str, str], str] = {
    (model, name): fact for model, facts in REGISTER.items() for fact, names in facts.items() for name in names.split()
}


def fact_name(model: type[BaseModel], field: str) -> str:
    """Return the name of the kind of fact that a field holds.

    Raises
    ------
    KeyError
        If the field is not listed.
    """
    for each in model.__mro__:
        if (each.__name__, field) in _BY_FIELD:
            return _BY_FIELD[each.__name__, field]
    marked = model.model_fields[field].json_schema_extra
    if "Rule" in {each.__name__ for each in model.__mro__}:  # a rule is one file, and says there what is sealed
        return "setting" if marked is None else "keep_apart"
    raise KeyError(f"{model.__name__}.{field} is not in the register")


def fact_of(model: type[BaseModel], field: str) -> Fact:
    """Return the kind of fact that a field holds.

    Raises
    ------
    KeyError
        If the field is not listed.
    """
    return FACTS[fact_name(model, field)]
