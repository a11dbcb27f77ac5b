"""Lists that may be long: their first lines on Home, and all of them in a modal, page by page."""

from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from sqlmodel import Session

from bot import blocks
from bot.blocks import Block, actions, button, section
from bot.data import home
from bot.features.one_on_ones.next import cards
from bot.features.one_on_ones.scene import scene, theme_name
from bot.reception.desk import Caller, Desk
from bot.reception.gate import in_modal

PAGE = 20  # lines of a page


def promises(session: Session, me: Caller, desk: Desk, skip: int, limit: int) -> list[Block]:
    """Return a line for each open promise, and a button for the rest where there is one."""
    rows = home.promises(session, me.team, me.user, skip, limit + 1)
    found: list[Block] = []
    for meeting, promise in rows[:limit]:
        of = scene(session, desk, meeting, me.user)
        noted = of.date(promise.created_at)
        is_mine = promise.noted_by == me.user
        key = "home.promise_mine" if is_mine else "home.promise_line"
        line = of.say(key, who=of.name, date=noted)
        found.append(section(line, button(desk.say("prepare.see"), "promise.read", promise.id)))
    return found + _rest(desk, "promises", skip, limit, len(rows))


def shared(session: Session, me: Caller, desk: Desk, skip: int, limit: int) -> list[Block]:
    """Return a line for each answer that the caller may read, and a button for the rest."""
    rows = home.shared_with(session, me.team, me.user, skip, limit + 1)
    found: list[Block] = []
    for meeting, answer, theme in rows[:limit]:
        of = scene(session, desk, meeting, me.user)
        day, named = of.date(answer.created_at), theme_name(desk, theme)
        line = desk.say("prepare.shared", other=of.name, theme=named, date=day)
        found.append(section(line, button(desk.say("home.read"), "answer.read", answer.id)))
    return found + _rest(desk, "shared", skip, limit, len(rows))


def meetings(session: Session, me: Caller, desk: Desk, skip: int, limit: int) -> list[Block]:
    """Return a card for each one-on-one, and a button for the rest."""
    found, is_more = cards(session, me, desk, skip, limit)
    return found + _rest(desk, "meetings", skip, limit, limit + is_more)


LISTS: Mapping[str, Callable[[Session, Caller, Desk, int, int], list[Block]]] = {
    "meetings": meetings,
    "promises": promises,
    "shared": shared,
}


def open_list(ack: Ack, desk: Desk, me: Caller, client: WebClient, body: Mapping[str, Any]) -> None:
    """Open a list in a modal, or turn to another of its pages."""
    name, _, skip = str(body["actions"][0].get("value") or "").partition(" ")
    if name in LISTS:
        start = int(skip) if skip.isdecimal() and len(skip) < len("1000000") else 0
        with desk.store.read() as session:
            found = LISTS[name](session, me, desk, start, PAGE)
        if start:
            found.append(actions(_turn(desk, "home.newer", name, max(0, start - PAGE))))
        view = blocks.modal(
            desk.say(f"home.{name}_title"),
            found or [section(desk.say("home.list_none"))],
            close=desk.say("notice.close"),
        )
        if in_modal(body):
            client.views_update(view_id=body["view"]["id"], view=view)
        else:
            client.views_open(trigger_id=body["trigger_id"], view=view)
    ack()


def _rest(desk: Desk, name: str, skip: int, limit: int, found: int) -> list[Block]:
    if found <= limit:
        return []
    if limit == PAGE:
        return [actions(_turn(desk, "home.older", name, skip + limit))]
    return [actions(_turn(desk, "home.all", name, 0))]


def _turn(desk: Desk, key: str, name: str, skip: int) -> Block:
    """Return the button for a page; each has an id of its own, so that two may stand together."""
    return button(desk.say(key), f"list.{key.partition('.')[2]}", f"{name} {skip}")
