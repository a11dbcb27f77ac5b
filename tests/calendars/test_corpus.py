"""Every feed of the corpus says itself what is to be seen in it, in X-FACT and X-EXPECT."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.calendars.reading import read
from bot.rules.one_to_one import why_not

CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.ics"))
START, END = datetime(2027, 3, 1, tzinfo=UTC), datetime(2027, 4, 15, tzinfo=UTC)
MAYA, DEV = "maya@example.com", "dev@example.com"


def expected(feed: Path) -> list[str]:
    """Return what a feed expects: day, start and end in UTC, zone, and why it is left out."""
    lines = feed.read_bytes().replace(b"\r\n ", b"").decode().splitlines()
    return [line.removeprefix("X-EXPECT:") for line in lines if line.startswith("X-EXPECT:")]


def seen(data: bytes) -> list[str]:
    """Return what is seen in a feed, in the words of X-EXPECT."""
    return [
        f"{one.starts_at:%m-%d %H:%M} {one.ends_at:%H:%M} {one.zone.replace(' ', '+')} "
        + (why_not(one) or "-").replace(" ", "+")
        for one in read(data, START, END)
    ]


@pytest.mark.parametrize("feed", CORPUS, ids=lambda feed: feed.stem)
def test_corpus(feed: Path) -> None:
    """What is seen in a feed is what it says is to be seen."""
    assert seen(feed.read_bytes()) == expected(feed)


@pytest.mark.parametrize("feed", CORPUS, ids=lambda feed: feed.stem)
def test_what_is_followed_is_seen_as_well_alone(feed: Path) -> None:
    """A series is the same whether all is read, or all but that series is dropped unread."""
    data = feed.read_bytes()
    everything = [one for one in read(data, START, END) if one.uid]
    for uid in {one.uid for one in everything}:
        alone = read(data, START, END, followed={uid})
        assert {(one.uid, one.starts_at, one.ends_at, one.flaw) for one in everything} >= {
            (one.uid, one.starts_at, one.ends_at, one.flaw) for one in alone
        }
        assert sum(one.uid == uid for one in alone) == sum(one.uid == uid for one in everything)
