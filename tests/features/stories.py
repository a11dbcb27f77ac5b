"""How many a test begins: Dev and Maya have a one-on-one, and the clock has gone on."""

from tests.company import Company


def prepared(office: Company, **fields: str) -> None:
    """Let Dev and Maya meet up to the preparation."""
    office.meet(**fields)
    office.to_next("preparation")


def asked(office: Company, **fields: str) -> None:
    """Let Dev and Maya meet up to the cue."""
    office.meet(**fields)
    office.to_next("cue")
