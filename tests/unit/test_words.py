"""The sentences beside the words: what each group of phrases must hear, and what it must not."""

from __future__ import annotations

import pytest

from nlu.folding import tokens
from nlu.lexicon import FOLDER, WordGroup, lexicon, word_files, word_groups
from nlu.marks import LAYERS, scope_of
from nlu.phrases import NOTHING
from nlu.reading import Reading

GROUPS = [
    (f"{file.name.removesuffix('.yml')}-{number}-{each.group.kind}", each)
    for file in word_files()
    if file.language != FOLDER and file.layer != "lists"
    for number, each in enumerate(word_groups(file))
]
HEARS = [pytest.param(each, text, id=f"{name}-{text}") for name, each in GROUPS for text in each.hears]
IGNORES = [pytest.param(each, text, id=f"{name}-{text}") for name, each in GROUPS for text in each.ignores]


def heard(group: WordGroup, text: str) -> bool:
    """Whether a phrase of the group is found in the text."""
    written = {line for _, line in group.phrases}
    found = lexicon().slips(tokens(text)) if group.group.layer == "slips" else Reading.of(text).found[group.group.layer]
    return any(each.line in written and each.group is not None and each.group.file == group.group.file for each in found)


@pytest.mark.parametrize(("group", "text"), HEARS)
def test_a_group_of_words_hears_its_sentences(group: WordGroup, text: str) -> None:
    assert heard(group, text)


@pytest.mark.parametrize(("group", "text"), IGNORES)
def test_a_group_of_words_ignores_what_only_looks_like_it(group: WordGroup, text: str) -> None:
    assert not heard(group, text)


@pytest.mark.parametrize(("name", "group"), GROUPS)
def test_every_group_that_tells_something_has_a_sentence_that_it_hears(name: str, group: WordGroup) -> None:
    assert group.hears or group.group.kind == NOTHING, name


@pytest.mark.parametrize(("name", "group"), [each for each in GROUPS if each[1].group.layer in LAYERS])
def test_every_mark_says_where_it_points_and_how_far(name: str, group: WordGroup) -> None:
    assert group.group.kind == NOTHING or scope_of(group.group).reach > 0, name


def test_both_languages_have_the_same_layers() -> None:
    layers: dict[str, set[str]] = {}
    for file in word_files():
        if file.language != FOLDER:
            layers.setdefault(file.language.name, set()).add(file.layer)
    assert layers["en"] == layers["zh"]
    assert lexicon().layers.keys() >= layers["en"] - {"lists", "cities", "cities_abroad"}
