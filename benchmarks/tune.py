"""Fits the thresholds of `dialogue/weigh.py` on real messages that train and on the tuning sentences, and writes them.

Each real message is guessed by a model of all wordings and of the other messages (cross-validation), as the one that is in use knows
everything but what it is asked; the tuning sentences train nothing at all. One threshold after the other is moved while that makes the
whole better, until none does.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

import numpy as np
from sklearn.model_selection import KFold

from benchmarks.beyond import Asked, shown_with
from benchmarks.real import Score, judged, serves
from benchmarks.sentences import TUNING, Judged, Opening, Sentence, judge, read_sentences
from dialogue.acts import DETERMINE
from dialogue.conversation import Message
from dialogue.thresholds import FITTED, Thresholds, thresholds
from icp.knowledge import read_yaml
from nlu.answer_finder import NONE, report
from nlu.clauses import clauses
from nlu.encoder import DEFAULT_ENCODER, DEFAULT_THREADS, load_encoder
from nlu.fact_extractor import as_entity
from nlu.kept_signals import kept_signals
from nlu.kept_vectors import encoded
from nlu.real_messages import RealMessage, of_use
from nlu.statements import find_statements
from nlu.topic_classifier import evidence, part_of
from nlu.topic_model import Examples, Guess, TopicModel, guesses, joined
from nlu.topic_training import gates_of, out_of_fold
from nlu.word_counts import counted
from tools.environment import ROOT

_REFUSAL = "out_of_scope"
# These show little or not in what a first message is taken for; the conversations of `tests/stories/` hold them.
_HELD_BY_CONVERSATIONS = (
    *("reading", "clause", "subject", "steering", "beyond", "beside", "plausible", "clear", "nearby", "besides", "together"),
    *("refused", "served", "case", "told", "likely", "telling", "whole"),
)
_FOLDS, _SEED = 3, 11
_STEPS = (-0.2, -0.1, -0.05, 0.05, 0.1, 0.2)
# What a share of each outcome is worth: a wrong answer costs more than a right one gains, an ask-back that offers the right reading is
# half won. A determination that nobody asked for costs less: it says what it understood, and mostly begins with a question.
_SILENCE = 0.8
_WORTH = {"right": 1.0, "asked back, offered": 0.5, "asked back, not offered": -0.3, "refused": -0.3, "wrong": -1.5}
_NEEDLESS_DETERMINATION = -0.4


def vectors(texts: Sequence[str]) -> np.ndarray:
    """The vectors of the texts, kept between runs and trainings."""
    return encoded(texts, DEFAULT_ENCODER, lambda new: load_encoder(DEFAULT_ENCODER, DEFAULT_THREADS)(new))


def training_sentences(folders: Sequence[str] = ("nlu", "wider")) -> list[tuple[str, str]]:
    """All (sentence, intent) pairs of those folders of data/; a retrieval intent is given whole."""
    pairs = []
    for folder in folders:
        for path in sorted((ROOT / "data" / folder).rglob("*.yml")):
            for entry in read_yaml(path)["nlu"]:
                pairs += [(line[2:], entry["intent"]) for line in entry["examples"].splitlines() if line]
    return pairs


def examples(pairs: Sequence[tuple[str, str]], weights: Sequence[int], parts: Sequence[str] | None = None) -> Examples:
    """What a model learns from, of texts with their topics, and with the parts of these where they have any."""
    texts, topics = [text for text, _ in pairs], np.asarray([topic for _, topic in pairs])
    each = topics if parts is None else np.asarray(parts)
    return Examples(vectors(texts), kept_signals(texts), counted(texts), topics, np.asarray(weights), each)


@dataclass(frozen=True)
class Heard:
    """The messages to tune on as the NLU reports them, and the sentences with theirs."""

    real: Sequence[tuple[RealMessage, Opening]]
    sentences: Sequence[tuple[Sentence, Opening]]


def heard() -> Heard:
    """Everything that may be tuned on, each guessed by a model that never saw it."""
    real = of_use("train")
    parted = training_sentences()
    pairs = [(text, intent.partition("/")[0]) for text, intent in parted]
    mine = [(" ".join(each.text.split()), each.intents[0]) for each in real]
    parts = [*(intent for _, intent in parted), *(part_of(each.intents[0], each.answer, real=True) for each in real)]
    data = examples([*pairs, *mine], [1] * len(pairs) + [each.times for each in real], parts)
    probabilities, looks = out_of_fold(data, _REFUSAL)
    model = TopicModel.fit(data, _REFUSAL)
    model.gates = gates_of(data, probabilities, looks, model.topics, _REFUSAL)
    made = guesses(model.topics, *of_held_out(data, len(mine), _REFUSAL), model.gates)
    beyond = answers_found(real)
    sentences = read_sentences(TUNING)
    texts = [each.text for each in sentences]
    others = model.guesses(vectors(texts), kept_signals(texts), counted(texts))
    by_clause = guesses_of_clauses([*(each.text for each in real), *texts], model)
    reported = [reported_as(each.text, guess, by_clause, found) for each, guess, found in zip(real, made, beyond, strict=True)]
    further = [reported_as(each.text, guess, by_clause) for each, guess in zip(sentences, others, strict=True)]
    return Heard(list(zip(real, reported, strict=True)), list(zip(sentences, further, strict=True)))


def guesses_of_clauses(texts: Sequence[str], model: TopicModel) -> dict[str, list[Guess]]:
    """For each text with several clauses the guesses on them; all are encoded in one go."""
    parts = {text: found for text in texts if len(found := clauses(text)) > 1}
    each_once = list(dict.fromkeys(itertools.chain.from_iterable(parts.values())))
    made = model.guesses(vectors(each_once), kept_signals(each_once), counted(each_once)) if each_once else []
    guess_of = dict(zip(each_once, made, strict=True))
    return {text: [guess_of[part] for part in found] for text, found in parts.items()}


def answers_found(real: Sequence[RealMessage]) -> list[Guess]:
    """Which questions beyond the article each message may ask, guessed by a model that never saw it."""
    wordings = training_sentences(("wider",))
    intents = {intent.partition("/")[0] for _, intent in wordings}
    others = [(text, NONE) for text, intent in training_sentences(("nlu",)) if intent not in intents]
    mine = [(" ".join(each.text.split()), each.answer or NONE) for each in real]
    data = examples([*wordings, *others, *mine], [1] * (len(wordings) + len(others)) + [each.times for each in real])
    probabilities, looks = out_of_fold(data, NONE, thorough=False)
    topics = sorted(set(data.topics))
    gates = gates_of(data, probabilities, looks, topics, NONE)
    return guesses(topics, *of_held_out(data, len(mine), NONE, thorough=False), gates)


def of_held_out(data: Examples, last: int, refusal: str, thorough: bool = True) -> tuple[np.ndarray, np.ndarray]:
    """For each of the last examples its probabilities and what the gates see of it, by a model of all but a third of those."""
    everything = np.arange(len(data.topics))
    messages = everything[-last:]

    def guessed(third: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        model = TopicModel.fit(data.rows(np.setdiff1d(everything, messages[third])), refusal, thorough)
        asked = data.rows(messages[third])
        opinions = model.opinions(asked.vectors, asked.signals, asked.counts)
        return joined(*opinions), model.look(asked.vectors, asked.signals, opinions)

    thirds = [third for _, third in KFold(_FOLDS, shuffle=True, random_state=_SEED).split(messages)]
    made = [guessed(third) for third in thirds]
    back = np.argsort(np.concatenate(thirds))
    return np.vstack([shares for shares, _ in made])[back], np.vstack([looks for _, looks in made])[back]


def reported_as(text: str, guess: Guess, by_clause: Mapping[str, list[Guess]], found: Guess | None = None) -> Opening:
    """The opening by a message as the pipeline would report it with those guesses of the whole and of its clauses."""
    statements = find_statements(text)
    parsed = {
        "text": text,
        "intent": {"name": guess.topics[0]},
        "entities": [as_entity(each) for each in statements],
        "evidence": {**evidence(text, statements, guess, by_clause.get(text, [])), "answers": [report(found)] if found else []},
    }
    return Opening.of(Message.of_parsed(parsed))


_WORTH_SHOWN = {"a right fact": 1.0, "nothing": 0.0, "only others": -1.0}


def fitted_beyond(found: Heard, start: Thresholds) -> Thresholds:
    """The thresholds of what lies beyond the article: what helps the writers of the real messages most, and shows little else."""
    asked = [(Asked(each.text, each.lang, each.wanted), opening) for each, opening in found.real]
    best, value = start, -np.inf
    for beyond, nearby in itertools.product((0.3, 0.4, 0.5, 0.6, 0.7), (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7)):
        bar = replace(start, beyond=beyond, nearby=nearby)
        shown = [shown_with(bar, each, opening) for each, opening in asked]
        reached = sum(_WORTH_SHOWN[each] for each in shown)
        print(f"beyond {beyond}, nearby {nearby}: " + ", ".join(f"{each} {shown.count(each)}" for each in _WORTH_SHOWN))
        if reached > value:
            best, value = bar, reached
    return best


def worth(found: Heard, bar: Thresholds) -> float:
    """How good the thresholds are: the mean worth of what becomes of each message, real ones and sentences alike."""
    made: list[Judged] = judged([each for each, _ in found.real], [opening for _, opening in found.real], bar)
    made += [judge(each, opening, bar) for each, opening in found.sentences]
    return sum(_worth(each) for each in made) / len(made)


def _worth(made: Judged) -> float:
    """That the article does not say it is an answer to whatever it does not say, best when the subject is named."""
    if made.outcome == "wrong" and made.intent == DETERMINE:
        return _NEEDLESS_DETERMINATION
    return _SILENCE if made.outcome != "right" and serves(made) else _WORTH[made.outcome]


def fitted(found: Heard, start: Thresholds) -> Thresholds:
    """The thresholds from which no single step makes it better."""
    best, value = start, worth(found, start)
    improved = True
    while improved:
        improved = False
        for each in fields(Thresholds):
            if each.name in _HELD_BY_CONVERSATIONS:
                continue
            for step in _STEPS:
                moved = replace(best, **{each.name: round(min(max(getattr(best, each.name) + step, 0.05), 0.95), 2)})
                if (reached := worth(found, moved)) > value + 1e-6:
                    best, value, improved = moved, reached, True
    return best


def main() -> None:
    """Fits, writes and prints."""
    found = heard()
    best = fitted_beyond(found, fitted(found, thresholds()))
    head = FITTED.read_text(encoding="utf-8").split("\n", 1)[0]
    lines = [f"{name}: {value}" for name, value in asdict(best).items()]
    Path(FITTED).write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    print("\n".join(lines))
    for language in ("en", "zh"):
        messages, reported = zip(*((each, opening) for each, opening in found.real if each.lang == language), strict=True)
        print(language, *(f"{what}: {figure}" for what, figure in Score.of(messages, reported, best).rows()), sep="\n  ")


if __name__ == "__main__":
    main()
