"""Sentences are read: who one is, what one likes and avoids, and what is asked for."""

import os
import subprocess
import sys
import tomllib
from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.rules.understanding.phrases import read_phrases
from bot.rules.understanding.reading import Intent, Reading, Span, Use, Wanted
from tests.rules.starter import PROMPTS, WISHES, catalogue, document, phrases, read, score

PIECES = (
    *("I am", "a", "not", "want to be", "data analyst", "manager", "hate", "like", "teaching"),
    *("and", "or", "but", "on-call", "from", "travel", "support engineer", "how far", "who could"),
    *("talk about", ",", ".", "?", "<@U1>", "was", "only", "no", "designer", "become", "'s", "Kim"),
)
DIGEST = """
from tests.rules.starter import HERE, document, read
from hashlib import sha256
said = [one["say"] for one in document(HERE / "sentences.toml")["sentence"]]
print(sha256("".join(repr(read(one)) for one in said).encode()).hexdigest())
"""


def spans(reading: Reading) -> list[Span]:
    """Return every place that a reading names."""
    jobs = [*reading.roles, *reading.fields, *reading.outside, *reading.wanted]
    wishes = [one for name in (*WISHES, "topics") for one in getattr(reading, name)]
    return [*reading.because, *(one.span for one in [*jobs, *wishes])]


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


def test_no_sentence_stands_in_the_phrase_table() -> None:
    """No sentence to measure with was copied into the phrase table, or is known twice."""
    table = (PROMPTS / "en/phrases.toml").read_text("utf-8").casefold()
    here = [
        one["say"] for one in document(PROMPTS.parent / "tests/rules/sentences.toml")["sentence"]
    ]
    long = [one for one in here if len(one.split()) > 4]
    assert not [one for one in long if f'"{one.casefold().rstrip("?.!")}"' in table]
    assert len(set(here)) == len(here)


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


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("", Intent.EMPTY),
        ("   \n\t ", Intent.EMPTY),
        ("🎉🎉", Intent.EMPTY),
        ("<!channel>", Intent.EMPTY),
        ("<@U1>", Intent.EMPTY),
        ("teaching", Intent.UNCLEAR),
        ("xyzzy", Intent.NOT_UNDERSTOOD),
        ("you stupid bot", Intent.INSULT),
        ("Was könnte ich hier sonst noch machen?", Intent.FOREIGN),
        ("何ができますか", Intent.FOREIGN),
    ],
)
def test_bad_input_has_an_answer(said: str, intent: Intent) -> None:
    """Nothing, one word, pictures, rudeness and other languages are told apart."""
    assert read(said).intent == intent


def test_the_language_is_named() -> None:
    """A foreign sentence says in which language it is, where that is known."""
    assert read("Ich möchte etwas anderes machen").language == "de"
    assert read("Что дальше?").language is None


def test_an_insult_with_a_question_is_a_question() -> None:
    """Somebody rude who asks something gets an answer to it."""
    assert read("you stupid bot, what lateral moves could I make?").intent == Intent.MOVES


def test_markup_is_no_obstacle() -> None:
    """Bold words, links, escapes and mentions of the bot are read as people see them."""
    said = "<@U9> *I am* a _product manager_ &amp; like SQL <https://x.y|teaching>"
    reading = read(said)
    assert [one.id for one in reading.roles] == ["product-manager"]
    assert [one.span.of(said) for one in reading.likes] == ["SQL", "teaching"]


@pytest.mark.parametrize(
    "piece",
    [
        "x ",
        "a",
        "é",
        "<",
        "<@U1>",
        "qwrtzu asdfgh ",
        "I hate on-call but ",
        "support engineer, ",
        "🎉",
    ],
)
def test_a_very_long_text_is_cut(piece: str) -> None:
    """40,000 characters are read in less than a tenth of a second of work."""
    text = (piece * 40_000)[:40_000]
    read(text)
    start = process_time()
    assert read(text).is_cut
    assert process_time() - start < 0.1


@given(st.text(max_size=300))
@example("<@U1>’s I'm a")
@example("ﬁ İstanbul ǅ a\u0301 I'm a de\u0301signer")
def test_any_text_is_read_with_places_inside(said: str) -> None:
    """No text raises, and every place lies in the text."""
    assert all(0 <= one.start < one.end <= len(said) for one in spans(read(said)))


@given(st.lists(st.sampled_from(PIECES), max_size=25))
def test_any_row_of_known_words_is_read(words: list[str]) -> None:
    """Words that mean something, in any order, never raise and keep their places."""
    said = " ".join(words)
    assert all(0 <= one.start < one.end <= len(said) for one in spans(read(said)))
    assert read(said) == read(said)


@pytest.mark.proof
def test_hash_seeds_change_nothing() -> None:
    """The same sentences give the same readings whatever the seed of hashes."""
    digests = {
        subprocess.run(  # noqa: S603 - our own interpreter, our own words
            [sys.executable, "-c", DIGEST],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            cwd=PROMPTS.parent,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_the_phrase_table_is_sound() -> None:
    """The table that comes with the bot has no problem, and names only what the catalogue holds."""
    problems: list[tuple[str, str]] = []
    table = document(PROMPTS / "en/phrases.toml")
    read_phrases(table, lambda entry, reason: problems.append((entry, reason)))
    assert problems == []
    names = {one.name.casefold() for one in catalogue().skills.values()}
    things = (*phrases().things, *phrases().outside)
    assert {name.casefold() for one in things for name in one.skills} <= names
    assert {tag for one in things for tag in one.tags} <= catalogue().tags.keys()
    assert {family for one in things for family in one.families} <= catalogue().families.keys()
    assert phrases().fields.keys() == catalogue().families.keys()


def test_a_broken_phrase_table_is_explained() -> None:
    """Whoever breaks the table learns the entry and the reason, for all problems at once."""
    table = tomllib.loads('wanted = 3\nfoo = 1\n[levels]\nsenior = "x"\n[[thing]]\nsay = [1]\n')
    problems: dict[str, str] = {}
    read_phrases(table, problems.__setitem__)
    assert {"wanted", "foo", "levels.senior", "thing 1.say", "roles", "outside"} <= problems.keys()
