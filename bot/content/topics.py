"""What buddies talk about: topics by group, each with a name."""

from collections.abc import Iterator, Mapping

from bot.content.page import LONGEST_THEME, NAME, Page


def read_topics(page: Page) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Return the ids and names of the topics, by the name of their group."""
    groups, tables = page.entries.get("groups", {}), {**page.entries}
    tables.pop("groups", None)
    named = set(groups) if isinstance(groups, dict) else set()
    for group in named ^ set(tables):
        page.note(group, "needs a name under [groups] and a table of topics")
    seen: set[str] = set()
    for group in [one for one in tables if one in named]:
        topics = tables[group] if isinstance(tables[group], dict) else {}
        for topic in topics:
            if topic in seen or not NAME.fullmatch(topic):
                page.note(f"{group}.{topic}", "an id stands once, with a-z, 0-9 and hyphens only")
            seen.add(topic)
        names = {one: page.text(f"{group}.{one}", "", topics[one], LONGEST_THEME) for one in topics}
        yield page.text(f"groups.{group}", "", groups[group], LONGEST_THEME), names
