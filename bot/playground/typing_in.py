"""What Slack's editor makes of typed words: escapes, mentions of people and of channels."""

import re

from bot.playground.ledger import Ledger
from bot.playground.state import Kind


def typed(ledger: Ledger, words: str) -> str:
    """Return typed words as Slack sends them: `& < >` escaped, @name and #channel as ids."""
    escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    people = {m.name: f"<@{m.id}>" for m in ledger.members.values()}
    rooms = {
        c.name: f"<#{c.id}|{c.name}>" for c in ledger.channels.values() if c.kind is Kind.CHANNEL
    }
    found = re.sub(r"(?<!\w)@([\w.-]*\w)", lambda m: people.get(m[1], m[0]), escaped)
    return re.sub(r"(?<!\w)#([\w-]*\w)", lambda m: rooms.get(m[1], m[0]), found)
