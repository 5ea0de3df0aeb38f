"""What runs apart is told nothing, bounded in everything, and costs only itself."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from roost.ground.kit.apart import LIMITS, TooMuch, run_apart

Run = Callable[..., bytes]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run lines of Python apart."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", os.getcwd())]))

    def of(code: str, content: bytes = b"", **how: float) -> bytes:
        (tmp_path / "lines_run_apart.py").write_text(code)
        return run_apart("lines_run_apart", content, **how)

    return of


def test_it_finds_what_it_is_given_and_what_it_prints_is_given_back(run: Run) -> None:
    assert run("import sys; print(sys.stdin.read()[::-1])", b"abc") == b"cba\n"
    assert run("import sys; sys.exit(0)", b"x" * 5_000_000) == b""


def test_it_is_told_no_secret_whatever_its_name(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ROOST_SECRET_KEY", "DATABASE_URL", "PGPASSWORD"):
        monkeypatch.setenv(name, "canary")
    assert b"canary" not in run("import os; print(dict(os.environ))")


def test_it_is_limited(run: Run) -> None:
    asked = [what for what, _most in LIMITS]
    told = json.loads(run(f"import json, resource\nprint(json.dumps([resource.getrlimit(one) for one in {asked}]))"))
    assert told == [[most, most] for _what, most in LIMITS]


@pytest.mark.parametrize(
    "code",
    [
        "bytearray(2**36)",
        "raise SystemExit(9)",
        "import os; os.abort()",
        "print('x' * 17_000_000)",
        "import sys\nwhile True: sys.stderr.write('x' * 1_000_000); sys.stdout.write('x' * 1_000_000)",
        "nonsense",
    ],
)
def test_what_comes_to_grief_or_prints_too_much_is_given_up(run: Run, code: str) -> None:
    with pytest.raises(TooMuch):
        run(code)


def test_what_takes_too_long_is_ended(run: Run) -> None:
    with pytest.raises(TooMuch):
        run("import time; time.sleep(600)", seconds=0.5)
