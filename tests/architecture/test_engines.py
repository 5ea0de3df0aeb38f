"""Engines take time and chance as arguments: what they answer can be replayed years later."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CLOCKS = {"now", "today", "utcnow", "time", "time_ns", "monotonic", "perf_counter", "localtime", "gmtime"}
CHANCES = {"secrets", "uuid", "time"}


def engine_files() -> list[Path]:
    return sorted([*ROOT.glob("roost/*/*/engine.py"), *ROOT.glob("roost/*/*/engine/**/*.py")])


def clock_reads(source: str) -> list[str]:
    """Name the calls that would read a clock or draw chance from nowhere."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if alias.name in CHANCES]
        if isinstance(node, ast.ImportFrom) and node.module in CHANCES:
            found.append(str(node.module))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            if node.func.attr in CLOCKS and isinstance(owner, ast.Name) and owner.id in {"datetime", "date", "time"}:
                found.append(f"{owner.id}.{node.func.attr}")
            if isinstance(owner, ast.Name) and owner.id == "random" and node.func.attr != "Random":
                found.append(f"random.{node.func.attr}")
    return found


def test_there_are_engines_to_look_at() -> None:
    assert engine_files()


@pytest.mark.parametrize("path", engine_files(), ids=lambda path: str(path.relative_to(ROOT / "roost")))
def test_engines_read_no_clock_and_draw_no_chance(path: Path) -> None:
    assert clock_reads(path.read_text()) == []


@pytest.mark.parametrize(
    "source",
    ["datetime.now()", "date.today()", "import time", "from time import monotonic", "random.random()", "import uuid"],
)
def test_the_look_itself_finds_what_it_looks_for(source: str) -> None:
    assert clock_reads(source)
