"""The form in which two people's one-on-one is set up or changed, and how it is read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from bot import blocks
from bot.blocks import Block
from bot.reception.desk import Desk
from bot.reception.forms import chosen
from bot.rules.timing import Cadence, Schedule, check_schedule
from bot.rules.workdays import local_day

MINUTES = (15, 20, 25, 30, 40, 45, 50, 60, 75, 90, 120)
ZONES = (
    *("UTC", "Africa/Cairo", "Africa/Casablanca", "Africa/Johannesburg", "Africa/Lagos"),
    *("Africa/Nairobi", "America/Anchorage", "America/Argentina/Buenos_Aires", "America/Bogota"),
    *("America/Chicago", "America/Denver", "America/Halifax", "America/Lima"),
    *("America/Los_Angeles", "America/Mexico_City", "America/New_York", "America/Phoenix"),
    *("America/Santiago", "America/Sao_Paulo", "America/St_Johns", "America/Toronto"),
    *("America/Vancouver", "Asia/Bangkok", "Asia/Colombo", "Asia/Dhaka", "Asia/Dubai"),
    *("Asia/Ho_Chi_Minh", "Asia/Hong_Kong", "Asia/Jakarta", "Asia/Jerusalem", "Asia/Karachi"),
    *("Asia/Kathmandu", "Asia/Kolkata", "Asia/Kuala_Lumpur", "Asia/Manila", "Asia/Riyadh"),
    *("Asia/Seoul", "Asia/Shanghai", "Asia/Singapore", "Asia/Taipei", "Asia/Tashkent"),
    *("Asia/Tbilisi", "Asia/Tehran", "Asia/Tokyo", "Atlantic/Azores", "Atlantic/Reykjavik"),
    *("Australia/Adelaide", "Australia/Brisbane", "Australia/Perth", "Australia/Sydney"),
    *("Europe/Amsterdam", "Europe/Athens", "Europe/Belgrade", "Europe/Berlin"),
    *("Europe/Brussels", "Europe/Bucharest", "Europe/Budapest", "Europe/Copenhagen"),
    *("Europe/Dublin", "Europe/Helsinki", "Europe/Istanbul", "Europe/Kyiv", "Europe/Lisbon"),
    *("Europe/London", "Europe/Madrid", "Europe/Oslo", "Europe/Paris", "Europe/Prague"),
    *("Europe/Rome", "Europe/Sofia", "Europe/Stockholm", "Europe/Tallinn", "Europe/Vienna"),
    *("Europe/Vilnius", "Europe/Warsaw", "Europe/Zurich", "Pacific/Auckland"),
    *("Pacific/Honolulu",),
)
"""The zones to choose from, beside the person's own; a Slack select takes a hundred."""
READERS: Mapping[str, Callable[[str], Any]] = {
    "first_date": date.fromisoformat,
    "starts": time.fromisoformat,
    "minutes": int,
    "cadence": Cadence,
    "zone": str,
}


@dataclass(frozen=True)
class Filled:
    """What a sent form says; `errors` name the field and the words key of what is wrong."""

    partner: str | None
    manager_is_me: bool
    schedule: Schedule | None
    errors: Mapping[str, str]


def form(
    desk: Desk,
    name: str,
    current: Schedule,
    *,
    submit: str,
    about: str = "",
    partner: str | None = None,
    with_partner: bool = True,
    manager_is_me: bool = False,
    is_listed: bool = False,
) -> Block:
    """Return the modal, filled in with `current`; a change leaves out with whom it is.

    `is_listed` tells that the partner was not named by anybody, but taken from the company's list.
    """
    inputs = [blocks.section(desk.say("setup.intro" if with_partner else "setup.intro_change"))]
    if with_partner:
        inputs += [_partner(desk, partner, is_listed), _manager(desk, manager_is_me)]
    return blocks.modal(
        desk.say("setup.title"),
        inputs + _times(desk, current),
        form=name,
        submit=desk.say(submit),
        close=desk.say("setup.close"),
        about=about,
    )


def usual(now: datetime, zone: str) -> Schedule:
    """Return what stands in an empty form: tomorrow at ten, every two weeks."""
    tomorrow = local_day(now, zone) + timedelta(days=1)
    return Schedule(tomorrow, time(10), 45, Cadence.BIWEEKLY, zone)


def read(view: Mapping[str, Any], today: date) -> Filled:
    """Read a sent form; whatever is missing or malformed becomes an error by its field."""
    raw = {name: chosen(view, name) for name in READERS}
    errors = {name: "refuse.missing" for name, value in raw.items() if not value}
    schedule = None if errors else _schedule(raw, errors)
    if schedule is not None:
        errors |= {code: f"refuse.{code}" for code in check_schedule(schedule, today)}
    return Filled(chosen(view, "with"), chosen(view, "manager") == "me", schedule, errors)


def _schedule(raw: Mapping[str, str | None], errors: dict[str, str]) -> Schedule | None:
    found: dict[str, Any] = {}
    for name, reader in READERS.items():
        try:
            found[name] = reader(raw[name] or "")
        except ValueError:
            errors[name] = "refuse.missing"
    return None if errors else Schedule(**found)


def _partner(desk: Desk, partner: str | None, is_listed: bool) -> Block:
    people: Block = {"type": "users_select", "action_id": "with"}
    if partner:
        people["initial_user"] = partner
    hint = desk.say("setup.with_listed") if is_listed else ""
    return blocks.field("with", desk.say("setup.with"), people, hint=hint)


def _manager(desk: Desk, is_me: bool) -> Block:
    choices = [
        blocks.option(desk.say("setup.manager_them"), "them"),
        blocks.option(desk.say("setup.manager_me"), "me"),
    ]
    first = "me" if is_me else "them"
    return blocks.field(
        "manager", desk.say("setup.manager"), blocks.radio("manager", choices, first)
    )


def _times(desk: Desk, current: Schedule) -> list[Block]:
    minutes = sorted({*MINUTES, current.minutes})
    lengths = [
        blocks.option(desk.say("setup.minutes_option", minutes=one), str(one)) for one in minutes
    ]
    cadences = [blocks.option(desk.say(f"setup.cadence_{one}"), one.value) for one in Cadence]
    zones = [blocks.option(one.replace("_", " "), one) for one in sorted({*ZONES, current.zone})]
    day: Block = {
        "type": "datepicker",
        "action_id": "first_date",
        "initial_date": current.first_date.isoformat(),
    }
    starts: Block = {
        "type": "timepicker",
        "action_id": "starts",
        "initial_time": f"{current.starts:%H:%M}",
    }
    say, field, select = desk.say, blocks.field, blocks.select
    return [
        field("first_date", say("setup.first_date"), day),
        field("starts", say("setup.starts"), starts),
        field("minutes", say("setup.minutes"), select("minutes", lengths, str(current.minutes))),
        field("cadence", say("setup.cadence"), select("cadence", cadences, current.cadence)),
        field(
            "zone",
            say("setup.zone"),
            select("zone", zones, current.zone),
            hint=say("setup.zone_hint"),
        ),
    ]
