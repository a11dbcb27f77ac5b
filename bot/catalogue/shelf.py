"""What the bot knows about roles: read from the files when it is needed, and then kept.

Reading takes up to a second. What every message needs is read right after the start, beside the
first of them; what only moves need, when somebody first asks about them.
"""

from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, TypeVar

from bot.content import ContentError, Problem
from bot.content.page import read_entries
from bot.rules.catalogue import Catalogue, Role
from bot.rules.lattice.kinds import Kind
from bot.rules.understanding.phrases import Phrases, read_phrases

if TYPE_CHECKING:
    from bot.rules.lattice.fusion import Lattice
    from bot.rules.titles import Titles
    from bot.rules.understanding.lexicon import Lexicon

Read = TypeVar("Read")

PHRASES = "phrases.toml"
LEVELLESS = frozenset({Kind.TRY, Kind.GIVE})


class Shelf:
    """The catalogue under a folder and all that is made from it: each once, when it is needed.

    Every property raises ContentError where a file of it cannot be used: the same one until the
    bot is started again, as with all words.
    """

    def __init__(self, folder: Path, language: str = "en") -> None:
        self._folder, self._language = folder, language
        self._lock = RLock()
        self._catalogue: Catalogue | None = None
        self._lexicon: Lexicon | None = None
        self._lattice: Lattice | None = None
        self._titles: Titles | None = None
        self._broken: ContentError | None = None

    @property
    def catalogue(self) -> Catalogue:
        """The roles, skills and tags."""
        from bot.catalogue import load

        with self._lock:
            self._catalogue = self._catalogue or self._kept(lambda: load(self._folder))
            return self._catalogue

    def get_ready(self) -> None:
        """Read what understanding needs, if it was not yet; trouble shows when it is used."""
        with suppress(ContentError):
            _ = self.lexicon

    @property
    def roles(self) -> "dict[str, Role]":
        """The company's roles, or the occupations where it has none."""
        found = self.catalogue
        return dict(found.roles or found.occupations)

    def _kept(self, read: Callable[[], Read]) -> Read:
        """Return what `read` does; what made it fail is kept, so that it fails at once again."""
        if self._broken is not None:
            raise self._broken
        try:
            return read()
        except ContentError as error:
            self._broken = error
            raise

    def name_of(self, role: str, number: int = 0, track: str = "", kind: str = "") -> str:
        """Return how a level of a role is called; where it is no longer there, the role's id.

        An idea that moves nobody to a level is called by the role. Never raises: it stands in
        other features' messages.
        """
        try:
            found = self.roles.get(role)
        except ContentError:
            return role
        if found is None:
            return role
        wanted = (number, track) if kind not in LEVELLESS else None
        levels = (one.name for one in found.levels if (one.number, one.track) == wanted)
        return next(levels, found.title)

    @property
    def lattice(self) -> "Lattice":
        """The roles and how near they are to each other."""
        from bot.rules.lattice.fusion import lattice

        with self._lock:
            self._lattice = self._lattice or lattice(self.catalogue)
            return self._lattice

    @property
    def lexicon(self) -> "Lexicon":
        """All the words that can be understood."""
        from bot.rules.understanding.lexicon import Lexicon

        with self._lock:
            if self._lexicon is None:
                phrases = self._kept(lambda: load_phrases(self._folder, self._language))
                self._lexicon = Lexicon(self.catalogue, phrases)
            return self._lexicon

    @property
    def titles(self) -> "Titles":
        """All titles of roles, ready to be matched."""
        from bot.rules.titles import Titles

        with self._lock:
            self._titles = self._titles or Titles(self.lattice.roles)
            return self._titles


@lru_cache
def shelf(folder: Path, language: str = "en") -> Shelf:
    """Return the one shelf of a folder: what stands on it is made once in a process."""
    return Shelf(folder, language)


def load_phrases(folder: Path, language: str = "en") -> Phrases:
    """Read how people say things; raise ContentError with everything that is wrong there."""
    file = f"{language}/{PHRASES}"
    found: list[Problem] = []
    document = read_entries(folder, file, found)
    if document is None:
        raise ContentError(tuple(found))
    phrases = read_phrases(document, lambda entry, why: found.append(Problem(file, entry, why)))
    if found:
        raise ContentError(tuple(found))
    return phrases
