"""The words that this feature needs from prompts/: each key with the names it fills in."""

from bot.content import contract

WORDS = contract(
    """
    notice.not_yours
    notice.over
    help.set_up
    heard.wish
    heard.later
    heard.later_free
    heard.manager
    setup.title
    setup.submit_new
    setup.submit_change
    setup.submit_accept
    setup.close
    setup.intro
    setup.intro_change
    setup.with
    setup.with_listed
    setup.manager
    setup.manager_me
    setup.manager_them
    setup.first_date
    setup.starts
    setup.minutes
    setup.minutes_option minutes
    setup.cadence
    setup.cadence_1w
    setup.cadence_2w
    setup.cadence_3w
    setup.cadence_4w
    setup.cadence_monthly
    setup.zone
    setup.zone_hint
    setup.asked other
    setup.changed other
    refuse.self
    refuse.bot
    refuse.guest other
    refuse.gone other
    refuse.stranger other
    refuse.unknown
    refuse.exists
    refuse.stopped other
    refuse.missing
    refuse.minutes
    refuse.first_date
    refuse.guest_self
    proposal.title other
    proposal.manager other times
    proposal.report other times
    proposal.quiet
    proposal.quiet_report
    proposal.accept
    proposal.change
    proposal.decline
    proposal.accepted other times when
    proposal.declined other
    proposal.ended other
    times.weekly cadence day ends starts
    times.zone there times
    times.place place
    times.calendar owner times
    times.first times date
    times.next
    times.open
    times.every_1w
    times.every_2w
    times.every_3w
    times.every_4w
    times.every_monthly
    news.accepted other times when
    news.moved other times when
    news.declined other
    news.changed other times when
    news.calendar other
    news.paused other until
    news.resumed other when
    news.ended other
    news.why
    prepare.title other when
    prepare.follow_ups first second
    prepare.listen listen
    prepare.promised date words
    prepare.promised_by date other
    prepare.done
    prepare.is_done date
    prepare.see
    prepare.read
    prepare.shared date other theme
    prepare.brought other title
    prepare.another
    prepare.write
    prepare.skip
    prepare.why why
    prepare.skipped next when
    next.unskip
    next.unskipped when
    prepare.more
    why.deferred
    why.picked name
    why.picked_mine
    why.written name
    why.written_mine
    why.newcomer theme
    why.first theme
    why.theme_never theme
    why.theme_longest last theme
    why.again theme
    theme.own
    cue.title minutes
    cue.answer
    cue.not_today
    cue.who other
    cue.deferred next
    cue.answer_after_all
    cue.kept_private
    cue.kept_shared other
    cue.share other
    cue.take_back
    cue.edit
    cue.note
    cue.opens
    cue.manager_title minutes other
    cue.discussed
    cue.manager_who other
    cue.discussed_done
    cue.manager_deferred next other
    cue.promise_noted
    follow_up.title
    follow_up.why
    answer.title
    answer.submit
    answer.close
    answer.label
    answer.audience
    answer.only_me
    answer.me_and other
    answer.nobody other
    answer.both other
    answer.promise
    answer.promise_hint
    answer.blank
    answer.long count
    answer.long_reply count
    answer.blank_reply
    answer.brought other title
    answer.is_it question
    answer.is_it_yes
    answer.is_it_no
    answer.is_it_who
    answer.is_it_dropped
    read.title
    read.asked question
    read.by date other
    read.logged other
    read.mine date
    promise.title
    promise.submit
    promise.close
    promise.label
    promise.hint
    promise.done
    promise.noted date who
    promise.is_done
    promise.is_open
    promise.reopen
    own.title
    own.submit
    own.close
    own.label
    own.hint other
    own.blank
    own.saved when
    pick.title
    pick.close
    pick.theme
    pick.this
    pick.choose other
    pick.done when
    next.none
    next.none_button
    next.with ends other when
    next.proposed_by_me other
    next.proposed_to_me other times
    next.question question
    next.asked question
    next.withdraw
    next.withdraw_sure other
    next.withdraw_sure_text other
    next.withdraw_yes
    next.withdrawn other
    next.no_question
    next.holiday date holiday
    next.paused until
    next.skip
    next.pick
    next.write
    next.change
    next.pause
    next.resume
    next.end
    next.skipped when
    next.ended other
    next.stopped
    next.resumed when
    next.more
    next.unknown other
    next.calendar_old when
    next.title
    next.about other times
    next.end_sure other
    next.end_sure_text other
    next.end_yes
    next.end_no
    pause.title
    pause.submit
    pause.close
    pause.until
    pause.hint
    pause.done other until
    people.gone
    home.empty
    home.guest
    home.empty_why
    home.how
    home.next_title
    home.answers_title
    home.answers_none
    home.answer_line date theme who
    home.only_you
    home.you_and other
    home.was_shared other
    home.read
    home.looks_title
    home.looks_none
    home.look_promise date noted other time
    home.look_buddy date other time
    home.promises_none
    home.list_none
    home.meetings_title
    home.all
    home.newer
    home.older
    next.all
    answers.any_theme
    answers.own_theme
    answers.any_time
    answers.month
    answers.quarter
    answers.year
    answers.before
    answers.words
    answers.clear
    answers.none
    answers.cut count
    home.look_line date other theme time
    home.promises_title
    home.waiting_title
    home.shared_title
    home.delete
    home.delete_sure
    home.delete_sure_text
    home.promise_line date who
    home.promise_mine date
    """.strip().splitlines()
)
