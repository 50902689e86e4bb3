"""From findings to one page of HTML without anything from elsewhere: its pictures are drawn in it. Its words stand beside it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from html import escape
from pathlib import Path
from string import Template

from tools.report.clusters import Group
from tools.report.names import name_in, topic_name, words
from tools.report.pictures import Series, columns, every_day, lines
from tools.report.reading import VOTES, Day, Findings, percentile

_TEMPLATE = Path(__file__).with_name("page.html")
_ROWS, _VOTED, _GROUPS = 20, 8, 30
# Of an example on the page; the export has all of it.
_LONGEST = 240
_HAN = re.compile("[\u3400-\u9fff]")
_HALF, _LATE = 0.5, 0.95


def page(findings: Findings, groups: Sequence[Group]) -> str:
    """The page.

    Args:
        findings: of the conversations.
        groups: of what was not understood, the largest first.
    """
    days = every_day([*findings.days])
    by_day = [findings.days.get(day, Day()) for day in days]
    drawn = _pictures(days, by_day, findings)
    given_up = words()["given_up"].format(count=f"{sum(findings.given_up.values()):,}", begun=f"{findings.begun:,}")
    return Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
        drawn,
        period=escape(_period(days)),
        numbers=_numbers(findings),
        topics=_bars(findings.topics, topic_name),
        reasons=_bars(findings.reasons, partial(name_in, "reasons"), "warn"),
        given_up_of=escape(given_up),
        given_up=_bars(findings.given_up, partial(name_in, "facts"), "warn"),
        languages=_bars(findings.languages, partial(name_in, "languages")),
        votes=_votes(findings.votes),
        groups=_groups(groups, len(findings.not_understood)),
        figures=_figures(days, by_day),
    )


def _period(days: Sequence[str]) -> str:
    if not days:
        return str(words()["nothing_stored"])
    return days[0] if len(days) == 1 else str(words()["period"].format(first=days[0], last=days[-1]))


def _numbers(findings: Findings) -> str:
    named = words()["numbers"]
    shown = {
        "conversations": f"{findings.conversations:,}",
        "turns": f"{findings.turns:,}",
        "not_understood": _share(len(findings.not_understood), findings.turns),
        "reached": _share(findings.reached, findings.begun),
        "half": _seconds(findings.seconds, _HALF),
        "late": _seconds(findings.seconds, _LATE),
    }
    return "".join(f"<li><b>{escape(value)}</b><span>{escape(named[name])}</span></li>" for name, value in shown.items())


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else str(words()["none"])


def _seconds(seconds: Sequence[float], share: float) -> str:
    return str(words()["seconds"]).format(value=f"{percentile(seconds, share):.2f}") if seconds else str(words()["none"])


def _pictures(days: Sequence[str], by_day: Sequence[Day], findings: Findings) -> Mapping[str, str]:
    """The charts over days, by their names in the template."""
    titles: Mapping[str, str] = words()["pictures"]
    if not days:
        return {**dict.fromkeys(titles, ""), "days": _nothing(), "latency": _nothing()}
    layers, votes = words()["layers"], words()["votes"]
    languages = [name for name, _ in findings.languages.most_common(3)]

    def late(share: float) -> list[float | None]:
        return [percentile(day.seconds, share) if day.seconds else None for day in by_day]

    turns = [
        Series("warn", layers["not_understood"], [day.not_understood for day in by_day]),
        Series("bar", layers["understood"], [day.turns - day.not_understood for day in by_day]),
    ]
    seconds = [Series("bar", layers["half"], late(_HALF)), Series("warn", layers["late"], late(_LATE))]
    spoken = [
        Series(colour, name_in("languages", name), [day.languages[name] for day in by_day])
        for colour, name in zip(("bar", "third", "warn"), languages, strict=False)
    ]
    voted = [
        Series("bar", votes[VOTES[0]], [day.votes[VOTES[0]] for day in by_day]),
        Series("warn", votes[VOTES[1]], [day.votes[VOTES[1]] for day in by_day]),
    ]
    return {
        "days": columns(days, turns, titles["days"]),
        "latency": lines(days, seconds, titles["latency"], words()["seconds"]),
        "spoken": columns(days, spoken, titles["spoken"]) if languages else "",
        "voted": columns(days, voted, titles["voted"]) if findings.votes else "",
    }


def _nothing() -> str:
    return f"<p>{escape(words()['nothing'])}</p>"


def _bars(counts: Counter[str], named: Callable[[str], str], kind: str = "bar") -> str:
    """A table with a bar for each; what has one name counts together."""
    called: Counter[str] = Counter()
    for name, count in counts.items():
        called[named(name)] += count
    most = max(called.values(), default=1)
    rows = [
        f'<tr><th scope="row">{escape(name)}</th><td class="in"><i class="{kind}" style="width:{100 * count / most:.1f}%"></i></td>'
        f'<td class="n">{count:,}</td></tr>'
        for name, count in called.most_common(_ROWS)
    ]
    return f'<table class="bars"><tbody>{"".join(rows)}</tbody></table>{_rest(len(called) - _ROWS)}' if rows else _nothing()


def _rest(more: int, said: str = "more") -> str:
    return f"<p>{escape(words()[said].format(count=f'{more:,}'))}</p>" if more > 0 else ""


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table whose first column names the row and whose others are numbers."""
    first, *others = head
    heads = f'<th scope="col">{escape(first)}</th>' + "".join(f'<th scope="col" class="n">{escape(each)}</th>' for each in others)
    body = "".join(
        f'<tr><th scope="row">{escape(name)}</th>{"".join(f"""<td class="n">{escape(each)}</td>""" for each in values)}</tr>'
        for name, *values in rows
    )
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"


def _votes(votes: Mapping[str, Counter[str]]) -> str:
    named, (good, bad) = words()["votes"], VOTES
    ordered = sorted(votes.items(), key=lambda each: (-each[1][bad], -each[1][good]))
    rows = [(topic_name(topic), f"{count[good]:,}", f"{count[bad]:,}") for topic, count in ordered[:_VOTED]]
    return _table([named["answer"], named[good], named[bad]], rows) + _rest(len(ordered) - _VOTED) if rows else _nothing()


def _figures(days: Sequence[str], by_day: Sequence[Day]) -> str:
    """The pictures once more as a table, the newest day first."""
    rows = [
        (
            name, f"{day.turns:,}", f"{day.not_understood:,}", _seconds(day.seconds, _HALF), _seconds(day.seconds, _LATE),
            f"{day.votes[VOTES[0]]:,}", f"{day.votes[VOTES[1]]:,}",
        )
        for name, day in zip(reversed(days), reversed(by_day), strict=True)
    ]  # fmt: skip
    heads = [*words()["by_day"].values(), *(words()["votes"][each] for each in VOTES)]
    return _table(heads, rows) if rows else _nothing()


def _groups(groups: Sequence[Group], messages: int) -> str:
    if not groups:
        return _nothing()
    said = words()["messages"]
    rows = [
        f'<li><p class="n"><b>{group.count:,}</b> {said["one" if group.count == 1 else "other"]}</p>'
        f"<p>{escape(topic_name(group.nearest))}</p>{_examples(group.examples)}</li>"
        for group in groups[:_GROUPS]
    ]
    left = messages - sum(group.count for group in groups)
    return f'<ul class="groups">{"".join(rows)}</ul>{_rest(len(groups) - _GROUPS)}{_rest(left, "not_compared")}'


def _examples(texts: Iterable[str]) -> str:
    return f'<ul class="examples">{"".join(map(_example, texts))}</ul>'


def _example(text: str) -> str:
    shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}…"
    language = ' lang="zh-Hans"' if _HAN.search(text) else ""
    return f"<li{language}>{escape(shown)}</li>"
