"""The answer to a question about moves, rendered from what was decided and how things stand now."""

from collections.abc import Callable, Sequence

from sqlmodel import Session

from bot.blocks import Block, actions, button, context, escape, section
from bot.data import moves
from bot.data.moves_tables import MoveIdea, MoveQuestion
from bot.data.tables import Delivery
from bot.delivery.outbox import Rendered
from bot.features.moves.asking import ASKED, IDEAS, SAID
from bot.features.moves.cards import cards, text
from bot.features.moves.scene import Scene
from bot.reception.desk import Caller, Desk
from bot.rules import requests
from bot.rules.lattice.kinds import Kind
from bot.rules.replying import Said
from bot.rules.requests import INTENT, Request
from bot.rules.understanding.reading import Use

EXAMPLES = 4
PEOPLE = 6  # people named in one answer
ABOUT_ME = frozenset(
    {Said.IDEAS, Said.ELSEWHERE, Said.OPENS, Said.DISTANCE, Said.NOTHING, Said.CHOOSE}
    | {Said.WHO_ARE_YOU, Said.UNKNOWN, Said.PEOPLE}
)
QUESTION = "question"

Shown = tuple[str, list[Block]]
Show = Callable[[Scene, MoveQuestion, Request, Sequence[MoveIdea]], Shown]


def render(session: Session, delivery: Delivery, desk: Desk) -> Rendered | None:
    """Return the answer; the first line says the whole point by itself."""
    question = session.get(MoveQuestion, delivery.about[QUESTION])
    if question is None:
        return None
    content = moves.content(desk.store.vault, question)
    asked = requests.from_values(content[ASKED])
    of = Scene(session, desk, Caller(delivery.team, delivery.to))
    rows = moves.ideas(session, delivery.team, content[IDEAS])
    said, blocks = SHOWS[Said(content[SAID])](of, question, asked, rows)
    heard = _heard(of, question, asked) if content[SAID] in ABOUT_ME else []
    return Rendered(said, [*heard, *blocks])


def _heard(of: Scene, question: MoveQuestion, asked: Request) -> list[Block]:
    """Return what was read in the sentence, and what is remembered; both can be corrected."""
    parts = [_part(of, what, words) for what, words in asked.heard]
    said_role = any(what == f"role_{Use.MINE}" for what, _ in asked.heard)
    lines = [of.say("heard.read", parts=", ".join(dict.fromkeys(parts)))] if parts else []
    if of.told.role and not said_role:
        title = of.desk.roles.name_of(of.told.role, of.told.number, of.told.track)
        lines.append(of.say("heard.remembered", role=escape(title)))
    if asked.is_cut:
        lines.append(of.say("heard.cut"))
    if not lines:
        return []
    return [section(" ".join(lines), button(of.say("change"), "moves.correct", question.id))]


def _part(of: Scene, what: str, words: str) -> str:
    if what.startswith("role_"):
        words = of.roles[words].title if words in of.roles else words
    elif what.startswith("field_"):
        words = of.catalogue.families[words].name if words in of.catalogue.families else words
    return of.say(f"heard.{what}", words=escape(words))


def _ideas(of: Scene, asked: Request, rows: Sequence[MoveIdea], key: str) -> Shown:
    if key == "ideas.title":
        key = "ideas.title_one" if len(rows) == 1 else key
        key = "ideas.title_up" if Kind.UP in asked.kinds else key
    title = of.say(key, count=of.say(f"count.{len(rows)}"), skills=of.skills(asked.skills))
    titles = ", ".join(of.title(row) for row in rows)
    own = _own_next(of) if Kind.UP in asked.kinds else []
    notes = [*_beside(of, asked, rows), of.say("ideas.why")]
    blocks = [section(f"*{title}*"), *own, *cards(of, rows), context(" ".join(notes))]
    return f"{title} {titles}.", blocks


def _beside(of: Scene, asked: Request, rows: Sequence[MoveIdea]) -> list[str]:
    """Return what is to be said about ideas of a kind that nobody asked for."""
    of_kind = sum(row.kind in asked.kinds for row in rows)
    if not asked.kinds or of_kind == len(rows):
        return []
    return [of.say("ideas.others" if of_kind else "ideas.no_such")]


def _own_next(of: Scene) -> list[Block]:
    """Return the next level of their own role: an idea is always another role."""
    if of.mine is None:
        return []
    mine = of.mine.level
    above = [one for one in of.mine.role.levels if one.number > mine.number]
    same = [one for one in above if one.track == mine.track] or above
    return [section(of.say("ideas.own_next", title=escape(same[0].name)))] if same else []


def ideas(of: Scene, _question: MoveQuestion, asked: Request, rows: Sequence[MoveIdea]) -> Shown:
    """Show three to six ideas, none of them above another."""
    return _ideas(of, asked, rows, "ideas.title")


def elsewhere(
    of: Scene, _question: MoveQuestion, asked: Request, rows: Sequence[MoveIdea]
) -> Shown:
    """Show where else the same skills are used, as far as this catalogue knows."""
    return _ideas(of, asked, rows, "ideas.elsewhere")


def opens(of: Scene, _question: MoveQuestion, asked: Request, rows: Sequence[MoveIdea]) -> Shown:
    """Show the moves that a skill opens."""
    return _ideas(of, asked, rows, "ideas.opens")


def distance(of: Scene, _question: MoveQuestion, asked: Request, rows: Sequence[MoveIdea]) -> Shown:
    """Say how far it is, in skills: what is there and what is missing."""
    found = [(row, idea) for row in rows if (idea := of.idea(row))]
    if not found:
        return _note(of.say("nothing"))
    row, idea = found[0]
    every = len(idea.covered) + len(idea.gaps)
    title = of.say(
        "distance.title" if idea.gaps else "distance.there",
        title=of.title(row),
        count=len(idea.covered),
        every=every,
    )
    first = text(of, row, idea)
    is_chosen = not asked.level and len(idea.role.levels) > 1
    nearest = of.say("distance.nearest", role=escape(idea.role.title)) if is_chosen else ""
    return f"{title} {first}", [
        section(f"*{title}*"),
        *cards(of, rows),
        context(f"{nearest} {of.say('distance.why')}".strip()),
    ]


def people(of: Scene, _question: MoveQuestion, asked: Request, _rows: Sequence[MoveIdea]) -> Shown:
    """Name people who agreed to be asked, each with their role; nobody else is ever named."""
    topic, roles = _topic(of, asked)
    found = of.talk_to(roles, PEOPLE)
    be_asked = actions(button(of.say("people.be_asked"), "moves.form", "mine"))
    if not found:
        text = of.say("people.none", topic=topic) if topic else of.say("people.none_at_all")
        return text, [section(text), be_asked, context(of.say("people.why"))]
    title = of.say("people.title", topic=topic) if topic else of.say("people.title_any")
    names = "\n".join(f"• {one}" for one in found)
    return f"{title} {', '.join(found)}", [
        section(f"*{title}*\n{names}"),
        context(of.say("people.why")),
    ]


def _topic(of: Scene, asked: Request) -> tuple[str, list[str]]:
    """Return what they want to talk about, and the roles that know it, the surest first."""
    every = of.roles.values()
    families = [one for one in asked.families if one in of.catalogue.families]
    names = [of.catalogue.families[one].name for one in families]
    roles = [one for one in asked.targets if one in of.roles]
    names += [of.roles[one].title for one in roles]
    for role in roles[:]:
        roles += [one for one in of.near_roles(role) if one not in roles]
    roles += [one.id for one in every if one.family in families]
    skills = set(asked.skills)
    needing = [
        one for one in every if skills & {it.skill for lvl in one.levels for it in lvl.needs}
    ]
    roles += [one.id for one in needing]
    names += [of.skill(one).name for one in asked.skills if one in of.catalogue.skills]
    if not names:
        return "", [one.id for one in every]
    return escape(", ".join(dict.fromkeys(names))), list(dict.fromkeys(roles))


def choose(of: Scene, question: MoveQuestion, asked: Request, _rows: Sequence[MoveIdea]) -> Shown:
    """Ask back where two readings are close: never a silent guess."""
    first = asked.choices[0]
    key = "choose.near" if asked.unknown else f"choose.{first.about}"
    title = of.say(key, words=escape(asked.unknown))
    buttons = [
        button(_option(of, first.about, option), f"moves.choose.{place}", question.id)
        for place, option in enumerate(first.options)
    ]
    if first.about != INTENT:
        buttons.append(button(of.say("choose.none"), "moves.correct", question.id))
    return title, [section(f"*{title}*"), actions(*buttons)]


def _option(of: Scene, about: str, option: str) -> str:
    return of.say(f"intent.{option}") if about == INTENT else of.desk.roles.name_of(option)


def who_are_you(
    of: Scene, question: MoveQuestion, _asked: Request, _rows: Sequence[MoveIdea]
) -> Shown:
    """Ask for their role: without it every idea would be a guess."""
    said = of.say("who.text")
    tell = button(of.say("who.tell"), "moves.correct", question.id, primary=True)
    return said, [section(said), actions(tell), context(of.say("who.why"))]


def unknown(of: Scene, question: MoveQuestion, asked: Request, _rows: Sequence[MoveIdea]) -> Shown:
    """Say that no role of that name is known here; nothing is invented."""
    said = of.say("unknown.text", words=escape(asked.unknown))
    tell = button(of.say("who.tell"), "moves.correct", question.id)
    return said, [section(said), actions(tell)]


def examples(
    of: Scene, _question: MoveQuestion, _asked: Request, _rows: Sequence[MoveIdea]
) -> Shown:
    """Say what can be asked, with questions to press."""
    said = of.say("examples.text")
    return said, [section(said), *example_buttons(of.desk), context(of.say("examples.why"))]


def example_buttons(desk: Desk) -> list[Block]:
    """Return buttons that ask a question as if it had been written."""
    return [
        actions(
            *(
                button(desk.say(f"moves.examples.{one}"), f"moves.example.{one}", str(one))
                for one in range(1, EXAMPLES + 1)
            )
        )
    ]


def foreign(of: Scene, _question: MoveQuestion, asked: Request, _rows: Sequence[MoveIdea]) -> Shown:
    """Say politely which language is understood, in theirs where that is known."""
    theirs = asked.language if asked.language in LANGUAGES else "other"
    said = f"{of.say(f'foreign.{theirs}')}".strip()
    return said, [section(said), *example_buttons(of.desk)]


LANGUAGES = frozenset({"de", "es", "fr", "it", "nl", "pl", "pt"})


def _plain(key: str) -> Show:
    def show(
        of: Scene, _question: MoveQuestion, _asked: Request, _rows: Sequence[MoveIdea]
    ) -> Shown:
        return _note(of.say(key))

    return show


def _note(said: str) -> Shown:
    return said, [section(said)]


SHOWS: dict[Said, Show] = {
    Said.IDEAS: ideas,
    Said.DISTANCE: distance,
    Said.PEOPLE: people,
    Said.ELSEWHERE: elsewhere,
    Said.OPENS: opens,
    Said.CHOOSE: choose,
    Said.WHO_ARE_YOU: who_are_you,
    Said.UNKNOWN: unknown,
    Said.NO_SKILL: _plain("no_skill"),
    Said.NOTHING: _plain("nothing"),
    Said.SOMEONE_ELSE: _plain("someone_else"),
    Said.FOREIGN: foreign,
    Said.INSULT: _plain("insult"),
    Said.EXAMPLES: examples,
}
