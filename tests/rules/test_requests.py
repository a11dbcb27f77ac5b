"""What somebody asks for: when a sentence is a question about moves and nothing else."""

import pytest

from bot.rules.requests import is_plain_question
from tests.rules.starter import read


@pytest.mark.parametrize(
    "said",
    [
        "where could I go from here?",
        "hi, where could I go?",
        "wher can i go nxt",
        "what lateral moves could I make?",
        "Who could I talk to about design?",
        "how far am I from data analyst?",
    ],
)
def test_a_plain_question_is_known(said: str) -> None:
    """Short, one sentence, asked of whoever knows the roles; typing errors change nothing."""
    assert is_plain_question(read(said), said)


@pytest.mark.parametrize(
    "said",
    [
        "More teaching. Who could I talk to about design?",
        "I'd happily explain more and hand over on-call tomorrow",
        "Could we try it for two weeks?",
        "Maybe a mentor?",
        "When I think about what comes next, it is teaching",
        "I would like to be promoted, is that possible?",
        "what's the weather?",
        "",
    ],
)
def test_what_may_be_an_answer_is_none(said: str) -> None:
    """Where somebody may mean it as an answer, it is not taken for a question."""
    assert not is_plain_question(read(said), said)
