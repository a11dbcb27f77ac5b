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


@pytest.mark.parametrize(
    "said", ["I'm not a backend engineer", "I am not really a senior backend engineer, any ideas?"]
)
def test_what_one_is_not_is_not_taken_for_the_own_role(said: str) -> None:
    """Whoever says that a role is not theirs puts something right."""
    assert [one.use for one in read(said).roles] == [Use.DENIED]


@pytest.mark.parametrize(
    "said",
    [
        "I'm not only a backend engineer",
        "I'm not sure, I am a backend engineer",
        "I'm not a fan of my work as a backend engineer",
    ],
)
def test_a_not_elsewhere_denies_no_role(said: str) -> None:
    """Only a "not" right before the role says that it is another's."""
    assert Use.DENIED not in [one.use for one in read(said).roles]


@pytest.mark.parametrize(
    "said", ["write me a poem", "pick one for me", "surprise me", "can you draw me a cat?"]
)
def test_what_the_bot_is_bidden_is_no_thing(said: str) -> None:
    """A word that tells the bot what to do says nothing about its writer."""
    assert not read(said).topics


@pytest.mark.parametrize(
    "said", ["write", "I write it all down", "I want to write something", "teach others"]
)
def test_the_same_word_elsewhere_is_one(said: str) -> None:
    """Where nobody is told to do anything, it is what somebody does."""
    reading = read(said)
    assert any(getattr(reading, name) for name in (*WISHES, "topics"))


@pytest.mark.parametrize(
    "said",
    [
        "my partner works abroad, what could I do?",
        "My wife works as an analyst in sales, where could I go?",
        "what could I do here? my boss lives abroad",
    ],
)
def test_the_work_of_others_is_not_the_own(said: str) -> None:
    """What somebody near does or is, is not read as the writer's."""
    reading = read(said)
    assert not [*reading.roles, *reading.fields, *reading.topics]


@pytest.mark.parametrize(
    "said",
    [
        "My boss is great and I like teaching",
        "my partner works abroad, and I want to work abroad",
        "My team mate works with data, which I love",
    ],
)
def test_what_follows_about_oneself_counts(said: str) -> None:
    """After a word about somebody else comes what is said about oneself."""
    reading = read(said)
    assert any(getattr(reading, name) for name in (*WISHES, "topics"))


@pytest.mark.parametrize(
    "said",
    ["my partner works abroad", "the coffee machine at work is broken", "our team won the cup"],
)
def test_a_word_about_work_alone_asks_for_nothing(said: str) -> None:
    """Where nobody asks or tells anything, no ideas come."""
    assert read(said).intent == Intent.NOT_UNDERSTOOD


@pytest.mark.parametrize("said", ["I work here and I'm bored", "next step?", "a new team for me"])
def test_beside_another_word_it_asks(said: str) -> None:
    """With a second word that asks for a move, the same words ask for ideas."""
    assert read(said).intent == Intent.MOVES


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
