"""The bank of questions: each with its theme, two follow-ups, what to listen for, and for whom."""

from collections.abc import Iterator
from typing import Any

from bot.content.page import LONGEST_THEME, NAME, Page
from bot.rules.asking import NEWCOMER_MONTHS, BankQuestion

LONGEST_TEXT, LONGEST_FOLLOW_UP, LONGEST_LISTEN_FOR = 600, 200, 300
FOLLOW_UPS = 2
FOREVER = 10**6  # months
FLAGS = frozenset({"opener", "newcomer", "learns"})
COUNTS = frozenset({"min_months", "max_months", "min_asked"})
WORDING = frozenset({"id", "theme", "text", "follow_ups", "listen_for"})


class Bank:
    """Reads the questions: a table of themes by id, in their order, and an array `question`."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.themes: dict[str, str] = {}
        self.questions: tuple[BankQuestion, ...] = ()
        if page.is_read:
            page.unknown("", page.entries, frozenset({"themes", "question"}))
            self.themes = dict(self._read_themes(page.entries.get("themes")))
            self.questions = tuple(self._read_all(page.entries.get("question")))
            self._check_all()

    def _read_themes(self, table: object) -> Iterator[tuple[str, str]]:
        if not isinstance(table, dict):
            self._page.note("themes", "must be a table of ids and names")
            return
        for theme, name in table.items():
            entry = f"themes.{theme}"
            if not NAME.fullmatch(theme):
                self._page.note(entry, "an id has only a-z, 0-9 and single hyphens")
            yield theme, self._page.text(entry, "", name, LONGEST_THEME)

    def _read_all(self, tables: object) -> Iterator[BankQuestion]:
        if not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
            self._page.note("question", "must be an array of tables: [[question]]")
            return
        seen: set[str] = set()
        for number, table in enumerate(tables, start=1):
            name = table.get("id")
            entry = name if isinstance(name, str) and name else f"question {number}"
            if entry in seen:
                self._page.note(entry, "this id stands twice")
            seen.add(entry)
            yield self._read(entry, table)

    def _read(self, entry: str, table: dict[str, Any]) -> BankQuestion:
        page = self._page
        page.unknown(entry, table, WORDING | FLAGS | COUNTS)
        if entry != table.get("id") or not NAME.fullmatch(entry):
            page.note(entry, "an id has only a-z, 0-9 and single hyphens")
        theme = table.get("theme")
        if not isinstance(theme, str) or theme not in self.themes:
            page.note(entry, f"unknown theme {theme!r}")
        return BankQuestion(
            id=entry,
            theme=str(theme),
            text=page.text(entry, "text", table.get("text"), LONGEST_TEXT),
            follow_ups=self._follow_ups(entry, table.get("follow_ups")),
            listen_for=page.text(entry, "listen_for", table.get("listen_for"), LONGEST_LISTEN_FOR),
            **self._conditions(entry, table),
        )

    def _follow_ups(self, entry: str, values: object) -> tuple[str, ...]:
        if not isinstance(values, list) or len(values) != FOLLOW_UPS:
            self._page.note(entry, f"follow_ups must be exactly {FOLLOW_UPS} texts")
            return ()
        return tuple(
            self._page.text(entry, "a follow-up", one, LONGEST_FOLLOW_UP) for one in values
        )

    def _conditions(self, entry: str, table: dict[str, Any]) -> dict[str, Any]:
        given = {name: table[name] for name in sorted((FLAGS | COUNTS) & table.keys())}
        good = {name: value for name, value in given.items() if _fits(name, value)}
        for name in given.keys() - good.keys():
            kind = "true or false" if name in FLAGS else "a whole number from 0 up"
            self._page.note(entry, f"{name} must be {kind}")
        earliest, latest = good.get("min_months", 0), good.get("max_months", FOREVER)
        if earliest > latest or (good.get("newcomer") and earliest >= NEWCOMER_MONTHS):
            self._page.note(entry, "its conditions on months can never hold together")
        return good

    def _check_all(self) -> None:
        used = {one.theme for one in self.questions}
        for theme in self.themes:
            if theme not in used:
                self._page.note(f"themes.{theme}", "has no question")
        if not any(_is_for_all(one) for one in self.questions):
            self._page.note("question", "at least one question must have no conditions")


def _fits(name: str, value: object) -> bool:
    return isinstance(value, bool) if name in FLAGS else type(value) is int and value >= 0


def _is_for_all(one: BankQuestion) -> bool:
    return not (one.newcomer or one.min_asked or one.min_months or one.max_months is not None)
