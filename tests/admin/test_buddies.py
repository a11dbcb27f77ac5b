"""`buddies preview`: a round from two CSV files, and every bad line named."""

import json
import tomllib
from collections import Counter
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from bot.admin import PROMPTS, RefusedError
from bot.admin.buddies import as_json, preview, show
from tests.admin.commands import bot

ON = date(2026, 11, 23)
HEAD = "id,department,manager,level,zone,languages,seeks,gives,do_not_pair,paused_until\n"
PEOPLE = (
    HEAD
    + "ana,Engineering,maya,senior,Europe/Berlin,en;de,data,writing; feedback,,\n"
    + "dev,Support,kim,junior,Europe/Berlin,en,writing,data,,\n"
    + "kim,Support,maya,lead,,en,,,,\n"
    + "maya,Engineering,,lead,Europe/London,en,,,dev,\n"
)


def write(folder: Path, text: str, name: str = "people.csv") -> Path:
    """Write a file and return where it is."""
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def shown(people: Path, history: Path | None = None) -> dict[str, Any]:
    """Return the preview as its JSON says it."""
    found: dict[str, Any] = json.loads(as_json(preview(people, history, ON)))
    return found


def test_json(tmp_path: Path) -> None:
    """`--json` prints pairs, unpaired, score and repeats; nobody meets their manager."""
    path = write(tmp_path, PEOPLE)
    done = bot("buddies", "preview", str(path), "--json", here=tmp_path)
    assert json.loads(done.stdout) == {
        "pairs": [["ana", "dev"]],
        "unpaired": ["kim", "maya"],
        "score": 9,
        "repeats": 0,
    }
    assert (done.returncode, done.stderr) == (0, "")


def test_table(tmp_path: Path) -> None:
    """Without it a table shows each pair with its reasons, and who is left, and why."""
    path = write(tmp_path, PEOPLE.replace("ana,", "[b]ana,") + "eve,,,,,,,,,2026-11-24\n")
    said = StringIO()
    show(preview(path, None, ON), said)
    for words in ("[b]ana", "dev offers [b]ana: data (+4)", "whom they may meet", "2026-11-24"):
        assert words in said.getvalue()


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("separator", [";", "\t"])
def test_what_spreadsheets_write(tmp_path: Path, mark: str, separator: str) -> None:
    """A byte order mark, semicolons or tabs, and quoted lists make no difference."""
    lines = [line.replace("en;de", '"en;de"').split(",") for line in PEOPLE.splitlines()]
    lines[1][7] = '"writing; feedback"'
    text = mark + "\r\n".join(separator.join(line) for line in lines) + "\r\n\r\n"
    assert shown(write(tmp_path, text)) == shown(write(tmp_path, PEOPLE, "plain.csv"))


@pytest.mark.parametrize(("until", "is_there"), [("2026-11-23", True), ("2026-11-24", False)])
def test_paused(tmp_path: Path, until: str, is_there: bool) -> None:
    """Who is paused until a day takes part on it, and is no part of the round before."""
    path = write(tmp_path, f"{HEAD}a,,,,,,,,,{until}\nb,,,,,,,,,\n")
    assert shown(path)["pairs"] == ([["a", "b"]] if is_there else [])
    assert shown(path)["unpaired"] == ([] if is_there else ["b"])


def test_history(tmp_path: Path) -> None:
    """Pairs that met are not paired again; pairs that did not meet may be; people may have left."""
    people = write(tmp_path, HEAD + "".join(f"{one},,,,,,,,,\n" for one in "abcd"))
    rows = "1,a,b,,yes\n2,a,c,,yes\n2,gone,c,b,no\n"
    found = shown(people, write(tmp_path, f"round,a,b,c,met\n{rows}", "rounds.csv"))
    assert found["pairs"] == [["a", "d"], ["b", "c"]]
    assert found["repeats"] == 0
    rows = "2026-11-09,a,b,,1\n2026-11-16,a,c,d,TRUE\n2026-11-02,b,d,,1\n"
    found = shown(people, write(tmp_path, f"round,a,b,c,met\n{rows}", "rounds.csv"))
    assert found["pairs"] == [["a", "d"], ["b", "c"]]
    assert found["repeats"] == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["line 1: columns are missing: id, department, manager"]),
        ("id,department\n", ["line 1: columns are missing: manager, level"]),
        (HEAD + "a" + "," * 10 + "\n", ["line 2: 11 cells under 10 columns"]),
        (HEAD + ",x,,,,,,,,\n", ["line 2: id is empty"]),
        (
            HEAD + "a,,,,,,,,,\n\nb,,,,,,,,,\na,,,,,,,,,\n",
            ["line 5: a stands twice, first on line 2"],
        ),
        (HEAD + "a,,a,,Mars,,,,a,soon\n", ["manager names a", "zone Mars", "do_not_pair", "soon"]),
        (HEAD + '"a\nb",,,,,,,,,\nc,,,,Mars,,,,,\n', ["line 4: zone Mars"]),
    ],
)
def test_bad_people(tmp_path: Path, text: str, expected: list[str]) -> None:
    """Everything wrong is said at once, each with its line."""
    with pytest.raises(RefusedError) as problem:
        preview(write(tmp_path, text), None, ON)
    for words in expected:
        assert words in str(problem.value)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("1,a,a,,yes", "two or three different people"),
        ("1,a,,,yes", "two or three different people"),
        ("1,a,b,,maybe", "met is maybe"),
        ("first,a,b,,yes", "round is first"),
        ("2027-01-01,a,b,,yes", "lies ahead"),
    ],
)
def test_bad_history(tmp_path: Path, row: str, expected: str) -> None:
    """A round that makes no sense is refused with its line."""
    history = write(tmp_path, f"round,a,b,c,met\n{row}\n", "rounds.csv")
    with pytest.raises(RefusedError, match=f"rounds.csv, line 2: .*{expected}"):
        preview(write(tmp_path, PEOPLE), history, ON)


def test_unknown_names_are_noted(tmp_path: Path) -> None:
    """A manager who takes no part is no error; a name nobody has may be a slip, so it is said."""
    path = write(tmp_path, HEAD + "a,,boss,,,,,,bo,\nb,,,,,,,,,\n")
    done = bot("buddies", "preview", str(path), "--json", here=tmp_path)
    assert done.returncode == 0
    assert "line 2: do_not_pair names bo, who is not in this file" in done.stderr
    assert "line 2: manager names boss, who is not in this file" in done.stderr


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    """A missing file, a folder and another encoding are each a plain sentence and exit code 1."""
    latin = tmp_path / "latin.csv"
    latin.write_bytes(HEAD.encode() + b"M\xfcller,,,,,,,,,\n")
    for path, words in (
        (tmp_path / "none.csv", "No such file"),
        (tmp_path, "Is a directory"),
        (latin, "line 2: not UTF-8"),
    ):
        done = bot("buddies", "preview", str(path), here=tmp_path)
        assert done.returncode == 1
        assert words in done.stderr


def test_the_topics_can_be_chosen() -> None:
    """Every topic has an id of its own, stands in a group, and fits into a list of Slack's."""
    groups = tomllib.loads((PROMPTS / "en" / "topics.toml").read_text("utf-8"))
    names = groups.pop("groups")
    assert [*groups] == [*names]
    ids = Counter(topic for group in groups.values() for topic in group)
    assert max(ids.values()) == 1
    assert len(ids) <= 100
    assert all(len(name) <= 75 for group in groups.values() for name in group.values())
