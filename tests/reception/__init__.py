"""Tests of the one door in."""
