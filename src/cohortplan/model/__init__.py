"""The domain: people, hosts, rounds, rules' base types, scenario and plan."""

from cohortplan.model.duties import Case, Duty
from cohortplan.model.facilitators import Away, Charge, Facilitator, charges
from cohortplan.model.hosts import Booking, Closure, Host, Hours, Opening
from cohortplan.model.people import Absence, Attribute, Cannot, Participant, Tie
from cohortplan.model.plan import Group, Plan, PlannedActivity, PlannedRound, PlannedSet, ScenarioRef, Visit
from cohortplan.model.rounds import Activity, Event, Round, SeatLock, SetSpec, VisitLock, Window
from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.model.scenario import Programme, Scenario
from cohortplan.model.travel import Mode, Place, Travel, Way
from cohortplan.model.turns import Turn, turns

__all__ = [
    "Absence",
    "Activity",
    "Attribute",
    "Away",
    "Booking",
    "Cannot",
    "Case",
    "Charge",
    "Closure",
    "Duty",
    "Event",
    "Facilitator",
    "Group",
    "Host",
    "Hours",
    "Match",
    "Measure",
    "Mode",
    "Opening",
    "Participant",
    "Place",
    "Plan",
    "PlannedActivity",
    "PlannedRound",
    "PlannedSet",
    "Programme",
    "Round",
    "Rule",
    "Scenario",
    "ScenarioRef",
    "SeatLock",
    "SetSpec",
    "Tie",
    "Travel",
    "Turn",
    "Visit",
    "VisitLock",
    "Way",
    "Window",
    "charges",
    "turns",
]
