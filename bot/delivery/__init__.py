"""The one door out: every message the bot sends is recorded, sent and retried here."""
