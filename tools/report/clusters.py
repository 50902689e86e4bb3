"""Messages that mean about the same, put together by the sentence encoder, and masked once more before anybody reads them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.cluster import AgglomerativeClustering

from channels.masking import mask
from tools.report.reading import NotUnderstood

# Of the encoder: no two sentences of a cluster are less alike than this (cosine distance). By the mean instead, one sentence would bring
# the next until a cluster has a word in common and no question.
_FARTHEST = 0.10
# All pairs are compared; beyond so many texts the most frequent ones are.
MOST_TEXTS = 4_000
_EXAMPLES = 3

# What the door leaves, because it belongs into a question, and a report need not show.
_ADDRESSES = (
    re.compile(r"https?://[^\s，。！？、；（）“”\"'<>]+", re.IGNORECASE),
    re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?:/[^\s，。！？、；（）“”]*)?", re.IGNORECASE | re.ASCII),
)
_NUMBERS = re.compile(r"\d[\d .-]{3,}\d")


@dataclass(frozen=True)
class Group:
    """Messages that mean about the same.

    Attributes:
        count: how many messages.
        nearest: the topic that the classifier ranked first for most of them.
        examples: up to three texts, masked, the most typical first.
        texts: all different ones, masked.
    """

    count: int
    nearest: str
    examples: tuple[str, ...]
    texts: tuple[str, ...]


def masked(text: str) -> str:
    """The text on one line, as the door masks it, and without addresses of websites and long numbers."""
    plain = " ".join(mask(text).split())
    for pattern in _ADDRESSES:
        plain = pattern.sub("[website]", plain)
    return _NUMBERS.sub("[number]", plain)


def grouped(messages: Sequence[NotUnderstood], encode: Callable[[Sequence[str]], np.ndarray]) -> list[Group]:
    """The groups, the largest first.

    Args:
        messages: not understood.
        encode: n texts to n rows of length one.
    """
    frequency = Counter(masked(each.text) for each in messages)
    texts = [text for text, _ in frequency.most_common(MOST_TEXTS)]
    if not texts:
        return []
    vectors = encode(texts)
    nearest: dict[str, Counter[str]] = {}
    for each in messages:
        nearest.setdefault(masked(each.text), Counter())[each.nearest] += 1
    return sorted(
        (_group([texts[place] for place in places], vectors[places], frequency, nearest) for places in _alike(vectors)),
        key=lambda group: -group.count,
    )


def _alike(vectors: np.ndarray) -> list[np.ndarray]:
    if len(vectors) == 1:
        return [np.array([0])]
    labels = AgglomerativeClustering(
        n_clusters=None, distance_threshold=_FARTHEST, affinity="cosine", linkage="complete"
    ).fit_predict(vectors)
    return [np.flatnonzero(labels == label) for label in range(labels.max() + 1)]


def _group(texts: list[str], vectors: np.ndarray, frequency: Counter[str], nearest: dict[str, Counter[str]]) -> Group:
    topics: Counter[str] = sum((nearest[text] for text in texts), Counter())
    typical = np.argsort(-(vectors @ vectors.mean(axis=0)), kind="stable")
    ordered = tuple(texts[place] for place in typical)
    return Group(sum(frequency[text] for text in texts), topics.most_common(1)[0][0], ordered[:_EXAMPLES], ordered)
