"""The words that this feature needs from prompts/: each key with the names it fills in."""

from bot.content import contract

WORDS = contract(
    """
    answer.long count
    buddy.title
    buddy.join
    buddy.none
    buddy.none_why
    buddy.and first last
    buddy.somebody
    buddy.joined when
    buddy.changed when
    buddy.next when
    buddy.skipping skipped when
    buddy.paused_until until when
    buddy.paused
    buddy.waited
    buddy.history_title
    buddy.history_met date names
    buddy.history_not date names
    buddy.history_off date names
    buddy.change
    buddy.skip
    buddy.unskip
    buddy.pause
    buddy.resume
    buddy.leave
    buddy.leave_sure
    buddy.leave_sure_text
    buddy.leave_yes
    buddy.leave_no
    buddy.left
    buddy.stopped
    buddy.skipped when
    buddy.unskipped when
    buddy.paused_done until
    buddy.resumed when
    buddy.noted
    buddy.gave_up
    buddy.over
    buddy.guest
    buddy.more
    buddy.mine date names
    buddy.mine_two date names
    buddy.mine_when when
    buddy.mine_suggested names when
    buddy.mine_offered names when
    buddy.mine_waiting when
    buddy.card_why
    buddy.pause_form.title
    buddy.pause_form.submit
    buddy.pause_form.close
    buddy.pause_form.until
    buddy.pause_form.hint
    buddy.pause_form.past
    buddy.form.title
    buddy.form.join
    buddy.form.change
    buddy.form.close
    buddy.form.intro
    buddy.form.seeks
    buddy.form.seeks_hint
    buddy.form.gives
    buddy.form.line
    buddy.form.line_hint
    buddy.form.every
    buddy.form.every_1
    buddy.form.every_2
    buddy.form.every_4
    buddy.form.wishes
    buddy.form.other_department
    buddy.form.near
    buddy.form.level_wish
    buddy.form.level_any
    buddy.form.level_same
    buddy.form.level_other
    buddy.form.department
    buddy.form.level
    buddy.form.levels_known
    buddy.form.languages
    buddy.form.languages_known
    buddy.form.never
    buddy.form.never_hint
    buddy.form.line_rule
    buddy.form.avoids_line
    buddy.form.line_rule_hint
    buddy.form.no_topic
    buddy.form.too_long
    buddy.warning.text when
    buddy.warning.skip
    buddy.warning.skipped when
    buddy.warning.why cadence
    buddy.warning.every_1
    buddy.warning.every_2
    buddy.warning.every_4
    buddy.alone.alone
    buddy.alone.forbidden
    buddy.alone.taken
    buddy.alone.next when
    buddy.intro.title_dm me others
    buddy.intro.title_pair one other
    buddy.intro.title_trio names
    buddy.intro.gives giver taker topics
    buddy.intro.common names topics
    buddy.intro.seeks name topics
    buddy.intro.helps name topics
    buddy.intro.department
    buddy.intro.level_same
    buddy.intro.level_other
    buddy.intro.near
    buddy.intro.hours hours
    buddy.intro.few_hours
    buddy.intro.language languages
    buddy.intro.no_language
    buddy.intro.met date
    buddy.intro.agenda
    buddy.intro.ice question
    buddy.intro.times
    buddy.intro.times_zones places
    buddy.intro.no_times
    buddy.intro.starter name
    buddy.intro.starter_me
    buddy.intro.starter_other name
    buddy.intro.why
    buddy.intro.about
    buddy.ice.1
    buddy.ice.2
    buddy.ice.3
    buddy.ice.4
    buddy.ice.5
    buddy.ice.6
    buddy.ice.7
    buddy.ice.8
    buddy.about.title
    buddy.about.name name
    buddy.about.seeks topics
    buddy.about.gives topics
    buddy.about.why
    buddy.time.suggested name when
    buddy.time.suggested_mine others when
    buddy.time.agreed name when
    buddy.time.agreed_mine others when
    buddy.time.why
    buddy.time.file
    buddy.time.file_title
    buddy.time.file_text
    buddy.time.file_here when
    buddy.time.file_refused
    buddy.time.past
    buddy.nudge.text names
    buddy.nudge.text_group
    buddy.nudge.text_trio
    buddy.nudge.times
    buddy.nudge.times_zones places
    buddy.nudge.times_trio
    buddy.nudge.times_trio_zones places
    buddy.nudge.cannot
    buddy.nudge.why
    buddy.ask.text names
    buddy.ask.met
    buddy.ask.not_yet
    buddy.ask.could_not
    buddy.ask.why
    buddy.ask.not_yet_done
    buddy.ask.not_yet_last
    buddy.ask.could_not_done when
    buddy.ask.met_done
    buddy.ask.met_by names
    buddy.ask.note
    buddy.ask.kept when
    buddy.ask.read
    buddy.takeaway.title
    buddy.takeaway.label
    buddy.takeaway.submit
    buddy.takeaway.close
    buddy.takeaway.who
    buddy.takeaway.thanks
    buddy.takeaway.empty
    people.gone
    buddy.gone.text name
    buddy.gone.missed name
    buddy.gone.others
    buddy.gone.again
    buddy.gone.next when
    buddy.quiet.text
    buddy.quiet.back
    buddy.quiet.why
    buddy.quiet.resumed when
    """.strip().splitlines()
)
