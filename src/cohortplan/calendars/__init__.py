"""Calendars of a plan as iCalendar files (RFC 5545): the writer, its time zones, and the feeds."""
