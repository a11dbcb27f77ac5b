"""Who else can read an answer: the author shares it and takes it back, and sees who has looked."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from sqlmodel import Session

from bot.blocks import Block, context, section, spoken
from bot.data import answers
from bot.data.tables import Answer, Meeting, Occurrence, Question
from bot.features.one_on_ones import posts
from bot.features.one_on_ones.scene import Scene, scene_of
from bot.reception.desk import Caller, Desk
from bot.reception.gate import notice, present
from bot.reception.pressing import Press
from bot.rules import spoken as spoken_dates


def share(session: Session, press: Press[Answer]) -> Block | None:
    """Let the manager of this one-on-one read it; the author sees when they do."""
    answer = _set_audience(session, press, with_manager=True)
    return None if answer.shared_with else press.notice("notice.over")


def unshare(session: Session, press: Press[Answer]) -> None:
    """Take it back: from now on only the author can read it."""
    _set_audience(session, press, with_manager=False)


def read_answer(
    ack: Ack, desk: Desk, me: Caller, client: WebClient, body: Mapping[str, Any], subject: Answer
) -> None:
    """Show the words in a modal; a look by anybody but the author is logged for the author."""
    with desk.store.begin() as session:
        answer = session.get_one(Answer, subject.id)
        seen = answers.look(session, desk.store.vault, answer, me.user, desk.now())
        if seen is None:
            view = notice(desk, "notice.not_yours")
        else:
            view = _reading(session, desk, me, seen)
    present(body, client, view)
    ack()


def _reading(session: Session, desk: Desk, me: Caller, seen: answers.Seen) -> dict[str, Any]:
    occurrence = session.get_one(Occurrence, seen.answer.occurrence_id)
    of = scene_of(session, desk, occurrence, me)
    question = session.get_one(Question, seen.answer.question_id)
    date = spoken_dates.date_of(seen.answer.created_at, of.zone)
    is_mine = seen.answer.author == me.user
    by = of.say("read.mine" if is_mine else "read.by", other=of.name, date=date)
    view = notice(desk, "read.asked", question=of.wording(question))
    view["title"]["text"] = desk.say("read.title")
    view["blocks"] += [section(by), spoken(seen.words)]
    if not is_mine:
        view["blocks"].append(context(of.say("read.logged", other=of.name)))
    return view


def _set_audience(session: Session, press: Press[Answer], *, with_manager: bool) -> Answer:
    answer = session.get_one(Answer, press.subject.id)
    occurrence = session.get_one(Occurrence, answer.occurrence_id)
    of = scene_of(session, press.desk, occurrence, press.me)
    set_reader(session, of, answer, with_manager)
    posts.refresh_cues(session, of.meeting, occurrence, press.desk.now())
    return answer


def set_reader(session: Session, of: Scene, answer: Answer, with_manager: bool) -> None:
    """Set who may read, and remember the choice as the next form's first."""
    can_share = of.meeting.state is Meeting.ACTIVE
    if with_manager and can_share and answer.shared_with is None:
        answer.shared_at = of.desk.now()
    answer.shared_with = of.meeting.manager if with_manager and can_share else None
    session.add(answer)
    if can_share:
        of.me.shares = with_manager
        session.add(of.me)
