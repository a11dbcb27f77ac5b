"""Small catalogues: one by hand, and any that hypothesis thinks of."""

from hypothesis import strategies as st

from bot.rules.catalogue import TRACKS, Catalogue, Category, Family, Level, Need, Role, Skill

TAGS = ("on-call", "travel", "teaching")
SKILLS = {f"skill-{n}": Skill(f"skill-{n}", f"Skill {n}", f"category-{n % 4}") for n in range(12)}
FAMILIES = {one: Family(one, one.title()) for one in ("craft", "trade", "care")}
CATEGORIES = {f"category-{n}": Category(f"category-{n}", f"Category {n}") for n in range(4)}


def catalogue(*roles: Role) -> Catalogue:
    """Return a catalogue of these roles."""
    return Catalogue({role.id: role for role in roles}, FAMILIES, SKILLS, CATEGORIES)


def a_level(number: int = 2, track: str = "ic", needs: str = "1:3:2", tags: str = "") -> Level:
    """Return a level that asks for skills written as `number:weight:level`."""
    asked = (one.split(":") for one in needs.split())
    return Level(
        number,
        f"Level {number} {track}",
        next(one for one in TRACKS if one == track),
        tuple(Need(f"skill-{n}", float(weight), float(level)) for n, weight, level in asked),
        tags=frozenset(tags.split()),
    )


def a_role(name: str, family: str = "craft", *levels: Level) -> Role:
    """Return a role with these levels, else with one."""
    return Role(name, name.replace("-", " ").title(), family, levels or (a_level(),))


_needs = st.lists(
    st.builds(
        Need,
        st.sampled_from(sorted(SKILLS)),
        st.integers(1, 5).map(float),
        st.integers(1, 5).map(float),
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda need: need.skill,
).map(tuple)
levels = st.builds(
    Level,
    number=st.integers(1, 6),
    name=st.just("A level"),
    track=st.sampled_from(TRACKS),
    needs=_needs,
    tags=st.frozensets(st.sampled_from(TAGS), max_size=2),
)


@st.composite
def catalogues(draw: st.DrawFn) -> Catalogue:
    """Draw a catalogue of three to eight roles in three families."""
    return catalogue(
        *(
            Role(
                f"role-{n}",
                f"Role {n}",
                draw(st.sampled_from(sorted(FAMILIES))),
                tuple(
                    draw(
                        st.lists(
                            levels,
                            min_size=1,
                            max_size=3,
                            unique_by=lambda level: (level.number, level.track),
                        )
                    )
                ),
                tryouts=draw(st.sampled_from([(), ("A week beside them",)])),
            )
            for n in range(draw(st.integers(3, 8)))
        )
    )
