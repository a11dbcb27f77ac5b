"""Whose is it: a person acts only on what is theirs. Checked here and nowhere else."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse
from slack_sdk import WebClient

from bot import blocks
from bot.reception.desk import Act, Caller, Desk, Form
from bot.rules.standing import may_act

log = logging.getLogger(__name__)
Next = Callable[[], BoltResponse]


def guard(desk: Desk, entry: Act | Form) -> Callable[..., BoltResponse]:
    """Return the middleware that lets only those through to whom the row belongs.

    The listener then finds the row as `subject`. Everybody else is told kindly, and learns
    nothing: a forged id and a foreign one get the same answer.
    """

    def check(
        context: BoltContext, body: Mapping[str, Any], ack: Ack, client: WebClient, next_: Next
    ) -> BoltResponse:
        me: Caller = context["me"]
        if entry.of is not None:
            with desk.store.read() as session:
                held = entry.of(session, me, value_of(body))
            if held is None or not may_act(held.roles, entry.by):
                log.warning("gate.refused entry=%s team=%s user=%s", entry.name, me.team, me.user)
                return _refuse(desk, body, ack, client)
            context["subject"] = held.row
        return next_()

    return check


def value_of(body: Mapping[str, Any]) -> str:
    """Return the key that a button's value, or a form's metadata, names; empty for none."""
    for action in body.get("actions") or ():
        if isinstance(action, Mapping) and action.get("value"):
            return str(action["value"])
    return str((body.get("view") or {}).get("private_metadata") or "")


def present(body: Mapping[str, Any], client: WebClient, view: blocks.Block) -> None:
    """Open a modal for whoever pressed; on top of the one they pressed in, if they did."""
    show = client.views_push if in_modal(body) else client.views_open
    show(trigger_id=body["trigger_id"], view=view)


def tell(
    desk: Desk, body: Mapping[str, Any], client: WebClient, key: str, **values: object
) -> None:
    """Show a short notice to whoever pressed; it takes the place of a modal they pressed in."""
    show(body, client, notice(desk, key, **values))


def show(body: Mapping[str, Any], client: WebClient, view: blocks.Block) -> None:
    """Show a modal to whoever pressed; it takes the place of the one they pressed in."""
    if in_modal(body):
        client.views_update(view_id=body["view"]["id"], view=view)
    else:
        client.views_open(trigger_id=body["trigger_id"], view=view)


def notice(desk: Desk, key: str, **values: object) -> blocks.Block:
    """Return a modal that only says something."""
    text = blocks.section(desk.say(key, **values))
    return blocks.modal(desk.say("notice.title"), [text], close=desk.say("notice.close"))


def _refuse(desk: Desk, body: Mapping[str, Any], ack: Ack, client: WebClient) -> BoltResponse:
    if body.get("type") == "view_submission":
        return ack(response_action="update", view=notice(desk, "notice.not_yours"))
    if body.get("trigger_id"):
        tell(desk, body, client, "notice.not_yours")
    return ack()


def in_modal(body: Mapping[str, Any]) -> bool:
    """Say whether somebody pressed within a modal."""
    return (body.get("view") or {}).get("type") == "modal"
