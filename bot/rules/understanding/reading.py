"""What was read in a sentence: values only, each with the place where it stands."""

from dataclasses import dataclass
from enum import StrEnum


class Intent(StrEnum):
    """What somebody asks for."""

    MOVES = "moves"
    DISTANCE = "distance"  # how far am I from …
    PEOPLE = "people"  # who could I talk to about …
    ELSEWHERE = "elsewhere"  # what people with my skills do in other places
    SOMEONE_ELSE = "someone_else"  # about another person: refused
    HELP = "help"
    FOREIGN = "foreign"  # not in a language that is understood
    INSULT = "insult"
    EMPTY = "empty"  # nothing in it that could be read
    UNCLEAR = "unclear"  # names something, but not what is wanted of it
    NOT_UNDERSTOOD = "not_understood"


class Remark(StrEnum):
    """What a message is that says something to any bot, and nothing but that."""

    HELLO = "hello"
    THANKS = "thanks"
    WHO = "who"  # are you a person?
    PRIVACY = "privacy"  # who can read this?
    PAY = "pay"
    HARD = "hard"  # more than a question about a career can carry
    HARM = "harm"  # what somebody did to them: hardly ever meant as an answer
    DANGER = "danger"
    ENOUGH = "enough"  # how do I stop this?
    HELP = "help"
    NEXT = "next"  # when is my next one-on-one?
    BUDDY = "buddy"
    MINE = "mine"  # where is what I wrote, and how do I share it?
    EXPORT = "export"
    ERASE = "erase"
    ROLE = "role"  # what you know of my role is wrong
    MANAGER = "manager"  # I have a new one
    AWAY = "away"  # for a time that has an end
    LATER = "later"  # no answer now
    STAYING = "staying"  # I am happy where I am
    WHICH = "which"  # of the ideas that were shown: the second one, not those
    NOD = "nod"  # nothing that asks for more than a word


class Wanted(StrEnum):
    """A kind of move that somebody asks for by name."""

    LATERAL = "lateral"
    DEEPER = "deeper"
    UP = "up"
    STEP_BACK = "step_back"
    TRY_OUT = "try_out"
    MENTORING = "mentoring"


class Use(StrEnum):
    """What a role or a field is to the person who names it."""

    MINE = "mine"
    PAST = "past"
    TARGET = "target"
    AVOIDED = "avoided"
    DENIED = "denied"  # "I am not a …"
    UNSAID = "unsaid"  # named, and no more


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of the sentence: from `start` up to, not including, `end`."""

    start: int
    end: int

    def of(self, sentence: str) -> str:
        """Return the words that stand there."""
        return sentence[self.start : self.end]


@dataclass(frozen=True, slots=True)
class RoleRead:
    """A role that was named. `level` is the level's number where one was said.

    `close` are other roles that the words may mean as well: where there are any, ask back.
    """

    id: str
    use: Use
    span: Span
    level: int | None = None
    close: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldRead:
    """A family of roles that was named by its field of work, such as "design"."""

    family: str
    use: Use
    span: Span


@dataclass(frozen=True, slots=True)
class Outside:
    """A job that is in no catalogue; `skills` are what it is known to teach, maybe none."""

    use: Use
    span: Span
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """Something named that one knows, likes, avoids or needs, as skills, tags and families.

    All three empty: it was understood, but no catalogue says anything about it.
    """

    span: Span
    skills: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    families: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of move that was asked for, and where."""

    wanted: Wanted
    span: Span


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence as it was understood. Everything in it stands in the order of the sentence.

    `needs` and `rules_out` are hard: no idea may break them. `topics` were named, and no more.
    `close` are the intents to offer where the first is not certain. `because` is where the
    intent stands. `is_cut` says that the end of a long text was not read.
    """

    intent: Intent
    because: tuple[Span, ...] = ()
    wanted: tuple[Kind, ...] = ()
    roles: tuple[RoleRead, ...] = ()
    fields: tuple[FieldRead, ...] = ()
    outside: tuple[Outside, ...] = ()
    skills: tuple[Wish, ...] = ()
    likes: tuple[Wish, ...] = ()
    dislikes: tuple[Wish, ...] = ()
    needs: tuple[Wish, ...] = ()
    rules_out: tuple[Wish, ...] = ()
    topics: tuple[Wish, ...] = ()
    close: tuple[Intent, ...] = ()
    language: str | None = None
    is_cut: bool = False

    def role(self, use: Use) -> RoleRead | None:
        """Return the first role named with that use, if any."""
        return next((one for one in self.roles if one.use == use), None)
