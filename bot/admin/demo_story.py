"""What has happened in the demo's company before the page opens: two people a week ahead.

Kim and Ana have had their first question, so that the first click on the clock already has
something to prepare. They act through the same buttons and forms as everybody else.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.app import Trellis
from bot.playground.workspace import Workspace

BEFORE = datetime(2027, 2, 19, 9, 0, tzinfo=ZoneInfo("Europe/Lisbon"))
BEGIN = (
    "Begin as Dev, who would like his one-on-ones with Maya to end with a career question: press "
    "“Set up a one-on-one”, choose Maya, and send. Then be Maya."
)
KIM, ANA = "U0KIM", "U0ANA"
WEEKLY = {
    "with": KIM,
    "first_date": "2027-02-22",
    "starts": "11:00",
    "minutes": "45",
    "cadence": "1w",
}
ANSWER = {
    "words": "Showing somebody a chart and seeing it click. More of that, fewer dashboards.",
    "answer.audience": "manager",
    "promise": "Kim asks the product team whether Ana can join their next user interview",
}
SECONDS = 20.0


def tell_so_far(workspace: Workspace, bot: Trellis, until: datetime) -> None:
    """Let the story happen up to `until`."""
    workspace.command(ANA, workspace.dm(ANA), "/career", "one-on-one @kim")
    _send(workspace, ANA, WEEKLY)
    bot.engine.drain(SECONDS)
    _press(workspace, KIM, "meeting.accept")
    _move_to_cue(workspace)
    _press(workspace, ANA, "cue.answer")
    _send(workspace, ANA, ANSWER)
    _press(workspace, KIM, "cue.discussed")
    bot.engine.drain(SECONDS)
    workspace.move_to(until)


def _move_to_cue(workspace: Workspace) -> None:
    cue = next(moment for moment in workspace.coming() if moment.kind == "cue")
    workspace.move_to(cue.at)


def _press(workspace: Workspace, user: str, action: str) -> None:
    """Press a button in the person's latest message."""
    latest = workspace.messages(workspace.dm(user))[-1]
    block = next(
        one
        for one in latest.blocks
        if any(part.get("action_id") == action for part in one.get("elements", ()))
    )
    workspace.press(user, block["block_id"], action, message=(latest.channel, latest.ts))


def _send(workspace: Workspace, user: str, fields: dict[str, str]) -> None:
    """Fill in the open form, each field by its name, and close what says that it was kept."""
    workspace.submit(user, {name: {name: value} for name, value in fields.items()})
    workspace.dismiss(user)
