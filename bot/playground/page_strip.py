"""The strip at the top: who you are, what the clock says, and the button that moves it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from nicegui import run, ui

from bot.playground.clock import Moment
from bot.playground.page_shelf import Shelf
from bot.playground.page_tab import Tab, first_name
from bot.playground.page_tags import CROSS, Act, button, menu, tag

MOVES = (
    ("preparation", "To the next preparation"),
    ("cue", "To the last fifteen minutes"),
)
FOLDED = "A simulated Slack, the real bot: how to begin"
HINT = "This is a simulated Slack. Everything you see is the real bot."


WEEK = 7


@dataclass(frozen=True)
class _Words:
    me: str
    clock: str
    following: Moment | None
    happened: Moment | None


@dataclass(frozen=True)
class _Buttons:
    text: str
    coming: tuple[Moment, ...]
    is_moving: bool


def strip(tab: Tab) -> None:
    """Draw the strip, which follows the clock."""
    told_words = Shelf[_Words](tag("div", "strip-text"), lambda value: _draw_words(tab, value))
    can_move = tab.workspace.can_move
    buttons = Shelf[_Buttons](tag("div", "strip-buttons"), lambda value: _draw_buttons(tab, value))

    def sync() -> None:
        coming = tab.coming = tab.workspace.coming()  # once: the bot looks through its rows
        told_words.show([("words", _words(tab, coming))])
        buttons.show([("buttons", _buttons(tab, coming))] if can_move else [])

    tab.parts.append(sync)


def hint(tab: Tab) -> None:
    """Draw the line for somebody who is here for the first time, until it is closed.

    On a phone it is folded, and opened by a tap.
    """
    if tab.stage.hint_closed:
        return

    def close() -> None:
        tab.stage.hint_closed = True
        line.delete()

    words = f"{HINT} {tab.workspace.hint}"
    with tag("div", "hint-line", role="note") as line:
        tag("p", "hint-open", words)
        with tag("details", "hint-folded"):
            tag("summary", "", FOLDED)
            tag("p", "", words)
        button(CROSS, "round", aria_label="Close this hint").on("click", close)


def told(tab: Tab, at: datetime) -> str:
    """Tell a moment in the person's zone; with its date where the weekday is not enough."""
    local = tab.local(at)
    away = (local.date() - tab.local(tab.workspace.clock.now()).date()).days
    if 0 <= away < WEEK:
        return f"{local:%A %H:%M}"
    return f"{local:%A}, {local.day} {local:%B}, {local:%H:%M}"


def _words(tab: Tab, coming: tuple[Moment, ...]) -> _Words:
    now = tab.local(tab.workspace.clock.now())
    following = coming[0] if coming else None
    happened = tab.stage.happened
    if happened and happened.at > now:
        happened = None
    return _Words(first_name(tab.member), f"{now:%A %H:%M}", following, happened)


def _buttons(tab: Tab, coming: tuple[Moment, ...]) -> _Buttons:
    text = f"Go to {told(tab, coming[0].at)}" if coming else "One working day on"
    return _Buttons(text, coming, tab.stage.is_moving)


def _draw_words(tab: Tab, look: _Words) -> None:
    following, happened = look.following, look.happened
    with tag("p"):
        tag("span", "", "You are ")
        tag("strong", "", look.me)
        tag("span", "", ". The clock says ")
        tag("strong", "", look.clock)
        tag("span", "", ".")
        if happened:
            tag("span", "", f" Just now: {happened.label}")
            _other(tab, happened, " (", ")")
            tag("span", "", ".")
        if following:
            tag("span", "", f" Next: {following.label}, {told(tab, following.at)}.")
            if not happened or happened.user != following.user:
                _other(tab, following, " ", "")


def _other(tab: Tab, moment: Moment, before: str, after: str) -> None:
    member = tab.workspace.members.get(moment.user or "")
    if member and member.id != tab.user:
        tag("span", "", before)
        tag("a", "be", f"be {first_name(member)}", href=f"/?as={member.id}")
        tag("span", "", after)


def _draw_buttons(tab: Tab, look: _Buttons) -> None:
    following = look.coming[0] if look.coming else None
    disabled = look.is_moving or None
    text = "" if look.is_moving else look.text
    with button(text, "light", data_testid="move", disabled=disabled) as main:
        if look.is_moving:
            ui.spinner(size="1em")
            tag("span", "", "Moving the clock…")
    main.on("click", lambda: _to(tab, following) if following else _day(tab))
    moves: list[tuple[str, Act | None]] = [
        (label, _mover(tab, next((one for one in look.coming if one.kind == kind), None)))
        for kind, label in MOVES
    ]
    one_day = ("One working day on", lambda: _day(tab))
    menu("More moves", [*moves, one_day], "light", disabled=disabled)


def _mover(tab: Tab, moment: Moment | None) -> Act | None:
    return partial(_to, tab, moment) if moment else None


async def _to(tab: Tab, moment: Moment) -> None:
    await _move(tab, lambda: tab.workspace.move_to(moment.at), moment)


async def _day(tab: Tab) -> None:
    await _move(tab, lambda: tab.workspace.move_working_day(tab.user), None)


async def _move(tab: Tab, moving: Callable[[], object], to: Moment | None) -> None:
    stage = tab.stage
    if stage.is_moving:
        return
    stage.is_moving = True
    tab.sync()
    try:
        await run.io_bound(moving)
        stage.happened = to
    finally:
        stage.is_moving = False
    if tab.at_home and tab.workspace.unread(tab.user, tab.dm):
        await tab.look_at(tab.dm)
    tab.sync()
