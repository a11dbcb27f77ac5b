"""The operator's commands, one file each."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROMPTS = ROOT / "prompts"
MANIFEST = ROOT / "manifest.json"
LANGUAGE = "en"
# New objects after which Python looks for what could be freed. With its own 700, looking through
# all that was read at the start takes a tenth of the start, and of everything that handles many.
GARBAGE = 20_000
WRONG_KEYS = (
    "None of TRELLIS_KEYS opens what people wrote here. Put the key back with which it was locked, "
    "after a new one if there is one, separated by a comma. If it is lost, so are the words: start "
    "with a new, empty database."
)


class RefusedError(Exception):
    """A command cannot do its work; the message says why and what to do about it."""
