"""The words that this feature needs from prompts/: each key with the names it fills in."""

from bot.content import contract

WORDS = contract(
    """
    help.text
    help.also
    help.unknown word
    help.set_up
    help.prompt_setup
    help.prompt_next
    help.prompt_moves
    help.moves
    help.prompt_help
    heard.not_understood
    remark.hello name
    remark.thanks
    remark.who
    remark.privacy
    remark.pay
    remark.hard
    remark.danger
    remark.away
    remark.staying
    remark.nod
    stop.offer
    stop.offer_more
    stop.done ended
    stop.nothing
    stop.all
    stop.sure
    stop.sure_text
    stop.yes
    stop.no
    rest.open
    rest.title
    rest.submit
    rest.close
    rest.until
    rest.hint
    rest.done until
    refuse.missing
    refuse.zone
    home.settings_line country days hours zone
    home.no_country
    home.settings
    settings.title
    settings.submit
    settings.close
    settings.intro
    settings.zone
    settings.zone_hint zone
    settings.starts
    settings.ends
    settings.days
    settings.country
    settings.country_hint
    settings.country_unknown
    settings.days_none
    settings.joined_on
    settings.joined_hint
    settings.hours
    days.names
    delivery.owner error
    delivery.owner_unknown
    """.strip().splitlines()
)
