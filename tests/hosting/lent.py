"""What a hosted bot holds of a workspace: its row, and the token that it would use."""

from bot.data.tables import Workspace
from bot.hosting.grants import Grants
from tests.hosting.many import Host


def grants(host: Host) -> Grants:
    """Return what lends the running bot its tokens."""
    found = host.bot._grants  # noqa: SLF001
    assert found is not None
    return found


def token(host: Host, team: str) -> str:
    """Return the token that the bot would use there now."""
    bot = grants(host).bot(team)
    assert bot is not None
    return bot.bot_token


def home(host: Host, team: str) -> Workspace | None:
    """Return what the bot knows of a workspace."""
    return next((one for one in host.at(team).rows(Workspace) if one.team == team), None)
