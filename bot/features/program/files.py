"""What can be taken along: pictures with their words, and the same counts as CSV."""

import csv
from collections.abc import Mapping
from datetime import date
from io import StringIO
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from sqlmodel import Session

from bot.blocks import section
from bot.data import program
from bot.data.tables import Delivery
from bot.delivery.outbox import Attached, Rendered, put
from bot.features.program.overview import BUDDIES, MEETINGS, is_any_shown, is_owner, too_few
from bot.pictures import columns, draw_in_child
from bot.pictures.columns import Columns, Series
from bot.reception.desk import Caller, Desk
from bot.reception.files import wanted
from bot.reception.gate import tell
from bot.rules.tallying import Kind

PICTURE, CSV = "program.picture", "program.csv"
KINDS: Mapping[str, tuple[Kind, ...]] = {"meetings": MEETINGS, "buddies": BUDDIES}
WEEKS, ALL_WEEKS = 12, 260  # that a picture shows, and that a file holds


def send_pictures(
    ack: Ack, desk: Desk, me: Caller, client: WebClient, body: Mapping[str, Any]
) -> None:
    """Send a picture of one-on-ones and one of buddies, each as a message of its own."""
    _send(desk, me, client, body, [(PICTURE, kind) for kind in KINDS])
    ack()


def send_csv(ack: Ack, desk: Desk, me: Caller, client: WebClient, body: Mapping[str, Any]) -> None:
    """Send all counts as a table."""
    _send(desk, me, client, body, [(CSV, "all")])
    ack()


def picture(session: Session, delivery: Delivery, desk: Desk) -> Rendered | None:
    """Draw the counts of the latest weeks; the words say the same, and stand alone if need be."""
    if not is_owner(session, Caller(delivery.team, delivery.to), desk):
        return None
    kind = str(delivery.about["of"])
    weeks = program.weeks(session, delivery.team, WEEKS)
    shown = _columns(desk, kind, weeks)
    if not any(is_any_shown(counts, KINDS[kind]) for counts in weeks.values()):
        nothing = f"*{shown.title}.* {too_few(desk)}"
        return Rendered(nothing, [section(nothing)])
    words = columns.text(shown)
    told = Rendered(words, [section(words)])
    drawn = draw_in_child(columns.draw, shown)
    if drawn is None:
        return told
    return Rendered(shown.title, [], Attached(f"{kind}.png", shown.title, drawn, told, alt=words))


def table(session: Session, delivery: Delivery, desk: Desk) -> Rendered | None:
    """Write the same counts as a table, a line for each week and kind."""
    if not is_owner(session, Caller(delivery.team, delivery.to), desk):
        return None
    written = StringIO()
    lines = csv.writer(written)
    lines.writerow(["week", "what", "count"])
    for week, counts in program.weeks(session, delivery.team, ALL_WEEKS).items():
        for kind in Kind:
            count = counts.get(kind)
            shown = desk.say("program.hidden") if count is None else count
            lines.writerow([week.isoformat(), desk.say(f"program_kind.{kind.value}"), shown])
    refused = desk.say("program.not_granted")
    title, instead = desk.say("program.csv_title"), Rendered(refused, [section(refused)])
    content = written.getvalue().encode("utf-8-sig")  # the mark lets spreadsheets read it rightly
    return Rendered(title, [], Attached("program.csv", title, content, instead))


def _send(
    desk: Desk,
    me: Caller,
    client: WebClient,
    body: Mapping[str, Any],
    files: list[tuple[str, str]],
) -> None:
    now = desk.now()
    with desk.store.begin() as session:
        if not is_owner(session, me, desk):
            key = "notice.not_yours"
        else:
            key = "program.sending"
            put(session, [wanted(me, kind, of, now) for kind, of in files], now)
    tell(desk, body, client, key)


def _columns(desk: Desk, kind: str, weeks: Mapping[date, Mapping[Kind, int | None]]) -> Columns:
    return Columns(
        title=desk.say(f"program.{kind}_title"),
        periods=tuple(f"{week.day} {week:%b}" for week in weeks),
        series=tuple(
            Series(
                desk.say(f"program_kind.{one.value}"),
                tuple(counts.get(one) for counts in weeks.values()),
            )
            for one in KINDS[kind]
        ),
        hidden=desk.say("program.hidden"),
    )
