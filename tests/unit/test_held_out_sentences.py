"""What the live tests say and what measures the understanding must be new to the model: none of it is a training example."""

from __future__ import annotations

from pathlib import Path

import yaml

from benchmarks.sentences import QUESTIONS, TUNING, read_sentences
from benchmarks.situations import SITUATIONS
from icp.wider import wider_topics
from nlu.real_messages import FILE, RealMessagesImporter, of_use, real_messages
from nlu.topic_classifier import normalised
from tests.unit.test_beyond import FILES, wordings
from tools.environment import ROOT

INTENTS = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["intents"]
FEWEST_WORDS = 4  # "yes", "skip" and "no idea" are said by everybody


def training_sentences() -> set[str]:
    found = set()
    for path in (ROOT / "data" / "nlu").rglob("*.yml"):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            found |= {normalised(line[2:]) for line in entry["examples"].splitlines()}
    return found | {normalised(each.text) for each in of_use("train")}


def conversation_sentences() -> set[str]:
    folder = Path(ROOT / "tests" / "stories")
    conversations = [each for path in folder.glob("*.yml") for each in yaml.safe_load(path.read_text(encoding="utf-8"))]
    said = {turn["user"] for conversation in conversations for turn in conversation["turns"]}
    return {normalised(each) for each in said if len(each.split()) >= FEWEST_WORDS and not each.startswith("/")}


def test_no_sentence_that_measures_the_understanding_or_tunes_it_is_a_training_example() -> None:
    measuring = {normalised(each.text) for each in read_sentences(QUESTIONS)}
    tuning = {normalised(each.text) for each in read_sentences(TUNING)}
    situations = {
        normalised(each["text"]) for path in SITUATIONS.values() for each in yaml.safe_load(path.read_text(encoding="utf-8"))
    }
    assert (measuring | tuning | situations) & training_sentences() == set()
    assert measuring & tuning == set()


def test_no_training_example_is_but_a_few_words_away_from_a_measuring_sentence() -> None:
    training = [set(each.split()) for each in training_sentences()]
    for text in {normalised(each.text) for each in read_sentences(QUESTIONS)}:
        words = set(text.split())
        if len(words) >= 6:
            assert all(len(words & other) < 0.9 * len(words | other) for other in training), text


def test_the_measuring_sentences_are_many_and_a_third_of_them_has_no_answer() -> None:
    sentences = read_sentences(QUESTIONS)
    without_answer = [each for each in sentences if each.group != "in scope"]
    assert len(sentences) >= 400
    assert len(without_answer) >= len(sentences) / 3
    assert len({normalised(each.text) for each in sentences}) == len(sentences)
    intents = {name for each in INTENTS for name in each}
    assert {name for each in (*sentences, *read_sentences(TUNING)) for name in each.intents} <= intents


def test_no_wording_of_a_documented_question_is_a_training_example() -> None:
    items = yaml.safe_load((ROOT / "tests" / "live" / "documented_questions.yml").read_text(encoding="utf-8"))
    wordings = {normalised(wording) for item in items if item["expect"].get("topics") for wording in item["wordings"]}
    assert len(wordings) > 200
    assert wordings & training_sentences() == set()


def parts(text: str) -> set[str]:
    """The words of a sentence, or of a Chinese one the pairs of neighbouring characters."""
    chinese = "".join(each for each in text if "\u3400" <= each <= "\u9fff")
    pairs = {chinese[at : at + 2] for at in range(len(chinese) - 1)}
    return pairs or set(text.split())


def test_no_wording_of_what_is_asked_most_is_a_training_example_or_nearly_one() -> None:
    items = yaml.safe_load((ROOT / "tests" / "live" / "most_asked.yml").read_text(encoding="utf-8"))
    asked = {normalised(wording) for item in items for language in ("en", "zh") for wording in item[language]}
    training = training_sentences() | {normalised(each) for path in FILES.values() for each in wordings(path)}
    assert len(asked) >= 2 * 30 * 6
    assert asked & training == set()
    known = [parts(each) for each in training]
    for text in asked:
        mine = parts(text)
        if len(mine) >= 5:
            assert all(len(mine & other) < 0.9 * len(mine | other) for other in known), text


def test_no_sentence_of_a_conversation_is_a_training_example() -> None:
    sentences = conversation_sentences()
    assert len(sentences) > 100
    assert sentences & training_sentences() == set()


def test_no_real_message_that_measures_is_trained_and_every_one_that_trains_is() -> None:
    importer = RealMessagesImporter(str(ROOT / "config.yml"), str(ROOT / "domain.yml"), [str(ROOT / "data" / "nlu" / "case")])
    trained = {normalised(each.get("text")) for each in importer.get_nlu_data().intent_examples}
    assert {normalised(each.text) for each in of_use("measure")} & (trained | training_sentences()) == set()
    assert {normalised(each.text) for each in of_use("train")} <= trained
    assert len(of_use("measure")) == 205
    assert FILE.is_file()


def test_a_real_message_that_names_its_question_trains_and_wants_the_facts_of_that_question() -> None:
    named = [each for each in real_messages() if each.asks]
    assert len(named) > 500
    for each in named:
        assert each.use == "train", each.id
        assert each.answer == each.asks, each.id
        assert each.wanted == {fact.id for fact in wider_topics()[each.asks].facts}, each.id


def test_what_three_people_read_only_measures_and_names_what_there_is() -> None:
    read = yaml.load(FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    reread = [each for each in read if "first_reader" in each or "helps" in each]
    assert {each["use"] for each in reread} == {"measure"}
    for each in reread:
        assert set(each.get("helps") or ()) <= set(wider_topics()), each["id"]
        assert set(each.get("first_reader", {})) <= {"label", "also", "kind", "facts", "required", "required_later"}, each["id"]


def test_the_first_reader_s_labels_are_still_there_to_measure_by() -> None:
    three, first = (of_use("measure", first_reader) for first_reader in (False, True))
    assert [each.text for each in three] == [each.text for each in first]
    assert [each.facts for each in three] != [each.facts for each in first]
    assert all(each.helps is None for each in first)
    assert of_use("train") == of_use("train", first_reader=True)
