"""The words that this feature needs from prompts/: each key with the names it fills in."""

from bot.content import contract

WORDS = contract(
    """
    notice.not_yours
    program.title
    program.not_owner
    program.week date
    program.meetings counts
    program.buddies counts
    program.meetings_title
    program.buddies_title
    program.hidden
    program.too_few fewest
    program.none date
    program.why fewest
    program.picture
    program.csv
    program.csv_title
    program.not_granted
    program.sending
    program.no_failures
    program.failures
    program.failure count error fix
    program.a_few
    program_kind.meetings.discussed
    program_kind.meetings.asked
    program_kind.meetings.deferred
    program_kind.meetings.left_out
    program_kind.buddies.paired
    program_kind.buddies.met
    program_kind.buddies.not_met
    program_fix.user_disabled
    program_fix.account_inactive
    program_fix.user_not_found
    program_fix.channel_not_found
    program_fix.messages_tab_disabled
    program_fix.invalid_blocks
    program_fix.msg_too_long
    program_fix.not_all_seen
    program_fix.other
    """.strip().splitlines()
)
