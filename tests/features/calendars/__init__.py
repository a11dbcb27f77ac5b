"""Calendars that are connected, followed, and in trouble."""
