"""What is known of the provinces: complete, with sources, found by any of their names, and refused with a clear word where it is broken."""

from __future__ import annotations

import copy
import re
from typing import Any

import pytest

from icp.knowledge import FOLDER, KnowledgeError, read_yaml, source
from icp.provinces import (
    MINIMUM_AGE,
    RULES,
    Province,
    checked,
    cities,
    of_character,
    of_code,
    province_named,
    provinces,
    provinces_in,
)

CONTENT = read_yaml(FOLDER / "provinces.yml")
ALL = list(provinces().values())
NAMES = [each.id for each in ALL]


def test_there_are_the_31_provinces_of_the_mainland_each_with_its_own_characters_and_code() -> None:
    assert len(ALL) == 31
    characters = [character for each in ALL for character in each.characters]
    assert len(characters) == len(set(characters)) == 34
    assert not {"港", "澳", "台"} & set(characters)
    assert len({each.code for each in ALL}) == 31
    assert [of_character(each.characters[-1]) for each in ALL] == ALL
    assert all(of_code(f"{each.code}0108") is each for each in ALL)


def test_the_table_of_characters_names_its_sources() -> None:
    head = (FOLDER / "provinces.yml").read_text(encoding="utf-8").split("beijing:")[0]
    named = re.findall(r"source: (\w+)", head)
    assert named == ["province_character_samples", "district_codes"]
    assert all(source(each) for each in named)


@pytest.mark.parametrize("province", ALL, ids=NAMES)
def test_every_rule_that_was_found_has_a_source_and_every_province_a_site_of_its_administration(province: Province) -> None:
    assert set(province.rules) == set(RULES)
    assert all(rule.source is not None for rule in province.rules.values() if rule.value is not None)
    assert province.site.endswith(".gov.cn")
    assert province.sources
    assert not any(each.is_article for each in province.sources)


@pytest.mark.parametrize("province", ALL, ids=NAMES)
def test_the_words_are_in_both_languages_with_the_same_figures(province: Province) -> None:
    for each in (*province.documents, *province.more):
        assert _figures(each.words["en"]) == _figures(each.words["zh"]), each.words
        assert not re.search(r"[\u3400-\u9fff]", re.sub("中国(?:xxx[.]中国)?|国家|中央|公益", "", each.words["en"])), each.words
    for conflict in province.conflicts:
        assert len({each.source for each in conflict.says}) == len(conflict.says)
        assert len({each.words["en"] for each in conflict.says}) > 1, "they say the same"
        assert set(conflict.about) <= {*RULES, MINIMUM_AGE}


_MONTHS = {"January": "1", "April": "4", "June": "6"}


def _figures(words: str) -> list[str]:
    for name, number in _MONTHS.items():
        words = words.replace(name, number)
    return sorted(re.findall(r"\d+", words))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("What are the rules in Guangdong?", ["guangdong"]),
        ("rules of inner mongolia", ["inner-mongolia"]),
        ("Inner-Mongolia or Neimenggu", ["inner-mongolia"]),
        ("Fujian's local rules", ["fujian"]),
        ("广东省有什么要求", ["guangdong"]),
        ("内蒙的规定", ["inner-mongolia"]),
        ("xizang beian", ["tibet"]),
        ("I live in Shenzhen", ["guangdong"]),
        ("Xi'an or Xi’an's office", ["shaanxi"]),
        ("深圳和义乌", ["guangdong", "zhejiang"]),
        ("Shanxi, not Shaanxi", ["shanxi", "shaanxi"]),
        ("Chengdu, Harbin, Urumqi, Lhasa, Hohhot", ["sichuan", "heilongjiang", "xinjiang", "tibet", "inner-mongolia"]),
        ("Beijing and Beijing again", ["beijing"]),
        ("Peking", ["beijing"]),
        ("长治", ["shanxi"]),
        ("suzhou", ["jiangsu"]),  # the better known of two
        ("taizhou", []),  # in two provinces
        ("Hong Kong, Macao, Taipei, Paris", []),
        ("hainanese chicken", []),
        ("东方财富", []),  # a word, and a city of Hainan
        ("", []),
    ],
)
def test_a_province_is_found_by_its_english_chinese_or_pinyin_name_or_by_a_city(text: str, found: list[str]) -> None:
    assert [each.id for each in provinces_in(text)] == found


@pytest.mark.parametrize("province", ALL, ids=NAMES)
def test_every_province_is_found_by_each_of_its_names(province: Province) -> None:
    for name in (*province.name.values(), province.name["en"].upper(), province.id, *province.also):
        assert province_named(name) is province


def test_every_city_lies_in_one_province_and_is_found_there() -> None:
    assert all(province_named(name) is provinces()[id_] for name, id_ in cities().items())


def test_a_name_of_none_or_of_several_is_no_province() -> None:
    assert province_named("Atlantis") is None
    assert province_named("Beijing, Shanghai") is None


BROKEN: list[tuple[str, Any, str]] = [
    ("site", None, "site missing"),
    ("anything", 1, "there is no field anything"),
    ("character", "Jing", "character must be one Chinese character"),
    ("character", "津", "two provinces have the character 津"),
    ("spoken", ["jing", "jing"], "spoken must be the pinyin of each character"),
    ("code", "1", "code must be two digits in quotes"),
    ("code", "12", "two provinces have the code 12"),
    ("name", {"en": "Beijing"}, "words are needed in en and in zh"),
    ("sources", [], "sources must name at least one source"),
    ("sources", ["nobody"], "has no source 'nobody'"),
    ("sources", ["jd_province_pages"], "says something here and is missing from sources"),
    ("checked", "yesterday", "checked must be a day"),
    ("rules", {}, "rules must be individual_local_id_only"),
    ("rules.individual_local_id_only", {"value": "no idea"}, "'no idea' must be true, false or null"),
    ("rules.individual_local_id_only", {"value": True}, "source missing: only null needs none"),
    ("rules.individual_local_id_only", {"source": "jd_province_pages"}, "value missing"),
    ("rules.individual_local_id_only", {"value": None, "why": "x"}, "the fields are value, source and note"),
    ("documents", {"en": "a", "zh": "b"}, "must be a list"),
    ("documents", [{"en": "a"}], "words are needed in en and in zh"),
    ("more", [{"en": "a", "zh": "b", "by": "c"}], "the fields are en, zh and source"),
    ("conflicts", [{"about": ["weather"], "says": []}], "there is no rule weather"),
    ("conflicts", [{"about": [], "says": [{"en": "a", "zh": "b"}]}], "two sources or more must differ"),
]


@pytest.mark.parametrize(("field", "value", "message"), BROKEN, ids=[f"{field}: {message}" for field, _, message in BROKEN])
def test_a_broken_entry_is_refused_and_says_where_and_why(field: str, value: Any, message: str) -> None:
    content = copy.deepcopy(CONTENT)
    entry, _, name = field.rpartition(".")
    holder = content["beijing"][entry] if entry else content["beijing"]
    if value is None:
        del holder[name]
    else:
        holder[name] = value
    with pytest.raises(KnowledgeError, match=re.escape(message)) as refused:
        checked(content)
    assert "provinces.yml" in str(refused.value) or "sources.yml" in str(refused.value)


def test_a_file_that_is_no_mapping_is_refused() -> None:
    with pytest.raises(KnowledgeError, match="must be a mapping"):
        checked(["beijing"])
    with pytest.raises(KnowledgeError, match="must be a mapping"):
        checked({"beijing": None})
