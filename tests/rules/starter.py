"""The starter catalogue and the phrase table, as the bot has them; and sentences to try on them."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bot.catalogue import load
from bot.rules.catalogue import Catalogue
from bot.rules.understanding.lexicon import Lexicon
from bot.rules.understanding.phrases import Phrases, read_phrases
from bot.rules.understanding.reading import Reading, Use
from bot.rules.understanding.understand import understand

HERE = Path(__file__).parent
PROMPTS = HERE.parents[1] / "prompts"
USES = (Use.MINE, Use.PAST, Use.TARGET, Use.AVOIDED)
WISHES = ("skills", "likes", "dislikes", "needs", "rules_out")


@cache
def catalogue() -> Catalogue:
    """Return the catalogue that comes with the bot."""
    return load(PROMPTS)


@cache
def phrases() -> Phrases:
    """Return the phrase table that comes with the bot."""
    return read_phrases(document(PROMPTS / "en/phrases.toml"))


@cache
def lexicon() -> Lexicon:
    """Return what is understood out of the box."""
    return Lexicon(catalogue(), phrases())


def read(sentence: str) -> Reading:
    """Read a sentence with the starter catalogue."""
    return understand(sentence, lexicon())


def document(path: Path) -> dict[str, Any]:
    """Return the contents of a TOML file."""
    return tomllib.loads(path.read_text("utf-8"))


@dataclass(frozen=True)
class Score:
    """How many sentences were read as they should be, and what was read otherwise."""

    sentences: int
    intents: int
    roles: int
    roles_right: int
    misread: tuple[str, ...]

    @property
    def role_at1(self) -> float:
        """Return the share of roles that were the first reading, in the right use."""
        return self.roles_right / self.roles

    @property
    def intent(self) -> float:
        """Return the share of sentences with the right intent."""
        return self.intents / self.sentences


def score(file: str) -> Score:
    """Read all sentences of a file in this folder."""
    sentences = document(HERE / file)["sentence"]
    intents = roles = right = 0
    misread: list[str] = []
    for one in sentences:
        reading = read(one["say"])
        intents += reading.intent == one["intent"]
        if reading.intent != one["intent"]:
            misread.append(f"{one['say']}: {reading.intent}, not {one['intent']}")
        for use in USES:
            if expected := one.get(use):
                found = [role.id for role in reading.roles if role.use == use]
                roles += 1
                right += found[:1] == [expected]
                if found[:1] != [expected]:
                    misread.append(f"{one['say']}: {use} {found}, not {expected}")
    return Score(len(sentences), intents, roles, right, tuple(misread))
