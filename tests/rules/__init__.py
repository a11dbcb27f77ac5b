"""The decisions, tested."""
