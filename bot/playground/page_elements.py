"""The elements that people press and fill in, drawn from Slack's JSON."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from nicegui import ui
from nicegui.events import GenericEventArguments, ValueChangeEventArguments

from bot.playground.forms import initial
from bot.playground.page_tags import CHECKED, button, menu, shown_confirmation, tag, words
from bot.playground.page_text import Reader
from bot.playground.state import Json, Selection

Press = Callable[[str, str, Selection], Awaitable[None]]
"""Told the block's id, the element's action_id, and what was chosen."""

_CHOSEN = "(event) => emit(event.target.value)"
_NATIVE = {
    "datepicker": "date",
    "timepicker": "time",
    "datetimepicker": "datetime-local",
    "number_input": "number",
    "email_text_input": "email",
    "url_text_input": "url",
    "plain_text_input": "text",
}


@dataclass
class Scene:
    """What a message, Home or a modal needs to be shown, and what was filled in so far."""

    reader: Reader
    people: Mapping[str, str]
    channels: Mapping[str, str]
    press: Press
    values: dict[str, dict[str, Selection]] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """An element in its block: its label, and whether choosing in it is told to the bot."""

    scene: Scene
    block: str
    element: Json
    label: str
    acts: bool
    is_required: bool = False
    has_focus: bool = False

    @property
    def action(self) -> str:
        """The element's `action_id`."""
        return str(self.element.get("action_id", ""))

    @property
    def selection(self) -> Selection:
        """What was filled in so far, else what the bot put there."""
        return self.scene.values.get(self.block, {}).get(self.action, initial(self.element))

    @property
    def chosen(self) -> list[str]:
        """The selection as a list, for elements in which several can be chosen."""
        selection = self.selection
        return list(selection) if isinstance(selection, (list, tuple)) else []

    @property
    def attributes(self) -> Json:
        """What a test or a screen reader finds the element by."""
        return {
            "aria_label": self.label or self.placeholder,
            "aria_required": "true" if self.is_required else None,
            "aria_invalid": "true" if self.block in self.scene.errors else None,
            "autofocus": True if self.has_focus else None,
            **self.hooks,
        }

    @property
    def hooks(self) -> Json:
        """The names that the bot gave: they stay the same when words change."""
        return {"data_action": self.action, "data_block": self.block}

    @property
    def placeholder(self) -> str:
        """The words in the empty element."""
        return str((self.element.get("placeholder") or {}).get("text", ""))

    def keep(self, selection: Selection) -> None:
        """Remember what was filled in."""
        self.scene.values.setdefault(self.block, {})[self.action] = selection

    async def choose(self, selection: Selection) -> None:
        """Remember what was chosen, and tell the bot where that is an action."""
        self.keep(selection)
        if self.acts:
            await self.press(selection)

    async def press(self, selection: Selection = None) -> None:
        """Tell the bot, once the person has confirmed where the element asks for it."""
        confirm = self.element.get("confirm")
        if not confirm or await shown_confirmation(confirm, self.scene.reader):
            await self.scene.press(self.block, self.action, selection)


def draw(place: Place) -> None:
    """Draw an element; one that the playground does not know says so in its place."""
    kind = place.element["type"]
    if drawer := _DRAWERS.get(kind):
        drawer(place)
    else:
        tag("span", "quiet", f"({kind} is not shown here)")


def _button(place: Place) -> None:
    element = place.element
    attributes = {**place.hooks, "aria_label": element.get("accessibility_label")}
    style = str(element.get("style", ""))
    text = element["text"]["text"]
    if url := element.get("url"):
        target = {"href": url, "target": "_blank", "rel": "noopener noreferrer"}
        shown = tag("a", f"button {style}", text, **target, **attributes)
    else:
        shown = button(text, style, **attributes)
    shown.on("click", lambda: place.press())  # noqa: PLW0108 - no event is wanted as argument


def _select(place: Place) -> None:
    async def choose(event: GenericEventArguments) -> None:
        await place.choose(event.args or None)

    with tag("select", "field", **place.attributes).on("change", choose, js_handler=_CHOSEN):
        if place.selection is None or not place.is_required:
            tag("option", "", place.placeholder or "Choose…", value="")
        for label, options in _groups(place):
            if label:
                with tag("optgroup", label=label):
                    _options(options, place.selection)
            else:
                _options(options, place.selection)


def _options(options: Mapping[str, str], selection: Selection) -> None:
    for value, label in options.items():
        tag("option", "", label, value=value, selected=True if value == selection else None)


def _several(place: Place) -> None:
    options = {value: label for _, group in _groups(place) for value, label in group.items()}

    async def choose(event: ValueChangeEventArguments[list[str]]) -> None:
        await place.choose(list(event.value))

    chosen = [value for value in place.chosen if value in options]
    shown = ui.select(options, multiple=True, value=chosen, on_change=choose)
    shown.props("outlined dense use-chips options-dense").classes("field-several")
    _dress(shown, place)


def _groups(place: Place) -> Iterator[tuple[str, dict[str, str]]]:
    element = place.element
    kind = element["type"].removeprefix("multi_")
    if kind == "users_select":
        yield "", dict(place.scene.people)
    elif kind == "conversations_select":
        yield "", {key: f"#{name}" for key, name in place.scene.channels.items()}
    elif groups := element.get("option_groups"):
        for group in groups:
            yield group["label"]["text"], _labels(group["options"])
    else:
        yield "", _labels(element.get("options", []))


def _labels(options: list[Json]) -> dict[str, str]:
    return {option["value"]: option["text"]["text"] for option in options}


def _radio(place: Place) -> None:
    def pick(value: str) -> Callable[[], Awaitable[None]]:
        return lambda: place.choose(value)

    with tag("div", "choices", role="radiogroup", **place.attributes) as group:
        for option in place.element["options"]:
            value = option["value"]
            checked = True if value == place.selection else None
            with tag("label", "choice"):
                marked = {"name": f"choice-{group.id}", "value": value, "checked": checked}
                tag("input", "", type="radio", **marked).on("change", pick(value))
                _described(option, place.scene.reader)


def _checkboxes(place: Place) -> None:
    def toggle(value: str) -> Callable[[GenericEventArguments], Awaitable[None]]:
        async def toggled(event: GenericEventArguments) -> None:
            without = [chosen for chosen in place.chosen if chosen != value]
            await place.choose([*without, value] if event.args else without)

        return toggled

    with tag("div", "choices", role="group", **place.attributes):
        for option in place.element["options"]:
            value = option["value"]
            with tag("label", "choice"):
                marked = {"value": value, "checked": True if value in place.chosen else None}
                box = tag("input", "", type="checkbox", **marked)
                box.on("change", toggle(value), js_handler=CHECKED)
                _described(option, place.scene.reader)


def _described(option: Json, reader: Reader) -> None:
    with tag("span", "choice-text"):
        words(option["text"], reader)
        if description := option.get("description"):
            with tag("span", "quiet"):
                words(description, reader)


def _overflow(place: Place) -> None:
    def pick(option: Json) -> Callable[[], Awaitable[None]]:
        return lambda: place.press(option["value"])

    options = [(one["text"]["text"], pick(one)) for one in place.element["options"]]
    menu("More actions", options, **place.hooks)


def _typed(place: Place) -> None:
    element = place.element
    many = bool(element.get("multiline"))
    value = _as_typed(place)
    shown = ui.textarea(value=value) if many else ui.input(value=value)
    shown.props("outlined dense" + (" autogrow" if many else ""))
    shown.props["placeholder"] = place.placeholder
    if not many:
        shown.props["type"] = _NATIVE[element["type"]]
    for slack, native in (("min_value", "min"), ("max_value", "max")):
        if slack in element:
            shown.props[native] = element[slack]
    if element.get("is_decimal_allowed"):
        shown.props["step"] = "any"
    _dress(shown.classes("field-typed"), place)
    _listen(shown, place)


def _listen(shown: ui.input | ui.textarea, place: Place) -> None:
    async def change(event: ValueChangeEventArguments[str | None]) -> None:
        selection = _as_selection(event.value, place)
        if place.element["type"].endswith("_input"):
            place.keep(selection)
        else:
            await place.choose(selection)

    shown.on_value_change(change)
    if place.acts and not place.element.get("multiline"):
        shown.on("keydown.enter", lambda: place.press(place.selection))


def _dress(shown: ui.element, place: Place) -> None:
    for key, value in place.attributes.items():
        if value is not None:
            shown.props[key.replace("_", "-")] = value


def _as_typed(place: Place) -> str:
    if place.selection is None:
        return ""
    if place.element["type"] == "datetimepicker":
        local = datetime.fromtimestamp(int(str(place.selection)), place.scene.reader.zone)
        return f"{local:%Y-%m-%dT%H:%M}"
    return str(place.selection)


def _as_selection(typed: str | None, place: Place) -> Selection:
    if not typed:
        return None
    if place.element["type"] == "datetimepicker":
        local = datetime.fromisoformat(typed).replace(tzinfo=place.scene.reader.zone)
        return int(local.timestamp())
    return typed


_DRAWERS: Mapping[str, Callable[[Place], None]] = {
    "button": _button,
    "checkboxes": _checkboxes,
    "conversations_select": _select,
    "multi_static_select": _several,
    "multi_users_select": _several,
    "overflow": _overflow,
    "radio_buttons": _radio,
    "static_select": _select,
    "users_select": _select,
    **dict.fromkeys(_NATIVE, _typed),
}
