"""The form for an answer: the question, the words, and a line that says exactly who can see it."""

from bot import blocks
from bot.blocks import Block
from bot.data import meetings, moves
from bot.data.tables import Answer, Meeting, Question
from bot.features.one_on_ones.scene import Scene

ONLY_ME, MANAGER = "me", "manager"
PROMISE = 300  # characters


def answer_form(
    of: Scene,
    question: Question,
    form: str,
    about: str,
    answer: Answer | None = None,
    *,
    audience: str | None = None,
) -> Block:
    """Return the modal; with `answer` it holds that answer's words. Only for their author."""
    words = of.desk.store.vault.open(answer.sealed) if answer else ""
    if audience is None:
        shares = bool(answer.shared_with) if answer else of.me.shares
        audience = MANAGER if shares else ONLY_ME
    typed = blocks.text_input("words", initial=words)
    parts = [
        blocks.section(f"*{of.wording(question)}*"),
        *_brought(of),
        blocks.field("words", of.say("answer.label"), typed),
        *_audience(of, form, audience),
    ]
    if answer is None:
        promise = blocks.text_input("promise", lines=False, limit=PROMISE)
        label, hint = of.say("answer.promise"), of.say("answer.promise_hint")
        parts.append(blocks.field("promise", label, promise, hint=hint, optional=True))
    return blocks.modal(
        of.say("answer.title"),
        parts,
        form=form,
        submit=of.say("answer.submit"),
        close=of.say("answer.close"),
        about=about,
    )


def _brought(of: Scene) -> list[Block]:
    """Remind the report of what they brought to this one-on-one."""
    occurrence = meetings.open_occurrence(of.session, of.meeting.id or 0)
    found = moves.brought(of.session, of.meeting, occurrence)
    titles = [of.desk.roles.name_of(one.role, one.number, one.track, one.kind) for one in found]
    return [
        blocks.context(of.say("answer.brought", title=blocks.escape(one), other=of.name))
        for one in titles
    ]


def audience_field(form: str) -> str:
    """Return the name of a form's audience field: each form's choice is guarded by its own row."""
    return f"{form}.audience"


def _audience(of: Scene, form: str, audience: str) -> list[Block]:
    """Return the choice and its meaning; without a manager to share with there is no choice."""
    nobody = blocks.context(of.say("answer.nobody", other=of.name))
    if of.meeting.state is not Meeting.ACTIVE:
        return [nobody]
    choices = [
        blocks.option(of.say("answer.only_me"), ONLY_ME),
        blocks.option(of.say("answer.me_and", other=of.other.name), MANAGER),
    ]
    both = blocks.context(of.say("answer.both", other=of.name))
    name = audience_field(form)
    radio = blocks.radio(name, choices, audience)
    choice = blocks.field(name, of.say("answer.audience"), radio, tells=True)
    return [choice, both if audience == MANAGER else nobody]
