"""The words that this feature needs from prompts/: each key with the names it fills in."""

from bot.content import contract

WORDS = contract(
    """
    notice.over
    moves.coming
    moves.broken
    moves.change
    moves.deed.more
    moves.deed.save
    moves.deed.unsave
    moves.deed.undo
    moves.deed.bring
    moves.deed.take_back
    moves.deed.aside
    moves.role_told
    moves.which_idea
    moves.nothing
    moves.no_skill
    moves.someone_else
    moves.insult
    moves.person who role
    moves.bring_none
    moves.brought title other
    moves.bring_sure.title
    moves.bring_sure.text title other
    moves.bring_sure.yes
    moves.bring_sure.no
    moves.which.title
    moves.which.intro title
    moves.which.label
    moves.which.submit
    moves.heard.read parts
    moves.heard.remembered role
    moves.heard.cut
    moves.heard.role_mine words
    moves.heard.role_past words
    moves.heard.role_target words
    moves.heard.role_avoided words
    moves.heard.role_denied words
    moves.heard.role_unsaid words
    moves.heard.field_mine words
    moves.heard.field_past words
    moves.heard.field_target words
    moves.heard.field_avoided words
    moves.heard.field_denied words
    moves.heard.field_unsaid words
    moves.heard.job words
    moves.heard.skills words
    moves.heard.likes words
    moves.heard.dislikes words
    moves.heard.needs words
    moves.heard.rules_out words
    moves.heard.topics words
    moves.kind_title.lateral title
    moves.kind_title.deeper title
    moves.kind_title.up title
    moves.kind_title.lead title
    moves.kind_title.step-back title
    moves.kind_title.try-out title
    moves.kind_title.give-and-get title
    moves.meaning.lateral family
    moves.meaning.deeper
    moves.meaning.up
    moves.meaning.step-back
    moves.meaning.try-out
    moves.meaning.give-and-get
    moves.count.1
    moves.count.2
    moves.count.3
    moves.count.4
    moves.count.5
    moves.count.6
    moves.ideas.title count
    moves.ideas.title_one
    moves.ideas.elsewhere count
    moves.ideas.opens skills
    moves.ideas.why
    moves.ideas.own_next title
    moves.ideas.title_up count
    moves.ideas.others
    moves.ideas.no_such
    moves.distance.nearest role
    moves.distance.title title count every
    moves.distance.there title
    moves.distance.why
    moves.people.title topic
    moves.people.title_any
    moves.people.none topic
    moves.people.none_at_all
    moves.people.be_asked
    moves.people.why
    moves.choose.mine
    moves.choose.target
    moves.choose.intent
    moves.choose.near words
    moves.choose.none
    moves.intent.moves
    moves.intent.distance
    moves.intent.people
    moves.intent.elsewhere
    moves.who.text
    moves.who.tell
    moves.who.why
    moves.unknown.text words
    moves.examples.text
    moves.examples.why
    moves.examples.1
    moves.examples.2
    moves.examples.3
    moves.examples.4
    moves.foreign.other
    moves.foreign.de
    moves.foreign.fr
    moves.foreign.es
    moves.foreign.it
    moves.foreign.pt
    moves.foreign.nl
    moves.foreign.pl
    moves.foreign.sv
    moves.foreign.da
    moves.foreign.tr
    moves.foreign.cs
    moves.card.fits count every skills
    moves.card.fits_many count every skills
    moves.card.fits_none every
    moves.card.fits_partly count every skills
    moves.card.fits_more count
    moves.card.against tags
    moves.card.misses gaps
    moves.card.misses_none
    moves.card.gap skill how
    moves.card.step step
    moves.card.ask skill
    moves.card.talk
    moves.card.give give get
    moves.card.people people
    moves.card.with tags
    moves.card.without tags
    moves.card.new tags
    moves.card.lead
    moves.card.back
    moves.resource.book
    moves.resource.course
    moves.resource.community
    moves.resource.documentation
    moves.resource.mentor
    moves.resource.project
    moves.resource.shadowing
    moves.resource.talk
    moves.story.title
    moves.story.close
    moves.story.gone
    moves.story.why
    moves.story.fits fits
    moves.story.misses
    moves.story.gap have how need practice skill
    moves.story.step step
    moves.story.lead
    moves.story.back date
    moves.story.tryouts lines
    moves.story.resources lines
    moves.story.people people
    moves.story.nobody
    moves.story.tags tags touched
    moves.story.openings openings headcount
    moves.aside.title
    moves.aside.intro title
    moves.aside.why
    moves.aside.submit
    moves.aside.close
    moves.aside.role
    moves.aside.later
    moves.aside.family family
    moves.aside.tag tag
    moves.aside.line title learned
    moves.aside.learned_role
    moves.aside.learned_later
    moves.aside.learned_family family
    moves.aside.learned_tag tag
    moves.aside.done line
    moves.form.title
    moves.form.submit
    moves.form.close
    moves.form.intro
    moves.form.saved
    moves.form.role
    moves.form.role_hint
    moves.form.role_near roles
    moves.form.role_unknown
    moves.form.more
    moves.form.more_hint
    moves.form.more_unknown skills
    moves.form.likes
    moves.form.likes_hint
    moves.form.dislikes
    moves.form.dislikes_hint
    moves.form.needs
    moves.form.needs_hint
    moves.form.past
    moves.form.past_hint
    moves.form.guide
    moves.form.guide_hint
    moves.form.guide_yes
    moves.form.guide_needs_role
    moves.level.0
    moves.level.1
    moves.level.2
    moves.level.3
    moves.level.4
    moves.level.5
    moves.known.0
    moves.known.1
    moves.known.2
    moves.known.3
    moves.known.4
    moves.known.5
    moves.picture.title
    moves.picture.why
    moves.picture.says count every
    moves.picture.partly count every
    moves.picture.lateral
    moves.picture.deeper
    moves.picture.up
    moves.picture.step-back
    moves.picture.try-out
    moves.picture.give-and-get
    moves.home.title
    moves.home.draw
    moves.home.nothing
    moves.home.ask
    moves.home.tell
    moves.home.change
    moves.home.who
    moves.home.guide
    moves.home.role role
    moves.home.past roles
    moves.home.skills skills
    moves.home.said words
    moves.home.guessed skills
    moves.home.skill level skill
    moves.home.likes things
    moves.home.dislikes things
    moves.home.needs things
    moves.home.plan
    moves.home.remove
    moves.home.removed title
    moves.home.put_back
    moves.home.brought title other
    """.strip().splitlines()
)
