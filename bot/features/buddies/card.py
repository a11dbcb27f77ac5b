"""My buddy: `/career buddy`, and the same on Home: who it is, what comes next, and what was."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from sqlmodel import Session

from bot import blocks
from bot.blocks import Block, actions, button, context, header, section
from bot.data import buddies, people
from bot.data.buddy_tables import Buddy, BuddyMatch, BuddyRound, Part
from bot.data.tables import Delivery
from bot.delivery.outbox import Rendered
from bot.features.buddies import agreeing, course, standing
from bot.features.buddies.messages import answers
from bot.features.buddies.scene import Scene, scene
from bot.reception.desk import Caller, Desk
from bot.reception.gate import present
from bot.rules import spoken
from bot.rules.nudging import Answer

HISTORY = 5  # lines
KIND = "buddy.card"


def tell(ack: Ack, desk: Desk, me: Caller) -> None:
    """`/career buddy`: answer at once, for the asker's eyes only."""
    with desk.store.read() as session:
        found = _card(session, me, desk)
    ack(text=blocks.in_words(found), blocks=found, response_type="ephemeral")


def message(session: Session, delivery: Delivery, desk: Desk) -> Rendered:
    """Say the same to whoever asked in words.

    It stays while things go on: what can be done stands behind its button, as it is then.
    """
    me = Caller(delivery.team, delivery.to)
    if people.person(session, me.team, me.user).is_guest:
        text = desk.say("buddy.guest")
        return Rendered(text, [section(text)])
    card = _card(session, me, desk)
    text = blocks.in_words(card)
    is_in = _is_in(buddies.buddy(session, me.team, me.user))
    more = [actions(button(desk.say("buddy.more"), KIND, "more"))]
    return Rendered(text, [section(text), *more] if is_in else card)


def open_card(ack: Ack, desk: Desk, me: Caller, client: WebClient, body: Mapping[str, Any]) -> None:
    """Show it with everything that can be done."""
    with desk.store.read() as session:
        found = _card(session, me, desk)
    present(
        body, client, blocks.modal(desk.say("buddy.title"), found, close=desk.say("notice.close"))
    )
    ack()


def show(session: Session, me: Caller, desk: Desk) -> list[Block]:
    """Return the section of Home; a guest, whom it is not for, has none."""
    if people.person(session, me.team, me.user).is_guest:
        return []
    return [blocks.divider(), header(desk.say("buddy.title")), *_card(session, me, desk)]


def _card(session: Session, me: Caller, desk: Desk) -> list[Block]:
    one = buddies.buddy(session, me.team, me.user)
    past = _history(session, me, desk)
    if one is None or not _is_in(one):
        join = actions(button(desk.say("buddy.join"), "buddy.form", "join"))
        none = [section(desk.say("buddy.none")), join, context(desk.say("buddy.none_why"))]
        return [*none, *past]
    return [
        *_matches(session, me, desk),
        section(_state(session, me, one, desk)),
        actions(*_buttons(session, me, one, desk)),
        *past,
        context(desk.say("buddy.card_why")),
    ]


def _is_in(one: Buddy | None) -> bool:
    return one is not None and one.part is not Part.LEFT


def _state(session: Session, me: Caller, one: Buddy, desk: Desk) -> str:
    if one.part is Part.PAUSED:
        return desk.say("buddy.paused")
    following = standing.next_round(session, me, desk)
    if standing.is_resting(session, me, one, desk) and one.paused_until:
        until = spoken.date_of(one.paused_until)
        return desk.say("buddy.paused_until", until=until, when=following)
    if _is_skipping(session, me, one):
        skipped = spoken.date_of(one.skips) if one.skips else ""
        return desk.say("buddy.skipping", skipped=skipped, when=following)
    line = desk.say("buddy.next", when=following)
    return f"{line} {desk.say('buddy.waited')}" if one.waited else line


def _buttons(session: Session, me: Caller, one: Buddy, desk: Desk) -> list[Block]:
    say = desk.say
    change, leave = button(say("buddy.change"), "buddy.form", "change"), _leave(desk)
    if one.part is Part.PAUSED or standing.is_resting(session, me, one, desk):
        back = button(say("buddy.resume"), "buddy.resume", "resume", primary=True)
        return [back, change, leave]
    if _is_skipping(session, me, one):
        skip = button(say("buddy.unskip"), "buddy.unskip", "unskip")
    else:
        day = standing.next_day(session, me, one, desk)
        skip = button(say("buddy.skip"), "buddy.skip", day.isoformat())
    return [change, skip, button(say("buddy.pause"), "buddy.pause", "pause"), leave]


def _leave(desk: Desk) -> Block:
    asked = blocks.sure(
        desk.say("buddy.leave_sure"),
        desk.say("buddy.leave_sure_text"),
        desk.say("buddy.leave_yes"),
        desk.say("buddy.leave_no"),
    )
    return button(desk.say("buddy.leave"), "buddy.leave", "leave") | {"confirm": asked}


def _is_skipping(session: Session, me: Caller, one: Buddy) -> bool:
    planned = buddies.open_round(session, me.team)
    return one.skips is not None and planned is not None and one.skips >= planned.held_on


def _matches(session: Session, me: Caller, desk: Desk) -> list[Block]:
    """Return the matches that are under way: who it is, and what can be said about it."""
    found: list[Block] = []
    for match in buddies.matches_of(session, me.team, me.user, HISTORY):
        of = scene(session, desk, match, me.user)
        if match.closed_at is None and of.seat.response is not Answer.COULD_NOT:
            found += _match(of)
    return found


def _match(of: Scene) -> list[Block]:
    match = of.match
    if match.introduced_at is None:
        when = spoken.moment(course.next_step(of.session, match)[1], of.zone, of.desk.now())
        held_on = of.session.get_one(BuddyRound, match.round_id).held_on
        skip = button(of.say("buddy.warning.skip"), "buddy.skip", held_on.isoformat())
        return [section(of.say("buddy.mine_waiting", when=when), skip)]
    date = spoken.date_of(match.introduced_at, of.zone)
    key = "buddy.mine_two" if len(of.others) > 1 else "buddy.mine"
    lines = [of.say(key, names=of.names, date=date), *agreeing.how_it_stands(of)]
    about = button(of.say("buddy.intro.about"), "buddy.about", match.id)
    return [section("\n".join(lines), about), answers(of, match.id)]


def _history(session: Session, me: Caller, desk: Desk) -> list[Block]:
    past = [
        one
        for one in buddies.matches_of(session, me.team, me.user, HISTORY)
        if one.closed_at is not None
    ]
    lines = [_past(session, me, desk, match) for match in past]
    return [section(f"*{desk.say('buddy.history_title')}*"), *lines] if lines else []


def _past(session: Session, me: Caller, desk: Desk, match: BuddyMatch) -> Block:
    of = scene(session, desk, match, me.user)
    held_on = session.get_one(BuddyRound, match.round_id).held_on
    is_off = of.seat.response is Answer.COULD_NOT or len(buddies.still_in(of.seats)) == 1
    has_met = not is_off and any(one.response is Answer.MET for one in of.seats)
    ending = "off" if is_off else "met" if has_met else "not"
    line = desk.say(f"buddy.history_{ending}", names=of.names, date=spoken.date_of(held_on))
    if has_met:
        word = "buddy.ask.read" if of.seat.sealed else "buddy.ask.note"
        return section(line, button(desk.say(word), "buddy.takeaway", match.id))
    late = button(desk.say("buddy.ask.met"), "buddy.met", match.id)
    return section(line, late)
