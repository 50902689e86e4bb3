"""Takes personal numbers and addresses out of what people type, before anything is stored, logged or understood.

Masked are e-mail addresses, also written out ("li.wei (at) example dot com"), phone numbers (any number with its country code;
Chinese and North American ones as they are written at home; others when a word says so), and the numbers of identity cards,
passports, bank cards and accounts, see `channels/personal_numbers.py`. Not masked are dates, prices, domains, IP addresses and the
numbers of ICP and PSB filings.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import phonenumbers

from channels.personal_numbers import Span, personal_numbers

E_MAIL_MASK = "[e-mail address]"
PHONE_MASK = "[phone number]"

_LOCAL = r"[A-Za-z0-9\u00c0-\u024f\u0400-\u04ff._%+'-]+"
_E_MAIL = re.compile(_LOCAL + r"@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}")
_E_MAIL_OF_ANY_SCRIPT = re.compile(r"[\w.%+'-]+@(?:[\w-]+\.)+[\w-]{2,}")

# Written out so that no program reads it: the sign in brackets or as a word, the dots as words.
_DOT = r"(?:\.| ?[(\[{<] ?(?:dot|\.|点) ?[)\]}>] ?| dot | ?点 ?)"
_AT_IN_BRACKETS = r" ?(?:[(\[{<] ?(?:at|a|@|艾特) ?[)\]}>]|艾特|#(?=(?:qq|163|126|gmail|outlook|foxmail|sina|hotmail)\b)) ?"
_AT_AS_A_WORD = r" at "
_LABELS = rf"[A-Za-z0-9-]+(?:{_DOT}[A-Za-z0-9-]+)*{_DOT}[A-Za-z]{{2,10}}(?![A-Za-z0-9])"
_SPELT_E_MAILS = (
    re.compile(rf"(?<![A-Za-z0-9_%+-])[A-Za-z0-9_%+-]+(?:{_DOT}[A-Za-z0-9_%+-]+)*{_AT_IN_BRACKETS}{_LABELS}", re.IGNORECASE),
    # Without brackets only what is no ordinary word before it: "the site is at example.com" names no person.
    re.compile(
        rf"(?<![^ ])(?=[^ ]*[._\d])[A-Za-z0-9][A-Za-z0-9._%+-]*{_AT_AS_A_WORD}[A-Za-z0-9-]+(?: dot [A-Za-z0-9-]+)* dot [A-Za-z]{{2,10}}\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<=mail )(?:is |me |to |us |address |: ?)*(?P<address>[A-Za-z0-9][A-Za-z0-9._%+-]*{_AT_AS_A_WORD}{_LABELS})",
        re.IGNORECASE,
    ),
)

_CURRENCY = r"(?:yuan|rmb|cny|usd|hkd|eur|dollars?|euros?|renminbi|元|块|人民币|美元|万|亿)"
_NOT_PERSONAL = (
    # 京ICP备2026031728号-1, ICP证 030173, ICP filing no. 2026031728; 京公网安备 11010802020088号; B2-20080101
    r"ICP ?(?:备|证|filing|licen[sc]e|bei'?an|zheng)? ?(?:案?号|字?第|number|no\.?|nr\.?)?[ :]{0,2}\d{6,10}(?!\d)(?: ?号)?(?:-\d{1,3})?",
    r"公网安备 ?(?:案?号|第)?[ :]{0,2}\d{11,14}(?!\d)",
    r"\b[AB][12]?-\d{8}(?!\d)",
    # numbers of companies
    r"(?:营业执照|注册号|统一社会信用代码|business licen[cs]e|registration|credit code)[^\d]{0,12}\d[\dA-Z]{14,17}(?![\dA-Za-z])",
    # dates
    r"\b(?:19|20)\d\d *[-./年] *(?:1[0-2]|0?[1-9])(?: *[-./月] *(?:3[01]|[12]\d|0?[1-9]))?(?!\d)",
    r"(?<!\d)(?:3[01]|[12]\d|0?[1-9])[-./](?:1[0-2]|0?[1-9])[-./](?:19|20)\d\d(?!\d)",
    # IP addresses
    r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])",
    # prices
    rf"(?:[$€£¥￥]|\b{_CURRENCY}) ?\d[\d,.]*",
    rf"(?<![\d+])\d[\d,.]* ?{_CURRENCY}(?![A-Za-z])",
    r"(?:\b(?:price|amount|budget|turnover|revenue)|金额|价格|预算|营业额|资本)[:：]? ?\d[\d,.]*",
)
_PROTECTED = re.compile("|".join(_NOT_PERSONAL), re.IGNORECASE)

_CHINESE = re.compile(
    r"(?<![\dA-Za-z+])(?:(?:\+|00)?86[ -]?)?(?:"
    r"\(?0\d{2,3}\)?[ -]?\d{3,4}[ -]?\d{4}"  # a line, with its area code
    r"|1[3-9]\d(?:[ .-]?\d{4}){2}|1[3-9]\d[ .-]\d{3}[ .-]\d{5}"  # a mobile phone
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


# Without any of these there is nothing to look for.
_MAY_BE_PERSONAL = re.compile(r"[\d@艾#]|\bat\b|\(a\)", re.IGNORECASE)
_PLAIN = {"＠": "@", "＋": "+", "－": "-", "‐": "-", "‑": "-", "–": "-", "（": "(", "）": ")", "．": ".", "\u00a0": " "}


def mask(text: str) -> str:
    """The text with personal numbers and addresses replaced by what they were; masking it once more changes nothing."""
    while (masked := _mask_once(text)) != text:
        text = masked
    return text


def mask_strings(value: Any) -> Any:
    """The JSON value with every string in it masked, names included, and every number that reads as a personal one.

    A name may say what its value is, as in {"phone": 61234567}.
    """
    if isinstance(value, list):
        return [mask_strings(each) for each in value]
    if isinstance(value, dict):
        masked: dict[str, Any] = {}
        for name, each in value.items():
            masked[_new_name(mask(name), masked)] = _mask_named(name, each)
        return masked
    written = _as_text(value)
    if written is None or mask(written) == written:
        return value
    return mask(written)


def _mask_named(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return [_mask_named(name, each) for each in value]
    written, before = _as_text(value), f"{_as_words(name)}: "
    if written is None or mask(before) != before:
        return mask_strings(value)
    after = mask(before + written).removeprefix(before)
    return value if after == written else after


def _as_text(value: Any) -> str | None:
    """A string or a number as a person would write it; None for anything else."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return str(int(value)) if value == int(value) else str(value)


def _as_words(name: str) -> str:
    """cardNumber and card_number are two words."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|[_-]+", " ", name)


def _new_name(name: str, taken: dict[str, Any]) -> str:
    """The name, with a number when two of the same are masked alike."""
    number, new = 2, name
    while new in taken:
        number, new = number + 1, f"{name} {number}"
    return new


def _mask_once(text: str) -> str:
    plain = "".join(map(_plain, text))
    if not _MAY_BE_PERSONAL.search(plain):
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
    return str(digit) if digit is not None else _PLAIN.get(character, character)


def _personal(plain: str) -> Iterator[Span]:
    yield from (Span(start, end, E_MAIL_MASK, True) for start, end in _e_mails(plain))
    protected = [each.span() for each in _PROTECTED.finditer(plain)]
    for span in personal_numbers(plain):
        if span.is_sure or not _overlaps((span.start, span.end), protected):
            yield span
    for start, end in _phones(plain):
        if not _overlaps((start, end), protected):
            yield Span(start, end, PHONE_MASK, False)


def _e_mails(plain: str) -> Iterator[tuple[int, int]]:
    found = [each.span() for each in _E_MAIL.finditer(plain)] if "@" in plain else []
    yield from found
    if "@" in plain:
        yield from (each.span() for each in _E_MAIL_OF_ANY_SCRIPT.finditer(plain) if not _overlaps(each.span(), found))
    for pattern in _SPELT_E_MAILS:
        yield from (each.span("address" if "address" in pattern.groupindex else 0) for each in pattern.finditer(plain))


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


def _overlaps(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)
