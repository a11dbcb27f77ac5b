"""One-on-ones where people keep them: a calendar is connected, looked at, and followed."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.data import calendars
from bot.features.calendars import choosing, connecting, home, messages, refreshing
from bot.features.calendars.holders import feed_of
from bot.features.calendars.words import WORDS
from bot.reception.desk import Act, Caller, Command, Feature, Form, Moment, Propose
from bot.reception.pressing import step
from bot.rules.standing import Role

OWNER = frozenset({Role.AUTHOR})
LOOK = "calendar.look"
SOON = timedelta(hours=3)
AHEAD = 20  # looks that the demo's clock stops at


def moments(session: Session, _now: datetime) -> list[Moment]:
    """Return when calendars are looked at next, those of which a question comes soon."""
    found = calendars.coming(session, AHEAD)
    return [
        Moment(one.due_at, LOOK, Caller(one.team, one.owner))
        for one in found
        if any(cue - one.due_at < SOON for cue in calendars.cues(session, one.id or 0))
    ]


def feature(propose: Propose) -> Feature:
    """Return this feature; what is found is proposed to the other of the two by `propose`."""
    return Feature(
        words=WORDS,
        acts=(
            Act("calendar.open", connecting.open_form),
            Act("calendar.choose", choosing.open_form, feed_of, OWNER),
            Act("calendar.again", step(choosing.look_again), feed_of, OWNER),
            Act("calendar.forget", step(connecting.forget), feed_of, OWNER),
        ),
        forms=(
            Form("calendar.connect", connecting.submit),
            Form("calendar.follow", choosing.submit(propose), feed_of, OWNER),
        ),
        commands=(Command("calendar", connecting.open_form),),
        views=messages.VIEWS,
        home=home.show,
        errands=(refreshing.refresh,),
        moments=moments,
        leave=connecting.leave,
    )
