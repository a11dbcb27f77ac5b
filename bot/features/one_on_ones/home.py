"""What one-on-ones show on Home: what is next, what waits, my answers, and who looked."""

from collections.abc import Sequence

from sqlmodel import Session

from bot.blocks import Block, actions, button, context, divider, escape, header, plain, section
from bot.data import answers, meetings, people
from bot.data.tables import Answer, Meeting, Occurrence, OneOnOne, Question, Step
from bot.features.one_on_ones.next import cards, set_up_button
from bot.features.one_on_ones.scene import scene, theme_name
from bot.reception.desk import Caller, Desk
from bot.rules import spoken
from bot.rules.visibility import may_read

ANSWERS, LOOKS, PROMISES, SHARED = 8, 5, 5, 5  # lines of each on Home, within its 100 blocks


def show(session: Session, me: Caller, desk: Desk) -> list[Block]:
    """Return the blocks; a newcomer's have one sentence and two buttons."""
    found = cards(session, me, desk)
    mine = answers.of_author(session, me.team, me.user, ANSWERS)
    if not found and not mine:
        return _newcomer(desk)
    return [
        header(desk.say("home.next_title")),
        *(found or [section(desk.say("next.none"))]),
        *_waiting(session, me, desk),
        *_promises(session, me, desk),
        *_shared_with_me(session, me, desk),
        divider(),
        header(desk.say("home.answers_title")),
        *(_answers(session, desk, mine) or [context(desk.say("home.answers_none"))]),
        header(desk.say("home.looks_title")),
        *(_looks(session, me, desk) or [context(desk.say("home.looks_none"))]),
        divider(),
        actions(set_up_button(desk, is_first=False)),
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
    for meeting in meetings.living(session, me.team, me.user):
        occurrence = meetings.open_occurrence(session, meeting.id or 0)
        if meeting.report == me.user and occurrence and _is_unanswered(session, me, occurrence):
            of = scene(session, desk, meeting, me.user)
            question = session.get_one(Question, occurrence.question_id)
            answer = button(desk.say("cue.answer"), "cue.answer", occurrence.id, primary=True)
            found.append(section(of.wording(question), answer))
    return [header(desk.say("home.waiting_title")), *found] if found else []


def _is_unanswered(session: Session, me: Caller, occurrence: Occurrence) -> bool:
    is_asked = occurrence.step is Step.CLOSE and occurrence.outcome is None
    return is_asked and not answers.to_occurrence(session, occurrence.id or 0, me.user)


def _promises(session: Session, me: Caller, desk: Desk) -> list[Block]:
    """Return the promises of both sides; the words open in a modal."""
    found: list[Block] = []
    for meeting in meetings.living(session, me.team, me.user):
        of = scene(session, desk, meeting, me.user)
        for promise in answers.promises(session, meeting.id or 0)[:PROMISES]:
            who = of.me if promise.noted_by == me.user else of.other
            line = desk.say(
                "home.promise_line", who=escape(who.name), date=of.date(promise.created_at)
            )
            read = button(desk.say("prepare.see"), "promise.read", promise.id)
            found.append(section(line, read))
    return [header(desk.say("home.promises_title")), *found] if found else []


def _shared_with_me(session: Session, me: Caller, desk: Desk) -> list[Block]:
    found: list[Block] = []
    for meeting in meetings.living(session, me.team, me.user):
        if meeting.manager != me.user:
            continue
        of = scene(session, desk, meeting, me.user)
        for answer in answers.shared_in(session, meeting, SHARED):
            line = desk.say(
                "prepare.shared",
                other=of.name,
                theme=_theme(session, desk, answer),
                date=of.date(answer.created_at),
            )
            found.append(section(line, button(desk.say("home.read"), "answer.read", answer.id)))
    return [header(desk.say("home.shared_title")), *found] if found else []


def _answers(session: Session, desk: Desk, mine: Sequence[Answer]) -> list[Block]:
    found: list[Block] = []
    for answer in mine:
        occurrence = session.get_one(Occurrence, answer.occurrence_id)
        meeting = meetings.meeting(session, occurrence.one_on_one_id)
        of = scene(session, desk, meeting, answer.author)
        line = desk.say(
            "home.answer_line",
            theme=_theme(session, desk, answer),
            date=of.date(answer.created_at),
            who=_who(session, desk, answer, of.name),
        )
        found += [
            section(line, button(desk.say("home.read"), "answer.read", answer.id)),
            _buttons(desk, meeting, answer, of.name),
        ]
    return found


def _buttons(desk: Desk, meeting: OneOnOne, answer: Answer, other: str) -> Block:
    sure = {
        "title": plain(desk.say("home.delete_sure"), 100),
        "text": plain(desk.say("home.delete_sure_text"), 300),
        "confirm": plain(desk.say("home.delete"), 30),
        "deny": plain(desk.say("next.end_no"), 30),
    }
    buttons = [button(desk.say("cue.edit"), "answer.edit", answer.id)]
    if answer.shared_with:
        buttons.insert(0, button(desk.say("cue.take_back"), "answer.unshare", answer.id))
    elif meeting.state is Meeting.ACTIVE:
        buttons.insert(0, button(desk.say("cue.share", other=other), "answer.share", answer.id))
    buttons.append(button(desk.say("home.delete"), "answer.delete", answer.id) | {"confirm": sure})
    return actions(*buttons)


def _who(session: Session, desk: Desk, answer: Answer, other: str) -> str:
    if answer.shared_with is None:
        return desk.say("home.only_you")
    can_read = may_read(answer.shared_with, answers.shared(session, answer))
    return desk.say("home.you_and" if can_read else "home.was_shared", other=other)


def _looks(session: Session, me: Caller, desk: Desk) -> list[Block]:
    zone = people.zone(people.person(session, me.team, me.user))
    found = []
    for look in answers.looks(session, me.team, me.user, LOOKS):
        reader = people.person(session, me.team, look.reader)
        line = desk.say(
            "home.look_line",
            other=escape(reader.name) or desk.say("people.gone"),
            theme=_theme(session, desk, session.get_one(Answer, look.answer_id)),
            date=spoken.date_of(look.at, zone),
            time=spoken.clock(look.at, zone),
        )
        found.append(context(line))
    return found


def _theme(session: Session, desk: Desk, answer: Answer) -> str:
    return theme_name(desk, session.get_one(Question, answer.question_id).theme)
