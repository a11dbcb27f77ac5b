"""How well roles and titles are matched, against a public list of related occupations.

`ONET_ZIP` names O*NET's text download. R10 is the share of the ten primary related occupations
that are among our first ten; xR10 the same across two-digit groups, ranks counted among other
groups only. nDCG counts all twenty, the first one most. A title is taken out of all titles before
it is matched. Speed and memory are those of a process of its own.
"""

import json
import math
import os
import random
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import mean
from string import ascii_lowercase
from tempfile import TemporaryDirectory

from bot.admin import PROMPTS, ROOT
from bot.catalogue import load
from bot.catalogue.download import CODE, Tables, read_download
from bot.catalogue.occupations import write_occupations
from bot.rules.catalogue import Catalogue, Role
from bot.rules.lattice.fusion import lattice
from bot.rules.lattice.ideas import Standing, ideas
from bot.rules.titles import Titles
from tests.bench import CannotMeasure, Figure

TOP, RELATED, GROUP = 10, 20, 2
FOLDS = 6  # so many times, a part of the titles is taken out
SEED = 4
GOOD, ENOUGH = 0.5, 3
Found = Mapping[str, Sequence[str]]


def measure() -> Iterator[Figure]:
    """Yield the figures of the starter catalogue, then those that need the download."""
    yield from _starter(load(PROMPTS))
    source = os.environ.get("ONET_ZIP")
    if not source:
        raise CannotMeasure("ONET_ZIP does not name O*NET's text download")
    tables = Tables(Path(source))
    with TemporaryDirectory() as folder:
        write_occupations(Path(folder), read_download(Path(source)))
        yield from _cost(folder)
        catalogue = load(Path(folder))
    yield from _similarity(catalogue, _related(tables))
    reported = tables.lists("Sample of Reported Titles", "Reported Job Title")
    yield from _titles(catalogue.occupations, reported)


def _starter(catalogue: Catalogue) -> Iterator[Figure]:
    """Yield how many levels get enough good ideas, and how many ideas lead to another family."""
    woven = lattice(catalogue)
    enough, other = [], []
    for role in catalogue.roles.values():
        for level in role.levels:
            found = ideas(woven, Standing(role, level))
            enough.append(sum(one.fit >= GOOD for one in found) >= ENOUGH)
            other += [one.role.family != role.family for one in found]
    yield Figure("moves_levels_with_three_ideas", mean(enough), "share")
    yield Figure("moves_ideas_in_other_families", mean(other), "share")


def _related(tables: Tables) -> dict[str, list[str]]:
    """Return the related occupations of each, the ten primary ones first."""
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in tables.rows("Related Occupations", CODE, "Related O*NET-SOC Code", "Index"):
        found[row[CODE]].append((int(row["Index"]), row["Related O*NET-SOC Code"]))
    return {code: [one for _, one in sorted(some)] for code, some in found.items()}


def _similarity(catalogue: Catalogue, truth: Mapping[str, list[str]]) -> Iterator[Figure]:
    woven = lattice(catalogue)
    asked = [code for code in truth if code in catalogue.occupations]
    found = {code: [near.role for near in woven.similar(code)] for code in asked}
    yield Figure("moves_r10", mean(_share(found[one], truth[one][:TOP]) for one in asked), "share")
    yield Figure("moves_ndcg10", mean(_ndcg(found[one], truth[one]) for one in asked), "share")
    across = [(_others(one, found[one]), _others(one, truth[one][:TOP])) for one in asked]
    crossing = [(ours, theirs) for ours, theirs in across if theirs]
    yield Figure("moves_xr10", mean(_share(*pair) for pair in crossing), "share")
    hits = sum(len({*ours[:TOP]} & {*theirs}) for ours, theirs in crossing)
    every = sum(len(theirs) for _, theirs in crossing)
    yield Figure("moves_xr10_pooled", hits / every, "share")


def _others(code: str, some: Iterable[str]) -> list[str]:
    return [one for one in some if one[:GROUP] != code[:GROUP]]


def _share(ours: Sequence[str], theirs: Sequence[str]) -> float:
    return len({*ours[:TOP]} & {*theirs}) / len(theirs)


def _ndcg(ours: Sequence[str], theirs: Sequence[str]) -> float:
    gains = {one: RELATED - place for place, one in enumerate(theirs[:RELATED])}
    best = sum((RELATED - place) / math.log2(place + 2) for place in range(TOP))
    return sum(gains.get(one, 0) / math.log2(n + 2) for n, one in enumerate(ours[:TOP])) / best


def _titles(roles: Mapping[str, Role], reported: Mapping[str, list[str]]) -> Iterator[Figure]:
    owners: dict[str, set[str]] = defaultdict(set)
    for code, titles in reported.items():
        for title in titles:
            owners[title.lower()].add(code)
    asked = sorted(owners)
    found: dict[str, Sequence[str]] = {}
    for fold in range(FOLDS):
        part = set(asked[fold::FOLDS])
        found |= _matched(Titles(_without(roles, part)), part, str)
    yield Figure("titles_at1", _right(owners, found, 1), "share")
    yield Figure("titles_at5", _right(owners, found, 5), "share")
    pairs = [(found[title], code) for title, codes in owners.items() for code in codes]
    yield Figure("titles_pairs_at1", mean(code in ours[:1] for ours, code in pairs), "share")
    yield Figure("titles_pairs_at5", mean(code in ours for ours, code in pairs), "share")
    chance = random.Random(SEED)  # noqa: S311 - typing errors, not secrets
    typed = _matched(Titles(roles), asked, lambda title: _typo(title, chance))
    yield Figure("titles_typo_at1", _right(owners, typed, 1), "share")


def _without(roles: Mapping[str, Role], titles: set[str]) -> dict[str, Role]:
    return {
        code: replace(
            role,
            title="" if role.title.lower() in titles else role.title,
            aliases=tuple(one for one in role.aliases if one.lower() not in titles),
            levels=(),
        )
        for code, role in roles.items()
    }


def _matched(titles: Titles, asked: Iterable[str], change: Callable[[str], str]) -> Found:
    return {one: [match.role for match in titles.match(change(one)).matches] for one in asked}


def _right(owners: Mapping[str, set[str]], found: Found, top: int) -> float:
    return mean(bool(codes & {*found[title][:top]}) for title, codes in owners.items())


def _typo(title: str, chance: random.Random) -> str:
    """Return the title with a letter lost, added, changed, or swapped with its neighbour."""
    at = chance.randrange(len(title) - 1)
    letter = chance.choice(ascii_lowercase)
    before, one, other, after = title[:at], title[at], title[at + 1], title[at + 2 :]
    return chance.choice(
        (
            before + other + after,
            before + letter + one + other + after,
            before + letter + other + after,
            before + other + one + after,
        )
    )


def _cost(folder: str) -> Iterator[Figure]:
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", COST, folder], cwd=ROOT, capture_output=True, text=True, check=True
    )
    found = json.loads(done.stdout)
    yield Figure("moves_cold_s", found["cold"], "s")
    yield Figure("moves_p95_ms", found["p95"], "ms")
    yield Figure("moves_rss_mb", found["rss"], "MB")


COST = """
import json, sys, time
from pathlib import Path
import bot.app, bot.admin.run

def resident():
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024

before, began = resident(), time.perf_counter()
from bot.catalogue import load
from bot.rules.lattice.fusion import lattice
from bot.rules.lattice.ideas import Standing, ideas

woven = lattice(load(Path(sys.argv[1])))
roles = list(woven.roles.values())
ideas(woven, Standing(roles[0], roles[0].levels[0]))
cold = time.perf_counter() - began
times = []
for role in roles[::4]:
    began = time.perf_counter()
    ideas(woven, Standing(role, role.levels[0]))
    times.append(time.perf_counter() - began)
p95 = sorted(times)[int(len(times) * 0.95)] * 1000
print(json.dumps({"cold": cold, "p95": p95, "rss": resident() - before}))
"""
