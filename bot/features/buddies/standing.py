"""How things stand for one person: whether they take part, and when their next round is."""

from datetime import date

from sqlmodel import Session

from bot.data import buddies, people
from bot.data.buddy_tables import Buddy, Part
from bot.reception.desk import Caller, Desk
from bot.rules import rounds, spoken
from bot.rules.workdays import local_day


def is_in(session: Session, me: Caller, held_on: date) -> bool:
    """Whether they will be paired in the round of `held_on`, as things stand now."""
    one = buddies.buddy(session, me.team, me.user)
    person = people.person(session, me.team, me.user)
    last = buddies.last_rounds(session, me.team, me.user).get(me.user)
    return one is not None and buddies.takes_part(one, person, held_on, last)


def is_resting(session: Session, me: Caller, one: Buddy, desk: Desk) -> bool:
    """Whether they have paused everything, or only rounds, until a day to come."""
    zone = people.zone(people.person(session, me.team, me.user))
    return one.paused_until is not None and one.paused_until > local_day(desk.now(), zone)


def next_day(session: Session, me: Caller, one: Buddy, desk: Desk) -> date:
    """Return the day of their next round; of the first one after their pause."""
    person = people.person(session, me.team, me.user)
    planned = buddies.open_round(session, me.team)
    today = local_day(desk.now(), people.zone(person))
    first = planned.held_on if planned else rounds.round_after(today)
    while one.paused_until is not None and first < one.paused_until:
        first = rounds.round_after(first)
    last = buddies.last_rounds(session, me.team, me.user).get(me.user)
    return rounds.next_turn(one.every, first, last, waits=one.waited > 0, skips=one.skips)


def next_round(session: Session, me: Caller, desk: Desk) -> str:
    """Return the day of their next round as they would say it."""
    one = session.get_one(Buddy, (me.team, me.user))
    zone = people.zone(people.person(session, me.team, me.user))
    return spoken.day(next_day(session, me, one, desk), zone, desk.now())


def is_quiet(session: Session, me: Caller) -> bool:
    """Whether the bot has paused them after rounds of silence."""
    one = buddies.buddy(session, me.team, me.user)
    return one is not None and one.part is Part.PAUSED
