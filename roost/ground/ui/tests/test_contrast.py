"""The colours of both themes, against WCAG 2.2: 4.5 for words, 3 for borders, drawings and the ring of focus."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parent.parent / "static" / "ui" / "css" / "tokens.css"
PAIR = re.compile(r"--([a-z-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)")
BACKGROUNDS = ("paper", "surface", "raised", "sunk")
VOICES = ("ink", "quiet", "accent-text", "accent-strong", "attend", "good")
THEMES = ("thinking", "developing", "inspiring", "delivering")

WORDS = [
    *((voice, behind) for voice in VOICES for behind in BACKGROUNDS),
    *((theme, behind) for theme in THEMES for behind in ("paper", "surface", f"{theme}-soft")),
    *(("ink", behind) for behind in ("accent-soft", "attend-soft", "good-soft")),
    *(("accent-text", behind) for behind in ("accent-soft", "attend-soft", "good-soft")),
    *(("accent-strong", behind) for behind in ("accent-soft", "attend-soft", "good-soft")),
    ("quiet", "accent-soft"),
    ("good", "accent-soft"),
    ("accent-ink", "accent"),
    ("accent-ink", "accent-strong"),
    ("attend", "attend-soft"),
    ("attend-ink", "attend"),
    ("good", "good-soft"),
]
SHAPES = [
    *(("line-strong", behind) for behind in ("paper", "surface", "raised")),
    *(("accent", behind) for behind in (*BACKGROUNDS, "accent-soft", "line")),
    *(("attend", behind) for behind in ("surface", "line")),
]


def luminance(colour: str) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture(scope="module")
def themes() -> dict[str, dict[str, str]]:
    calm = TOKENS.read_text().partition("@media")[0]
    found = PAIR.findall(calm)
    return {"light": {name: light for name, light, _ in found}, "dark": {name: dark for name, _, dark in found}}


def test_the_ratio_is_the_one_of_the_standard() -> None:
    assert ratio("#000000", "#ffffff") == pytest.approx(21)
    assert ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("voice", "behind"), WORDS)
def test_words_can_be_read(themes: dict[str, dict[str, str]], theme: str, voice: str, behind: str) -> None:
    assert ratio(themes[theme][voice], themes[theme][behind]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("shape", "behind"), SHAPES)
def test_borders_and_drawings_can_be_seen(
    themes: dict[str, dict[str, str]], theme: str, shape: str, behind: str
) -> None:
    assert ratio(themes[theme][shape], themes[theme][behind]) >= 3
