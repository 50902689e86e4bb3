"""What a message asks for: each kind in both languages, and what only looks like it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogue.acts import Act
from dialogue.asked import (
    asks_what_it_is,
    asks_when,
    asks_when_to_begin,
    asks_whether_needed,
    doubts_the_result,
    gives_it_up,
    topic_asked,
)
from dialogue.asking import question_replies
from dialogue.conversation import Case, Conversation, Message
from icp.facts import Activity, Facts, Holding, Place, Question
from nlu.asking import KINDS, asks, supposes
from nlu.fact_extractor import as_entity
from nlu.lexicon import word_files, word_groups
from nlu.statements import find_statements
from nlu.topic_classifier import evidence
from nlu.topic_model import Guess
from tests.unit.heard import wanted
from tests.unit.turns import TODAY

LANGUAGES = ("in_english", "in_chinese", "only_a_language")  # test_language_wished.py
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
    ("any_license", "the licence, how fast does it come?"),
    ("any_license", "牌照多久下来"),
    ("first_step", "right, where do I start?"),
    ("first_step", "so what should we do next"),
    ("first_step", "well then, what now?"),
    ("first_step", "ok. and now?"),
    ("first_step", "接下来怎么办"),
    ("first_step", "好的，那现在呢？"),
    ("first_step", "嗯，然后呢"),
    ("doubts", "our agency told us something different"),
    ("doubts", "is that really true"),
    ("doubts", "we need none of them, really?"),
    ("doubts", "网上都说不需要"),
    ("doubts", "这个靠谱吗"),
    ("doubts_openly", "r u sure"),
    ("doubts_openly", "ok so no license?"),
    ("doubts_openly", "hm, then no certificate ever?"),
    ("doubts_openly", "so never a licence then?"),
    ("doubts_openly", "真的假的"),
    ("doubts_openly", "那什么都不用办？"),
    ("doubts_openly", "那就永远不用许可证了吗"),
    ("opens_before_filing", "could we publish it right away and get the paperwork done afterwards"),
    ("opens_before_filing", "go live first, then file once people come?"),
    ("opens_before_filing", "先把网站开起来再去备案行吗"),
    ("opens_before_filing", "边运营边备案"),
    ("adds", "ok, and with a shop on it?"),
    ("adds", "in Taipei as well?"),
    ("adds", "那再卖点东西呢"),
    ("adds", "同时放在阿里云香港呢"),
    ("gives_it_up", "hm, then we'd better leave it"),
    ("gives_it_up", "all right, let's not"),
    ("gives_it_up", "too much paper, we keep everything as it is"),
    ("gives_it_up", "Drop the idea, please."),
    ("gives_it_up", "麻烦，还是不搬了吧"),
    ("gives_it_up", "那先維持現狀"),
    ("gives_it_up", "the relocation was called off"),
    ("gives_it_up", "ok so no marketplace then"),
    ("gives_it_up", "forget the mirror"),
    ("gives_it_up", "ok leave that idea"),
    ("gives_it_up", "no, that's not planned any more"),
    ("gives_it_up", "so back to how it was"),
    ("gives_it_up", "搬迁已经搁置了"),
    ("what_remains", "ok so what's missing?"),
    ("what_remains", "is that enough"),
    ("what_remains", "and what does our forum need now?"),
    ("what_remains", "do we still need the licence?"),
    ("what_remains", "嗯，那还差什么？"),
    ("goes_back", "ok, back to the tea shop: how long does the licence take?"),
    ("goes_back", "那说回茶叶店，许可证要多久"),
    ("gives_it_up", "会员那边先不收了"),
    ("gives_it_up", "那赞赏码撤掉好了"),
    ("what_then", "届时还要补哪些手续"),
    ("what_then", "and what will we need then?"),
    ("whether_needed", "那我还要办经营许可证吗？同行都没有"),
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
    ("any_license", "how fast does ICP come?"),
    ("any_license", "ICP备案多久"),
    ("first_step", "which certificate comes first"),
    ("first_step", "what opened first"),
    ("first_step", "what now counts as online payment"),
    ("first_step", "怎么备案"),
    ("first_step", "然后网站要放在哪"),
    ("doubts", "we told the host about it"),
    ("doubts", "look at our page and you tell me what it needs"),
    ("doubts", "对不起，说错了"),
    ("doubts_openly", "is it true that apps are filed too"),
    ("doubts_openly", "not sure where it is"),
    ("doubts_openly", "we sell no tea and have no license?"),
    ("doubts_openly", "什么材料都不用原件吗"),
    ("doubts_openly", "我还不确定"),
    ("opens_before_filing", "we file first and open later"),
    ("opens_before_filing", "we went live in May and the filing came in June"),
    ("opens_before_filing", "先备案再上线"),
    ("adds", "and what about Taipei?"),
    ("adds", "what if we sold something"),
    ("adds", "the shop is too slow today"),
    ("adds", "如果放在香港呢"),
    ("adds", "要是加拿大呢"),
    ("what_remains", "what is needed for an app"),
    ("what_remains", "what does the police need"),
    ("what_remains", "is that enough for the police"),
    ("what_remains", "备案还差什么材料"),
    ("goes_back", "we move back to the old host"),
    ("goes_back", "我们回到上海"),
    ("what_then", "到时候再说吧"),
    ("what_then", "then we move to Oslo"),
    ("gives_it_up", "so that I don't forget it"),
    ("gives_it_up", "where is my number, I forgot it"),
    ("gives_it_up", "we leave it on a server in Oslo"),
    ("gives_it_up", "forget all that I told you"),
    ("gives_it_up", "网站连不上了"),
    ("gives_it_up", "打算了很久"),
    ("gives_it_up", "there is no marketplace on it"),
    ("gives_it_up", "备案被取消了"),
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
        layers = ("asking_for", "asking_on")
        files = [each for each in word_files() if each.language.name == language and each.layer in layers]
        kinds = {group.group.kind for each in files for group in word_groups(each)}
        # One kind stands on several others, and in Chinese alone; one on the names of the certificates, three on those of languages.
        assert set(KINDS) - kinds == {"whether_needed", "any_license", *LANGUAGES}, language


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
    told = {"told_nothing": True, "surely_else": True}
    assert doubts_the_result(message("why no license then?"), perhaps_why=True, **told)
    assert not doubts_the_result(message("why no certificate for him?"), perhaps_why=True, **told)
    assert not doubts_the_result(message("my cousin says the police want a form"), perhaps_why=False, **told)


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


SHOP = Facts(server=Place.MAINLAND, activity=Activity.OWN_SALES)
BLOG = Facts(server=Place.MAINLAND, activity=Activity.INFORMATIONAL)


@pytest.mark.parametrize(
    ("case", "text", "topic"),
    [
        (Case(SHOP, result=SHOP), "when do we get the license at the earliest?", "how_long_license"),
        (Case(replace(BLOG, filing=Holding.HELD)), "牌照要等多久", "how_long_license"),
        (Case(BLOG, result=BLOG), "when do we get the license at the earliest?", "how_long"),
        (Case(), "牌照要等多久", "how_long"),
        # "ICP" may as well be the filing.
        (Case(SHOP, result=SHOP), "how many weeks for the ICP?", "how_long"),
    ],
)
def test_a_license_is_the_commercial_one_where_the_filing_is_there_or_the_result_demands_it(
    case: Case, text: str, topic: str
) -> None:
    found = topic_asked(Conversation(TODAY, case=case, message=message(text)), "ask_how_long")
    assert found is not None
    assert found.id == topic


PLANNED = Case(BLOG, later=Facts(activity=Activity.OWN_SALES), result=BLOG)


@pytest.mark.parametrize(
    ("conversation", "text", "intent", "given_up"),
    [
        (Conversation(TODAY, case=PLANNED), "no, we leave it as it is", "deny", True),
        (Conversation(TODAY, case=PLANNED, offer=Act.GIVE_PLAN), "那就不弄了", "deny", True),
        (Conversation(TODAY, case=Case(BLOG, supposed=Facts(payments=True))), "rather not", "deny", True),
        # What is named is the plan, or how it is today.
        (Conversation(TODAY, case=PLANNED), "那网店还是不做了", "inform", True),
        (Conversation(TODAY, case=PLANNED), "oh forget it, it remains a blog", "inform", True),
        (Conversation(TODAY, case=PLANNED), "never mind, it stands in Oslo", "inform", False),
        (Conversation(TODAY, case=PLANNED), "备案先不弄了", "inform", False),
        (Conversation(TODAY, case=PLANNED), "scrap the webshop", "stop", True),
        (Conversation(TODAY, case=PLANNED), "well, we won't open a shop then", "inform", True),
        (Conversation(TODAY, case=Case(SHOP, later=Facts(server=Place.OUTSIDE))), "forget the shop", "inform", False),
        # The offer alone is turned down.
        (Conversation(TODAY, case=PLANNED, offer=Act.GIVE_CALENDAR), "rather not", "deny", False),
        (Conversation(TODAY, case=PLANNED), "shall we leave it as it is?", "what_if", False),
        # What is needed then may be asked in the same breath.
        (Conversation(TODAY, case=PLANNED), "forget the move, what do we need?", "determine", True),
        (Conversation(TODAY, case=PLANNED), "如果不搬了", "what_if", False),
        (Conversation(TODAY, case=PLANNED, open_question=Question.PAYMENTS), "never mind", "stop", False),
        (
            Conversation(TODAY, case=Case(BLOG, supposed=Facts(payments=True)), open_question=Question.HOSTING),
            "no, that's not planned",
            "deny",
            True,
        ),
        (Conversation(TODAY, case=Case(BLOG, result=BLOG)), "never mind", "stop", False),
    ],
)
def test_a_plan_is_given_up_where_there_is_one_and_nothing_is_asked(
    conversation: Conversation, text: str, intent: str, given_up: bool
) -> None:
    said = replace(message(text), intent=intent)
    assert gives_it_up(replace(conversation, message=said)) is given_up


@pytest.mark.parametrize(("likely", "first"), [(Holding.HELD, "held"), (Holding.NOT_HELD, "not_held"), (Holding.APPLIED, "held")])
def test_the_likely_holding_comes_first_among_the_choices_and_one_that_is_no_choice_leaves_them_as_they_are(
    likely: Holding, first: str
) -> None:
    conversation = Conversation(message=Message(), today=TODAY, case=Case(likely=Facts(filing=likely)))
    asked, _ = question_replies(conversation, Question.FILING_HELD)
    assert f'"{first}"' in asked.buttons[0]["payload"]
