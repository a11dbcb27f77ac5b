"""Blocks, Home and modals in a real Chromium."""

from collections.abc import Iterator

import pytest
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select
from slack_bolt import Ack

from tests.playground import showroom
from tests.playground.browser import OpenBrowser
from tests.playground.echo import Json
from tests.playground.showroom import Room

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def room() -> Iterator[Room]:
    """Share one playground; tests keep apart by being different people."""
    with showroom.furnished() as open_room:
        yield open_room


def test_blocks_are_drawn_and_pressed(room: Room, open_browser: OpenBrowser) -> None:
    """Every kind of block is there, and every kind of press reaches the bot."""
    room.client.chat_postMessage(channel="D0LENA", text="All", blocks=showroom.message())
    browser = open_browser()
    browser.open(f"{room.url}/?as=U0LENA")
    for words in ("Fifteen minutes left", "a quote <b>", "@Maya Brandt", "energy", "A picture"):
        browser.sees(words, "[role=log]")
    browser.sees("strong <script>alert(1)</script>", ".markdown")
    assert browser.button("Elsewhere").get_attribute("href") == "https://example.com/"
    browser.click("End")
    browser.click("Stay")
    browser.click("End")
    browser.click("End it")
    browser.until(lambda: room.pressed()["action_id"] == "page_end")
    browser.click("More actions")
    browser.click("Pause")
    browser.until(lambda: room.pressed()["selected_option"]["value"] == "pause")
    Select(browser.field("Country")).select_by_visible_text("Portugal")
    browser.until(lambda: room.pressed()["selected_option"]["value"] == "pt")


def test_a_modal_is_filled_in(room: Room, open_browser: OpenBrowser) -> None:
    """A form refuses what is missing, keeps what was typed, and says all of it to the bot."""
    room.client.chat_postMessage(channel="D0MAYA", text="All", blocks=showroom.message())
    browser = open_browser()
    browser.open(f"{room.url}/?as=U0MAYA")
    browser.click("Open form")
    browser.sees("Set up a one-on-one", ".sheet")
    browser.until(lambda: browser.driver.switch_to.active_element.get_dom_attribute("data-block"))
    browser.field("Your answer").send_keys("first line", Keys.ENTER, "second")
    browser.click("Save")
    browser.sees("Please complete this required field.", ".sheet")
    Select(browser.field("With whom")).select_by_visible_text("Dev Malik")
    Select(browser.field("Cadence")).select_by_visible_text("Friday")
    browser.press("[data-block=days] input[value='5']")
    browser.press("[data-block=shared] input[value=both]")
    browser.click("Save")
    browser.until(lambda: not browser.every(".sheet"))
    state = room.bot.last("view_submission")["view"]["state"]["values"]
    told = {block: next(iter(fields.values())) for block, fields in state.items()}
    assert told["whom"]["selected_user"] == "U0DEV"
    assert told["words"]["value"] == "first line\nsecond"
    assert told["shared"]["selected_option"]["value"] == "both"
    assert [one["value"] for one in told["days"]["selected_options"]] == ["5"]
    assert told["date"]["selected_date"] == "2026-11-26"
    assert told["moment"]["selected_date_time"] == 1_795_420_800
    assert told["minutes"]["value"] == "45"


def test_the_bots_own_errors_stand_under_their_inputs(
    room: Room, open_browser: OpenBrowser
) -> None:
    """An error that the bot returns is a line under its input; Escape closes the dialog."""

    def refuse(ack: Ack, _: Json) -> None:
        ack(response_action="errors", errors={"why": "Say a little more."})

    room.bot.submitted = refuse
    browser = open_browser()
    browser.open(f"{room.url}/?as=U0NOOR")
    browser.field("Message").send_keys("/career form", Keys.ENTER)
    browser.field("Why").send_keys("because")
    browser.click("Save")
    browser.sees("Say a little more.", "[data-block=why]")
    assert browser.field("Why").get_attribute("value") == "because"
    room.bot.submitted = lambda ack, _: ack()
    browser.driver.switch_to.active_element.send_keys(Keys.ESCAPE)
    browser.until(lambda: not browser.every(".sheet"))
    assert room.workspace.modal("U0NOOR") is None


def test_home_is_opened_and_published(room: Room, open_browser: OpenBrowser) -> None:
    """The Home tab shows what the bot publishes when it is opened; its buttons work."""
    browser = open_browser()
    browser.open(f"{room.url}/?as=U0TOM")
    browser.click("Home")
    browser.sees("Home", "section[aria-label=Home] h3")
    browser.click("answer")
    browser.sees("Form", ".sheet")
    browser.click("Close dialog")
    browser.until(lambda: not browser.every(".sheet"))
    browser.click("Messages")
    assert browser.field("Message").is_displayed()
    assert room.pressed()["action_id"] == "answer"
