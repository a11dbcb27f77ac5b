"""Reading what a person filled into a form: liberal with what is missing."""

from collections.abc import Mapping
from datetime import date
from typing import Any


def _element(view: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    values = (view.get("state") or {}).get("values") or {}
    found = (values.get(name) or {}).get(name)
    return found if isinstance(found, Mapping) else {}


def typed(view: Mapping[str, Any], name: str) -> str:
    """Return what was typed into a text field; empty where nothing was."""
    return str(_element(view, name).get("value") or "")


def chosen(view: Mapping[str, Any], name: str) -> str | None:
    """Return the value of the chosen option, or the person, date or time that was picked."""
    element = _element(view, name)
    option = element.get("selected_option")
    if isinstance(option, Mapping):
        return str(option.get("value") or "") or None
    picked = (element.get(f"selected_{kind}") for kind in ("user", "date", "time"))
    return next((str(one) for one in picked if one), None)


def date_of(value: str | None) -> date | None:
    """Return a picked date; None for none, or for what is no date."""
    try:
        return date.fromisoformat(value or "")
    except ValueError:
        return None


def ticked(view: Mapping[str, Any], name: str) -> list[str]:
    """Return the values of all ticked options."""
    options = _element(view, name).get("selected_options") or []
    return [str(one["value"]) for one in options if isinstance(one, Mapping) and "value" in one]


def picked(view: Mapping[str, Any], name: str) -> list[str]:
    """Return the people who were picked."""
    return [str(one) for one in _element(view, name).get("selected_users") or []]
