"""Draws the figures of the days: JSON on the standard input, a PNG on the output.

A program of its own, so that what a chart needs in memory is given back when it is drawn.
"""

import io
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontEntry, FontProperties, fontManager, get_font
from matplotlib.ticker import MaxNLocator

#: 1,080 pixels square: a phone shows it whole, with letters of 30 pixels.
_INCHES: Final = 7.2
_DPI: Final = 150
_POINTS: Final = 15
#: An opaque ground of its own: the picture looks the same in a light and a dark chat.
_GROUND: Final = "#fbfbf8"
_INK: Final = "#26292e"
_GRID: Final = "#d9d9d4"
#: Okabe and Ito's colours, told apart by the colour-blind: https://jfly.uni-koeln.de/color/
_ANSWERED: Final = "#0072b2"
_DECLINED: Final = "#e69f00"
_SLOWEST: Final = "#d55e00"
#: More days than this give their line small markers, and their bars no gaps.
_FEW_DAYS: Final = 40
_MAX_TICKS: Final = 7


def draw(data: Mapping[str, Any]) -> bytes:
    """Draw ``data``: ``days`` with their counts and seconds, ``labels`` in the order of choice.

    The first labels are taken for which this machine has a font.
    """
    labels, font = _readable(data["labels"])
    days = data["days"]
    figure = Figure(figsize=(_INCHES, _INCHES), dpi=_DPI, facecolor=_GROUND, layout="constrained")
    FigureCanvasAgg(figure)
    panels = [_questions, _waiting]
    if any(day["delivered"] or day["late"] or day["failed"] for day in days):
        panels.append(_deliveries)
    rows = figure.subplots(len(panels), 1, sharex=True)
    for axes, panel in zip(rows, panels, strict=True):
        panel(axes, days, labels, font)
        _dress(axes, font)
    shown = _ticks(days)
    rows[-1].set_xticks(shown, [days[at]["day"][5:] for at in shown])
    picture = io.BytesIO()
    figure.savefig(picture, format="png", metadata={"Title": labels["title"]})
    return picture.getvalue()


def _questions(
    axes: Axes, days: Sequence[Mapping[str, Any]], labels: Mapping[str, str], font: FontProperties
) -> None:
    _stack(axes, days, labels, {"answered": _ANSWERED, "declined": _DECLINED})
    axes.set_title(labels["questions"], fontproperties=font, color=_INK, loc="left")


def _deliveries(
    axes: Axes, days: Sequence[Mapping[str, Any]], labels: Mapping[str, str], font: FontProperties
) -> None:
    _stack(axes, days, labels, {"delivered": _ANSWERED, "late": _DECLINED, "failed": _SLOWEST})
    axes.set_title(labels["deliveries"], fontproperties=font, color=_INK, loc="left")


def _stack(
    axes: Axes,
    days: Sequence[Mapping[str, Any]],
    labels: Mapping[str, str],
    colours: Mapping[str, str],
) -> None:
    """Stack a bar of each count on those before it."""
    width = 0.8 if len(days) <= _FEW_DAYS else 1.0
    below = [0] * len(days)
    for name, colour in colours.items():
        counts = [day[name] for day in days]
        axes.bar(range(len(days)), counts, width, bottom=below, color=colour, label=labels[name])
        below = [one + more for one, more in zip(below, counts, strict=True)]
    axes.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=5))


def _waiting(
    axes: Axes, days: Sequence[Mapping[str, Any]], labels: Mapping[str, str], font: FontProperties
) -> None:
    marker = "o" if len(days) <= _FEW_DAYS else "."  # a day without neighbours is still seen
    for key, colour in (("p95", _SLOWEST), ("p50", _ANSWERED)):
        seconds = [float("nan") if day[key] is None else day[key] for day in days]
        axes.plot(
            range(len(days)), seconds, marker=marker, color=colour, linewidth=2.5, label=labels[key]
        )
    axes.set_ylim(bottom=0)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5))
    axes.set_title(labels["waiting"], fontproperties=font, color=_INK, loc="left")


def _dress(axes: Axes, font: FontProperties) -> None:
    axes.set_facecolor(_GROUND)
    axes.set_axisbelow(True)
    axes.grid(axis="y", color=_GRID, linewidth=1)
    axes.tick_params(colors=_INK, labelsize=_POINTS, length=0)
    axes.margins(x=0.02)
    for side in axes.spines.values():
        side.set_visible(False)
    legend = axes.legend(
        prop=font, frameon=False, labelcolor=_INK, ncols=3, loc="lower right",
        bbox_to_anchor=(1.0, 1.0), borderpad=0.1, handlelength=1.2, columnspacing=1.0,
    )  # fmt: skip
    legend.set_in_layout(True)


def _ticks(days: Sequence[Mapping[str, Any]]) -> list[int]:
    """Choose which days are named: the last one, and some before it at one distance."""
    step = max(1, -(-len(days) // _MAX_TICKS))
    return list(range(len(days) - 1, -1, -step))[::-1]


def _readable(choices: Sequence[Mapping[str, str]]) -> tuple[Mapping[str, str], FontProperties]:
    for labels in choices:
        needed = set("".join(labels.values())) - {" "}
        path = next(_with_letters(needed), None)
        if path is not None:
            return labels, FontProperties(fname=path, size=_POINTS)
    return choices[-1], FontProperties(size=_POINTS)


def _with_letters(needed: set[str]) -> Iterator[str]:
    """Yield the fonts that hold these letters, plain upright ones for reading first."""
    codes = {ord(letter) for letter in needed}
    for font in sorted(fontManager.ttflist, key=_oddity):
        try:
            glyphs = get_font(font.fname).get_charmap()
        except (OSError, RuntimeError):  # gone, or of a kind that cannot be drawn with
            continue
        # Fonts of last resort show all letters alike.
        if codes <= glyphs.keys() and len({glyphs[code] for code in codes}) == len(codes):
            yield font.fname


def _oddity(font: FontEntry) -> tuple[object, ...]:
    family = font.name.lower()
    return (
        font.style != "normal",
        "serif" in family.replace("sans serif", ""),
        "mono" in family,
        str(font.weight) not in ("400", "normal", "regular"),
        font.name != "DejaVu Sans",
        family,
    )


if __name__ == "__main__":
    sys.stdout.buffer.write(draw(json.load(sys.stdin)))
