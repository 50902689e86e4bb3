"""Takes personal numbers and addresses out of what people type, before anything is stored, logged or understood.

Masked are e-mail addresses, identity numbers of China (18 digits with their checksum, 15 digits with a date) and phone numbers
(any number with its country code; Chinese and North American ones as they are written at home; others when a word says so).
Not masked are dates, prices, IP addresses and the numbers of ICP and PSB filings.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

import phonenumbers

E_MAIL_MASK = "[e-mail address]"
IDENTITY_MASK = "[identity number]"
PHONE_MASK = "[phone number]"

_LOCAL = r"[A-Za-z0-9\u00c0-\u024f\u0400-\u04ff._%+'-]+"
_E_MAIL = re.compile(_LOCAL + r"@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}")
_E_MAIL_OF_ANY_SCRIPT = re.compile(r"[\w.%+'-]+@(?:[\w-]+\.)+[\w-]{2,}")

_IDENTITY = re.compile(r"(?<!\d)(\d{6})[ -]?(\d{8})[ -]?(\d{3}[\dXx])(?![\dA-Za-z])")
_OLD_IDENTITY = re.compile(r"(?<![\dA-Za-z])(\d{6})[ -]?(\d{6})[ -]?\d{3}(?![\dA-Za-z])")
# GB/T 2260: the first two digits are the province.
_PROVINCE = re.compile(r"1[1-5]|2[123]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[123]")
# GB 11643: the weights of the 17 digits, and the check characters by remainder.
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"

_CURRENCY = r"(?:yuan|rmb|cny|usd|hkd|eur|dollars?|euros?|renminbi|元|块|人民币|美元|万|亿)"
_NOT_PERSONAL = (
    # 京ICP备2026031728号-1, ICP证 030173, ICP filing no. 2026031728; 京公网安备 11010802020088号; B2-20080101
    r"ICP ?(?:备|证|filing|licen[sc]e|bei'?an|zheng)? ?(?:案?号|字?第|number|no\.?|nr\.?)?[ :]{0,2}\d{6,10}(?!\d)(?: ?号)?(?:-\d{1,3})?",
    r"公网安备 ?(?:案?号|第)?[ :]{0,2}\d{11,14}(?!\d)",
    r"\b[AB][12]?-\d{8}(?!\d)",
    # dates
    r"\b(?:19|20)\d\d *[-./年] *(?:1[0-2]|0?[1-9])(?: *[-./月] *(?:3[01]|[12]\d|0?[1-9]))?(?!\d)",
    r"(?<!\d)(?:3[01]|[12]\d|0?[1-9])[-./](?:1[0-2]|0?[1-9])[-./](?:19|20)\d\d(?!\d)",
    # IP addresses
    r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])",
    # prices
    rf"(?:[$€£¥￥]|\b{_CURRENCY}) ?\d[\d,.]*",
    rf"(?<![\d+])\d[\d,.]* ?{_CURRENCY}(?![A-Za-z])",
)
_PROTECTED = re.compile("|".join(_NOT_PERSONAL), re.IGNORECASE)

_CHINESE = re.compile(
    r"(?<![\dA-Za-z+])(?:(?:\+|00)?86[ -]?)?(?:"
    r"\(?0\d{2,3}\)?[ -]?\d{3,4}[ -]?\d{4}"  # a line, with its area code
    r"|1[3-9]\d(?:[ -]?\d{4}){2}|1[3-9]\d[ -]\d{3}[ -]\d{5}"  # a mobile phone
    r"|[48]00[ -]\d{3}[ -]\d{4}"  # a hotline
    r")(?![\dA-Za-z])"
)
_AMERICAN = re.compile(r"(?<![\dA-Za-z+.-])(?:1[ .-])?(?:\([2-9]\d\d\) ?|[2-9]\d\d[ .-])[2-9]\d\d[ .-]\d{4}(?![\dA-Za-z]|[.-]\d)")
_ABROAD = re.compile(r"(?<![\dA-Za-z])(?:\+|00) ?[1-9](?:[ ().\-/]{0,3}\d){5,14}(?!\d)")
_SAID_TO_BE = re.compile(
    r"(?:\b(?:tele)?phones?|\btel|\bmobiles?|\bcell|\bfax|\bcall (?:me|us)|\bwhats ?app|\bwechat|\bsms"
    r"|电话|手机|座机|联系方式|微信)"
    r"(?: ?(?:number|no\.?|nr\.?|号码|号))?(?: ?(?:is|at|on|under|是|为))?[ :：.#]{0,3}"
    r"(?P<number>\(?\d(?:[ ().\-/]{0,2}\d){6,14})(?!\d)",
    re.IGNORECASE,
)


class _Span(NamedTuple):
    start: int
    end: int
    mask: str


def mask(text: str) -> str:
    """The text with personal numbers and addresses replaced by what they were; masking it once more changes nothing."""
    while (masked := _mask_once(text)) != text:
        text = masked
    return text


def mask_strings(value: Any) -> Any:
    """The JSON value with every string in it masked, and every whole number that reads as a personal one."""
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, int) and not isinstance(value, bool):
        masked = mask(str(value))
        return value if masked == str(value) else masked
    if isinstance(value, list):
        return [mask_strings(each) for each in value]
    if isinstance(value, dict):
        return {name: mask_strings(each) for name, each in value.items()}
    return value


def _mask_once(text: str) -> str:
    plain = "".join(map(_plain, text))
    if "@" not in plain and not any(each.isdigit() for each in plain):
        return text
    end, parts = 0, []
    for span in sorted(_personal(plain), key=lambda each: (each.start, -each.end)):
        if span.start >= end:
            parts += [text[end : span.start], span.mask]
            end = span.end
    return "".join([*parts, text[end:]])


def _plain(character: str) -> str:
    """The ASCII digit, plus, hyphen or at sign that a character stands for; always one character, so that places keep."""
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    return {"＠": "@", "＋": "+", "－": "-", "‐": "-", "‑": "-", "–": "-", "（": "(", "）": ")", "\u00a0": " "}.get(
        character, character
    )


def _personal(plain: str) -> Iterator[_Span]:
    if "@" in plain:
        masked = [each.span() for each in _E_MAIL.finditer(plain)]
        yield from (_Span(start, end, E_MAIL_MASK) for start, end in masked)
        for each in _E_MAIL_OF_ANY_SCRIPT.finditer(plain):
            if not any(start < each.end() and each.start() < end for start, end in masked):
                yield _Span(each.start(), each.end(), E_MAIL_MASK)
    for each in _IDENTITY.finditer(plain):
        if _is_identity("".join(each.groups()).upper()):
            yield _Span(each.start(), each.end(), IDENTITY_MASK)
    protected = [each.span() for each in _PROTECTED.finditer(plain)]
    for each in _OLD_IDENTITY.finditer(plain):
        if not _overlaps(each.span(), protected) and _PROVINCE.match(each[1]) and _is_date("19" + each[2]):
            yield _Span(each.start(), each.end(), IDENTITY_MASK)
    for start, end in _phones(plain):
        if not _overlaps((start, end), protected):
            yield _Span(start, end, PHONE_MASK)


def _phones(plain: str) -> Iterator[tuple[int, int]]:
    for pattern, region in ((_CHINESE, "CN"), (_AMERICAN, "US"), (_ABROAD, None)):
        yield from (each.span() for each in pattern.finditer(plain) if _is_phone(each[0], region))
    yield from (each.span("number") for each in _SAID_TO_BE.finditer(plain))


def _is_phone(written: str, region: str | None) -> bool:
    try:
        number = phonenumbers.parse(re.sub("^00 ?", "+", written), region)
    except phonenumbers.NumberParseException:
        return False
    if phonenumbers.is_valid_number(number):
        return True
    # With a plus and a country in front it is meant as a number, even of a range that is not given out.
    possible = phonenumbers.is_possible_number_with_reason(number) == phonenumbers.ValidationResult.IS_POSSIBLE
    return written.startswith("+") and possible


def _is_identity(number: str) -> bool:
    remainder = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False)) % 11
    return bool(_PROVINCE.match(number)) and _is_date(number[6:14]) and number[17] == _CHECKS[remainder]


def _is_date(digits: str) -> bool:
    try:
        return 1850 <= date(int(digits[:4]), int(digits[4:6]), int(digits[6:8])).year <= 2100
    except ValueError:
        return False


def _overlaps(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)
