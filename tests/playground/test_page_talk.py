"""People talk at the page: a real Chromium, the real server, and a small bot on real Bolt."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.playground import showroom
from tests.playground.browser import Browser, OpenBrowser
from tests.playground.showroom import Room

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def room() -> Iterator[Room]:
    """Share one playground; tests keep apart by being different people."""
    with showroom.furnished() as open_room:
        yield open_room


def write(browser: Browser, words: str, label: str = "Message") -> None:
    """Type words into a field and press Enter."""
    browser.field(label).send_keys(words, Keys.ENTER)


def test_a_message_is_sent_edited_and_deleted(room: Room, open_browser: OpenBrowser) -> None:
    """Enter sends; the answer appears by itself; one's own words can be changed and taken back."""
    browser = open_browser()
    browser.open(f"{room.url}/?as=U0DEV")
    write(browser, "hello")
    browser.sees("echo: hello")
    browser.hover("Dev Malik")
    browser.click("Edit message")
    edited = browser.field("Edit message")
    edited.clear()
    edited.send_keys("hello @maya")
    browser.click("Save")
    browser.sees("hello @Maya Brandt")
    browser.sees("(edited)")
    browser.hover("(edited)")
    browser.click("Delete message")
    browser.click("Delete")
    browser.misses("hello @Maya Brandt")
    assert browser.complaints() == []


def test_what_was_sent_is_looked_at(room: Room, open_browser: OpenBrowser) -> None:
    """Whoever has scrolled back and writes sees what they wrote, and the answer to it."""
    browser = open_browser(height=420)
    browser.open(f"{room.url}/?as=U0ANA")
    for number in range(20):
        browser.field("Message").send_keys(f"line {number}", Keys.SHIFT, Keys.ENTER, Keys.NULL)
    write(browser, "the last line")
    browser.sees("echo: line 0")
    roll = "document.querySelector('.roll:has([aria-label=Messages])').scrollTop"
    assert browser.driver.execute_script(f"{roll} = -200; return {roll}") == -200
    write(browser, "the latest")
    browser.sees("echo: the latest")
    assert browser.until(lambda: browser.driver.execute_script(f"return {roll}") == 0)


def test_what_people_type_stays_text(room: Room, open_browser: OpenBrowser) -> None:
    """Tags, scripts and calls to the channel are shown as typed, and nothing of them runs."""
    browser = open_browser()
    browser.open(f"{room.url}/?as=U0KIM")
    write(browser, showroom.HOSTILE)
    browser.sees(f"echo: {showroom.HOSTILE.replace('`a`', 'a')}")
    browser.open(f"{room.url}/?as=U0KIM")
    browser.sees("<script>alert(1)</script>", "[role=log]")
    assert browser.every("[role=log] script, [role=log] b") == []
    assert browser.complaints() == []


def test_a_thread_opens_beside_the_conversation(room: Room, open_browser: OpenBrowser) -> None:
    """A reply stays in its thread, and the root counts it; commands are refused there."""
    browser = open_browser()
    browser.open(f"{room.url}/?as=U0ANA")
    write(browser, "root")
    browser.sees("echo: root")
    browser.hover("echo: root")
    browser.click("Reply in thread")
    write(browser, "in the thread", "Reply")
    browser.sees("echo: in the thread", "aside")
    browser.click("Close thread")
    browser.sees("2 replies")
    browser.misses("in the thread", "main")
    browser.click("2 replies")
    write(browser, "/career help", "Reply")
    assert browser.sees("/career is not supported in threads")


def test_commands_answer_in_private(room: Room, open_browser: OpenBrowser) -> None:
    """A slash command's answer is visible to its sender alone; an unknown one says so."""
    browser = open_browser()
    browser.open(f"{room.url}/?as=U0TOM")
    write(browser, "/career next")
    browser.sees("help for next")
    browser.sees("Only visible to you")
    write(browser, "/nonsense")
    browser.sees("/nonsense is not a valid command.")
    browser.click("Next")
    assert browser.sees("echo: When is my next one-on-one?")


def test_two_tabs_are_two_people(room: Room, open_browser: OpenBrowser) -> None:
    """What one person says in a channel is marked unread for the other until it is seen."""
    maya, dev = open_browser(), open_browser()
    maya.open(f"{room.url}/?as=U0MAYA")
    dev.open(f"{room.url}/?as=U0DEV")
    dev.press("[data-channel=C0GENERAL]")
    write(dev, "good morning")
    maya.sees("1", "[data-channel=C0GENERAL] .mark")
    maya.press("[data-channel=C0GENERAL]")
    maya.sees("good morning")
    assert maya.until(lambda: not maya.every("[data-channel=C0GENERAL] .mark"))


def test_a_file_is_shared(room: Room, open_browser: OpenBrowser, tmp_path: Path) -> None:
    """A shared file stands in its message with its size, and the bot is told of it."""
    file = tmp_path / "notes.txt"
    file.write_text("a few words")
    browser = open_browser()
    browser.open(f"{room.url}/?as=U0NOOR")
    browser.click("Share a file")
    browser.sees("Up to 5 MB", ".sheet")
    browser.driver.find_element(By.CSS_SELECTOR, "input[type=file]").send_keys(str(file))
    browser.sees("notes.txt", "[role=log]")
    browser.sees("11 bytes", "[role=log]")
    assert room.bot.last("file_share")["event"]["files"][0]["name"] == "notes.txt"
