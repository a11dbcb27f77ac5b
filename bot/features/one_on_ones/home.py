"""What one-on-ones show on Home: what is next, what waits, promises, and what was shared."""

from sqlmodel import Session

from bot.blocks import Block, actions, button, context, header, section
from bot.data import home, people
from bot.features.one_on_ones import lists
from bot.features.one_on_ones.next import all_button, cards, set_up_button
from bot.features.one_on_ones.scene import scene
from bot.reception.desk import Caller, Desk

MEETINGS, WAITING, PROMISES, SHARED = 4, 3, 4, 4  # of each on Home, within its 100 blocks


def show(session: Session, me: Caller, desk: Desk) -> list[Block]:
    """Return the blocks; a newcomer's have one sentence and two buttons, a guest's one."""
    found, is_more = cards(session, me, desk, 0, MEETINGS)
    if not found and not home.has_answers(session, me.team, me.user):
        is_guest = people.person(session, me.team, me.user).is_guest
        return [section(desk.say("home.guest"))] if is_guest else _newcomer(desk)
    buttons = [set_up_button(desk, is_first=not found), *([all_button(desk)] if is_more else [])]
    return [
        header(desk.say("home.next_title")),
        *(found or [section(desk.say("next.none"))]),
        actions(*buttons),
        *_waiting(session, me, desk),
        *_promises(session, me, desk, is_meeting=bool(found)),
        *_shared_with_me(session, me, desk),
    ]


def _newcomer(desk: Desk) -> list[Block]:
    return [
        section(desk.say("home.empty")),
        actions(set_up_button(desk), button(desk.say("home.how"), "help.open", "help")),
        context(desk.say("home.empty_why")),
    ]


def _waiting(session: Session, me: Caller, desk: Desk) -> list[Block]:
    """Return the questions that this person was asked and has not answered."""
    found: list[Block] = []
    for meeting, occurrence, question in home.unanswered(session, me.team, me.user, WAITING):
        of = scene(session, desk, meeting, me.user)
        answer = button(desk.say("cue.answer"), "cue.answer", occurrence.id, primary=True)
        found.append(section(of.wording(question), answer))
    return [header(desk.say("home.waiting_title")), *found] if found else []


def _promises(session: Session, me: Caller, desk: Desk, *, is_meeting: bool) -> list[Block]:
    """Return the promises of both sides; the words open in a modal."""
    found = lists.promises(session, me, desk, 0, PROMISES)
    if not found and not is_meeting:
        return []
    none = [context(desk.say("home.promises_none"))]
    return [header(desk.say("home.promises_title")), *(found or none)]


def _shared_with_me(session: Session, me: Caller, desk: Desk) -> list[Block]:
    found = lists.shared(session, me, desk, 0, SHARED)
    return [header(desk.say("home.shared_title")), *found] if found else []
