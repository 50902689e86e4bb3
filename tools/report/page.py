"""From findings to one page of HTML without anything from elsewhere: its pictures are drawn in it. Its words stand in page.html."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from string import Template

from tools.report.clusters import Group
from tools.report.reading import VOTES, Findings, percentile

_TEMPLATE = Path(__file__).with_name("page.html")
_ROWS, _GROUPS = 20, 30
_WIDTH, _HEIGHT = 1000, 160


def page(findings: Findings, groups: Sequence[Group], titles: Mapping[str, str]) -> str:
    """The page.

    Args:
        findings: of the conversations.
        groups: of what was not understood, the largest first.
        titles: of topics, by their id or intent; others are shown by their id.
    """
    days = sorted(findings.days)
    seconds = [each for day in findings.seconds.values() for each in day]
    bad = len(findings.not_understood)
    numbers = {
        "conversations": f"{findings.conversations:,}",
        "turns": f"{findings.turns:,}",
        "not understood": _share(bad, findings.turns),
        "determinations reached": _share(findings.reached, findings.begun),
        "half answered within": f"{percentile(seconds, 0.5):.2f} s",
        "95 of 100 within": f"{percentile(seconds, 0.95):.2f} s",
    }

    def named(counts: Counter[str]) -> Counter[str]:
        return Counter({titles.get(name, name): count for name, count in counts.items()})

    return Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
        period=f"{days[0]} to {days[-1]}" if days else "Nothing is stored",
        numbers="".join(f"<li><b>{escape(value)}</b><span>{escape(name)}</span></li>" for name, value in numbers.items()),
        days=_columns(days, findings.days, findings.days_not_understood),
        latency=_lines(days, findings.seconds),
        languages=_bars(findings.languages),
        topics=_bars(named(findings.topics)),
        reasons=_bars(findings.reasons, "warn"),
        given_up_of=f"{sum(findings.given_up.values()):,} of {findings.begun:,} that were begun; the fact that was asked last.",
        given_up=_bars(findings.given_up, "warn"),
        votes=_votes(findings.votes, titles),
        groups=_groups(groups, titles),
    )


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "none"


def _bars(counts: Counter[str], kind: str = "") -> str:
    most = max(counts.values(), default=1)
    rows = [
        f'<tr><td>{escape(name)}</td><td class="bar {kind}"><i style="width:{100 * count / most:.1f}%"></i></td>'
        f'<td class="n">{count:,}</td></tr>'
        for name, count in counts.most_common(_ROWS)
    ]
    return f"<table><tbody>{''.join(rows)}</tbody></table>{_rest(len(counts) - _ROWS)}"


def _rest(more: int) -> str:
    return f"<p>and {more} more</p>" if more > 0 else ""


def _columns(days: Sequence[str], every: Mapping[str, int], bad: Mapping[str, int]) -> str:
    most = max(every.values(), default=1)
    step = _WIDTH / max(1, len(days))
    shapes = []
    for place, day in enumerate(days):
        for kind, count in (("all", every[day]), ("bad", bad.get(day, 0))):
            height = _HEIGHT * count / most
            shapes.append(
                f'<rect class="{kind}" x="{place * step + step * 0.1:.1f}" y="{_HEIGHT - height:.1f}" width="{step * 0.8:.1f}" '
                f'height="{height:.1f}"><title>{day}: {every[day]:,}, {bad.get(day, 0):,}</title></rect>'
            )
    return _picture("".join(shapes), f"{most:,} at most") + _ends(days)


def _lines(days: Sequence[str], seconds: Mapping[str, Sequence[float]]) -> str:
    half = [percentile(seconds.get(day, ()), 0.5) for day in days]
    late = [percentile(seconds.get(day, ()), 0.95) for day in days]
    most = max([*late, 0.001])
    drawn = f'<path d="{_path(half, most)}"/><path class="late" d="{_path(late, most)}"/>'
    return _picture(drawn, f"{most:.2f} s at most") + _ends(days)


def _path(values: Sequence[float], most: float) -> str:
    step = _WIDTH / max(1, len(values) - 1)
    points = [f"{place * step:.1f},{_HEIGHT - (_HEIGHT - 4) * value / most:.1f}" for place, value in enumerate(values)]
    return f"M{' L'.join(points)}" if points else ""


def _picture(shapes: str, said: str) -> str:
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" preserveAspectRatio="none" role="img" aria-label="{escape(said)}" '
        f'style="height:10rem">{shapes}</svg>'
    )


def _ends(days: Sequence[str]) -> str:
    return f'<div class="ends"><span>{days[0]}</span><span>{days[-1]}</span></div>' if days else ""


def _votes(votes: Mapping[str, Counter[str]], titles: Mapping[str, str]) -> str:
    good, bad = VOTES
    ordered = sorted(votes.items(), key=lambda each: -each[1][bad])
    rows = [
        f'<tr><td>{escape(titles.get(topic, topic))}</td><td class="n">{count[good]:,}</td><td class="n">{count[bad]:,}</td></tr>'
        for topic, count in ordered[:_ROWS]
    ]
    head = '<thead><tr><th>on</th><th class="n">helped</th><th class="n">did not</th></tr></thead>'
    return f"<table>{head}<tbody>{''.join(rows)}</tbody></table>{_rest(len(ordered) - _ROWS)}"


def _groups(groups: Sequence[Group], titles: Mapping[str, str]) -> str:
    head = '<thead><tr><th class="n">messages</th><th>nearest topic</th><th>examples</th></tr></thead>'
    rows = [
        f'<tr><td class="n">{group.count:,}</td><td>{escape(titles.get(group.nearest, group.nearest))}</td>'
        f"<td>{_examples(group.examples)}</td></tr>"
        for group in groups[:_GROUPS]
    ]
    return f"<table>{head}<tbody>{''.join(rows)}</tbody></table>{_rest(len(groups) - _GROUPS)}"


def _examples(texts: Iterable[str]) -> str:
    return f'<ul class="examples">{"".join(f"<li>{escape(text)}</li>" for text in texts)}</ul>'
