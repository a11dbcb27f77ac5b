"""Tests of what the program's owner sees."""
