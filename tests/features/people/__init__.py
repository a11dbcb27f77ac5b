"""Tests of consent, quiet and settings."""
