"""What people do with a match: choose a time, say whether they met, note what they took away."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from sqlmodel import Session

from bot import blocks
from bot.blocks import Block
from bot.data import buddies, looks
from bot.data.buddy_tables import BuddyMatch, BuddySeat
from bot.delivery.outbox import Rank
from bot.features.buddies import agreeing, course, matches, nudges, posts
from bot.features.buddies.agreeing import KIND
from bot.features.buddies.messages import ASKED
from bot.features.buddies.scene import Scene, scene, topic_names
from bot.reception.desk import Caller, Desk
from bot.reception.forms import typed
from bot.reception.gate import notice, present
from bot.reception.home import ShowHome
from bot.reception.pressing import Press
from bot.rules.nudging import Answer
from bot.rules.visibility import may_read_line

MARKS = ("", posts.AGAIN)


def choose_time(session: Session, press: Press[BuddySeat]) -> Block | None:
    """Propose one of the times to all of them, or agree to it, in everybody's local time.

    Who has said so already need not say it again.
    """
    now, at = press.desk.now(), _moment(press)
    match = buddies.hold_match(session, press.subject.match_id)
    if at is None or at <= now or match.closed_at is not None or not _is_offered(match, at):
        return press.notice("buddy.time.past")
    by = agreeing.chosen_by(session, match) if match.meets_at == at else []
    if press.me.user not in by:
        _note_sign(session, match, press.me, now)
        match.meets_at = at
        course.plan(session, match, now)
        _suggest(session, match, press.me, at, now, agrees=bool(by))
    return None


def send_file(session: Session, press: Press[BuddySeat]) -> Block | None:
    """Put the calendar file under the message; a time that nobody offered gets none."""
    at, place = _moment(press), press.body.get("container") or {}
    match = session.get_one(BuddyMatch, press.subject.match_id)
    if at is None or not _is_offered(match, at):
        return press.notice("buddy.time.past")
    posts.hand_file(session, match, press.me.user, at, place, press.desk.now())
    return None


def show_about(
    ack: Ack, desk: Desk, me: Caller, client: WebClient, body: Mapping[str, Any], subject: BuddySeat
) -> None:
    """Show what the others wrote about themselves: in a modal, as it stands at this moment.

    Each of them sees on Home that their line was read.
    """
    with desk.store.begin() as session:
        match = session.get_one(BuddyMatch, subject.match_id)
        of = scene(session, desk, match, me.user)
        parts = [block for one in of.others for block in _about(of, one.user)]
    view = blocks.modal(
        desk.say("buddy.about.title"),
        [*parts, blocks.context(desk.say("buddy.about.why"))],
        close=desk.say("notice.close"),
    )
    present(body, client, view)
    ack()


def met(session: Session, press: Press[BuddySeat]) -> Block | None:
    """Note that they met: nobody is asked again. Then one question, for oneself alone."""
    match = buddies.hold_match(session, press.subject.match_id)
    seat = _respond(session, match, press, Answer.MET)
    return None if _says_itself(press) else _takeaway(press.desk, seat)


def not_yet(session: Session, press: Press[BuddySeat]) -> Block | None:
    """Note that it has not happened yet: it is asked once more."""
    match = buddies.hold_match(session, press.subject.match_id)
    if match.closed_at is not None:
        return press.notice("buddy.over")
    _respond(session, match, press, Answer.NOT_YET)
    return None if _says_itself(press) else press.notice("buddy.noted")


def could_not(session: Session, press: Press[BuddySeat]) -> Block | None:
    """Note that it will not happen: the other is told, and nobody is asked again."""
    desk, me, now = press.desk, press.me, press.desk.now()
    match = buddies.hold_match(session, press.subject.match_id)
    if match.closed_at is not None:
        return press.notice("buddy.over")
    _note_sign(session, match, me, now)
    matches.withdraw(session, desk.store.vault, match, me.user, now)
    _refresh(session, match, [me.user], now)
    return None if _says_itself(press) else press.notice("buddy.gave_up")


def open_takeaway(
    ack: Ack, desk: Desk, client: WebClient, body: Mapping[str, Any], subject: BuddySeat
) -> None:
    """Open the one question, with what was noted before."""
    present(body, client, _takeaway(desk, subject))
    ack()


def save_takeaway(
    ack: Ack,
    desk: Desk,
    me: Caller,
    view: Mapping[str, Any],
    subject: BuddySeat,
    show_home: ShowHome,
) -> None:
    """Keep what somebody took away, for nobody but them."""
    words = blocks.clean(typed(view, "words"))
    if not words:
        ack(response_action="errors", errors={"words": desk.say("buddy.takeaway.empty")})
        return
    if len(words) > blocks.TEXT:
        ack(
            response_action="errors",
            errors={"words": desk.say("answer.long", count=f"{len(words):,}")},
        )
        return
    with desk.store.begin() as session:
        seat = session.get_one(BuddySeat, (subject.match_id, me.user))
        seat.sealed = desk.store.vault.lock(words)
        session.add(seat)
        session.flush()
        match = session.get_one(BuddyMatch, subject.match_id)
        _refresh(session, match, [me.user], desk.now())
    show_home()
    ack(response_action="update", view=notice(desk, "buddy.takeaway.thanks"))


def _respond(
    session: Session, match: BuddyMatch, press: Press[BuddySeat], response: Answer
) -> BuddySeat:
    """Note a response; after "met" everybody's question says so."""
    now, seat = press.desk.now(), session.get_one(BuddySeat, (match.id, press.me.user))
    nudges.respond(session, match, seat, response, now)
    everybody = [one.user for one in buddies.seats(session, match.id)]
    told = everybody if response is Answer.MET else [press.me.user]
    _refresh(session, match, told, now)
    return seat


def _refresh(session: Session, match: BuddyMatch, users: list[str], now: datetime) -> None:
    for user in users:
        for mark in MARKS:
            posts.refresh(session, "buddy.ask", match, user, now, mark=mark)


def _note_sign(session: Session, match: BuddyMatch, me: Caller, now: datetime) -> None:
    seat = session.get_one(BuddySeat, (match.id, me.user))
    seat.spoke_at = now
    session.add(seat)
    session.flush()


def _suggest(
    session: Session, match: BuddyMatch, me: Caller, at: datetime, now: datetime, *, agrees: bool
) -> None:
    """Say it in their conversation at once; where there is none, to the others when they work."""
    mark, others = f"{at.isoformat()}:{me.user}:{now.isoformat()}:", []
    if match.channel is None:
        seats = buddies.seats(session, match.id)
        others = [one.user for one in seats if one.user != me.user]
    about: dict[str, Any] = {"by": me.user, "at": at.isoformat(), "agrees": agrees}
    posts.to_each(session, KIND, match, others, now, mark=mark, **about)
    posts.to_all(session, KIND, match, [me.user], now, mark=mark, rank=Rank.REPLY, **about)


def _about(of: Scene, user: str) -> list[Block]:
    one = buddies.buddy(of.session, of.match.team, user)
    name = of.list_names([it for it in of.others if it.user == user])
    if one is None:
        return [blocks.section(of.say("buddy.about.name", name=name))]
    lines = [of.say("buddy.about.name", name=name)]
    for kind, topics in (("seeks", one.seeks), ("gives", one.gives)):
        if names := topic_names(of.desk, topics):
            lines.append(of.say(f"buddy.about.{kind}", topics=", ".join(names)))
    may_read = may_read_line(of.me.user, user, are_paired=of.match.closed_at is None)
    line = of.desk.store.vault.open(one.sealed) if may_read else ""
    if line:
        team, now = of.match.team, of.desk.now()
        looks.note(of.session, team, user, of.me.user, now, match=of.match.id)
    return [blocks.section("\n".join(lines)), *([blocks.spoken(line)] if line else [])]


def _takeaway(desk: Desk, seat: BuddySeat) -> Block:
    words = desk.store.vault.open(seat.sealed) if seat.sealed else ""
    field = blocks.field(
        "words", desk.say("buddy.takeaway.label"), blocks.text_input("words", initial=words)
    )
    return blocks.modal(
        desk.say("buddy.takeaway.title"),
        [field, blocks.context(desk.say("buddy.takeaway.who"))],
        form="buddy.takeaway",
        submit=desk.say("buddy.takeaway.submit"),
        close=desk.say("buddy.takeaway.close"),
        about=str(seat.match_id),
    )


def _moment(press: Press[BuddySeat]) -> datetime | None:
    """Return the moment that a button names; None where it is none, or one without a zone."""
    try:
        at = datetime.fromisoformat(press.value.partition(" ")[2])
    except ValueError:
        return None
    return at if at.tzinfo else None


def _is_offered(match: BuddyMatch, at: datetime) -> bool:
    """Whether a moment is one that the bot has proposed: a button's value may be forged."""
    return at.isoformat() in match.times


def _says_itself(press: Press[BuddySeat]) -> bool:
    """Whether the message that was pressed in is going to say what has happened."""
    return press.value.endswith(f" {ASKED}")
