"""Certificate numbers as people type them: what is built is read back, what is broken is named, and nothing else is taken for one."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icp.certificate_numbers import (
    EXAMPLES,
    CertificateNumber,
    Flaw,
    Holder,
    read_numbers,
)
from icp.facts import Certificate
from icp.provinces import provinces
from icp.wider import wider_facts

TODAY = date(2026, 11, 26)
FILING, LICENSE, PSB = Certificate


def only(text: str) -> CertificateNumber:
    found = read_numbers(text, TODAY)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "certificate", "proper", "province", "holder"),
    [
        ("京ICP备12345678号", FILING, "京ICP备12345678号", "beijing", Holder.ENTITY),
        ("京ICP备12345678号-1", FILING, "京ICP备12345678号-1", "beijing", Holder.SITE),
        ("粤ICP备2021012345号-2A", FILING, "粤ICP备2021012345号-2A", "guangdong", Holder.APP),
        ("粤icp备2021012345号-3x", FILING, "粤ICP备2021012345号-3X", "guangdong", Holder.MINI_PROGRAM),
        ("粤ICP備2021012345號-4K", FILING, "粤ICP备2021012345号-4K", "guangdong", Holder.QUICK_APP),
        ("京ＩＣＰ备１２３４５６７８号－１", FILING, "京ICP备12345678号-1", "beijing", Holder.SITE),
        ("沪 ICP 备 2021 012345 号 – 1", FILING, "沪ICP备2021012345号-1", "shanghai", Holder.SITE),
        ("Beijing ICP 备 12345678", FILING, "京ICP备12345678号", "beijing", Holder.ENTITY),
        ("北京ICP备案号：12345678", FILING, "京ICP备12345678号", "beijing", Holder.ENTITY),
        ("Jing ICP Bei No. 05020493", FILING, "京ICP备05020493号", "beijing", Holder.ENTITY),
        ("蜀ICP备12014244号-2", FILING, "蜀ICP备12014244号-2", "sichuan", Holder.SITE),
        ("陇ICP备2021003158号", FILING, "陇ICP备2021003158号", "gansu", Holder.ENTITY),
        ("我们的号是苏ICP备10207551号-4，要换吗？", FILING, "苏ICP备10207551号-4", "jiangsu", Holder.SITE),
        ("京ICP证030173号", LICENSE, "京ICP证030173号", "beijing", Holder.ENTITY),
        ("粤B2-20090059", LICENSE, "粤B2-20090059", "guangdong", Holder.ENTITY),
        ("Guangdong b2-20090059", LICENSE, "粤B2-20090059", "guangdong", Holder.ENTITY),
        ("ICP证沪B2-20160012", LICENSE, "沪B2-20160012", "shanghai", Holder.ENTITY),
        ("合字A1.B1.B2-20180017", LICENSE, "合字A1.B1.B2-20180017", None, Holder.ENTITY),
        ("京公网安备 11010802020134号", PSB, "京公网安备11010802020134号", "beijing", Holder.ENTITY),
        ("贵公网安备52010202003658号", PSB, "贵公网安备52010202003658号", "guizhou", Holder.ENTITY),
    ],
)
def test_a_number_says_which_certificate_of_which_province_and_what_it_stands_for(
    text: str, certificate: Certificate, proper: str, province: str | None, holder: Holder
) -> None:
    number = only(text)
    assert (number.certificate, number.proper, number.holder) == (certificate, proper, holder)
    assert (number.province.id if number.province else None) == province
    assert number.flaws == ()
    assert number.is_sound
    assert text[number.start : number.end].strip() == number.written


@pytest.mark.parametrize(
    ("text", "flaw", "sound"),
    [
        ("ICP备12345678号", Flaw.NO_PROVINCE, True),
        ("jin icp bei 12345678", Flaw.NO_PROVINCE, True),  # of Shanxi or of Tianjin
        ("A2.B1.B2-20090001", Flaw.NO_PROVINCE, True),
        ("公网安备11010802020134号", Flaw.NO_PROVINCE, True),
        ("PSB number 11010802020134", Flaw.NO_PROVINCE, True),
        ("京ICP备12345678-1号", Flaw.SUFFIX_PLACE, True),
        ("沪公网安备11010802020134号", Flaw.OTHER_PROVINCE, True),
        ("京公网安备11010803020134号", Flaw.NOT_INTERNET, True),
        ("秦ICP备12345678号", Flaw.NOT_A_CHARACTER, False),
        ("港ICP备12345678号", Flaw.NOT_A_CHARACTER, False),
        ("京ICP12345678号", Flaw.NO_KIND, False),
        ("京ICP备1234567号", Flaw.LENGTH, False),
        ("京ICP备20210123456号", Flaw.LENGTH, False),
        ("京ICP证0301734号", Flaw.LENGTH, False),
        ("粤B2-2009005", Flaw.LENGTH, False),
        ("京公网安备1101080202013号", Flaw.LENGTH, False),
        ("京ICP备1234567O号", Flaw.LETTERS, False),
        ("京ICP备2031012345号", Flaw.YEAR, False),
        ("粤B2-19870059", Flaw.YEAR, False),
        ("京ICP备12345678号-0", Flaw.SUFFIX_ZERO, False),
        ("京ICP备12345678号-2B", Flaw.SUFFIX_LETTER, False),
        ("京公网安备99010802020134号", Flaw.DISTRICT, False),
    ],
)
def test_what_is_odd_or_wrong_about_a_number_is_named(text: str, flaw: Flaw, sound: bool) -> None:
    number = only(text)
    assert number.flaws == (flaw,)
    assert number.is_sound is sound
    assert (number.proper is not None) is sound


@pytest.mark.parametrize(
    "text",
    [
        "ICP备案20天能下来吗",
        "ICP备案号20210305",
        "ICP备案 2021年3月",
        "ICP备案要5000元",
        "ICP备案 13812345678",
        "icp filing takes 20 days",
        "ICP 2021-03-05",
        "Beijing ICP 2021 rules",
        "Shanghai ICP in 60 working days",
        "Beijing ICP oil",
        "call me at 13812345678 or +86 10 6552 9988",
        "my site is b2-20.com, the other b2b.cn",
        "order EU-B2-20210305 is late",
        "paper A2 2021, room B1",
        "11010802020134",
        "20211231235959",
        "server 47.92.123.45 since 2021-03-05",
        "京ICP备XXXXXXXX号",
        "",
        "https://beian.miit.gov.cn",
    ],
)
def test_what_is_no_number_is_not_taken_for_one(text: str) -> None:
    assert read_numbers(text, TODAY) == []


def test_several_numbers_are_read_in_their_order_and_each_once() -> None:
    text = "京ICP备12345678号-1 京公网安备 11010802020134号 京B2-20190001 京ICP证030173号"
    assert [each.certificate for each in read_numbers(text, TODAY)] == [FILING, PSB, LICENSE]


def test_a_name_that_ends_like_a_mistaken_character_is_left_alone() -> None:
    assert only("阿里云ICP备12345678号").flaws == (Flaw.NO_PROVINCE,)


def test_the_examples_of_right_numbers_are_right_and_stand_in_the_facts() -> None:
    facts = "".join(each.words["zh"] for each in wider_facts().values())
    for kind, example in EXAMPLES.items():
        assert only(example).flaws == (), example
        assert example.removesuffix("-1") in facts, kind


PROVINCES = st.sampled_from(list(provinces().values()))
SERIAL = st.integers(0, 999_999).map("{:06d}".format)
YEAR = st.integers(2000, TODAY.year).map(str)
ENDINGS = [("", Holder.SITE), ("A", Holder.APP), ("X", Holder.MINI_PROGRAM), ("K", Holder.QUICK_APP)]


def _wide(text: str) -> str:
    return "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in text)


# How people type one and the same number.
DISGUISES = st.sampled_from(
    [
        str,
        str.lower,
        _wide,
        lambda text: text.replace("ICP", " ICP ").replace("号", " 号 "),
        lambda text: text.replace("备", "備").replace("号", "號").replace("证", "證").replace("网", "網"),
        lambda text: text.replace("-", "—"),
        lambda text: text.replace("-", " - "),
        lambda text: f"我们的是{text}，对吗？",
        lambda text: f"Is {text} right?",
    ]
)


@given(st.data(), DISGUISES)
def test_a_built_filing_number_is_read_back(data: st.DataObject, disguise: object) -> None:
    province = data.draw(PROVINCES)
    character = data.draw(st.sampled_from(province.characters))
    digits = data.draw(st.one_of(YEAR, st.integers(0, 26).map("{:02d}".format))) + data.draw(SERIAL)
    suffix = data.draw(st.one_of(st.none(), st.integers(1, 999)))
    letter, holder = data.draw(st.sampled_from(ENDINGS))
    built = f"{character}ICP备{digits}号" + ("" if suffix is None else f"-{suffix}{letter}")
    number = only(disguise(built))  # type: ignore[operator]
    assert number.proper == built
    assert (number.certificate, number.province, number.digits, number.suffix) == (FILING, province, digits, suffix)
    assert number.holder is (Holder.ENTITY if suffix is None else holder)
    assert number.flaws == ()


@given(PROVINCES, SERIAL, DISGUISES)
def test_a_built_license_number_is_read_back(province: object, serial: str, disguise: object) -> None:
    built = f"{province.characters[0]}ICP证{serial}号"  # type: ignore[attr-defined]
    number = only(disguise(built))  # type: ignore[operator]
    assert (number.certificate, number.proper, number.province, number.flaws) == (LICENSE, built, province, ())


@given(
    st.one_of(st.none(), PROVINCES), st.lists(st.sampled_from(["A1", "A2", "B1", "B2"]), min_size=1, unique=True), YEAR, DISGUISES
)
def test_a_built_telecom_number_is_read_back(province: object, classes: list[str], year: str, disguise: object) -> None:
    head = province.characters[0] if province else "合字"  # type: ignore[attr-defined]
    built = f"{head}{'.'.join(classes)}-{year}0059"
    number = only(disguise(built))  # type: ignore[operator]
    assert (number.certificate, number.proper, number.province, number.classes) == (LICENSE, built, province, tuple(classes))
    assert number.national is (province is None)
    assert number.flaws == ()


@given(PROVINCES, st.integers(0, 9999), SERIAL, DISGUISES)
def test_a_built_police_number_is_read_back(province: object, district: int, serial: str, disguise: object) -> None:
    built = f"{province.characters[0]}公网安备{province.code}{district:04d}02{serial}号"  # type: ignore[attr-defined]
    number = only(disguise(built))  # type: ignore[operator]
    assert (number.certificate, number.proper, number.province, number.flaws) == (PSB, built, province, ())


@given(PROVINCES, st.text("0123456789", min_size=3, max_size=20).filter(lambda digits: len(digits) not in (8, 10)))
def test_a_filing_number_of_another_length_is_said_to_be_so(province: object, digits: str) -> None:
    number = only(f"{province.characters[0]}ICP备{digits}号")  # type: ignore[attr-defined]
    assert Flaw.LENGTH in number.flaws
    assert not number.is_sound


@given(PROVINCES, st.one_of(st.integers(1000, 1999), st.integers(TODAY.year + 1, 9999)), SERIAL)
def test_a_year_that_cannot_be_is_said_to_be_so(province: object, year: int, serial: str) -> None:
    assert only(f"{province.characters[0]}ICP备{year}{serial}号").flaws == (Flaw.YEAR,)  # type: ignore[attr-defined]


@given(PROVINCES, PROVINCES, SERIAL)
def test_a_district_of_another_province_is_said_to_be_so(one: object, other: object, serial: str) -> None:
    number = only(f"{one.characters[0]}公网安备{other.code}010802{serial}号")  # type: ignore[attr-defined]
    assert number.flaws == ((Flaw.OTHER_PROVINCE,) if one is not other else ())
    assert number.mistaken == (other.id if one is not other else "")  # type: ignore[attr-defined]


@given(st.integers(0, 99).map("{:02d}".format), SERIAL)
def test_a_district_of_no_province_is_said_to_be_so(code: str, serial: str) -> None:
    number = only(f"京公网安备{code}010802{serial}号")
    assert (Flaw.DISTRICT in number.flaws) is (code not in {each.code for each in provinces().values()})


DAYS = st.integers(0, 9000).map(lambda count: date(2005, 1, 1) + timedelta(days=count))
WRITTEN_DAYS = st.tuples(DAYS, st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%d.%m.%Y", "%Y%m%d", "%d %B %Y"])).map(
    lambda each: each[0].strftime(each[1])
)
PHONES = st.integers(13_000_000_000, 19_999_999_999).map(str)
DOMAINS = st.from_regex(r"(?:www\.)?[a-z][a-z0-9-]{0,10}[a-z0-9]\.(?:com|cn|com\.cn|icp)", fullmatch=True)
BEFORE = st.sampled_from(["", "ICP备案 ", "icp filing ", "ICP备案号", "Beijing ICP ", "备案时间", "since ", "公安备案 ", "PSB "])


@given(BEFORE, st.one_of(WRITTEN_DAYS, PHONES, DOMAINS))
def test_days_telephones_and_domains_are_no_numbers(before: str, what: str) -> None:
    assert read_numbers(before + what, TODAY) == []


@given(st.text(st.sampled_from("京粤秦ICPicp备证公网安号 -0128２abxk.B合字"), max_size=40))
def test_whatever_is_typed_is_read_without_fail_and_where_it_stands(text: str) -> None:
    for number in read_numbers(text, TODAY):
        assert 0 <= number.start < number.end <= len(text)
        assert number.written == text[number.start : number.end].strip()
        assert (number.proper is None) is not number.is_sound
        if number.proper and re.search(r"\d", number.proper):
            assert only(number.proper).digits == number.digits
