"""Two languages, one content: what the English texts say, the Chinese ones say, and none of them mixes the two."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from typing import Any

import pytest

from dialogue.language import LANGUAGES, language_of, named
from dialogue.texts import responses_in
from icp import knowledge

# Names and terms that may stand among Chinese characters: of pages, companies, products and kinds of things.
_MAY_STAND = {
    *(
        "ICP",
        "PSB",
        "CDN",
        "ICP证",
        "EDI",
        "API",
        "App",
        "SaaS",
        "DNS",
        "IP",
        "SSL",
        "HTTPS",
        "WAF",
        "AWS",
        "VPS",
        "NAS",
        "URL",
        "ID",
        "GitHub",
        "FAQ",
    ),
    *("ICP License Support", "Guide for ICP Filing", "Alibaba Cloud", "aliyun.com", "ICP Filing", "ICP Commercial License"),
}
_PLACEHOLDER = re.compile(r"\{[^}]*\}")


def placeholders(text: str) -> set[str]:
    return {name for _, name, *_ in string.Formatter().parse(text) if name}


def pairs() -> Iterator[tuple[str, Any, Any]]:
    english, chinese = (responses_in(language) for language in LANGUAGES)
    for name in english:
        yield name, english[name], chinese.get(name)


def test_both_languages_have_the_same_texts() -> None:
    english, chinese = (set(responses_in(language)) for language in LANGUAGES)
    assert english == chinese, sorted(english ^ chinese)


@pytest.mark.parametrize(("name", "english", "chinese"), pairs(), ids=[name for name, *_ in pairs()])
def test_a_text_has_the_same_placeholders_figures_and_payloads_in_both_languages(name: str, english: Any, chinese: Any) -> None:
    assert placeholders(english["text"]) == placeholders(chinese["text"])
    if "/" not in name:  # dates are written in words in one language only; what lies beyond the article is held in test_beyond.py
        assert _figures(english["text"]) == _figures(chinese["text"])
    assert [each["payload"] for each in english.get("buttons", ())] == [each["payload"] for each in chinese.get("buttons", ())]


def _figures(text: str) -> set[str]:
    return set(re.findall(r"\d+", _PLACEHOLDER.sub("", re.sub(r"\d\.|3 March|3月3日|2026-03-03|2026", "", text))))


@pytest.mark.parametrize(("name", "english", "chinese"), pairs(), ids=[name for name, *_ in pairs()])
def test_no_text_mixes_the_languages_by_accident(name: str, english: Any, chinese: Any) -> None:
    if "/" in name:  # an answer beyond the article may quote a number, a suffix or a form as it stands in China
        return
    titles = [button["title"] for button in english.get("buttons", ())]
    assert not re.search(r"[\u3400-\u9fff]", "".join([english["text"], *titles])), english
    words = _PLACEHOLDER.sub("", " ".join([chinese["text"], *(button["title"] for button in chinese.get("buttons", ()))]))
    for term in sorted(_MAY_STAND, key=len, reverse=True):
        words = words.replace(term, "")
    assert not re.search(r"[A-Za-z]{3,}", re.sub(r"https?://\S+", "", words)), words


@pytest.mark.parametrize("topic", knowledge.topics().values(), ids=list(knowledge.topics()))
def test_every_topic_has_a_title_in_both_languages(topic: knowledge.Topic) -> None:
    assert set(topic.title) == set(LANGUAGES)


@pytest.mark.parametrize("source", knowledge.sources().values(), ids=list(knowledge.sources()))
def test_every_source_has_a_chinese_name_beside_its_title(source: knowledge.Source) -> None:
    assert source.title_zh
    assert source.publisher_zh


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("Do I need a filing?", "zh", "en"),
        ("我的网站要备案吗", "en", "zh"),
        ("我的 site 在 Hong Kong, need 备案吗?", "en", "zh"),
        ("What is 备案?", "zh", "en"),
        ("is the 公安备案 needed for my blog", "zh", "en"),
        ("OK, we don't sell anything, 就 landing page", "zh", "zh"),
        ("our server 也 moved to Singapore already", "zh", "zh"),
        ("OK, we don't sell anything, 就 landing page", "en", "en"),
        ("and without the 备案 number, what then?", "zh", "en"),
        ("我有个 online course site, host 在 AWS Tokyo, 学生 pay by Alipay", "en", "zh"),
        ("we are a shop in 上海 and sell the tea online", "en", "en"),
        ("ICP备案", "en", "zh"),
        ("ECS在深圳", "en", "zh"),
        ("我的網站需要備案嗎", "en", "zh"),
        ("用vercel部署的，域名是example.com", "en", "zh"),
        ("11月2号在阿里云交的备案", "en", "zh"),
        ("ICP备12345678号-2", "en", "en"),
        ("2026-03-03", "zh", "zh"),
        ("3", "en", "en"),
        ("Tencent Cloud", "zh", "zh"),
        ("Shanghai", "zh", "zh"),
        ("上海", "en", "zh"),
        ("OK", "zh", "zh"),
        ("ok", "zh", "zh"),
        ("ICP CDN ECS", "zh", "zh"),
        ('/inform{"filing": "held"}', "zh", "zh"),
        ("https://example.com/what-is-the-filing", "zh", "zh"),
        ("", "zh", "zh"),
    ],
)
def test_a_message_is_answered_in_its_language_and_one_that_tells_none_in_that_of_the_conversation(
    text: str, before: Any, after: str
) -> None:
    assert language_of(text, before) == after


@pytest.mark.parametrize(
    ("tag", "language"), [("zh-CN", "zh"), ("zh_TW", "zh"), ("EN", "en"), ("de", None), (None, None), (7, None), ("", None)]
)
def test_a_language_tag_is_read_as_one_of_the_two_or_none(tag: object, language: str | None) -> None:
    assert named(tag) == language
