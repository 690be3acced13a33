"""A chart of lines as SVG. Pure: values in, text out.

Lines differ by colour, by dashes and by the sign that stands on them, so that none of these has to be seen. Colours and
letters are those of a style sheet; a chart that stands alone brings its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from indexer.answers.axes import Axis, label_of
from indexer.answers.chart_style import DASHES, MOST_LINES, STYLE, sign

_WIDTH, _LEFT, _RIGHT, _TOP, _BOTTOM = 760, 76, 744, 18, 286
_LEGEND_TOP, _LEGEND_ROW, _LEGEND_COLUMNS = 340, 30, 2
_SAMPLE = 38
_LONGEST_LABEL = 24
"""Width of a line's name, counted in half-width characters."""

_MOST_SIGNS = 40
"""Signs that stand on a line; where it has more points, those between show when they are pointed at. A point without
neighbours, which no line leads to, has its sign always."""

_UNUSABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Spot:
    """A point of a line: its value, None where there is none, what is said of it, and where it leads."""

    value: float | None
    told: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its name and a spot for each period of the chart."""

    name: str
    spots: Sequence[Spot]


@dataclass(frozen=True, slots=True)
class Chart:
    """Lines over the same periods. ``across`` and ``up`` say where periods and values stand.

    ``title`` names the chart and ``about`` says in a sentence what it shows.
    """

    title: str
    about: str
    across: Axis
    up: Axis
    lines: Sequence[Line]

    @property
    def height(self) -> int:
        """How high the chart is, of which the lines take the same part always."""
        return _LEGEND_TOP + _LEGEND_ROW * -(-len(self.lines) // _LEGEND_COLUMNS)


def draw_chart(chart: Chart, name: str = "chart") -> str:
    """Return the chart as an SVG element for a page; ``name`` begins the ids in it."""
    return "".join(_pieces(chart, name, f'viewBox="0 0 {_WIDTH} {chart.height}"'))


def draw_alone(charts: Sequence[Chart]) -> str:
    """Return a file with the charts one below the other."""
    height = sum(chart.height for chart in charts)
    pieces = [
        '<?xml version="1.0" encoding="UTF-8"?>\n',
        f'<svg xmlns="http://www.w3.org/2000/svg" class="page" width="{_WIDTH}" height="{height}" '
        f'viewBox="0 0 {_WIDTH} {height}"><style>{STYLE}</style><rect class="paper" width="100%" height="100%"/>',
    ]
    top = 0
    for number, chart in enumerate(charts):
        place = f'y="{top}" width="{_WIDTH}" height="{chart.height}" viewBox="0 0 {_WIDTH} {chart.height}"'
        pieces += _pieces(chart, f"chart-{number}", place)
        top += chart.height
    return "".join([*pieces, "</svg>\n"])


def _pieces(chart: Chart, name: str, place: str) -> Iterator[str]:
    # What can be followed must be told one by one; an image is one thing.
    role = "group" if any(spot.href for line in chart.lines for spot in line.spots) else "img"
    yield f'<svg class="chart" {place} role="{role}" aria-labelledby="{name}-title {name}-about">'
    yield f'<title id="{name}-title">{_text(chart.title)}</title><desc id="{name}-about">{_text(chart.about)}</desc>'
    yield from _frame(chart)
    for number, line in enumerate(chart.lines):
        yield from _line(chart, line, number % MOST_LINES)
    yield from _legend(chart)
    yield "</svg>"


def _text(text: str) -> str:
    return escape(_UNUSABLE.sub("\ufffd", text))


def _x(chart: Chart, number: int) -> float:
    return _LEFT + 10 + chart.across.part_at(chart.across.places[number]) * (_RIGHT - _LEFT - 20)


def _y(chart: Chart, value: float) -> float:
    return _BOTTOM - chart.up.part_at(value) * (_BOTTOM - _TOP)


def _frame(chart: Chart) -> Iterator[str]:
    yield '<g class="frame">'
    for at, label in chart.up.ticks:
        y = _y(chart, at)
        yield f'<path d="M{_LEFT} {y:.1f}H{_RIGHT}"/>'
        yield f'<text x="{_LEFT - 8}" y="{y:.1f}" dy="0.35em" text-anchor="end">{label}</text>'
    for at, label in chart.across.ticks:
        x = _LEFT + 10 + chart.across.part_at(at) * (_RIGHT - _LEFT - 20)
        anchor = "end" if x > _RIGHT - 40 else "start" if x < _LEFT + 30 else "middle"
        yield f'<path d="M{x:.1f} {_BOTTOM}v6"/>'
        yield f'<text x="{x:.1f}" y="{_BOTTOM + 11}" dy="0.9em" text-anchor="{anchor}">{label}</text>'
    yield "</g>"


def _line(chart: Chart, line: Line, number: int) -> Iterator[str]:
    places = [
        (_x(chart, at), None if spot.value is None else _y(chart, spot.value)) for at, spot in enumerate(line.spots)
    ]
    yield f'<g class="line line-{number}"><path class="way" d="{_way(places)}"{_dashes(number)}/>'
    step = -(-len(places) // _MOST_SIGNS)
    for at, ((x, y), spot) in enumerate(zip(places, line.spots, strict=True)):
        if y is None:
            continue
        seen = "mark" if at % step == number % step or _is_alone(places, at) else "spot"
        drawn = f'<path class="{seen}" d="{sign(number, x, y)}"/>'
        told = f"<title>{_text(spot.told)}</title>"
        if spot.href is None:
            yield f"<g>{told}{drawn}</g>"
        else:
            yield f'<a href="{_text(spot.href)}" tabindex="-1">{told}{drawn}</a>'
    yield "</g>"


def _is_alone(places: Sequence[tuple[float, float | None]], at: int) -> bool:
    """Tell whether neither the place before nor the one behind has a value."""
    return all(y is None for _, y in (*places[max(0, at - 1) : at], *places[at + 1 : at + 2]))


def _way(places: Sequence[tuple[float, float | None]]) -> str:
    """Return the path along the places, broken where there is no value."""
    steps, command = [], "M"
    for x, y in places:
        if y is None:
            command = "M"
        else:
            steps.append(f"{command}{x:.1f} {y:.1f}")
            command = "L"
    return "".join(steps)


def _dashes(number: int) -> str:
    dashes = DASHES[number % len(DASHES)]
    return f' stroke-dasharray="{dashes}"' if dashes else ""


def _legend(chart: Chart) -> Iterator[str]:
    for number, line in enumerate(chart.lines):
        row, column = divmod(number, _LEGEND_COLUMNS)
        x = _LEFT + 10 + column * (_WIDTH - _LEFT) / _LEGEND_COLUMNS
        y = _LEGEND_TOP + row * _LEGEND_ROW + 6
        number %= MOST_LINES
        yield f'<g class="line line-{number} named"><title>{_text(line.name)}</title>'
        yield f'<path class="way" d="M{x:.1f} {y}h{_SAMPLE}"{_dashes(number)}/>'
        yield f'<path class="mark" d="{sign(number, x + _SAMPLE / 2, y)}"/>'
        label = _text(label_of(line.name, _LONGEST_LABEL))
        yield f'<text x="{x + _SAMPLE + 10:.1f}" y="{y}" dy="0.35em">{label}</text>'
        yield "</g>"
