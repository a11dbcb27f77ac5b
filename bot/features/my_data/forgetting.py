"""`/career forget me`: what will go is shown, asked once, and erased. The gone are forgotten too.

Rows go in one transaction. Slack holds what the bot has written there: each of those messages is
emptied through the outbox, and then forgotten as well.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from sqlmodel import Session

from bot import blocks
from bot.blocks import Block, context, section
from bot.data import erasing
from bot.data.tables import Delivery
from bot.delivery.outbox import Message, Rank, Rendered, put
from bot.reception.desk import Caller, Desk, Leave
from bot.reception.gate import notice, present

log = logging.getLogger(__name__)

BATCH = 100  # people forgotten in one go of the hourly chore


def ask(ack: Ack, desk: Desk, me: Caller, client: WebClient, body: Mapping[str, Any]) -> None:
    """Show what will go, and ask once."""
    with desk.store.read() as session:
        counted = erasing.count(session, me.team, me.user)
    present(body, client, _form(desk, counted))
    ack()


def forget_by_form(leaves: Sequence[Leave]) -> Callable[[Ack, Desk, Caller, WebClient], None]:
    """Return the listener of the form: yes, erase everything."""

    def forget_now(ack: Ack, desk: Desk, me: Caller, client: WebClient) -> None:
        with desk.store.begin() as session:
            forget(session, me, desk, leaves)
        with suppress(SlackClientError, OSError):  # all is gone; an old Home harms nobody
            empty = [section(desk.say("my_data.home_empty"))]
            client.views_publish(user_id=me.user, view=blocks.home(empty))
        ack(response_action="update", view=notice(desk, "my_data.forgotten"))

    return forget_now


def forget(session: Session, who: Caller, desk: Desk, leaves: Sequence[Leave]) -> None:
    """Erase all that is a person's; what is on its way to them does not arrive.

    The rows of others that they stand in stay, without their name and words.
    """
    for leave in leaves:
        leave(session, who, desk)
    session.flush()
    now = desk.now()
    told = [_empty(one, now, mine=False) for one in erasing.telling(session, who.team, who.user)]
    told += [
        _empty(one, now, mine=True) for one in erasing.withdraw(session, who.team, who.user, now)
    ]
    erasing.unname_messages(session, who.team, who.user)
    blank = desk.store.vault.lock(desk.say("my_data.question_gone"))
    erasing.erase(session, who.team, who.user, blank)
    put(session, told, now)
    log.info("person.forgotten team=%s messages=%d", who.team, len(told))


def erased(_session: Session, delivery: Delivery, desk: Desk) -> Rendered:
    """Say that nothing stands here any more."""
    key = "my_data.erased_mine" if delivery.about["mine"] else "my_data.erased_other"
    text = desk.say(key)
    return Rendered(text, [section(text)])


def forget_the_gone(leaves: Sequence[Leave]) -> Callable[[Desk], int]:
    """Return the chore that erases whoever left long enough ago; it returns how many they were."""

    def forget_them(desk: Desk) -> int:
        before = desk.now() - desk.keep
        with desk.store.begin() as session:
            people = [*erasing.gone_people(session, before, BATCH)]
            for one in people:
                forget(session, Caller(one.team, one.user), desk, leaves)
            homes = [one.team for one in erasing.gone_workspaces(session, before)]
            for team in homes:
                erasing.erase_workspace(session, team)
        return len(people) + len(homes)

    return forget_them


def sweep(desk: Desk) -> int:
    """Forget emptied messages, and clear what the database still holds of erased bytes."""
    with desk.store.begin() as session:
        swept = erasing.sweep(session)
    desk.store.scrub()
    return swept


def _empty(one: Delivery, now: Any, *, mine: bool) -> Message:
    """Return the message that takes the words out of another; an update wakes nobody up."""
    return Message(
        team=one.team,
        key=f"{erasing.ERASED}:{one.id}",
        kind=erasing.ERASED,
        to=one.to,
        rank=Rank.REPLY,
        not_before=now,
        about={"mine": mine},
        replaces=one.id,
    )


def _form(desk: Desk, counted: Mapping[str, int]) -> Block:
    lines = [
        "• " + desk.say(f"my_data_count.{table}", count=f"{number:,}")
        for table, number in counted.items()
        if number
    ]
    intro = desk.say("my_data.forget_intro" if lines else "my_data.forget_nothing")
    return blocks.modal(
        desk.say("my_data.forget_title"),
        [
            section("\n".join([intro, *lines])),
            section(desk.say("my_data.forget_then")),
            context(desk.say("my_data.forget_slack")),
        ],
        form="my_data.forget",
        submit=desk.say("my_data.forget_submit"),
        close=desk.say("my_data.forget_close"),
    )
