"""The demo as a newcomer lives through it: a real browser, the page, the bot."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from selenium.webdriver.support.ui import Select

from bot.admin import demo as demos
from bot.admin.demo import MONDAY
from bot.playground.server import Server
from bot.playground.workspace import Workspace
from tests.company import DEV, KIM, MAYA, Company, company
from tests.features.buddies.round import at, join
from tests.playground.browser import Browser, OpenBrowser
from tests.waiting import PATIENCE

pytestmark = pytest.mark.browser
THURSDAY = "2027-03-04"
ROUND = 8  # moments, from one round of buddies to the next
MOVES = 30  # of the clock, at most, until something must have happened


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Run the demo, in a Slack that waits for a busy machine; return its one address."""
    monkeypatch.setattr(demos, "Server", partial(Server, ack_seconds=PATIENCE))
    monkeypatch.setattr(demos, "Workspace", _patient)
    with demos.demo() as url:
        yield url


def _patient(*people: Any, **options: Any) -> Workspace:
    workspace = Workspace(*people, **options)
    workspace.triggers.seconds = PATIENCE
    return workspace


def test_a_newcomer_lives_through_the_week(address: str, open_browser: OpenBrowser) -> None:
    """From the set-up to the question that comes back, by clicking only."""
    browser = open_browser()
    _dev_asks_for_it(browser, address)
    _be(browser, address, MAYA)
    browser.sees("Dev would like your one-on-ones to end with a career question.")
    browser.click("Accept")
    browser.sees("Accepted.")
    _go_to(browser, "Thursday 08:00")
    browser.sees("For the last fifteen minutes:")
    browser.click("Another question")
    browser.sees("Only you see this message.")
    _go_to(browser, "Thursday 10:30")
    _dev_answers_and_shares(browser, address)
    _maya_reads(browser, address)
    _dev_sees_the_look(browser, address)
    _the_next_question_comes_back(browser, address)


def test_the_first_click_on_the_clock_prepares_somebody(
    address: str, open_browser: OpenBrowser
) -> None:
    """Whoever only presses the big button sees a manager being prepared."""
    browser = open_browser()
    browser.open(address)
    browser.sees(f"The clock says Monday {MONDAY:%H:%M}")
    browser.press("[data-testid=move]")
    browser.sees("Just now: preparation for Kim")
    browser.click("be Kim")
    browser.until(lambda: browser.driver.current_url.endswith(KIM))
    browser.sees("Listen for:")
    assert browser.sees("Ana shared an answer with you")


def test_a_page_that_stays_open_asks_no_more() -> None:
    """Once the bot has ended nothing looks into its database: that would be opened again."""
    with company() as office:
        office.meet()
        assert office.slack.coming()
    assert office.slack.coming() == ()


def test_what_would_say_nothing_is_not_announced() -> None:
    """Who has answered is not reminded, and a round that ends tells nobody: no moment says so."""
    with company() as office:
        office.meet()
        office.to_next("cue")
        office.to_next("close")
        assert "a reminder for Dev" in _labels(office)
        office.press(DEV, "Answer")
        office.fill(DEV, words="Explaining things")
        assert _labels(office)[0] == "preparation for Maya"


def test_a_round_is_announced_by_name() -> None:
    """Each of its moments says what it is; its end, which tells nobody, is none of them."""
    with company() as office:
        join(office, DEV)
        join(office, KIM)
        office.to(at("2027-03-01", "09:00"))
        assert _labels(office) == ["buddies are paired (Dev and others)"]
        told = set()
        for _ in range(ROUND):
            told |= set(_labels(office))
            office.to(office.slack.coming()[0].at)
        assert "a word to Kim that buddies are paired soon" in told
        assert not [label for label in told if label.startswith("a message")]


def _labels(office: Company) -> list[str]:
    return [one.label for one in office.slack.coming()]


def _be(browser: Browser, address: str, user: str, page: str = "") -> None:
    browser.open(f"{address}/?as={user}{page}")


def _go_to(browser: Browser, when: str) -> None:
    """Press the clock's button until it has reached that moment."""
    for _ in range(MOVES):
        before = browser.text(".strip")
        if f"The clock says {when}." in before:
            return
        browser.press("[data-testid=move]:not([disabled])")
        _wait_for_the_clock(browser, before)
    raise AssertionError(browser.text())


def _move_until(browser: Browser, move: str, seen: str) -> None:
    """Choose a move of the clock again and again, until something is on the page."""
    for _ in range(MOVES):
        before = browser.text(".strip")
        if seen in browser.text(".desk"):
            return
        browser.press("[aria-label='More moves']:not([disabled])")
        browser.click(move)
        _wait_for_the_clock(browser, before)
    raise AssertionError(browser.text())


def _wait_for_the_clock(browser: Browser, before: str) -> None:
    browser.until(lambda: browser.text(".strip") != before)
    browser.misses("Moving the clock")


def _dev_asks_for_it(browser: Browser, address: str) -> None:
    browser.open(address)
    browser.click("Set up a one-on-one")
    Select(browser.field("With whom?")).select_by_visible_text("Maya Brandt")
    date = browser.field("First date")
    browser.driver.execute_script(
        "arguments[0].value = arguments[1];"
        "for (const name of ['input', 'change'])"
        "  arguments[0].dispatchEvent(new Event(name, {bubbles: true}));",
        date,
        THURSDAY,
    )
    browser.click("Ask them")
    browser.sees("I will ask Maya.")
    browser.click("Close")


def _dev_answers_and_shares(browser: Browser, address: str) -> None:
    _be(browser, address, DEV)
    browser.sees("15 minutes left, and they are yours.")
    browser.click("Answer")
    browser.field("What comes to mind?").send_keys("Explaining things to <!channel> people")
    browser.sees("Nobody but you. Not Maya")
    browser.press("input[type=radio][value=manager]")
    browser.sees("You and Maya, from now on.")
    browser.click("Save")
    browser.sees("Kept. You and Maya can see it.")


def _maya_reads(browser: Browser, address: str) -> None:
    _be(browser, address, MAYA)
    _move_until(browser, "To the next preparation", "Dev shared an answer with you")
    browser.click("Read")
    browser.sees("Explaining things to <!channel> people")
    browser.click("Close")


def _dev_sees_the_look(browser: Browser, address: str) -> None:
    _be(browser, address, DEV, "&home=true")
    browser.sees("Maya read")


def _the_next_question_comes_back(browser: Browser, address: str) -> None:
    _be(browser, address, DEV)
    _move_until(browser, "To the last fifteen minutes", "Not today")
    question = _latest_question(browser)
    browser.click("Not today")
    browser.sees("It will wait for Thursday 1 April.")
    _be(browser, address, MAYA)
    _move_until(browser, "To the next preparation", "It waited since last time.")
    assert question in browser.text().split("Thursday, 1 April")[-1]


def _latest_question(browser: Browser) -> str:
    """Return the question under the last cue on the page."""
    words = browser.text().split("15 minutes left, and they are yours.")[-1]
    return next(line for line in words.splitlines() if line.strip())
