"""Remarks: what is one as a whole, and what only looks like one."""

import pytest

from bot.rules.understanding.reading import Intent, Remark
from bot.rules.understanding.remarks import remark
from tests.rules.starter import PROMPTS, document, lexicon

OTHERS = {Intent.HELP, Intent.NOT_UNDERSTOOD, Intent.EMPTY}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hey Trellis, please leave me alone now!", Remark.ENOUGH),
        ("thanks, and who is my buddy?", Remark.BUDDY),
        ("when do I meet <@U0MAYA>?", Remark.NEXT),
        ("do you tell anybody?", Remark.PRIVACY),
        ("I want to die", Remark.DANGER),
    ],
)
def test_a_remark_may_have_small_words_around_it(text: str, found: Remark) -> None:
    """A greeting before it, or a please after it, changes nothing."""
    assert remark(text, lexicon()) is found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello world programs are what I write",
        "I stop support tickets from piling up",
        "Who can read a balance sheet here and teach me?",
        "I would like to pay more attention to design",
        "My manager is awfully good at design, I want to learn that",
        "This deadline is killing me",
        "I want to help the team",
        "Helping",
        "Testing",
        "Praise",
        "More money",
        "Mornings",
        "I pause",
        "My notes",
        "Too many messages",
        "I don't want to live in Berlin",
        "We wanted to end it all in one release",
        "My team was better off without me as a manager",
        "I work on a suicide hotline",
        "I want to die on that hill",
        "When do I see myself as a leader?",
        "when do I meet the bar for senior here",
        "How do I stop burning out?",
        "I was fired up by that talk",
        "I am thinking of ending it all in one release",
        "My father died of boredom in this industry, and I will not",
        "I was crying with laughter in the workshop",
        "Can I read it in a book, or do I need a course?",
        "Can designers read this kind of code?",
        "A book about panic attacks touched me",
        "That customer story touched me",
        "I want to disappear into code all day",
        "I am thinking about ending it with this supplier",
        "I don't want a promotion that means meetings",
        "I would like to export goods to Asia",
        "I am an export clerk",
        "Delete the boring parts of my job",
        "I want to move to one-on-one coaching",
        "I cancel meetings and would like fewer of them",
        "My manager changed my goals for this year",
        "My buddy told me about design, how far am I from it?",
        "I want out of support",
        "I would like to pause support and try design for two weeks",
        "I'm on holiday planning for the whole team",
        "I want to skip a level",
        "I want to lead a team later",
        "I am happy in my job but would like more responsibility",
        "I'm happy where people laugh",
        "I'd like to stay technical",
        "I like to rank roles by what they need",
        "Ok, what could I do next?",
        "No travel",
        "Tell me more about data analysts",
        "The second one of my jobs was better",
        "I forget my role in big meetings",
        "I am sick of travelling",
        "I am ill at ease in sales",
        "Can I see people with my skills elsewhere?",
    ],
)
def test_a_part_of_a_sentence_is_none(text: str) -> None:
    """The same words within a sentence about somebody's work say something else."""
    assert remark(text, lexicon()) is None


@pytest.mark.parametrize(
    ("found", "texts"),
    [
        (
            Remark.ENOUGH,
            [
                "stop this",
                "how do I stop",
                "can I pause?",
                "I'd like to unsubscribe",
                "I need a break from this",
                "how do i turn this off",
                "dont contact me",
                "remove me",
                "stop asking me questions",
            ],
        ),
        (
            Remark.BUDDY,
            [
                "I need a buddy",
                "can you find me a buddy",
                "I'd like to have a buddy",
                "do i have a buddy?",
            ],
        ),
        (
            Remark.PRIVACY,
            [
                "is what I write here private?",
                "who has access to my answers?",
                "will my boss find out?",
                "is this shared with anyone",
                "who else sees this",
                "can Kim read it?",
                "can my manager see what I write here?",
                "could Maya see my answers",
                "can my boss see that I asked this?",
                "will HR know what I told you",
                "does <@U0MAYA> get to see my answer?",
                "can the person I report to read this",
                "is Kim allowed to see it?",
                "who gets to see my answers",
                "what happens to my answer if I share it?",
                "what do you do with my data?",
            ],
        ),
        (
            Remark.DANGER,
            [
                "i just want to die",
                "I wish I was dead",
                "i want to kill my self",
                "suicidal",
                "sometimes I think I should end my life, honestly",
                "I'm thinking of ending it all",
                "I keep thinking about ending it",
                "I have suicidal thoughts",
                "I think about dying all the time",
            ],
        ),
        (
            Remark.HARD,
            [
                "I'm overwhelmed right now",
                "I think I'm burnt out",
                "i cant cope anymore",
                "I am not ok",
                "my manager is bullying me",
                "I'm being harassed at work",
                "can I talk to someone?",
                "I'm crying at my desk",
                "I cried in the bathroom again today",
                "I have panic attacks before every meeting",
                "I had a panic attack this morning",
                "my father died",
                "my mum passed away last week",
                "I was fired today",
                "they fired me",
                "I have just been laid off",
                "I lost my job yesterday",
                "my wife has cancer",
                "I had a miscarriage",
            ],
        ),
        (
            Remark.HARM,
            [
                "a colleague groped me",
                "my team lead touched me inappropriately at the summer party",
                "I was sexually harassed",
                "somebody hit me",
            ],
        ),
        (
            Remark.NEXT,
            [
                "do I have a 1:1 today?",
                "my 1:1s",
                "when do I meet @Kim",
                "cancel my one-on-one on Monday",
                "can you move my one-on-one to Friday?",
                "please reschedule the 1:1 with Kim",
                "I want to skip my next one-on-one",
                "how do I end my 1:1s with Maya",
                "postpone tomorrow's one-on-one",
            ],
        ),
        (Remark.MANAGER, ["my manager changed", "I have a new manager", "I got a new boss"]),
        (
            Remark.EXPORT,
            ["export", "export my data please", "can I download my answers", "send me my data"],
        ),
        (
            Remark.ERASE,
            [
                "delete my answers",
                "delete everything",
                "delete all data",
                "delete my last answer",
                "how do I erase my data?",
                "forget me",
            ],
        ),
        (
            Remark.MINE,
            [
                "how do I share an answer",
                "how can I take back an answer?",
                "can I unshare my answer",
                "what did I tell you?",
                "what have I told you so far",
                "can I change my answer",
                "I don't want Maya to see my answer any more",
            ],
        ),
        (
            Remark.ROLE,
            ["forget my role", "how do I correct my role here?", "you have my role wrong"],
        ),
        (
            Remark.BUDDY,
            [
                "I want out of the buddy thing",
                "skip this round with my buddy",
                "can I skip the next buddy round",
                "my buddy never answers",
                "my buddy has not replied",
                "how do I leave the buddy program",
            ],
        ),
        (
            Remark.AWAY,
            [
                "pause for two weeks",
                "pause until 12 March",
                "can you pause until Monday",
                "I'm on parental leave until June",
                "I'm on holiday next week",
                "I will be on vacation from Monday",
                "I will be on sick leave until the 3rd of May",
                "I am on sick leave",
                "I'm out of office tomorrow",
            ],
        ),
        (
            Remark.LATER,
            ["not today", "later", "skip", "no answer today", "maybe later", "not now please"],
        ),
        (
            Remark.STAYING,
            [
                "I am happy in my job and don't want anything else",
                "I'm happy where I am",
                "I'd like to stay where I am",
                "I love my job",
                "I am fine where I am, thanks",
                "I just want to stay in my role",
                "I don't want to change anything",
            ],
        ),
        (Remark.NOD, ["ok", "no", "lol", "cool", "haha", "hmm", ":+1:", "🎉"]),
        (
            Remark.WHICH,
            ["second one", "the first one please", "tell me more", "not those", "none of these"],
        ),
        (
            Remark.PAY,
            ["rank the roles by salary", "sort my ideas by pay", "which job pays best?"],
        ),
    ],
)
def test_people_say_it_in_many_ways(found: Remark, texts: list[str]) -> None:
    """Each of these is heard as what it is."""
    assert {one: remark(one, lexicon()) for one in texts} == dict.fromkeys(texts, found)


def test_no_question_about_moves_is_one() -> None:
    """Of all sentences to measure with, only those that ask for help, or for nothing, are any."""
    for file in ("sentences", "sentences_seen"):
        for one in document(PROMPTS.parent / f"tests/rules/{file}.toml")["sentence"]:
            assert Intent(one["intent"]) in OTHERS or not remark(one["say"], lexicon()), one["say"]
