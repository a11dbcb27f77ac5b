"""Delivery: recorded once, sent once, whatever happens on the way."""
