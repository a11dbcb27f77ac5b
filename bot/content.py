"""The words: `prompts/` read once, checked, and frozen.

Whoever breaks a file is told the file, the entry and the reason, all at once, before the bot
starts. The words in this module are the only ones that people read and that stand in code: they
speak of files that could not be read.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from types import MappingProxyType
from typing import Any
from unicodedata import category

from bot.rules.asking import NEWCOMER_MONTHS, BankQuestion

QUESTIONS, MESSAGES, TOPICS = "questions.toml", "messages.toml", "topics.toml"
LONGEST_TEXT, LONGEST_FOLLOW_UP, LONGEST_LISTEN_FOR = 600, 200, 300
LONGEST_THEME = 60  # a theme's name stands on buttons and in lists, as a topic's does
LONGEST_MESSAGE = 2900  # Slack takes 3,000 characters in a section
FOLLOW_UPS = 2
FOREVER = 10**6  # months
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
FLAGS = frozenset({"opener", "newcomer", "learns"})
COUNTS = frozenset({"min_months", "max_months", "min_asked"})
WORDING = frozenset({"id", "theme", "text", "follow_ups", "listen_for"})
# Characters that turn the direction of what follows them.
TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with the words, and where."""

    file: str
    entry: str
    reason: str

    def __str__(self) -> str:
        return (
            f"{self.file}: {self.entry}: {self.reason}"
            if self.entry
            else f"{self.file}: {self.reason}"
        )


class ContentError(Exception):
    """The words cannot be used; `problems` lists everything that is wrong with them."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(one) for one in problems))
        self.problems = problems


@dataclass(frozen=True)
class Words:
    """Everything the bot says, by key: `words("cue.report", minutes=15)`."""

    _texts: Mapping[str, str]

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the text with its placeholders filled in; raise KeyError for what is unknown."""
        return self._texts[key].format(**values)


@dataclass(frozen=True)
class Content:
    """The bank of questions, the names of its themes in their order, and the words.

    `topics` are what buddies talk about: for each group's name the ids and names of its topics.
    """

    bank: tuple[BankQuestion, ...]
    themes: Mapping[str, str]
    words: Words
    topics: Mapping[str, Mapping[str, str]]
    folder: Path  # where it was read, and the roles stand
    language: str


def contract(lines: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return each key and its placeholders from lines like `cue.report minutes name`.

    Raises ValueError where a key stands twice with other placeholders.
    """
    keys: dict[str, frozenset[str]] = {}
    for key, *names in (line.split() for line in lines if line.strip()):
        if keys.setdefault(key, frozenset(names)) != frozenset(names):
            raise ValueError(f"{key} stands twice with other placeholders")
    return keys


def load(folder: Path, contract: Mapping[str, frozenset[str]], language: str = "en") -> Content:
    """Read the questions, the messages and the topics of a language under `folder`.

    `contract` names every message that the bot says, and the placeholders of each. Raises
    ContentError with all problems of all files.
    """
    found: list[Problem] = []
    questions = _Page(folder, f"{language}/{QUESTIONS}", found)
    messages = _Page(folder, f"{language}/{MESSAGES}", found)
    bank = _Bank(questions)
    texts = dict(_messages(messages, contract))
    topics = dict(_topics(_Page(folder, f"{language}/{TOPICS}", found)))
    if found:
        raise ContentError(tuple(found))
    return Content(
        bank.questions,
        MappingProxyType(bank.themes),
        Words(MappingProxyType(texts)),
        MappingProxyType(topics),
        folder,
        language,
    )


class _Page:
    """A file of words, and the note of everything wrong in it."""

    def __init__(self, folder: Path, file: str, found: list[Problem]) -> None:
        self.file = file
        self._found = found
        self.entries: dict[str, Any] = {}
        self.is_read = False
        try:
            self.entries = tomllib.loads((folder / file).read_text("utf-8-sig"))
            self.is_read = True
        except FileNotFoundError:
            self.note("", "this file is missing")
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            self.note("", f"cannot be read: {error}")

    def note(self, entry: str, reason: str) -> None:
        """Keep a problem for the end."""
        self._found.append(Problem(self.file, entry, reason))

    def text(self, entry: str, name: str, value: object, longest: int) -> str:
        """Return a text without the space around it; note where it cannot be shown."""
        label = f"{name} " if name else ""
        if not isinstance(value, str):
            self.note(
                entry, f"{label}must be a text" if value is not None else f"{label}is missing"
            )
            return ""
        text = value.strip()
        if not text:
            self.note(entry, f"{label}is empty")
        if len(text) > longest:
            self.note(entry, f"{label}has {len(text)} characters; {longest} are possible")
        if strange := sorted({one for one in text if not one.isprintable() and _is_strange(one)}):
            codes = ", ".join(f"U+{ord(one):04X}" for one in strange)
            self.note(entry, f"{label}holds control characters: {codes}")
        return text

    def unknown(self, entry: str, found: Iterable[str], known: frozenset[str]) -> None:
        """Note names that stand there and mean nothing."""
        for name in found:
            if name not in known:
                self.note(entry, f"unknown entry {name!r}; known are {', '.join(sorted(known))}")


class _Bank:
    """Reads the questions: a table of themes by id, in their order, and an array `question`."""

    def __init__(self, page: _Page) -> None:
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


def _is_strange(one: str) -> bool:
    return one in TURNS or (category(one) in {"Cc", "Cs"} and one not in "\n\t")


def _messages(page: _Page, contract: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, str]]:
    found = dict(_flat(page.entries)) if page.is_read else {}
    for key in contract if page.is_read else ():
        if key not in found:
            page.note(key, "this message is missing")
    for key, value in found.items():
        if key not in contract:
            page.note(key, "the bot says no message with this key")
            continue
        text = page.text(key, "", value, LONGEST_MESSAGE)
        _check_placeholders(page, key, text, contract[key])
        yield key, text


def _flat(table: dict[str, Any], above: str = "") -> Iterator[tuple[str, object]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{name}.")
        else:
            yield above + name, value


def _check_placeholders(page: _Page, key: str, text: str, known: frozenset[str]) -> None:
    try:
        parts = list(Formatter().parse(text))
    except ValueError as error:
        page.note(key, f"a brace is out of place ({error}); write {{{{ or }}}} for a real one")
        return
    used = {name for _, name, _, _ in parts if name is not None}
    for _, name, form, conversion in parts:
        if form or conversion:
            page.note(key, f"placeholder {name!r} must be a plain name in braces")
    for name in sorted(used - known):
        page.note(
            key, f"unknown placeholder {name!r}; known are {', '.join(sorted(known)) or 'none'}"
        )
    for name in sorted(known - used) if text else ():
        page.note(key, f"placeholder {name!r} is missing")


def _topics(page: _Page) -> Iterator[tuple[str, Mapping[str, str]]]:
    groups, tables = page.entries.get("groups", {}), {**page.entries}
    tables.pop("groups", None)
    named = set(groups) if isinstance(groups, dict) else set()
    for group in named ^ set(tables):
        page.note(group, "needs a name under [groups] and a table of topics")
    seen: set[str] = set()
    for group in [one for one in tables if one in named]:
        topics = tables[group] if isinstance(tables[group], dict) else {}
        for topic in topics:
            if topic in seen or not NAME.fullmatch(topic):
                page.note(f"{group}.{topic}", "an id stands once, with a-z, 0-9 and hyphens only")
            seen.add(topic)
        names = {one: page.text(f"{group}.{one}", "", topics[one], LONGEST_THEME) for one in topics}
        yield page.text(f"groups.{group}", "", groups[group], LONGEST_THEME), names
