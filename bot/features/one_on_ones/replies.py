"""Answers as people like to write them: a reply under the cue, or just the next message."""

import re
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from bot.blocks import TEXT, actions, as_typed, button, clean, context, escape, section
from bot.content import ContentError
from bot.data import answers, deliveries, meetings, people, tidying
from bot.data.tables import Answer, Delivery, Occurrence, OneOnOne, Outcome, Question, Step
from bot.delivery.outbox import Message, Rank, Rendered, put
from bot.features.one_on_ones import answers as listeners
from bot.features.one_on_ones import posts
from bot.features.one_on_ones.messages import kept_line
from bot.features.one_on_ones.scene import scene
from bot.features.one_on_ones.setup import MENTION
from bot.reception.desk import Caller, Desk, Heard
from bot.reception.pressing import Press
from bot.reception.replies import reply
from bot.rules.requests import is_plain_question

YES = re.compile(r"^\W*(yes|yep|yeah)(\W+(please|keep it))?\W*$", re.IGNORECASE)
NO = re.compile(r"^\W*(no|nope)(\W+(thanks|thank you))?\W*$", re.IGNORECASE)
DRAFT_KEPT = timedelta(days=7)
ANSWERABLE = frozenset({"cue.report", "follow_up"})
UNASKED = "unasked"  # holds in a session the people of whom it is known that no question is open
# Asked for every message at top level, built once: building takes longer than asking.
OF_MEETING = col(Occurrence.one_on_one_id) == col(OneOnOne.id)
WAITS = (col(Occurrence.is_open).is_(True), Occurrence.step == Step.CLOSE)
OPEN_CUES = (
    select(Occurrence.id)
    .join(OneOnOne, OF_MEETING)
    .where(*WAITS, OneOnOne.team == bindparam("team"), OneOnOne.report == bindparam("report"))
)
# SQLite would find pairs of both by no index.
ASKED = (
    select(OneOnOne.team, OneOnOne.report)
    .join(Occurrence, OF_MEETING)
    .where(
        *WAITS,
        col(OneOnOne.team).in_(bindparam("teams", expanding=True)),
        col(OneOnOne.report).in_(bindparam("users", expanding=True)),
    )
)


def hear_reply(session: Session, heard: Heard, desk: Desk) -> bool:
    """Keep a reply under the question; a changed one changes it, a deleted one takes it back."""
    if heard.what == "said" and not heard.thread_ts:
        return False
    known = answers.of_message(session, heard.who.team, heard.channel, heard.ts)
    if heard.what == "deleted":
        if known is not None:
            listeners.erase(session, desk, known)
        return known is not None
    occurrence = _asked_in(session, heard)
    if known is not None:
        occurrence = session.get_one(Occurrence, known.occurrence_id)
    if occurrence is None:
        return False
    _keep(session, desk, heard, occurrence, is_draft=known is not None and known.is_draft)
    return True


def hear_top_level(session: Session, heard: Heard, desk: Desk) -> bool:
    """Ask whether a message is the answer, while a question is open. Kept only after a yes."""
    if heard.what != "said" or not clean(heard.text):
        return False
    occurrence = _open_cue(session, heard.who)
    if occurrence is None or _is_elsewhere(session, heard) or _is_about_moves(desk, heard.text):
        return False
    if _is_yes_or_no(session, desk, heard, occurrence):
        return True
    answer = _keep(session, desk, heard, occurrence, is_draft=True)
    if answer is None:
        return True
    now = desk.now()
    message = Message(
        team=heard.who.team,
        key=posts.is_it(answer.id),
        kind="is_it",
        to=heard.who.user,
        rank=Rank.REPLY,
        not_before=now,
        about={"answer": answer.id, "occurrence": occurrence.id},
    )
    put(session, [message], now)
    return True


def is_it(session: Session, delivery: Delivery, desk: Desk) -> Rendered | None:
    """Ask, or say what came of it."""
    occurrence = session.get_one(Occurrence, delivery.about["occurrence"])
    answer = session.get(Answer, delivery.about["answer"])
    if answer and answer.author != delivery.to:
        return None
    of = scene(session, desk, meetings.meeting(session, occurrence.one_on_one_id), delivery.to)
    if answer is None or not answer.is_draft:
        text = kept_line(of, answer) if answer else of.say("answer.is_it_dropped")
        return Rendered(text, [section(text)])
    question = session.get_one(Question, answer.question_id)
    text = of.say("answer.is_it", question=of.wording(question))
    yes = button(of.say("answer.is_it_yes"), "draft.keep", answer.id, primary=True)
    no = button(of.say("answer.is_it_no"), "draft.drop", answer.id)
    return Rendered(text, [section(text), actions(yes, no), context(of.say("answer.is_it_who"))])


def keep_draft(session: Session, press: Press[Answer]) -> None:
    """Yes, it is the answer."""
    _take_up(session, press.desk, session.get_one(Answer, press.subject.id))


def _take_up(session: Session, desk: Desk, answer: Answer) -> None:
    """Let a draft be the answer."""
    occurrence = session.get_one(Occurrence, answer.occurrence_id)
    answer.is_draft, answer.changed_at = False, desk.now()
    session.add(answer)
    listeners.settle(session, occurrence, desk)
    meeting = meetings.meeting(session, occurrence.one_on_one_id)
    posts.refresh_cues(session, meeting, occurrence, desk.now())


def _is_yes_or_no(session: Session, desk: Desk, heard: Heard, occurrence: Occurrence) -> bool:
    """Take a typed yes or no for what the buttons under "is this your answer?" say."""
    is_yes, is_no = YES.match(heard.text), NO.match(heard.text)
    if not is_yes and not is_no:
        return False
    draft = answers.latest_draft(session, occurrence.id, heard.who.user)
    if draft is None:
        return False
    if is_yes:
        _take_up(session, desk, draft)
    else:
        listeners.erase(session, desk, draft)
    return True


def drop_draft(session: Session, press: Press[Answer]) -> None:
    """No, it is not: nothing of it is kept."""
    answer = session.get_one(Answer, press.subject.id)
    if answer.is_draft:
        listeners.erase(session, press.desk, answer)


def forget_drafts(desk: Desk) -> int:
    """Throw away what nobody said was an answer, after a week; return how many there were."""
    with desk.store.begin() as session:
        return tidying.forget_drafts(session, desk.now() - DRAFT_KEPT)


def _keep(
    session: Session, desk: Desk, heard: Heard, occurrence: Occurrence, *, is_draft: bool
) -> Answer | None:
    words = _words(session, heard)
    if not words:
        reply(session, heard, desk, "answer.blank_reply")
        return None
    if len(words) > TEXT:
        reply(session, heard, desk, "answer.long_reply", count=f"{len(words):,}")
        return None
    source = (heard.channel, heard.ts)
    answer = listeners.keep(session, desk, occurrence, words, source, is_draft=is_draft)
    if not is_draft:
        meeting = meetings.meeting(session, occurrence.one_on_one_id)
        posts.refresh_cues(session, meeting, occurrence, desk.now())
    return answer


def _words(session: Session, heard: Heard) -> str:
    """Return what was written as its author sees it, people by their names."""

    def name(found: re.Match[str]) -> str:
        return "@" + escape(people.person(session, heard.who.team, found[1]).name or found[1])

    return clean(as_typed(MENTION.sub(name, heard.text)))


def _asked_in(session: Session, heard: Heard) -> Occurrence | None:
    """Return the occurrence under whose question this was written."""
    if not heard.thread_ts:
        return None
    sent = deliveries.by_message(session, heard.who.team, heard.channel, heard.thread_ts)
    if sent is None or sent.kind not in ANSWERABLE or sent.to != heard.who.user:
        return None
    return session.get(Occurrence, sent.about["occurrence"])


def _is_elsewhere(session: Session, heard: Heard) -> bool:
    """Whether it stands under another message of ours.

    The question itself is not known by its place until whoever posted it has noted that: a worker
    may have died in between.
    """
    root = heard.thread_ts
    team, channel = heard.who.team, heard.channel
    return root is not None and deliveries.by_message(session, team, channel, root) is not None


def _is_about_moves(desk: Desk, text: str) -> bool:
    """Whether a message plainly asks where its writer could go: it is heard by whom it is for."""
    from bot.rules.understanding.understand import understand  # it brings its own machinery

    try:
        return is_plain_question(understand(text, desk.roles.lexicon), text)
    except ContentError:  # without roles nobody answers it either
        return False


def foresee(session: Session, some: Sequence[Heard]) -> None:
    """Find out at once which of the writers were asked nothing: of most no more is looked for."""
    writers = {(one.who.team, one.who.user) for one in some}
    teams, users = ({one[part] for one in writers} for part in (0, 1))
    named = {"teams": sorted(teams), "users": sorted(users)}
    asked = session.connection().execute(ASKED, named)
    session.info[UNASKED] = writers.difference(tuple(one) for one in asked)


def is_awaited(session: Session, who: Caller) -> bool:
    """Whether a question waits for this person's answer."""
    return _open_cue(session, who) is not None


def _open_cue(session: Session, who: Caller) -> Occurrence | None:
    """Return the occurrence whose question waits for this person's answer just now."""
    if (who.team, who.user) in session.info.get(UNASKED, ()):
        return None
    asked = {"team": who.team, "report": who.user}
    for found in session.connection().execute(OPEN_CUES, asked).scalars().all():
        occurrence = session.get_one(Occurrence, found)
        is_answered = answers.to_occurrence(session, found, who.user)
        if occurrence.outcome in {None, Outcome.DISCUSSED} and not is_answered:
            return occurrence
    return None
