"""Chooses the gate's thresholds on sentences kept apart from training and from the final measurement.

Trains the topic model on data/nlu/, decides on tests/nlu/tuning/ with every pair of thresholds, and prints the pair that answers
most at once while it stays within the limits on wrong answers. Write it into config.yml by hand, and say so in the commit.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace

import numpy as np
import yaml

from benchmarks.evaluate import share
from benchmarks.sentences import TUNING, Group, Judged, Sentence, judge, read_sentences
from nlu.decision import UNSURE, Policy
from nlu.encoder import DEFAULT_ENCODER, DEFAULT_THREADS, load_encoder
from nlu.signals import signals
from nlu.statements import Statement, find_statements
from nlu.topic_model import Guess, TopicModel
from tools.environment import DATA, ROOT

# The share of each group that may be answered with a wrong topic.
_LIMITS: dict[Group, float] = {"in scope": 0.03, "out of scope": 0.05, "uncovered": 0.10}


def training_sentences() -> list[tuple[str, str]]:
    """All (sentence, intent) pairs of data/nlu/."""
    pairs = []
    for path in sorted((ROOT / "data" / "nlu").rglob("*.yml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            pairs += [(line[2:], entry["intent"]) for line in entry["examples"].splitlines()]
    return pairs


def encoded(texts: list[str]) -> np.ndarray:
    """The vectors of the sentences, kept in var/ between runs."""
    name = hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]
    path = DATA / "vectors" / f"{name}.npy"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        np.save(path, load_encoder(DEFAULT_ENCODER, DEFAULT_THREADS)(texts))
    return np.asarray(np.load(path))


def trained() -> TopicModel:
    """The topic model of the present data."""
    pairs = training_sentences()
    texts = [text for text, _ in pairs]
    looks = np.stack([signals(text, find_statements(text)) for text in texts])
    return TopicModel.train(encoded(texts), looks, [intent for _, intent in pairs], Policy().refusal)


def guesses(model: TopicModel, sentences: list[Sentence]) -> list[tuple[list[Statement], Guess]]:
    """What the model makes of each sentence, with the statements found in it."""
    vectors = encoded([each.text for each in sentences])
    found = [find_statements(each.text) for each in sentences]
    return [
        (statements, model.guess(vector, signals(each.text, statements)))
        for each, statements, vector in zip(sentences, found, vectors, strict=True)
    ]


def decided(policy: Policy, sentences: list[Sentence], made: list[tuple[list[Statement], Guess]]) -> list[Judged]:
    """The outcomes under one policy."""
    judged = []
    for sentence, (statements, guess) in zip(sentences, made, strict=True):
        intent, confidence = policy.decide(sentence.text, statements, guess)
        readings = policy.readings_of(guess) if intent == UNSURE else []
        judged.append(judge(sentence, {"intent": {"name": intent, "confidence": confidence}, "readings": readings}))
    return judged


def main() -> None:
    """Prints the figures of the best pairs of thresholds, the best one last."""
    sentences = read_sentences(TUNING)
    made = guesses(trained(), sentences)
    rows = []
    for sure in np.arange(0.40, 0.96, 0.05):
        for in_scope in np.arange(0.1, 0.91, 0.1):
            judged = decided(replace(Policy(), sure=float(sure), in_scope=float(in_scope)), sentences, made)
            groups = [[each for each in judged if each.sentence.group == group] for group in _LIMITS]
            right = share(groups[0], "right")
            offered = right + share(groups[0], "asked back, offered")
            wrong = [share(each, "wrong") for each in groups]
            excess = sum(max(0.0, each - most) for each, most in zip(wrong, _LIMITS.values(), strict=True))
            rows.append((round(excess, 4), -(right + offered), sure, in_scope, right, offered, *wrong))
    print("sure  in_scope  right  right or offered  wrong  out of scope answered  uncovered answered")
    for _, _, sure, in_scope, *figures in sorted(rows, reverse=True)[-12:]:
        print(f"{sure:.2f}  {in_scope:.2f}      " + "  ".join(f"{each:.3f}" for each in figures))


if __name__ == "__main__":
    main()
