"""Keeps a list on the page in step with a list of values, redrawing only what changed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from nicegui.element import Element

from bot.playground.page_tags import tag

Value = TypeVar("Value")


@dataclass
class _Slot(Generic[Value]):
    element: Element
    value: Value


class Shelf(Generic[Value]):
    """The values drawn inside `parent`, each under its key.

    What stays the same keeps its elements, so that focus and half-typed words survive.
    """

    def __init__(self, parent: Element, draw: Callable[[Value], None], name: str = "div") -> None:
        self._parent = parent
        self._draw = draw
        self._name = name
        self._slots: dict[str, _Slot[Value]] = {}

    def show(self, items: Sequence[tuple[str, Value]]) -> None:
        """Make the list on the page equal to `items`, pairs of a unique key and a value."""
        wanted = {key for key, _ in items}
        for key in [key for key in self._slots if key not in wanted]:
            self._slots.pop(key).element.delete()
        for index, (key, value) in enumerate(items):
            slot = self._slots.get(key)
            if slot is None:
                self._add(key, value, index)
            elif slot.value != value:
                slot.value = value
                slot.element.clear()
                with slot.element:
                    self._draw(value)

    def _add(self, key: str, value: Value, index: int) -> None:
        with self._parent:
            element = tag(self._name, data_slot="")  # the keyboard's place is kept in it
        if index < len(self._slots):
            element.move(target_index=index)
        self._slots[key] = _Slot(element, value)
        with element:
            self._draw(value)
