"""What is masked in what people type, and what must stay."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.masking import E_MAIL_MASK, PHONE_MASK, mask, mask_strings
from channels.personal_numbers import CARD_MASK, IBAN_MASK, IDENTITY_MASK, PASSPORT_MASK

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
    # with dots, with another blank
    ("138.0013.8000", PHONE_MASK),
    ("138.001.38000", PHONE_MASK),
    ("手机 138.0013.8000 谢谢", f"手机 {PHONE_MASK} 谢谢"),
    ("138．0013．8000", PHONE_MASK),
    # e-mail addresses that no program is meant to read
    ("li.wei (at) example dot com", E_MAIL_MASK),
    ("li.wei(at)example.com", E_MAIL_MASK),
    ("write to li.wei [at] example [dot] com please", f"write to {E_MAIL_MASK} please"),
    ("li.wei at example dot com", E_MAIL_MASK),
    ("my e-mail is liwei at example dot com", f"my e-mail is {E_MAIL_MASK}"),
    ("LI.WEI (AT) MAIL DOT EXAMPLE DOT COM", E_MAIL_MASK),
    ("li dot wei (at) example dot co dot uk", E_MAIL_MASK),
    ("12345678#qq.com", E_MAIL_MASK),
    ("liwei艾特qq点com", E_MAIL_MASK),
    ("邮箱：liwei 艾特 163 点 com，谢谢", f"邮箱：{E_MAIL_MASK}，谢谢"),
    ("liwei（at）qq.com", E_MAIL_MASK),
    # bank cards: Visa, Mastercard, American Express, JCB, UnionPay with 16 and 19 digits
    ("4111 1111 1111 1111", CARD_MASK),
    ("my card 4111-1111-1111-1111, ok", f"my card {CARD_MASK}, ok"),
    ("5500000000000004", CARD_MASK),
    ("3400 0000 0000 009", CARD_MASK),
    ("3566000020200366", CARD_MASK),
    ("卡号6222021001123459", f"卡号{CARD_MASK}"),
    ("６２２２０２１００１１２３４５９", CARD_MASK),
    ("6228 4800 1234 5678 903", CARD_MASK),
    ("银行卡 6222 0210 0112 3456", f"银行卡 {CARD_MASK}"),
    ("my bank card is 6217 0000 1000 1234", f"my bank card is {CARD_MASK}"),
    ("bank account number: 1234567890123", f"bank account number: {CARD_MASK}"),
    ("收款账号 123456789012", f"收款账号 {CARD_MASK}"),
    # IBAN
    ("DE89370400440532013000", IBAN_MASK),
    ("DE89 3704 0044 0532 0130 00", IBAN_MASK),
    ("IBAN GB82 WEST 1234 5698 7654 32 please", f"IBAN {IBAN_MASK} please"),
    ("fr14 2004 1010 0505 0001 3m02 606", IBAN_MASK),
    ("账户：NL91ABNA0417164300。", f"账户：{IBAN_MASK}。"),
    # passports
    ("E12345678", PASSPORT_MASK),
    ("my passport is EA1234567", f"my passport is {PASSPORT_MASK}"),
    ("https://example.com/pay/4111111111111111", f"https://example.com/pay/{CARD_MASK}"),
    ("passport number 512345678", f"passport number {PASSPORT_MASK}"),
    ("passport: AB1234567", f"passport: {PASSPORT_MASK}"),
    ("护照号码是G12345678", f"护照号码是{PASSPORT_MASK}"),
    ("护照：K1234567A", f"护照：{PASSPORT_MASK}"),
    # identity numbers of Hong Kong, Macao and Taiwan
    ("A123456(3)", IDENTITY_MASK),
    ("my HKID is A123456(3)", f"my HKID is {IDENTITY_MASK}"),
    ("HKID A1234563", f"HKID {IDENTITY_MASK}"),
    ("香港身份证 AB987654（3）", f"香港身份证 {IDENTITY_MASK}"),
    ("1234567(8)", IDENTITY_MASK),
    ("澳门身份证 5123456(7)", f"澳门身份证 {IDENTITY_MASK}"),
    ("5/123456/7", IDENTITY_MASK),
    ("A123456789", IDENTITY_MASK),
    ("台湾身份证字号 A123456789", f"台湾身份证字号 {IDENTITY_MASK}"),
    ("Taiwan ID: B123456780", f"Taiwan ID: {IDENTITY_MASK}"),
    # a wrong digit, where the words say what it is
    ("身份证号 110105194912310021", f"身份证号 {IDENTITY_MASK}"),
    ("身份证号码是110105194912310021", f"身份证号码是{IDENTITY_MASK}"),
    ("my ID number is 110105194912310021", f"my ID number is {IDENTITY_MASK}"),
    ("id card: 110105 19491231 0021", f"id card: {IDENTITY_MASK}"),
    ("identity card no. 11010519491331002X", f"identity card no. {IDENTITY_MASK}"),
    ("national ID 990105491231002", f"national ID {IDENTITY_MASK}"),
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
    # digits of cards, accounts and documents that are none
    "4111 1111 1111 1112",
    "order 4111111111111112",
    "6222021001123456",
    "serial 1234 5678 9012 3456",
    "DE89370400440532013001",
    "GB/T 22239-2019 and GB 11643-1999",
    "ISO 27001:2022",
    "i-bp67acfmxazb4p123456",
    "ecs.g7.2xlarge in cn-hangzhou-b",
    "vpc-bp1m7v25emi1h5mtc1234",
    "AS37963",
    "port 12345678",
    "A123456788",
    "B12345678",
    "PSB filing 1/123456/78",
    "ticket E1234567",
    "invoice G-12345678",
    "unified social credit code 91330106MA27XL0T0F",
    "统一社会信用代码 91110108551385082Q",
    "营业执照 330106000123456",
    "工信部备案 京ICP备2026031728号",
    "增值电信业务经营许可证 浙B2-20080224",
    "营业额 13800000000 元",
    "每年 4111111111111111 元",
    "注册资本1000万元",
    "2026年11月26日上线",
    "二〇二六年三月三日",
    "11月26日 20:30",
    "从2026-01-01到2026-12-31",
    "服务器 IP 47.100.200.13",
    "47.100.200.13:8080 和 10.0.0.1",
    "域名 example.com.cn",
    "网站 www.13800.com",
    "https://example.com/p/4111111111111112",
    "大约 20 个工作日",
    "客服电话 95187",
    "第33号令",
    "版本 3.6.21",
    # words that look like parts of an address
    "the site is at example dot com",
    "our server at aliyun.com is in Hangzhou",
    "we are at node 3 at example.com",
    "look at v2 docs",
    "hosted at 47.100.200.13",
    "issue #163 and #126",
    "C#qq",
    "a (at) sign",
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


def test_there_are_at_least_eighty_of_each() -> None:
    assert min(len(MASKED), len(KEPT)) >= 80


def test_names_are_masked_and_say_what_their_values_are() -> None:
    value = {
        "13812345678": "a",
        "13912345678": {"jane@example.com": 1},
        "phone": 61234567,
        "idNumber": "110105194912310021",
        "bank_card": ["4111111111111111", 6217000010001235],
        "passport": "512345678",
        "f": 13812345678.0,
        "price": 13800000000,
        "opened": "2026-09-20",
        "page": 61234567,
    }
    assert mask_strings(value) == {
        PHONE_MASK: "a",
        f"{PHONE_MASK} 2": {E_MAIL_MASK: 1},
        "phone": PHONE_MASK,
        "idNumber": IDENTITY_MASK,
        "bank_card": [CARD_MASK, CARD_MASK],
        "passport": PASSPORT_MASK,
        "f": PHONE_MASK,
        "price": 13800000000,
        "opened": "2026-09-20",
        "page": 61234567,
    }


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


@given(st.dates(min_value=date(1900, 1, 1)))
def test_no_date_is_masked(day: object) -> None:
    text = f"We opened on {day}."
    assert mask(text) == text
