"""The tests mirror `bot/`."""
