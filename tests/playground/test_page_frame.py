"""What stands around the conversation: the clock, trouble, a phone, the keyboard."""

import asyncio
import json
import time
from collections.abc import Iterator

import httpx
import pytest
from nicegui import background_tasks
from selenium.webdriver.common.keys import Keys

from bot.playground.clock import Clock
from bot.playground.faults import Trouble
from bot.playground.people import demo_company
from bot.playground.serving import PATIENCE
from bot.playground.workspace import Workspace
from tests.playground import showroom
from tests.playground.browser import OpenBrowser
from tests.playground.conftest import MANIFEST
from tests.playground.showroom import MONDAY, Room

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def room() -> Iterator[Room]:
    """Share one playground; tests keep apart by being different people."""
    with showroom.furnished() as open_room:
        yield open_room


def test_the_clock_is_moved(room: Room, open_browser: OpenBrowser) -> None:
    """The strip tells who and when; its button moves to the next moment and says whose it is."""
    browser = open_browser()
    browser.open(room.url)
    browser.sees("You are Dev. The clock says Monday 08:30.", "header")
    browser.sees("Next: preparation for Maya, Thursday 08:00.", "header")
    browser.click("Go to Thursday 08:00")
    browser.sees("The clock says Thursday 08:00.", "header")
    browser.sees("Just now: preparation for Maya (be Maya).", "header")
    assert browser.button("Go to Thursday 10:30").is_enabled()
    browser.click("More moves")
    browser.click("One working day on")
    browser.sees("The clock says Friday 08:30.", "header")
    browser.open(f"{room.url}/?as=U0ANA")
    browser.sees("The clock says Friday 07:30.", "header")
    room.workspace.move_to(MONDAY)


def test_a_real_clock_has_no_buttons(room: Room, open_browser: OpenBrowser) -> None:
    """Where the clock cannot be moved the strip tells it, and offers nothing else."""
    room.workspace.can_move = False
    browser = open_browser()
    browser.open(room.url)
    room.workspace.can_move = True
    browser.sees("The clock says", "header")
    browser.misses("Go to", "header")
    assert browser.driver.find_elements("css selector", "[data-testid=move]") == []
    assert browser.driver.find_elements("css selector", "[aria-label='More moves']") == []


def test_trouble_is_shown_as_slack_shows_it(room: Room, open_browser: OpenBrowser) -> None:
    """A press that the bot does not answer in time says so; trouble can be switched on and off."""
    room.client.chat_postMessage(channel="D0GUS", text="All", blocks=showroom.message())
    browser = open_browser()
    browser.open(f"{room.url}/?as=U0GUS")
    browser.click("Make Slack misbehave")
    browser.press(".sheet input[type=checkbox]")
    browser.until(lambda: room.workspace.faults.active()[0].trouble is Trouble.RATE_LIMITED)
    browser.press(".sheet input[type=checkbox]")
    browser.click("Done")
    browser.until(lambda: not room.workspace.faults.active())
    carrier, room.workspace.carrier = room.workspace.carrier, None
    browser.click("Open form")
    assert browser.sees("We had some trouble connecting. Try again?")
    room.workspace.carrier = carrier


@pytest.mark.parametrize("dark", [False, True])
def test_a_phone_shows_it_all(room: Room, open_browser: OpenBrowser, *, dark: bool) -> None:
    """At 375 pixels nothing stands out to the side, and the sidebar is a drawer."""
    room.client.chat_postMessage(channel="D0KIM", text="All", blocks=showroom.message())
    browser = open_browser(375, 780, dark=dark)
    browser.open(f"{room.url}/?as=U0KIM")
    browser.sees("Fifteen minutes left")
    assert browser.driver.execute_script("return document.body.scrollWidth") == 375
    paper = browser.css("body").value_of_css_property("background-color")
    assert paper == ("rgba(22, 26, 24, 1)" if dark else "rgba(255, 255, 255, 1)")
    browser.click("People and conversations")
    browser.press("[data-channel=C0GENERAL]")
    browser.sees("# general", "h1")


def test_a_phone_leaves_room_for_messages(room: Room, open_browser: OpenBrowser) -> None:
    """Most of a phone is the conversation: what to say is one line, the hint is opened by a tap."""
    browser = open_browser(390, 844)
    browser.open(f"{room.url}/?as=U0MAYA")
    browser.sees("Next", ".prompts")
    offered = [{"title": f"Something to ask, number {n}?", "message": "?"} for n in range(4)]
    room.client.assistant_threads_setSuggestedPrompts(channel_id="D0MAYA", prompts=offered)
    browser.sees("number 3?", ".prompts")
    assert len({chip.rect["y"] for chip in browser.every(".prompts button")}) == 1
    assert browser.css(".roll").rect["height"] > 844 * 0.6
    assert browser.driver.execute_script("return document.body.scrollWidth") == 390
    begin = room.workspace.hint.split(".")[0]
    assert begin not in browser.text(".hint-line")
    browser.press("summary")
    assert browser.sees(begin, ".hint-line")


def test_nothing_comes_from_elsewhere(room: Room, open_browser: OpenBrowser) -> None:
    """Everything that the page loads, it loads from the playground itself."""
    browser = open_browser()
    browser.open(room.url)
    script = "return performance.getEntriesByType('resource').map(entry => entry.name)"
    loaded = browser.driver.execute_script(script)
    assert [url for url in loaded if not url.startswith((room.url, "data:"))] == []


def test_the_keyboard_is_enough(room: Room, open_browser: OpenBrowser) -> None:
    """The first stop of the Tab key skips to the message field; every stop can be seen."""
    browser = open_browser()
    browser.open(f"{room.url}/?as=U0ANA")
    browser.css("body").send_keys(Keys.TAB)
    focused = browser.driver.switch_to.active_element
    assert focused.text == "Skip to the conversation"
    assert focused.is_displayed()
    for landmark in ("header", "nav", "main"):
        browser.css(landmark)


def test_a_page_can_be_attached_again(open_browser: OpenBrowser) -> None:
    """A second playground in the same process shows its own company."""
    workspace = Workspace(demo_company()[4:], json.loads(MANIFEST.read_text()), clock=Clock(MONDAY))
    with showroom.serve(workspace) as server:
        browser = open_browser()
        browser.open(server.url)
        assert browser.sees("You are Tom.", "header")


def test_a_page_waits_for_nothing_of_one_that_has_ended() -> None:
    """What a server's pages left undone when it ended does not keep the next one from ending."""
    ended = asyncio.new_event_loop()
    left = ended.create_task(asyncio.sleep(60))
    background_tasks.running_tasks.add(left)
    ended.close()
    workspace = Workspace(demo_company(), json.loads(MANIFEST.read_text()), clock=Clock(MONDAY))
    with showroom.serve(workspace) as server:
        assert httpx.get(server.url, follow_redirects=True).is_success
        began = time.monotonic()
    assert time.monotonic() - began < PATIENCE
    assert left not in background_tasks.running_tasks
