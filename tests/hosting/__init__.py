"""Tests of what whoever hosts the bot needs."""
