"""What somebody told: learned, contradicted, set aside, and written down without loss."""

import json
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.rules import requests, told
from bot.rules.lattice.fusion import lattice
from bot.rules.lattice.ideas import Wishes
from bot.rules.replying import Said, decide
from bot.rules.told import Away, Feeling, Told
from bot.rules.understanding.reading import Intent
from tests.rules.lattice.some import SKILLS, TAGS, a_level, a_role, catalogue
from tests.rules.starter import catalogue as starter
from tests.rules.starter import read

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
ids = st.sampled_from(("a-role", "b-role", "c-role"))
feelings = st.builds(
    Feeling,
    st.text(max_size=9),
    st.lists(st.sampled_from(sorted(SKILLS)), max_size=2).map(tuple),
    st.lists(st.sampled_from(TAGS), max_size=2).map(tuple),
    families=st.lists(st.just("craft"), max_size=1).map(tuple),
    roles=st.lists(ids, max_size=1).map(tuple),
)
everything = st.builds(
    Told,
    ids,
    st.integers(1, 6),
    st.just("ic"),
    st.dictionaries(st.sampled_from(sorted(SKILLS)), st.floats(0, 5)),
    st.lists(ids, max_size=2, unique=True).map(tuple),
    *(st.lists(feelings, max_size=2).map(tuple) for _ in range(3)),
)


def learned(*sentences: str) -> Told:
    """Return what is known after these sentences."""
    known = Told()
    for one in sentences:
        known = told.learn(known, read(one), one, starter())
    return known


@given(everything)
def test_written_down_without_loss(some: Told) -> None:
    """What is kept as plain values comes back as it was."""
    assert told.from_values(json.loads(json.dumps(told.as_values(some)))) == some


def test_a_request_is_written_down_without_loss() -> None:
    """So does what was asked, choices and all."""
    for sentence in ("I'm an officer, what next?", "SQL", "how far am I from astronaut?"):
        asked = requests.request(read(sentence), sentence)
        assert requests.from_values(json.loads(json.dumps(requests.as_values(asked)))) == asked


def test_the_newer_word_holds() -> None:
    """A thing is liked or avoided, never both."""
    known = learned("I like teaching", "I hate teaching")
    assert (known.likes, [one.say for one in known.dislikes]) == ((), ["teaching"])


def test_a_role_is_kept_with_its_level() -> None:
    """A level that was said stays until another role or level is named."""
    assert learned("I'm a senior support engineer").number == 3
    assert learned("I'm a senior support engineer", "I'm a support engineer").number == 3
    assert learned("I'm a senior support engineer", "I'm a data analyst").number == 2


def test_own_levels_and_past_roles_count() -> None:
    """One's own word counts most; what a past role taught counts where it is more."""
    some = catalogue(
        a_role("baker", "craft", a_level(2, needs="1:5:2 2:3:2")),
        a_role("miller", "trade", a_level(2, needs="1:5:4 3:1:2")),
    )
    mine = told.standing(Told("baker", 2, "ic", {"skill-2": 1.0}, ("miller",)), some)
    assert mine is not None
    assert mine.known() == {"skill-1": 4.0, "skill-2": 1.0, "skill-3": 2.0}
    assert told.standing(Told("pilot", 2), some) is None


@given(everything, st.sampled_from(("role", "family", "later", "tag:travel")), ids)
def test_setting_aside_only_takes_away(some: Told, why: str, role: str) -> None:
    """What was set aside never adds an idea, and after three months "not now" holds no more."""
    woven = lattice(catalogue(*(a_role(one, "trade") for one in ("a-role", "b-role", "c-role"))))
    before = told.wishes(some, [], NOW, woven)
    after = told.wishes(some, [Away(role, why, NOW)], NOW, woven)
    assert before.without <= after.without
    assert before.dislikes <= after.dislikes
    later = told.wishes(some, [Away(role, why, NOW)], NOW + timedelta(days=91), woven)
    assert (later == before) if why == "later" else (later == after)


def test_words_of_the_question_are_no_field() -> None:
    """Asking what people with my skills do is not about the People department."""
    sentence = "what do people with my skills do elsewhere?"
    asked = requests.request(read(sentence), sentence)
    assert (asked.intent, asked.families, asked.heard) == (Intent.ELSEWHERE, (), ())


def test_choosing_leads_to_a_plain_request() -> None:
    """An answer to a question back takes its place, one after the other."""
    sentence = "I'm an officer, what could I do?"
    asked = requests.request(read(sentence), sentence)
    assert decide(asked, None, Wishes(), lattice(starter())).said == Said.CHOOSE
    assert requests.choose(asked, asked.choices[0].options[1]).choices == ()
    named = requests.request(read("SQL"), "SQL")
    assert requests.choose(named, Intent.PEOPLE).intent == Intent.PEOPLE


def test_a_role_that_is_denied_is_forgotten() -> None:
    """Whoever says that they are not what was understood has no role until they name one."""
    assert learned("I am a backend engineer", "I'm not a backend engineer").role == ""
    assert learned("I am a data analyst", "I'm not a backend engineer").role == "data-analyst"
