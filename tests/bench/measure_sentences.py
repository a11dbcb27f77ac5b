"""How well sentences are read that had no part in making the phrase table."""

from collections.abc import Iterator
from time import perf_counter

from tests.rules.starter import lexicon, read, score

LONG = "I hate on-call and like teaching, 😀 but what about desing? " * 700
TIMES = 20


def measure() -> Iterator[str]:
    """Yield the share of roles and intents read right, and how long reading takes."""
    lexicon()
    result = score("sentences.toml")
    yield f"sentences_role_at1 {result.role_at1:.3f} share"
    yield f"sentences_intent {result.intent:.3f} share"
    yield f"sentence_40k_ms {_milliseconds(LONG[:40_000]):.1f} ms"
    yield f"sentence_ms {_milliseconds(LONG[:60]):.2f} ms"


def _milliseconds(sentence: str) -> float:
    """Return the shortest of several times, in ms."""
    times = []
    for _ in range(TIMES):
        start = perf_counter()
        read(sentence)
        times.append(perf_counter() - start)
    return min(times) * 1000
