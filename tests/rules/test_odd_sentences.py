"""Whatever people write: nothing, rudeness, other languages, markup, 40,000 characters."""

import os
import subprocess
import sys
from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.rules.understanding.reading import Intent, Reading, Span
from tests.rules.starter import PROMPTS, WISHES, read

PIECES = (
    *("I am", "a", "not", "want to be", "data analyst", "manager", "hate", "like", "teaching"),
    *("and", "or", "but", "on-call", "from", "travel", "support engineer", "how far", "who could"),
    *("talk about", ",", ".", "?", "<@U1>", "was", "only", "no", "designer", "become", "'s", "Kim"),
)
DIGEST = """
from tests.rules.starter import HERE, document, read
from hashlib import sha256
said = [one["say"] for one in document(HERE / "sentences.toml")["sentence"]]
print(sha256("".join(repr(read(one)) for one in said).encode()).hexdigest())
"""


def spans(reading: Reading) -> list[Span]:
    """Return every place that a reading names."""
    jobs = [*reading.roles, *reading.fields, *reading.outside, *reading.wanted]
    wishes = [one for name in (*WISHES, "topics") for one in getattr(reading, name)]
    return [*reading.because, *(one.span for one in [*jobs, *wishes])]


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("", Intent.EMPTY),
        ("   \n\t ", Intent.EMPTY),
        ("🎉🎉", Intent.EMPTY),
        ("<!channel>", Intent.EMPTY),
        ("<@U1>", Intent.EMPTY),
        ("teaching", Intent.UNCLEAR),
        ("xyzzy", Intent.NOT_UNDERSTOOD),
        ("you stupid bot", Intent.INSULT),
        ("Was könnte ich hier sonst noch machen?", Intent.FOREIGN),
        ("何ができますか", Intent.FOREIGN),
    ],
)
def test_bad_input_has_an_answer(said: str, intent: Intent) -> None:
    """Nothing, one word, pictures, rudeness and other languages are told apart."""
    assert read(said).intent == intent


def test_the_language_is_named() -> None:
    """A foreign sentence says in which language it is, where that is known."""
    assert read("Ich möchte etwas anderes machen").language == "de"
    assert read("Что дальше?").language is None


def test_an_insult_with_a_question_is_a_question() -> None:
    """Somebody rude who asks something gets an answer to it."""
    assert read("you stupid bot, what lateral moves could I make?").intent == Intent.MOVES


def test_markup_is_no_obstacle() -> None:
    """Bold words, links, escapes and mentions of the bot are read as people see them."""
    said = "<@U9> *I am* a _product manager_ &amp; like SQL <https://x.y|teaching>"
    reading = read(said)
    assert [one.id for one in reading.roles] == ["product-manager"]
    assert [one.span.of(said) for one in reading.likes] == ["SQL", "teaching"]


@pytest.mark.parametrize(
    "piece",
    [
        "x ",
        "a",
        "é",
        "<",
        "<@U1>",
        "qwrtzu asdfgh ",
        "I hate on-call but ",
        "support engineer, ",
        "🎉",
    ],
)
def test_a_very_long_text_is_cut(piece: str) -> None:
    """40,000 characters are read in less than a tenth of a second of work."""
    text = (piece * 40_000)[:40_000]
    read(text)
    start = process_time()
    assert read(text).is_cut
    assert process_time() - start < 0.1


@given(st.text(max_size=300))
@example("<@U1>’s I'm a")
@example("ﬁ İstanbul ǅ a\u0301 I'm a de\u0301signer")
def test_any_text_is_read_with_places_inside(said: str) -> None:
    """No text raises, and every place lies in the text."""
    assert all(0 <= one.start < one.end <= len(said) for one in spans(read(said)))


@given(st.lists(st.sampled_from(PIECES), max_size=25))
def test_any_row_of_known_words_is_read(words: list[str]) -> None:
    """Words that mean something, in any order, never raise and keep their places."""
    said = " ".join(words)
    assert all(0 <= one.start < one.end <= len(said) for one in spans(read(said)))
    assert read(said) == read(said)


@pytest.mark.proof
def test_hash_seeds_change_nothing() -> None:
    """The same sentences give the same readings whatever the seed of hashes."""
    digests = {
        subprocess.run(  # noqa: S603 - our own interpreter, our own words
            [sys.executable, "-c", DIGEST],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            cwd=PROMPTS.parent,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1
