"""The last fifteen minutes of every one-on-one: set up, prepared, asked, answered, come back."""

from datetime import datetime

from sqlmodel import Session

from bot.data import meetings
from bot.data.tables import Step
from bot.features.one_on_ones import (
    agreeing,
    answers,
    home,
    jobs,
    lists,
    messages,
    next,  # noqa: A004  # the listeners of `/career next`
    occasion,
    promises,
    questions,
    replies,
    setup,
    sharing,
    shelf,
    wishes,
)
from bot.features.one_on_ones.answer_form import audience_field
from bot.features.one_on_ones.holders import (
    answer_of,
    asked_of,
    meeting_of,
    occurrence_of,
    promise_of,
)
from bot.features.one_on_ones.words import WORDS
from bot.reception.desk import Act, Caller, Command, Feature, Form, Moment
from bot.reception.pressing import step
from bot.reception.replies import answering
from bot.rules.standing import Role
from bot.rules.understanding.reading import Remark

MANAGER, REPORT = frozenset({Role.MANAGER}), frozenset({Role.REPORT})
AUTHOR, INVITED = frozenset({Role.AUTHOR}), frozenset({Role.INVITED})
propose = setup.propose
LEAFING = ("theme", "time", "words", "clear", "newer", "older")
AHEAD = 20  # moments that the demo may want to go to


def moments(session: Session, _now: datetime) -> list[Moment]:
    """Return what this feature will do next, and for whom."""
    found = []
    for one in meetings.coming(session, AHEAD):
        meeting = meetings.meeting(session, one.one_on_one_id)
        manager, report = Caller(one.team, meeting.manager), Caller(one.team, meeting.report)
        steps = [
            Moment(one.due_at or one.prepare_at, Step.PREPARE, manager),
            Moment(one.cue_at, Step.CUE, report),
            Moment(one.ends_at, Step.CLOSE, report),
        ]
        found += steps[list(Step).index(one.step) :]
    return found


FEATURE = Feature(
    words=WORDS,
    acts=(
        Act("setup.open", setup.open_by_button),
        Act("meeting.accept", step(agreeing.accept), meeting_of, INVITED),
        Act("meeting.decline", step(agreeing.decline), meeting_of, INVITED),
        Act("meeting.change", agreeing.open_change, meeting_of),
        Act("meeting.more", next.open_more, meeting_of),
        Act("meeting.pause", next.open_pause, meeting_of),
        Act("meeting.resume", step(next.resume), meeting_of),
        Act("meeting.end", step(next.end), meeting_of),
        Act("meeting.skip", step(questions.skip), occurrence_of),
        Act("meeting.unskip", step(questions.unskip), occurrence_of),
        Act("prepare.another", step(questions.another), occurrence_of, MANAGER),
        Act("prepare.write", questions.open_own_at_preparation, occurrence_of, MANAGER),
        Act("prepare.skip", step(questions.skip), occurrence_of, MANAGER),
        Act("pick.open", questions.open_pick, meeting_of),
        Act("theme", questions.show_theme, meeting_of),
        Act("pick.take", step(questions.pick), meeting_of),
        Act("own.open", questions.open_own, meeting_of),
        Act("cue.answer", answers.open_form, asked_of, REPORT),
        Act("cue.defer", step(answers.defer), asked_of),
        Act("cue.ask_after_all", step(answers.ask_after_all), asked_of, MANAGER),
        Act("cue.discussed", step(answers.discussed), asked_of, MANAGER),
        Act(audience_field("answer"), answers.show_audience, asked_of, REPORT),
        Act(audience_field("answer.change"), answers.show_changed_audience, answer_of, AUTHOR),
        Act("answer.edit", answers.open_edit, answer_of, AUTHOR),
        Act("answer.share", step(sharing.share), answer_of, AUTHOR),
        Act("answer.unshare", step(sharing.unshare), answer_of, AUTHOR),
        Act("answer.delete", step(answers.delete), answer_of, AUTHOR),
        Act("answer.read", sharing.read_answer, answer_of, AUTHOR | {Role.READER}),
        Act("draft.keep", step(replies.keep_draft), answer_of, AUTHOR),
        Act("draft.drop", step(replies.drop_draft), answer_of, AUTHOR),
        Act("promise.note", promises.open_form, asked_of),
        Act("promise.read", promises.read, promise_of),
        Act("promise.done", step(promises.done), promise_of),
        Act("promise.reopen", step(promises.reopen), promise_of),
        *(Act(f"list.{turn}", lists.open_list) for turn in ("all", "newer", "older")),
        *(Act(f"answers.{name}", shelf.choose) for name in LEAFING),
        *(Act(f"looks.{name}", shelf.choose) for name in ("newer", "older")),
    ),
    forms=(
        Form("setup", setup.submit),
        Form("meeting.change", agreeing.submit_change, meeting_of),
        Form("pause", next.save_pause, meeting_of),
        Form("own", questions.save_own, meeting_of),
        Form("answer", answers.save, asked_of, REPORT),
        Form("answer.change", answers.save_change, answer_of, AUTHOR),
        Form("promise", promises.save, asked_of),
    ),
    commands=(
        Command("one-on-one", setup.open_by_command),
        Command("next", next.tell_next),
    ),
    hearers=(
        replies.hear_reply,
        replies.hear_top_level,
        wishes.hear_wish,
    ),
    remarks={
        Remark.NEXT: answering(wishes.NEXT),
        Remark.MANAGER: answering(wishes.MANAGER),
        Remark.LATER: wishes.hear_later,
    },
    foresee=replies.foresee,
    awaits=replies.is_awaited,
    views={
        **messages.VIEWS,
        "is_it": replies.is_it,
        "wish": wishes.wish,
        wishes.NEXT: wishes.next_one,
        wishes.MANAGER: wishes.another_manager,
    },
    gather=occasion.gather,
    home=home.show,
    is_due=meetings.is_due,
    shelf=shelf.show,
    jobs=(jobs.ask,),
    chores=(replies.forget_drafts,),
    moments=moments,
    leave=next.leave,
    pause=next.pause,
    adapt=next.adapt,
)
