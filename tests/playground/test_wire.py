"""The Web API is as strict as Slack's: tokens, scopes, channels, triggers, views, files."""

import json
import time
from collections.abc import Iterator
from typing import Any
from urllib.request import urlopen

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.playground.api import APP_TOKEN, BOT_TOKEN
from bot.playground.people import demo_company
from bot.playground.server import Server
from bot.playground.workspace import Workspace
from tests.playground.echo import buttons, modal, plain

DEV, DM = "U0DEV", "D0DEV"


def refusal(client: WebClient, method: str, **args: Any) -> Any:
    """Return the response of a call that must be refused."""
    with pytest.raises(SlackApiError) as caught:
        client.api_call(method, json=args)
    return caught.value.response


def test_tokens_are_checked(server: Server, client: WebClient) -> None:
    """No token, a foreign token and the wrong kind of token are told apart."""
    for token, error in (("", "not_authed"), ("xoxb-other", "invalid_auth")):
        stranger = WebClient(token=token, base_url=server.api_url)
        assert refusal(stranger, "auth.test")["error"] == error
    app = WebClient(token=APP_TOKEN, base_url=server.api_url)
    assert refusal(app, "auth.test")["error"] == "not_allowed_token_type"
    assert refusal(client, "apps.connections.open")["error"] == "not_allowed_token_type"
    assert refusal(client, "chat.shout")["error"] == "unknown_method"


def test_scopes_come_from_the_manifest(workspace: Workspace, client: WebClient) -> None:
    """Every answer names the scopes; a call beyond them says what it needs."""
    granted = client.auth_test().headers["x-oauth-scopes"]
    assert "chat:write" in granted.split(",")
    workspace.scopes -= {"chat:write", "mpim:write", "users:read.email"}
    no = refusal(client, "chat.postMessage", channel=DEV, text="x")
    assert (no["error"], no["needed"]) == ("missing_scope", "chat:write")
    assert "im:write" in no["provided"]
    no = refusal(client, "conversations.open", users="U0DEV,U0ANA")
    assert (no["error"], no["needed"]) == ("missing_scope", "mpim:write")
    assert "email" not in client.users_info(user=DEV)["user"]["profile"]
    assert refusal(client, "users.lookupByEmail", email="x")["error"] == "missing_scope"


@pytest.fixture(scope="module")
def stranger() -> Iterator[WebClient]:
    """Return a client in a workspace where nothing is changed, shared by many refusals."""
    scopes = {"bot": ["chat:write", "im:history", "im:write", "users:read", "files:write"]}
    scopes["bot_optional"] = ["users:read.email"]
    company = Workspace(demo_company(), {"oauth_config": {"scopes": scopes}})
    with Server(company) as running:
        yield WebClient(token=BOT_TOKEN, base_url=running.api_url)


@pytest.mark.parametrize(
    ("method", "args", "error"),
    [
        ("chat.postMessage", {"channel": "C9", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "C0RANDOM", "text": "x"}, "not_in_channel"),
        ("chat.postMessage", {"channel": DM}, "no_text"),
        ("chat.postMessage", {"channel": DM, "blocks": "{"}, "invalid_blocks_format"),
        ("chat.postMessage", {"channel": DM, "text": "x", "metadata": {}}, None),
        ("chat.update", {"channel": DM, "ts": "1.0", "text": "x"}, "message_not_found"),
        ("chat.delete", {"channel": DM, "ts": "1.0"}, "message_not_found"),
        (
            "chat.postEphemeral",
            {"channel": DM, "user": "U0ANA", "text": "x"},
            "user_not_in_channel",
        ),
        ("conversations.open", {"users": "U9"}, "user_not_found"),
        ("conversations.open", {"users": "USLACKBOT"}, "cannot_dm_bot"),
        ("conversations.replies", {"channel": DM, "ts": "1.0"}, "thread_not_found"),
        ("users.info", {"user": "U9"}, "user_not_found"),
        ("users.lookupByEmail", {"email": "no@example.com"}, "users_not_found"),
        ("views.publish", {"user_id": "U9", "view": {"type": "home", "blocks": []}}, None),
        ("views.update", {"view_id": "V9", "view": modal()}, "not_found"),
        ("views.open", {"trigger_id": "1.2.x", "view": modal()}, "invalid_trigger_id"),
        ("views.open", {"trigger_id": "1.2.x"}, "invalid_arguments"),
        ("files.completeUploadExternal", {"files": [{"id": "F9"}]}, "file_not_found"),
    ],
)
def test_refusals_are_slacks(
    stranger: WebClient, method: str, args: Any, error: str | None
) -> None:
    """Each mistake has the error that Slack gives it."""
    expected = error or {"chat.postMessage": "invalid_metadata_format"}.get(
        method, "user_not_found"
    )
    assert refusal(stranger, method, **args)["error"] == expected


def test_deactivated_people_are_refused(workspace: Workspace, client: WebClient) -> None:
    """Nobody who was deactivated is written to, looked up by address, or shown a Home."""
    workspace.change_member(DEV, deleted=True)
    assert refusal(client, "chat.postMessage", channel=DEV, text="x")["error"] == "user_disabled"
    assert refusal(client, "conversations.open", users=DEV)["error"] == "user_disabled"
    by_address = refusal(client, "users.lookupByEmail", email="dev@example.com")
    assert by_address["error"] == "users_not_found"
    assert client.users_info(user=DEV)["user"]["deleted"] is True


def test_metadata_is_kept_and_found(client: WebClient) -> None:
    """History gives metadata back where it is asked for, from `oldest` on, newest first."""
    metadata = {"event_type": "trellis", "event_payload": {"key": "cue:7"}}
    first = client.chat_postMessage(channel=DEV, text="one")["ts"]
    second = client.chat_postMessage(channel=DEV, text="two", metadata=metadata)["ts"]
    found = client.conversations_history(
        channel=DM, oldest=first, limit=15, include_all_metadata=True
    )
    assert [m["ts"] for m in found["messages"]] == [second]
    assert found["messages"][0]["metadata"] == metadata
    assert "metadata" not in client.conversations_history(channel=DM)["messages"][0]
    both = client.conversations_history(channel=DM, oldest=first, inclusive=True, limit=1)
    assert both["has_more"]
    rest = client.conversations_history(
        channel=DM, limit=1, cursor=both["response_metadata"]["next_cursor"]
    )
    assert [m["text"] for m in rest["messages"]] == ["one"]


def test_only_own_messages_change(workspace: Workspace, client: WebClient) -> None:
    """The bot may change and delete what it said, and nothing else."""
    theirs = workspace.say(DEV, DM, "mine").ts
    for method, error in (("update", "cant_update_message"), ("delete", "cant_delete_message")):
        no = refusal(client, f"chat.{method}", channel=DM, ts=theirs, text="x")
        assert no["error"] == error
    own = client.chat_postMessage(channel=DM, text="x", blocks=[buttons("answer")])["ts"]
    client.chat_update(channel=DM, ts=own, text="y", blocks=[])
    assert workspace.messages(DM)[-1].text == "y"
    assert workspace.messages(DM)[-1].blocks == ()
    client.chat_delete(channel=DM, ts=own)
    assert len(workspace.messages(DM)) == 1


def test_a_trigger_serves_once_and_not_for_long(workspace: Workspace, client: WebClient) -> None:
    """A trigger id opens one modal; a late one opens none."""
    trigger = workspace.triggers.issue(DEV)
    assert refusal(client, "views.open", trigger_id=trigger, view={})["error"].startswith("invalid")
    client.views_open(trigger_id=trigger, view=modal())
    again = refusal(client, "views.open", trigger_id=trigger, view=modal())
    assert again["error"] == "exchanged_trigger_id"
    workspace.triggers.seconds = 0.02
    late = workspace.triggers.issue(DEV)
    time.sleep(0.03)
    assert refusal(client, "views.open", trigger_id=late, view=modal())["error"] == (
        "expired_trigger_id"
    )


def test_views_stack_and_change(workspace: Workspace, client: WebClient) -> None:
    """Three modals stand on each other at most; an old hash changes nothing."""
    issue = workspace.triggers.issue
    root = client.views_open(trigger_id=issue(DEV), view=modal(external_id="one"))["view"]
    pushed = client.views_push(trigger_id=issue(DEV), view=modal())["view"]
    assert (pushed["root_view_id"], pushed["previous_view_id"]) == (root["id"], root["id"])
    same = refusal(client, "views.push", trigger_id=issue(DEV), view=modal(external_id="one"))
    assert same["error"] == "duplicate_external_id"
    client.views_push(trigger_id=issue(DEV), view=modal())
    fourth = refusal(client, "views.push", trigger_id=issue(DEV), view=modal())
    assert fourth["error"] == "push_limit_reached"
    new = client.views_update(external_id="one", view=modal(), hash=root["hash"])["view"]
    assert new["id"] == root["id"]
    old = refusal(client, "views.update", view_id=root["id"], view=modal(), hash=root["hash"])
    assert old["error"] == "hash_conflict"
    assert workspace.dismiss(DEV).ok
    gone = refusal(client, "views.update", view_id=root["id"], view=modal())
    assert gone["error"] == "not_found"


def test_faulty_views_say_where(client: WebClient, workspace: Workspace) -> None:
    """A refused view names the place by a JSON pointer, and keeps its trigger."""
    view = modal(title=plain("x" * 25))
    no = refusal(client, "views.open", trigger_id=workspace.triggers.issue(DEV), view=view)
    line = "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
    assert no["response_metadata"]["messages"] == [line]
    home = refusal(client, "views.publish", user_id=DEV, view=modal())
    assert home["error"] == "invalid_arguments"


def test_people_are_listed_by_the_page(workspace: Workspace, client: WebClient) -> None:
    """users.list comes in pages, with zones, guests, bots and Slackbot."""
    pages = [page["members"] for page in client.users_list(limit=4)]
    found = {m["id"]: m for page in pages for m in page}
    assert [len(page) for page in pages] == [4, 4, 2]
    assert list(found) == list(workspace.members)
    assert found["U0GUS"]["is_restricted"]
    assert found["U0TRELLIS"]["is_bot"]
    assert found["U0TOM"]["tz"] == "America/New_York"
    assert found["U0TOM"]["tz_offset"] in (-18000, -14400)


def test_a_group_conversation_is_opened_once(workspace: Workspace, client: WebClient) -> None:
    """The same people have one group DM, and every one of them sees it."""
    first = client.conversations_open(users=["U0DEV", "U0ANA"])["channel"]["id"]
    again = client.conversations_open(users=["U0ANA", "U0DEV"])["channel"]["id"]
    assert first == again
    client.chat_postMessage(channel=first, text="meet")
    assert first in [c.id for c in workspace.channels_of("U0ANA")]
    assert workspace.unread("U0ANA", first) == 1
    workspace.mark_read("U0ANA", first)
    assert workspace.unread("U0ANA", first) == 0
    members = refusal(client, "conversations.info", channel="D9")
    assert members["error"] == "channel_not_found"


def test_files_are_uploaded(workspace: Workspace, client: WebClient) -> None:
    """A file of the bot stands in the DM with its content."""
    client.files_upload_v2(channel=DM, filename="a.ics", content="BEGIN", initial_comment="Yours")
    message = workspace.messages(DM)[-1]
    assert (message.text, message.files[0].name) == ("Yours", "a.ics")
    assert message.files[0].content == b"BEGIN"


def test_a_picture_comes_with_its_words(workspace: Workspace, client: WebClient) -> None:
    """What a picture shows, in words, stands with its file."""
    client.files_upload_v2(channel=DM, filename="a.png", content=b"\x89PNG", alt_txt="Two columns")
    assert workspace.messages(DM)[-1].files[0].alt == "Two columns"


def test_forms_and_json_are_read_alike(server: Server, client: WebClient) -> None:
    """A call may come as a form, as JSON, or with its token among the arguments."""
    assert client.api_call("auth.test", params={"a": "b"})["ok"]
    assert client.api_call("users.info", json={"user": DEV})["ok"]
    url = f"{server.api_url}users.info?user={DEV}&token={client.token}"
    with urlopen(url) as answer:  # noqa: S310 (loopback)
        assert json.load(answer)["user"]["id"] == DEV


def test_a_status_stands_until_the_bot_speaks(workspace: Workspace, client: WebClient) -> None:
    """The line that the bot set over a DM goes when it posts there."""
    client.assistant_threads_setStatus(channel_id=DM, thread_ts="1.0", status="is thinking")
    assert workspace.status(DEV) == "is thinking"
    client.chat_postMessage(channel=DM, text="done")
    assert workspace.status(DEV) == ""
