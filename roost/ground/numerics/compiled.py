"""Kernels that numba compiles where it is installed, and that Python runs with the same answers where it is not."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, cached_property, update_wrapper
from hashlib import blake2b
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from shutil import rmtree
from threading import local
from typing import Any, TypeVar, cast

PACKAGE = Path(__file__).resolve().parents[2]
KERNELS = ("*/*/engine/**/*.py", "*/*/engine.py", "ground/numerics/*.py")
Kernel = TypeVar("Kernel", bound=Callable[..., Any])


def _fingerprint() -> str:
    """Give a name for all that kernels are made of: numba looks at a kernel's own file, not at those that it calls."""
    found = blake2b(digest_size=8)
    for file in sorted({file for place in KERNELS for file in PACKAGE.glob(place)}):
        found.update(file.read_bytes())
    return found.hexdigest()


@cache
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


def _installed() -> bool:
    return os.environ.get("NUMBA_DISABLE_JIT") != "1" and find_spec("numba") is not None


_running = local()


@contextmanager
def plainly() -> Iterator[None]:
    """Let this thread run kernels as plain Python within: for little work in a process that should not load more."""
    before, _running.plain = getattr(_running, "plain", False), True
    try:
        yield
    finally:
        _running.plain = before


class _Kernel:
    """Be a function that is compiled when it is called for the first time, or when a kernel that calls it is.

    A server that never searches never loads the compiler.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function
        update_wrapper(self, function)

    @cached_property
    def _dispatcher(self) -> Any:
        _choose_cache()
        return import_module("numba").njit(cache=True, nogil=True)(self._function)

    @property
    def _numba_type_(self) -> Any:
        # By this name numba asks what an object is that a kernel calls.
        return self._dispatcher._numba_type_

    def __call__(self, *arguments: Any) -> Any:
        return self._function(*arguments) if getattr(_running, "plain", False) else self._dispatcher(*arguments)


def compiled(kernel: Kernel) -> Kernel:
    """Compile a kernel on its first call and keep it in a cache on disk; it runs without Python's lock.

    A kernel takes numbers and numpy arrays only. It holds integers to 63 bits, adds up in loops (numpy adds in another
    order), calls `math` and not numpy for exp and log, and asks for no fast mathematics, so that both ways of running
    give the same answers bit by bit.
    """
    return cast(Kernel, _Kernel(kernel)) if _installed() else kernel
