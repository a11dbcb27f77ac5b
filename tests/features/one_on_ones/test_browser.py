"""The last fifteen minutes by keyboard alone: a real browser, the page, the bot, no pointer."""

from collections.abc import Iterator

import pytest
from selenium.webdriver.common.keys import Keys

from tests.company import DEV
from tests.playground.browser import Browser, OpenBrowser
from tests.shown import shown

pytestmark = [pytest.mark.browser, pytest.mark.proof]
ANSWER = "Explaining things to people who are new"
FIELD = "What comes to mind?"


@pytest.fixture
def address() -> Iterator[str]:
    """Run the bot where Dev has just been asked; return the page's address."""
    with shown() as (url, office):
        office.meet()
        office.to_next("cue")
        yield url


def test_the_fifteen_minutes_without_a_pointer(address: str, open_browser: OpenBrowser) -> None:
    """Dev opens the conversation, answers, shares, takes it back, and deletes what he wrote."""
    browser = open_browser()
    browser.open(f"{address}/?as={DEV}&home=true")
    _press(browser, "Messages (2)")
    browser.sees("15 minutes left, and they are yours.")
    _answer(browser)
    _share_and_take_back(browser)
    _delete(browser)
    assert browser.complaints() == []


def _press(browser: Browser, name: str) -> None:
    """Go to a button and press Enter."""
    browser.tab_to(name)
    browser.keys(Keys.ENTER)


def _stands_on(browser: Browser, name: str) -> bool:
    return browser.until(lambda: browser.focused() == name)


def _answer(browser: Browser) -> None:
    """Leave the form by Escape and come back to its button; then fill it in and send it."""
    _press(browser, "Answer")
    _stands_on(browser, FIELD)
    browser.keys(Keys.ESCAPE)
    _stands_on(browser, "Answer")
    browser.until(lambda: not browser.every(".sheet"))
    browser.keys(Keys.ENTER)
    _stands_on(browser, FIELD)
    browser.keys(ANSWER, Keys.TAB)
    browser.until(lambda: browser.focused().startswith("Only me"))
    browser.keys(Keys.ARROW_DOWN)
    browser.sees("You and Maya, from now on.", ".sheet")
    browser.keys(Keys.ARROW_UP)
    browser.misses("You and Maya, from now on.", ".sheet")
    _press(browser, "Save")
    browser.sees("Kept. Only you can see it.")


def _share_and_take_back(browser: Browser) -> None:
    """Press the two buttons that take each other's place, without going anywhere between."""
    _stands_on(browser, "Share with Maya")
    browser.keys(Keys.ENTER)
    browser.sees("Kept. You and Maya can see it.")
    _stands_on(browser, "Take it back")
    browser.keys(Keys.ENTER)
    browser.sees("Kept. Only you can see it.")
    _stands_on(browser, "Share with Maya")
    browser.keys(Keys.TAB)
    _stands_on(browser, "Edit")


def _delete(browser: Browser) -> None:
    """Change one's mind by pressing Enter twice, and mean it the second time."""
    _press(browser, "Home")
    _press(browser, "Delete")
    _stands_on(browser, "Keep")
    assert "danger" in str(browser.button("Delete").get_attribute("class"))
    browser.keys(Keys.ENTER)
    browser.until(lambda: not browser.every(".sheet"))
    _stands_on(browser, "Delete")
    browser.sees("Only you.", ".home")
    browser.keys(Keys.ENTER)
    _stands_on(browser, "Keep")
    _press(browser, "Delete")
    browser.misses("Only you.", ".home")
    assert browser.until(browser.focused)
