"""Roles, fields of work and outside jobs in a sentence, and what each is to the writer."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from bot.rules.understanding.naming import (
    Named,
    announced_by,
    felt_before,
    known_jobs,
    unknown_jobs,
)
from bot.rules.understanding.reading import FieldRead, Outside, RoleRead, Span, Use
from bot.rules.understanding.scene import Scene
from bot.rules.understanding.uses import uses_of

MOST = 4  # roles offered where several may be meant


@dataclass(frozen=True, slots=True)
class Jobs:
    """All jobs that were read, and the words that they take up."""

    roles: tuple[RoleRead, ...] = ()
    fields: tuple[FieldRead, ...] = ()
    outside: tuple[Outside, ...] = ()
    words: frozenset[int] = frozenset()


def read_jobs(scene: Scene) -> Jobs:
    """Return the jobs of a sentence with their uses."""
    named = sorted(known_jobs(scene), key=lambda one: one.start)
    named = [*named, *unknown_jobs(scene, named)]
    named.sort(key=lambda one: one.start)
    uses = uses_of(scene, named)
    kept = [(one, use) for one, use in zip(named, uses, strict=True) if _counts(one, use, scene)]
    fields = [(one, use) for one, use in kept if one.field]
    near = {one.field for one, _ in fields if one.field}
    return Jobs(
        tuple(_role(scene, one, use, near) for one, use in kept if one.roles),
        tuple(
            FieldRead(str(one.field), use, scene.span(one.start, one.end)) for one, use in fields
        ),
        tuple(
            Outside(use, scene.span(one.start, one.end), one.outside)
            for one, use in kept
            if one.outside is not None
        ),
        frozenset(at for one, _ in kept for at in range(one.start, one.end)),
    )


def _counts(one: Named, use: Use, scene: Scene) -> bool:
    """Whether this is a job here; a thing that one can like as well is left to the wishes."""
    if one.roles and not one.field:
        return True
    cue = announced_by(scene, one.start)
    feeling = felt_before(scene, one.start)
    if one.outside is not None:
        return cue is not None or use != Use.UNSAID
    return feeling is None or (cue is not None and (cue.end, cue.end - cue.start) > feeling)


def _role(scene: Scene, one: Named, use: Use, fields: set[str]) -> RoleRead:
    family_of = scene.lexicon.family_of
    here = [role for role in one.roles if family_of[role] in fields]
    first, *others = (here or one.roles)[:MOST]
    return RoleRead(first, use, scene.span(one.start, one.end), one.level, tuple(others))


def aimed(jobs: Jobs, scene: Scene, start: int | None) -> Jobs:
    """Return the jobs, where after a question about another job only "I am" keeps one's own."""
    if start is None or any(one.use in {Use.TARGET, Use.UNSAID} for one in jobs.roles):
        return jobs
    return replace(
        jobs,
        roles=tuple(
            replace(one, use=Use.TARGET) if _is_aimed_at(scene, one, start) else one
            for one in jobs.roles
        ),
    )


def _is_aimed_at(scene: Scene, role: RoleRead, start: int) -> bool:
    at = next(n for n, token in enumerate(scene.tokens) if token.span.end > role.span.start)
    cue = announced_by(scene, at)
    if role.use != Use.MINE or at < start or cue is None:
        return False
    return scene.tokens[cue.start].plain not in scene.lexicon.small("self")


def without(jobs: Jobs, silent: Collection[Span]) -> Jobs:
    """Return the jobs without fields that only belong to the wording of a question."""
    return replace(
        jobs,
        fields=tuple(
            one
            for one in jobs.fields
            if one.use != Use.UNSAID
            or not any(it.start <= one.span.start and one.span.end <= it.end for it in silent)
        ),
    )


def settle(jobs: Jobs, unsaid: Use) -> Jobs:
    """Return the jobs, with those whose use was not said taken for `unsaid`."""
    return replace(
        jobs,
        roles=tuple(_settled(one, unsaid) for one in jobs.roles),
        fields=tuple(
            replace(one, use=unsaid) if one.use == Use.UNSAID else one for one in jobs.fields
        ),
    )


def _settled(one: RoleRead, unsaid: Use) -> RoleRead:
    return replace(one, use=unsaid) if one.use == Use.UNSAID else one
