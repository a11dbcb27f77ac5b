"""When and where a person works: taken from Slack, and theirs to change."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from bot import blocks
from bot.blocks import Block
from bot.data import people
from bot.data.tables import Person
from bot.reception.desk import Adapt, Caller, Desk
from bot.reception.forms import chosen, date_of, ticked, typed
from bot.reception.gate import present
from bot.reception.home import ShowHome
from bot.rules.workdays import is_zone, known_countries


def open_form(ack: Ack, desk: Desk, me: Caller, client: WebClient, body: Mapping[str, Any]) -> None:
    """Open the form, filled in with what holds today."""
    with desk.store.read() as session:
        person = people.person(session, me.team, me.user)
    present(body, client, _form(desk, person))
    ack()


def save(adapts: Sequence[Adapt]) -> Callable[..., None]:
    """Return the listener that keeps the settings; each feature fits its plans to them at once."""

    def save_settings(
        ack: Ack, desk: Desk, me: Caller, view: Mapping[str, Any], show_home: ShowHome
    ) -> None:
        wrong = _save(desk, me, view, adapts)
        if wrong:
            ack(response_action="errors", errors=wrong)
            return
        show_home()
        ack()

    return save_settings


def _save(
    desk: Desk, me: Caller, view: Mapping[str, Any], adapts: Sequence[Adapt]
) -> dict[str, str]:
    """Keep what a form says, or return what is wrong with it, by its field."""
    starts, ends = _time(chosen(view, "starts")), _time(chosen(view, "ends"))
    days = "".join(sorted(day for day in ticked(view, "days") if day in "1234567"))
    country = typed(view, "country").strip().upper() or None
    own_zone = typed(view, "zone").strip().replace(" ", "_") or None
    joined_on = date_of(chosen(view, "joined_on"))
    errors = {
        "zone": "refuse.zone" if own_zone and not is_zone(own_zone) else "",
        "starts": "" if starts else "refuse.missing",
        "ends": "" if starts and ends and starts < ends else "settings.hours",
        "days": "" if days else "settings.days_none",
        "country": "settings.country_unknown" if _is_unknown(country) else "",
    }
    wrong = {field: desk.say(key) for field, key in errors.items() if key}
    if wrong or starts is None or ends is None:
        return wrong
    with desk.store.begin() as session:
        person = people.person(session, me.team, me.user)
        person.day_starts, person.day_ends, person.workdays = starts, ends, days
        person.country, person.own_zone, person.joined_on = country, own_zone, joined_on
        session.add(person)
        session.flush()
        for adapt in adapts:
            adapt(session, me, desk)
    return {}


def _form(desk: Desk, person: Person) -> Block:
    names = desk.say("days.names").split(", ")
    days = [blocks.option(name, str(number)) for number, name in enumerate(names, start=1)]
    ticks: Block = {"type": "checkboxes", "action_id": "days", "options": days}
    if chosen_days := [day for day in days if day["value"] in person.workdays]:
        ticks["initial_options"] = chosen_days
    zone = blocks.text_input("zone", initial=person.own_zone or "", lines=False, limit=60)
    country = blocks.text_input("country", initial=person.country or "", lines=False, limit=2)
    say, field = desk.say, blocks.field
    zone_hint = say("settings.zone_hint", zone=person.zone)
    return blocks.modal(
        say("settings.title"),
        [
            blocks.section(say("settings.intro")),
            field("starts", say("settings.starts"), _clock("starts", person.day_starts)),
            field("ends", say("settings.ends"), _clock("ends", person.day_ends)),
            field("days", say("settings.days"), ticks),
            field("zone", say("settings.zone"), zone, hint=zone_hint, optional=True),
            field(
                "country",
                say("settings.country"),
                country,
                hint=say("settings.country_hint"),
                optional=True,
            ),
            field(
                "joined_on",
                say("settings.joined_on"),
                _day("joined_on", person.joined_on),
                hint=say("settings.joined_hint"),
                optional=True,
            ),
        ],
        form="settings",
        submit=say("settings.submit"),
        close=say("settings.close"),
    )


def _clock(name: str, at: time) -> Block:
    return {"type": "timepicker", "action_id": name, "initial_time": f"{at:%H:%M}"}


def _day(name: str, day: date | None) -> Block:
    picker: Block = {"type": "datepicker", "action_id": name}
    return picker | {"initial_date": day.isoformat()} if day else picker


def _time(value: str | None) -> time | None:
    try:
        return time.fromisoformat(value or "")
    except ValueError:
        return None


def _is_unknown(country: str | None) -> bool:
    return country is not None and country not in known_countries()
