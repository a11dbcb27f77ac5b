"""Tests of moves, asked in chat."""
