"""Remarks: what is one as a whole, and what only looks like one."""

import pytest

from bot.rules.understanding.reading import Intent, Remark
from bot.rules.understanding.remarks import remark
from tests.rules.starter import PROMPTS, document, lexicon

OTHERS = {Intent.HELP, Intent.NOT_UNDERSTOOD}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hey Trellis, please leave me alone now!", Remark.ENOUGH),
        ("thanks, and who is my buddy?", Remark.BUDDY),
        ("when do I meet <@U0MAYA>?", Remark.NEXT),
        ("do you tell anybody?", Remark.PRIVACY),
        ("I want to die", Remark.DANGER),
    ],
)
def test_a_remark_may_have_small_words_around_it(text: str, found: Remark) -> None:
    """A greeting before it, or a please after it, changes nothing."""
    assert remark(text, lexicon()) is found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello world programs are what I write",
        "I stop support tickets from piling up",
        "Who can read a balance sheet here and teach me?",
        "I would like to pay more attention to design",
        "My manager is awfully good at design, I want to learn that",
        "This deadline is killing me",
    ],
)
def test_a_part_of_a_sentence_is_none(text: str) -> None:
    """The same words within a sentence about somebody's work say something else."""
    assert remark(text, lexicon()) is None


def test_no_question_about_moves_is_one() -> None:
    """Of all sentences to measure with, only those that ask for help, or for nothing, are any."""
    for file in ("sentences", "sentences_seen"):
        for one in document(PROMPTS.parent / f"tests/rules/{file}.toml")["sentence"]:
            assert Intent(one["intent"]) in OTHERS or not remark(one["say"], lexicon()), one["say"]
