"""Kernels are compiled when they are needed, and chance is the same in both ways of running."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest

from roost.ground.numerics.chance import draw_below, draw_share, draw_word, seeded, shuffle
from roost.ground.numerics.compiled import compiled


def told(program: str, *, compile_it: bool = True) -> str:
    env = os.environ | {"NUMBA_DISABLE_JIT": "0" if compile_it else "1", "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True, check=True).stdout


def test_the_compiler_is_loaded_by_the_first_call_alone() -> None:
    program = (
        "import sys\n"
        "from roost.ground.numerics.chance import draw_word, seeded\n"
        "before = 'numba' in sys.modules\n"
        "draw_word(seeded(1))\n"
        "print(before, 'numba' in sys.modules)\n"
    )
    assert told(program) == "False True\n"
    assert told(program, compile_it=False) == "False False\n"


def test_a_thread_may_run_kernels_plainly_for_a_while() -> None:
    program = (
        "import sys\n"
        "from roost.ground.numerics.chance import draw_share, seeded\n"
        "from roost.ground.numerics.compiled import plainly\n"
        "with plainly():\n"
        "    draw_share(seeded(1))\n"
        "print('numba' in sys.modules)\n"
        "draw_share(seeded(1))\n"
        "print('numba' in sys.modules)\n"
    )
    assert told(program) == "False\nTrue\n"


def test_both_ways_of_running_draw_the_same() -> None:
    program = (
        "import numpy as np\n"
        "from roost.ground.numerics.chance import draw_below, draw_share, seeded, shuffle\n"
        "state, items = seeded(3, 4), np.arange(9)\n"
        "shuffle(state, items)\n"
        "print([int(draw_below(state, 1000)) for _ in range(50)], float(draw_share(state)), items.tolist())\n"
    )
    assert told(program) == told(program, compile_it=False)


def test_numbers_stay_within_their_bounds_and_fill_them_evenly() -> None:
    state = seeded(7)
    drawn = np.array([draw_below(state, 6) for _ in range(6_000)])
    counts = np.bincount(drawn, minlength=6)
    assert len(counts) == 6
    # Chi-squared with five degrees of freedom lies above 20.5 once in a thousand seeds.
    assert ((counts - 1_000) ** 2 / 1_000).sum() < 20.5
    shares = [draw_share(state) for _ in range(1_000)]
    assert 0 <= min(shares) < 0.01
    assert 0.99 < max(shares) < 1
    assert 0 <= draw_word(state) < 2**32


@pytest.mark.parametrize(("one", "other"), [((1, 0), (2, 0)), ((1, 0), (1, 1))])
def test_seeds_and_streams_differ(one: tuple[int, int], other: tuple[int, int]) -> None:
    first, second = (seeded(*seed) for seed in (one, other))
    assert [draw_word(first) for _ in range(5)] != [draw_word(second) for _ in range(5)]


def test_every_order_comes_about_as_often_as_another() -> None:
    state, seen = seeded(11), dict[tuple[int, ...], int]()
    for _time in range(6_000):
        items = np.arange(3)
        shuffle(state, items)
        order = tuple(items.tolist())
        seen[order] = seen.get(order, 0) + 1
    assert len(seen) == 6
    assert sum((many - 1_000) ** 2 / 1_000 for many in seen.values()) < 20.5


def test_a_kernel_keeps_its_name_and_words() -> None:
    @compiled
    def nothing() -> int:
        """Give nothing."""
        return 0

    assert nothing.__name__ == "nothing"
    assert nothing.__doc__ == "Give nothing."
