"""The words: `prompts/` read once, checked, and frozen.

Whoever breaks a file is told the file, the entry and the reason, all at once, before the bot
starts. The words in this folder are the only ones that people read and that stand in code: they
speak of files that could not be read.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from bot.content.messages import read_messages
from bot.content.page import Page, Problem
from bot.content.questions import Bank
from bot.content.topics import read_topics
from bot.rules.asking import BankQuestion

__all__ = ["Content", "ContentError", "Problem", "Words", "contract", "load"]

QUESTIONS, MESSAGES, TOPICS = "questions.toml", "messages.toml", "topics.toml"


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
    questions = Page(folder, f"{language}/{QUESTIONS}", found)
    messages = Page(folder, f"{language}/{MESSAGES}", found)
    bank = Bank(questions)
    texts = dict(read_messages(messages, contract))
    topics = dict(read_topics(Page(folder, f"{language}/{TOPICS}", found)))
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
