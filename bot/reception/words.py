"""The words that the reception needs from prompts/: each key with the names it fills in."""

from bot.content import contract

WORDS = contract(
    """
    notice.title
    notice.close
    notice.not_yours
    notice.trouble
    notice.command_failed
    refuse.until
    heard.mention
    heard.mention_answered
    """.strip().splitlines()
)
