"""Thin and malformed payloads, rightly signed: taken calmly, whatever is missing or wrong."""

import json
import logging
from collections.abc import Iterator, Mapping
from time import time
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.data.tables import Answer, Delivery, OneOnOne, Promise
from bot.playground import payloads
from bot.playground.faults import Trouble
from bot.playground.signed_http import FORM, signature
from tests.company import DEV, Company

WORDS = "Zebra words"
ODD: tuple[Any, ...] = (None, "x", [7], {"a": 7})
TABLES = (OneOnOne, Answer, Promise, Delivery)
SENT = {
    "type": "message",
    "user": DEV,
    "text": WORDS,
    "ts": "1772.000100",
    "channel": "D0DEV",
    "channel_type": "im",
}


def broken(whole: Any, *, keep: frozenset[str] = frozenset()) -> Iterator[Any]:
    """Yield `whole` with each of its parts left out, and replaced by each odd thing, in turn."""
    if not isinstance(whole, Mapping):
        return
    for name, part in whole.items():
        rest = {key: value for key, value in whole.items() if key != name}
        if name not in keep:
            yield rest
            yield from ({**whole, name: odd} for odd in ODD)
        for worse in broken(part, keep=keep):
            yield {**whole, name: worse}
        if isinstance(part, list) and part:
            for worse in broken(part[0], keep=keep):
                yield {**whole, name: [worse]}


def rows(office: Company) -> list[int]:
    """Return how many rows there are of all that an input could make."""
    return [len(office.rows(table)) for table in TABLES]


@pytest.mark.parametrize("kind", ["message", "message_changed", "message_deleted", "user_change"])
def test_a_broken_event_is_taken_and_forgotten(
    asked: Company, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Slack need not repeat it, and nothing of it is logged."""
    caplog.set_level(logging.INFO)
    events: dict[str, dict[str, Any]] = {
        "message": SENT,
        "message_changed": {**SENT, "subtype": kind, "message": SENT, "previous_message": SENT},
        "message_deleted": {**SENT, "subtype": kind, "previous_message": SENT},
        "user_change": {"type": "user_change", "user": {"id": "U0NEW", "profile": {"a": "b"}}},
    }
    for worse in broken(events[kind], keep=frozenset({"type"})):
        assert asked.tell(worse).status_code < 500, worse
    assert "Traceback" not in caplog.text
    assert WORDS not in caplog.text


@pytest.mark.parametrize("user", [WORDS, "\ud800", "U" + "1" * 1_000])
def test_what_is_no_id_is_not_logged(
    asked: Company, user: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Something may stand where an id belongs."""
    asked.tell(SENT | {"user": user})
    assert "caller.unknown" in caplog.text
    assert user not in caplog.text


@pytest.mark.parametrize("kind", ["message", "app_mention", "app_uninstalled", "user_change"])
def test_a_broken_envelope_is_taken(asked: Company, kind: str) -> None:
    """Whatever stands around the event."""
    event = SENT | {"type": kind}
    envelope = payloads.envelope(event, asked.slack.team_id, 1_772_000_000)
    for worse in broken(envelope, keep=frozenset({"event"})):
        body = json.dumps(worse).encode()
        assert asked.post(body, "application/json").status_code < 500, worse


@pytest.mark.parametrize(
    ("action", "value"),
    [("setup.open", "new"), ("theme", "1")],
)
def test_a_broken_press_is_taken(asked: Company, action: str, value: str) -> None:
    """Without a trigger, a view, an action, a user; of another type, of another workspace."""
    member, team = asked.slack.members[DEV], asked.slack.team_id
    pressed = {"type": "button", "action_id": action, "block_id": "b", "value": value}
    place = {"container": {"type": "view"}, "view": {"id": "V0", "type": "modal", "hash": "1"}}
    whole = payloads.press(member, team, "trigger", pressed, place)
    for worse in broken(whole, keep=frozenset({"type"})):
        assert asked.interact(worse).status_code < 500, worse


@pytest.mark.parametrize("form", ["answer", "setup", "settings"])
def test_a_broken_form_is_taken(asked: Company, form: str) -> None:
    """Without its state, its fields, its values: answered in the form, or not at all."""
    member, team = asked.slack.members[DEV], asked.slack.team_id
    name = {"answer": "words", "setup": "with", "settings": "days"}[form]
    view = {
        "id": "V0BAD",
        "type": "modal",
        "callback_id": form,
        "private_metadata": "1",
        "blocks": [{"type": "input", "block_id": name}],
        "state": {"values": {name: {name: {"type": "x", "selected_options": [{"value": "1"}]}}}},
    }
    whole = payloads.submission(member, team, "trigger", view)
    for worse in broken(whole, keep=frozenset({"type"})):
        assert asked.interact(worse).status_code < 500, worse


def test_a_broken_command_is_taken(asked: Company) -> None:
    """Every field of a slash command, missing and odd."""
    member, dm = asked.slack.members[DEV], asked.slack.channels[asked.slack.dm(DEV)]
    own = {"command": "/career", "text": "next", "trigger_id": "t"}
    whole = payloads.command(member, dm, asked.slack.team_id, own)
    for worse in broken(whole):
        body = urlencode({key: str(value) for key, value in worse.items()}).encode()
        assert asked.post(body, FORM).status_code < 500, worse


@pytest.mark.parametrize(
    "body", [b"", b"{", b"null", b"[]", b"payload=", b"payload=%7B", b"payload=null", b"\xff\xfe"]
)
@pytest.mark.parametrize("kind", [FORM, "application/json"])
def test_what_is_no_payload_at_all_is_no_error_of_ours(
    asked: Company, body: bytes, kind: str
) -> None:
    """Rightly signed nonsense."""
    assert asked.post(body, kind).status_code < 500


def test_a_signature_must_be_right_and_fresh(asked: Company) -> None:
    """Wrong, missing, and old ones are refused, and change nothing."""
    before = rows(asked)
    body = json.dumps(payloads.envelope(SENT, asked.slack.team_id, 1)).encode()
    old = signature("playing", body, 1_700_000_000)
    wrong = signature("guessed", body, 1_700_000_000)
    now = signature("playing", body + b" ", 0)["X-Slack-Signature"]
    for headers in (old, wrong, {"X-Slack-Signature": now}, {"X-Slack-Signature": ""}):
        assert asked.post(body, "application/json", **headers).status_code == 401
    assert rows(asked) == before


def test_a_copy_of_a_request_is_refused(asked: Company) -> None:
    """Somebody who caught a request cannot have it done again, while its signature still holds."""
    body = json.dumps(payloads.envelope(SENT | {"text": "help"}, asked.slack.team_id, 2)).encode()
    signed = dict(signature("playing", body, int(time())))
    assert asked.post(body, "application/json", **signed).status_code == 200
    before = rows(asked)
    assert asked.post(body, "application/json", **signed).status_code == 401
    assert rows(asked) == before


def test_what_was_not_taken_may_come_again(asked: Company) -> None:
    """Slack repeats at once, within the same second and so with the same signature."""
    told = payloads.envelope(
        SENT | {"text": "help", "user": "U0BRANDNEW", "ts": "3.1"}, asked.slack.team_id, 3
    )
    body = json.dumps(told).encode()
    signed = dict(signature("playing", body, int(time())))
    asked.slack.faults.switch_on(Trouble.BROKEN, "users.info")
    assert asked.post(body, "application/json", **signed).status_code == 500
    assert asked.post(body, "application/json", **signed).status_code == 200


@pytest.mark.parametrize(("error", "status"), [("not_enabled", 400), ("fatal_error", 500)])
def test_what_slack_refuses_for_good_need_not_come_again(
    asked: Company, error: str, status: int
) -> None:
    """A Home that Slack will never take is given up; where Slack broke, the event comes again."""
    asked.slack.faults.switch_on(Trouble.REFUSED, "views.publish", error=error)
    opened = {"type": "app_home_opened", "user": DEV, "tab": "home", "channel": "D0DEV"}
    assert asked.tell(opened).status_code == status


def test_a_payload_of_another_workspace_is_not_ours(asked: Company) -> None:
    """Neither the team's, nor a visitor's in a shared channel."""
    before = rows(asked)
    assert asked.tell(SENT, team_id="T0OTHER", authorizations=[]).status_code < 500
    visitor = payloads.press(
        asked.slack.members[DEV], asked.slack.team_id, "t", {"action_id": "help.open"}, {}
    )
    visitor["user"]["team_id"] = "T0OTHER"
    assert asked.interact(visitor).status_code == 200
    assert rows(asked) == before
