"""The words that this feature needs from prompts/: each key with the names it fills in."""

from bot.content import contract

WORDS = contract(
    """
    my_data.packing
    my_data.export_title
    my_data.export_text
    my_data.export_not_granted team user
    my_data.home
    my_data.where
    my_data.erase
    my_data.nowhere
    my_data.export
    my_data.forget
    my_data.forget_title
    my_data.forget_submit
    my_data.forget_close
    my_data.forget_intro
    my_data.forget_nothing
    my_data.forget_then
    my_data.forget_slack
    my_data.forgotten
    my_data.home_empty
    my_data.erased_mine
    my_data.erased_other
    my_data.question_gone
    my_data_count.answer count
    my_data_count.answer_draft count
    my_data_count.promise count
    my_data_count.question count
    my_data_count.one_on_one count
    my_data_count.look count
    my_data_count.buddy
    my_data_count.buddy_seat count
    my_data_count.career
    my_data_count.move_question count
    my_data_count.move_idea count
    my_data_count.guide
    my_data_count.calendar_feed count
    my_data_count.calendar_series count
    my_data_count.calendar_meeting count
    days.names
    theme.own
    my_data_page.title name
    my_data_page.made date zone
    my_data_page.person
    my_data_page.person_line country day_ends day_starts department \
        email joined_on manager name title workdays zone
    my_data_page.one_on_one
    my_data_page.one_on_one_line first_date manager report state
    my_data_page.question
    my_data_page.question_line changed_at words
    my_data_page.answer
    my_data_page.answer_line created_at is_draft question shared_with theme
    my_data_page.promise
    my_data_page.promise_line created_at done_at words
    my_data_page.look
    my_data_page.look_line answer_id at match_id promise_id reader
    my_data_page.buddy
    my_data_page.buddy_line every gives languages never seeks words
    my_data_page.buddy_seat
    my_data_page.buddy_seat_line responded_at response words
    my_data_page.career
    my_data_page.career_line changed_at words
    my_data_page.move_question
    my_data_page.move_question_line asked_at words
    my_data_page.move_idea
    my_data_page.move_idea_line role number kind shown_at saved_at away_at why brought_at
    my_data_page.guide
    my_data_page.guide_line role since
    my_data_page.calendar_feed
    my_data_page.calendar_feed_line address created_at read_at
    my_data_page.calendar_series
    my_data_page.calendar_series_line partner starts_at uid
    my_data_page.calendar_meeting
    my_data_page.calendar_meeting_line ends_at starts_at
    my_data_page.draft
    my_data_page.not_mine
    my_data_page.gone
    """.strip().splitlines()
)
