"""What a message asks for: each kind in both languages, and what only looks like it."""

from __future__ import annotations

import pytest

from dialogue.asked import (
    asks_what_it_is,
    asks_when,
    asks_when_to_begin,
    asks_whether_needed,
    doubts_the_result,
    topic_asked,
)
from dialogue.conversation import Conversation, Message
from nlu.asking import KINDS, asks, supposes
from nlu.fact_extractor import as_entity
from nlu.lexicon import word_files, word_groups
from nlu.statements import find_statements
from nlu.topic_classifier import evidence
from nlu.topic_model import Guess
from tests.unit.heard import wanted
from tests.unit.turns import TODAY

_GUESS = Guess(topics=("ask_filing", "determine"), probabilities=(0.6, 0.4), in_scope=0.9, right=0.6)

ASKED = [
    ("what_it_is", "So what's a PSB filing, please?"),
    ("what_it_is", "Commercial license: what does that mean?"),
    ("what_it_is", "could you explain the ICP filing"),
    ("what_it_is", "公安备案到底是个什么东西呀"),
    ("what_it_is", "请问，啥是经营性许可证？"),
    ("what_it_is", "那ICP备案是干什么用的呢"),
    ("whether_needed", "小店搬到内地机房以后需要备案吗？"),
    ("whether_needed", "放两张照片的页面，也得办个许可证么"),
    ("whether_needed", "内部系统到底要不要备"),
    ("whether_needed", "静态页必须备案?"),
    ("whether_needed", "我的网站 只是展示照片 需要做 ICP备案 吗"),
    ("whether_needed", "這種網站需要備案嗎"),
    ("when", "On which day does the license come?"),
    ("when", "Is there a deadline for the police?"),
    ("when", "公安那边截止到哪一天"),
    ("when_to_begin", "The shop opens in June, by when do I have to hand it in?"),
    ("when_to_begin", "how early should one apply"),
    ("when_to_begin", "counted backwards from the launch"),
    ("when_to_begin", "六月一号开张，最迟几号要交材料"),
    ("when_to_begin", "下周才动手，赶得上吗"),
    ("why_not", "How come a shop like ours has no license on the list?"),
    ("why_not", "is the filing actually required"),
    ("why_not", "咋就不用许可证了"),
    ("why_not", "博客真的也要公安备案吗"),
    ("last_answer", "who issues it?"),
    ("last_answer", "办这个贵不贵"),
]
NEAR_MISSES = [
    ("what_it_is", "what is the PSB filing going to cost us?"),
    ("what_it_is", "what's the difference between the filing and the license"),
    ("what_it_is", "what is a mini program"),
    ("what_it_is", "公安备案是什么时候要的"),
    ("what_it_is", "备案是什么部门管"),
    ("what_it_is", "备案和许可证是什么"),
    # English leaves it to the topic.
    ("whether_needed", "do we need the filing?"),
    ("whether_needed", "备案要求是什么"),
    ("whether_needed", "数据要备份吗"),
    ("whether_needed", "需要准备吗"),
    ("whether_needed", "要先备案，还是先去租一台新的机器再慢慢弄呢"),
    ("whether_needed", "这个域名能用来备案吗"),
    ("whether_needed", "我们需要许可证"),
    ("when", "we sell whenever people come"),
    ("when", "我们几个月前开的"),
    ("when_to_begin", "when does the license arrive?"),
    ("when_to_begin", "we start on 3 June"),
    ("when_to_begin", "备案号几号能下来"),
    ("why_not", "why did you ask me"),
    ("why_not", "we need no license"),
    ("why_not", "许可证怎么办理"),
    ("why_not", "审核真的很慢吗"),
    ("last_answer", "is ItaliaShop covered? Italy has none"),
    ("last_answer", "哪里交材料"),
]


@pytest.mark.parametrize(("kind", "text"), ASKED)
def test_what_is_asked_for_is_heard(kind: str, text: str) -> None:
    assert kind in wanted(text)


@pytest.mark.parametrize(("kind", "text"), NEAR_MISSES)
def test_what_only_looks_like_it_is_not(kind: str, text: str) -> None:
    assert kind not in wanted(text)


def test_a_message_may_ask_for_several_things_and_most_ask_for_none() -> None:
    assert wanted("when must we start with it?") == ["when", "when_to_begin", "last_answer"]
    assert wanted("we sell tea from a server in Wuhan") == []
    assert wanted("") == []


def test_every_kind_has_words_in_both_languages() -> None:
    for language in ("en", "zh"):
        files = [each for each in word_files() if each.language.name == language and each.layer == "asking_for"]
        kinds = {group.group.kind for each in files for group in word_groups(each)}
        # One kind stands on several others, and in Chinese alone.
        assert set(KINDS) - kinds == {"whether_needed"}, language


@pytest.mark.parametrize(
    "text",
    [
        "The shop is done. Can it go live",
        "we moved to Suzhou, and how about the number",
        "Isn't that too late",
        "tea, in Suzhou?",
        "材料交上去多久有消息",
        "老站还能开么",
        "這樣行不啊",
        "备案下来了没",
    ],
)
def test_a_question_is_heard_by_its_words_and_their_place(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize(
    "text",
    ["Can't find the button", "we know how to do it", "the 备案 is a burden", "吗是语气词", "不", "?!", "", "材料已经交上去了"],
)
def test_the_same_words_elsewhere_ask_nothing(text: str) -> None:
    assert not asks(text)


def test_a_case_that_is_only_put_is_heard() -> None:
    assert supposes("Assuming it stood in Oslo")
    assert supposes("假設以後賣茶")
    assert not supposes("it stands in Oslo")


def message(text: str) -> Message:
    """The message as the pipeline reports it."""
    found = find_statements(text)
    parsed = {"text": text, "entities": [as_entity(each) for each in found], "evidence": evidence(text, found, _GUESS)}
    return Message.of_parsed(parsed)


def test_the_dialogue_goes_by_what_is_reported() -> None:
    assert asks_what_it_is(message("什么是公安备案"))
    assert asks_whether_needed(message("博客要备案吗"))
    assert asks_when(message("when is the license ready?"))
    assert doubts_the_result(message("why no license then?"), perhaps_why=True, nothing_else=False)
    assert not doubts_the_result(message("why no certificate for him?"), perhaps_why=True, nothing_else=False)


def test_the_police_are_asked_after_the_opening() -> None:
    assert asks_when_to_begin(message("we open on 3 June, when must I file?"))
    assert not asks_when_to_begin(message("we open on 3 June, when must I apply for the PSB filing?"))


@pytest.mark.parametrize(
    ("text", "topic"), [("那怎么办", "apply_license"), ("怎么申请", "apply"), ("how do I get that one", "apply_license")]
)
def test_it_leans_on_the_last_answer_where_the_words_do(text: str, topic: str) -> None:
    found = topic_asked(Conversation(TODAY, last_topic="license", message=message(text)), "ask_apply")
    assert found is not None
    assert found.id == topic
