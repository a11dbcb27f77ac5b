"""What has happened in the demo's company before the page opens: two people a week ahead.

Kim and Ana have had their first question, so that the first click on the clock already has
something to prepare. Three people look for a buddy: with whoever joins them there are two pairs
on Tuesday. Everybody has said which role is theirs, and two are happy to be asked about it. They
act through the same buttons and forms as everybody else.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.app import Trellis
from bot.playground.workspace import Workspace

BEFORE = datetime(2027, 2, 19, 9, 0, tzinfo=ZoneInfo("Europe/Lisbon"))
BEGIN = (
    "Begin as Dev, who would like his one-on-ones with Maya to end with a career question: press "
    "“Set up a one-on-one”, choose Maya, and send. Then be Maya. On Home Dev also finds a career "
    "buddy: people are paired on Tuesday. Or write to Trellis: “What lateral moves could I make?”"
)
JOINED = datetime(2027, 3, 1, 8, 0, tzinfo=ZoneInfo("Europe/Berlin"))
KIM, ANA, LENA, TOM = "U0KIM", "U0ANA", "U0LENA", "U0TOM"
DEV, MAYA = "U0DEV", "U0MAYA"
OWNER = KIM  # answers for the program, and sees its counts
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
BUDDIES: Mapping[str, Mapping[str, Any]] = {
    ANA: {
        "seeks": ["customers"],
        "gives": ["data"],
        "department": "Data",
        "line": "I would like to hear what customers ask, before it becomes a number.",
    },
    LENA: {"seeks": ["speaking"], "gives": ["writing"], "department": "Documentation"},
    TOM: {"seeks": ["writing"], "gives": ["speaking"], "department": "Engineering"},
}
ROLES = {
    DEV: "Support engineer",
    MAYA: "Support manager",
    KIM: "Engineering manager",
    TOM: "Backend engineer",
    ANA: "Data analyst",
    LENA: "Technical writer",
}
HAPPY_TO_BE_ASKED = (ANA, LENA)
SECONDS = 20.0


def tell_so_far(workspace: Workspace, bot: Trellis, until: datetime) -> None:
    """Let the story happen up to `until`."""
    workspace.command(ANA, workspace.dm(ANA), "/career", "one-on-one @kim")
    send(workspace, ANA, WEEKLY)
    bot.engine.drain(SECONDS)
    _press(workspace, KIM, "meeting.accept")
    _move_to_cue(workspace)
    _press(workspace, ANA, "cue.answer")
    send(workspace, ANA, ANSWER)
    _press(workspace, KIM, "cue.discussed")
    bot.engine.drain(SECONDS)
    workspace.move_to(JOINED)
    for user, wishes in BUDDIES.items():
        _press_home(workspace, user, "buddy.form")
        send(workspace, user, wishes)
    for user, role in ROLES.items():
        _press_home(workspace, user, "moves.form")
        guide = ["guide"] if user in HAPPY_TO_BE_ASKED else []
        send(workspace, user, {"role": role, "guide": guide})
    workspace.move_to(until)


def _move_to_cue(workspace: Workspace) -> None:
    cue = next(moment for moment in workspace.coming() if moment.kind == "cue")
    workspace.move_to(cue.at)


def _press(workspace: Workspace, user: str, action: str) -> None:
    """Press a button in the person's latest message."""
    latest = workspace.messages(workspace.dm(user))[-1]
    block = _block(latest.blocks, action)
    workspace.press(user, block, action, message=(latest.channel, latest.ts))


def press_whisper(workspace: Workspace, user: str, action: str) -> bool:
    """Press a button in the latest notice for this person; False where there is none."""
    latest = workspace.ephemerals(user, workspace.dm(user))[-1:]
    for one in latest:
        if action in str(one.blocks):
            block = _block(one.blocks, action)
            return workspace.press(user, block, action, message=(one.channel, one.ts)).ok
    return False


def _press_home(workspace: Workspace, user: str, action: str) -> None:
    """Open Home and press a button there."""
    workspace.open_home(user)
    home = workspace.home(user)
    if home is not None:
        workspace.press(user, _block(home.blocks, action), action, view_id=home.id)


def _block(blocks: Sequence[Mapping[str, Any]], action: str) -> str:
    """Return the id of the block that holds an action."""
    return next(
        str(one["block_id"])
        for one in blocks
        if any(part.get("action_id") == action for part in one.get("elements", ()))
    )


def send(workspace: Workspace, user: str, fields: Mapping[str, Any]) -> None:
    """Fill in the open form, each field by its name, and close what says that it was kept."""
    workspace.submit(user, {name: {name: value} for name, value in fields.items()})
    workspace.dismiss(user)
