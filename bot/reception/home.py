"""Showing somebody their Home tab again after they did something."""

from collections.abc import Mapping
from typing import Any, Protocol


class ShowHome(Protocol):
    """Publishes the caller's Home tab as things stand now."""

    def __call__(self, asked: str | None = None, /) -> None:
        """Show it; with `asked`, what its reader wants to see there, else as they saw it last."""


def about(row: object, body: Mapping[str, Any]) -> str:
    """Return what a form that is opened remembers: its row, and Home as it was, if opened there."""
    is_home = (body.get("view") or {}).get("type") == "home"
    return f"{row} {asked_in(body)}" if is_home else str(row)


def is_from_home(view: Mapping[str, Any]) -> bool:
    """Say whether a form was opened from Home, as `about` has noted."""
    return " " in str(view.get("private_metadata") or "")


def asked_in(body: Mapping[str, Any]) -> str:
    """Return what the reader of Home last asked to see, as the view or its modal remembers it.

    A modal that was opened from Home keeps it behind the key of its row.
    """
    view = body.get("view")
    if not isinstance(view, Mapping):
        return ""
    kept = str(view.get("private_metadata") or "")
    return kept if view.get("type") == "home" else kept.partition(" ")[2]
