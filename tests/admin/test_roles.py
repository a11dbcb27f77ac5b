"""The operator's commands about roles."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from typer.testing import CliRunner

from bot.admin import PROMPTS, ROOT
from bot.admin.roles import app
from bot.catalogue import load
from bot.rules.lattice.fusion import lattice
from bot.rules.lattice.ideas import Standing, moves
from bot.rules.lattice.kinds import Kind
from tests.catalogue.files import download, write

HEAD = "family,role,level,track,summary,skills,tags,resources,try-outs,openings\n"
ROWS = (
    'Care,Nurse,1,ic,Looks after people,"First aid:5:2; Listening:4",night work,Book,A shift,2\n'
    'Care,Nurse,3,management,Leads a ward,"First aid:3:2; Coaching:5",,,,\n'
    'Kitchen,Cook,2,,Cooks,"Cooking:5",,,,\n'
)


def run(*words: str, say: str = "") -> tuple[int, str]:
    """Run `roles …`; return its exit code and all that it printed."""
    done = CliRunner().invoke(app, words, input=say)
    return done.exit_code, done.output


def table(folder: Path, text: str) -> str:
    """Write a table; return its path."""
    path = folder / "roles.csv"
    path.write_text(text, "utf-8-sig")
    return str(path)


def test_import(tmp_path: Path) -> None:
    """A table becomes files of the catalogue; unknown skills and tags are taken over."""
    folder = tmp_path / "catalogue"
    code, said = run("import", table(tmp_path, HEAD + ROWS), "--catalogue", str(folder))
    assert (code, "2 roles" in said, "First aid" in said) == (0, True, True)
    found = load(folder)
    nurse = found.roles["nurse"]
    assert [(one.number, one.track) for one in nurse.levels] == [(1, "ic"), (3, "management")]
    assert nurse.levels[0].tags == {"night-work"}
    assert (nurse.openings, nurse.tryouts, nurse.resources) == (2, ("A shift",), ("Book",))
    assert found.families["care"].name == "Care"


def test_import_beside_others(tmp_path: Path) -> None:
    """Known skills stay as they are, and other families too; doing it twice changes nothing."""
    folder = write(tmp_path / "catalogue")
    path = table(tmp_path, HEAD + "Care,Nurse,1,ic,,SQL:2;Listening:5,shifts,,,\n")
    for _ in range(2):
        assert run("import", path, "--catalogue", str(folder))[0] == 0
    found = load(folder)
    assert set(found.roles) == {"support-engineer", "nurse"}
    assert set(found.skills) == {"sql", "troubleshooting", "listening"}
    assert set(found.tags) == {"on-call", "shifts"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("family,role\na,b\n", "line 1: the column 'level' is missing"),
        (HEAD, "there is no row"),
        (HEAD + "Care,Nurse,high,ic,,SQL:1,,,,\n", "line 2: number must be a whole number"),
        (HEAD + "Care,Nurse,1,boss,,SQL:1,,,,\n", "line 2: track must be one of"),
        (HEAD + "Care,Nurse,1,ic,,,,,,\n", "line 2: a role needs at least one skill"),
        (HEAD + "Care,Nurse,1,ic,,SQL:9,,,,\n", "line 2: 'SQL:9' must be name:weight"),
        (HEAD + "Care,,1,ic,,SQL:1,,,,\n", "line 2: family and role must be there"),
        (HEAD + "Care,Nurse,1,ic,,SQL:1,,,,many\n", "line 2: openings must be a whole number"),
        (HEAD + "Care,Nurse,1,ic,,SQL:1,,,,,,,\n", "line 2: has more cells"),
        (HEAD + ROWS + "Kitchen,Nurse,1,ic,,SQL:1,,,,\n", "line 5: two roles have the title"),
        (HEAD + ROWS + ROWS[: ROWS.index("\n") + 1], "line 5: the level 1 ic stands twice"),
        (HEAD.replace("tags", "tag") + ROWS, "line 1: unknown entry 'tag'"),
    ],
)
def test_import_refuses(text: str, reason: str, tmp_path: Path) -> None:
    """A wrong table is refused with file, line and reason, and nothing is written."""
    folder = tmp_path / "catalogue"
    code, said = run("import", table(tmp_path, text), "--catalogue", str(folder))
    assert code == 1
    assert f"roles.csv: {reason}" in said
    assert not folder.exists()


def test_onet(tmp_path: Path) -> None:
    """Occupations are imported, matched by title, and put in order by their codes."""
    place = ("--catalogue", str(tmp_path / "catalogue"))
    code, said = run("import-onet", str(download(tmp_path)), *place)
    assert (code, "2 occupations" in said, "CC BY 4.0" in said) == (0, True, True)
    lines = run("match", *place, say="pastry cook\nbred baker\n🙂\n")[1].splitlines()
    first, second, third = map(json.loads, lines)
    assert (first["roles"][0]["role"], first["confidence"]) == ("51-1000.00", 1.0)
    assert second["roles"][0]["role"] == "51-1000.00"
    assert third == {"title": "🙂", "confidence": 0.0, "roles": []}
    near = json.loads(run("lattice", "--by", "similarity", *place)[1])
    assert near["51-1000.00"][0].keys() == {"role", "fit", "type", "family"}
    assert (near["51-1000.00"][0]["role"], near["51-1000.00"][0]["type"]) == ("11-1000.00", "up")


def test_forms(tmp_path: Path) -> None:
    """The lattice can be had as JSON, a table, a graph and a picture."""
    folder = str(tmp_path / "catalogue")
    assert run("import", table(tmp_path, HEAD + ROWS), "--catalogue", folder)[0] == 0
    words = ("lattice", "--catalogue", folder, "--format")
    found = json.loads(run(*words, "json")[1])
    assert found.keys() == {"nurse", "cook"}
    assert [row["type"] for row in found["cook"]] == ["step-back"]
    rows = list(csv.DictReader(run(*words, "csv")[1].splitlines()))
    assert [row["from role"] for row in rows] == ["cook", "nurse", "nurse"]
    assert '"cook" -> "nurse"' in run(*words, "dot")[1]
    assert ET.fromstring(run(*words, "svg")[1]).tag.endswith("svg")  # noqa: S314 - our own text


def test_near() -> None:
    """A role's neighbours are named with what speaks for each; an unknown title is refused."""
    said = run("near", "data analist", "--top", "2")[1].splitlines()
    assert said[0] == "'data analist' is read as Data analyst (data-analyst), fit 1.00."
    assert [line.partition(" (")[0] for line in said[1:] if ", fit " in line] == [
        load(PROMPTS).roles[near.role].title
        for near in lattice(load(PROMPTS)).similar("data-analyst")[:2]
    ]
    assert any(line.startswith("  skills, place ") and "sql" in line for line in said)
    assert run("near", "qqqq zzzz") == (1, "No role here is called anything like 'qqqq zzzz'.\n")


def test_no_step_back_is_lateral() -> None:
    """In the starter catalogue, what is called lateral is on the same level elsewhere."""
    woven = lattice(load(PROMPTS))
    for role in list(woven.roles.values())[::10]:
        for level in role.levels:
            for move in moves(woven, Standing(role, level)):
                if move.kind is Kind.LATERAL:
                    assert move.level.number == level.number
                    assert move.role.family != role.family


def test_check(tmp_path: Path) -> None:
    """`check` says what is there, or what is wrong."""
    assert "Nothing is wrong" in run("check", "--catalogue", str(write(tmp_path / "good")))[1]
    code, said = run("check", "--catalogue", str(write(tmp_path / "bad", "[tags]")))
    assert (code, "unknown skill" in said) == (1, True)


def test_the_same_bytes_with_other_seeds(tmp_path: Path) -> None:
    """The seed of hashes changes nothing in what is printed."""
    write(tmp_path)
    run("import", table(tmp_path, HEAD + ROWS), "--catalogue", str(tmp_path))
    words = ["roles", "lattice", "--catalogue", str(tmp_path), "--by"]
    both = f"""
from bot.__main__ import app
for by in ("moves", "similarity"):
    app([*{words!r}, by], standalone_mode=False)
"""
    outputs = {
        subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-c", both],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(outputs) == 1
    assert len(outputs.pop()) > len(HEAD)
