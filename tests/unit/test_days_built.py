"""Expressions that are built from parts mean what plain arithmetic says, and one word more never leaves the day as it was."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from days import Day, Either, NoDay, Span, Tense, Why, find, read
from days.text import cut
from tests.unit.built_days import MONTHS, Built, built, days_with_a_year, days_with_an_hour, ordinal, todays, written_days

tenses = st.sampled_from(["past", "future", "any"])


@settings(max_examples=600, deadline=None)
@given(case=st.one_of(built, days_with_an_hour()), tense=tenses)
def test_what_is_built_is_read_as_the_day_that_arithmetic_gives(case: Built, tense: Tense) -> None:
    assert read(case.words, case.today, tense) == Day(case.day)


@settings(max_examples=300, deadline=None)
@given(
    case=built,
    frame=st.sampled_from(["We opened on {}.", "{}", "It went live {}, what now?", "我们{}上线", "网站{}开通的，备案呢？"]),
)
def test_it_is_found_whole_in_a_message(case: Built, frame: str) -> None:
    assume(not ("我" in frame or "网" in frame) or not case.words.isascii())
    (found,) = find(frame.format(case.words))
    assert frame.format(case.words)[found.start : found.end] == found.words
    assert read(found.words, case.today, "past") == Day(case.day)


@settings(max_examples=200, deadline=None)
@given(today=todays, month=st.integers(1, 12), number=st.integers(1, 28), chinese=st.booleans())
def test_a_day_without_a_year_lies_on_the_side_of_the_tense(today: date, month: int, number: int, chinese: bool) -> None:
    words = f"{month}月{number}日" if chinese else f"{ordinal(number)} of {MONTHS[month]}"
    this_year = date(today.year, month, number)
    ahead = this_year if this_year >= today else this_year.replace(year=today.year + 1)
    behind = this_year if this_year <= today else this_year.replace(year=today.year - 1)
    assert read(words, today, "future") == Day(ahead)
    may_be_a_plan = today < ahead <= today + timedelta(days=31)
    assert read(words, today, "past") == (Either((behind, ahead)) if may_be_a_plan and ahead != behind else Day(behind))


@settings(max_examples=200, deadline=None)
@given(
    one=written_days(),
    other=written_days(),
    today=todays,
    way=st.sampled_from(["{}, not {}", "{} (not {})", "{}，不是{}", "{} and not {}"]),
)
def test_a_day_that_is_denied_is_not_the_day(one: tuple[str, date], other: tuple[str, date], today: date, way: str) -> None:
    same = one[1] == other[1]
    assert read(way.format(one[0], other[0]), today) == (NoDay(Why.VAGUE) if same else Day(one[1]))


@settings(max_examples=100, deadline=None)
@given(one=written_days(), other=written_days(), today=todays)
def test_two_days_are_a_span_or_a_choice_and_never_one_of_them(
    one: tuple[str, date], other: tuple[str, date], today: date
) -> None:
    first, last = sorted((one, other), key=lambda each: each[1])
    assume(first[1] != last[1])
    assert read(f"{first[0]} to {last[0]}", today) == Span(first[1], last[1])
    assert read(f"{first[0]}到{last[0]}", today) == Span(first[1], last[1])
    assert read(f"{one[0]} or {other[0]}", today) == Either((first[1], last[1]))
    assert read(f"{one[0]}或{other[0]}", today) == Either((first[1], last[1]))


@settings(max_examples=200, deadline=None)
@given(case=days_with_a_year(), off=st.integers(1, 6), today=todays)
def test_a_weekday_that_disagrees_is_never_passed_over(case: Built, off: int, today: date) -> None:
    weekday = (case.day + timedelta(days=off)).strftime("%A")
    assume(not any(each in case.words for each in ("day", "周", "星期", "禮拜")))
    reading = read(f"{weekday}, {case.words}", today)
    assert reading in (NoDay(Why.NOT_UNDERSTOOD), NoDay(Why.VAGUE)) or (isinstance(reading, Either) and case.day in reading.days)


MORE_ENGLISH = [
    "after",
    "before",
    "not",
    "or",
    "to",
    "half",
    "last",
    "next",
    "until",
    "about",
    "between",
    "two",
    "ago",
    "no",
    "week",
    "except",
    "twice",
    "possibly",
]
MORE_CHINESE = ["前", "后", "不是", "或", "半", "到", "大约", "左右", "第二天", "个月", "每", "下周", "减", "差", "离", "附近"]


@settings(max_examples=1000, deadline=None)
@given(case=built, data=st.data(), framed=st.booleans())
def test_one_word_more_changes_the_day_or_makes_it_asked_back(case: Built, data: st.DataObject, framed: bool) -> None:
    if case.words.isascii():
        parts = case.words.split(" ")
        place = data.draw(st.integers(0, len(parts)))
        word = data.draw(st.sampled_from(MORE_ENGLISH))
        # "Saturday, no 1 January" corrects what stood before, and means the day behind it.
        assume(not (word == "no" and place and parts[place - 1].endswith(",")))
        words = " ".join([*parts[:place], word, *parts[place:]])
        message = f"We opened {words}." if framed else words
    else:
        place = data.draw(st.sampled_from([0, *(token.end for token in cut(case.words))]))
        word = data.draw(st.sampled_from(MORE_CHINESE))
        words = case.words[:place] + word + case.words[place:]
        message = f"我们{words}上线" if framed else words
    for found in find(message):
        assert read(found.words, case.today, "past", found.chinese) != Day(case.day), message


@settings(max_examples=600, deadline=None)
@given(case=built, data=st.data())
def test_a_slip_in_a_long_word_leaves_the_day_or_makes_it_asked_back(case: Built, data: st.DataObject) -> None:
    words = re.findall(r"[A-Za-z]{5,}", case.words)
    assume(words)
    word = data.draw(st.sampled_from(words))
    place = data.draw(st.integers(1, len(word) - 2))
    before, letter, after = word[:place], word[place], word[place + 1 :]
    ways = (before + after, word[:place] + letter + word[place:], before + after[0] + letter + after[1:], f"{before}q{after}")
    message = f"We opened {case.words.replace(word, data.draw(st.sampled_from(ways)), 1)}."
    for found in find(message):
        reading = read(found.words, case.today, "past", after=found.after, within=found.within)
        assert not isinstance(reading, Day) or reading.day == case.day, message


@pytest.mark.parametrize("nothing", ["", " ", "banana", "京ICP备15039648号", "。", "-", "the", "of of of"])
def test_what_is_no_day_is_not_understood(nothing: str) -> None:
    assert read(nothing, date(2026, 11, 26)) == NoDay(Why.NOT_UNDERSTOOD)
