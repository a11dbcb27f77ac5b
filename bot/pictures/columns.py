"""Columns that stand on each other: how some counts went, one period beside the other."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

WIDTH, HEIGHT, DOTS = 8.0, 4.5, 150  # inches, inches, dots an inch
LONGEST_TEXT = 1_000  # characters that Slack takes as the text of a picture
# Told apart by those who do not see colours too: Okabe and Ito's colours, each with a pattern.
LOOKS = (
    ("#0072B2", ""),
    ("#E69F00", "//"),
    ("#009E73", ".."),
    ("#CC79A7", "xx"),
    ("#56B4E9", "--"),
)


@dataclass(frozen=True)
class Series:
    """One kind of count: its name, and its number in each period; None is not to be shown."""

    name: str
    counts: tuple[int | None, ...]


@dataclass(frozen=True)
class Columns:
    """A picture of counts by period. `hidden` is what stands where a count is not shown."""

    title: str
    periods: tuple[str, ...]
    series: tuple[Series, ...]
    hidden: str


def text(shown: Columns) -> str:
    """Return in words all that the picture shows, within what Slack takes."""
    said = f"{shown.title}. {' '.join(_sentences(shown))}"
    return said if len(said) <= LONGEST_TEXT else said[: LONGEST_TEXT - 1] + "…"


def _sentences(shown: Columns) -> Iterator[str]:
    for place, period in enumerate(shown.periods):
        counts = [(one.name, one.counts[place]) for one in shown.series]
        told = (
            f"{name} {shown.hidden if count is None else f'{count:,}'}" for name, count in counts
        )
        yield f"{period}: {', '.join(told)}."


def draw(shown: Columns) -> bytes:
    """Return the picture as a PNG."""
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    figure = Figure((WIDTH, HEIGHT), DOTS, layout="constrained")
    axes = figure.add_subplot()
    below = [0] * len(shown.periods)
    places = range(len(shown.periods))
    for one, (colour, pattern) in zip(shown.series, LOOKS, strict=False):
        counts = [count or 0 for count in one.counts]
        axes.bar(
            places, counts, 0.7, below, label=one.name, color=colour, hatch=pattern, edgecolor="w"
        )
        below = [low + count for low, count in zip(below, counts, strict=True)]
    for place in places:
        if any(one.counts[place] is None for one in shown.series):
            axes.annotate(shown.hidden, (place, below[place]), ha="center", va="bottom", size=7)
    axes.set_title(shown.title, loc="left")
    axes.set_xticks(places, shown.periods)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_ylim(0, max([*below, 1]) * 1.1)
    axes.spines[["top", "right"]].set_visible(False)
    figure.legend(loc="outside lower center", ncols=len(shown.series), frameon=False)
    made = BytesIO()
    figure.savefig(made, format="png", metadata={"Software": None})
    return made.getvalue()
