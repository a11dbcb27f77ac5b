"""Tell me more: the whole story of one idea, in a modal, every statement from the catalogue."""

from collections.abc import Iterator
from math import ceil, floor

from bot.blocks import Block, actions, context, escape, modal, section
from bot.data.moves_tables import MoveIdea
from bot.features.moves.cards import (
    away_line,
    deeds,
    first_step,
    fits,
    heading,
    resource,
    tags,
)
from bot.features.moves.scene import Scene
from bot.rules import spoken
from bot.rules.lattice.coverage import Gap
from bot.rules.lattice.ideas import Idea
from bot.rules.lattice.kinds import Kind
from bot.rules.told import LATER

GAPS, GUIDES = 8, 5
REVIEW = 2 * LATER  # after half a year a step back is looked at again


def story(of: Scene, row: MoveIdea) -> Block:
    """Return the modal."""
    idea = of.idea(row)
    if idea is None:
        blocks = [section(of.say("story.gone"))]
    elif row.away_at is not None:
        blocks = [section(away_line(of, row))]
    else:
        blocks = [section(part) for part in _parts(of, row, idea) if part]
        blocks += [actions(*deeds(of, row)), context(of.say("story.why"))]
    return modal(of.say("story.title"), blocks, close=of.say("story.close"), about=str(row.id))


def _parts(of: Scene, row: MoveIdea, idea: Idea) -> Iterator[str]:
    """Yield the paragraphs, the first one what the role is."""
    yield "\n".join(_what(of, row, idea))
    yield of.say("story.fits", fits=fits(of, idea))
    yield _missing(of, idea)
    yield of.say("story.step", step=first_step(of, idea))
    if idea.level.track == "management":
        yield of.say("story.lead")
    if idea.kind is Kind.BACK:
        yield of.say("story.back", date=spoken.date_of(of.desk.now() + REVIEW))
    yield _listed(of, "story.tryouts", idea.role.tryouts)
    yield _listed(of, "story.resources", idea.role.resources)
    people = of.talk_to(of.near_roles(idea.role.id), GUIDES)
    yield of.say("story.people", people=", ".join(people) or of.say("story.nobody"))
    yield of.say("story.tags", tags=of.tags(idea.level.tags) or "–", touched=tags(of, idea))
    if idea.role.openings or idea.role.headcount:
        yield of.say("story.openings", openings=idea.role.openings, headcount=idea.role.headcount)


def _what(of: Scene, row: MoveIdea, idea: Idea) -> Iterator[str]:
    yield heading(of, row, idea)
    family = of.catalogue.families[idea.role.family].name
    yield of.say(f"meaning.{idea.kind}", family=escape(family))
    yield escape(" ".join(filter(None, (idea.role.summary, idea.level.summary))))


def _missing(of: Scene, idea: Idea) -> str:
    if not idea.gaps:
        return of.say("card.misses_none")
    lines = [_gap(of, gap) for gap in idea.gaps[:GAPS]]
    return "\n".join([of.say("story.misses"), *lines])


def _gap(of: Scene, gap: Gap) -> str:
    """Return a skill that is missing, how well it is asked for, and one way to practise it.

    In words: a number would look like a mark.
    """
    skill = of.skill(gap.need.skill)
    return of.say(
        "story.gap",
        skill=escape(skill.name),
        have=of.say(f"known.{floor(gap.have)}"),
        need=of.say(f"known.{ceil(gap.need.level)}"),
        practice=escape(skill.practice),
        how=resource(of, gap),
    )


def _listed(of: Scene, key: str, lines: tuple[str, ...]) -> str:
    listed = "\n".join(f"• {escape(one)}" for one in lines)
    return of.say(key, lines=listed) if lines else ""
