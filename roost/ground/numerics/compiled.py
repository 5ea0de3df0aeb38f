"""Kernels that numba compiles where it is installed, and that Python runs with the same answers where it is not."""

from __future__ import annotations

import os
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from shutil import rmtree
from typing import Any, TypeVar, cast

PACKAGE = Path(__file__).resolve().parents[2]
Kernel = TypeVar("Kernel", bound=Callable[..., Any])


def _fingerprint() -> str:
    """Give a name for all that kernels are made of: numba looks at a kernel's own file, not at those that it calls."""
    found = blake2b(digest_size=8)
    for file in sorted(PACKAGE.glob("*/*/engine/**/*.py")) + sorted(PACKAGE.glob("ground/numerics/*.py")):
        found.update(file.read_bytes())
    return found.hexdigest()


def _choose_cache() -> None:
    """Let numba keep kernels beside the package, in a folder of this version's own, where that can be written."""
    folder = Path(__file__).parent / "__pycache__" / f"kernels-{_fingerprint()}"
    try:
        if not folder.exists():
            for earlier in folder.parent.glob("kernels-*"):
                rmtree(earlier, ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return
    if os.access(folder, os.W_OK):
        os.environ.setdefault("NUMBA_CACHE_DIR", str(folder))


try:
    if os.environ.get("NUMBA_DISABLE_JIT") == "1":
        raise ImportError("asked for plain Python")
    _choose_cache()
    import numba
except ImportError:
    COMPILES = False
else:
    COMPILES = True


def compiled(kernel: Kernel) -> Kernel:
    """Compile a kernel on its first call and keep it in a cache on disk; it runs without Python's lock.

    A kernel takes numbers and numpy arrays only. It holds integers to 63 bits, adds up in loops (numpy adds in another
    order), calls `math` and not numpy for exp and log, and asks for no fast mathematics, so that both ways of running
    give the same answers bit by bit.
    """
    if not COMPILES:
        return kernel
    fast: Any = numba.njit(cache=True, nogil=True)(kernel)
    return cast(Kernel, fast)
