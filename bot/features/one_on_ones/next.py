"""When is my next one-on-one, and which question waits: `/career next`, and the same on Home."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from sqlmodel import Session

from bot import blocks
from bot.blocks import Block
from bot.data import home, meetings, planning
from bot.data.tables import Meeting, Occurrence, OneOnOne, Outcome, Question, Step
from bot.features.one_on_ones import posts
from bot.features.one_on_ones.scene import Scene, scene, scenes
from bot.reception import pausing
from bot.reception.desk import Caller, Desk
from bot.reception.gate import notice, present, tell
from bot.reception.home import ShowHome
from bot.reception.pressing import Press
from bot.rules import spoken

IN_MESSAGE = 20  # cards of two blocks each, of the fifty that a message may have
RECENT = 3  # holidays that were skipped lately and are still worth a word
WITHDRAW = "withdraw"  # marks the button of what was only proposed


def tell_next(ack: Ack, desk: Desk, me: Caller) -> None:
    """`/career next`: answer at once, for the asker's eyes only."""
    with desk.store.read() as session:
        found = in_message(session, me, desk)
    ack(text=blocks.in_words(found), blocks=found, response_type="ephemeral")


def in_message(session: Session, me: Caller, desk: Desk) -> list[Block]:
    """Return the cards that a message can hold, and how to see the others."""
    found, is_more = cards(session, me, desk, 0, IN_MESSAGE)
    if not found:
        return [blocks.section(desk.say("next.none")), blocks.actions(set_up_button(desk))]
    return [*found, blocks.actions(all_button(desk))] if is_more else found


def cards(
    session: Session, me: Caller, desk: Desk, skip: int, limit: int
) -> tuple[list[Block], bool]:
    """Return a card for each living one-on-one of a person, and whether more follow."""
    found: list[Block] = []
    rows = home.soonest(session, me.team, me.user, skip, limit + 1)
    shown = scenes(session, desk, (meeting for meeting, _ in rows[:limit]), me.user)
    for of, (_, occurrence) in zip(shown, rows[:limit], strict=True):
        found += _card(of, occurrence)
    return found, len(rows) > limit


def all_button(desk: Desk) -> Block:
    """Return the button that opens the list of all one-on-ones."""
    return blocks.button(desk.say("next.all"), "list.all", "meetings 0")


def set_up_button(desk: Desk, *, is_first: bool = True) -> Block:
    """Return the button that opens the form for a new one-on-one."""
    return blocks.button(desk.say("next.none_button"), "setup.open", "new", primary=is_first)


def open_more(
    ack: Ack, desk: Desk, me: Caller, client: WebClient, body: Mapping[str, Any], subject: OneOnOne
) -> None:
    """Show what else can be done with a one-on-one: change, pause, end."""
    if subject.state is not Meeting.ACTIVE:
        tell(desk, body, client, "notice.over")
        ack()
        return
    with desk.store.read() as session:
        of = scene(session, desk, subject, me.user)
        times = of.times()
    view = notice(desk, "next.about", other=of.name, times=times)
    view["title"]["text"] = of.say("next.title")
    pause = (
        blocks.button(of.say("next.resume"), "meeting.resume", subject.id)
        if is_paused(of)
        else blocks.button(of.say("next.pause"), "meeting.pause", subject.id)
    )
    change = blocks.button(of.say("next.change"), "meeting.change", subject.id)
    view["blocks"].append(blocks.actions(change, pause, _end_button(of)))
    present(body, client, view)
    ack()


def open_pause(
    ack: Ack, desk: Desk, client: WebClient, body: Mapping[str, Any], subject: OneOnOne
) -> None:
    """Ask until when."""
    say = desk.say
    view = blocks.modal(
        say("pause.title"),
        [pausing.field(say("pause.until"), say("pause.hint"))],
        form="pause",
        submit=say("pause.submit"),
        close=say("pause.close"),
        about=str(subject.id),
    )
    present(body, client, view)
    ack()


def save_pause(
    ack: Ack,
    desk: Desk,
    me: Caller,
    view: Mapping[str, Any],
    subject: OneOnOne,
    show_home: ShowHome,
) -> None:
    """Pause until a day: nothing is sent before, and nothing has to be done to go on."""
    until = pausing.until(ack, desk, view, subject.zone)
    if until is None:
        return
    with desk.store.begin() as session:
        meeting = meetings.hold(session, subject.id or 0)
        is_done = _set_pause(session, desk, me, meeting, until)
        other = scene(session, desk, meeting, me.user).name
    show_home()
    done = notice(desk, "pause.done", until=spoken.date_of(until), other=other)
    ack(response_action="update", view=done if is_done else notice(desk, "notice.over"))


def resume(session: Session, press: Press[OneOnOne]) -> Block:
    """Go on before the pause is over."""
    meeting = meetings.hold(session, press.subject.id or 0)
    _set_pause(session, press.desk, press.me, meeting, None)
    when = scene(session, press.desk, meeting, press.me.user).next_cue()
    return press.notice("next.resumed" if when else "notice.over", when=when)


def end(session: Session, press: Press[OneOnOne]) -> Block:
    """End the questions between the two; what was written stays with its author."""
    meeting = meetings.hold(session, press.subject.id or 0)
    other = scene(session, press.desk, meeting, press.me.user).name
    was_asked_for = meeting.state is Meeting.PROPOSED
    if press.value.endswith(f" {WITHDRAW}") and not was_asked_for:
        return press.notice("notice.over")  # only what was asked is taken back
    end_meeting(session, press.desk, meeting, press.me.user)
    return press.notice("next.withdrawn" if was_asked_for else "next.ended", other=other)


def leave(session: Session, me: Caller, desk: Desk) -> str | None:
    """End all one-on-ones of somebody who stops, or who is gone; the others are told."""
    living = meetings.hold_living(session, me.team, me.user)
    for meeting in living:
        end_meeting(session, desk, meeting, me.user)
    return "next.stopped" if living else None


def pause(session: Session, me: Caller, desk: Desk, until: date) -> None:
    """Pause all one-on-ones of a person until a day; the others are told."""
    for meeting in meetings.hold_living(session, me.team, me.user):
        _set_pause(session, desk, me, meeting, until)


def adapt(session: Session, me: Caller, desk: Desk) -> None:
    """Plan the next meetings of this person anew, by the hours and holidays that hold now."""
    for meeting in meetings.hold_living(session, me.team, me.user):
        planning.replan(session, meeting, desk.now())


def end_meeting(session: Session, desk: Desk, meeting: OneOnOne, by: str) -> None:
    """Close a living one-on-one, its open occurrence and its proposal."""
    if meeting.pair is None:
        return
    now, was_active = desk.now(), meeting.state is Meeting.ACTIVE
    meeting.state, meeting.pair, meeting.ended_at = Meeting.ENDED, None, now
    session.add(meeting)
    occurrence = meetings.open_occurrence(session, meeting.id or 0)
    if occurrence is not None:
        planning.close(session, occurrence, occurrence.outcome or Outcome.CANCELLED, now)
    if was_active or meeting.proposed_by != by:
        posts.tell(session, meeting, "ended", meetings.other(meeting, by), now)
    posts.refresh_proposal(session, meeting, now)


def is_paused(of: Scene) -> bool:
    """Whether the two have paused, and the day to go on is still ahead."""
    end = planning.end_of_pause(of.meeting)
    return end is not None and end > of.desk.now()


def _set_pause(
    session: Session, desk: Desk, me: Caller, meeting: OneOnOne, until: date | None
) -> bool:
    """Pause, or go on; False where there is nothing to. What holds already is told to nobody."""
    if meeting.state is not Meeting.ACTIVE or meeting.paused_until == until:
        return meeting.state is Meeting.ACTIVE and until is not None
    meeting.paused_until = until
    session.add(meeting)
    planning.replan(session, meeting, desk.now())
    news = "paused" if until else "resumed"
    posts.tell(session, meeting, news, meetings.other(meeting, me.user), desk.now())
    return True


def _card(of: Scene, occurrence: Occurrence | None) -> list[Block]:
    if of.meeting.state is Meeting.PROPOSED:
        return _proposed(of)
    more = blocks.button(of.say("next.more"), "meeting.more", of.meeting.id)
    if occurrence is None:
        unknown = [of.say("next.unknown", other=of.name), *_calendar_line(of)]
        return [blocks.section("\n".join(unknown)), blocks.actions(more)]
    when, ends = of.when(occurrence.starts_at), spoken.clock(occurrence.ends_at, of.zone)
    lines = [of.say("next.with", other=of.name, when=when, ends=ends)]
    if is_paused(of) and of.meeting.paused_until:
        lines.append(of.say("next.paused", until=spoken.date_of(of.meeting.paused_until)))
    lines += [*_holidays(of, occurrence), *_calendar_line(of), _question_line(of, occurrence)]
    buttons = [more]
    if occurrence.step is not Step.CLOSE:
        buttons = [
            blocks.button(of.say("next.pick"), "pick.open", of.meeting.id),
            blocks.button(of.say("next.skip"), "meeting.skip", occurrence.id),
            *buttons,
        ]
    return [blocks.section("\n".join(lines)), blocks.actions(*buttons)]


def _proposed(of: Scene) -> list[Block]:
    if of.meeting.proposed_by == of.me.user:
        change = blocks.button(of.say("next.change"), "meeting.change", of.meeting.id)
        return [
            blocks.section(of.say("next.proposed_by_me", other=of.name)),
            blocks.actions(change, _end_button(of)),
        ]
    text = of.say("next.proposed_to_me", other=of.name, times=of.times())
    accept = blocks.button(of.say("proposal.accept"), "meeting.accept", of.meeting.id, primary=True)
    change = blocks.button(of.say("proposal.change"), "meeting.change", of.meeting.id)
    decline = blocks.button(of.say("proposal.decline"), "meeting.decline", of.meeting.id)
    return [blocks.section(text), blocks.actions(accept, change, decline)]


def _question_line(of: Scene, occurrence: Occurrence) -> str:
    question = (
        of.session.get_one(Question, occurrence.question_id)
        if occurrence.question_id
        else meetings.waiting(of.session, of.meeting.id or 0)
    )
    if question is None:
        return of.say("next.no_question")
    key = "next.asked" if occurrence.step is Step.CLOSE else "next.question"
    return of.say(key, question=of.wording(question))


def _calendar_line(of: Scene) -> list[str]:
    """Say it where the times come from a calendar that cannot be read just now."""
    feed = of.feed
    if feed is None or feed.failing_since is None or feed.read_at is None:
        return []
    return [of.say("next.calendar_old", when=of.when(feed.read_at))]


def _holidays(of: Scene, occurrence: Occurrence) -> list[str]:
    """Say which meetings right before the next one fall on a holiday."""
    lines = []
    for past in meetings.last_closed(of.session, of.meeting.id or 0, RECENT):
        if past.outcome is not Outcome.HOLIDAY or past.ends_at < of.desk.now():
            break
        if past.starts_at < occurrence.starts_at:
            date_ = of.date(past.starts_at)
            lines.append(of.say("next.holiday", date=date_, holiday=past.holiday or ""))
    return lines


def _end_button(of: Scene) -> Block:
    """Return the button that ends it, or takes back what was only proposed."""
    end = WITHDRAW if of.meeting.state is Meeting.PROPOSED else "end"
    asked = blocks.sure(
        of.say(f"next.{end}_sure", other=of.other.name),
        of.say(f"next.{end}_sure_text", other=of.other.name),
        of.say(f"next.{end}_yes"),
        of.say("next.end_no"),
    )
    about = f"{of.meeting.id} {end}"
    return blocks.button(of.say(f"next.{end}"), "meeting.end", about) | {"confirm": asked}
