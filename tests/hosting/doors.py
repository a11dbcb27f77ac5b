"""Something of every kind in a hosted workspace, and every button and form that is about a row."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from typing import Any

from sqlmodel import Session

from bot.app import FEATURES
from bot.data.belongings import BELONGINGS, TEAM
from bot.data.buddy_tables import BuddyMatch, BuddyRound, BuddySeat
from bot.data.calendar_tables import CalendarFeed
from bot.data.moves_tables import MoveIdea, MoveQuestion
from bot.reception.desk import Act, Caller, Form
from bot.rules.standing import may_act
from tests.company import DEV, MAYA, Company

LATER = timedelta(days=300)  # no calendar is looked at meanwhile
FIRST_IDS = range(1, 10)  # a new database has fewer rows of any kind


def furnish(office: Company) -> None:
    """Let Dev and Maya meet and keep something; what takes days to come is written down."""
    office.meet()
    office.to_next("cue")
    office.press(DEV, "Answer")
    office.fill(DEV, words="Zebra words", answer__audience="me", promise="Okapi words")
    team, now = office.slack.team_id, office.slack.clock.now()
    words = office.bot.desk.store.vault.lock("Quagga words")
    mine: dict[str, Any] = {"team": team, "user": DEV}
    idea: dict[str, Any] = {"role": "writer", "number": 1, "track": "", "kind": ""}
    feed: dict[str, Any] = {"sealed_address": words, "sealed_pattern": words}
    with office.bot.desk.store.begin() as session:
        held = BuddyRound(team=team, held_on=date(2027, 3, 2))
        session.add(held)
        session.flush()
        match = BuddyMatch(team=team, round_id=held.id or 0, starter=DEV, introduced_at=now)
        session.add(match)
        session.flush()
        session.add(BuddySeat(**mine, match_id=match.id or 0))
        session.add(MoveQuestion(**mine, sealed=words, asked_at=now))
        session.add(MoveIdea(**mine, **idea, shown_at=now))
        session.add(CalendarFeed(**feed, team=team, owner=DEV, created_at=now, due_at=now + LATER))


def doors(office: Company) -> Iterator[tuple[Act | Form, str, str]]:
    """Yield each entry that is about a row, and who of the workspace may pass by which id."""
    entries: list[Act | Form] = [one for feature in FEATURES for one in feature.acts]
    entries += [one for feature in FEATURES for one in feature.forms]
    with office.bot.desk.store.read() as session:
        for entry in (one for one in entries if one.of):
            way = next(_ways(session, office.slack.team_id, entry), None)
            assert way, f"nobody may pass at {entry.name}"
            yield entry, *way


def _ways(session: Session, team: str, entry: Act | Form) -> Iterator[tuple[str, str]]:
    for user, row_id in product((DEV, MAYA), map(str, FIRST_IDS)):
        held = entry.of and entry.of(session, Caller(team, user), row_id)
        if held and may_act(held.roles, entry.by):
            yield user, row_id


def knock(office: Company, entry: Act | Form, user: str, value: str) -> None:
    """Send what nobody showed this person, with an id of somebody's row."""
    send = office.forge if isinstance(entry, Act) else office.forge_form
    assert send(user, entry.name, value).status_code < 500


def kept(office: Company) -> dict[str, list[dict[str, Any]]]:
    """Return every row of the workspace, by its table."""
    team = office.slack.team_id
    found = {one.table.name: office.rows(one.model) for one in BELONGINGS}
    dumped = {name: [row.model_dump() for row in rows] for name, rows in found.items()}
    return {name: [row for row in rows if row[TEAM] == team] for name, rows in dumped.items()}
