"""The sidebar: whom to be, and that person's conversations."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from nicegui import ui

from bot.playground.page_calendars import calendars
from bot.playground.page_faults import faults
from bot.playground.page_shelf import Shelf
from bot.playground.page_tab import Tab
from bot.playground.page_tags import button, tag
from bot.playground.people import Member


@dataclass(frozen=True)
class _Person:
    member: Member
    is_me: bool
    unread: int


@dataclass(frozen=True)
class _Talk:
    channel: str
    title: str
    is_here: bool
    unread: int


def sidebar(tab: Tab) -> None:
    """Draw the sidebar where there is room, and a drawer that holds the same on a phone."""
    with tag("nav", "sidebar wide", aria_label="People and conversations"):
        _lists(tab)


def drawer(tab: Tab) -> None:
    """Draw the button that opens the sidebar on a phone."""
    dialog = ui.dialog().props("position=left full-height")
    with dialog, tag("nav", "sidebar", aria_label="People and conversations"):
        _lists(tab, dialog)
    opener = button("☰", "round narrow", aria_label="People and conversations")
    opener.on("click", dialog.open)


def avatar(member: Member, classes: str = "") -> None:
    """Show a person's initial on their colour."""
    initial = (member.real_name or member.name)[:1].upper()
    classes = f"avatar {classes} {'avatar-bot' if member.is_bot else ''}"
    face = tag("span", classes, initial, aria_hidden="true")
    if not member.is_bot:
        face.style(f"background:#{member.colour}")


def _lists(tab: Tab, dialog: ui.dialog | None = None) -> None:
    tag("h2", "", "Conversations")
    talks = Shelf(tag("ul"), partial(_draw_talk, tab, dialog), "li")
    tag("h2", "", "Who you are")
    people = Shelf(tag("ul"), _draw_person, "li")
    calendars(tab)
    faults(tab)
    tab.parts.append(lambda: _sync(tab, talks, people))


def _sync(tab: Tab, talks: Shelf[_Talk], people: Shelf[_Person]) -> None:
    space = tab.workspace
    talks.show(
        [
            (one.id, _Talk(one.id, tab.title(one), one.id == tab.channel, unread))
            for one in space.channels_of(tab.user)
            for unread in [space.unread(tab.user, one.id)]
        ]
    )
    people.show(
        [
            (one.id, _Person(one, one.id == tab.user, _waiting(tab, one.id)))
            for one in space.members.values()
            if one.is_person
        ]
    )


def _waiting(tab: Tab, user: str) -> int:
    channels = tab.workspace.channels_of(user)
    return sum(tab.workspace.unread(user, channel.id) for channel in channels)


def _draw_talk(tab: Tab, dialog: ui.dialog | None, talk: _Talk) -> None:
    async def turn() -> None:
        if dialog:
            dialog.close()
        await tab.look_at(talk.channel)

    current = "page" if talk.is_here else None
    classes = "entry" + (" here" if talk.is_here else "") + (" unread" if talk.unread else "")
    attributes: dict[str, Any] = {"aria_current": current, "data_channel": talk.channel}
    with tag("button", classes, type="button", **attributes).on("click", turn):
        tag("span", "entry-name", talk.title)
        _mark(talk.unread)


def _draw_person(person: _Person) -> None:
    member = person.member
    classes = "entry person" + (" here" if person.is_me else "")
    current = "true" if person.is_me else None
    with tag("a", classes, href=f"/?as={member.id}", aria_current=current, data_user=member.id):
        avatar(member)
        with tag("span", "entry-name"):
            tag("span", "name", member.real_name)
            tag("span", "quiet", "Deactivated" if member.deleted else member.title)
        _mark(person.unread)


def _mark(unread: int) -> None:
    if unread:
        tag("span", "mark", str(unread), aria_label=f"{unread} unread")
