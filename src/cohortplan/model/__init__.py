"""The domain: people, hosts, rounds, rules' base types, scenario and plan."""

from cohortplan.model.attendance import Attendance, Confirmation, Register
from cohortplan.model.calendars import CalDav, Calendars, Imap, Smtp
from cohortplan.model.charter import Charter
from cohortplan.model.days import Holiday
from cohortplan.model.duties import Case, Duty
from cohortplan.model.facilitators import Away, Charge, Facilitator, charges
from cohortplan.model.guests import Guest, GuestTable, guest_tables
from cohortplan.model.hosts import Booking, Closure, Host, Hours, Opening
from cohortplan.model.people import Absence, Attribute, BusyTime, Cannot, Participant, Tie
from cohortplan.model.plan import Group, Plan, PlannedActivity, PlannedRound, PlannedSet, ScenarioRef, Visit
from cohortplan.model.privacy import Privacy
from cohortplan.model.private import Private
from cohortplan.model.reach import Link, Reach
from cohortplan.model.rounds import Activity, Event, Objection, Round, SeatLock, SetSpec, VisitLock, Window
from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.model.scenario import Programme, Scenario
from cohortplan.model.travel import Mode, Place, Travel, Way
from cohortplan.model.turns import Turn, turns

__all__ = [
    "Absence",
    "Activity",
    "Attendance",
    "Attribute",
    "Away",
    "Booking",
    "BusyTime",
    "CalDav",
    "Calendars",
    "Cannot",
    "Case",
    "Charge",
    "Charter",
    "Closure",
    "Confirmation",
    "Duty",
    "Event",
    "Facilitator",
    "Group",
    "Guest",
    "GuestTable",
    "Holiday",
    "Host",
    "Hours",
    "Imap",
    "Link",
    "Match",
    "Measure",
    "Mode",
    "Objection",
    "Opening",
    "Participant",
    "Place",
    "Plan",
    "PlannedActivity",
    "PlannedRound",
    "PlannedSet",
    "Privacy",
    "Private",
    "Programme",
    "Reach",
    "Register",
    "Round",
    "Rule",
    "Scenario",
    "ScenarioRef",
    "SeatLock",
    "SetSpec",
    "Smtp",
    "Tie",
    "Travel",
    "Turn",
    "Visit",
    "VisitLock",
    "Way",
    "Window",
    "charges",
    "guest_tables",
    "turns",
]
