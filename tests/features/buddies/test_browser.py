"""A round of buddies as two newcomers live through it: a real browser, the page, the bot."""

from collections.abc import Iterator

import pytest

from tests.company import ANA, DEV
from tests.playground.browser import Browser, OpenBrowser
from tests.shown import shown

pytestmark = [pytest.mark.browser, pytest.mark.proof]
_POINT_ELSEWHERE = """
const event = new MouseEvent("mousedown", {bubbles: true});
document.querySelector(".sheet").dispatchEvent(event);
"""
DATA, CUSTOMERS = "reading data without being fooled", "learning from customers"


@pytest.fixture
def address() -> Iterator[str]:
    """Run the bot in a company where nothing has happened yet; return the page's address."""
    with shown() as (url, _):
        yield url


def test_two_people_find_each_other(address: str, open_browser: OpenBrowser) -> None:
    """They join, the round is held, they are introduced, reminded, asked, and have met."""
    browser = open_browser()
    _join(browser, address, DEV, DATA, CUSTOMERS)
    _join(browser, address, ANA, CUSTOMERS, DATA)
    _go_to(browser, "Tuesday 08:00")  # in Lisbon, where Ana is: the round
    _go_to(browser, "Tuesday 09:30")  # the introduction
    browser.press("[data-channel^=G]")
    browser.sees(f"Ana can help with {DATA}; Dev is looking for that.")
    browser.sees("A time that suits everybody")
    _go_to(browser, "Friday")
    browser.sees("There is still time for the two of you.")
    _go_to(browser, "Thursday")
    browser.open(f"{address}/?as={ANA}")
    browser.sees("Did you and Dev meet?")
    browser.click("Met")
    browser.sees("What is the one step you took away? Only you will see it.")
    browser.click("Write it down")
    browser.field("The one step I took away").send_keys("Sit beside Dev for a morning")
    browser.click("Keep")
    browser.sees("Kept, and thank you.")
    browser.open(f"{address}/?as={DEV}")
    browser.sees("Ana and you have met.")
    assert "Sit beside" not in browser.text()


def _join(browser: Browser, address: str, user: str, seeks: str, gives: str) -> None:
    browser.open(f"{address}/?as={user}&home=true")
    browser.click("Find a career buddy")
    _choose(browser, "I would like to talk about", seeks)
    _choose(browser, "I can help with", gives)
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


def _go_to(browser: Browser, when: str) -> None:
    """Press the clock's button, which leads to the next moment: that must be `when`."""
    browser.sees(f"Go to {when}", "[data-testid=move]")
    browser.press("[data-testid=move]:not([disabled])")
    browser.sees(f"The clock says {when}", ".strip")
    browser.misses("Moving the clock")
