"""Trellis: a Slack bot that makes asking about careers a habit."""
