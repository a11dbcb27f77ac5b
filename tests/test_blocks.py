"""What people wrote: kept to the letter, shown as text."""

import re

import pytest

from bot import blocks


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("R&amp;D &lt;!channel&gt; &amp;amp;", "R&D <!channel> &amp;"),
        ("<!channel> <!here|here> <#C0|general>", "@channel @here #general"),
        (
            "<https://a.b/c> <https://a.b|our page> <https://a.b|a.b>",
            "https://a.b/c our page (https://a.b) https://a.b",
        ),
        ("<mailto:a@b.c|a@b.c>", "a@b.c"),
        ("1 &lt; 2", "1 < 2"),
    ],
)
def test_a_message_is_read_as_it_was_typed(text: str, typed: str) -> None:
    """Slack's escapes and marked-up links are undone, once."""
    assert blocks.as_typed(text) == typed


def test_what_is_read_and_escaped_again_is_the_same() -> None:
    """Nothing a person wrote can become a mention or a broadcast."""
    assert blocks.escape(blocks.as_typed("&lt;!channel&gt; &amp;")) == "&lt;!channel&gt; &amp;"


@pytest.mark.parametrize(
    "words", ["", " \n\t", "\x00\x1b", "\u200b\u200d\ufeff", "\u2028", "\u202e\u2066", "\ud800"]
)
def test_what_cannot_be_seen_is_nothing(words: str) -> None:
    """Blank, whatever it is made of."""
    assert blocks.clean(words) == ""


def test_what_scripts_need_stays() -> None:
    """Joiners, marks of direction, spaces of other scripts, new emoji; lines are lines."""
    for words in ("a\u200cb", "\u200fabc", "a\u00a0b", "a\u3000b", "👩\u200d💻", "a\U0001fae8b"):
        assert blocks.clean(words) == words
    assert blocks.clean("a\u2028b\r\nc") == "a\nb\nc"


def test_long_words_are_cut_to_the_limit() -> None:
    """With an ellipsis inside the limit."""
    assert blocks.cut("abcdef", 4) == "abc…"
    assert blocks.cut("abcd", 4) == "abcd"
    assert len(blocks.button("x" * 100, "a", 1)["text"]["text"]) == blocks.BUTTON


def test_no_escape_is_cut_in_half() -> None:
    """Where a text is too long for Slack, it ends before an escape or after it."""
    for extra in range(6):
        text = blocks.mrkdwn("x" * extra + blocks.escape("&" * 600))["text"]
        assert re.fullmatch(r"x*(&amp;)+…?", text), text[-8:]


def test_what_erases_asks_in_red() -> None:
    """Only what erases is marked as danger; all that asks once more stays within Slack's limits."""
    asked = blocks.sure("t" * 200, "x" * 400, "y" * 40, "n" * 40)
    lengths = {name: len(one["text"]) for name, one in asked.items()}
    assert lengths == {"title": 100, "text": 300, "confirm": 30, "deny": 30}
    assert blocks.sure("Sure?", "Gone.", "Yes", "No", erases=True)["style"] == "danger"
