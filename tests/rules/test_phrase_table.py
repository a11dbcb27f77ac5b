"""The table of how people say things: sound, and explained where somebody broke it."""

import tomllib

from bot.rules.understanding.phrases import read_phrases
from tests.rules.starter import PROMPTS, catalogue, document, phrases


def test_no_sentence_stands_in_the_phrase_table() -> None:
    """No sentence to measure with was copied into the phrase table, or is known twice."""
    table = (PROMPTS / "en/phrases.toml").read_text("utf-8").casefold()
    here = [
        one["say"] for one in document(PROMPTS.parent / "tests/rules/sentences.toml")["sentence"]
    ]
    long = [one for one in here if len(one.split()) > 4]
    assert not [one for one in long if f'"{one.casefold().rstrip("?.!")}"' in table]
    assert len(set(here)) == len(here)


def test_the_phrase_table_is_sound() -> None:
    """The table that comes with the bot has no problem, and names only what the catalogue holds."""
    problems: list[tuple[str, str]] = []
    table = document(PROMPTS / "en/phrases.toml")
    read_phrases(table, lambda entry, reason: problems.append((entry, reason)))
    assert problems == []
    names = {one.name.casefold() for one in catalogue().skills.values()}
    things = (*phrases().things, *phrases().outside)
    assert {name.casefold() for one in things for name in one.skills} <= names
    assert {tag for one in things for tag in one.tags} <= catalogue().tags.keys()
    assert {family for one in things for family in one.families} <= catalogue().families.keys()
    assert phrases().fields.keys() == catalogue().families.keys()


def test_a_broken_phrase_table_is_explained() -> None:
    """Whoever breaks the table learns the entry and the reason, for all problems at once."""
    table = tomllib.loads('wanted = 3\nfoo = 1\n[levels]\nsenior = "x"\n[[thing]]\nsay = [1]\n')
    problems: dict[str, str] = {}
    read_phrases(table, problems.__setitem__)
    assert {"wanted", "foo", "levels.senior", "thing 1.say", "roles", "outside"} <= problems.keys()
