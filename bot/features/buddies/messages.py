"""The messages of this feature, rendered as they are sent, from how things stand by then."""

from datetime import date, datetime

from sqlmodel import Session

from bot.blocks import Block, actions, button, context, escape, section
from bot.data import buddies, people
from bot.data.buddy_tables import Buddy, BuddyMatch
from bot.data.tables import Delivery, Workspace
from bot.delivery.outbox import Attached, Later, Rendered
from bot.features.buddies import standing
from bot.features.buddies.reasons import why_these
from bot.features.buddies.scene import Scene, scene
from bot.reception.desk import Caller, Desk
from bot.rules import nudging, spoken
from bot.rules.invitation import Invitation, as_ics
from bot.rules.nudging import Answer
from bot.rules.workdays import is_working

FILE = "career-buddies.ics"
FILES = "files:write"  # without it no calendar file is offered
TIMES, ICE_BREAKERS = 3, 8
TRIO = 3
ASKED = "asked"  # marks the buttons of a message that will say what was answered


def warning(session: Session, delivery: Delivery, desk: Desk) -> Rendered | None:
    """Say that a round is near, to those who are in it as things stand now."""
    me = Caller(delivery.team, delivery.to)
    held_on = date.fromisoformat(delivery.about["held_on"])
    one = session.get_one(Buddy, (me.team, me.user))
    if delivery.replaces is not None and one.skips == held_on:
        return _note(desk.say("buddy.warning.skipped", when=standing.next_round(session, me, desk)))
    if not standing.is_in(session, me, held_on):
        return None
    text = desk.say("buddy.warning.text", when=spoken.date_of(held_on))
    why = desk.say("buddy.warning.why", cadence=desk.say(f"buddy.warning.every_{one.every}"))
    skip = button(desk.say("buddy.warning.skip"), "buddy.skip", held_on.isoformat())
    return Rendered(text, [section(text), actions(skip), context(why)])


def left(session: Session, delivery: Delivery, desk: Desk) -> Rendered | None:
    """Tell somebody kindly why nobody was found, unless somebody was since."""
    me = Caller(delivery.team, delivery.to)
    one = session.get_one(Buddy, (me.team, me.user))
    if one.waited == 0:
        return None
    text = desk.say(f"buddy.alone.{delivery.about['why']}")
    following = desk.say("buddy.alone.next", when=standing.next_round(session, me, desk))
    return Rendered(f"{text} {following}", [section(f"{text}\n{following}")])


def introduction(session: Session, delivery: Delivery, desk: Desk) -> Rendered | Later | None:
    """Introduce them: why these two, what to talk about, when, and who starts."""
    of = _scene(session, delivery, desk)
    if of is None or (pause := _pause(of, delivery)):
        return pause if of else None
    title = _title(of, delivery)
    reasons = "\n".join(why_these(of))
    ice = of.say(f"buddy.ice.{(of.match.id or 0) % ICE_BREAKERS + 1}")
    agenda = f"{of.say('buddy.intro.agenda')}\n{of.say('buddy.intro.ice', question=ice)}"
    about = button(of.say("buddy.intro.about"), "buddy.about", of.match.id)
    blocks = [
        section(f"*{title}*\n{reasons}", about),
        section(agenda),
        *_times(of, "buddy.intro.times"),
        context(f"{_starter(of, delivery)} {of.say('buddy.intro.why')}"),
    ]
    return Rendered(f"{title} {reasons} {agenda}", blocks)


def suggested(session: Session, delivery: Delivery, desk: Desk) -> Rendered | None:
    """Say which time somebody suggests, or agrees to, by everybody's clock."""
    of = _scene(session, delivery, desk)
    if of is None:
        return None
    by, at = delivery.about["by"], datetime.fromisoformat(delivery.about["at"])
    when, said = of.dated(at), "agreed" if delivery.about.get("agrees") else "suggested"
    if by == of.me.user and not _is_group(of, delivery):
        text = of.say(f"buddy.time.{said}_mine", when=when, others=of.names)
    else:
        name = of.list_names([people.person(session, of.match.team, by)])
        text = of.say(f"buddy.time.{said}", name=name, when=when)
    home = session.get(Workspace, of.match.team)
    blocks = [section(text)]
    if home is not None and FILES in home.scopes.split(","):
        value = f"{of.match.id} {at.isoformat()}"
        blocks.append(actions(button(of.say("buddy.time.file"), "buddy.file", value)))
    return Rendered(text, [*blocks, context(of.say("buddy.time.why"))])


def calendar_file(session: Session, delivery: Delivery, desk: Desk) -> Rendered | None:
    """Hand over a time that was chosen, for everybody's own calendar."""
    of = _scene(session, delivery, desk)
    if of is None:
        return None
    at = datetime.fromisoformat(delivery.about["at"])
    names, title = of.list_words([one.name for one in of.us]), of.say("buddy.time.file_title")
    ics = as_ics(
        Invitation(
            uid=f"{of.match.team}-{of.match.id}@trellis",
            title=f"{title}: {names}",
            text=of.say("buddy.time.file_text"),
            starts_at=at,
            made_at=desk.now(),
        )
    )
    instead = _note(of.say("buddy.time.file_refused"))
    text = of.say("buddy.time.file_here", when=of.dated(at))
    return Rendered(text, [], Attached(FILE, title, ics.encode(), instead))


def nudge(session: Session, delivery: Delivery, desk: Desk) -> Rendered | Later | None:
    """Remind people of whom there was no sign, with new times."""
    of = _scene(session, delivery, desk)
    if of is None or any(one.spoke_at for one in of.seats):
        return None
    if pause := _pause(of, delivery):
        return pause
    is_group = _is_group(of, delivery)
    together = "buddy.nudge.text_trio" if len(of.us) == TRIO else "buddy.nudge.text_group"
    text = of.say(together) if is_group else of.say("buddy.nudge.text", names=of.names)
    cannot = button(of.say("buddy.nudge.cannot"), "buddy.could_not", of.match.id)
    blocks = [
        section(text, cannot),
        *_times(of, "buddy.nudge.times_trio" if len(of.us) == TRIO else "buddy.nudge.times"),
        context(of.say("buddy.nudge.why")),
    ]
    return Rendered(text, blocks)


def ask(session: Session, delivery: Delivery, desk: Desk) -> Rendered | None:
    """Ask whether they met; afterwards say what was answered, and what comes of it."""
    match = session.get_one(BuddyMatch, delivery.about["match"])
    of = scene(session, desk, match, delivery.to)
    has_met = any(one.response is Answer.MET for one in of.seats)
    if delivery.replaces is None and (has_met or match.closed_at or _rests(of)):
        return None
    if has_met:
        return met(of)
    asked_at = datetime.fromisoformat(delivery.about["said_at"])
    answered = of.seat.responded_at is not None and of.seat.responded_at >= asked_at
    if answered and of.seat.response is Answer.NOT_YET:
        is_last = delivery.about["is_again"]
        return _note(of.say("buddy.ask.not_yet_last" if is_last else "buddy.ask.not_yet_done"))
    if answered and of.seat.response is Answer.COULD_NOT:
        return _note(of.say("buddy.ask.could_not_done", when=_next(of)))
    text = of.say("buddy.ask.text", names=of.names)
    return Rendered(
        text, [section(text), answers(of, f"{match.id} {ASKED}"), context(of.say("buddy.ask.why"))]
    )


def _rests(of: Scene) -> bool:
    me = Caller(of.match.team, of.me.user)
    one = buddies.buddy(of.session, me.team, me.user)
    return one is not None and standing.is_resting(of.session, me, one, of.desk)


def met(of: Scene) -> Rendered:
    """Say that they met, and ask what they took away; or that it is kept."""
    if of.seat.sealed:
        text = of.say("buddy.ask.kept", when=_next(of))
        again = button(of.say("buddy.ask.read"), "buddy.takeaway", of.match.id)
        return Rendered(text, [section(text, again)])
    is_mine = of.seat.response is Answer.MET
    text = of.say("buddy.ask.met_done") if is_mine else of.say("buddy.ask.met_by", names=of.names)
    note = button(of.say("buddy.ask.note"), "buddy.takeaway", of.match.id, primary=True)
    return Rendered(text, [section(text), actions(note)])


def answers(of: Scene, value: object) -> Block:
    """Return the three answers to "did you meet?"; `value` begins with the match's id."""
    return actions(
        button(of.say("buddy.ask.met"), "buddy.met", value, primary=True),
        button(of.say("buddy.ask.not_yet"), "buddy.not_yet", value),
        button(of.say("buddy.ask.could_not"), "buddy.could_not", value),
    )


def gone(session: Session, delivery: Delivery, desk: Desk) -> Rendered:
    """Tell somebody that their buddy cannot, and what happens now."""
    match = session.get_one(BuddyMatch, delivery.about["match"])
    me = Caller(delivery.team, delivery.to)
    name = escape(people.person(session, match.team, delivery.about["who"]).name)
    is_over = match.asked_at is not None  # whether they met was asked already
    said = "buddy.gone.missed" if is_over else "buddy.gone.text"
    gone = desk.say("people.gone")
    text = spoken.begun(desk.say(said, name=name or gone), gone)
    if match.closed_at is None:
        more = desk.say("buddy.gone.others")
    elif buddies.open_match(session, me.team, me.user):
        more = desk.say("buddy.gone.again")
    else:
        more = desk.say("buddy.gone.next", when=standing.next_round(session, me, desk))
    return _note(f"{text} {more}")


def quiet(session: Session, delivery: Delivery, desk: Desk) -> Rendered:
    """Tell somebody that they are not paired any more, and how to come back with one click."""
    me = Caller(delivery.team, delivery.to)
    if not standing.is_quiet(session, me):
        when = standing.next_round(session, me, desk)
        return _note(desk.say("buddy.quiet.resumed", when=when))
    text = desk.say("buddy.quiet.text")
    back = button(desk.say("buddy.quiet.back"), "buddy.resume", "resume", primary=True)
    return Rendered(text, [section(text), actions(back), context(desk.say("buddy.quiet.why"))])


def _scene(session: Session, delivery: Delivery, desk: Desk) -> Scene | None:
    """Return the scene, unless the match is over or its reader is not in it any more."""
    match = session.get_one(BuddyMatch, delivery.about["match"])
    of = scene(session, desk, match, delivery.to)
    is_there = any(one.user == delivery.to for one in of.seats)
    return of if is_there and match.closed_at is None else None


def _is_group(of: Scene, delivery: Delivery) -> bool:
    return delivery.channel is not None and delivery.channel == of.match.channel


def _pause(of: Scene, delivery: Delivery) -> Later | None:
    """Return when to speak in a group: it waits until all are at work, if they ever are."""
    weeks = [people.week(one) for one in of.us]
    now = of.desk.now()
    if not _is_group(of, delivery) or all(is_working(now, week) for week in weeks):
        return None
    at = nudging.together_at(now, weeks)
    return Later(at) if at and at > now else None


def _title(of: Scene, delivery: Delivery) -> str:
    if not _is_group(of, delivery):
        return of.say("buddy.intro.title_dm", me=escape(of.me.name), others=of.names)
    names = [escape(one.name) for one in of.us]
    if len(names) > len(("one", "other")):
        return of.say("buddy.intro.title_trio", names=of.list_words(names))
    return of.say("buddy.intro.title_pair", one=names[0], other=names[1])


def _times(of: Scene, key: str) -> list[Block]:
    """Return the times to choose from, the latest proposal of them."""
    now = of.desk.now()
    moments = [datetime.fromisoformat(one) for one in of.match.times[-TIMES:]]
    buttons = [
        button(of.label(at), f"buddy.time.{place}", f"{of.match.id} {at.isoformat()}")
        for place, at in enumerate(moments)
        if at > now
    ]
    if not buttons:
        return [section(of.say("buddy.intro.no_times"))]
    places = of.places(moments[-1])
    text = of.say(f"{key}_zones", places=places) if places else of.say(key)
    return [section(text), actions(*buttons)]


def _starter(of: Scene, delivery: Delivery) -> str:
    name = escape(people.person(of.session, of.match.team, of.match.starter).name)
    if _is_group(of, delivery):
        return of.say("buddy.intro.starter", name=name)
    if of.match.starter == of.me.user:
        return of.say("buddy.intro.starter_me")
    return of.say("buddy.intro.starter_other", name=name)


def _next(of: Scene) -> str:
    return standing.next_round(of.session, Caller(of.match.team, of.me.user), of.desk)


def _note(text: str) -> Rendered:
    return Rendered(text, [section(text)])


VIEWS = {
    "buddy.warning": warning,
    "buddy.left": left,
    "buddy.introduction": introduction,
    "buddy.time": suggested,
    "buddy.file": calendar_file,
    "buddy.nudge": nudge,
    "buddy.ask": ask,
    "buddy.gone": gone,
    "buddy.quiet": quiet,
}
