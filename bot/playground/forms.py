"""What people put into elements: finding them, their initial values, Slack's state, and checks."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bot.playground.blockkit import elements
from bot.playground.state import Json, Selection, Values

STATE_FIELDS = {
    "plain_text_input": "value",
    "number_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "static_select": "selected_option",
    "radio_buttons": "selected_option",
    "overflow": "selected_option",
    "multi_static_select": "selected_options",
    "checkboxes": "selected_options",
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "conversations_select": "selected_conversation",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
}
"""The field of Slack's state that holds what was chosen, by the element's type."""
FORMATS = {
    "email_text_input": (r"[^@\s]+@[^@\s]+\.[^@\s]+", "Please enter a valid email address."),
    "url_text_input": (r"https?://\S+", "Please enter a valid URL."),
    "datepicker": (r"\d{4}-\d{2}-\d{2}", "Please enter a valid date."),
    "timepicker": (r"\d{2}:\d{2}", "Please enter a valid time."),
}
REQUIRED = "Please complete this required field."


def find(blocks: Iterable[Json], block_id: str, action_id: str) -> Json | None:
    """Return the element with these ids, or nothing where it does not (or no longer) stand."""
    for block, element in elements(blocks):
        if (block.get("block_id"), element.get("action_id")) == (block_id, action_id):
            return element
    return None


def options(element: Json) -> list[Json]:
    """Return the options of a choice, those in groups too."""
    groups = element.get("option_groups") or []
    return [*(element.get("options") or []), *(o for g in groups for o in g["options"])]


def initial(element: Json) -> Selection:
    """Return what an element holds before anybody has touched it."""
    chosen = element.get(STATE_FIELDS[element["type"]].replace("selected", "initial"))
    if element["type"].endswith("_input"):
        chosen = element.get("initial_value")
    if isinstance(chosen, dict):
        return str(chosen["value"])
    if isinstance(chosen, list):
        return [c["value"] if isinstance(c, dict) else c for c in chosen]
    return chosen


def state_of(element: Json, selection: Selection) -> Json:
    """Return an element's part of view.state.values; raise ValueError for a foreign option."""
    field = STATE_FIELDS[element["type"]]
    if field == "selected_option":
        value: Any = None if selection is None else _option(element, selection)
    elif field == "selected_options":
        value = [_option(element, one) for one in _several(selection)]
    elif field == "selected_users":
        value = list(_several(selection))
    else:
        value = None if selection in (None, "") else _plain(element, selection)
    return {"type": element["type"], field: value}


def _plain(element: Json, selection: Selection) -> Selection:
    return selection if element["type"] == "datetimepicker" else str(selection)


def _several(selection: Selection) -> Iterable[str]:
    return () if selection is None or isinstance(selection, str | int) else selection


def _option(element: Json, value: Selection) -> Json:
    for option in options(element):
        if option["value"] == value:
            return option
    raise ValueError(f"{value!r} is no option of {element.get('action_id')!r}")


def held(blocks: Iterable[Json], values: Values) -> Iterator[tuple[Json, Json, Selection]]:
    """Yield (block, element, selection) of all that keeps a state, filled in by `values`."""
    for block, element in elements(blocks):
        if element["type"] not in STATE_FIELDS or element["type"] == "overflow":
            continue
        given = values.get(block["block_id"], {})
        action_id = element["action_id"]
        yield block, element, given[action_id] if action_id in given else initial(element)


def state(blocks: Iterable[Json], values: Values) -> Json:
    """Return view.state.values as Slack sends it: block_id → action_id → what was chosen."""
    found: Json = {}
    for block, element, selection in held(blocks, values):
        found.setdefault(block["block_id"], {})[element["action_id"]] = state_of(element, selection)
    return found


def refusals(blocks: Iterable[Json], values: Values) -> Mapping[str, str]:
    """Return what Slack's own form refuses before the bot is asked, block_id → reason."""
    found = {
        block["block_id"]: _refusal(element, selection, is_optional=block.get("optional", False))
        for block, element, selection in held(blocks, values)
        if block["type"] == "input"
    }
    return {block_id: reason for block_id, reason in found.items() if reason}


def _refusal(element: Json, selection: Selection, *, is_optional: bool) -> str:
    if selection in (None, "", [], ()):
        return "" if is_optional else REQUIRED
    if element["type"] == "plain_text_input":
        return _length(str(selection), element.get("min_length", 0), element.get("max_length"))
    if element["type"] == "number_input":
        return _number(str(selection), element)
    expression, reason = FORMATS.get(element["type"], ("", ""))
    return reason if expression and not re.fullmatch(expression, str(selection)) else ""


def _length(words: str, least: int, most: int | None) -> str:
    if len(words) < least:
        return f"Please enter at least {least} characters."
    most = most or 3000
    return f"Please enter at most {most} characters." if len(words) > most else ""


def _number(words: str, element: Json) -> str:
    expression = r"-?\d+(\.\d+)?" if element["is_decimal_allowed"] else r"-?\d+"
    if not re.fullmatch(expression, words):
        return "Please enter a valid number."
    least, most = element.get("min_value"), element.get("max_value")
    if least is not None and float(words) < float(least):
        return f"Please enter a number of at least {least}."
    if most is not None and float(words) > float(most):
        return f"Please enter a number of at most {most}."
    return ""
