"""What people do with an idea: look at it, keep it, bring it to a one-on-one, set it aside."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from sqlmodel import Session

from bot import blocks
from bot.blocks import Block
from bot.data import deliveries, meetings, moves, people
from bot.data.moves_tables import MoveIdea
from bot.data.tables import OneOnOne
from bot.delivery.outbox import rewrite
from bot.features.moves.asking import refresh_all
from bot.features.moves.cards import HARD, away_line
from bot.features.moves.scene import Scene
from bot.features.moves.story import story
from bot.reception.desk import Caller, Desk
from bot.reception.forms import chosen
from bot.reception.gate import notice, present
from bot.reception.home import ShowHome
from bot.reception.pressing import Press, Step
from bot.rules.told import FAMILY, NOT_NOW, ROLE, TAG

TAGS = 7  # reasons in a form, beside the three that any idea can have
Deed = Callable[[MoveIdea, datetime], None]


def more(
    ack: Ack, desk: Desk, me: Caller, client: WebClient, body: Mapping[str, Any], subject: MoveIdea
) -> None:
    """Open the whole story of an idea."""
    with desk.store.read() as session:
        view = story(Scene(session, desk, me), subject)
    present(body, client, view)
    ack()


def do(deed: Deed) -> Step:
    """Return the step that does something to an idea and shows it wherever it stands."""

    def take(session: Session, press: Press[MoveIdea]) -> Block | None:
        return _do(session, press, deed)

    return take


def _do(session: Session, press: Press[MoveIdea], deed: Deed) -> Block | None:
    desk, row = press.desk, session.get_one(MoveIdea, press.subject.id)
    before = _meeting(session, row)
    deed(row, desk.now())
    session.add(row)
    session.flush()
    _refresh_preparation(session, desk, before, _meeting(session, row))
    refresh_all(session, desk, row, press.body)
    return story(Scene(session, desk, press.me), row) if press.in_modal else None


def save(row: MoveIdea, now: datetime) -> None:
    """Put it into the plan."""
    row.saved_at, row.dropped_at = row.saved_at or now, None


def unsave(row: MoveIdea, now: datetime) -> None:
    """Take it out of the plan; for a while Home offers to put it back."""
    row.saved_at, row.dropped_at = None, now


def undo(row: MoveIdea, _now: datetime) -> None:
    """Bring back what was set aside, and forget what was learned from it."""
    row.away_at, row.why = None, None


def take_back(row: MoveIdea, _now: datetime) -> None:
    """Bring it to no one-on-one any more."""
    row.brought_at, row.one_on_one_id = None, None


def bring(session: Session, press: Press[MoveIdea]) -> Block | None:
    """Bring it to the next one-on-one: the button has said who sees what. Ask where unclear."""
    managed = moves.managed(session, press.me.team, press.me.user)
    if not managed:
        return press.notice("moves.bring_none")
    named = press.value.partition(" ")[2]
    meeting = next((one.id for one in managed if str(one.id) == named), None)
    if meeting is None:
        return _which(Scene(session, press.desk, press.me), press.subject)

    def deed(row: MoveIdea, now: datetime) -> None:
        row.brought_at, row.one_on_one_id = now, meeting

    return _do(session, press, deed)


def save_bring(
    ack: Ack,
    desk: Desk,
    me: Caller,
    view: Mapping[str, Any],
    body: Mapping[str, Any],
    subject: MoveIdea,
    show_home: ShowHome,
) -> None:
    """Bring it to the one-on-one that was chosen."""
    with desk.store.begin() as session:
        picked = chosen(view, "meeting")
        found = moves.managed(session, me.team, me.user)
        meeting = next((one for one in found if str(one.id) == picked), None)
        row = session.get_one(MoveIdea, subject.id)
        if meeting is not None:
            row.brought_at, row.one_on_one_id = desk.now(), meeting.id
            session.add(row)
            session.flush()
            _refresh_preparation(session, desk, meeting)
            refresh_all(session, desk, row, body)
        of = Scene(session, desk, me)
        values = {"title": of.title(row), "other": _name(of, meeting)}
    show_home()
    key = "moves.brought" if meeting else "notice.over"
    ack(response_action="update", view=notice(desk, key, **(values if meeting else {})))


def aside(
    ack: Ack, desk: Desk, me: Caller, client: WebClient, body: Mapping[str, Any], subject: MoveIdea
) -> None:
    """Ask why it is not for them; each answer says what follows from it."""
    with desk.store.read() as session:
        view = _why(Scene(session, desk, me), subject)
    present(body, client, view)
    ack()


def save_aside(
    ack: Ack,
    desk: Desk,
    me: Caller,
    view: Mapping[str, Any],
    body: Mapping[str, Any],
    subject: MoveIdea,
    show_home: ShowHome,
) -> None:
    """Set it aside, with the reason; it is in no plan and at no one-on-one any more."""
    with desk.store.begin() as session:
        of = Scene(session, desk, me)
        row = session.get_one(MoveIdea, subject.id)
        before = _meeting(session, row)
        why = chosen(view, "why")
        row.why = why if why in _reasons(of, row) else ROLE
        row.away_at, row.saved_at = desk.now(), None
        take_back(row, desk.now())
        session.add(row)
        session.flush()
        _refresh_preparation(session, desk, before)
        refresh_all(session, desk, row, body)
        line = away_line(of, row)
    show_home()
    done = notice(desk, "moves.aside.done", line=line)
    ack(response_action="update", view=done)


def _why(of: Scene, row: MoveIdea) -> Block:
    options = [blocks.option(label, why) for why, label in _reasons(of, row).items()]
    field = blocks.field("why", of.say("aside.why"), blocks.radio("why", options, ROLE))
    return blocks.modal(
        of.say("aside.title"),
        [blocks.section(of.say("aside.intro", title=of.title(row))), field],
        form="moves.aside",
        submit=of.say("aside.submit"),
        close=of.say("aside.close"),
        about=str(row.id),
    )


def _reasons(of: Scene, row: MoveIdea) -> dict[str, str]:
    """Return the reasons that this idea can be set aside for, and what they are called."""
    role = of.roles.get(row.role)
    found = {ROLE: of.say("aside.role"), NOT_NOW: of.say("aside.later")}
    if role is not None:
        family = of.catalogue.families[role.family].name
        found[FAMILY] = of.say("aside.family", family=family)
        tags = {tag for one in role.levels if one.number == row.number for tag in one.tags}
        weighty = sorted(tags, key=lambda tag: (tag not in HARD, tag))
        found |= {
            f"{TAG}:{tag}": of.say("aside.tag", tag=of.catalogue.tags.get(tag, tag))
            for tag in weighty[:TAGS]
        }
    return found


def _which(of: Scene, row: MoveIdea) -> Block:
    options = [blocks.option(_name(of, one), str(one.id)) for one in of.managed]
    field = blocks.field("meeting", of.say("which.label"), blocks.radio("meeting", options))
    return blocks.modal(
        of.say("which.title"),
        [blocks.section(of.say("which.intro", title=of.title(row))), field],
        form="moves.bring",
        submit=of.say("which.submit"),
        close=of.say("aside.close"),
        about=str(row.id),
    )


def _name(of: Scene, meeting: OneOnOne | None) -> str:
    if meeting is None:
        return ""
    return blocks.escape(people.person(of.session, of.me.team, meeting.manager).name)


def _meeting(session: Session, row: MoveIdea) -> OneOnOne | None:
    return session.get(OneOnOne, row.one_on_one_id) if row.one_on_one_id else None


def _refresh_preparation(session: Session, desk: Desk, *those: OneOnOne | None) -> None:
    """Let the manager's preparation, where it stands already, say what is brought now."""
    for meeting in {one.id: one for one in those if one}.values():
        occurrence = meetings.open_occurrence(session, meeting.id or 0)
        sent = deliveries.prepared(session, occurrence, meeting.manager) if occurrence else None
        rewrite(session, [sent] if sent else [], desk.now())
