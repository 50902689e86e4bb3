"""Where expressions for days stand in a message, what belongs to them, and what tense the sentence tells."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from days import Day, Either, FarOff, NoDay, Reading, Tense, Why, find, read
from days.engine import Grammar, Token

ROOT = Path(__file__).resolve().parent.parent.parent
TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("We opened on 3 November, not on 5 November.", ["3 November, not on 5 November"]),
        ("Sorry — we opened on 3 November – or so", ["3 November – or so"]),
        ("We opened on 3 November to comply with the law", ["3 November"]),
        ("We opened on 3 November before we had the filing", ["3 November"]),
        ("We opened on 3 November, 20 products, no license", ["3 November"]),
        ("We have 2 servers and on 3 November we opened", ["3 November"]),
        ("In step 2 on 3 November", ["3 November"]),
        ("signed on 1 March, filing approved on 2 April, opened on 5 May", ["1 March", "2 April", "5 May"]),
        ("the number came through on 12 May", ["12 May"]),
        ("handed in last week and now waiting", ["last week"]),
        ("(opened 3 Nov)", ["3 Nov"]),
        ('"3 November"', ["3 November"]),
        ("opened: 3 November, PSB?", ["3 November"]),
        ("备案3月2号交的", ["3月2号"]),
        ("11月5日开通的，不是11月3日", ["11月5日"]),
        ("不是11月3日开通的", ["不是11月3日"]),
        ("备案后，11月3日上线", ["11月3日"]),
        ("签约3月2号", ["3月2号"]),
        ("ICP号7月7号拿到的", ["7月7号"]),
        ("11月3日后台上线", ["11月3日后"]),
        ("三天前提交的", ["三天前"]),
    ],
)
def test_an_expression_takes_what_belongs_to_it_and_leaves_the_rest(message: str, words: list[str]) -> None:
    assert [each.words for each in find(message)] == words
    assert all(message[each.start : each.end] == each.words for each in find(message))


@pytest.mark.parametrize(
    "message",
    [
        "version 1.2.3",
        "v2.10.2024",
        "at 10:30",
        "192.168.1.1",
        "open 24/7",
        "call 010-1234-5678",
        "a third party, second server, the first of its kind",
        "on the second server",
        "2/3 of our customers",
        "May one sell without it?",
        "we may 3 times a year",
        "every Monday we post news",
        "the PSB filing is due 30 days after the opening",
        "it takes 20 working days",
        "within 30 days",
        "sat nav for the sun",
        "京ICP备2021000001号-1",
        "第3号令",
        "每周一更新",
        "开通后30日内办公安备案",
        "需要20个工作日",
        "今年3家店",
        "天津的日志服务，月租20元",
    ],
)
def test_numbers_and_words_that_are_no_days_are_left_alone(message: str) -> None:
    assert [
        each.words for each in find(message) if isinstance(read(each.words, TODAY, "past", each.chinese), (Day, FarOff))
    ] == []


@pytest.mark.parametrize(
    "message",
    [
        "opened 3 November + two",
        "opened two days after 3 November minus one",
        "opened 2 months, less 1 day ago",
        'opened 3 "last" November',
        "opened on 3 November or something like that",
        "我们11月不是3日上线",
        "上11月3日开通的",
    ],
)
def test_what_stands_inside_an_expression_and_is_not_understood_makes_all_of_it_not_understood(message: str) -> None:
    assert all(isinstance(read(each.words, TODAY, "past"), NoDay) for each in find(message))


@pytest.mark.parametrize(
    ("message", "tense"),
    [
        ("We opened on 3 November", "past"),
        ("We open on 3 November", "future"),
        ("We will have opened on 3 November", "past"),
        ("We plan to open on 3 November", "future"),
        ("We planned to open on 3 November", "future"),
        ("On 3 November, we opened", "past"),
        ("On 3 November we are going to open", "future"),
        ("How long can it take, site online 3 November", None),
        ("what must we do, opened on 3 November?", "past"),
        ("launch was 3 November", "past"),
        ("live since 3 November", "past"),
        ("3 November", None),
        ("launch date 3 November", "any"),
        ("launch 3 November", "any"),
        ("site open 3 November", "any"),
        ("psb: open 3 nov, when due?", "any"),
        ("then we launch 3 November", "future"),
        ("网站是11月3日", None),
        ("我们周五开通了网站", "past"),
        ("4号交的", "past"),
        ("网站已于11月3日上线", "past"),
        ("我们打算4号交", "future"),
        ("准备周五上线", "future"),
        ("11月3日會上線", "future"),
        ("11月3日上线", "any"),
        ("为了11月3日上线", "any"),
        ("会员网站11月3日上线", "any"),
    ],
)
def test_the_sentence_tells_the_tense(message: str, tense: Tense | None) -> None:
    assert [each.tense for each in find(message)] == [tense]


def test_days_that_are_only_listed_can_be_told_apart() -> None:
    (found,) = find("opened on 3 March and on 5 May")
    assert [each.words for each in found.parts] == ["3 March", "5 May"]
    assert [each.parts for each in find("opened between 3 March and 5 May")] == [()]


@pytest.mark.parametrize(
    ("message", "last"),
    [
        ("We got the number on 4 March and opened on the 9th", Day(date(2026, 3, 9))),
        ("handed in on 20 March and opened on the 9th", Either((date(2026, 3, 9), date(2026, 4, 9)))),
        ("我们10月3日提交，5日批准，10日上线", Day(date(2026, 10, 10))),
        ("opened 3 November 2025, PSB filing went in on 20 November", Either((date(2025, 11, 20), date(2026, 11, 20)))),
        ("opened 20 December 2025, PSB filing went in on 10 January", Day(date(2026, 1, 10))),
        ("opened 3 November 2025, PSB filing went in on 20 November 2026", Day(date(2026, 11, 20))),
        ("applied on 3 March and opened two days later", Day(date(2026, 3, 5))),
        ("we opened two days later", NoDay(Why.VAGUE)),
        ("the number came on 5 May, site opened the next day", Day(date(2026, 5, 6))),
        ("the number came on 5 May, site opened the same day", Day(date(2026, 5, 5))),
        ("the number came on 5 May, site opened the following Friday", Day(date(2026, 5, 8))),
        ("site opened the next day", NoDay(Why.VAGUE)),
        ("signed 4 March 2025, handed in on 5 April, opened on the 9th", NoDay(Why.VAGUE)),
        ("last year the number came on 5 May and the site opened the next day", Day(date(2025, 5, 6))),
        ("In 2020 we founded the company, the site opened on 8 October", Either((date(2020, 10, 8), date(2026, 10, 8)))),
        ("In 2020 we founded the company, the site opened on 8 October 2025", Day(date(2025, 10, 8))),
        ("last month we signed, opened on the 12th", Either((date(2026, 10, 12), date(2026, 11, 12)))),
        ("去年公司成立，10月8日开站", Either((date(2025, 10, 8), date(2026, 10, 8)))),
        ("10月3日提交，三天后上线", Either((date(2026, 10, 6), date(2026, 11, 29)))),
        ("we opened on 3 November and want to sell next year", Day(date(2026, 11, 3))),
        ("before last year we opened on 8 October", NoDay(Why.VAGUE)),
        ("not in 2024 but in 2025 we opened on 8 October", NoDay(Why.VAGUE)),
        ("last year or this year we opened on 8 October", NoDay(Why.VAGUE)),
        ("去年到今年我们10月8号开通", NoDay(Why.VAGUE)),
        ("2024年底我们12月20号开通", NoDay(Why.VAGUE)),
    ],
)
def test_a_day_that_leaves_out_its_month_or_year_takes_it_from_the_day_before_it(message: str, last: Reading) -> None:
    found = next(each for each in reversed(find(message)) if each.words != "next year")
    assert read(found.words, TODAY, "past", found.chinese, after=found.after, within=found.within) == last


def test_numbers_in_chinese_have_the_month_first() -> None:
    (found,) = find("备案3/2交的")
    assert found.chinese
    assert read(found.words, TODAY, "past", chinese=True) == Day(date(2026, 3, 2))


def test_a_day_out_of_reach_is_named_as_such() -> None:
    reach = (date(2018, 1, 1), date(2031, 12, 31))
    assert read("1 January 1999", TODAY, reach=reach) == FarOff(date(1999, 1, 1))
    assert read("3 March 2099", TODAY, reach=reach) == FarOff(date(2099, 3, 3))
    assert read("3000 years ago", TODAY, reach=reach) == NoDay(Why.NOT_UNDERSTOOD)
    assert read("100 years ago", TODAY, reach=reach) == FarOff(date(1926, 11, 26))


_PIECES = st.sampled_from(
    "3 November 2026 , . not or to on the of after before ago weeks two Monday last next may 3/4 2026-11-03 ( ) "
    "月 日 号 三 天 前 后 上 周一 不是 或 年 半 农历 İ ﷺ \u200b e\u0301 ½ ' - –".split()
)


@settings(max_examples=500, deadline=None)
@given(
    st.one_of(st.text(max_size=120), st.lists(_PIECES, max_size=30).map(" ".join), st.lists(_PIECES, max_size=30).map("".join))
)
def test_any_text_gives_expressions_inside_it_that_read_the_same_each_time(text: str) -> None:
    found = find(text)
    assert found == find(text)
    ends = [0, *(place for each in found for place in (each.start, each.end)), len(text)]
    assert ends == sorted(ends)
    for each in found:
        assert text[each.start : each.end] == each.words
        assert read(each.words, TODAY, each.tense or "any") == read(each.words, TODAY, each.tense or "any")


def test_a_grammar_gives_all_parses_and_refuses_a_symbol_that_begins_with_itself() -> None:
    grammar = Grammar()
    grammar.rule("pair", "<WORD> and? <WORD|NUMBER>?", lambda one, two: (one, two))
    tokens = [Token("a", 0, 1, {"WORD": "a"}), Token("2", 2, 3, {"WORD": "two", "NUMBER": 2})]
    assert grammar.ready().whole("pair", tokens) == [("a", "two"), ("a", 2)]
    assert grammar.whole("pair", tokens[:1]) == [("a", None)]
    grammar.rule("pair", "<pair> <WORD>", lambda *parts: parts)
    with pytest.raises(ValueError, match="begins with itself"):
        Grammar.ready(_fresh(grammar))


def _fresh(grammar: Grammar) -> Grammar:
    grammar._starting.clear()
    return grammar


def test_the_room_needs_nothing_but_the_standard_library() -> None:
    command = "import sys, days; print({each.split('.')[0] for each in sys.modules} - set(sys.stdlib_module_names) - {'days'})"
    made = subprocess.run([sys.executable, "-S", "-c", command], cwd=ROOT, capture_output=True, text=True, check=True)
    assert {each.strip("'{}\n ") for each in made.stdout.split(",")} <= {"__main__", "set()"}
