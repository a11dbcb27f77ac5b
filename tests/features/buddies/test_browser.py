"""The buddies of the demo, as a newcomer lives through them: a real browser, the page, the bot."""

from collections.abc import Iterator

import pytest

from bot.admin.demo import demo
from tests.company import ANA, DEV, NOOR
from tests.playground.browser import Browser, OpenBrowser

pytestmark = pytest.mark.browser
_POINT_ELSEWHERE = """
const event = new MouseEvent("mousedown", {bubbles: true});
document.querySelector(".sheet").dispatchEvent(event);
"""
DAYS = 12  # at most, until something must have happened


@pytest.fixture
def address() -> Iterator[str]:
    """Run the demo; return its one address."""
    with demo() as url:
        yield url


def test_newcomers_find_buddies(address: str, open_browser: OpenBrowser) -> None:
    """Two people join, the round is held, they are introduced, reminded, asked, and have met."""
    browser = open_browser()
    _join(browser, address, NOOR, "staying well under pressure", "giving and taking feedback")
    _join(browser, address, DEV, "reading data without being fooled", "learning from customers")
    _move_until(browser, "[data-channel^=G]")
    browser.press("[data-channel^=G]")
    browser.sees("meet Ana.")
    browser.sees("Ana offers reading data without being fooled; Dev is looking for it.")
    browser.open(f"{address}/?as={ANA}")
    _move_until(browser, "[data-action='buddy.met']")
    browser.sees("Did you and Dev meet?")
    browser.click("Met")
    browser.sees("What is the one step you took away? Only you will see it.")
    browser.click("Write it down")
    browser.field("The one step I took away").send_keys("Sit beside Dev for a morning")
    browser.click("Keep")
    browser.sees("Kept, and thank you.")
    browser.open(f"{address}/?as={DEV}")
    browser.sees("Ana and you have met.")
    browser.press("[data-channel^=G]")
    browser.sees("There is still time for the two of you.")
    assert "Sit beside" not in browser.text()


def _join(browser: Browser, address: str, user: str, seeks: str, gives: str) -> None:
    browser.open(f"{address}/?as={user}&home=true")
    browser.click("Find a career buddy")
    _choose(browser, "I would like to talk about", seeks)
    _choose(browser, "I can give", gives)
    browser.click("Join")
    browser.sees("You take part. Your first round is tomorrow.")
    browser.click("Close")
    browser.sees("Your next round: tomorrow.")


def _choose(browser: Browser, label: str, topic: str) -> None:
    """Open a list, choose one of it, and leave the list."""
    browser.press(f"[data-action][aria-label='{label}']")
    browser.click(topic)

    def is_left() -> bool:
        browser.driver.execute_script(_POINT_ELSEWHERE)
        return not browser.every(".q-menu")

    browser.until(is_left)


def _move_until(browser: Browser, seen: str) -> None:
    """Move the clock day by day until something is on the page."""
    for _ in range(DAYS):
        before = browser.text(".strip")
        if browser.every(seen):
            return
        browser.press("[aria-label='More moves']:not([disabled])")
        browser.click("One working day on")
        browser.until(lambda before=before: browser.text(".strip") != before)
        browser.misses("Moving the clock")
    raise AssertionError(browser.text())
