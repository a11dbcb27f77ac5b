"""O*NET's text download: any table may be absent, and its licence is kept."""

import shutil
from pathlib import Path
from zipfile import ZipFile

import pytest

from bot.catalogue import load
from bot.catalogue.download import read_download
from bot.catalogue.occupations import LICENCE, write_occupations
from bot.content import ContentError
from bot.rules.catalogue import Catalogue
from bot.rules.lattice.fusion import lattice
from tests.catalogue.files import SUPPORT, TABLES, download, write


def imported(tmp_path: Path, left_out: str = "") -> Catalogue:
    """Return the catalogue of a download without one of its tables."""
    source = download(tmp_path, {name: text for name, text in TABLES.items() if name != left_out})
    write_occupations(tmp_path / "catalogue", read_download(source))
    return load(tmp_path / "catalogue")


def test_all_tables(tmp_path: Path) -> None:
    """Occupations keep their codes, and get titles, duties, skills, a level and a track."""
    known = imported(tmp_path).occupations
    assert list(known) == ["11-1000.00", "51-1000.00"]
    baker = known["51-1000.00"]
    assert baker.aliases == ("Bread Baker", "Pastry Cook")
    assert baker.duties == ("Knead dough for bread.",)
    assert baker.levels[0].number == 2
    assert [(need.skill, need.weight, need.level) for need in baker.levels[0].needs] == [
        ("onet-2.a.1.a", 4.0, 5.0),
        ("onet-2.c.1", 3.5, 2.5),
    ]
    assert baker.profiles["work"] == (28.0, 12.25)
    assert known["11-1000.00"].levels[0].track == "management"
    assert known["11-1000.00"].aliases == ("Head Baker", "HB")


@pytest.mark.parametrize("left_out", sorted(TABLES))
def test_any_table_may_be_absent(left_out: str, tmp_path: Path) -> None:
    """Without a table the occupations are still there, and comparable."""
    some = imported(tmp_path, left_out)
    assert {"11-1000.00", "51-1000.00"} <= some.occupations.keys()
    assert lattice(some).similar("51-1000.00")[0].role == "11-1000.00"


def test_the_licence_is_kept(tmp_path: Path) -> None:
    """Who made the data, and on which terms, stands in the catalogue and beside it."""
    some = imported(tmp_path)
    assert "O*NET 99.9 Database" in some.attribution
    assert "CC BY 4.0" in (tmp_path / "catalogue" / LICENCE).read_text("utf-8")


def test_a_zip(tmp_path: Path) -> None:
    """A zip is read as its folder is."""
    source = download(tmp_path)
    packed = Path(shutil.make_archive(str(tmp_path / "packed"), "zip", source))
    assert read_download(packed) == read_download(source)


def test_a_wrong_number(tmp_path: Path) -> None:
    """A number that is none is named with its table and line."""
    source = download(tmp_path, {**TABLES, "Skills": TABLES["Skills"].replace("4.0", "many")})
    with pytest.raises(ContentError, match=r"Skills\.txt: line 2: 'many' is no number"):
        read_download(source)


def test_a_wrong_column(tmp_path: Path) -> None:
    """A table without a needed column is named."""
    source = download(tmp_path, {**TABLES, "Job Zones": "Code\tZone\n1\t2\n"})
    with pytest.raises(ContentError, match="Job Zones: has no column O\\*NET-SOC Code"):
        read_download(source)


def test_something_else(tmp_path: Path) -> None:
    """A zip of other things, a file that is no zip, and nothing at all are told apart."""
    with ZipFile(tmp_path / "other.zip", "w") as packed:
        packed.writestr("letter.txt", "Dear all")
    (tmp_path / "no.zip").write_text("PK?")
    for name, reason in (("other.zip", "holds no table"), ("no.zip", "cannot be read as a zip")):
        with pytest.raises(ContentError, match=reason):
            read_download(tmp_path / name)
    with pytest.raises(ContentError, match="cannot be read"):
        read_download(tmp_path / "nothing.zip")


def test_a_broken_import(tmp_path: Path) -> None:
    """A file of occupations that was cut short says to import it again."""
    imported(tmp_path)
    kept = tmp_path / "catalogue" / "onet" / "occupations.jsonl"
    kept.write_text(kept.read_text("utf-8")[:-30], "utf-8")
    with pytest.raises(ContentError, match="import it again"):
        load(tmp_path / "catalogue")


def test_a_sparse_role_borrows(tmp_path: Path) -> None:
    """A role that says little gets skills, duties and activities from what it matches."""
    write_occupations(tmp_path, read_download(download(tmp_path)))
    sparse = """
name = "Kitchen"

[[role]]
id = "our-baker"
title = "Bread baker"
skills = ["SQL:1:1"]

[[role.level]]
number = 1
name = "Baker"
"""
    some = load(write(tmp_path, kitchen=sparse, support=SUPPORT))
    baker = some.roles["our-baker"]
    assert baker.onet == "51-1000.00"
    assert baker.activities == ("D1",)
    assert baker.duties == ("Knead dough for bread.",)
    assert [need.skill for need in baker.levels[0].needs] == ["sql", "onet-2.a.1.a", "onet-2.c.1"]
    assert some.roles["support-engineer"].onet is None
    assert lattice(some).roles.keys() == {"our-baker", "support-engineer"}
