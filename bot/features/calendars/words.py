"""The words that this feature needs from prompts/: each key with the names it fills in."""

from bot.content import contract

WORDS = contract(
    """
    calendar.home_read when
    calendar.home_waits
    calendar.home_failing reason when
    calendar.home_never
    calendar.connect
    calendar.choose
    calendar.again
    calendar.forget
    calendar.forget_sure
    calendar.forget_sure_text
    calendar.forget_yes
    calendar.forget_no
    calendar.title
    calendar.submit
    calendar.close
    calendar.intro
    calendar.kept
    calendar.address
    calendar.address_hint
    calendar.pattern
    calendar.pattern_hint
    calendar.reading
    calendar.many
    calendar.guest
    calendar.found count
    calendar.found_one
    calendar.found_none
    calendar.found_why
    calendar.choose_title
    calendar.choose_submit
    calendar.choose_intro
    calendar.choose_none
    calendar.when ends starts
    calendar.part
    calendar.part_leave
    calendar.part_manager
    calendar.part_report
    calendar.with
    calendar.with_missing
    calendar.followed count
    calendar.follows_none
    calendar.again_done
    calendar.forgotten
    calendar.stopped
    calendar.unreadable reason
    calendar.failing reason when
    calendar_trouble.address
    calendar_trouble.private
    calendar_trouble.unreachable
    calendar_trouble.slow
    calendar_trouble.redirects
    calendar_trouble.refused
    calendar_trouble.gone
    calendar_trouble.kind
    calendar_trouble.size
    calendar_trouble.calendar
    calendar_trouble.events
    """.strip().splitlines()
)
