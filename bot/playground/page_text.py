"""Reads Slack's mrkdwn into plain values. What people type stays text, whatever it looks like."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import cache
from typing import Literal

Kind = Literal["text", "bold", "italic", "strike", "code", "pre", "quote", "link", "mention"]

_MARKS: Mapping[str, Kind] = {"*": "bold", "_": "italic", "~": "strike"}
_FENCE = re.compile(r"```\n?(.+?)\n?```", re.DOTALL)
_QUOTED = re.compile(r"(?:&gt;|>) ?")
_SAFE_LINK = re.compile(r"(?:https?://|mailto:|tel:)\S+", re.IGNORECASE)
_ENTITY = re.compile(r"&(amp|lt|gt);")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">"}
_DATE_TOKEN = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Piece:
    """A run of text of one kind; `inner` holds its parts, else `text` is all there is."""

    kind: Kind
    text: str = ""
    inner: tuple["Piece", ...] = ()
    href: str = ""


@dataclass(frozen=True)
class Reader:
    """Who reads: their time zone, the present moment, and the names of what ids stand for."""

    names: Mapping[str, str]
    zone: tzinfo = UTC
    now: datetime | None = None

    def pieces(self, text: str) -> tuple[Piece, ...]:
        """Read a mrkdwn text: fences first, then quoted lines, then marks within a line."""
        return tuple(self._blocks(text))

    def _blocks(self, text: str) -> Iterator[Piece]:
        for index, part in enumerate(_FENCE.split(text)):
            if index % 2:
                yield Piece("pre", unescape(part))
            elif part.strip("\n") or not index:
                yield from self._lines(part)

    def _lines(self, text: str) -> Iterator[Piece]:
        run: list[str] = []
        quoting = False
        for line in text.split("\n"):
            mark = _QUOTED.match(line)
            if bool(mark) is not quoting:
                yield from self._run(run, quoting)
                run, quoting = [], bool(mark)
            run.append(line[mark.end() :] if mark else line)
        yield from self._run(run, quoting)

    def _run(self, lines: list[str], quoting: bool) -> Iterator[Piece]:
        text = "\n".join(lines)
        if quoting:
            yield Piece("quote", inner=tuple(self._inline(text, "*_~")))
        elif text:
            yield from self._inline(text, "*_~")

    def _inline(self, text: str, marks: str) -> Iterator[Piece]:
        position = 0
        for found in _pattern(marks).finditer(text):
            if found.start() > position:
                yield Piece("text", unescape(text[position : found.start()]))
            yield self._piece(found, marks)
            position = found.end()
        if position < len(text):
            yield Piece("text", unescape(text[position:]))

    def _piece(self, found: re.Match[str], marks: str) -> Piece:
        groups = found.groupdict()
        if groups["code"] is not None:
            return Piece("code", unescape(groups["code"]))
        if groups["ref"] is not None:
            return self._reference(groups["ref"])
        mark = groups["mark"]
        # A mark is never looked for inside itself, so nesting ends after three levels.
        inner = tuple(self._inline(groups["inner"], marks.replace(mark, "")))
        return Piece(_MARKS[mark], inner=inner)

    def _reference(self, reference: str) -> Piece:
        target, _, label = reference.partition("|")
        sigil, name = target[:1], target[1:]
        if sigil in "@#":
            shown = self.names.get(name) or label.lstrip("@#") or name
            return Piece("mention", sigil + unescape(shown))
        if sigil == "!":
            return self._special(name, label)
        if _SAFE_LINK.fullmatch(target):
            return Piece("link", unescape(label or target), href=unescape(target))
        return Piece("text", f"<{unescape(reference)}>")

    def _special(self, name: str, label: str) -> Piece:
        if not name.startswith("date^"):
            shown = label if "^" in name else f"@{name}"
            return Piece("mention", unescape(shown))
        _, moment, form, *link = [*name.split("^"), ""]
        try:
            told = self._told(datetime.fromtimestamp(int(moment), UTC), form)
        except (ValueError, OverflowError, OSError):
            told = label
        href = link[0] if link and _SAFE_LINK.fullmatch(link[0]) else ""
        return Piece("link" if href else "text", unescape(told), href=href)

    def _told(self, moment: datetime, form: str) -> str:
        local = moment.astimezone(self.zone)
        today = (self.now or moment).astimezone(self.zone).date()
        pretty = {-1: "yesterday", 0: "today", 1: "tomorrow"}.get((local.date() - today).days)
        shown = {
            "date_num": f"{local:%Y-%m-%d}",
            "date": f"{local:%B} {local.day}, {local.year}",
            "date_short": f"{local:%b} {local.day}, {local.year}",
            "date_long": f"{local:%A, %B} {local.day}, {local.year}",
            "time": f"{local:%H:%M}",
            "time_secs": f"{local:%H:%M:%S}",
        }
        shown |= {f"{token}_pretty": pretty or shown[token] for token in list(shown)[1:4]}
        return _DATE_TOKEN.sub(lambda token: shown.get(token[1], token[0]), form)


def unescape(text: str) -> str:
    """Turn Slack's three entities back into the characters they stand for, once."""
    return _ENTITY.sub(lambda entity: _ENTITIES[entity[1]], text)


def plain(pieces: tuple[Piece, ...]) -> str:
    """Say the pieces without any dress, for labels and previews."""
    return "".join(piece.text + plain(piece.inner) for piece in pieces)


@cache
def _pattern(marks: str) -> re.Pattern[str]:
    # The bounds keep a hostile text of nothing but marks from taking quadratic time.
    marked = rf"(?<!\w)(?P<mark>[{marks}])(?P<inner>[^\s](?:[^\n]{{0,598}}?\S)??)(?P=mark)(?!\w)"
    never = r"(?P<mark>(?!))(?P<inner>(?!))"
    return re.compile(
        rf"`(?P<code>[^`\n]+)`|<(?P<ref>[^<>\n]{{1,3000}})>|{marked if marks else never}"
    )
