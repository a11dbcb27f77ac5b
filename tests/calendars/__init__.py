"""Calendars: a corpus of feeds, rules against dateutil, and servers that are out to harm us."""
