"""Kernels that numba compiles where it is installed, and that Python runs with the same answers where it is not."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeVar, cast

Kernel = TypeVar("Kernel", bound=Callable[..., Any])

try:
    if os.environ.get("NUMBA_DISABLE_JIT") == "1":
        raise ImportError("asked for plain Python")
    import numba
except ImportError:
    COMPILES = False
else:
    COMPILES = True


def compiled(kernel: Kernel) -> Kernel:
    """Compile a kernel on its first call and keep it in a cache on disk; it runs without Python's lock.

    A kernel takes numbers and numpy arrays only. It holds integers to 63 bits and asks for no fast mathematics, so that
    both ways of running give the same answers bit by bit.
    """
    if not COMPILES:
        return kernel
    fast: Any = numba.njit(cache=True, nogil=True)(kernel)
    return cast(Kernel, fast)
