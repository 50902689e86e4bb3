"""Who owns the website, as a message tells it."""

from __future__ import annotations

import pytest

from icp.documents import Owner
from nlu.folding import tokens
from nlu.lexicon import lexicon
from nlu.owner import owner_statements


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("as a private person with a company of my own", "individual"),
        ("our kindergarten is part of a foreign company", "foreign_company"),
        ("start-up: which papers?", "company"),
        ("for a Danish company?", None),
        ("法国公司在上海的子公司", "foreign_company"),
        ("我国公司的材料", "company"),
        ("外籍人士开公司", "foreign_individual"),
        ("要交什么", None),
    ],
)
def test_the_most_special_owner_counts_and_a_company_of_somewhere_is_none_of_here(text: str, owner: str | None) -> None:
    assert [each.value for each in owner_statements(text)] == ([owner] if owner else [])


def test_the_words_know_every_owner_and_no_other() -> None:
    kinds = {phrase.label for each in Owner for phrase in lexicon().layers["owner"].find(tokens(each.value.replace("_", " ")))}
    assert kinds == {each.value for each in Owner}
