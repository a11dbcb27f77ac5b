"""The calendar file: read back as calendars read it."""

import re
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.rules.invitation import LONGEST, Invitation, as_ics

NOON = datetime(2027, 3, 3, 12, tzinfo=UTC)
WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=200)


def invitation(title: str, text: str = "") -> str:
    """Return a file with this title and text."""
    return as_ics(Invitation(uid="1@x", title=title, text=text, starts_at=NOON, made_at=NOON))


def unfolded(ics: str) -> dict[str, str]:
    """Return a file's lines by their names."""
    whole = ics.replace("\r\n ", "").split("\r\n")
    return {name: value for name, _, value in (line.partition(":") for line in whole)}


@given(WORDS, WORDS)
def test_words_come_back_as_they_were(title: str, text: str) -> None:
    """Commas, semicolons and backslashes are escaped, and folded lines come together again."""
    lines = unfolded(invitation(title, text))
    for name, words in (("SUMMARY", title), ("DESCRIPTION", text)):
        assert re.sub(r"\\(.)", r"\1", lines[name]) == words


@given(WORDS)
def test_no_line_is_too_long(title: str) -> None:
    """No line has more bytes than calendars take."""
    lines = invitation(title).split("\r\n")
    assert max(len(line.encode()) for line in lines) <= LONGEST


def test_it_lasts_half_an_hour() -> None:
    """Both ends are in UTC, half an hour apart."""
    lines = unfolded(invitation("Dev and Ana"))
    assert (lines["DTSTART"], lines["DTEND"]) == ("20270303T120000Z", "20270303T123000Z")
    assert lines["SUMMARY"] == "Dev and Ana"


def test_lines_of_a_text_stay_apart() -> None:
    """A new line is written as calendars write it, and cannot begin another entry."""
    assert unfolded(invitation("a", "b\nATTENDEE:c"))["DESCRIPTION"] == "b\\nATTENDEE:c"
