"""The bot's Home tab, and the modals it opens."""

from dataclasses import dataclass
from functools import partial

from nicegui import ui
from nicegui.element import Element
from nicegui.events import ValueChangeEventArguments

from bot.playground.page_blocks import draw_block
from bot.playground.page_elements import Scene
from bot.playground.page_shelf import Shelf
from bot.playground.page_tab import Tab
from bot.playground.page_tags import CROSS, button, tag
from bot.playground.state import Json, Selection, Values, View


@dataclass(frozen=True)
class _Block:
    body: Json
    error: str
    has_focus: bool


class Form:
    """A view on the page. What was filled in stays while the bot changes the view around it."""

    def __init__(self, tab: Tab, view: View, parent: Element) -> None:
        self._tab = tab
        self._values: dict[str, dict[str, Selection]] = {}
        self._shelf = Shelf[_Block](parent, self._draw)
        self._is_modal = view.body.get("type") == "modal"
        self.view = view

    def show(self, view: View) -> None:
        """Bring the form up to date with its view."""
        self.view = view
        first = next((one["block_id"] for one in view.blocks if one["type"] == "input"), None)
        wrong = next(
            (one["block_id"] for one in view.blocks if one["block_id"] in view.errors), None
        )
        self._shelf.show(
            [
                (key, _Block(one, view.errors.get(key, ""), key == (wrong or first)))
                for one in view.blocks
                for key in [one["block_id"]]
            ]
        )

    def values(self) -> Values:
        """Return what stands in the inputs of the blocks that are there now."""
        here = {one["block_id"] for one in self.view.blocks}
        return {block: dict(filled) for block, filled in self._values.items() if block in here}

    def _draw(self, block: _Block) -> None:
        tab, key = self._tab, block.body["block_id"]
        errors = {key: block.error} if block.error else {}
        scene = Scene(tab.reader, tab.people, tab.channels, self._press, self._values, errors)
        draw_block(block.body, scene, has_focus=block.has_focus and self._is_modal)

    async def _press(self, block: str, action: str, selection: Selection) -> None:
        tab, values = self._tab, self.values()
        await tab.act(
            lambda: tab.workspace.press(
                tab.user, block, action, view_id=self.view.id, selection=selection, values=values
            )
        )


def home(tab: Tab) -> None:
    """Draw the bot's Home tab, or a line while it has none."""
    with tag("div", "roll from-top"):
        page = tag("div", "home")
    with page:
        empty = tag("p", "quiet", "There is nothing here yet.")
    shown: list[Form] = []

    def sync() -> None:
        view = tab.workspace.home(tab.user)
        empty.set_visibility(view is None)
        if view is None:
            return
        if not shown:
            shown.append(Form(tab, view, page))
        shown[0].show(view)

    tab.parts.append(sync)


class Modal:
    """The dialog that shows the modal on top of what the person has open."""

    def __init__(self, tab: Tab) -> None:
        self._tab = tab
        self._sheets: dict[str, _Sheet] = {}
        self._dialog = ui.dialog().props("no-backdrop-dismiss").classes("modal")
        self._dialog.on_value_change(self._changed)
        tab.parts.append(self.sync)

    def sync(self) -> None:
        """Show the modal on top, if there is one; keep those beneath it as they are."""
        view = self._tab.workspace.modal(self._tab.user)
        if view is None:
            self._dialog.close()
            self._forget()
            return
        if view.id not in self._sheets:
            with self._dialog:
                self._sheets[view.id] = _Sheet(self._tab, view)
        self._sheets[view.id].show(view)
        for key, sheet in self._sheets.items():
            sheet.frame.set_visibility(key == view.id)
        self._dialog.props["aria-label"] = view.label("title")
        self._dialog.open()

    def _forget(self) -> None:
        self._sheets.clear()
        self._dialog.clear()

    async def _changed(self, event: ValueChangeEventArguments[bool]) -> None:
        tab = self._tab
        if not event.value and tab.workspace.modal(tab.user):
            await tab.act(partial(tab.workspace.close_modal, tab.user))


class _Sheet:
    """One modal: its title, its blocks, and its buttons."""

    def __init__(self, tab: Tab, view: View) -> None:
        self._tab = tab
        with tag("div", "sheet") as self.frame:
            with tag("div", "sheet-head"):
                self._title = tag("h2")
                button(CROSS, "round", aria_label="Close dialog").on("click", self._close)
            self._form = Form(tab, view, tag("div", "sheet-body"))
            self._trouble = tag("p", "error", role="alert")
            with tag("div", "sheet-buttons"):
                self._closer = button("").on("click", self._close)
                self._submitter = button("", "primary").on("click", self._submit)

    def show(self, view: View) -> None:
        """Bring the modal up to date with its view."""
        self._title.set_text(view.label("title"))
        self._closer.set_text(view.label("close") or "Close")
        self._submitter.set_text(view.label("submit"))
        self._submitter.set_visibility(bool(view.label("submit")))
        self._form.show(view)

    async def _close(self) -> None:
        tab = self._tab
        await tab.act(partial(tab.workspace.close_modal, tab.user))

    async def _submit(self) -> None:
        tab = self._tab
        self._trouble.set_text("")
        self._submitter.props["disabled"] = True
        values = self._form.values()
        result = await tab.act(lambda: tab.workspace.submit(tab.user, values), is_told=False)
        if not self.frame.is_deleted:
            self._submitter.props.pop("disabled", None)
            self._submitter.update()
            self._trouble.set_text(result.error)
