"""The tables of Block Kit: which fields each block and element has, and how long they may be."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.playground.shapes import (
    Check,
    Table,
    anything,
    array,
    at,
    boolean,
    integer,
    one_of,
    shape,
    string,
    text,
    union,
)


class Surface(StrEnum):
    """Where blocks stand."""

    MESSAGE = "message"
    MODAL = "modal"
    HOME = "home"


EVERYWHERE = frozenset(Surface)
ID = string(255)
PLAIN, MARKED = "plain_text", "mrkdwn"


def _pattern(expression: str) -> Check:
    def check(value: Any, path: str) -> Iterator[str]:
        if not isinstance(value, str) or not re.fullmatch(expression, value):
            yield at("invalid format", path)

    return check


DATE = _pattern(r"\d{4}-\d{2}-\d{2}")
TIME = _pattern(r"([01]\d|2[0-3]):[0-5]\d")
NUMBER = _pattern(r"-?\d+(\.\d+)?")

_CONFIRM = shape(
    Table(
        must={"title": text(100), "text": text(300, PLAIN, MARKED)},
        may={
            "confirm": text(30),
            "deny": text(30),
            "style": one_of("primary", "danger"),
        },
    )
)
_COMMON: dict[str, Check] = {"type": anything, "action_id": ID, "confirm": _CONFIRM}
_FOCUS: dict[str, Check] = {"focus_on_load": boolean}
_HINT: dict[str, Check] = {"placeholder": text(150)}


def _option(*kinds: str) -> Check:
    return shape(
        Table(
            must={"text": text(75, *kinds), "value": string(150)},
            may={"description": text(75, *kinds), "url": string(3000)},
        )
    )


def _initial_is_an_option(value: Any, path: str) -> Iterator[str]:
    groups = value.get("option_groups") or []
    options = (value.get("options") or []) + [o for g in groups for o in g["options"]]
    chosen = value.get("initial_options") or []
    chosen = [*chosen, value["initial_option"]] if value.get("initial_option") else chosen
    if any(option not in options for option in chosen):
        yield at("initial option must exactly match a provided option", path)


def _has_options(value: Any, path: str) -> Iterator[str]:
    if bool(value.get("options")) is bool(value.get("option_groups")):
        yield at("must provide either options or option_groups", path)


def _lengths(value: Any, path: str) -> Iterator[str]:
    most = value.get("max_length", 3000)
    if value.get("min_length", 0) > most:
        yield at("min_length must not exceed max_length", path)
    if len(value.get("initial_value") or "") > most:
        yield at("initial_value must not be longer than max_length", path)


def _select(initial: str, first: Check, *, is_multi: bool = False) -> Table:
    limit: dict[str, Check] = {"max_selected_items": integer(1, 100)} if is_multi else {}
    return Table(may={**_COMMON, **_FOCUS, **_HINT, **limit, initial: first})


def _static(initial: str, first: Check, *, is_multi: bool = False) -> Table:
    group = shape(Table(must={"label": text(75), "options": array(_option(), 100, 1)}))
    base = _select(initial, first, is_multi=is_multi)
    own = {"options": array(_option(), 100, 1), "option_groups": array(group, 100, 1)}
    return Table(may={**base.may, **own}, rules=(_has_options, _initial_is_an_option))


def _choices(initial: str, first: Check, most: int = 10) -> Table:
    options = array(_option(PLAIN, MARKED), most, 1)
    may = {**_COMMON, **_FOCUS, initial: first}
    return Table(must={"options": options}, may=may, rules=(_initial_is_an_option,))


def _field(**own: Check) -> Table:
    base = {**_COMMON, **_FOCUS, **_HINT, "initial_value": string(3000)}
    return Table(may={**base, "dispatch_action_config": anything, **own}, rules=(_lengths,))


_LENGTHS = {"min_length": integer(0, 3000), "max_length": integer(1, 3000)}
_RICH = _option(PLAIN, MARKED)
ELEMENTS: dict[str, Table] = {
    "button": Table(
        must={"text": text(75)},
        may={
            **_COMMON,
            "url": string(3000),
            "value": string(2000),
            "style": one_of("primary", "danger"),
            "accessibility_label": string(75),
        },
    ),
    "image": Table(
        must={"alt_text": string(2000)}, may={"type": anything, "image_url": string(3000, 1)}
    ),
    "overflow": Table(must={"options": array(_option(), 5, 1)}, may=_COMMON),
    "static_select": _static("initial_option", _option()),
    "multi_static_select": _static("initial_options", array(_option(), 100), is_multi=True),
    "users_select": _select("initial_user", string(30)),
    "multi_users_select": _select("initial_users", array(string(30), 100), is_multi=True),
    "conversations_select": Table(
        may={
            **_select("initial_conversation", string(30)).may,
            "default_to_current_conversation": boolean,
            "response_url_enabled": boolean,
            "filter": anything,
        }
    ),
    "radio_buttons": _choices("initial_option", _RICH),
    "checkboxes": _choices("initial_options", array(_RICH, 10)),
    "datepicker": Table(may={**_COMMON, **_FOCUS, **_HINT, "initial_date": DATE}),
    "timepicker": Table(
        may={**_COMMON, **_FOCUS, **_HINT, "initial_time": TIME, "timezone": string(60)}
    ),
    "datetimepicker": Table(
        may={**_COMMON, **_FOCUS, "initial_date_time": integer(10**9, 10**10 - 1)}
    ),
    "plain_text_input": _field(multiline=boolean, **_LENGTHS),
    "number_input": Table(
        must={"is_decimal_allowed": boolean},
        may={**_field(initial_value=NUMBER).may, "min_value": NUMBER, "max_value": NUMBER},
    ),
    "email_text_input": _field(),
    "url_text_input": _field(),
}
_CHOOSING = tuple(
    name for name in ELEMENTS if name.endswith(("select", "picker", "buttons", "checkboxes"))
)


def _some(*names: str) -> Check:
    return union({name: ELEMENTS[name] for name in names})


def _text_or_fields(value: Any, path: str) -> Iterator[str]:
    if not value.get("text") and not value.get("fields"):
        yield at("missing required field: text", path)


@dataclass(frozen=True)
class Block:
    """The shape of one kind of block, and where it may stand."""

    shape: Check
    surfaces: frozenset[Surface] = EVERYWHERE


def _block(
    *rules: Check,
    only: Surface | None = None,
    must: dict[str, Check] | None = None,
    **may: Check,
) -> Block:
    table = Table(
        must=must or {},
        may={"type": anything, "block_id": ID, **may},
        rules=rules,
    )
    return Block(shape(table), frozenset({only}) if only else EVERYWHERE)


_SMALL_TEXT = Table(
    must={"text": string(3000, 1)}, may={"type": anything, "emoji": boolean, "verbatim": boolean}
)
BLOCKS: dict[str, Block] = {
    "header": _block(must={"text": text(150)}),
    "divider": _block(),
    "section": _block(
        _text_or_fields,
        text=text(3000, PLAIN, MARKED),
        fields=array(text(2000, PLAIN, MARKED), 10, 1),
        accessory=_some("button", "image", "overflow", *_CHOOSING),
        expand=boolean,
    ),
    "context": _block(
        must={
            "elements": array(
                union({PLAIN: _SMALL_TEXT, MARKED: _SMALL_TEXT, "image": ELEMENTS["image"]}), 10, 1
            )
        }
    ),
    "actions": _block(
        must={"elements": array(_some("button", "overflow", *_CHOOSING), 25, 1)},
    ),
    "input": _block(
        must={
            "label": text(2000),
            "element": _some(
                *_CHOOSING,
                "plain_text_input",
                "number_input",
                "email_text_input",
                "url_text_input",
            ),
        },
        hint=text(2000),
        optional=boolean,
        dispatch_action=boolean,
    ),
    "image": _block(must={"alt_text": string(2000)}, image_url=string(3000, 1), title=text(2000)),
    "rich_text": _block(must={"elements": array(anything, 1000)}),
    "markdown": _block(must={"text": string(12000, 1)}, only=Surface.MESSAGE),
}

VIEW_FIELDS = Table(
    must={"blocks": anything},
    may={
        "type": anything,
        "private_metadata": string(3000),
        "callback_id": ID,
        "external_id": ID,
    },
)
MODAL_FIELDS = Table(
    must={**VIEW_FIELDS.must, "title": text(24)},
    may={
        **VIEW_FIELDS.may,
        "submit": text(24),
        "close": text(24),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
    },
)
