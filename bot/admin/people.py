"""`python -m bot people import`: compares a company's list with what is known, then writes it.

First everything is read and compared; nothing is written while a single line is wrong, or before
`--apply`. Whom the list names and the bot does not know yet is looked up in Slack's own list.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import islice
from typing import Any, TextIO

from rich.console import Console
from rich.markup import escape
from rich.progress import track
from rich.table import Table
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.admin import RefusedError
from bot.admin.people_file import PeopleFile, Row
from bot.app import OTHERS
from bot.data import people, roster
from bot.data.roster import Known
from bot.reception import members
from bot.reception.desk import Caller, Desk
from bot.rules.roster import Change, Entry, Listed, changes, circles, twice
from bot.rules.workdays import known_countries

SHOWN = 40  # changes or problems that a terminal shows; of the others the number
UNKNOWN = (
    "{name} is nobody in this workspace as far as Slack says; addresses are only seen with the "
    "scope users:read.email"
)
Profile = Mapping[str, Any]


@dataclass
class Crowd:
    """Everybody of a workspace who is known, or was found in Slack's list just now."""

    known: dict[str, Known]
    by_email: dict[str, str] = field(default_factory=dict)
    new: dict[str, Profile] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.by_email = {one.email: user for user, one in self.known.items() if one.email}

    def find(self, name: str) -> str | None:
        """Return the id of whom an address or an id means; None for nobody who is known."""
        if "@" in name:
            return self.by_email.get(name.casefold())
        return name.upper() if name.upper() in self.known else None

    def meet(self, profile: Profile) -> None:
        """Take up somebody from Slack's list, who is stored only if the list names them."""
        user, inner = str(profile["id"]), profile.get("profile") or {}
        if user in self.known:
            return
        flags = (
            not profile.get("deleted"),
            bool(profile.get("is_bot")) or user == people.SLACKBOT,
            bool(profile.get("is_restricted") or profile.get("is_ultra_restricted")),
            bool(profile.get("is_stranger")),
        )
        email = str(inner.get("email") or "").casefold() or None
        name = str(inner.get("real_name") or profile.get("name") or user)
        self.known[user] = Known(user, name, email, roster.trouble(*flags), Listed())
        self.new[user] = profile
        if email:
            self.by_email[email] = user


@dataclass(frozen=True)
class Plan:
    """What a list would change in a workspace, and whom it makes known."""

    team: str
    changes: tuple[Change, ...]
    people: int
    names: Mapping[str, str]
    listed: Mapping[str, Listed]
    new: tuple[Profile, ...]


def plan(
    desk: Desk, file: PeopleFile, team: str | None, say: Callable[[str], None] = lambda _: None
) -> Plan:
    """Return what the list would change; raise RefusedError that names every wrong line."""
    with desk.store.read() as session:
        team = _team(roster.teams(session), team)
        crowd = Crowd(roster.everybody(session, team))
    rows = [*_progress(file.rows(), len(file), "Reading")]
    _look_up(desk.client(team), crowd, rows, say)
    entries = [
        one for row in _progress(rows, len(rows), "Comparing") if (one := _entry(file, crowd, row))
    ]
    for again, first in twice(entries):
        file.bad(again.line, f"this person stands on line {first.line} already")
    _check_circles(file, crowd, entries)
    if file.is_wrong:
        raise RefusedError("\n".join(_some(file.problems())))
    found = [change for one in entries for change in changes(one, crowd.known[one.user].listed)]
    named = {one.user for one in entries} | {str(one.values.get("manager")) for one in entries}
    return Plan(
        team,
        tuple(found),
        len(entries),
        {user: one.name for user, one in crowd.known.items()},
        {one.user: crowd.known[one.user].listed for one in entries},
        tuple(profile for user, profile in crowd.new.items() if user in named),
    )


def write(desk: Desk, planned: Plan) -> None:
    """Write all of a plan in one transaction; what hangs on holidays is planned anew."""
    with desk.store.begin() as session:
        for profile in planned.new:
            people.remember(session, planned.team, profile, desk.now())
        session.flush()
        roster.write(session, planned.team, planned.changes, planned.listed)
        session.expire_all()
        moved = {one.user for one in planned.changes if one.field == "country"}
        for user in sorted(moved & roster.who_meet(session, planned.team)):
            for adapt in [one.adapt for one in OTHERS if one.adapt]:
                adapt(session, Caller(planned.team, user), desk)


def show(planned: Plan, out: TextIO | None = None) -> None:
    """Print a table of what would change, and how much there is in all."""
    seen = [one for one in planned.changes if not one.field.startswith("told_")]
    console = Console(file=out)
    if seen:
        table = Table("who", "what", "now", "then")
        for one in seen[:SHOWN]:
            name = planned.names.get(one.user, one.user)
            new, old = _shown(planned, one.new), _shown(planned, one.old)
            table.add_row(escape(f"{name} ({one.user})"), one.field, old, new)
        console.print(table)
    if len(seen) > SHOWN:
        console.print(f"… and {len(seen) - SHOWN:,} more.")
    changed = len({one.user for one in seen})
    console.print(
        f"{planned.people:,} people in the list: {changed:,} change in {len(seen):,} places, "
        f"{len(planned.new):,} are met for the first time."
    )


def _shown(planned: Plan, value: object) -> str:
    return escape(planned.names.get(str(value), str(value))) if value else "–"


def _team(known: Iterable[str], wanted: str | None) -> str:
    teams = sorted(known)
    if wanted in teams:
        return str(wanted)
    if wanted is None and len(teams) == 1:
        return teams[0]
    if not teams:
        raise RefusedError("No workspace is known yet. Start the bot once: python -m bot run")
    raise RefusedError(f"Say which workspace the list is of, with --team: {', '.join(teams)}.")


def _look_up(client: WebClient, crowd: Crowd, rows: list[Row], say: Callable[[str], None]) -> None:
    """Read Slack's list of people, but only while somebody is named who is not known yet."""
    missing = {
        name
        for row in rows
        for name in (row.cells.get("person"), row.cells.get("manager"))
        if name and not crowd.find(name)
    }
    if not missing:
        return
    say(f"Looking for {len(missing):,} people in Slack's list…")
    try:
        for page in members.pages(client):
            for profile in page:
                crowd.meet(profile)
            missing = {name for name in missing if not crowd.find(name)}
            if not missing:
                return
    except (SlackApiError, OSError) as error:
        reason = error.response["error"] if isinstance(error, SlackApiError) else error
        raise RefusedError(
            f"Slack's list of people cannot be read: {reason}. Run: python -m bot check"
        ) from None


def _entry(file: PeopleFile, crowd: Crowd, row: Row) -> Entry | None:
    """Return what a line says of whom; None where it says nothing that can be used."""
    name = row.cells.get("person", "")
    user = crowd.find(name) if name else None
    if user is None or crowd.known[user].trouble:
        why = crowd.known[user].trouble if user else None
        unknown = UNKNOWN.format(name=name) if name else "neither an address nor a Slack id"
        file.bad(row.line, f"{name} {why}" if why else unknown)
        return None
    values: dict[str, str | date | None] = {}
    for name, read in READERS.items():
        if cell := row.cells.get(name):
            try:
                values[name] = read(crowd, user, cell)
            except ValueError as reason:
                file.bad(row.line, str(reason))
    return Entry(row.line, user, values)


def _manager(crowd: Crowd, user: str, cell: str) -> str:
    found = crowd.find(cell)
    if found is None:
        raise ValueError(UNKNOWN.format(name=f"the manager {cell}"))
    if found == user:
        raise ValueError("names themselves as their manager")
    return found


@cache
def _countries() -> frozenset[str]:
    return known_countries()


def _country(_crowd: Crowd, _user: str, cell: str) -> str:
    if cell.upper() not in _countries():
        raise ValueError(f"country {cell} is unknown; use its two-letter code, such as DE or US")
    return cell.upper()


def _day(_crowd: Crowd, _user: str, cell: str) -> date:
    try:
        return date.fromisoformat(cell)
    except ValueError:
        raise ValueError(f"start date {cell}: write a day as 2026-11-23") from None


def _plain(_crowd: Crowd, _user: str, cell: str) -> str:
    kept = cell if cell.isprintable() else "".join(one for one in cell if one.isprintable())
    return kept[:LONGEST]


LONGEST = 120  # characters of a department or a title
READERS: Mapping[str, Callable[[Crowd, str, str], str | date]] = {
    "manager": _manager,
    "department": _plain,
    "title": _plain,
    "country": _country,
    "joined_on": _day,
}


def _check_circles(file: PeopleFile, crowd: Crowd, entries: list[Entry]) -> None:
    lines = {one.user: one.line for one in entries if "manager" in one.values}
    managers = {user: one.listed.manager for user, one in crowd.known.items()}
    managers |= {one.user: str(one.values["manager"]) for one in entries if "manager" in one.values}
    for circle in circles(managers):
        there = [lines[user] for user in circle if user in lines]
        if there:
            names = [crowd.known[user].name if user in crowd.known else user for user in circle]
            chain = " → ".join([*names, names[0]])
            file.bad(min(there), f"these manage each other in a circle: {chain}")


def _some(problems: list[str]) -> Iterator[str]:
    yield "Nothing was written."
    yield from islice(problems, SHOWN)
    if len(problems) > SHOWN:
        yield f"… and {len(problems) - SHOWN:,} more."


def _progress(rows: Iterable[Row], total: int, what: str) -> Iterator[Row]:
    console = Console(stderr=True)
    yield from track(rows, what, total, console=console, transient=True, update_period=0.5)
