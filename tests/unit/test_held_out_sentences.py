"""What the live tests say must be new to the model: none of it is a training example."""

from __future__ import annotations

from pathlib import Path

import yaml

from nlu.topic_classifier import normalised
from tools.environment import ROOT

FEWEST_WORDS = 4  # "yes", "skip" and "no idea" are said by everybody


def training_sentences() -> set[str]:
    found = set()
    for path in (ROOT / "data" / "nlu").glob("*.yml"):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            found |= {normalised(line[2:]) for line in entry["examples"].splitlines()}
    return found


def conversation_sentences() -> set[str]:
    folder = Path(ROOT / "tests" / "stories")
    conversations = [each for path in folder.glob("*.yml") for each in yaml.safe_load(path.read_text(encoding="utf-8"))]
    said = {turn["user"] for conversation in conversations for turn in conversation["turns"]}
    return {normalised(each) for each in said if len(each.split()) >= FEWEST_WORDS and not each.startswith("/")}


def test_no_wording_of_a_documented_question_is_a_training_example() -> None:
    items = yaml.safe_load((ROOT / "tests" / "live" / "documented_questions.yml").read_text(encoding="utf-8"))
    wordings = {normalised(wording) for item in items if item["expect"].get("topics") for wording in item["wordings"]}
    assert len(wordings) > 200
    assert wordings & training_sentences() == set()


def test_no_sentence_of_a_conversation_is_a_training_example() -> None:
    sentences = conversation_sentences()
    assert len(sentences) > 100
    assert sentences & training_sentences() == set()
