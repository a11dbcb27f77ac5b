"""Wishes in plain words: "I have a one-on-one with @Maya", "when is my next one?"."""

import re

from sqlmodel import Session

from bot.blocks import actions, button, in_words, section
from bot.data.tables import Delivery
from bot.delivery.outbox import Rendered
from bot.features.one_on_ones.next import in_message
from bot.features.one_on_ones.setup import mentioned
from bot.reception.desk import Caller, Desk, Heard
from bot.reception.replies import answer

SET_UP = re.compile(r"\b(one[- ]?on[- ]?ones?|1[:-]1s?|1[- ]on[- ]1s?)\b", re.IGNORECASE)
NEXT = "next"


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


def next_one(session: Session, delivery: Delivery, desk: Desk) -> Rendered:
    """Say when the next one-on-one is and which question waits."""
    found = in_message(session, Caller(delivery.team, delivery.to), desk)
    return Rendered(in_words(found), found)
