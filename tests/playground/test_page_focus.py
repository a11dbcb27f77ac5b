"""The keyboard keeps its place: what it stood on may be redrawn, opened and closed."""

from collections.abc import Iterator

import pytest
from selenium.webdriver.common.keys import Keys

from tests.playground import showroom
from tests.playground.browser import Browser, OpenBrowser
from tests.playground.echo import Json
from tests.playground.showroom import Room, button, section

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def room() -> Iterator[Room]:
    """Share one playground; tests keep apart by being different people."""
    with showroom.furnished() as open_room:
        yield open_room


def said(*labels: str) -> list[Json]:
    """Return the blocks of a message with a row of buttons, each with an action of its own."""
    row = [button(label, f"page_{label}") for label in labels]
    buttons: list[Json] = [{"type": "actions", "elements": row}] if row else []
    return [section("Kept."), *buttons]


def begin(room: Room, browser: Browser, user: str, blocks: list[Json]) -> str:
    """Post a message to somebody, open the page as them, and return the message's `ts`."""
    ts = room.client.chat_postMessage(channel=f"D0{user}", text="All", blocks=blocks)["ts"]
    browser.open(f"{room.url}/?as=U0{user}")
    return str(ts)


def stands_on(browser: Browser, name: str) -> bool:
    """Wait until the keyboard stands on what has this name."""
    return browser.until(lambda: browser.focused() == name)


def test_a_press_keeps_its_place(room: Room, open_browser: OpenBrowser) -> None:
    """The button's successor has the focus; where there is none, the message has it."""
    browser = open_browser()
    ts = begin(room, browser, "DEV", said("Share", "Edit"))
    browser.tab_to("Share")
    browser.keys(Keys.ENTER)
    browser.until(lambda: room.pressed()["action_id"] == "page_Share")
    room.client.chat_update(channel="D0DEV", ts=ts, text="All", blocks=said("Take back", "Edit"))
    stands_on(browser, "Take back")
    browser.keys(Keys.TAB)
    stands_on(browser, "Edit")
    room.client.chat_update(channel="D0DEV", ts=ts, text="All", blocks=said("New", "Old", "Edit"))
    browser.sees("Old")
    stands_on(browser, "Edit")
    room.client.chat_update(channel="D0DEV", ts=ts, text="All", blocks=said())
    stands_on(browser, "Trellis said")
    room.client.chat_delete(channel="D0DEV", ts=ts)
    browser.misses("Kept.")
    assert browser.until(browser.focused)


def test_whoever_points_elsewhere_is_left_there(room: Room, open_browser: OpenBrowser) -> None:
    """A message that is redrawn later does not call back somebody who has left its button."""
    browser = open_browser()
    ts = begin(room, browser, "KIM", said("Share"))
    browser.click("Share")
    browser.press(".strip-text")
    room.client.chat_update(channel="D0KIM", ts=ts, text="All", blocks=said("Take back"))
    browser.sees("Take back")
    assert browser.focused() != "Take back"


def test_a_menu_is_worked_by_the_keyboard(room: Room, open_browser: OpenBrowser) -> None:
    """Arrow keys go round in it; Escape, Tab and a choice lead back to what opened it."""
    browser = open_browser()
    begin(room, browser, "LENA", showroom.message())
    browser.tab_to("More moves")
    browser.keys(Keys.ENTER)
    stands_on(browser, "To the next preparation")
    for name in ("To the last fifteen minutes", "One working day on", "To the next preparation"):
        browser.keys(Keys.ARROW_DOWN)
        stands_on(browser, name)
    browser.keys(Keys.ARROW_UP)
    stands_on(browser, "One working day on")
    browser.keys(Keys.ESCAPE)
    stands_on(browser, "More moves")
    browser.until(lambda: not browser.every("[role=menu]"))
    browser.tab_to("More actions")
    browser.keys(Keys.ARROW_DOWN)
    stands_on(browser, "Pause")
    browser.keys(Keys.TAB)
    stands_on(browser, "More actions")
    browser.until(lambda: not browser.every("[role=menu]"))
    browser.keys(Keys.ENTER)
    stands_on(browser, "Pause")
    browser.keys(Keys.ENTER)
    browser.until(lambda: room.pressed()["selected_option"]["value"] == "pause")
    assert stands_on(browser, "More actions")


def test_two_presses_of_enter_erase_nothing(room: Room, open_browser: OpenBrowser) -> None:
    """What asks once more begins on the way out, shows danger as such, and leads back."""
    browser = open_browser()
    begin(room, browser, "GUS", showroom.message())
    browser.tab_to("End")
    browser.keys(Keys.ENTER)
    stands_on(browser, "Stay")
    assert "danger" in str(browser.button("End it").get_attribute("class"))
    browser.keys(Keys.ENTER)
    stands_on(browser, "End")
    assert "page_end" not in [one["actions"][0]["action_id"] for one in room.presses()]
    browser.keys(Keys.ENTER)
    stands_on(browser, "Stay")
    browser.tab_to("End it")
    browser.keys(Keys.ENTER)
    browser.until(lambda: room.pressed()["action_id"] == "page_end")
    assert stands_on(browser, "End")
