"""How people say things: the phrase table of `prompts/en/phrases.toml` as values."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.rules.understanding.reading import Intent, Remark, Wanted

Note = Callable[[str, str], None]
Texts = tuple[str, ...]

SECTIONS: dict[str, frozenset[str]] = {
    "spelling": frozenset({"short", "words"}),
    "grammar": frozenset(
        {"not", "but", "not_jobs", "joints", "owned", "one", "who", "self", "only"}
        | {"being", "from", "between", "toward", "bidding", "bidden", "faint", "theirs"}
    ),
    "roles": frozenset({"mine", "past", "target", "avoided", "mine_after"}),
    "feelings": frozenset(
        {"like", "dislike", "dislike_only_with_not", "have", "need", "rules_out"}
        | {"like_after", "dislike_after", "have_after", "need_after", "rules_out_after"}
    ),
    "intents": frozenset(
        {Intent.DISTANCE, Intent.PEOPLE, Intent.ELSEWHERE, Intent.HELP, Intent.MOVES, Intent.INSULT}
    ),
    "wanted": frozenset(Wanted),
    "others": frozenset({"people", "asks", "owners"}),
    "remarks": frozenset(
        {"around", "wishing", "danger_anywhere", "hard_anywhere", *Remark}
        | {"harm_anywhere"}
        | {"privacy_begins", "pay_begins", "next_begins", "buddy_begins"}
        | {"hard_begins", "away_begins", "mine_begins"}
    ),
}
FREE = ("levels", "fields", "languages")  # their entries have names of one's own
THING = frozenset({"say", "skills", "tags", "families"})


@dataclass(frozen=True, slots=True)
class Thing:
    """Ways of naming something, and the skills (by name), tags and families that it stands for."""

    say: Texts
    skills: Texts = ()
    tags: Texts = ()
    families: Texts = ()


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrase table. Lists are reached by section and name: `listed("feelings", "like")`."""

    short: Mapping[str, str]
    whole: frozenset[str]
    ordinary: frozenset[str]
    lists: Mapping[str, Mapping[str, Texts]]
    levels: Mapping[str, int]
    things: tuple[Thing, ...]
    outside: tuple[Thing, ...]
    fields: Mapping[str, Texts]
    languages: Mapping[str, frozenset[str]]

    def listed(self, section: str, name: str) -> Texts:
        """Return the ways of saying that stand in a list."""
        return self.lists[section][name]


def _say_nothing(_entry: str, _reason: str) -> None:
    """Take note of a problem, and keep it to oneself."""


def read_phrases(document: Mapping[str, Any], note: Note = _say_nothing) -> Phrases:
    """Return the phrase table from the document of its file.

    Each problem goes to `note` with its entry and reason; what is wrong is left out.
    """
    known = {*SECTIONS, *FREE, "thing", "outside"}
    for name in document.keys() - known:
        note(str(name), f"unknown section; known are {', '.join(sorted(known))}")
    lists = {
        section: {
            name: _texts(f"{section}.{name}", _table(document, section, note).get(name), note)
            for name in sorted(names)
        }
        for section, names in SECTIONS.items()
        if section != "spelling"
    }
    for section, names in SECTIONS.items():
        for name in _table(document, section, note).keys() - names:
            note(f"{section}.{name}", f"unknown entry; known are {', '.join(sorted(names))}")
    spelling = _table(document, "spelling", note)
    words = _table(spelling, "words", note)
    return Phrases(
        short=_short(_table(spelling, "short", note), note),
        whole=frozenset(_texts("spelling.words.whole", words.get("whole"), note)),
        ordinary=frozenset(_text("spelling.words.ordinary", words.get("ordinary"), note).split()),
        lists=lists,
        levels=_levels(_table(document, "levels", note), note),
        things=tuple(_things("thing", document.get("thing"), note)),
        outside=tuple(_things("outside", document.get("outside"), note)),
        fields={
            name: _texts(f"fields.{name}", value, note)
            for name, value in _table(document, "fields", note).items()
        },
        languages={
            name: frozenset(_text(f"languages.{name}", value, note).casefold().split())
            for name, value in _table(document, "languages", note).items()
        },
    )


def _table(document: Mapping[str, Any], name: str, note: Note) -> Mapping[str, Any]:
    value = document.get(name)
    if isinstance(value, Mapping):
        return value
    note(name, "must be a table" if value is not None else "is missing")
    return {}


def _text(entry: str, value: object, note: Note) -> str:
    if isinstance(value, str):
        return value
    note(entry, "must be a text" if value is not None else "is missing")
    return ""


def _texts(entry: str, value: object, note: Note) -> Texts:
    if not isinstance(value, list):
        note(entry, "must be a list of texts" if value is not None else "is missing")
        return ()
    good = tuple(one for one in value if isinstance(one, str) and one.strip())
    if len(good) < len(value):
        note(entry, "holds something that is no text, or empty")
    return good


def _short(table: Mapping[str, Any], note: Note) -> dict[str, str]:
    return {
        name.casefold(): _text(f"spelling.short.{name}", value, note)
        for name, value in table.items()
    }


def _levels(table: Mapping[str, Any], note: Note) -> dict[str, int]:
    for name, value in table.items():
        if type(value) is not int:
            note(f"levels.{name}", "must be a whole number")
    return {name: value for name, value in table.items() if type(value) is int}


def _things(section: str, value: object, note: Note) -> Iterable[Thing]:
    if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
        note(section, f"must be tables that begin with [[{section}]]")
        return
    for number, table in enumerate(value, start=1):
        entry = f"{section} {number}"
        for name in table.keys() - THING:
            note(entry, f"unknown entry {name!r}; known are {', '.join(sorted(THING))}")
        say = _texts(f"{entry}.say", table.get("say"), note)
        others = {
            name: _texts(f"{entry}.{name}", table[name], note)
            for name in ("skills", "tags", "families")
            if name in table
        }
        yield Thing(say, **others)
