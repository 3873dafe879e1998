"""Formats at the edge: the scenario folder, classic instances and the plan file."""

from cohortplan.io.atomic import write_bytes, write_text
from cohortplan.io.attending import SignIn, read_attendance
from cohortplan.io.bookings import booking_rows, write_bookings
from cohortplan.io.classic import read_instance
from cohortplan.io.confirming import read_confirmations
from cohortplan.io.folder import add_rows, find_places, read_scenario
from cohortplan.io.made import write_scenario
from cohortplan.io.plan import read_plan, write_plan
from cohortplan.io.template import write_starter
from cohortplan.io.workbook.template import write_template

__all__ = [
    "SignIn",
    "add_rows",
    "booking_rows",
    "find_places",
    "read_attendance",
    "read_confirmations",
    "read_instance",
    "read_plan",
    "read_scenario",
    "write_bookings",
    "write_bytes",
    "write_plan",
    "write_scenario",
    "write_starter",
    "write_template",
    "write_text",
]
