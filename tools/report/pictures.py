"""Charts over days, drawn as SVG in the page: their lines stretch with it, their labels are text beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

_WIDTH, _HEIGHT = 1000, 160
_WIDEST = 80
_MOST_LABELS = 5
# Where an axis may end, so that its half is a round number too.
_ENDS = (1, 2, 4, 6, 8, 10)


@dataclass(frozen=True)
class Series:
    """What is drawn in one colour.

    Attributes:
        colour: a class of page.html.
        name: of what it shows.
        values: one a day, None where there is none.
    """

    colour: str
    name: str
    values: Sequence[float | None]


def every_day(days: Sequence[str]) -> list[str]:
    """The ISO dates from the first to the last of them, also those between that are missing."""
    if not days:
        return []
    first, last = date.fromisoformat(min(days)), date.fromisoformat(max(days))
    return [(first + timedelta(number)).isoformat() for number in range((last - first).days + 1)]


def axis_end(most: float, whole: bool) -> float:
    """A round number that is not less than the largest value; of whole numbers at least 2, so that half of it is one."""
    most = max(most, 2 if whole else 0.01)
    size = 0.01
    while size * 10 < most:
        size *= 10
    return round(next(each * size for each in _ENDS if each * size >= most * 0.999_999), 6)


def columns(days: Sequence[str], series: Sequence[Series], title: str) -> str:
    """A column a day, the series stacked, the first at the bottom."""
    end = axis_end(max((sum(each.values[place] or 0 for each in series) for place in range(len(days))), default=0), whole=True)
    step, shapes = _WIDTH / max(1, len(days)), []
    width = min(step * 0.8, _WIDEST)
    for place, day in enumerate(days):
        below = 0.0
        said = ", ".join(f"{each.name} {each.values[place] or 0:,.0f}" for each in series)
        for each in series:
            height = _HEIGHT * (each.values[place] or 0) / end
            below += height
            if height:
                shapes.append(
                    f'<rect class="{each.colour}" x="{(place + 0.5) * step - width / 2:.1f}" y="{_HEIGHT - below:.1f}" '
                    f'width="{width:.1f}" height="{height:.1f}"><title>{day}: {escape(said)}</title></rect>'
                )
    return _chart("".join(shapes), [f"{each:,.0f}" for each in (end, end / 2, 0)], days, series, title)


def lines(days: Sequence[str], series: Sequence[Series], title: str, unit: str) -> str:
    """A line for each series, with a gap where a day has no value and a point for each that it has.

    Args:
        days: ISO dates.
        series: what is drawn.
        title: of the whole, for who cannot see it.
        unit: a pattern for a value with its unit.
    """
    end = axis_end(max((value for each in series for value in each.values if value is not None), default=0), whole=False)
    step = _WIDTH / max(1, len(days))
    shapes = []
    for each in series:
        line, points, drawing = [], [], False
        for place, value in enumerate(each.values):
            if value is not None:
                at = f"{(place + 0.5) * step:.1f},{_HEIGHT * (1 - value / end):.1f}"
                line.append(f"{'L' if drawing else 'M'}{at}")
                points.append(f"M{at}h0")
            drawing = value is not None
        shapes += [
            f'<path class="{each.colour}" d="{"".join(line)}"/>',
            f'<path class="{each.colour} at" d="{"".join(points)}"/>',
        ]
    return _chart("".join(shapes), [unit.format(value=f"{each:g}") for each in (end, end / 2, 0)], days, series, title)


def _chart(shapes: str, scale: Sequence[str], days: Sequence[str], series: Sequence[Series], title: str) -> str:
    """With its scale at the left, its days below and its key; the figures themselves stand in the table of the days."""
    key = "".join(f'<li><i class="{each.colour}"></i>{escape(each.name)}</li>' for each in series)
    return (
        f'<figure class="chart"><div class="y" aria-hidden="true">{"".join(f"<span>{each}</span>" for each in scale)}</div>'
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" preserveAspectRatio="none" role="img" aria-label="{escape(title)}">'
        f'<path class="grid" d="M0,0H{_WIDTH}M0,{_HEIGHT / 2:g}H{_WIDTH}M0,{_HEIGHT}H{_WIDTH}"/>{shapes}</svg>'
        f'<div class="x" aria-hidden="true">{_labels(days)}</div><ul class="key">{key}</ul></figure>'
    )


def _labels(days: Sequence[str]) -> str:
    """A few of the days, the first and the last among them, each under its place."""
    last = len(days) - 1
    most = min(_MOST_LABELS, len(days))
    places = dict.fromkeys(round(number * last / max(1, most - 1)) for number in range(most))
    return "".join(
        f'<span style="left:{100 * (place + 0.5) / len(days):.1f}%">{date.fromisoformat(days[place]):%-d %b}</span>'
        for place in places
    )
