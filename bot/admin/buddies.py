"""`python -m bot buddies preview`: shows a round before it happens, from two CSV files."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from rich.console import Console
from rich.table import Table

from bot.admin.buddies_files import read_history, read_people
from bot.rules.pairing import Ground, Match, Reason, Round, Why, pair

WHY = {
    Why.ALONE: "nobody else takes part",
    Why.FORBIDDEN: "there is nobody whom they may meet",
    Why.TAKEN: "those whom they may meet are needed by others",
}


@dataclass(frozen=True)
class Preview:
    """A round as it would be, who sits it out because they paused, and what looks odd."""

    decided: Round
    paused: tuple[tuple[str, date], ...]
    notes: tuple[str, ...]


def preview(people: Path, history: Path | None, on: date) -> Preview:
    """Return the round of `on`; raise RefusedError that lists every line which cannot be used."""
    listed, notes = read_people(people)
    past = read_history(history, on) if history else []
    present = [one.member for one in listed if one.paused_until is None or one.paused_until <= on]
    paused = [(one.member.id, one.paused_until) for one in listed if one.member not in present]
    return Preview(
        pair(present, past, on),
        tuple((who, until) for who, until in sorted(paused) if until),
        notes,
    )


def as_json(shown: Preview) -> str:
    """Return the round as JSON, on one line."""
    decided = shown.decided
    return json.dumps(
        {
            "pairs": [list(one.ids) for one in decided.matches],
            "unpaired": [one.id for one in decided.left],
            "score": decided.score,
            "repeats": decided.repeats,
        },
        ensure_ascii=False,
    )


def show(shown: Preview, out: TextIO | None = None) -> None:
    """Print the round as tables, with the reasons for each pair."""
    decided = shown.decided
    console = Console(file=out)
    title = f"{len(decided.matches)} matches, score {decided.score}, repeats {decided.repeats}"
    console.print(_table(title, ("who", "weight", "why"), map(_match, decided.matches)))
    if decided.left:
        rows = ((one.id, WHY[one.why]) for one in decided.left)
        console.print(_table("Without a buddy this time", ("who", "why"), rows))
    if shown.paused:
        rows = ((who, until.isoformat()) for who, until in shown.paused)
        console.print(_table("Paused", ("who", "until"), rows))


def _table(title: str, heads: Sequence[str], rows: Any) -> Table:
    table = Table(*heads, title=title, title_justify="left")
    for row in rows:
        table.add_row(*map(_plain, row))
    return table


def _match(one: Match) -> tuple[str, str, str]:
    said = "\n".join(_say(reason) for reason in one.reasons)
    return " + ".join(one.ids), str(one.weight), said


def _say(reason: Reason) -> str:
    about = ", ".join(reason.about)
    first, second = reason.who
    sentence = {
        Ground.GIVES: f"{first} offers {second}: {about}",
        Ground.COMMON: f"both would like to talk about: {about}",
        Ground.DEPARTMENT: "different departments",
        Ground.LEVEL: f"{about} level, as wished",
        Ground.NEAR: "near in time zone, as wished",
        Ground.HOURS: f"{about} minutes of shared working hours",
        Ground.FEW_HOURS: f"only {about} minutes of shared working hours",
        Ground.LANGUAGE: f"common language: {about}",
        Ground.NO_LANGUAGE: "no common language",
        Ground.MET: f"met before, in the round of {about}",
    }[reason.ground]
    return f"{sentence} ({reason.weight:+d})" if reason.weight else sentence


def _plain(text: str) -> str:
    """Return a text from a file so that the terminal shows it and does not obey it."""
    from rich.markup import escape

    return escape("".join(one if one.isprintable() or one == "\n" else "?" for one in text))
