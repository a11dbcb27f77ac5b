"""Sentences are read: who one is, what one likes and avoids, and what is asked for."""

import pytest

from bot.rules.understanding.reading import Intent, Reading, Use, Wanted
from tests.rules.starter import PROMPTS, WISHES, catalogue, document, read, score


def tags(reading: Reading, wish: str) -> set[str]:
    """Return the tags and skills of one kind of wish."""
    return {tag for one in getattr(reading, wish) for tag in (*one.tags, *one.skills)}


def test_unseen_sentences_are_read_right() -> None:
    """Of sentences without a part in the phrase table, enough are read as they should be."""
    result = score("sentences.toml")
    assert result.sentences >= 150
    assert result.role_at1 >= 0.85, result.misread
    assert result.intent >= 0.95, result.misread


def test_known_sentences_stay_right() -> None:
    """Sentences that helped to mend the phrase table are read right ever after."""
    result = score("sentences_seen.toml")
    assert result.role_at1 >= 0.95, result.misread
    assert result.intent >= 0.95, result.misread


def test_role_likes_and_dislikes_have_their_places() -> None:
    """Each part of the storyboard's sentence is read, with the words it was read from."""
    said = "I'm a support engineer, I like teaching and hate on-call: what else could I do here?"
    reading = read(said)
    assert reading.intent == Intent.MOVES
    mine = reading.role(Use.MINE)
    assert mine is not None
    assert (mine.id, mine.span.of(said)) == ("support-engineer", "support engineer")
    assert [one.span.of(said) for one in reading.likes] == ["teaching"]
    assert [one.span.of(said) for one in reading.dislikes] == ["on-call"]
    assert reading.because[0].of(said) == "what else could I do"


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("what lateral moves could I make?", Wanted.LATERAL),
        ("could I try product work for a while?", Wanted.TRY_OUT),
        ("I don't want to manage people any more", Wanted.STEP_BACK),
        ("I want to go deeper", Wanted.DEEPER),
        ("how do I get promoted", Wanted.UP),
        ("I am looking for a mentor", Wanted.MENTORING),
    ],
)
def test_kinds_of_moves_are_heard(said: str, wanted: Wanted) -> None:
    """Whoever asks for a kind of move by name is understood."""
    reading = read(said)
    assert reading.intent == Intent.MOVES
    assert wanted in [one.wanted for one in reading.wanted]


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("how far am I from data analyst?", Intent.DISTANCE),
        ("who could I talk to about design?", Intent.PEOPLE),
        ("what do people with my skills do elsewhere?", Intent.ELSEWHERE),
        ("what moves could <@U123ABC> make?", Intent.SOMEONE_ELSE),
        ("where could Kim go next?", Intent.SOMEONE_ELSE),
        ("help", Intent.HELP),
    ],
)
def test_questions_are_told_apart(said: str, intent: Intent) -> None:
    """Distance, people, elsewhere, another person and help are different questions."""
    assert read(said).intent == intent


@pytest.mark.parametrize(
    "said",
    [
        "don't want to lead people",
        "I do not want to lead people",
        "I never want to manage people",
        "tired of leading people",
        "I hate being a manager",
        "I don't enjoy managing people",
    ],
)
def test_a_not_turns_a_like_around(said: str) -> None:
    """What is not wanted is avoided, and never liked."""
    reading = read(said)
    assert "leads-people" in tags(reading, "dislikes")
    assert "leads-people" not in tags(reading, "likes")


def test_not_minding_is_no_dislike() -> None:
    """Whoever does not hate something is not taken to avoid it."""
    reading = read("I don't hate travel")
    assert "travel" not in tags(reading, "dislikes")


def test_hard_limits_are_apart_from_dislikes() -> None:
    """What cannot be is ruled out; what must be is needed; neither is a mere taste."""
    reading = read("No travel, and I can only work remotely. I dislike meetings.")
    assert tags(reading, "rules_out") == {"travel"}
    assert "remote" in tags(reading, "needs")
    assert "meetings" in tags(reading, "dislikes")


def test_past_jobs_are_kept_apart() -> None:
    """A job of the past brings skills, even where no catalogue holds it; it is not the own role."""
    reading = read("I used to be a nurse, now I'm a customer success manager")
    assert [(one.use, bool(one.skills)) for one in reading.outside] == [(Use.PAST, True)]
    assert [(one.id, one.use) for one in reading.roles] == [("customer-success-manager", Use.MINE)]


def test_from_one_role_to_another() -> None:
    """Where two roles are named, the first is where one is and the second where one looks."""
    reading = read("I want to move from support engineer to data analyst")
    assert [(one.id, one.use) for one in reading.roles] == [
        ("support-engineer", Use.MINE),
        ("data-analyst", Use.TARGET),
    ]


def test_levels_are_read() -> None:
    """A word before the title says how far along somebody is."""
    mine = read("I'm a senior backend developer, what next?").role(Use.MINE)
    assert mine is not None
    assert (mine.id, mine.level) == ("backend-engineer", 3)


def test_typing_errors_are_put_right() -> None:
    """A few wrong letters change nothing, and the places are those of the words as written."""
    said = "im a suport enginer and hate nigth shifts"
    reading = read(said)
    mine = reading.role(Use.MINE)
    assert mine is not None
    assert (mine.id, mine.span.of(said)) == ("support-engineer", "suport enginer")
    assert "shifts" in tags(reading, "dislikes")


def test_a_vague_title_asks_back() -> None:
    """Where several roles may be meant, all are offered, and no more than four."""
    mine = read("I'm a designer").role(Use.MINE)
    assert mine is not None
    assert 1 <= len(mine.close) <= 3


def test_a_bare_role_asks_what_is_wanted() -> None:
    """One role and no more: the bot offers the questions that it may be."""
    reading = read("data analyst")
    assert reading.intent == Intent.UNCLEAR
    assert reading.close == (Intent.MOVES, Intent.DISTANCE, Intent.PEOPLE)


def test_an_unknown_role_is_not_invented() -> None:
    """A role that no catalogue holds is named as such, and none is put in its place."""
    said = "I'm a wizard: what could I do here?"
    reading = read(said)
    assert reading.roles == ()
    assert [one.span.of(said) for one in reading.outside] == ["wizard"]


def test_only_what_the_catalogue_holds_is_read() -> None:
    """Every role, skill, tag and family in any reading stands in the catalogue."""
    everything = catalogue()
    for one in document(PROMPTS.parent / "tests/rules/sentences_seen.toml")["sentence"]:
        reading = read(one["say"])
        wishes = [wish for name in (*WISHES, "topics") for wish in getattr(reading, name)]
        assert {role.id for role in reading.roles} <= everything.roles.keys()
        assert {skill for wish in wishes for skill in wish.skills} <= everything.skills.keys()
        assert {tag for wish in wishes for tag in wish.tags} <= everything.tags.keys()
        assert {family for wish in wishes for family in wish.families} <= everything.families.keys()
