"""What delivery asks of the features: to read ahead, to render at the right hour; and its count."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session

from bot.data import people
from bot.data.tables import Delivery, Person, Sending
from bot.delivery.outbox import Later, Rank, Rendered
from bot.reception.desk import Desk, Feature, FeatureView
from bot.rules.workdays import is_working, next_working
from bot.tally import Counted, Tally, Timed

AT_ANY_HOUR = frozenset({Rank.CUE, Rank.REPLY})


def count_end(tally: Tally, row: Delivery, end: Mapping[str, Any]) -> None:
    """Count how an attempt ended; of a cue that Slack has, how late it was.

    One of which nobody knows whether it arrived waits, like others, to be looked at again.
    """
    state = Sending.WAITING if end["state"] is Sending.SENDING else end["state"]
    tally.count(Counted.SENDS, str(state))
    if end["state"] is Sending.SENT and row.rank == Rank.CUE:
        late = end["sent_at"] - row.not_before
        tally.took(Timed.CUE_LATENESS, row.kind, late.total_seconds())


def gather(features: Sequence[Feature], session: Session, rows: Sequence[Delivery]) -> None:
    """Let each feature read at once what its views will ask for; of one message the view does."""
    for feature in features:
        theirs = [row for row in rows if row.kind in feature.views]
        if feature.gather and len(theirs) > 1:
            feature.gather(session, theirs)


def render(
    desk: Desk, view: FeatureView, session: Session, delivery: Delivery
) -> Rendered | Later | None:
    """Render a message, if this is the hour for it and its reader still wants any.

    Only the cue, and replies to what somebody just did, come at any hour.
    """
    reader = people.person(session, delivery.team, delivery.to)
    if not _hears(reader, delivery):
        return None
    now, week = desk.now(), people.week(reader)
    if Rank(delivery.rank) not in AT_ANY_HOUR and not is_working(now, week):
        return Later(next_working(now, week))
    return view(session, delivery, desk)


def is_wanted(
    desk: Desk, features: Sequence[Feature], session: Session, delivery: Delivery
) -> bool:
    """Tell whether a message that waits for its hour has anything to say as things stand now."""
    view = next(one.views[delivery.kind] for one in features if delivery.kind in one.views)
    reader = people.person(session, delivery.team, delivery.to)
    return _hears(reader, delivery) and view(session, delivery, desk) is not None


def _hears(reader: Person, delivery: Delivery) -> bool:
    return reader.is_active and (not reader.has_stopped or delivery.rank == Rank.REPLY)
