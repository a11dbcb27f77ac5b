"""What moves show on Home: what I told, my saved ideas, what I brought, what I set aside."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from sqlmodel import Session

from bot.blocks import Block, actions, button, context, divider, escape, header, section
from bot.content import ContentError
from bot.data import moves, people
from bot.data.moves_tables import MoveIdea
from bot.data.tables import Delivery
from bot.delivery.outbox import Rendered
from bot.features.moves.cards import away_line, bring_button
from bot.features.moves.scene import Scene
from bot.reception.desk import Caller, Desk
from bot.rules.told import Feeling, Told

SAVED, AWAY, SKILLS = 5, 3, 6  # lines and names on Home
UNDO = timedelta(hours=1)  # so long an idea that was taken out can be put back


def show(session: Session, me: Caller, desk: Desk) -> list[Block]:
    """Return the section of Home."""
    of = Scene(session, desk, me)
    begin = [divider(), header(of.say("home.title"))]
    try:
        found = [*_told(of), *_plan(of), *_brought(of), *_away(of)]
    except ContentError:
        return [*begin, section(of.say("broken"))]
    buttons = [
        button(of.say("home.ask"), "moves.examples", "home"),
        _my_skills(of),
    ]
    if not of.told.is_nothing:
        buttons.append(button(of.say("home.draw"), "moves.picture", "mine"))
    return [*begin, *found, actions(*buttons)]


def say_where(session: Session, delivery: Delivery, desk: Desk) -> Rendered:
    """Say where what is known of their role stands, and open it at a click."""
    of = Scene(session, desk, Caller(delivery.team, delivery.to))
    text = of.say("role_told")
    return Rendered(text, [section(text), actions(_my_skills(of))])


def _my_skills(of: Scene) -> Block:
    key = "home.tell" if of.told.is_nothing else "home.change"
    return button(of.say(key), "moves.form", "mine")


def _told(of: Scene) -> list[Block]:
    told = of.told
    if told.is_nothing:
        return [section(of.say("home.nothing"))]
    guide = moves.guide(of.session, of.me.team, of.me.user)
    who = of.say("home.guide") if guide else of.say("home.who")
    return [section("\n".join(_lines(of, told))), context(who)]


def _lines(of: Scene, told: Told) -> Iterator[str]:
    """Yield what somebody told, a line for each kind of thing."""
    if told.role:
        title = of.desk.roles.name_of(told.role, told.number, told.track)
        yield of.say("home.role", role=escape(title))
    if told.past:
        titles = (of.desk.roles.name_of(one) for one in told.past)
        yield of.say("home.past", roles=escape(", ".join(titles)))
    guessed = {one: told.skills[one] for one in told.guessed}
    for kind, levels in (("skills", told.own), ("guessed", guessed)):
        if named := _levels(of, levels):
            yield of.say(f"home.{kind}", skills=named)
    for name in ("likes", "dislikes", "needs"):
        feelings: Sequence[Feeling] = getattr(told, name)
        if feelings:
            said = ", ".join(of.say("home.said", words=escape(one.say)) for one in feelings)
            yield of.say(f"home.{name}", things=said)


def _levels(of: Scene, levels: Mapping[str, float]) -> str:
    """Return the best known skills, each with the form's word for how well."""
    known = [(one, level) for one, level in levels.items() if one in of.catalogue.skills]
    best = sorted(known, key=lambda one: (-one[1], one[0]))[:SKILLS]
    return ", ".join(
        of.say("home.skill", skill=escape(of.skill(one).name), level=of.say(f"level.{level:.0f}"))
        for one, level in best
    )


def _plan(of: Scene) -> list[Block]:
    found: list[Block] = []
    for row in moves.saved(of.session, of.me.team, of.me.user)[:SAVED]:
        buttons = [
            button(of.say("deed.more"), "moves.more", row.id),
            *([] if moves.is_brought(of.session, row) else [bring_button(of, row)]),
            button(of.say("home.remove"), "moves.unsave", row.id),
        ]
        found += [section(_title(of, row)), actions(*buttons)]
    for row in moves.dropped(of.session, of.me.team, of.me.user, of.desk.now() - UNDO):
        put_back = button(of.say("home.put_back"), "moves.save", row.id)
        found.append(section(of.say("home.removed", title=of.title(row)), put_back))
    return [section(of.say("home.plan")), *found] if found else []


def _brought(of: Scene) -> list[Block]:
    found: list[Block] = []
    for meeting in of.managed:
        other = escape(people.person(of.session, of.me.team, meeting.manager).name)
        for row in moves.brought(of.session, meeting, None):
            line = of.say("home.brought", title=of.title(row), other=other)
            found.append(section(line, button(of.say("deed.take_back"), "moves.take_back", row.id)))
    return found


def _away(of: Scene) -> list[Block]:
    rows = moves.put_away(of.session, of.me.team, of.me.user)[:AWAY]
    undo = of.say("deed.undo")
    return [section(away_line(of, row), button(undo, "moves.undo", row.id)) for row in rows]


def _title(of: Scene, row: MoveIdea) -> str:
    return of.say(f"kind_title.{row.kind}", title=of.title(row))
