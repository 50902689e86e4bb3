"""Numbers that name a person or an account, found in a text of plain ASCII digits: identity cards, passports, bank cards, IBANs.

A number counts by its own form and check digits where these say enough, else only where the words before it say what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from stdnum import iban, luhn

IDENTITY_MASK = "[identity number]"
PASSPORT_MASK = "[passport number]"
CARD_MASK = "[card number]"
IBAN_MASK = "[account number]"


class Span(NamedTuple):
    """A place in the text, and what stands there instead.

    Attributes:
        start: of its first character.
        end: after its last one.
        mask: what it is.
        is_sure: whether it is nothing else, whatever stands around it.
    """

    start: int
    end: int
    mask: str
    is_sure: bool


_NUMBER = r"(?: ?(?:number|no\.?|nr\.?|#|号码|號碼|号|號))?(?: ?(?:is|was|=|是|为|為|填的是))?[ :：,，]{0,2}"

# Mainland China: of 18 digits, of 15 (the first generation), and of either length where the words say so.
_MAINLAND = re.compile(r"(?<!\d)(\d{6})[ -]?(\d{8})[ -]?(\d{3}[\dXx])(?![\dA-Za-z])")
_OLD_MAINLAND = re.compile(r"(?<![\dA-Za-z])(\d{6})[ -]?(\d{6})[ -]?\d{3}(?![\dA-Za-z])")
# GB/T 2260: the first two digits are the province.
_PROVINCE = re.compile(r"1[1-5]|2[123]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[123]")
# GB 11643: the weights of the 17 digits, and the check characters by remainder.
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
# Hong Kong and Macao write the check digit in brackets or after a stroke; Taiwan has one of its own.
_HONG_KONG = re.compile(r"(?<![\dA-Za-z])[A-Za-z]{1,2} ?\d{6} ?\([\dAa]\)")
_MACAO = re.compile(r"(?<![\dA-Za-z/.,-])[157](?:\d{6} ?\(\d\)|/\d{6}/\d(?![\d/]))")
_TAIWAN = re.compile(r"(?<![\dA-Za-z])([A-Za-z])([1289])(\d{8})(?![\dA-Za-z])")
_TAIWAN_LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"
_SAID_IDENTITY = re.compile(
    r"(?:\b(?:national |resident |personal |chinese |hong ?kong |macau |macao |taiwan )*"
    r"(?:id|identity|identification)(?: ?card| ?document)?|\bhkid|\bric|\bnational insurance|\bsocial security"
    r"|身份证|身份證|身分證|居民证|居住证|回乡证|台胞证|通行证)" + _NUMBER +
    # one letter or two and 6 to 10 digits, or 15 to 18 digits
    r"(?P<number>[A-Za-z]{1,2} ?\d{6,10}(?: ?\([\dAa]\))?|\d{6}[ -]?\d{6,8}[ -]?\d{2,3}[\dXx]|[157]\d{6} ?\(?\d\)?)(?![\dA-Za-z])",
    re.IGNORECASE,
)  # fmt: skip

# The electronic passports of China; others where the words say so.
_PASSPORT = re.compile(r"(?<![\dA-Za-z-])(?:[EG]\d{8}|E[A-HJ-NP-Z]\d{7})(?![\dA-Za-z-])")
_SAID_PASSPORT = re.compile(
    r"(?:\bpassports?|护照|護照)" + _NUMBER + r"(?P<number>[A-Za-z]{0,3} ?\d{5,9}[A-Za-z]?)(?![\dA-Za-z])", re.IGNORECASE
)

# Issuer and length of the cards that are seen here: UnionPay, Visa, Mastercard, American Express, JCB, Discover, Diners.
_CARD = re.compile(r"(?<![\dA-Za-z.])\d(?:[ -]?\d){12,18}(?![\dA-Za-z]|\.\d)")
_ISSUED = re.compile(
    r"62\d{14,17}|4\d{12}(?:\d{3}){0,2}|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}"
    r"|35(?:2[89]|[3-8]\d)\d{12}|6(?:011|4[4-9]\d|5\d\d)\d{12,15}|3(?:0[0-5]|[68]\d)\d{11,16}|9558\d{15}"
)
_SAID_CARD = re.compile(
    r"(?:\b(?:bank|credit|debit|visa|master|union ?pay|pay)[ -]?(?:card|account)|\bcard|\baccount|\bvisa|\bmastercard|\bamex"
    r"|银行卡|銀行卡|信用卡|储蓄卡|借记卡|卡号|卡號|账号|帳號|账户)" + _NUMBER +
    r"(?P<number>\d(?:[ -]?\d){11,18})(?![\dA-Za-z])",
    re.IGNORECASE,
)  # fmt: skip
_IBAN = re.compile(r"(?<![\dA-Za-z])[A-Za-z]{2}\d{2}(?: ?[A-Za-z0-9]{4}){2,7}(?: ?[A-Za-z0-9]{1,3})?(?![A-Za-z0-9])")


def personal_numbers(plain: str) -> Iterator[Span]:
    """Every such number in the text, in no order; some may overlap."""
    for each in _MAINLAND.finditer(plain):
        if _is_mainland("".join(each.groups()).upper()):
            yield Span(each.start(), each.end(), IDENTITY_MASK, True)
    for each in _OLD_MAINLAND.finditer(plain):
        if _PROVINCE.match(each[1]) and _is_date("19" + each[2]):
            yield Span(each.start(), each.end(), IDENTITY_MASK, False)
    for pattern in (_HONG_KONG, _MACAO):
        yield from (Span(each.start(), each.end(), IDENTITY_MASK, False) for each in pattern.finditer(plain))
    for each in _TAIWAN.finditer(plain):
        if _is_taiwan(each[1].upper(), each[2] + each[3]):
            yield Span(each.start(), each.end(), IDENTITY_MASK, False)
    for each in _PASSPORT.finditer(plain):
        yield Span(each.start(), each.end(), PASSPORT_MASK, False)
    for each in _CARD.finditer(plain):
        digits = re.sub("[ -]", "", each[0])
        if _ISSUED.fullmatch(digits) and luhn.is_valid(digits):
            yield Span(each.start(), each.end(), CARD_MASK, False)
    for each in _IBAN.finditer(plain):
        yield from _iban(each)
    for said, mask in ((_SAID_IDENTITY, IDENTITY_MASK), (_SAID_PASSPORT, PASSPORT_MASK), (_SAID_CARD, CARD_MASK)):
        yield from (Span(*each.span("number"), mask, False) for each in said.finditer(plain))


def _iban(found: re.Match[str]) -> Iterator[Span]:
    """The account number, without a word that follows it as a last group would."""
    words = found[0].split(" ")
    for count in range(len(words), 0, -1):
        number = " ".join(words[:count])
        if iban.is_valid(number):
            yield Span(found.start(), found.start() + len(number), IBAN_MASK, True)
            return


def _is_mainland(number: str) -> bool:
    remainder = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False)) % 11
    return bool(_PROVINCE.match(number)) and _is_date(number[6:14]) and number[17] == _CHECKS[remainder]


def _is_taiwan(letter: str, digits: str) -> bool:
    place = 10 + _TAIWAN_LETTERS.index(letter)
    weighed = (
        place // 10 + place % 10 * 9 + sum(int(digit) * weight for digit, weight in zip(digits, range(8, 0, -1), strict=False))
    )
    return (weighed + int(digits[8])) % 10 == 0


def _is_date(digits: str) -> bool:
    try:
        return 1850 <= date(int(digits[:4]), int(digits[4:6]), int(digits[6:8])).year <= 2100
    except ValueError:
        return False
