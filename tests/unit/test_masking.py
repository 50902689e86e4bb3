"""What is masked in what people type, and what must stay."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.masking import E_MAIL_MASK, IDENTITY_MASK, PHONE_MASK, mask, mask_strings

MASKED = [
    # identity numbers: the standard's own example, with X, in groups, in full-width digits, in a sentence, of the first generation
    ("11010519491231002X", IDENTITY_MASK),
    ("11010519491231002x", IDENTITY_MASK),
    ("my id is 110105 19491231 002X, ok?", f"my id is {IDENTITY_MASK}, ok?"),
    ("110105-19491231-002X", IDENTITY_MASK),
    ("身份证号11010519491231002X谢谢", f"身份证号{IDENTITY_MASK}谢谢"),
    ("ID11010519491231002X", f"ID{IDENTITY_MASK}"),
    ("１１０１０５１９４９１２３１００２X", IDENTITY_MASK),
    ("440524188001010014", IDENTITY_MASK),
    ("holder 440524188001010014.", f"holder {IDENTITY_MASK}."),
    ("110105491231002", IDENTITY_MASK),
    ("旧身份证 130503670401001", f"旧身份证 {IDENTITY_MASK}"),
    # Chinese phones
    ("13812345678", PHONE_MASK),
    ("138 1234 5678", PHONE_MASK),
    ("138-1234-5678", PHONE_MASK),
    ("138 123 45678", PHONE_MASK),
    ("+8613812345678", PHONE_MASK),
    ("+86 138 1234 5678", PHONE_MASK),
    ("8613812345678", PHONE_MASK),
    ("0086 13812345678", PHONE_MASK),
    ("我的电话13812345678谢谢", f"我的电话{PHONE_MASK}谢谢"),
    ("手机号是１３８１２３４５６７８", f"手机号是{PHONE_MASK}"),
    ("call 010-65012345 please", f"call {PHONE_MASK} please"),
    ("0571 8502 2088", PHONE_MASK),
    ("(0755) 8888 9999", PHONE_MASK),
    ("400-660-0108", PHONE_MASK),
    ("19912345678 or 17712345678", f"{PHONE_MASK} or {PHONE_MASK}"),
    # phones of elsewhere
    ("+44 20 7946 0958", PHONE_MASK),
    ("+49 (0)30 901820", PHONE_MASK),
    ("+1-212-555-0123", PHONE_MASK),
    ("+1 (415) 555-2671", PHONE_MASK),
    ("(415) 555-2671", PHONE_MASK),
    ("415-555-2671", PHONE_MASK),
    ("+852 2345 6789", PHONE_MASK),
    ("00852 2345 6789", PHONE_MASK),
    ("+65 6123 4567.", f"{PHONE_MASK}."),
    ("+33 6 12 34 56 78", PHONE_MASK),
    ("+91 98765 43210", PHONE_MASK),
    ("my phone number is 020 7946 0958", f"my phone number is {PHONE_MASK}"),
    ("Tel: 030 901820", f"Tel: {PHONE_MASK}"),
    ("Tel13812345678", f"Tel{PHONE_MASK}"),
    ("WhatsApp 98765432", f"WhatsApp {PHONE_MASK}"),
    ("call me on 6123 4567 tomorrow", f"call me on {PHONE_MASK} tomorrow"),
    # e-mail addresses
    ("jane.doe@example.com", E_MAIL_MASK),
    ("write to jane+icp@mail.example.co.uk.", f"write to {E_MAIL_MASK}."),
    ("<jane@example.com>", f"<{E_MAIL_MASK}>"),
    ("我的邮箱是jane@example.com谢谢", f"我的邮箱是{E_MAIL_MASK}谢谢"),
    ("jane＠example.com", E_MAIL_MASK),
    ("12345678@qq.com", E_MAIL_MASK),
    ("13812345678@163.com", E_MAIL_MASK),
    ("o'neill@example.org", E_MAIL_MASK),
    ("müller@example.de", E_MAIL_MASK),
    ("张三@例子.公司", E_MAIL_MASK),
    ("mailto:jane@example.com?subject=x", f"mailto:{E_MAIL_MASK}?subject=x"),
    # several at once, and one beside what must stay
    ("13812345678, jane@example.com, 11010519491231002X", f"{PHONE_MASK}, {E_MAIL_MASK}, {IDENTITY_MASK}"),
    ("京ICP备2026031728号-1, 13812345678", f"京ICP备2026031728号-1, {PHONE_MASK}"),
    ("opened on 2026-03-03, call 13812345678", f"opened on 2026-03-03, call {PHONE_MASK}"),
    ("¥500 13812345678", f"¥500 {PHONE_MASK}"),
    ("ICP电话13812345678", f"ICP电话{PHONE_MASK}"),
]

KEPT = [
    # dates and times
    "We opened on 3 March 2026",
    "2026-09-20",
    "2026/9/20",
    "2026.09.20",
    "2026年9月20日",
    "20260920",
    "20.09.2026",
    "20/09/2026",
    "from 2026-01-01 to 2026-12-31",
    "2026-09-20 08:30:00",
    "2026-09-20T08:30:00Z",
    "20260920 20261231",
    "1712345678901",
    # numbers of filings and licenses
    "京ICP备2026031728号-1",
    "沪ICP备12345678号",
    "粤ICP备2026031728号",
    "ICP备案号：2026031728",
    "ICP filing no. 2026031728",
    "ICP number 2026031728",
    "京ICP证030173号",
    "ICP证 030173",
    "京公网安备 11010802020088号",
    "京公网安备11010802020088号",
    "B2-20080101",
    "沪ICP备B2-20080101号",
    "浙B2-20080224",
    "A1.B1.B2-20090059",
    # prices and amounts
    "¥1,380,000",
    "13800000000 yuan",
    "RMB 13800000000",
    "1000000元",
    "$13,812,345,678.00",
    "about 1,380,000,000 users",
    "between 5000 and 10000 RMB",
    "+50000 yuan",
    "100 200 300",
    "RMB 1 million of registered capital",
    # addresses of computers and versions
    "192.168.100.200",
    "8.8.8.8",
    "47.100.200.13",
    "2001:db8::8a2e:370:7334",
    "https://www.example.com/a/123456",
    "example.com:8080",
    "Ubuntu 22.04.5",
    "version 3.6.21",
    # law and working days
    "State Council Decree 292",
    "within 20 working days, 60 at most",
    "Order No. 33 of 2011",
    "GB/T 22239-2019",
    "article 4, paragraph 2",
    # company numbers and order numbers
    "91310000MA1FL5XK2N",
    "order 20261124001381234567",
    "110105194912310021",
    "123456789012345",
    "12345678",
    "2026031728",
    "hotline 95187",
    # at signs that are none
    "@icp_support",
    "meet @ 10",
    "a @ b",
    "/inform",
    "",
]


@pytest.mark.parametrize(("text", "expected"), MASKED)
def test_what_belongs_to_a_person_is_masked(text: str, expected: str) -> None:
    assert mask(text) == expected


@pytest.mark.parametrize("text", KEPT)
def test_what_belongs_to_nobody_stays(text: str) -> None:
    assert mask(text) == text


def test_every_checksum_but_the_right_one_is_no_identity_number() -> None:
    masked = [check for check in "0123456789X" if mask(f"11010519491231002{check}") == IDENTITY_MASK]
    assert masked == ["X"]


def test_strings_and_numbers_are_masked_at_any_depth_of_json() -> None:
    value = {"a": ["13812345678", {"b": "jane@example.com"}], "c": 13812345678, "d": 5, "e": None, "f": True, "g": 1.5}
    expected = {"a": [PHONE_MASK, {"b": E_MAIL_MASK}], "c": PHONE_MASK, "d": 5, "e": None, "f": True, "g": 1.5}
    assert mask_strings(value) == expected


PIECES = [
    "13812345678",
    "+44 20 7946 0958",
    "jane@example.com",
    "11010519491231002X",
    "phone",
    "2026-09-20",
    "ICP备",
    "¥",
    " ",
    "-",
    ".",
]
MESSAGES = st.lists(st.one_of(st.sampled_from(PIECES), st.text("0123456789+-() @.x", max_size=8))).map("".join)


@given(st.one_of(st.text(), MESSAGES))
def test_masking_twice_is_masking_once(text: str) -> None:
    assert mask(mask(text)) == mask(text)


@given(st.text().filter(lambda text: not any(each in "@＠" or unicodedata.decimal(each, None) is not None for each in text)))
def test_a_text_without_digits_and_at_signs_is_untouched(text: str) -> None:
    assert mask(text) == text


@given(
    st.sampled_from(["13812345678", "jane@example.com", "11010519491231002X", "+44 20 7946 0958"]),
    st.text("abc ,;!?我的", max_size=9),
)
def test_the_words_before_make_no_difference(personal: str, before: str) -> None:
    assert personal not in mask(f"{before} {personal}")


@given(st.dates())
def test_no_date_is_masked(day: object) -> None:
    text = f"We opened on {day}."
    assert mask(text) == text
