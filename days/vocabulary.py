"""The words and signs that expressions for days are made of, as terminals of the grammar with their values."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from days.meanings import Duration
from days.slips import OTHER_WORDS, may_be_meant, slips

_MONTHS = "january february march april may june july august september october november december".split()
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_ONES = "one two three four five six seven eight nine".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_FIRST_TO_NINTH = "first second third fourth fifth sixth seventh eighth ninth".split()
_TENTH_TO_NINETEENTH = (
    "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth".split()
)
UP_TO_NINE = (*_ONES, *_FIRST_TO_NINTH)
DAY, WEEK, MONTH, YEAR = Duration(days=1), Duration(days=7), Duration(months=1), Duration(months=12)

# Words of one meaning each; several words that mean the same stand together.
_PLAIN = {
    "the": "the",
    "a": "a an",
    "of": "of",
    "on": "on",
    "since": "since",
    "by": "by",
    "from": "from",
    "in": "in",
    "during": "during",
    "at": "at",
    "and": "and",
    "plus": "plus",
    "or": "or",
    "to": "to till til thru",
    "through": "through",
    "until": "until",
    "between": "between",
    "ago": "ago",
    "back": "back",
    "before": "before prior preceding|prior to|ahead of|in advance of",
    "after": "after following",
    "following": "following",
    "than": "than",
    "not": "not isn't wasn't never neither nor",
    "no": "no nope",
    "but": "but",
    "either": "either",
    "instead": "|rather than|instead of",
    "sorry": "sorry actually oops wait correction rather|i mean|i meant|make that|my mistake|no wait|or rather",
    "last": "last previous",
    "past": "past",
    "this": "this current",
    "next": "next",
    "coming": "coming upcoming",
    "half": "half",
    "same": "same",
    "few": "few couple several some many",
    "about": "about around possibly presumably likely roughly approximately approx circa ca nearly almost maybe perhaps probably ~ "
    "ish near towards toward like|or so|a good|close to|closer to|give or take|plus or minus|plus minus|plus/minus|at the latest|"
    "at the earliest",
    "bound": "within under over beyond|more than|less than|at least|at most",
    "exactly": "exactly precisely full whole entire",
    "early": "early mid late|start of|beginning of|middle of",
    "end": "end",
    "earlier": "earlier sooner",
    "later": "later hence thereafter",
    "postponed_by": "postpone by|postponed by|delay by|delayed by|push back by|pushed back by|put off by|"
    "postpone it by|postpone that by|delay it by|delay that by|push it back by|pushed it back by|put it off by|"
    "move it back by|put it back by",
    "now": "now",
    "time": "time",
    "hundred": "hundred",
    "thousand": "thousand",
    "hours": "hour hours minute minutes hrs mins",
    "zero": "zero oh",
    "every": "every each",
    "mark": "minus less then",
    "namely": "namely|i.e.|that is to say",
    "other": "other thereabouts latest earliest eve|that year|same year|that same year|that month|same month|that same month",
    # What moves or multiplies a day or a length, and is not reckoned with: of all that stands beside it no day is made.
    "unreckoned": "twice thrice times shy penultimate fiscal fy decade decades century centuries except excepting excluding barring|"
    "short of|apart from|anything but|all but|if not",
    "working": "working business",
    "weekend": "weekend weekends",
    "quarter": "quarter quarters",
    "part": "morning afternoon evening noon midnight lunchtime",
    "night": "night",
    "oclock": "o'clock",
    "lunar": "lunar",
    # The day named before, "two days after that"; at the end of other words they join it to the sentence.
    "after_that": "afterwards|after that|following that|from then|from then on",
    "before_that": "beforehand|before that|prior to that",
}
# China's public holidays by the names that `icp/working_days.py` knows; no name for others, and where several are called so.
_HOLIDAYS = {
    "new_year": "new year's day|new years day",
    "spring_festival": "cny|spring festival|chinese new year|lunar new year|chinese new year's eve",
    "tomb_sweeping": "qingming|qing ming|tomb sweeping day|tomb-sweeping day",
    "labour_day": "labour day|labor day|may day",
    "dragon_boat": "duanwu|dragon boat festival",
    "mid_autumn": "mid autumn festival|mid-autumn festival|moon festival",
    "national_day": "national day|chinese national day",
    "": "christmas|xmas|easter|thanksgiving|golden week|new year|new year's|summer holidays|winter holidays",
}
_RELATIVE = {"today": 0, "tonight": 0, "tomorrow": 1, "tmrw": 1, "tmr": 1, "yesterday": -1}
_UNITS = {
    DAY: "day days",
    WEEK: "week weeks wk wks",
    Duration(days=14): "fortnight fortnights",
    MONTH: "month months mth mths mos",
    YEAR: "year years yr yrs",
}
_SHORT_WEEKDAYS = {
    "mon": 0,
    "tue": 1,
    "tues": 1,
    "wed": 2,
    "weds": 2,
    "thu": 3,
    "thur": 3,
    "thurs": 3,
    "fri": 4,
    "sat": 5,
    "sun": 6,
}
_MISSPELT = {
    "sept": "september",
    "wensday": "wednesday",
    "wendsday": "wednesday",
    "tommorow": "tomorrow",
    "yesturday": "yesterday",
    "fourty": "forty",
}
# One slip in these words still tells which is meant, unless it makes another word.
_KNOWN_BY_MOST_LETTERS = frozenset(
    "MONTH WEEKDAY RELATIVE UNIT ONE TEEN TENS ORDINAL hundred before after following last next coming".split()
)
_FEWEST_LETTERS = 5
_JOINING = frozenset("the and from".split())
_SHORTER = frozenset("week year days last next july june".split())


def _english() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}

    def add(word: str, name: str, value: Any = None) -> None:
        found.setdefault(word, {})[name] = value

    for name, written in _PLAIN.items():
        first, *phrases = written.split("|")
        for word in [*first.split(), *phrases]:
            add(word, name)
    for unit, written in _UNITS.items():
        for word in written.split():
            for form in (word, f"{word}'", f"{word}'s"):
                add(form, "UNIT", unit)
                if word == "day":
                    add(form, "day")
                elif unit in (WEEK, MONTH, YEAR):
                    add(form, {WEEK: "week", MONTH: "month", YEAR: "year"}[unit])
    for word, away in _RELATIVE.items():
        add(word, "RELATIVE", away)
    for number, month in enumerate(_MONTHS, 1):
        add(month, "MONTH", number)
        add(month[:3], "MONTH", number)
    for number, weekday in enumerate(_WEEKDAYS):
        for form in (weekday, f"{weekday}s", f"{weekday}'s"):
            add(form, "WEEKDAY", number)
    for word, number in _SHORT_WEEKDAYS.items():
        add(word, "SHORTDAY", number)
    for start, name, words in ((1, "ONE", _ONES), (10, "TEEN", _TEENS)):
        for number, word in enumerate(words, start):
            add(word, name, number)
    for number, word in enumerate(TENS, 2):
        add(word, "TENS", number * 10)
        add(word[:-1] + "ieth", "ORDINAL", number * 10)
    for start, words in ((1, _FIRST_TO_NINTH), (10, _TENTH_TO_NINETEENTH)):
        for number, word in enumerate(words, start):
            add(word, "ORDINAL", number)
            if number < 10:
                add(word, "ORDINAL_ONE", number)
    for holiday, written in _HOLIDAYS.items():
        for word in written.split("|"):
            for form in (word, f"{word} holiday", f"{word} holidays", f"{word} break"):
                add(form, "HOLIDAY", holiday)
    add("½", "HALF")
    return found


def _tells_itself(word: str, names: dict[str, Any]) -> bool:
    long = word.isalpha() and (len(word) >= _FEWEST_LETTERS or word in _SHORTER)
    return word in _JOINING or (long and not _KNOWN_BY_MOST_LETTERS.isdisjoint(names))


_RIGHT = _english()
_MEANT = [word for word, names in _RIGHT.items() if _tells_itself(word, names)]
_TELLING = [word for word in (*_MEANT, "this") if word not in _JOINING]
ENGLISH = {
    **{wrong: _RIGHT[word] for word in _MEANT for wrong in slips(word) if wrong not in OTHER_WORDS},
    **{wrong: _RIGHT[word] for wrong, word in _MISSPELT.items()},
    **_RIGHT,
}


@lru_cache(maxsize=1024)
def may_be_a_slip(word: str) -> bool:
    """Whether a foreign word may be one of days, typed wrong."""
    return any(may_be_meant(word, each) for each in _TELLING)


PHRASES = sorted((word for word in ENGLISH if not word.replace("'", "").isalpha()), key=len, reverse=True)

# Words that hold a sign of the lists below and belong to no expression: 后台 is no 后, 签约 no 约; but 三天前提交 is no 前提.
FOREIGN_AFTER_A_DAY = "后台 后续 后来 后面 后端 后期 前台 前端 前面 前期 前提 前往".split()
_FOREIGN = (
    "周期 周边 周转 日期 日常 日志 日本 日报 月租 月费 年费 年检 年审 月度 月中国 天津 天猫 天气 号码 号楼 号线 号机 号店 号令 "
    "目前 到期 得到 到了 到位 收到 拿到 达到 多久 数据 数字 个人 "
    "早就 早已 早日 早点 早晚 晚点 晚了 比较 比如 对比 "
    "通过 不过 经过 多少 减少 不少 很少 缺少 少数 少量 越少 出差 误差 落差 差价 差错 时差 "
    "差异 差别 尽快 很快 赶快 加快 快速 快点 快照 快递 快捷 离线 离职 离开 分离 隔离 脱离 减免 "
    "几号 几月几号 哪天 哪日 哪一天 "
    "签约 合约 预约 条约 节约 违约 续约 和平 关于 由于 对于 属于"
)
_PLAIN_CHINESE = {
    "的": "的",
    "在": "在 于 早在",
    "从": "从 自",
    "起": "起 开始 起算 算起",
    "to": "到 至 直到",
    "or": "或 或者 还是",
    "still": "还是",
    "and": "和 与 跟 及 又 加 加上 外加 零",
    "不是": "不是 并不是 而不是 并非 而非",
    "是": "而是 是 应该是",
    "sorry": "不对 错了 说错了 记错了 写错了 打错了 抱歉 不好意思 更正",
    "about": "大概 大约 约 左右 前后 上下 附近 差不多 可能 超过 不到 不足 至少 最多 将近 接近 临近 靠近 刚过 "
    "最晚 最早 最迟 早于 晚于 不早于 不晚于 不迟于 截止 截至 截止到 截至到 为止 好像 估计 也许 或许",
    "内": "内 之内 以内",
    "之间": "之间",
    "前": "前 之前 以前",
    "后": "后 之后 以后 过后",
    "every": "逢 每 每年 每月 每周 每天 每日",
    "半": "半",
    "几": "几 数 好几 若干",
    "多": "多",
    "个": "个",
    "第": "第",
    "最后": "最后",
    "年": "年",
    "月": "月 月份",
    "日": "日 号",
    "月底": "月底 月末",
    "旬": "月初 月中 月上旬 月中旬 月下旬 上旬 中旬 下旬",
    "年底": "年底 年末 年初 年中",
    "周末": "周末",
    "末日": "最后一天",
    "mark": "周年",
    "那周": "那周 那星期 那个星期 那个月 那几天 当周 当月",
    "过": "过 过了 再过 又过",
    "最近": "最近 近期",
    "里": "里 里面",
    "早移": "提前 往前 往前提 往前挪 早",
    "晚移": "推迟 延后 延迟 延期 顺延 往后 往后推 往后挪 往后拖 后延 后推 推后 拖后 晚",
    "比": "比",
    "隔": "隔 头天 头一天 前夕",
    "no": "不 哦不 噢不 啊不 不不",
    "次日": "第二天 次日 翌日 隔天 后一天",
    "前一日": "前一天 前一日",
    "当日": "当天 当日",
    "同日": "同日 同一天",
    "工作日": "工作日",
    "unreckoned": "减 减去 少 差 差了 快 快到 离 距 距离 距今 除了 除去 扣除 向前 向后 延 延了 延长 倒推 前推 整整 所在 头几 算第 年度 "
    "民国 令和 平成 昭和 佛历 回历",
    "hours": "小时 钟头 分钟",
    "part": "早 晚 早上 上午 中午 下午 晚上 凌晨 傍晚 夜 夜里 夜间 深夜 早晨 清晨 半夜",
    "lunar": "农历 阴历 旧历 正月 腊月 冬月 大年 除夕",
}
_HOLIDAYS_CHINESE = {
    "new_year": "元旦 元旦节",
    "spring_festival": "春节 过年",
    "tomb_sweeping": "清明 清明节",
    "labour_day": "劳动节 五一 五一节",
    "dragon_boat": "端午 端午节",
    "mid_autumn": "中秋 中秋节",
    "national_day": "国庆 国庆节 十一",
    "": "圣诞 圣诞节 双十一 双11 双十二 暑假 寒假",
}
# These are numbers unless something of a holiday follows.
HOLIDAYS_IN_NUMBERS = frozenset("五一 十一".split())
_RELATIVE_CHINESE = {
    -3: "大前天 大前日",
    -2: "前天 前日",
    -1: "昨天 昨日 昨晚 昨夜 昨儿",
    0: "今天 今日 今早 今晚 今儿",
    1: "明天 明日 明早 明晚 明儿",
    2: "后天 后日",
    3: "大后天 大后日",
}
_YEARS_CHINESE = {-3: "大前年", -2: "前年", -1: "去年", 0: "今年 本年", 1: "明年", 2: "后年"}
_WEEKS = "周 星期 礼拜"
_UNITS_CHINESE = {DAY: "天", WEEK: _WEEKS}
# After a bare number these count something else: 5家, 20元.
MEASURES = frozenset("家 人 位 台 次 件 条 项 点 元 块 万 亿 倍 款 种 页 份 套 张 名 岁 分 秒".split())


def _chinese() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {word: {} for word in _FOREIGN.split()}

    def add(written: str, name: str, value: Any = None) -> None:
        for word in written.split():
            found.setdefault(word, {})[name] = value

    for name, written in _PLAIN_CHINESE.items():
        add(written, name)
    for value, written in _RELATIVE_CHINESE.items():
        add(written, "RELATIVE", value)
    for value, written in _YEARS_CHINESE.items():
        add(written, "某年", value)
    for unit, written in _UNITS_CHINESE.items():
        add(written, "单位", unit)
    add(_WEEKS, "周")
    for holiday, written in _HOLIDAYS_CHINESE.items():
        for word in written.split():
            add(" ".join(word + each for each in ("", "假", "假期", "长假", "放假")), "HOLIDAY", holiday)
            add(" ".join(word + each for each in ("期间", "那几天", "假期里", "当口")), "节日里", holiday)
    for number, character in enumerate("一二三四五六日"):
        add(" ".join(week + character for week in _WEEKS.split()), "星期几", number)
    add(" ".join(week + "天" for week in _WEEKS.split()), "星期几", 6)
    for value, word in ((2, "俩"), (3, "仨")):
        add(word, "NUMBER", value)
    return found


CHINESE = _chinese()
