"""Whether words are found in what somebody wrote, as people expect of a search."""

from unicodedata import normalize


def matches(wanted: str, *texts: str) -> bool:
    """Say whether every word of `wanted` stands, or begins or ends one, in any of the texts."""
    folded = [_fold(one) for one in texts]
    return all(any(word in text for text in folded) for word in _fold(wanted).split())


def _fold(text: str) -> str:
    return normalize("NFKC", text).casefold()
