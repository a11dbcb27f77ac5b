"""Taking part: join, change, skip a round, pause, come back, leave. All of it holds at once."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from sqlmodel import Session

from bot import blocks
from bot.blocks import Block
from bot.data import buddies, people
from bot.data.buddy_tables import Buddy, Part, RoundStep
from bot.features.buddies import course, matches, posts, standing
from bot.features.buddies.form import Filled, form, read
from bot.reception.desk import Caller, Desk
from bot.reception.forms import chosen, date_of
from bot.reception.gate import notice, present, tell
from bot.reception.home import ShowHome
from bot.reception.pressing import Press
from bot.rules import rounds, spoken
from bot.rules.workdays import local_day

RECENT = 3  # matches, of which one told them that they are paused


def open_form(ack: Ack, desk: Desk, me: Caller, client: WebClient, body: Mapping[str, Any]) -> None:
    """Open the form, filled in with what they said when they joined."""
    with desk.store.read() as session:
        mine = buddies.buddy(session, me.team, me.user)
        person = people.person(session, me.team, me.user)
    if person.is_guest:
        tell(desk, body, client, "buddy.guest")
    else:
        present(body, client, form(desk, mine, person.department))
    ack()


def save(ack: Ack, desk: Desk, me: Caller, view: Mapping[str, Any], show_home: ShowHome) -> None:
    """Join, or keep what was changed; sent twice, it is the same row."""
    filled = read(desk, view, me.user)
    if filled.errors:
        ack(response_action="errors", errors=dict(filled.errors))
        return
    with desk.store.begin() as session:
        if people.person(session, me.team, me.user).is_guest:
            ack(response_action="update", view=notice(desk, "buddy.guest"))
            return
        is_new = _keep(session, desk, me, filled)
        when = standing.next_round(session, me, desk)
    show_home()
    key = "buddy.joined" if is_new else "buddy.changed"
    ack(response_action="update", view=notice(desk, key, when=when))


def skip(session: Session, press: Press[None]) -> Block | None:
    """Leave one round out: the one that the button names, if it is still ahead or just held."""
    desk, me, held_on = press.desk, press.me, date_of(press.value)
    one = _active(session, me)
    if one is None or held_on is None or not _is_near(session, desk, me, one, held_on):
        return press.notice("buddy.over")
    one.skips = held_on
    session.add(one)
    session.flush()
    _withdraw_early(session, desk, me, from_heard=False)
    posts.refresh_warning(session, me.team, me.user, held_on, desk.now())
    return _done(session, press, "buddy.skipped")


def unskip(session: Session, press: Press[None]) -> Block | None:
    """Take part after all."""
    one = _active(session, press.me)
    if one is None:
        return press.notice("buddy.over")
    skipped, one.skips = one.skips, None
    session.add(one)
    session.flush()
    if skipped:
        posts.refresh_warning(session, one.team, one.user, skipped, press.desk.now())
    return _done(session, press, "buddy.unskipped")


def open_pause(ack: Ack, desk: Desk, client: WebClient, body: Mapping[str, Any]) -> None:
    """Ask until when."""
    say = desk.say
    picker: Block = {"type": "datepicker", "action_id": "until"}
    until = blocks.field(
        "until", say("buddy.pause_form.until"), picker, hint=say("buddy.pause_form.hint")
    )
    view = blocks.modal(
        say("buddy.pause_form.title"),
        [until],
        form="buddy.pause",
        submit=say("buddy.pause_form.submit"),
        close=say("buddy.pause_form.close"),
    )
    present(body, client, view)
    ack()


def save_pause(
    ack: Ack, desk: Desk, me: Caller, view: Mapping[str, Any], show_home: ShowHome
) -> None:
    """Pause until a day; nothing has to be done to go on."""
    until = date_of(chosen(view, "until"))
    with desk.store.begin() as session:
        one = _active(session, me)
        today = _today(session, desk, me)
        if until is None or until <= today:
            ack(response_action="errors", errors={"until": desk.say("buddy.pause_form.past")})
            return
        pause(session, me, desk, until)
    show_home()
    done = (
        notice(desk, "buddy.paused_done", until=spoken.date_of(until))
        if one
        else notice(desk, "buddy.over")
    )
    ack(response_action="update", view=done)


def resume(session: Session, press: Press[None]) -> Block | None:
    """Come back: after a pause of their own, one of the bot's, or after leaving."""
    desk, me = press.desk, press.me
    one = buddies.buddy(session, me.team, me.user)
    if one is None:
        return press.notice("buddy.over")
    _bring_back(session, desk, me, one)
    for match in buddies.matches_of(session, me.team, me.user, RECENT):
        posts.refresh(session, "buddy.quiet", match, me.user, desk.now())
    return _done(session, press, "buddy.resumed")


def leave_by_button(session: Session, press: Press[None]) -> Block:
    """Leave: nothing more is sent, and nobody is told why."""
    leave(session, press.me, press.desk)
    return press.notice("buddy.left")


def pause(session: Session, me: Caller, desk: Desk, until: date) -> None:
    """Pair nobody with somebody who takes part until a day."""
    buddies.hold_matches(session, me.team, me.user)
    one = _active(session, me)
    if one is not None:
        one.paused_until = until
        session.add(one)
        session.flush()
        _withdraw_early(session, desk, me)


def adapt(session: Session, me: Caller, desk: Desk) -> None:
    """Fit what comes next to somebody's new hours."""
    for match in buddies.hold_matches(session, me.team, me.user):
        course.plan(session, match, desk.now())


def leave(session: Session, me: Caller, desk: Desk) -> str | None:
    """Let somebody go who leaves, stops or is gone; whom they leave alone is seen to."""
    held = buddies.hold_matches(session, me.team, me.user)  # before the row of a buddy, always
    one = buddies.buddy(session, me.team, me.user)
    if one is None or one.part is Part.LEFT:
        return None
    one.part = Part.LEFT
    session.add(one)
    session.flush()
    for match in held:
        matches.withdraw(session, desk.store.vault, match, me.user, desk.now())
    return "buddy.stopped"


def _keep(session: Session, desk: Desk, me: Caller, filled: Filled) -> bool:
    """Write down what somebody filled in; return whether they were not taking part before."""
    held = buddies.hold_matches(session, me.team, me.user)
    vault, one = desk.store.vault, buddies.buddy(session, me.team, me.user)
    is_new = one is None or one.part is not Part.ACTIVE
    one = one or Buddy(team=me.team, user=me.user, joined_at=desk.now(), sealed="", sealed_never="")
    for name, value in filled.columns.items():
        setattr(one, name, value)
    one.sealed, one.sealed_never = vault.lock(filled.line), buddies.lock_never(vault, filled.never)
    if is_new:
        _bring_back(session, desk, me, one)
    session.add(one)
    session.flush()
    for match in held:
        others = {seat.user for seat in buddies.seats(session, match.id)}
        if match.introduced_at is None and others & set(filled.never):
            matches.withdraw(session, vault, match, me.user, desk.now())
    return is_new


def _bring_back(session: Session, desk: Desk, me: Caller, one: Buddy) -> None:
    one.part, one.paused_until, one.skips, one.silent = Part.ACTIVE, None, None, 0
    one.joined_at = desk.now()
    person = people.person(session, me.team, me.user)
    person.has_stopped = False
    session.add_all([one, person])
    now = desk.now()
    held = buddies.plan_round(session, me.team, _today(session, desk, me), now)
    session.flush()
    if held.step is RoundStep.PAIR and standing.is_in(session, me, held.held_on):
        posts.warn(session, held, [(one, person)], now)
        begins = rounds.pair_at(held.held_on, [people.week(person)])
        held.due_at = max(now, min(held.due_at or begins, begins))
        session.add(held)


def _active(session: Session, me: Caller) -> Buddy | None:
    one = buddies.buddy(session, me.team, me.user)
    return one if one is not None and one.part is Part.ACTIVE else None


def _is_near(session: Session, desk: Desk, me: Caller, one: Buddy, held_on: date) -> bool:
    """Whether a round is their next one, or was held today and nobody was introduced yet."""
    match = buddies.open_match(session, me.team, me.user)
    is_unheard = match is not None and match.introduced_at is None
    if is_unheard and held_on == _today(session, desk, me):
        return True
    return held_on == standing.next_day(session, me, one, desk)


def _withdraw_early(session: Session, desk: Desk, me: Caller, *, from_heard: bool = True) -> None:
    """Leave the matches that they are in, but for those that one of the two has taken up already.

    Without `from_heard` only one that nobody has heard of.
    """
    for match in buddies.hold_matches(session, me.team, me.user):
        is_taken_up = any(one.spoke_at for one in buddies.seats(session, match.id))
        if not is_taken_up and (match.introduced_at is None or from_heard):
            matches.withdraw(session, desk.store.vault, match, me.user, desk.now())


def _today(session: Session, desk: Desk, me: Caller) -> date:
    return local_day(desk.now(), people.zone(people.person(session, me.team, me.user)))


def _done(session: Session, press: Press[None], key: str) -> Block | None:
    """Say what has happened, and when the next round is; a message that was pressed in does so."""
    if press.in_message:
        return None
    return press.notice(key, when=standing.next_round(session, press.me, press.desk))
