"""Wishes in plain words: "I have a one-on-one with @Maya", "when is my next one?"."""

import re

from sqlmodel import Session

from bot.blocks import actions, button, in_words, section
from bot.data.tables import Delivery
from bot.delivery.outbox import Rendered
from bot.features.one_on_ones.next import IN_MESSAGE, all_button, cards, in_message, set_up_button
from bot.features.one_on_ones.replies import is_awaited
from bot.features.one_on_ones.setup import mentioned
from bot.reception.desk import Caller, Desk, Heard
from bot.reception.replies import answer, reply

SET_UP = re.compile(r"\b(one[- ]?on[- ]?ones?|1[:-]1s?|1[- ]on[- ]1s?)\b", re.IGNORECASE)
NEXT, MANAGER = "next", "manager"


def hear_wish(session: Session, heard: Heard, desk: Desk) -> bool:
    """Offer to set up a one-on-one to whoever speaks of one."""
    if heard.what != "said" or not SET_UP.search(heard.text):
        return False
    answer(session, heard, desk, "wish", partner=mentioned(heard.text))
    return True


def wish(_session: Session, delivery: Delivery, desk: Desk) -> Rendered:
    """Offer the button: a form can only be opened from one."""
    text = desk.say("heard.wish")
    set_up = button(
        desk.say("help.set_up"), "setup.open", delivery.about["partner"] or "new", primary=True
    )
    return Rendered(text, [section(text), actions(set_up)])


def hear_later(session: Session, heard: Heard, desk: Desk) -> bool:
    """Tell whoever has no answer now that it may wait."""
    waits = is_awaited(session, heard.who)
    reply(session, heard, desk, "heard.later" if waits else "heard.later_free")
    return True


def another_manager(session: Session, delivery: Delivery, desk: Desk) -> Rendered:
    """Say what to do when the manager is another one, with the one-on-ones that there are."""
    text = section(desk.say("heard.manager"))
    found, is_more = cards(session, Caller(delivery.team, delivery.to), desk, 0, IN_MESSAGE)
    ways = [set_up_button(desk), *([all_button(desk)] if is_more else [])]
    return Rendered(in_words([text]), [text, *found, actions(*ways)])


def next_one(session: Session, delivery: Delivery, desk: Desk) -> Rendered:
    """Say when the next one-on-one is and which question waits."""
    found = in_message(session, Caller(delivery.team, delivery.to), desk)
    return Rendered(in_words(found), found)
