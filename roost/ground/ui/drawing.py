"""Where the parts of small server-made drawings lie. Numbers only: templates draw them, style sheets colour them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, MARGIN = 120.0, 32.0, 3.0


def percent(value: float, of: float = 100) -> str:
    """Write a part of a whole as a length, kept between 0% and 100%; of nothing everything is 0%."""
    part = max(0.0, min(1.0, value / of)) if of > 0 else 0.0
    return f"{part * 100:.5g}%"


@dataclass(frozen=True)
class Sparkline:
    """Hold the lines of a sparkline (one per stretch without a gap) and its last point, in its own units."""

    lines: tuple[str, ...]
    last: tuple[str, str] | None
    width: str = f"{WIDTH:g}"
    height: str = f"{HEIGHT:g}"


def draw_sparkline(values: Sequence[float | None]) -> Sparkline:
    """Lay values out from start to end, the lowest at the bottom; None leaves a gap; equal values lie in the middle."""
    known = [value for value in values if value is not None]
    if not known:
        return Sparkline((), None)
    low, spread = min(known), max(known) - min(known)
    step = (WIDTH - 2 * MARGIN) / max(1, len(values) - 1)

    def place(index: int, value: float) -> tuple[str, str]:
        rise = (value - low) / spread if spread else 0.5
        return f"{MARGIN + index * step:.5g}", f"{HEIGHT - MARGIN - rise * (HEIGHT - 2 * MARGIN):.5g}"

    stretches: list[list[tuple[str, str]]] = [[]]
    for index, value in enumerate(values):
        if value is None:
            stretches.append([])
        else:
            stretches[-1].append(place(index, value))
    drawn = [stretch for stretch in stretches if stretch]
    return Sparkline(tuple(" ".join(f"{x},{y}" for x, y in stretch) for stretch in drawn), drawn[-1][-1])


@dataclass(frozen=True)
class Interval:
    """Hold where an estimate, its likely range, a mark and zero lie on a scale, as lengths; None for none."""

    value: str
    low: str
    width: str
    mark: str | None
    zero: str | None


def draw_interval(
    value: float, low: float, high: float, *, least: float, most: float, mark: float | None = None
) -> Interval:
    """Lay an estimate out on a scale from `least` to `most`; what lies outside is drawn at the edge."""
    scale = most - least
    start, end = max(low, least), min(high, most)
    return Interval(
        value=percent(value - least, scale),
        low=percent(start - least, scale),
        width=percent(max(0.0, end - start), scale),
        mark=None if mark is None else percent(mark - least, scale),
        zero=percent(-least, scale) if least < 0 < most else None,
    )
