"""Every limit of Block Kit holds at its edge and breaks one beyond it."""

from typing import Any

import pytest

from bot.playground.blockkit import message_faults, view_faults
from tests.playground.echo import buttons, modal, plain, text_input

Json = dict[str, Any]


def option(number: int = 0, **own: Any) -> Json:
    """Return an option with a number for its value."""
    return {"text": plain(f"Option {number}"), "value": str(number), **own}


def options(count: int) -> list[Json]:
    """Return so many options."""
    return [option(number) for number in range(count)]


def section(**own: Any) -> Json:
    """Return a section with a text."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": "x"}, **own}


def actions(*elements: Json) -> Json:
    """Return an actions block."""
    return {"type": "actions", "elements": list(elements)}


def button(**own: Any) -> Json:
    """Return a button."""
    return {"type": "button", "text": plain("Go"), **own}


def select(kind: str, count: int = 2, **own: Any) -> Json:
    """Return an actions block with one choice of `count` options."""
    return actions({"type": kind, "options": options(count), **own})


LIMITS = [
    ("blocks", 50, lambda n: [{"type": "divider"}] * n),
    ("section text", 3000, lambda n: [section(text=plain("x" * n))]),
    ("fields", 10, lambda n: [section(fields=[plain("x")] * n)]),
    ("field", 2000, lambda n: [section(fields=[plain("x" * n)])]),
    ("header", 150, lambda n: [{"type": "header", "text": plain("x" * n)}]),
    ("actions", 25, lambda n: [actions(*[button()] * n)]),
    ("context", 10, lambda n: [{"type": "context", "elements": [plain("x")] * n}]),
    ("button text", 75, lambda n: [actions(button(text=plain("x" * n)))]),
    ("button value", 2000, lambda n: [actions(button(value="x" * n))]),
    ("action_id", 255, lambda n: [actions(button(action_id="x" * n))]),
    ("block_id", 255, lambda n: [section(block_id="x" * n)]),
    ("select", 100, lambda n: [select("static_select", n)]),
    ("multi select", 100, lambda n: [select("multi_static_select", n)]),
    ("radio", 10, lambda n: [select("radio_buttons", n)]),
    ("checkboxes", 10, lambda n: [select("checkboxes", n)]),
    ("overflow", 5, lambda n: [select("overflow", n)]),
    ("option text", 75, lambda n: [select("overflow", options=[option(text=plain("x" * n))])]),
    ("option value", 150, lambda n: [select("overflow", options=[option(value="x" * n)])]),
    (
        "description",
        75,
        lambda n: [select("overflow", options=[option(description=plain("x" * n))])],
    ),
    ("placeholder", 150, lambda n: [select("static_select", placeholder=plain("x" * n))]),
    ("label", 2000, lambda n: [text_input(label=plain("x" * n))]),
    ("hint", 2000, lambda n: [text_input(hint=plain("x" * n))]),
    ("max_length", 3000, lambda n: [text_input(element={"max_length": n})]),
    ("markdown", 12000, lambda n: [{"type": "markdown", "text": "x" * n}]),
]
VIEW_LIMITS = [
    ("blocks", 100, lambda n: modal(*[{"type": "divider"}] * n)),
    ("title", 24, lambda n: modal(title=plain("x" * n))),
    ("submit", 24, lambda n: modal(submit=plain("x" * n))),
    ("close", 24, lambda n: modal(close=plain("x" * n))),
    ("callback_id", 255, lambda n: modal(callback_id="x" * n)),
    ("private_metadata", 3000, lambda n: modal(private_metadata="x" * n)),
]


@pytest.mark.parametrize(("name", "most", "make"), LIMITS, ids=[row[0] for row in LIMITS])
def test_messages_have_limits(name: str, most: int, make: Any) -> None:
    """What is as long as it may be passes, and one more does not."""
    assert message_faults(make(most)) == [], name
    assert message_faults(make(most + 1)), name


@pytest.mark.parametrize(("name", "most", "make"), VIEW_LIMITS, ids=[row[0] for row in VIEW_LIMITS])
def test_views_have_limits(name: str, most: int, make: Any) -> None:
    """A modal is as strict as a message."""
    assert view_faults(make(most)) == [], name
    assert view_faults(make(most + 1)), name


@pytest.mark.parametrize(
    "blocks",
    [
        "text",
        [{"type": "poem"}],
        [{"type": "section"}],
        [section(colour="red")],
        [section(text=plain(""))],
        [section(text={"type": "markdown", "text": "x"})],
        [section(text={**plain("x"), "verbatim": True})],
        [section(block_id="one"), section(block_id="one")],
        [section(accessory=text_input()["element"])],
        [actions(button(action_id="one"), button(action_id="one"))],
        [actions(button(style="loud"))],
        [actions()],
        [actions(text_input()["element"])],
        [select("static_select", 0)],
        [select("static_select", initial_option=option(9))],
        [select("checkboxes", initial_options=[option(9)])],
        [{"type": "actions", "elements": [{"type": "static_select"}]}],
        [text_input(element={"min_length": 9, "max_length": 3})],
        [text_input(element={"initial_value": "xxxx", "max_length": 3})],
        [actions({"type": "datepicker", "initial_date": "tomorrow"})],
        [actions({"type": "timepicker", "initial_time": "24:00"})],
        [{"type": "image", "image_url": "https://example.com/a.png"}],
        [{"type": "context", "elements": [button()]}],
    ],
)
def test_malformed_messages_are_refused(blocks: Any) -> None:
    """What Slack would not take is not taken here."""
    assert message_faults(blocks)


@pytest.mark.parametrize(
    "view",
    [
        None,
        {"type": "poster", "blocks": []},
        modal(submit=None),
        {"type": "modal", "blocks": []},
        modal({"type": "markdown", "text": "x"}),
        {"type": "home", "title": plain("x"), "blocks": []},
        modal(
            text_input(element={"focus_on_load": True}),
            text_input(block_id="two", element={"focus_on_load": True}),
        ),
    ],
)
def test_malformed_views_are_refused(view: Any) -> None:
    """A modal with inputs needs a submit, a Home has no title, one element has the focus."""
    assert view_faults(view)


def test_all_supported_pieces_pass() -> None:
    """Each block and element that the playground draws is taken in its plain form."""
    pieces = [
        section(accessory=button(confirm={"title": plain("Sure"), "text": plain("Really")})),
        section(accessory={"type": "image", "image_url": "https://example.com", "alt_text": "x"}),
        buttons("one", "two"),
        select("static_select", initial_option=option(1)),
        select("radio_buttons"),
        actions({"type": "users_select", "initial_user": "U0DEV"}),
        actions({"type": "multi_users_select"}),
        actions({"type": "conversations_select"}),
        actions({"type": "datepicker"}, {"type": "timepicker"}, {"type": "datetimepicker"}),
        {"type": "rich_text", "elements": []},
    ]
    assert message_faults(pieces) == []
    kinds = ("email_text_input", "url_text_input", "plain_text_input")
    inputs = [text_input(block_id=kind, element={"type": kind}) for kind in kinds]
    number = {"type": "number_input", "is_decimal_allowed": False, "min_value": "1"}
    assert view_faults(modal(*inputs, text_input(element=number))) == []


def test_an_action_id_may_return_in_another_block() -> None:
    """Rows of a list can share an action_id, as they do in Slack."""
    assert message_faults([actions(button(action_id="read"))] * 2) == []
