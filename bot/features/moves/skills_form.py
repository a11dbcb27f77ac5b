"""What I told: role, own levels of skills, likes, dislikes, needs. Shown, corrected, forgotten."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from sqlmodel import Session

from bot import blocks
from bot.blocks import Block, clean
from bot.data import moves, people
from bot.data.moves_tables import MoveQuestion
from bot.features.moves.asking import answer_again, asked_in
from bot.features.moves.scene import Scene
from bot.reception.desk import Caller, Desk
from bot.reception.forms import chosen, ticked, typed
from bot.reception.gate import notice, present
from bot.reception.home import ShowHome
from bot.rules.told import BY_MYSELF, Feeling, Told, at_role, standing

SKILL = "skill."  # begins the names of the fields for skills
TAG, OWN = "tag:", "own:"
TITLE = 80  # characters
MOST = 24  # skills that the form shows
LEVELS = range(6)
SURE = 0.6  # how likely a role must be to be taken from a title that nobody bears
GUIDE = "guide"
LISTS = ("likes", "dislikes", "needs")


@dataclass
class Filled:
    """What was filled in; `errors` by the field."""

    told: Told
    is_guide: bool = False
    errors: dict[str, str] = field(default_factory=dict)


def open_form(ack: Ack, desk: Desk, me: Caller, client: WebClient, body: Mapping[str, Any]) -> None:
    """Open the form, from Home or help."""
    _open(desk, me, client, body, "moves.form", "")
    ack()


def open_correction(
    ack: Ack,
    desk: Desk,
    me: Caller,
    client: WebClient,
    body: Mapping[str, Any],
    subject: MoveQuestion,
) -> None:
    """Open the form from an answer, which is then given anew."""
    _open(desk, me, client, body, "moves.correct", str(subject.id))
    ack()


def save(ack: Ack, desk: Desk, me: Caller, view: Mapping[str, Any], show_home: ShowHome) -> None:
    """Keep what was filled in."""
    _save(ack, desk, me, view, show_home, None)


def save_correction(
    ack: Ack,
    desk: Desk,
    me: Caller,
    view: Mapping[str, Any],
    show_home: ShowHome,
    subject: MoveQuestion,
) -> None:
    """Keep what was filled in, and answer the question with it."""
    _save(ack, desk, me, view, show_home, subject)


def _open(
    desk: Desk, me: Caller, client: WebClient, body: Mapping[str, Any], form: str, about: str
) -> None:
    with desk.store.read() as session:
        view = _form(Scene(session, desk, me), form, about)
    present(body, client, view)


def _save(
    ack: Ack,
    desk: Desk,
    me: Caller,
    view: Mapping[str, Any],
    show_home: ShowHome,
    question: MoveQuestion | None,
) -> None:
    with desk.store.begin() as session:
        of = Scene(session, desk, me)
        filled = _read(of, view)
        if not filled.errors:
            _keep(session, of, filled, question)
    if filled.errors:
        ack(response_action="errors", errors=filled.errors)
        return
    show_home()
    ack(response_action="update", view=notice(desk, "moves.form.saved"))


def _keep(session: Session, of: Scene, filled: Filled, question: MoveQuestion | None) -> None:
    desk, me = of.desk, of.me
    if filled.told.is_nothing:
        moves.forget(session, me.team, me.user)
    else:
        moves.keep(session, desk.store.vault, (me.team, me.user), filled.told, desk.now())
    role = filled.told.role if filled.is_guide else None
    moves.set_guide(session, me.team, me.user, role, desk.now())
    if question is not None:
        row = session.get_one(MoveQuestion, question.id)
        asked = replace(asked_in(desk, row), choices=(), heard=())
        answer_again(session, desk, row, replace(asked, unknown=""))


def _form(of: Scene, form: str, about: str) -> Block:
    told = of.told
    role = of.desk.roles.name_of(told.role, told.number, told.track) if told.role else _listed(of)
    typed_role = blocks.text_input("role", initial=role, lines=False, limit=TITLE)
    more = blocks.text_input("more", lines=False, limit=300)
    guide: Block = {
        "type": "checkboxes",
        "action_id": GUIDE,
        "options": [blocks.option(of.say("form.guide_yes"), GUIDE)],
    }
    if moves.guide(of.session, of.me.team, of.me.user):
        guide["initial_options"] = guide["options"]
    parts = [
        blocks.section(of.say("form.intro")),
        _field(of, "role", typed_role),
        *_levels(of),
        _field(of, "more", more),
        *(_feelings(of, name) for name in LISTS),
        *_past(of),
        _field(of, GUIDE, guide),
    ]
    return blocks.modal(
        of.say("form.title"),
        parts,
        form=form,
        submit=of.say("form.submit"),
        close=of.say("form.close"),
        about=about,
    )


def _listed(of: Scene) -> str:
    """Return their title in the company's list, where the catalogue knows such a role."""
    title = people.person(of.session, of.me.team, of.me.user).title
    found = of.desk.roles.titles.match(title).matches if title else ()
    is_known = bool(found) and (found[0].is_exact or found[0].confidence >= SURE)
    return title[:TITLE] if is_known else ""


def _field(of: Scene, name: str, element: Block) -> Block:
    label, hint = of.say(f"form.{name}"), of.say(f"form.{name}_hint")
    return blocks.field(name, label, element, hint=hint, optional=True)


def _levels(of: Scene) -> list[Block]:
    """Return a list for each skill: how well it is known, by their own word or by their role."""
    levels = _assumed(of, of.told) | dict(of.told.skills)
    known = [one for one in levels if one in of.catalogue.skills]
    shown = sorted(known, key=lambda one: (one not in of.told.skills, of.skill(one).name))[:MOST]
    options = [blocks.option(of.say(f"level.{one}"), str(one)) for one in LEVELS]
    return [
        blocks.field(
            f"{SKILL}{one}",
            of.skill(one).name,
            blocks.select(f"{SKILL}{one}", options, f"{round(levels[one])}"),
            optional=True,
        )
        for one in shown
    ]


def _feelings(of: Scene, name: str) -> Block:
    """Return the list of tags, and what was said beside them, the chosen ones marked."""
    feelings: tuple[Feeling, ...] = getattr(of.told, name)
    tags = [blocks.option(text, f"{TAG}{tag}") for tag, text in of.catalogue.tags.items()]
    own = [
        blocks.option(one.say, f"{OWN}{place}")
        for place, one in enumerate(feelings)
        if not one.tags
    ]
    held = {f"{TAG}{tag}" for one in feelings for tag in one.tags}
    options = [*own, *tags] or [blocks.option("–", "none")]
    marked = [one for one in options if one["value"] in held or one["value"].startswith(OWN)]
    element: Block = {"type": "multi_static_select", "action_id": name, "options": options}
    return _field(of, name, element | ({"initial_options": marked} if marked else {}))


def _past(of: Scene) -> list[Block]:
    known = [one for one in of.told.past if one in of.roles]
    if not known:
        return []
    options = [blocks.option(of.roles[one].title, one) for one in known]
    element = {"type": "multi_static_select", "action_id": "past", "options": options}
    return [_field(of, "past", element | {"initial_options": options})]


def _assumed(of: Scene, told: Told) -> dict[str, float]:
    mine = standing(replace(told, skills={}), of.catalogue)
    return mine.known() if mine else {}


def _read(of: Scene, view: Mapping[str, Any]) -> Filled:
    filled = Filled(of.told, is_guide=GUIDE in ticked(view, GUIDE))
    _read_role(of, view, filled)
    _read_skills(of, view, filled)
    feelings: dict[str, Any] = {
        name: tuple(_chosen(of, getattr(of.told, name), ticked(view, name))) for name in LISTS
    }
    past = tuple(one for one in of.told.past if one in ticked(view, "past"))
    filled.told = replace(filled.told, past=past, **feelings)
    if filled.is_guide and not filled.told.role and not filled.errors:
        filled.errors["role"] = of.say("form.guide_needs_role")
    return filled


def _read_role(of: Scene, view: Mapping[str, Any], filled: Filled) -> None:
    """Take a role and its level from a title; one that is not known is asked about."""
    title = clean(typed(view, "role"))
    if not title:
        filled.told = replace(filled.told, role="", number=0, track="ic")
        return
    found = of.desk.roles.titles.match(title).matches
    if not found or not (found[0].is_exact or found[0].confidence >= SURE):
        near = ", ".join(of.roles[one.role].title for one in found[:3])
        key = "form.role_near" if near else "form.role_unknown"
        filled.errors["role"] = of.say(key, **({"roles": near} if near else {}))
        return
    role = of.roles[found[0].role]
    told = at_role(filled.told, of.catalogue, role.id)
    named = next((one for one in role.levels if one.name.casefold() == title.casefold()), None)
    if named is not None:
        told = replace(told, number=named.number, track=named.track)
    filled.told = told


def _read_skills(of: Scene, view: Mapping[str, Any], filled: Filled) -> None:
    """Keep the levels that differ from what the role suggests, and skills that were added."""
    values = (view.get("state") or {}).get("values") or {}
    names = [one for one in values if isinstance(one, str) and one.startswith(SKILL)]
    said = {one.removeprefix(SKILL): chosen(view, one) for one in names}
    assumed = _assumed(of, of.told)
    own = {
        skill: float(level)
        for skill, level in said.items()
        if skill in of.catalogue.skills
        and level in {str(one) for one in LEVELS}
        and float(level) != round(assumed.get(skill, -1))
    }
    unseen = {skill: level for skill, level in of.told.skills.items() if skill not in said}
    added, unknown = _added(of, clean(typed(view, "more")))
    if unknown:
        filled.errors["more"] = of.say("form.more_unknown", skills=", ".join(unknown))
    filled.told = replace(
        filled.told,
        skills={**unseen, **dict.fromkeys(added, BY_MYSELF), **own},
        guessed=tuple(one for one in of.told.guessed if one in unseen),
    )


def _added(of: Scene, words: str) -> tuple[list[str], list[str]]:
    """Return the skills that are named by commas, and what is none."""
    names = {
        name.casefold(): one.id
        for one in of.catalogue.skills.values()
        for name in (*one.also, one.name)
    }
    parts = [one.strip() for one in words.replace(";", ",").split(",") if one.strip()]
    known = [names[one.casefold()] for one in parts if one.casefold() in names]
    return known, [one for one in parts if one.casefold() not in names]


def _chosen(of: Scene, feelings: tuple[Feeling, ...], values: Iterable[str]) -> list[Feeling]:
    """Return the feelings that are marked; a tag that was marked newly is one as well."""
    marked = set(values)
    tags = {one.removeprefix(TAG) for one in marked if one.startswith(TAG)} & set(of.catalogue.tags)
    kept = []
    for place, one in enumerate(feelings):
        if one.tags:
            still = tuple(tag for tag in one.tags if tag in tags)
            if still:
                kept.append(replace(one, tags=still))
                tags -= set(still)
        elif f"{OWN}{place}" in marked:
            kept.append(one)
    return [*kept, *(Feeling(of.catalogue.tags[tag], tags=(tag,)) for tag in sorted(tags))]
