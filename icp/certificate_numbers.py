"""Certificate numbers as people type them: which certificate, which province, which site or app, and what is wrong with them.

A filing number (京ICP备2021012345号-1), a licence number (京ICP证110507号, 粤B2-20090059) or a police number (京公网安备 and 14 digits).
Whose number it is cannot be read off. The forms stand in `knowledge/wider/number-format.yml`, the characters in `knowledge/provinces.yml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import lru_cache

from icp.facts import Certificate
from icp.provinces import Province, of_character, of_code, province_named, provinces

FILING_LENGTHS = (8, 10)
LICENSE_LENGTH = 6
TELECOM_LENGTH = 8
PSB_LENGTH = 14
_DISTRICT = 6
INTERNET = "02"  # what follows the district in a police number
INFORMATION_CLASS = "B2"  # the class of telecom licences to which the ICP licence belongs
# As the facts show them: a filing, the older licence, the telecom licence, a police filing.
EXAMPLES: Mapping[str, str] = {
    "icp_filing": "京ICP备2026031728号-1",
    "icp_commercial_license": "京ICP证110507号",
    "telecom": "浙B2-20080101",
    "psb_filing": "京公网安备11010802020134号",
}
_FIRST_YEAR = 2000  # Decree 292 is of that year
_MOST = 3


class Flaw(str, Enum):
    """What is odd about a number, or, where it `breaks` it, why it cannot be one."""

    NO_PROVINCE = "no_province"
    NOT_A_CHARACTER = "not_a_character"
    NO_KIND = "no_kind"
    LENGTH = "length"
    LETTERS = "letters"
    YEAR = "year"
    SUFFIX_ZERO = "suffix_zero"
    SUFFIX_LETTER = "suffix_letter"
    SUFFIX_PLACE = "suffix_place"
    DISTRICT = "district"
    OTHER_PROVINCE = "other_province"
    NOT_INTERNET = "not_internet"

    @property
    def breaks(self) -> bool:
        """Whether a number with it is no number as it stands."""
        return self not in (Flaw.NO_PROVINCE, Flaw.SUFFIX_PLACE, Flaw.OTHER_PROVINCE, Flaw.NOT_INTERNET)


class Holder(str, Enum):
    """What a filing number stands for, by its suffix."""

    ENTITY = "entity"
    SITE = "site"
    APP = "app"
    MINI_PROGRAM = "mini_program"
    QUICK_APP = "quick_app"


_LETTERS: Mapping[str, Holder] = {
    "": Holder.SITE,
    "a": Holder.APP,
    "x": Holder.MINI_PROGRAM,
    "k": Holder.QUICK_APP,
}


@dataclass(frozen=True)
class CertificateNumber:
    """A number that was read from a text.

    Attributes:
        certificate: which one; None where "ICP" stands without 备 or 证.
        written: as it stands in the text, from `start` to `end`.
        proper: as it is usually written, None where something breaks it.
        digits: those of the number itself.
        province: None where none is named, or one that there is not.
        holder: what it stands for; a licence and a police number stand for their holder.
        suffix: the number behind the stroke.
        classes: the classes of a telecom licence ("B2"), none for an ICP证.
        national: whether the licence is good for several provinces.
        mistaken: the character, or the province of the district code, that does not belong there.
        flaws: what is odd or wrong, in the order of the number.
    """

    certificate: Certificate | None
    written: str
    start: int
    end: int
    digits: str
    province: Province | None = None
    holder: Holder = Holder.ENTITY
    suffix: int | None = None
    classes: tuple[str, ...] = ()
    national: bool = False
    proper: str | None = None
    mistaken: str = ""
    flaws: tuple[Flaw, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether it can be a number as it stands, odd or not."""
        return not any(each.breaks for each in self.flaws)


# As it is typed, sign by sign, so that places in the text stay what they are: traditional, full-width, and any stroke.
_TRADITIONAL = str.maketrans("備證號網聯滬粵蘇遼贛閩魯瓊貴陝寧隴雲案", "备证号网联沪粤苏辽赣闽鲁琼贵陕宁陇云案")
_SIGNS = str.maketrans({**{chr(each): chr(each - 0xFEE0) for each in range(0xFF01, 0xFF5F)}, "　": " ", "\u00a0": " "})
_STROKES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣－_", "-"))
# Other names of provinces that no number bears, with the right character; of Hong Kong, Macao and Taiwan there is none.
_MISTAKEN = {"秦": "陕", "云": "滇", "申": "沪", "港": "", "澳": "", "台": ""}

# Without a 号 fewer digits are something else: a year, a count of days.
_FEWEST_MARKED, _FEWEST = 3, 5
_GOES_ON = re.compile(r"\s*(?:[年月日天个元%.:/]|days?\b|weeks?\b|months?\b|-\s?\d)")
_DAY = re.compile(r"20\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])")
_NUMBER_SIGN = r"(?:\s*(?:号|第|no\.?|nr\.?|number|#|:))?\s*:?\s*"
# Blanks within the digits only where a 号 says that all of it is one number.
_DIGITS = r"(?P<digits>[\doil]+(?:\ [\doil]+)*(?=\s?号)|[\doil]+)(?![\doil])"
_SUFFIX = r"(?:\s?-\s?(?P<suffix>\d{1,3})(?P<letter>[a-z]?)(?![\da-z]))?"
_BEFORE = r"(?P<before>\s?-\s?\d{1,3}[a-z]?(?=\s?号))?"
_CLASS = r"[ab][12]"


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    characters = "".join(each for one in provinces().values() for each in one.characters)
    names = sorted(
        {name.casefold() for one in provinces().values() for name in (*one.name.values(), *one.also)}, key=len, reverse=True
    )
    words = "|".join([*map(re.escape, names), *sorted(_unambiguous(), key=len, reverse=True)])
    province = (
        rf"(?:(?P<province>[{characters}]|(?<![a-z])(?:{words})|(?<![\u4e00-\u9fff])[{''.join(_MISTAKEN)}])(?:省|市)?[\s-]*)?"
    )
    filing = (
        rf"{province}(?<![a-z])icp\s*-?(?P<kind>备案?|bei\s?'?an|bei|证|zheng)?"
        rf"{_NUMBER_SIGN}{_DIGITS}{_BEFORE}(?P<end>\s?号)?{_SUFFIX}"
    )
    telecom = (
        rf"(?:icp\s*证\s*)?{province}(?P<national>合字?\s*)?(?<![\da-z-])(?P<classes>{_CLASS}(?:\s?[.、·/,&+]\s?{_CLASS})*)"
        rf"\s?(?P<stroke>-?)\s?(?P<digits>\d{{4,12}})(?!\d)(?P<end>\s?号)?{_SUFFIX}"
    )
    police = rf"{province}(?:公\s*网\s*安\s*备?|gong\s?wang\s?an\s?bei){_NUMBER_SIGN}{_DIGITS}(?P<end>\s?号)?"
    called = (
        rf"(?:公安备案|公安联网备案|\bpsb\s(?:filing|record|number)|\bpsb)"
        rf"{_NUMBER_SIGN}(?:is\s|是)?(?P<digits>\d{{14}})(?!\d)(?P<end>\s?号)?"
    )
    return tuple(re.compile(each) for each in (police, called, telecom, filing))


@lru_cache(maxsize=1)
def _unambiguous() -> Mapping[str, Province]:
    """The provinces by the pinyin of their characters, without what two of them share: jin, ji, yu, gan, gui."""
    said = [(spoken, one) for one in provinces().values() for spoken in one.spoken]
    return {spoken: one for spoken, one in said if sum(spoken == each for each, _ in said) == 1}


def read_numbers(text: str, today: date) -> list[CertificateNumber]:
    """The certificate numbers in a text in their order, three at most; `today` bounds the years that can stand in them."""
    plain = text.translate(_SIGNS).translate(_STROKES).translate(_TRADITIONAL)
    # Lower case may be longer than upper case, which would shift the places; only plain letters matter here.
    plain = "".join(each.lower() if each.isascii() else each for each in plain)
    found: list[CertificateNumber] = []
    readers = (_police, _police, _telecom, _filing)
    for pattern, reader in zip(_patterns(), readers, strict=True):
        for match in pattern.finditer(plain):
            if not any(each.start < match.end() and match.start() < each.end for each in found):
                found.extend(reader(match, text, today))
    return sorted(found, key=lambda each: each.start)[:_MOST]


def _filing(match: re.Match[str], text: str, today: date) -> Iterator[CertificateNumber]:
    digits, flaws = _digits(match["digits"])
    province, flaw, mistaken = _province(match["province"])
    kind = (match["kind"] or "")[:1]
    certificate = {"备": Certificate.ICP_FILING, "b": Certificate.ICP_FILING, "": None}.get(
        kind, Certificate.ICP_COMMERCIAL_LICENSE
    )
    lengths = (LICENSE_LENGTH,) if certificate is Certificate.ICP_COMMERCIAL_LICENSE else FILING_LENGTHS
    if not _is_meant(match, digits, lengths, text[match.end() :]):
        return
    flaws = [*flaw, *([Flaw.NO_KIND] if certificate is None else []), *flaws]
    if len(digits) not in lengths:
        flaws.append(Flaw.LENGTH)
    elif len(digits) == max(FILING_LENGTHS) and not _FIRST_YEAR <= int(digits[:4]) <= today.year:
        flaws.append(Flaw.YEAR)
    suffix, letter = match["suffix"], match["letter"] or ""
    if match["before"] and suffix is None:
        inner = re.fullmatch(r"\s?-\s?(\d+)([a-z]?)", match["before"])
        assert inner is not None
        suffix, letter = inner[1], inner[2]
        flaws.append(Flaw.SUFFIX_PLACE)
    flaws += _suffix_flaws(suffix, letter)
    holder = Holder.ENTITY if suffix is None else _LETTERS.get(letter, Holder.SITE)
    yield _made(
        match,
        text,
        certificate=certificate,
        digits=digits,
        province=province,
        holder=holder,
        suffix=None if suffix is None else int(suffix),
        mistaken=mistaken,
        flaws=flaws,
        proper=_proper(match["province"], province, f"ICP{'证' if lengths == (LICENSE_LENGTH,) else '备'}{digits}号")
        + ("" if suffix is None else f"-{int(suffix)}{letter.upper()}"),
    )


def _telecom(match: re.Match[str], text: str, today: date) -> Iterator[CertificateNumber]:
    digits = match["digits"]
    province, flaw, mistaken = _province(match["province"])
    national = bool(match["national"])
    written_year = len(digits) == TELECOM_LENGTH and _FIRST_YEAR <= int(digits[:4]) <= today.year
    # Without a province it may be the name of anything: a road, a size of paper, a product.
    if not (match["province"] or national) and not (match["stroke"] and written_year):
        return
    flaws = [] if national else flaw
    if len(digits) != TELECOM_LENGTH:
        flaws = [*flaws, Flaw.LENGTH]
    elif not written_year:
        flaws = [*flaws, Flaw.YEAR]
    classes = tuple(each.upper() for each in re.findall(_CLASS, match["classes"]))
    head = f"合字{'.'.join(classes)}" if national else _proper(match["province"], province, ".".join(classes))
    suffix = match["suffix"]
    yield _made(
        match,
        text,
        certificate=Certificate.ICP_COMMERCIAL_LICENSE,
        digits=digits,
        province=province,
        suffix=int(suffix) if suffix else None,
        classes=classes,
        national=national,
        mistaken=mistaken,
        flaws=flaws,
        proper=f"{head}-{digits}" + (f"-{suffix}" if suffix else ""),
    )


def _police(match: re.Match[str], text: str, today: date) -> Iterator[CertificateNumber]:
    digits, flaws = _digits(match["digits"])
    written = match.groupdict().get("province")
    province, flaw, mistaken = _province(written)
    of_district = of_code(digits)
    if written is None and len(digits) == PSB_LENGTH and of_district is not None:
        province, flaw = of_district, [Flaw.NO_PROVINCE]
    if len(digits) < _DISTRICT:
        return
    flaws = [*flaw, *flaws]
    if len(digits) != PSB_LENGTH:
        flaws.append(Flaw.LENGTH)
    elif of_district is None:
        flaws.append(Flaw.DISTRICT)
    else:
        if province is not None and province is not of_district:
            flaws.append(Flaw.OTHER_PROVINCE)
            mistaken = of_district.id
        if digits[_DISTRICT : _DISTRICT + len(INTERNET)] != INTERNET:
            flaws.append(Flaw.NOT_INTERNET)
    proper = _proper(written, province, f"公网安备{digits}号")
    yield _made(
        match,
        text,
        certificate=Certificate.PSB_FILING,
        digits=digits,
        province=province,
        mistaken=mistaken,
        flaws=flaws,
        proper=proper,
    )


def _made(match: re.Match[str], text: str, *, proper: str, flaws: list[Flaw], **read: object) -> CertificateNumber:
    broken = any(each.breaks for each in flaws)
    return CertificateNumber(
        written=text[match.start() : match.end()].strip(),
        start=match.start(),
        end=match.end(),
        flaws=tuple(dict.fromkeys(flaws)),
        proper=None if broken else proper,
        **read,  # type: ignore[arg-type]
    )


def _province(written: str | None) -> tuple[Province | None, list[Flaw], str]:
    """The province that was written, what is wrong with it, and a character that stands where none of a province does."""
    if written is None:
        return None, [Flaw.NO_PROVINCE], ""
    if written in _MISTAKEN:
        return of_character(_MISTAKEN[written]) if _MISTAKEN[written] else None, [Flaw.NOT_A_CHARACTER], written
    return of_character(written) or _unambiguous().get(written) or province_named(written), [], ""


def _proper(written: str | None, province: Province | None, rest: str) -> str:
    """The number behind its character: the one that was written where a province has two."""
    if province is None:
        return rest
    return (written if written in province.characters else province.characters[0]) + rest


def _digits(written: str) -> tuple[str, list[Flaw]]:
    """The digits without blanks, with letters that look like digits read as these."""
    bare = written.replace(" ", "")
    mended = bare.replace("o", "0").replace("i", "1").replace("l", "1")
    return mended, [Flaw.LETTERS] if mended != bare else []


def _is_meant(match: re.Match[str], digits: str, lengths: tuple[int, ...], behind: str) -> bool:
    """Whether digits behind "ICP备" are meant as a number: not a duration, a day, a year or a telephone."""
    real = sum(each.isdigit() for each in match["digits"])
    if match["end"]:
        return real >= _FEWEST_MARKED
    if real < _FEWEST or _GOES_ON.match(behind):
        return False
    if match["kind"] in ("备", "证"):
        return True
    return len(digits) in lengths and not _DAY.fullmatch(digits) and bool(match["kind"] or match["province"])


def _suffix_flaws(suffix: str | None, letter: str) -> list[Flaw]:
    if suffix is None:
        return []
    return [Flaw.SUFFIX_ZERO] * (int(suffix) == 0) + [Flaw.SUFFIX_LETTER] * (letter not in _LETTERS)
