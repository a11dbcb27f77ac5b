"""What I wrote is mine: found, shared, read, taken back, exported, erased. In a real browser."""

from collections.abc import Iterator
from time import sleep

import pytest
from selenium.webdriver.common.keys import Keys

from tests.company import DEV, MAYA
from tests.playground.browser import Browser, OpenBrowser
from tests.shown import shown

pytestmark = [pytest.mark.browser, pytest.mark.proof]
A_MOMENT = 2.0  # seconds until what was pressed can be seen
ANSWER = "Explaining things to people who are new"
SEARCH = "Search in what I wrote, and in the questions"


@pytest.fixture
def address() -> Iterator[str]:
    """Run the bot where Dev has answered for himself alone; return the page's address."""
    with shown() as (url, office):
        office.meet()
        office.to_next("cue")
        office.press(DEV, "Answer")
        office.fill(DEV, words=ANSWER)
        yield url


def test_what_i_wrote_is_mine(address: str, open_browser: OpenBrowser) -> None:
    """I find it, share it, see who read it, take it back, take it along, and erase it."""
    browser = open_browser()
    _home(browser, address, MAYA)
    browser.misses("Dev shared an answer with you")
    _dev_finds_and_shares(browser, address)
    _maya_reads(browser, address)
    _home(browser, address, DEV)
    browser.sees("Maya read")
    _press_for(browser, "Take it back", "Only you.")
    _home(browser, address, MAYA)
    browser.misses("Dev shared an answer with you")
    _dev_takes_it_along(browser, address)
    _dev_erases_everything(browser, address)


def _home(browser: Browser, address: str, user: str) -> None:
    browser.open(f"{address}/?as={user}&home=true")
    browser.sees("You work 08:00–18:00")


def _press_for(browser: Browser, label: str, words: str) -> None:
    """Press until it is answered: Home is drawn anew when it opens, and a press may get lost."""

    def is_answered() -> bool:
        if words not in browser.text():
            browser.button(label).click()  # what lies beneath a form cannot be pressed
            sleep(A_MOMENT)
        return words in browser.text()

    browser.until(is_answered)


def _dev_finds_and_shares(browser: Browser, address: str) -> None:
    _home(browser, address, DEV)
    browser.sees("Only you.")
    browser.field(SEARCH).send_keys("nothing like this", Keys.ENTER)
    browser.sees("Nothing is found.")
    browser.click("Show all")
    browser.sees("Only you.")
    browser.field(SEARCH).send_keys("explaining", Keys.ENTER)
    browser.sees("Show all")
    _press_for(browser, "Share with Maya", "You and Maya.")
    browser.sees("Nobody has. Here you see who read what you shared")


def _maya_reads(browser: Browser, address: str) -> None:
    _home(browser, address, MAYA)
    browser.sees("Dev shared an answer with you")
    _press_for(browser, "Read", ANSWER)
    browser.sees("Dev sees on Home that you read this.")
    browser.click("Close")


def _dev_takes_it_along(browser: Browser, address: str) -> None:
    _home(browser, address, DEV)
    _press_for(browser, "Export", "I am packing what is yours.")
    browser.click("Close")
    browser.open(f"{address}/?as={DEV}")
    browser.sees("What is yours")
    assert browser.every("[aria-label^='Download my-data']")


def _dev_erases_everything(browser: Browser, address: str) -> None:
    _home(browser, address, DEV)
    _press_for(browser, "Forget me…", "Answers: 1")
    browser.click("Erase everything")
    browser.sees("Nothing that you wrote is kept any more.")
    browser.click("Close")
    browser.sees("Everything of yours has been erased.")
    browser.open(f"{address}/?as={DEV}")
    browser.misses(ANSWER)
    assert not browser.every("[aria-label^='Download my-data']")
    assert not browser.complaints()
