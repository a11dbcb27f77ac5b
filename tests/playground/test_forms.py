"""What people put into elements reaches the bot in the fields that Slack has for it."""

from typing import Any

import pytest
from slack_sdk import WebClient

from bot.playground.forms import refusals, state
from bot.playground.state import Selection, View
from bot.playground.workspace import Workspace
from tests.playground.echo import Echo, modal, plain, text_input

DEV, DM = "U0DEV", "D0DEV"
ONE = {"text": plain("One"), "value": "1"}
TWO = {"text": plain("Two"), "value": "2"}


def field(kind: str, **own: Any) -> dict[str, Any]:
    """Return an input block with one element of this kind."""
    return text_input(element={"type": kind, **own})


@pytest.mark.parametrize(
    ("block", "selection", "part"),
    [
        (field("plain_text_input"), "", {"value": None}),
        (field("plain_text_input"), "x", {"value": "x"}),
        (field("number_input", is_decimal_allowed=False), 45, {"value": "45"}),
        (field("static_select", options=[ONE, TWO]), "2", {"selected_option": TWO}),
        (field("radio_buttons", options=[ONE, TWO]), None, {"selected_option": None}),
        (field("checkboxes", options=[ONE, TWO]), ["1", "2"], {"selected_options": [ONE, TWO]}),
        (field("checkboxes", options=[ONE, TWO]), None, {"selected_options": []}),
        (field("users_select"), "U0ANA", {"selected_user": "U0ANA"}),
        (field("multi_users_select"), ["U0ANA"], {"selected_users": ["U0ANA"]}),
        (field("conversations_select"), "C1", {"selected_conversation": "C1"}),
        (field("datepicker"), "2026-03-02", {"selected_date": "2026-03-02"}),
        (field("timepicker"), "10:00", {"selected_time": "10:00"}),
        (field("datetimepicker"), 1772000000, {"selected_date_time": 1772000000}),
    ],
)
def test_each_element_has_its_field(
    block: dict[str, Any], selection: Selection, part: dict[str, Any]
) -> None:
    """A selection stands in view.state.values as Slack writes it."""
    kind = block["element"]["type"]
    found = state([block], {"why": {"words": selection}})
    assert found == {"why": {"words": {"type": kind, **part}}}


@pytest.mark.parametrize(
    ("kind", "initial", "expected"),
    [
        ("plain_text_input", {"initial_value": "x"}, {"value": "x"}),
        ("static_select", {"initial_option": ONE}, {"selected_option": ONE}),
        ("checkboxes", {"initial_options": [TWO]}, {"selected_options": [TWO]}),
        ("users_select", {"initial_user": "U0ANA"}, {"selected_user": "U0ANA"}),
        ("datepicker", {"initial_date": "2026-03-02"}, {"selected_date": "2026-03-02"}),
        ("timepicker", {"initial_time": "10:00"}, {"selected_time": "10:00"}),
    ],
)
def test_an_untouched_element_keeps_its_initial_value(
    kind: str, initial: dict[str, Any], expected: dict[str, Any]
) -> None:
    """What nobody touched is sent as the bot set it."""
    block = field(kind, options=[ONE, TWO], **initial)
    assert state([block], {})["why"]["words"] == {"type": kind, **expected}


@pytest.mark.parametrize(
    ("block", "selection"),
    [
        (field("plain_text_input"), ""),
        (field("checkboxes", options=[ONE]), []),
        (field("plain_text_input", min_length=3), "ab"),
        (field("plain_text_input", max_length=3), "abcd"),
        (field("plain_text_input"), "x" * 3001),
        (field("number_input", is_decimal_allowed=False), "1.5"),
        (field("number_input", is_decimal_allowed=True, min_value="15"), "14.9"),
        (field("number_input", is_decimal_allowed=True, max_value="120"), "121"),
        (field("email_text_input"), "nobody"),
        (field("url_text_input"), "example"),
        (field("datepicker"), "tomorrow"),
    ],
)
def test_slack_refuses_before_the_bot_is_asked(block: dict[str, Any], selection: Selection) -> None:
    """A field that is empty, too long or malformed has a reason under it."""
    assert refusals([block], {"why": {"words": selection}})["why"]


def test_an_optional_field_may_stay_empty() -> None:
    """Only required inputs are asked for, and blanks alone count as words."""
    assert refusals([text_input(optional=True)], {}) == {}
    assert refusals([text_input()], {"why": {"words": "  "}}) == {}


def test_a_choice_in_a_modal_brings_the_whole_form(
    echo: Echo, workspace: Workspace, client: WebClient
) -> None:
    """A choice is sent at once, together with what stands in the other inputs."""
    chooser = {"type": "static_select", "action_id": "choose", "options": [ONE, TWO]}
    row = {"type": "actions", "block_id": "row", "elements": [chooser]}
    client.views_open(trigger_id=workspace.triggers.issue(DEV), view=modal(row, text_input()))
    view = workspace.modal(DEV)
    assert isinstance(view, View)
    words = {"why": {"words": "so far"}}
    pressed = workspace.press(DEV, "row", "choose", view_id=view.id, selection="2", values=words)
    assert pressed.ok
    body = echo.last("block_actions")
    assert body["actions"][0]["selected_option"] == TWO
    values = body["view"]["state"]["values"]
    assert values["row"]["choose"]["selected_option"] == TWO
    assert values["why"]["words"]["value"] == "so far"
    with pytest.raises(ValueError, match="no option"):
        workspace.press(DEV, "row", "choose", view_id=view.id, selection="9")
