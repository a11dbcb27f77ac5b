"""Moves as a newcomer to the demo lives through them: a real browser, the page, the bot."""

from collections.abc import Iterator

import pytest
from selenium.webdriver.common.keys import Keys

from tests.company import DEV, MAYA
from tests.playground.browser import Browser, OpenBrowser
from tests.shown import shown

pytestmark = [pytest.mark.browser, pytest.mark.proof]


@pytest.fixture
def address() -> Iterator[str]:
    """Run the bot where Dev and Maya have a one-on-one on Thursday; return the page's address."""
    with shown() as (url, office):
        office.meet()
        yield url


def test_three_questions_and_an_idea_that_comes_along(
    address: str, open_browser: OpenBrowser
) -> None:
    """Dev asks, looks closer, brings one idea; Maya sees its name when preparing, and no more."""
    browser = open_browser()
    browser.open(f"{address}/?as={DEV}")
    _say(browser, "I'm a support engineer, I like teaching and hate on-call: what else could I do?")
    browser.sees("I read: role Support engineer, likes “teaching”, avoids “on-call”.")
    browser.sees("none of them a ladder")
    _say(browser, "could I try product work for a while?")
    browser.sees("Try it: Product")
    _say(browser, "how far am I from customer educator?")
    browser.sees("Customer educator: you already bring 4 of its 12 main skills.")
    browser.click("Tell me more")
    browser.sees("Ways to try it:")
    browser.click("Close")
    browser.click("Bring to my next one-on-one")
    browser.sees("Maya will see, when preparing: you would like to talk about “Customer educator”.")
    browser.click("Bring it")
    browser.sees("Take it back from the one-on-one")
    browser.open(f"{address}/?as={MAYA}")
    browser.sees("Go to Thursday 08:00", "[data-testid=move]")
    browser.press("[data-testid=move]:not([disabled])")
    browser.sees("Dev would like to talk about Customer educator.")
    assert "teaching" not in browser.text(".desk")
    assert browser.complaints() == []


def _say(browser: Browser, words: str) -> None:
    """Write a message and send it."""
    field = browser.field("Message")
    field.send_keys(words)
    field.send_keys(Keys.ENTER)
