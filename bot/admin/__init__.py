"""The operator's commands, one file each."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROMPTS = ROOT / "prompts"
MANIFEST = ROOT / "manifest.json"
LANGUAGE = "en"


class RefusedError(Exception):
    """A command cannot do its work; the message says why and what to do about it."""
