"""The playground's page: a simulated Slack to look at, with a clock that can be moved."""

from fastapi import FastAPI, Query
from nicegui import background_tasks, core, ui

from bot.playground.page_focus import keep_focus
from bot.playground.page_people import drawer, sidebar
from bot.playground.page_strip import hint, strip
from bot.playground.page_style import FAVICON, STYLE
from bot.playground.page_tab import Stage, Tab, first_name
from bot.playground.page_tags import button, tag
from bot.playground.page_talk import conversation, thread
from bot.playground.page_view import Modal, home
from bot.playground.people import Member
from bot.playground.workspace import Workspace

LOOK_EVERY, LOOK_AHEAD_EVERY = 0.3, 2.0
FIRST = "dev"
GREEN = "#2b7454"


def attach(app: FastAPI, workspace: Workspace) -> None:
    """Show `workspace` at `/` of `app`. One page at a time: a later call replaces an earlier one.

    `/?as=U…` chooses whom to be, so that two browser tabs can be two people. Without it a
    newcomer begins at somebody's Home, which has something to press.
    """
    # The page's server is one for the whole process; a second start needs its door reopened.
    core.app.middleware_stack = None
    core.app.user_middleware.clear()
    _forget_the_ended()
    stage = Stage(workspace)

    @ui.page("/")
    async def room(as_: str = Query("", alias="as"), home: bool = False) -> None:
        user = as_ if as_ in workspace.members else _somebody(workspace).id
        channel = workspace.dm(user)
        tab = Tab(stage, user, channel, at_home=home or not as_)
        _draw(tab)
        await ui.context.client.connected()
        await tab.arrive()
        # Only now: the bot may have made a new Home meanwhile, and a press on the old one is lost.
        if tab.root and not tab.root.is_deleted:
            tab.root.props["data-ready"] = tab.user

    ui.run_with(
        app,
        title="Trellis playground",
        favicon=FAVICON,
        dark=None,
        tailwind=False,
        language="en-US",
        show_welcome_message=False,
        reconnect_timeout=20,
    )


def _forget_the_ended() -> None:
    """Let go of what pages of a server that has ended left undone.

    Nothing brings it to its end any more, and at its own end the next server would wait for it.
    """
    for task in tuple(background_tasks.running_tasks):
        if task.get_loop().is_closed():
            background_tasks.running_tasks.discard(task)
            task.get_coro().close()


def _somebody(workspace: Workspace) -> Member:
    people = [member for member in workspace.members.values() if member.is_person]
    return next((one for one in people if one.name == FIRST), people[0])


def _draw(tab: Tab) -> None:
    ui.add_css(STYLE)
    keep_focus()
    ui.colors(primary=GREEN)
    ui.page_title(f"{first_name(tab.member)} · Trellis playground")
    tag("a", "skip", "Skip to the conversation", href="#conversation")
    with tag("div", "room") as tab.root:
        with tag("header", "strip", aria_label="Whom you are and the clock"):
            drawer(tab)
            strip(tab)
        hint(tab)
        with tag("div", "desk"):
            sidebar(tab)
            _main(tab)
            with tag("aside", "panel", aria_label="Thread") as panel:
                thread(tab, panel)
    Modal(tab)
    tab.sync()
    ui.timer(LOOK_EVERY, tab.follow)
    ui.timer(LOOK_AHEAD_EVERY, tab.look_ahead)


def _main(tab: Tab) -> None:
    with tag("main", "main", id="conversation", tabindex="-1"):
        _head(tab)
        with tag("section", "view", aria_label="Home") as at_home:
            home(tab)
        with tag("section", "view", aria_label="Messages") as at_messages:
            conversation(tab)

    def sync() -> None:
        at_home.set_visibility(tab.at_home)
        at_messages.set_visibility(not tab.at_home)

    tab.parts.append(sync)


def _head(tab: Tab) -> None:
    with tag("div", "head"):
        title = tag("h1")
        with tag("nav", "tabs", aria_label="Trellis") as tabs:
            to_home = button("Home", "tab").on("click", lambda: tab.look_at(tab.dm, at_home=True))
            to_messages = button("Messages", "tab").on("click", lambda: tab.look_at(tab.dm))

    def sync() -> None:
        here = {one.id: one for one in tab.workspace.channels_of(tab.user)}.get(tab.channel)
        title.set_text(tab.title(here) if here else "")
        tabs.set_visibility(tab.channel == tab.dm)
        for one, is_here in ((to_home, tab.at_home), (to_messages, not tab.at_home)):
            one.props["aria-current"] = "page" if is_here else "false"
        unread = tab.workspace.unread(tab.user, tab.dm) if tab.at_home else 0
        to_messages.set_text(f"Messages ({unread})" if unread else "Messages")

    tab.parts.append(sync)
