"""All the words that can be understood: built once from a catalogue and the phrase table."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from bot.rules.catalogue import Catalogue, Role
from bot.rules.understanding.patterns import Patterns
from bot.rules.understanding.phrases import Phrases, Texts, Thing
from bot.rules.understanding.resemblance import Resemblance
from bot.rules.understanding.spelling import Spelling
from bot.rules.understanding.tokens import PERSON, Token, plain, tokenize

LONGEST_NAME = 7  # words
ABBREVIATION = 3  # letters: a name so short that is an ordinary word as well stands in capitals
THEM = "{them}"
FEELINGS = ("have", "like", "dislike", "need", "rules_out")
FELT_AFTER = ("have", "like", "dislike", "need", "rules_out")
AFTER, ONLY_WITH_NOT = "_after", "dislike_only_with_not"
AROUND, WISHING = "around", "wishing"  # list what may stand around a remark, and before a wish


@dataclass(slots=True)
class Entry:
    """What a name can stand for; `outside` is a job of no catalogue, with what it teaches."""

    roles: dict[str, int | None] = field(default_factory=dict)
    skills: Texts = ()
    tags: Texts = ()
    families: Texts = ()
    field: str | None = None
    outside: Texts | None = None
    is_thing: bool = False
    is_shy: bool = False  # counts in capitals only


@dataclass(frozen=True, slots=True)
class Found:
    """A name found in a text, from which word to which."""

    entry: Entry
    start: int
    end: int


class Lexicon:
    """Names of roles, skills, fields and other things, and the phrases around them.

    It does not change: a sentence is read the same whatever was read before.
    """

    def __init__(self, catalogue: Catalogue, phrases: Phrases) -> None:
        self.phrases = phrases
        self.family_of: Mapping[str, str] = {one.id: one.family for one in catalogue.roles.values()}
        self._names: dict[str, Entry] = {}
        self._skills = {one.name.casefold(): one.id for one in catalogue.skills.values()}
        self._words: Counter[str] = Counter(phrases.ordinary)
        # Names and phrases are made of the same words; what people write is not kept here.
        self._read = cache(self.tokens)
        self._add_names(catalogue)
        self._add_jobs(phrases)
        self._add_wishes()
        self._add_remarks(phrases)
        self._add_small_words(phrases)
        self.spelling = Spelling(self._words, phrases.whole)
        self._read.cache_clear()

    def tokens(self, text: str) -> tuple[Token, ...]:
        """Return a text's words as they are compared, typing errors and all."""
        return tokenize(text, self.phrases.short, self.phrases.whole)

    def stems(self, text: str) -> Texts:
        """Return the stems of a text's words."""
        return tuple(one.stem for one in self.tokens(text))

    def plain(self, text: str) -> Texts:
        """Return a text's words as they stand, contractions spelled out."""
        return tuple(one.plain for one in self.tokens(text))

    def small(self, name: str) -> frozenset[str]:
        """Return the plain words of a list of the section `grammar`."""
        return self._small[name]

    def names(self, tokens: Sequence[Token]) -> tuple[Found, ...]:
        """Return the names that stand there, the longest first where they overlap."""
        return tuple(self._find(tokens))

    def _find(self, tokens: Sequence[Token]) -> Iterator[Found]:
        at = 0
        while at < len(tokens):
            found = next(self._at(tokens, at), None)
            if found:
                yield found
            at = found.end if found else at + 1

    def _at(self, tokens: Sequence[Token], at: int) -> Iterator[Found]:
        last = min(at + LONGEST_NAME, len(tokens))
        while tokens[last - 1].clause != tokens[at].clause:
            last -= 1
        for end in range(last, at, -1):
            entry = self._names.get("".join(one.stem for one in tokens[at:end]))
            if entry and (tokens[at].is_upper or not entry.is_shy or end - at > 1):
                yield Found(entry, at, end)

    def _entry(self, name: str) -> Entry:
        stems = self._learned(name)
        entry = self._names.setdefault("".join(stems), Entry())
        is_short = len(stems) == 1 and len(name) <= ABBREVIATION
        if is_short and name.casefold() in self.phrases.ordinary:
            entry.is_shy = True
        return entry

    def _learned(self, text: str) -> Texts:
        """Return the stems of a phrase, and keep its words as known to be right."""
        tokens = self._read(text)
        self._words.update(one.plain for one in tokens)
        return tuple(one.stem for one in tokens)

    def _add_names(self, catalogue: Catalogue) -> None:
        self._add_skills(catalogue)
        self._add_things(catalogue)
        self._add_fields(catalogue)
        for role in catalogue.roles.values():
            self._add_role(role)
        self.titles = Resemblance(
            (role.id, tuple(one.stem for one in self._read(name)))
            for role in catalogue.roles.values()
            for name in _names(role)
        )

    def _add_jobs(self, phrases: Phrases) -> None:
        self.levels = {self.stems(word)[0]: n for word, n in phrases.levels.items()}
        self.uses = self._listed("roles", "mine", "past", "target", "avoided")
        self.uses_after = self._listed("roles", "mine_after")
        self.people = self._listed("others", "people", "owners")
        asked = (one.replace(THEM, f"<@{PERSON}>") for one in phrases.listed("others", "asks"))
        self.asks = Patterns([("ask", one) for one in asked], self.stems)
        self.not_jobs = frozenset(
            "".join(self._learned(one)) for one in phrases.listed("grammar", "not_jobs")
        )

    def _add_wishes(self) -> None:
        self.feelings = self._listed("feelings", *FEELINGS, ONLY_WITH_NOT)
        self.feelings_after = self._listed("feelings", *(one + AFTER for one in FELT_AFTER))
        self.intents = self._patterns("intents")
        self.wanted = self._patterns("wanted")

    def _add_remarks(self, phrases: Phrases) -> None:
        """Add what is compared word by word: "praise" is no "raise", and "helping" no "help"."""
        lists = phrases.lists["remarks"].keys() - {AROUND, WISHING}
        every = [(name, one) for name in sorted(lists) for one in phrases.listed("remarks", name)]
        self.remarks = Patterns(every, self.plain)
        around, wishing = phrases.listed("remarks", AROUND), phrases.listed("remarks", WISHING)
        self.around = frozenset(map(self.plain, around)) | {(PERSON,)}
        self.wishing = frozenset(map(self.plain, wishing)) | self.around

    def _add_small_words(self, phrases: Phrases) -> None:
        self.grammar = self._patterns("grammar")
        self._small = {name: _plain(those) for name, those in phrases.lists["grammar"].items()}
        self.languages = {
            name: frozenset(plain(word) for word in words)
            for name, words in phrases.languages.items()
        }

    def _add_role(self, role: Role) -> None:
        for name in _names(role):
            self._entry(name).roles.setdefault(role.id, None)
        for level in role.levels:
            self._entry(level.name).roles.setdefault(role.id, level.number)

    def _add_skills(self, catalogue: Catalogue) -> None:
        for skill in catalogue.skills.values():
            for name in (skill.name, *skill.also):
                entry = self._entry(name)
                entry.is_thing, entry.skills = True, _both(entry.skills, [skill.id])

    def _add_things(self, catalogue: Catalogue) -> None:
        for thing in self.phrases.things:
            for name in thing.say:
                self._add_thing(self._entry(name), thing, catalogue)
        for thing in self.phrases.outside:
            for name in thing.say:
                self._entry(name).outside = self._ids(thing.skills)

    def _add_fields(self, catalogue: Catalogue) -> None:
        for family in catalogue.families.values():
            for name in (family.name, *self.phrases.fields.get(family.id, ())):
                self._entry(name).field = family.id

    def _add_thing(self, entry: Entry, thing: Thing, catalogue: Catalogue) -> None:
        entry.is_thing = True
        entry.skills = _both(entry.skills, self._ids(thing.skills))
        entry.tags = _both(entry.tags, (one for one in thing.tags if one in catalogue.tags))
        known = (one for one in thing.families if one in catalogue.families)
        entry.families = _both(entry.families, known)

    def _ids(self, names: Texts) -> Texts:
        return tuple(
            self._skills[name.casefold()] for name in names if name.casefold() in self._skills
        )

    def _patterns(self, section: str) -> Patterns:
        return self._listed(section, *self.phrases.lists[section])

    def _listed(self, section: str, *names: str) -> Patterns:
        phrases = [(name, one) for name in names for one in self.phrases.listed(section, name)]
        return Patterns(phrases, self._learned)


def _names(role: Role) -> Texts:
    return (role.title, *role.aliases)


def _plain(words: Texts) -> frozenset[str]:
    return frozenset(plain(word) for word in words)


def _both(first: Texts, second: Iterable[str]) -> Texts:
    return tuple(dict.fromkeys((*first, *second)))
