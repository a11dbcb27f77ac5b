"""A company that knows its roles, and what people in it say about themselves."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from bot.admin.demo import MONDAY
from bot.catalogue.shelf import Shelf
from tests.company import DEV, Company, company
from tests.past import Past

SUPPORT = "I'm a support engineer"
EMPTY: dict[str, list[str]] = {"likes": [], "dislikes": [], "needs": []}


@contextmanager
def peopled(shelf: Shelf, at: datetime = MONDAY, past: Past | None = None) -> Iterator[Company]:
    """Open the company, whose bot takes its roles from this shelf."""
    with company(at, past=past) as opened:
        object.__setattr__(opened.bot.desk, "roles", shelf)
        yield opened


def tell(office: Company, user: str = DEV, words: str = SUPPORT) -> None:
    """Let somebody say what they are."""
    office.write(user, words)


def guide(office: Company, user: str, role: str) -> None:
    """Let somebody agree to be asked about their role."""
    office.press_home(user, "Tell me about me")
    sent = office.fill(user, role=role, more="", guide=["guide"], **EMPTY)
    assert sent.errors == {}
    office.slack.dismiss(user)
