"""One idea in a message: why it fits, what is missing, a first step, whom to talk to, what to do.

Nothing here ranks: ideas stand in the order in which they were found, and fit is never a grade.
"""

from collections.abc import Sequence

from bot.blocks import Block, actions, button, escape, section, sure
from bot.data import moves, people
from bot.data.moves_tables import MoveIdea
from bot.features.moves.scene import Scene
from bot.rules.lattice.coverage import Gap
from bot.rules.lattice.ideas import Idea
from bot.rules.lattice.kinds import Kind
from bot.rules.told import tag_of

# Tags that change a life: where an idea brings one that today's role does not have, it says so.
HARD = frozenset({"on-call", "shifts", "travel", "evenings", "on-site"})
SKILLS, GAPS = 4, 3  # named in a message; the rest stands in the whole story


def card(of: Scene, row: MoveIdea) -> list[Block]:
    """Return the blocks of an idea in a message, with what can be done about it."""
    if row.away_at is not None:
        return [section(away_line(of, row), _button(of, "undo", row))]
    idea = of.idea(row)
    if idea is None:
        return [section(f"*{of.title(row)}*")]
    more = button(of.say("deed.more"), "moves.more", row.id)
    return [section(text(of, row, idea), more), actions(*deeds(of, row))]


def text(of: Scene, row: MoveIdea, idea: Idea) -> str:
    """Return what is said about an idea, a line for each thing."""
    lines = (
        heading(of, row, idea),
        _gives_and_gets(of, idea),
        fits(of, idea),
        _missing(of, idea),
        of.say("card.step", step=first_step(of, idea)),
        _people(of, idea),
        tags(of, idea),
        note(of, idea),
    )
    return "\n".join(line for line in lines if line)


def heading(of: Scene, row: MoveIdea, idea: Idea) -> str:
    """Return the kind of move and its name: "↔ Sideways: Customer educator"."""
    return of.say(f"kind_title.{_kind(idea)}", title=of.title(row))


def _kind(idea: Idea) -> str:
    leads = idea.level.track == "management"
    return "lead" if leads and idea.kind is Kind.UP else str(idea.kind)


def fits(of: Scene, idea: Idea) -> str:
    """Return which of its skills somebody has already."""
    every = len(idea.covered) + len(idea.gaps)
    partly = [one.need for one in idea.gaps if one.have > 0]
    if not idea.covered:
        names = of.skills(one.skill for one in partly[:SKILLS])
        key = "card.fits_partly" if partly else "card.fits_none"
        return of.say(key, count=len(partly), every=every, skills=names)
    names = of.skills(one.skill for one in idea.covered[:SKILLS])
    said = "card.fits" if len(idea.covered) <= SKILLS else "card.fits_many"
    line = of.say(said, count=len(idea.covered), every=every, skills=names)
    return f"{line} {of.say('card.fits_more', count=len(partly))}" if partly else line


def _missing(of: Scene, idea: Idea) -> str:
    """Return what is missing, the largest first, each with the kind of thing that helps."""
    if not idea.gaps:
        return of.say("card.misses_none")
    gaps = ", ".join(
        of.say("card.gap", skill=escape(of.skill(one.need.skill).name), how=resource(of, one))
        for one in idea.gaps[:GAPS]
    )
    return of.say("card.misses", gaps=gaps)


def resource(of: Scene, gap: Gap) -> str:
    """Return what helps to learn a skill: a course, a mentor, …."""
    return of.say(f"resource.{of.skill(gap.need.skill).resource or 'project'}")


def first_step(of: Scene, idea: Idea) -> str:
    """Return one step that is small enough for this month, as a sentence."""
    step = _step(of, idea)
    return step if step.endswith((".", "?", "!", "…")) else f"{step}."


def _step(of: Scene, idea: Idea) -> str:
    if idea.kind is Kind.GIVE and idea.get:
        return of.say("card.ask", skill=escape(of.skill(idea.get).name))
    if idea.kind in {Kind.TRY, Kind.BACK} and idea.role.tryouts:
        return escape(idea.role.tryouts[0])
    practices = (of.skill(one.need.skill).practice for one in idea.gaps)
    steps = [*filter(None, practices), *idea.role.tryouts]
    return escape(steps[0]) if steps else of.say("card.talk")


def _gives_and_gets(of: Scene, idea: Idea) -> str:
    if not (idea.give and idea.get):
        return ""
    give, get = escape(of.skill(idea.give).name), escape(of.skill(idea.get).name)
    return of.say("card.give", give=give, get=get)


def _people(of: Scene, idea: Idea) -> str:
    found = of.talk_to(of.near_roles(idea.role.id))
    return of.say("card.people", people=", ".join(found)) if found else ""


def tags(of: Scene, idea: Idea) -> str:
    """Return the tags that touch what somebody said: liked ones it has, avoided ones it has not."""
    mine, avoided = of.mine.level.tags if of.mine else frozenset(), of.wishes.dislikes
    parts = []
    if against := idea.level.tags & avoided:
        parts.append(of.say("card.against", tags=of.tags(against)))
    if idea.touched:
        parts.append(of.say("card.with", tags=of.tags(idea.touched)))
    if avoided - idea.level.tags:
        parts.append(of.say("card.without", tags=of.tags(avoided - idea.level.tags)))
    if new := (idea.level.tags - mine - idea.touched - avoided) & HARD:
        parts.append(of.say("card.new", tags=of.tags(new)))
    return " ".join(parts)


def note(of: Scene, idea: Idea) -> str:
    """Return the honest word that leading people, and stepping back, never go without."""
    if idea.level.track == "management":
        return of.say("card.lead")
    return of.say("card.back") if idea.kind is Kind.BACK else ""


def away_line(of: Scene, row: MoveIdea) -> str:
    """Return that an idea was set aside, and what was learned from it."""
    return of.say("aside.line", title=of.title(row), learned=learned(of, row))


def learned(of: Scene, row: MoveIdea) -> str:
    """Return what follows from setting an idea aside."""
    tag = tag_of(row.why or "")
    if tag:
        return of.say("aside.learned_tag", tag=of.tags([tag]))
    role = of.roles.get(row.role)
    family = of.catalogue.families[role.family].name if role else ""
    return of.say(f"aside.learned_{row.why or 'role'}", family=escape(family))


def deeds(of: Scene, row: MoveIdea) -> list[Block]:
    """Return the buttons below an idea, the likely one first."""
    brought = moves.is_brought(of.session, row)
    bring = _button(of, "take_back", row) if brought else bring_button(of, row)
    keep = _button(of, "unsave" if row.saved_at else "save", row)
    return [bring, keep, _button(of, "aside", row)]


def bring_button(of: Scene, row: MoveIdea) -> Block:
    """Return the button that shares an idea: it says with whom, and what they see."""
    bring = _button(of, "bring", row)
    if len(of.managed) != 1:
        return bring  # which one-on-one is asked in a form of its own
    asked = sure(
        of.say("bring_sure.title"),
        of.say("bring_sure.text", title=of.bare_title(row), other=_manager(of)),
        of.say("bring_sure.yes"),
        of.say("bring_sure.no"),
    )
    # It names the one-on-one: who would see it by then may be somebody else.
    return bring | {"value": f"{row.id} {of.managed[0].id}", "confirm": asked}


def _manager(of: Scene) -> str:
    return people.person(of.session, of.me.team, of.managed[0].manager).name


def _button(of: Scene, name: str, row: MoveIdea) -> Block:
    return button(of.say(f"deed.{name}"), f"moves.{name}", row.id)


def cards(of: Scene, rows: Sequence[MoveIdea]) -> list[Block]:
    """Return the blocks of several ideas."""
    return [block for row in rows for block in card(of, row)]
