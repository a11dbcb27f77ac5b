"""A small catalogue's files, and a small O*NET download."""

from collections.abc import Mapping
from pathlib import Path

SKILLS = """
[tags]
on-call = "on call"

[categories]
solving = "Solving"

[[skill]]
name = "Troubleshooting"
category = "solving"
practice = "Take one odd problem a week to its cause."
resource = "project"

[[skill]]
name = "SQL"
category = "solving"
also = ["database queries"]
"""
SUPPORT = """
name = "Support"

[[role]]
id = "support-engineer"
title = "Support engineer"
summary = "Finds causes."
duties = ["Reproduce problems", "Write articles", "Call customers"]
skills = ["Troubleshooting:5", "database queries:2:2"]
tags = ["on-call"]
aliases = ["technical support engineer"]

[[role.level]]
number = 1
name = "Junior support engineer"

[[role.level]]
number = 3
name = "Lead"
track = "management"
skills = ["SQL:1:1"]
"""
TABLES: Mapping[str, str] = {
    "Read Me": "O*NET 99.9 Database\nand more\n",
    "Occupation Data": (
        "O*NET-SOC Code\tTitle\tDescription\n"
        "11-1000.00\tBakery Managers\tRun bakeries.\n"
        "51-1000.00\tBakers\tBake bread.\n"
        "51-9999.00\tAll Other Workers\tOther work.\n"
    ),
    "Task Statements": (
        "O*NET-SOC Code\tTask ID\tTask\n"
        "11-1000.00\t1\tPlan the baking of bread.\n"
        "51-1000.00\t2\tKnead dough for bread.\n"
    ),
    "Skills": (
        "O*NET-SOC Code\tElement ID\tElement Name\tScale ID\tData Value\n"
        "51-1000.00\t2.A.1.a\tKneading\tIM\t4.0\n"
        "51-1000.00\t2.A.1.a\tKneading\tLV\t7.0\n"
        "11-1000.00\t2.A.1.a\tKneading\tIM\t1.5\n"
        "11-1000.00\t2.A.1.a\tKneading\tLV\t2.0\n"
    ),
    "Knowledge": (
        "O*NET-SOC Code\tElement ID\tElement Name\tScale ID\tData Value\n"
        "51-1000.00\t2.C.1\tFood\tIM\t3.5\n"
        "51-1000.00\t2.C.1\tFood\tLV\t3.5\n"
    ),
    "Interests": (
        "O*NET-SOC Code\tElement ID\tElement Name\tScale ID\tData Value\n"
        "51-1000.00\t1.B.1.a\tRealistic\tOI\t6.0\n"
    ),
    "Tasks to DWAs": "O*NET-SOC Code\tTask ID\tDWA ID\n51-1000.00\t2\tD1\n11-1000.00\t1\tD2\n",
    "DWA Reference": "Element ID\tIWA ID\tDWA ID\tDWA Title\nE\tI1\tD1\tKnead.\nE\tI1\tD2\tPlan.\n",
    "IWA Reference": "Element ID\tIWA ID\tIWA Title\nE\tI1\tPrepare food.\n",
    "Alternate Titles": (
        "O*NET-SOC Code\tAlternate Title\tShort Title\tSource(s)\n"
        "51-1000.00\tBread Baker\tn/a\t08\n"
        "11-1000.00\tHead Baker\tHB\t08\n"
    ),
    "Sample of Reported Titles": "O*NET-SOC Code\tReported Job Title\n51-1000.00\tPastry Cook\n",
    "Job Zones": "O*NET-SOC Code\tJob Zone\n51-1000.00\t2\n11-1000.00\t4\n",
}


def write(folder: Path, skills: str = SKILLS, **families: str) -> Path:
    """Write a catalogue of these families, else of one; return its folder."""
    (folder / "roles").mkdir(parents=True, exist_ok=True)
    (folder / "skills.toml").write_text(skills, "utf-8")
    for family, text in (families or {"support": SUPPORT}).items():
        (folder / "roles" / f"{family}.toml").write_text(text, "utf-8")
    return folder


def download(folder: Path, tables: Mapping[str, str] = TABLES) -> Path:
    """Write a download of these tables; return its folder."""
    place = folder / "download" / "db_99_9_text"
    place.mkdir(parents=True)
    for name, text in tables.items():
        (place / f"{name}.txt").write_text(text, "utf-8")
    return place.parent
