"""The page reads mrkdwn, and what people type stays text."""

from datetime import UTC, datetime
from time import process_time
from zoneinfo import ZoneInfo

import pytest

from bot.playground.page_text import Piece, Reader, plain

READER = Reader(
    {"U1": "Maya", "C1": "general"},
    ZoneInfo("Europe/Berlin"),
    datetime(2026, 11, 23, 8, tzinfo=UTC),
)


def text(words: str) -> Piece:
    """Make a piece of undressed text."""
    return Piece("text", words)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("hello", (text("hello"),)),
        ("*bold*", (Piece("bold", inner=(text("bold"),)),)),
        ("_it_", (Piece("italic", inner=(text("it"),)),)),
        ("~no~", (Piece("strike", inner=(text("no"),)),)),
        ("`*raw*`", (Piece("code", "*raw*"),)),
        ("```\na *b*\n```", (Piece("pre", "a *b*"),)),
        ("<@U1>", (Piece("mention", "@Maya"),)),
        ("<@U9|dev>", (Piece("mention", "@dev"),)),
        ("<@U9>", (Piece("mention", "@U9"),)),
        ("<#C1|old>", (Piece("mention", "#general"),)),
        ("<!channel>", (Piece("mention", "@channel"),)),
        ("<https://a.example|A &amp; B>", (Piece("link", "A & B", href="https://a.example"),)),
        (
            "<https://a.example/?b&amp;c>",
            (Piece("link", "https://a.example/?b&c", href="https://a.example/?b&c"),),
        ),
        ("&lt;b&gt; &amp;lt;", (text("<b> &lt;"),)),
        ("2 * 3 * 4", (text("2 * 3 * 4"),)),
        ("snake_case_name", (text("snake_case_name"),)),
        ("", ()),
    ],
)
def test_mrkdwn_is_read_as_slack_reads_it(written: str, read: tuple[Piece, ...]) -> None:
    """Marks, code, mentions, links and entities become the pieces that Slack shows."""
    assert READER.pieces(written) == read


def test_marks_nest_once_each() -> None:
    """Bold may hold italic, which may hold struck text."""
    (bold,) = READER.pieces("*_~x~_*")
    assert bold.inner[0].inner[0] == Piece("strike", inner=(text("x"),))


def test_quoted_lines_stand_together() -> None:
    """Neighbouring quoted lines make one quote, and what follows is outside of it."""
    quote, after = READER.pieces("&gt; one\n&gt; *two*\nthree")
    assert (quote.kind, plain(quote.inner), after) == ("quote", "one\ntwo", text("three"))


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ("{date_num} {time}", "2026-11-23 10:30"),
        ("{date_short_pretty} at {time}", "today at 10:30"),
        ("{date_long}", "Monday, November 23, 2026"),
        ("{unknown}", "{unknown}"),
    ],
)
def test_dates_are_told_in_the_readers_zone(form: str, said: str) -> None:
    """A date reference follows its form, in the reader's zone."""
    moment = int(datetime(2026, 11, 23, 9, 30, tzinfo=UTC).timestamp())
    assert READER.pieces(f"<!date^{moment}^{form}|fallback>") == (text(said),)


def test_a_broken_date_shows_its_fallback() -> None:
    """A date that cannot be read falls back to what the bot wrote for that case."""
    assert READER.pieces("<!date^soon^{date}|on Monday>") == (text("on Monday"),)


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<javascript:alert(1)|click>",
        "<data:text/html;base64,AAAA|click>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "<!date^1^x^javascript:alert(1)|x>",
        "`<b>`",
    ],
)
def test_nothing_hostile_becomes_a_link(hostile: str) -> None:
    """Tags, scripts and strange schemes stay text: no piece leads anywhere."""
    assert all(piece.href == "" for piece in READER.pieces(hostile))


def test_what_people_type_stays_text() -> None:
    """A call to the channel that somebody typed arrives escaped and is shown as typed."""
    assert READER.pieces("&lt;!channel&gt; &lt;@U1&gt;") == (text("<!channel> <@U1>"),)


@pytest.mark.parametrize("seed", ["*a ", "*_~", "<", "`", "*_~a ", "&gt;", "<@U1|", "~ ~", "*a*"])
def test_hostile_lengths_are_read_quickly(seed: str) -> None:
    """Twelve thousand characters of nothing but marks neither hang nor break the reader."""
    began = process_time()
    READER.pieces(seed * (12_000 // len(seed)))
    assert process_time() - began < 2
