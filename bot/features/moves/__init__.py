"""Where could I go next? Asked in chat, answered with a handful of honest ideas."""

from sqlmodel import Session

from bot.data import moves
from bot.features.moves import answers, deeds, hearing, home, picture, skills_form
from bot.features.moves.asking import KIND
from bot.features.moves.holders import SELF, answer_of, idea_of, question_of
from bot.features.moves.words import WORDS
from bot.reception.desk import Act, Caller, Command, Desk, Feature, Form
from bot.reception.pressing import step
from bot.reception.replies import answering
from bot.rules.understanding.reading import Remark

ROLE = "moves.role"
OPTIONS = 5  # that a question back offers at most


def leave(session: Session, me: Caller, desk: Desk) -> None:
    """Let somebody go who stops or is gone: nobody is told to ask them any more."""
    moves.set_guide(session, me.team, me.user, None, desk.now())


FEATURE = Feature(
    words=WORDS,
    acts=(
        Act("moves.examples", hearing.show_examples),
        *(
            Act(f"moves.example.{one}", hearing.ask_example)
            for one in range(1, answers.EXAMPLES + 1)
        ),
        *(
            Act(f"moves.choose.{place}", hearing.choose_option(place), question_of, SELF)
            for place in range(OPTIONS)
        ),
        Act("moves.opens", hearing.show_opened, answer_of, SELF),
        Act("moves.picture", picture.draw_by_button),
        Act("moves.form", skills_form.open_form),
        Act("moves.correct", skills_form.open_correction, question_of, SELF),
        Act("moves.more", deeds.more, idea_of, SELF),
        Act("moves.save", step(deeds.do(deeds.save)), idea_of, SELF),
        Act("moves.unsave", step(deeds.do(deeds.unsave)), idea_of, SELF),
        Act("moves.undo", step(deeds.do(deeds.undo)), idea_of, SELF),
        Act("moves.bring", step(deeds.bring), idea_of, SELF),
        Act("moves.take_back", step(deeds.do(deeds.take_back)), idea_of, SELF),
        Act("moves.aside", deeds.aside, idea_of, SELF),
    ),
    forms=(
        Form("moves.form", skills_form.save),
        Form("moves.correct", skills_form.save_correction, question_of, SELF),
        Form("moves.aside", deeds.save_aside, idea_of, SELF),
        Form("moves.bring", deeds.save_bring, idea_of, SELF),
    ),
    commands=(Command("moves", hearing.tell_moves),),
    hearers=(picture.hear, hearing.hear),
    mentions=(hearing.hear_mention,),
    remarks={Remark.ROLE: answering(ROLE), Remark.WHICH: hearing.hear_which},
    views={KIND: answers.render, picture.KIND: picture.render, ROLE: home.say_where},
    home=home.show,
    leave=leave,
)
