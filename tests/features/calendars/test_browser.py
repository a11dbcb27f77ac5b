"""Maya connects her calendar, and the question follows it: a real browser, the page, the bot."""

from collections.abc import Iterator

import pytest
from selenium.webdriver.support.ui import Select

from tests.company import DEV, MAYA
from tests.playground.browser import Browser, OpenBrowser
from tests.shown import shown

pytestmark = [pytest.mark.browser, pytest.mark.proof]
MOVES = 20  # of the clock, at most
ASKED = "15 minutes left, and they are yours."


@pytest.fixture
def address() -> Iterator[str]:
    """Run the bot in a company where nothing has happened yet; return the page's address."""
    with shown() as (url, _):
        yield url


def test_the_cue_follows_the_calendar(address: str, open_browser: OpenBrowser) -> None:
    """Moved on the page, the question comes an hour later; cancelled, it comes a week later."""
    browser = open_browser()
    _connect(browser, address)
    _choose(browser)
    browser.open(f"{address}/?as={DEV}")
    browser.sees("Thursdays 10:00–10:45, every week, or as Maya’s calendar says")
    browser.click("Accept")
    browser.sees("The first question comes Thursday 4 March at 10:30.")
    _change(browser, "Thursday, 4 March, 10:00–10:45", "An hour later")
    _move_until_asked(browser, 1)
    assert "The clock says Thursday 11:30." in browser.text(".strip")
    _move(browser)
    _change(browser, "Thursday, 11 March, 10:00–10:45", "Cancel it")
    _move_until_asked(browser, 2)
    assert "The clock says Thursday 10:30." in browser.text(".strip")
    said = browser.text(".desk")
    assert said.index("Thursday, 18 March") < said.rindex(ASKED)
    assert "Thursday, 11 March" not in said
    assert browser.complaints() == []


def _connect(browser: Browser, address: str) -> None:
    browser.open(f"{address}/?as={MAYA}&home=true")
    browser.click("Connect a calendar")
    browser.sees("No title, no description, no place, no other event.")
    browser.field("Secret address").send_keys(f"{address}/calendars/maya.ics")
    browser.click("Connect")
    browser.sees("I am reading it now")
    browser.click("Close")
    browser.open(f"{address}/?as={MAYA}")
    browser.sees("I found a one-on-one in your calendar.")


def _choose(browser: Browser) -> None:
    browser.click("Choose one-on-ones")
    browser.sees("Thursday at 10:00–10:45")
    Select(browser.field("What are you in it?")).select_by_visible_text("I am the manager")
    browser.click("Follow")
    browser.sees("Followed from now on: 1.")
    browser.click("Close")


def _change(browser: Browser, seen: str, label: str) -> None:
    """Change the next meeting in Maya's calendar, which must be the one that is `seen`."""
    browser.click("Maya’s calendar")
    browser.sees(seen, ".sheet")
    browser.click(label)
    browser.misses(seen, ".sheet")


def _move_until_asked(browser: Browser, count: int) -> None:
    """Press the clock's button until somebody has been asked so often."""
    for _ in range(MOVES):
        if browser.text(".desk").count(ASKED) == count:
            return
        _move(browser)
    raise AssertionError(browser.text())


def _move(browser: Browser) -> None:
    before = browser.text(".strip")
    browser.press("[data-testid=move]:not([disabled])")
    browser.until(lambda: browser.text(".strip") != before)
    browser.misses("Moving the clock")
