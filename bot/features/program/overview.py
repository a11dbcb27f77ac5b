"""The overview: on Home, and as the answer to `/career program`."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from slack_bolt import Ack
from sqlmodel import Session

from bot.blocks import Block, actions, button, context, divider, header, in_words, section
from bot.data import program
from bot.data.hosting_tables import Installation
from bot.data.program import Failure
from bot.reception.desk import Caller, Desk
from bot.rules import spoken, tallying
from bot.rules.tallying import FEWEST, Kind

FAILURES, LATELY = 4, timedelta(days=7)
MEETINGS = (Kind.DISCUSSED, Kind.ASKED, Kind.DEFERRED, Kind.LEFT_OUT)
BUDDIES = (Kind.PAIRED, Kind.MET, Kind.NOT_MET)
# What is known to be done about an error; about any other there is a general word.
FIXES = frozenset(
    {
        "user_disabled",
        "account_inactive",
        "user_not_found",
        "channel_not_found",
        "messages_tab_disabled",
        "invalid_blocks",
        "msg_too_long",
        "not_all_seen",
    }
)


def is_owner(session: Session, me: Caller, desk: Desk) -> bool:
    """Say whether somebody answers for the program: named in the settings, or the app's installer.

    Where the settings name somebody, the installer is nobody special.
    """
    if desk.owners:
        return me.user in desk.owners
    installed = session.get(Installation, me.team)
    return installed is not None and installed.installed_by == me.user


def tell(ack: Ack, desk: Desk, me: Caller) -> None:
    """`/career program`: answer at once, for the asker's eyes only."""
    with desk.store.read() as session:
        if is_owner(session, me, desk):
            found = overview(session, me, desk)
        else:
            found = [section(desk.say("program.not_owner"))]
    ack(text=in_words(found), blocks=found, response_type="ephemeral")


def show(session: Session, me: Caller, desk: Desk) -> list[Block]:
    """Return the section of Home; there is none for anybody else."""
    if not is_owner(session, me, desk):
        return []
    title = header(desk.say("program.title"))
    return [divider(), title, *overview(session, me, desk)]


def overview(session: Session, me: Caller, desk: Desk) -> list[Block]:
    """Return the latest week's counts, what did not arrive, and the ways to see more."""
    latest = program.weeks(session, me.team, 1)
    found: list[Block] = []
    for week, counts in latest.items():
        lines = [desk.say("program.week", date=spoken.date_of(week))]
        for kind, kinds in (("meetings", MEETINGS), ("buddies", BUDDIES)):
            if is_any_shown(counts, kinds):
                told = ", ".join(_count(desk, one, counts.get(one)) for one in kinds)
                lines.append(desk.say(f"program.{kind}", counts=told))
        found.append(section("\n".join(lines if lines[1:] else [*lines, too_few(desk)])))
    if latest:
        picture = button(desk.say("program.picture"), "program.picture", "picture")
        found.append(actions(picture, button(desk.say("program.csv"), "program.csv", "csv")))
    else:
        at = tallying.first_counted_at(desk.now(), program.first_day(session, me.team))
        found.append(section(desk.say("program.none", date=spoken.date_of(at))))
    found += _failures(session, me, desk)
    return [*found, context(desk.say("program.why", fewest=FEWEST))]


def is_any_shown(counts: Mapping[Kind, int | None], kinds: Sequence[Kind]) -> bool:
    """Whether something may be said about a week."""
    return any(counts.get(one) is not None for one in kinds)


def too_few(desk: Desk) -> str:
    """Return what is said where nothing may be."""
    return desk.say("program.too_few", fewest=FEWEST)


def _count(desk: Desk, kind: Kind, count: int | None) -> str:
    number = desk.say("program.hidden") if count is None else f"{count:,}"
    return f"{desk.say(f'program_kind.{kind.value}')} {number}"


def _failures(session: Session, me: Caller, desk: Desk) -> list[Block]:
    failed = program.failures(session, me.team, desk.now() - LATELY, FAILURES)
    if not failed:
        return [section(desk.say("program.no_failures"))]
    return [
        section("\n".join([desk.say("program.failures"), *(_fix(desk, one) for one in failed)]))
    ]


def _fix(desk: Desk, one: Failure) -> str:
    """Return a line for an error: how often, unless that is about a few, and what to do."""
    often = f"{one.count:,}" if one.count >= FEWEST else desk.say("program.a_few")
    fix = desk.say(f"program_fix.{one.error if one.error in FIXES else 'other'}")
    return desk.say("program.failure", error=one.error, count=often, fix=fix)
