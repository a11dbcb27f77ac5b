"""The words are read and checked, and whoever breaks them is told where and why."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.content import Content, ContentError, Problem, contract, load

PROMPTS = Path(__file__).parent.parent / "prompts"
CONTRACT = contract(["hello", "cue.report minutes name", "cue.title"])
QUESTIONS = """
[themes]
energy = "What gives energy"
goals = "Goals"

[[question]]
id = "energy-hour"
theme = "energy"
text = "Which hour?"
follow_ups = ["Why?", "When?"]
listen_for = "Energy."

[[question]]
id = "goals-new"
theme = "goals"
newcomer = true
min_months = 1
text = \"""
Which hope?
\"""
follow_ups = ["Why?", "When?"]
listen_for = "Hope."
"""
MESSAGES = """
hello = "Good morning, {{friend}}"
[cue]
title = "Fifteen minutes"
report = \"""
{minutes} minutes left, {name}.
They are yours.
\"""
"""
TOPICS = """
[groups]
craft = "The craft"
[craft]
testing = "Testing with customers"
"""
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes the three files."""

    def write_all(
        questions: str = QUESTIONS, messages: str = MESSAGES, topics: str = TOPICS
    ) -> Path:
        folder = tmp_path / "en"
        folder.mkdir(exist_ok=True)
        (folder / "questions.toml").write_text(questions, "utf-8")
        (folder / "messages.toml").write_text(messages, "utf-8")
        (folder / "topics.toml").write_text(topics, "utf-8")
        return tmp_path

    return write_all


def problems(folder: Path) -> list[Problem]:
    """Return what is wrong with the words under `folder`."""
    with pytest.raises(ContentError) as error:
        load(folder, CONTRACT)
    assert str(error.value).splitlines() == [str(one) for one in error.value.problems]
    return list(error.value.problems)


def test_good_words_are_read(write: Write) -> None:
    """Questions keep their order and conditions, messages are filled in by key."""
    content = load(write(QUESTIONS, MESSAGES), CONTRACT)
    assert isinstance(content, Content)
    assert [one.id for one in content.bank] == ["energy-hour", "goals-new"]
    assert content.bank[1].text == "Which hope?"
    assert content.bank[1].follow_ups == ("Why?", "When?")
    assert (content.bank[1].newcomer, content.bank[1].min_months) == (True, 1)
    assert list(content.themes.items()) == [("energy", "What gives energy"), ("goals", "Goals")]
    said = content.words("cue.report", minutes=15, name="{minutes} <b>")
    assert said == "15 minutes left, {minutes} <b>.\nThey are yours."
    assert content.words("hello", nobody="needs this") == "Good morning, {friend}"


def test_words_cannot_be_changed(write: Write) -> None:
    """Content is frozen all the way down, and an unknown key is an error."""
    content = load(write(QUESTIONS, MESSAGES), CONTRACT)
    with pytest.raises(TypeError):
        content.themes["energy"] = "x"  # type: ignore[index]  # that it is refused is the point
    with pytest.raises(KeyError):
        content.words("goodbye")
    with pytest.raises(KeyError):
        content.words("cue.report", minutes=15)


@pytest.mark.parametrize(
    ("old", "new", "entry", "reason"),
    [
        ('id = "goals-new"', 'id = "energy-hour"', "energy-hour", "stands twice"),
        ('id = "goals-new"', "", "question 2", "an id has only"),
        ('id = "goals-new"', 'id = "Goals new"', "Goals new", "an id has only"),
        ('id = "goals-new"', "id = 7", "question 2", "an id has only"),
        ('theme = "goals"', 'theme = "gaols"', "goals-new", "unknown theme 'gaols'"),
        ('theme = "goals"', 'theme = ["goals"]', "goals-new", "unknown theme ['goals']"),
        ('"Which hour?"', '"  "', "energy-hour", "text is empty"),
        ('"Which hour?"', "12", "energy-hour", "text must be a text"),
        ('text = "Which hour?"', "", "energy-hour", "text is missing"),
        ("Which hour?", "x" * 601, "energy-hour", "text has 601 characters; 600 are possible"),
        ("Which hour?", "x\\u0007", "energy-hour", "control characters: U+0007"),
        ("Which hour?", "x\\u202e", "energy-hour", "control characters: U+202E"),
        ('["Why?", "When?"]', '["Why?"]', "energy-hour", "exactly 2"),
        ('["Why?", "When?"]', '["a", "b", "c"]', "energy-hour", "exactly 2"),
        ('["Why?", "When?"]', '"Why?"', "energy-hour", "exactly 2"),
        ('["Why?", "When?"]', '["Why?", 2]', "energy-hour", "a follow-up must be a text"),
        ("Why?", "x" * 201, "energy-hour", "200 are possible"),
        ("Energy.", "x" * 301, "energy-hour", "listen_for has 301"),
        ('listen_for = "Hope."', 'listens = "Hope."', "goals-new", "unknown entry 'listens'"),
        ("min_months = 1", "min_month = 1", "goals-new", "unknown entry 'min_month'"),
        ("min_months = 1", "min_months = -1", "goals-new", "whole number"),
        ("min_months = 1", "min_months = true", "goals-new", "whole number"),
        ("min_months = 1", 'min_months = "1"', "goals-new", "whole number"),
        ("min_months = 1", "min_months = 9\nmax_months = 6", "goals-new", "can never hold"),
        ("min_months = 1", "min_months = 3", "goals-new", "can never hold"),
        ("newcomer = true", 'newcomer = "yes"', "goals-new", "true or false"),
        ('goals = "Goals"', 'goals = ""', "themes.goals", "is empty"),
        ('goals = "Goals"', 'goals = "G"\nidle = "I"', "themes.idle", "has no question"),
        ('goals = "Goals"', 'goals = "G"\n"a b" = "I"', "themes.a b", "an id has only"),
        ("[themes]", "[topics]", "", "unknown entry 'topics'"),
        ("[themes]", "[topics]", "themes", "must be a table"),
        ("[themes]", "themes]", "", "line 2"),
        ('id = "energy-hour"', 'id = "energy-hour"\nmin_asked = 1', "question", "no conditions"),
    ],
)
def test_bad_questions(write: Write, old: str, new: str, entry: str, reason: str) -> None:
    """A problem with a question names the file, the entry and the reason."""
    assert old in QUESTIONS
    found = problems(write(QUESTIONS.replace(old, new, 1), MESSAGES))
    assert any(
        one.file == "en/questions.toml" and one.entry == entry and reason in one.reason
        for one in found
    ), found


@pytest.mark.parametrize(
    ("old", "new", "entry", "reason"),
    [
        ("hello", "hallo", "hello", "this message is missing"),
        ("hello", "hallo", "hallo", "no message with this key"),
        ("{name}", "{nmae}", "cue.report", "unknown placeholder 'nmae'; known are minutes, name"),
        ("{name}", "you", "cue.report", "placeholder 'name' is missing"),
        ("{name}", "{name", "cue.report", "brace"),
        ("{name}", "name}", "cue.report", "brace"),
        ("{name}", "{name!r}", "cue.report", "a plain name"),
        ("{name}", "{name:>9}", "cue.report", "a plain name"),
        ("{name}", "{name.__class__}", "cue.report", "unknown placeholder"),
        ("{name}", "{}", "cue.report", "unknown placeholder ''"),
        ('"Fifteen minutes"', '""', "cue.title", "is empty"),
        ('"Fifteen minutes"', "15", "cue.title", "must be a text"),
        ('"Fifteen minutes"', '["a"]', "cue.title", "must be a text"),
        ("Fifteen minutes", "x" * 2901, "cue.title", "2900 are possible"),
        ("Fifteen minutes", "a\\u0000", "cue.title", "U+0000"),
        ("[cue]", "[cue", "", "line 3"),
    ],
)
def test_bad_messages(write: Write, old: str, new: str, entry: str, reason: str) -> None:
    """A problem with a message names the file, the key and the reason."""
    assert old in MESSAGES
    found = problems(write(QUESTIONS, MESSAGES.replace(old, new, 1)))
    assert any(
        one.file == "en/messages.toml" and one.entry == entry and reason in one.reason
        for one in found
    ), found


def test_all_problems_are_told_at_once(write: Write) -> None:
    """Two broken entries in each file make four problems, in one go."""
    questions = QUESTIONS.replace("Energy.", "").replace("Hope.", "")
    messages = MESSAGES.replace("Fifteen minutes", "").replace("{name}", "you")
    assert [one.entry for one in problems(write(questions, messages))] == [
        "energy-hour",
        "goals-new",
        "cue.title",
        "cue.report",
    ]


def test_missing_and_unreadable_files(write: Write) -> None:
    """A file that is missing, or holds no text, is a problem like any other."""
    folder = write(QUESTIONS, MESSAGES)
    (folder / "en" / "messages.toml").unlink()
    (folder / "en" / "questions.toml").write_bytes(b"\xff\xfe\x00")
    missing = Problem("en/messages.toml", "", "this file is missing")
    found = problems(folder)
    assert missing in found
    assert found[0].file == "en/questions.toml"
    assert found[0].reason.startswith("cannot be read")
    assert len(found) == 2


@pytest.mark.parametrize(
    ("old", "new", "entry", "reason"),
    [
        ('craft = "The craft"', "", "craft", "needs a name"),
        ("[craft]", "[crafts]", "craft", "needs a name"),
        ("testing =", "Testing =", "craft.Testing", "an id stands once"),
        ('"Testing with customers"', '""', "craft.testing", ""),
    ],
    ids=["no_name", "no_table", "bad_id", "empty"],
)
def test_bad_topics(write: Write, old: str, new: str, entry: str, reason: str) -> None:
    """What is wrong with a topic is told with its entry and the reason."""
    found = problems(write(topics=TOPICS.replace(old, new)))
    assert any(one.entry == entry and reason in one.reason for one in found)
    assert {one.file for one in found} == {"en/topics.toml"}


def test_a_byte_order_mark_does_no_harm(write: Write) -> None:
    """An editor that marks its files may be used."""
    assert load(write("\ufeff" + QUESTIONS, MESSAGES), CONTRACT).bank


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60), st.integers(0, len(QUESTIONS)))
def test_no_file_breaks_the_check(write: Write, noise: str, at: int) -> None:
    """Whatever stands in a file, it is either read or refused with its problems."""
    noise = noise.encode("utf-8", "replace").decode()
    folder = write(QUESTIONS[:at] + noise + QUESTIONS[at:], noise)
    with suppress(ContentError):
        assert load(folder, CONTRACT).bank


def test_a_contract_is_read_from_lines() -> None:
    """A feature says what it will say, a line a message; twice is fine if it is the same."""
    assert contract(["a.b x y", "", "c", "a.b y x"]) == {"a.b": {"x", "y"}, "c": frozenset()}
    with pytest.raises(ValueError, match="stands twice"):
        contract(["a x", "a"])


def test_the_bank_is_rich(write: Write) -> None:
    """There are 90 questions and more over 15 themes, none alike, with some for a first time."""
    folder = write((PROMPTS / "en" / "questions.toml").read_text("utf-8"), MESSAGES)
    content = load(folder, CONTRACT)
    assert len(content.bank) >= 90
    themes = Counter(one.theme for one in content.bank)
    assert len(themes) >= 15
    assert min(themes.values()) >= 5
    texts = [text for one in content.bank for text in (one.text, *one.follow_ups)]
    assert len(set(texts)) == len(texts)
    assert len({one.theme for one in content.bank if one.opener}) >= 8
    assert [one.theme for one in content.bank if one.newcomer] == ["goals"]


def test_the_bank_is_calm(write: Write) -> None:
    """Questions are short, ask, and never cheer."""
    folder = write((PROMPTS / "en" / "questions.toml").read_text("utf-8"), MESSAGES)
    for one in load(folder, CONTRACT).bank:
        assert len(one.text) < 240
        assert "?" in one.text
        assert all(text.endswith("?") for text in one.follow_ups)
        assert "!" not in "".join((one.text, *one.follow_ups, one.listen_for))
        assert one.id.startswith(f"{one.theme}-")
