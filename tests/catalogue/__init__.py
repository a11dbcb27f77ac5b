"""Tests of the catalogue's files."""
