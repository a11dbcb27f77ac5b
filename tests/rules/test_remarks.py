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
        "I want to help the team",
        "Helping",
        "Testing",
        "Praise",
        "More money",
        "Mornings",
        "I pause",
        "My notes",
        "Too many messages",
        "I don't want to live in Berlin",
        "We wanted to end it all in one release",
        "My team was better off without me as a manager",
        "I work on a suicide hotline",
        "I want to die on that hill",
        "When do I see myself as a leader?",
        "when do I meet the bar for senior here",
        "How do I stop burning out?",
    ],
)
def test_a_part_of_a_sentence_is_none(text: str) -> None:
    """The same words within a sentence about somebody's work say something else."""
    assert remark(text, lexicon()) is None


@pytest.mark.parametrize(
    ("found", "texts"),
    [
        (
            Remark.ENOUGH,
            [
                "stop this",
                "how do I stop",
                "can I pause?",
                "I'd like to unsubscribe",
                "I need a break from this",
                "how do i turn this off",
                "dont contact me",
                "remove me",
                "delete all data",
                "stop asking me questions",
            ],
        ),
        (
            Remark.BUDDY,
            [
                "I need a buddy",
                "can you find me a buddy",
                "I'd like to have a buddy",
                "do i have a buddy?",
            ],
        ),
        (
            Remark.PRIVACY,
            [
                "is what I write here private?",
                "who has access to my answers?",
                "will my boss find out?",
                "is this shared with anyone",
                "who else sees this",
                "what do you do with my data?",
            ],
        ),
        (
            Remark.DANGER,
            [
                "i just want to die",
                "I wish I was dead",
                "i want to kill my self",
                "suicidal",
                "sometimes I think I should end my life, honestly",
            ],
        ),
        (
            Remark.HARD,
            [
                "I'm overwhelmed right now",
                "I think I'm burnt out",
                "i cant cope anymore",
                "I am not ok",
                "my manager is bullying me",
                "I'm being harassed at work",
                "can I talk to someone?",
            ],
        ),
        (Remark.NEXT, ["do I have a 1:1 today?", "my 1:1s", "when do I meet @Kim"]),
    ],
)
def test_people_say_it_in_many_ways(found: Remark, texts: list[str]) -> None:
    """Each of these is heard as what it is."""
    assert {one: remark(one, lexicon()) for one in texts} == dict.fromkeys(texts, found)


def test_no_question_about_moves_is_one() -> None:
    """Of all sentences to measure with, only those that ask for help, or for nothing, are any."""
    for file in ("sentences", "sentences_seen"):
        for one in document(PROMPTS.parent / f"tests/rules/{file}.toml")["sentence"]:
            assert Intent(one["intent"]) in OTHERS or not remark(one["say"], lexicon()), one["say"]
