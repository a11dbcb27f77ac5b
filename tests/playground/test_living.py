"""A person and a real Bolt bot live through a day, over Socket Mode and over signed HTTP."""

from slack_bolt import Ack

from bot.playground.people import Member
from bot.playground.state import File
from bot.playground.workspace import Workspace
from tests.playground.echo import Echo, Json, buttons, modal

DEV, DM = "U0DEV", "D0DEV"


def test_a_direct_message_is_answered(both: Echo, workspace: Workspace) -> None:
    """What a person types reaches the bot with Slack's fields, and its answer is there."""
    said = workspace.say(DEV, DM, "1 < 2 & @maya")
    event = both.last("message")["event"]
    assert said.ok
    assert event["text"] == "1 &lt; 2 &amp; <@U0MAYA>"
    assert (event["channel_type"], event["user"], event["ts"]) == ("im", DEV, said.ts)
    assert event["client_msg_id"]
    assert [m.text for m in workspace.messages(DM)][-1] == f"echo: {event['text']}"
    assert workspace.unread(DEV, DM) == 1


def test_a_reply_stays_in_its_thread(both: Echo, workspace: Workspace) -> None:
    """A reply in a thread is answered in the thread and counted at its root."""
    root = workspace.say(DEV, DM, "root").ts
    assert root
    workspace.say(DEV, DM, "reply", thread_ts=root)
    assert both.last("message")["event"]["thread_ts"] == root
    assert [m.text for m in workspace.thread(DM, root)] == ["root", "reply", "echo: reply"]
    assert workspace.thread(DM, root)[0].reply_count == 2
    assert [m.text for m in workspace.messages(DM)] == ["root", "echo: root"]


def test_edits_and_deletions_are_told(both: Echo, workspace: Workspace) -> None:
    """An edit arrives with the words before and after, a deletion with the words that were."""
    said = workspace.say(DEV, DM, "first").ts
    assert said
    assert workspace.edit(DEV, DM, said, "second").ok
    event = both.last("message_changed")["event"]
    assert event["message"]["text"] == "second"
    assert event["previous_message"]["text"] == "first"
    assert event["message"]["edited"]["user"] == DEV
    assert workspace.delete(DEV, DM, said).ok
    assert both.last("message_deleted")["event"]["deleted_ts"] == said
    assert not workspace.edit("U0ANA", DM, said, "mine").ok


def test_a_deleted_root_leaves_a_tombstone(echo: Echo, workspace: Workspace) -> None:
    """A root with replies cannot vanish: its words do."""
    root = workspace.say(DEV, DM, "root").ts
    assert root
    workspace.say(DEV, DM, "reply", thread_ts=root)
    workspace.delete(DEV, DM, root)
    assert workspace.thread(DM, root)[0].subtype == "tombstone"
    assert "message_deleted" in echo.kinds()


def test_a_button_opens_a_modal(both: Echo, workspace: Workspace) -> None:
    """A press carries its message and a trigger id; submitting closes the modal."""
    ts = both.app.client.chat_postMessage(channel=DEV, text="?", blocks=[buttons("answer")])["ts"]
    assert workspace.press(DEV, "row", "answer", message=(DM, ts)).ok
    press = both.last("block_actions")
    assert press["message"]["ts"] == press["container"]["message_ts"] == ts
    assert press["actions"][0]["value"] == "answer"
    assert press["user"]["team_id"] == workspace.team_id
    opened = workspace.modal(DEV)
    assert opened is not None
    assert opened.label("title") == "Form"
    assert workspace.submit(DEV, {"why": {"words": "because"}}).ok
    values = both.last("view_submission")["view"]["state"]["values"]
    assert values == {"why": {"words": {"type": "plain_text_input", "value": "because"}}}
    assert workspace.modal(DEV) is None


def test_a_required_input_is_asked_for_by_slack(both: Echo, workspace: Workspace) -> None:
    """The bot never hears of a form in which a required field is empty."""
    workspace.command(DEV, DM, "/career", "form")
    assert workspace.submit(DEV, {}).errors == {"why": "Please complete this required field."}
    assert "view_submission" not in both.kinds()


def test_the_bot_can_refuse_a_form(both: Echo, workspace: Workspace) -> None:
    """Errors of the bot stand under their inputs, and the modal stays with its words."""

    def refuse(ack: Ack, _: Json) -> None:
        ack(response_action="errors", errors={"why": "Too short."})

    both.submitted = refuse
    workspace.command(DEV, DM, "/career", "form")
    assert workspace.submit(DEV, {"why": {"words": "x"}}).errors == {"why": "Too short."}
    opened = workspace.modal(DEV)
    assert opened is not None
    assert opened.errors == {"why": "Too short."}


def test_an_answer_can_update_push_and_clear(echo: Echo, workspace: Workspace) -> None:
    """A submission's answer changes the modal, stacks another one up, or closes them all."""
    workspace.command(DEV, DM, "/career", "form")
    for action, title in (("update", "Changed"), ("push", "Above")):
        view = modal(title={"type": "plain_text", "text": title})

        def follow(ack: Ack, _: Json, action: str = action, view: Json = view) -> None:
            ack(response_action=action, view=view)

        echo.submitted = follow
        assert workspace.submit(DEV, {"why": {"words": "x"}}).ok
        top = workspace.modal(DEV)
        assert top is not None
        assert top.label("title") == title
    echo.submitted = lambda ack, _: ack(response_action="clear")
    assert workspace.submit(DEV, {"why": {"words": "x"}}).ok
    assert workspace.modal(DEV) is None


def test_closing_is_told_where_it_was_asked_for(both: Echo, workspace: Workspace) -> None:
    """A modal with notify_on_close says that it was closed."""
    workspace.command(DEV, DM, "/career", "form")
    assert workspace.close_modal(DEV).ok
    assert both.last("view_closed")["is_cleared"] is False
    assert workspace.modal(DEV) is None


def test_home_and_messages_open(both: Echo, workspace: Workspace) -> None:
    """Opening Home lets the bot publish; the Messages tab gets suggested prompts."""
    workspace.open_home(DEV)
    home = workspace.home(DEV)
    assert home is not None
    assert home.blocks[0]["text"]["text"] == "Home"
    workspace.open_messages(DEV)
    assert [p.title for p in workspace.suggested_prompts(DEV)] == ["Next"]
    assert workspace.press(DEV, "row", "answer", view_id=home.id).ok
    press = both.last("block_actions")
    assert press["container"] == {"type": "view", "view_id": home.id}
    workspace.open_home(DEV)
    again = workspace.home(DEV)
    assert again is not None
    assert (again.id, again.hash != home.hash) == (home.id, True)


def test_a_command_answers_the_person_alone(both: Echo, workspace: Workspace) -> None:
    """A command's text has people as ids, and its answer is seen by one person."""
    assert workspace.command(DEV, DM, "/career", "with @ana").ok
    assert both.last("command")["text"] == "with <@U0ANA>"
    assert [e.text for e in workspace.ephemerals(DEV, DM)] == ["help for with <@U0ANA>"]
    assert workspace.messages(DM) == ()
    assert not workspace.command(DEV, DM, "/other").ok


def test_a_response_url_speaks_and_replaces(both: Echo, workspace: Workspace) -> None:
    """A response URL posts into the channel, and puts new words over a pressed message."""
    workspace.command(DEV, DM, "/career", "aside")
    assert [m.text for m in workspace.messages(DM)] == ["on the side"]
    ts = both.app.client.chat_postMessage(channel=DM, text="?", blocks=[buttons("replace")])["ts"]
    workspace.press(DEV, "row", "replace", message=(DM, ts))
    assert [m.text for m in workspace.messages(DM)] == ["on the side", "replaced"]
    assert workspace.press(DEV, "row", "replace", message=(DM, ts)).error


def test_changes_of_people_are_told(both: Echo, workspace: Workspace) -> None:
    """The bot hears of a new zone, of a deactivated person, and of somebody new."""
    workspace.change_member(DEV, tz="America/New_York")
    assert both.last("user_change")["event"]["user"]["tz"] == "America/New_York"
    workspace.change_member(DEV, deleted=True)
    assert both.last("user_change")["event"]["user"]["deleted"] is True
    assert not workspace.say(DEV, DM, "still here?").ok
    workspace.join(Member(id="U0ZOE", name="zoe", real_name="Zoe"))
    assert both.last("team_join")["event"]["user"]["id"] == "U0ZOE"
    assert workspace.dm("U0ZOE") in workspace.channels


def test_files_and_mentions_arrive(both: Echo, workspace: Workspace) -> None:
    """A shared file comes as file_share; a mention in a channel as app_mention."""
    workspace.say(DEV, DM, "look", files=[File("F1", "a.txt", b"words", DEV)])
    event = both.last("file_share")["event"]
    assert (event["files"][0]["name"], event["files"][0]["size"]) == ("a.txt", 5)
    workspace.say(DEV, "C0GENERAL", "hello @trellis")
    assert both.last("app_mention")["event"]["text"] == "hello <@U0TRELLIS>"


def test_own_messages_come_back_and_are_ignored(both: Echo, workspace: Workspace) -> None:
    """Slack sends a bot its own messages too; Bolt drops them, so nothing echoes for ever."""
    workspace.say(DEV, DM, "once")
    both.app.client.chat_postMessage(channel=DM, text="by myself")
    workspace.say(DEV, DM, "twice")
    assert both.kinds() == ["message", "message"]
    assert len(workspace.messages(DM)) == 5
