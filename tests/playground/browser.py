"""A real headless Chromium for tests; another suite borrows it by naming this as a plugin."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import TypeVar

import pytest
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.remote.webelement import WebElement

PATIENCE = 60.0
PAUSE = 0.04
MOMENT = 500  # milliseconds
PHONE = 560
TABS = 80  # stops of the keyboard on a page, at most
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)
# WebDriver takes what has to be scrolled to for hidden, and is asked once for each element.
_VISIBLE = """
return [...document.querySelectorAll(arguments[0])]
  .filter(one => one.checkVisibility({visibilityProperty: true}));
"""
_NAMED = """
return [...document.querySelectorAll("button, a, [role=menuitem], .q-item")].filter(one =>
  one.checkVisibility({visibilityProperty: true}) &&
  (one.innerText.trim() === arguments[0] || one.ariaLabel === arguments[0])).at(-1);
"""
_WORDS = "return document.querySelector(arguments[0])?.innerText ?? ''"
_FOCUSED = """
const one = document.activeElement;
if (!one || one === document.body) return "";
return (one.ariaLabel ?? one.closest("label")?.innerText ?? one.innerText).trim();
"""
# The page itself waits until words are there, or gone: asking again and again takes the time that
# the page needs. It answers after a moment in any case, for it may be left meanwhile.
_TURN = """
const [words, selector, isWanted, moment, done] = arguments;
const looks = () =>
  (document.querySelector(selector)?.innerText ?? "").includes(words) === isWanted;
if (looks()) { done(true); return; }
const end = () => { watch.disconnect(); clearTimeout(timer); done(looks()); };
const watch = new MutationObserver(() => looks() && end());
const timer = setTimeout(end, moment);
watch.observe(document, {
  subtree: true, childList: true, characterData: true, attributes: true,
});
"""
Found = WebElement
Seen = TypeVar("Seen")


class Browser:
    """One window: it waits for what it is asked for, and finds things as people name them."""

    def __init__(self, driver: webdriver.Chrome) -> None:
        self.driver = driver

    def open(self, url: str) -> None:
        """Open a page, and wait until it can be used."""
        self.driver.get(url)
        self.css("[data-ready]")

    def css(self, selector: str) -> Found:
        """Return the first visible element, as soon as there is one."""
        return self.until(lambda: self.every(selector)[0])

    def every(self, selector: str) -> list[Found]:
        """Return all visible elements that fit now, those to scroll to as well."""
        found: list[Found] = self.driver.execute_script(_VISIBLE, selector)
        return found

    def button(self, name: str) -> Found:
        """Return the last visible button, link or menu item with this text or label."""
        found: Found = self.until(lambda: self.driver.execute_script(_NAMED, name))
        return found

    def click(self, name: str) -> None:
        """Press the button with this text or label."""
        self._press(lambda: self.button(name))

    def press(self, selector: str) -> None:
        """Press the first visible element that fits, once nothing lies over it."""
        self._press(lambda: self.css(selector))

    def field(self, label: str) -> Found:
        """Return the visible field with this label."""
        return self.css(f"[aria-label={_quoted(label)}]:is(input, textarea, select)")

    def text(self, selector: str = "body") -> str:
        """Return the visible words of the first element that fits."""
        return str(self.driver.execute_script(_WORDS, selector))

    def sees(self, words: str, selector: str = "body") -> bool:
        """Wait until these words are on the page."""
        return self._turns(words, selector, is_wanted=True)

    def misses(self, words: str, selector: str = "body") -> bool:
        """Wait until these words are not on the page."""
        return self._turns(words, selector, is_wanted=False)

    def _turns(self, words: str, selector: str, *, is_wanted: bool) -> bool:
        def turned() -> bool:
            asked = (words, selector, is_wanted, MOMENT)
            return bool(self.driver.execute_async_script(_TURN, *asked))

        return self.until(turned)

    def _press(self, find: Callable[[], Found]) -> None:
        def pressed() -> bool:
            find().click()
            return True

        self.until(pressed)

    def hover(self, words: str) -> None:
        """Point at the last message with these words: its tools appear."""
        said = self.until(
            lambda: [o for o in self.every("article") if words in str(o.get_property("innerText"))]
        )
        ActionChains(self.driver).move_to_element(said[-1]).perform()

    def keys(self, *keys: str) -> None:
        """Press keys, wherever the keyboard stands."""
        ActionChains(self.driver).send_keys(*keys).perform()

    def focused(self) -> str:
        """Return the label or text of what the keyboard stands on; empty where it is nothing."""
        return str(self.driver.execute_script(_FOCUSED))

    def tab_to(self, name: str) -> None:
        """Press Tab until the keyboard stands on what has this name."""
        for _ in range(TABS):
            if self.focused() == name:
                return
            self.keys(Keys.TAB)
        raise AssertionError(f"{name!r} is not reached: {self.text()}")

    def until(self, seen: Callable[[], Seen]) -> Seen:
        """Wait until something is so; what is not there yet, or just gone, is looked at again."""
        ends = monotonic() + PATIENCE
        while monotonic() < ends:
            # A page that changes while it is looked at is no failure: the next look will tell.
            with suppress(LookupError, StopIteration, WebDriverException):
                if found := seen():
                    return found
            sleep(PAUSE)
        raise AssertionError(self.text())

    def complaints(self) -> list[str]:
        """Return what the page's own console complained about."""
        entries = self.driver.get_log("browser")  # type: ignore[no-untyped-call]  # selenium leaves it bare
        return [str(entry["message"]) for entry in entries if entry["level"] == "SEVERE"]


OpenBrowser = Callable[..., Browser]


class Windows:
    """The browsers of a test session: one that a test is done with serves the next test."""

    def __init__(self, binary: str, driver: str, folder: Path) -> None:
        self._binary, self._driver, self._folder = Path(binary), driver, folder
        self._free: list[webdriver.Chrome] = []
        self.every: list[webdriver.Chrome] = []

    def take(self) -> webdriver.Chrome:
        """Return a browser that nobody uses."""
        if not self._free:
            profile = self._folder / str(len(self.every))
            service = webdriver.ChromeService(self._driver)
            self._free.append(webdriver.Chrome(_options(self._binary, profile), service))
            self.every.append(self._free[-1])
        return self._free.pop()

    def give_back(self, chrome: webdriver.Chrome) -> None:
        """Leave the page, so that the next test begins with an empty one."""
        chrome.get("about:blank")
        chrome.delete_all_cookies()
        chrome.get_log("browser")  # type: ignore[no-untyped-call]  # selenium leaves it bare
        self._free.append(chrome)


@pytest.fixture(scope="session")
def windows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Windows]:
    """Lend browsers with profiles of their own; skip where there is none, or fail in CI."""
    binary = shutil.which("chromium") or shutil.which("google-chrome")
    driver = shutil.which("chromedriver")
    if not binary or not driver:
        (pytest.fail if os.environ.get("TRELLIS_CI") else pytest.skip)("no browser")
    pool = Windows(binary, driver, tmp_path_factory.mktemp("browser"))
    yield pool
    for chrome in pool.every:
        _end(chrome)


@pytest.fixture
def open_browser(windows: Windows) -> Iterator[OpenBrowser]:
    """Lend a function `open_browser(width, height, dark)` that gives a window for this test."""
    with ExitStack() as used:

        def opened(width: int = 1280, height: int = 860, *, dark: bool = False) -> Browser:
            chrome = windows.take()
            used.callback(windows.give_back, chrome)
            _emulate(chrome, width, height, dark=dark)
            return Browser(chrome)

        yield opened


def _end(chrome: webdriver.Chrome) -> None:
    """Close the browser and end its driver, which would else be given whole seconds to end."""
    WebDriver.quit(chrome)
    if chrome.service.process is not None:
        chrome.service.process.terminate()
        chrome.service.process.wait(PATIENCE)
    chrome.service.stop()


def _options(binary: Path, profile: Path) -> webdriver.ChromeOptions:
    options = webdriver.ChromeOptions()
    options.binary_location = str(binary)
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return options


def _emulate(chrome: webdriver.Chrome, width: int, height: int, *, dark: bool) -> None:
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < PHONE}
    chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    calm = {"name": "prefers-reduced-motion", "value": "reduce"}
    chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme, calm]})


def _quoted(words: str) -> str:
    return f'"{words}"' if '"' not in words else f"'{words}'"
