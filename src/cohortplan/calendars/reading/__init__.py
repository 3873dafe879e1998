"""Calendars that others wrote, however broken: their lines, their times, and when they say somebody is busy."""
