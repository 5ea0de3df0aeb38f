"""Run a module in a process of its own: a hostile file costs that process, and keeps nobody waiting for long.

python -m roost.ground.kit.apart MODULE
"""

from __future__ import annotations

import os
import resource
import runpy
import subprocess
import sys
from contextlib import suppress
from tempfile import TemporaryFile

SECONDS = 90
SECONDS_OF_WORK = 30
MOST_MEMORY = 1024**3
MOST_OUTPUT = 16 * 1024**2
# What Python needs to begin; everything else may be a secret of this installation.
TOLD = frozenset({"PATH", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "LANG", "LC_ALL"})
LIMITS = (
    (resource.RLIMIT_CPU, SECONDS_OF_WORK),
    (resource.RLIMIT_AS, MOST_MEMORY),
    (resource.RLIMIT_FSIZE, MOST_OUTPUT),
    (resource.RLIMIT_CORE, 0),
)


class TooMuch(Exception):
    """Say that a process took more than it may, or came to grief."""


def run_apart(module: str, content: bytes, *, seconds: float = SECONDS) -> bytes:
    """Give what a module prints that finds `content` on its standard input; it is told no setting.

    Raises TooMuch after `seconds`, 30 seconds of processor time, 1 GB of memory or 16 MB printed, and where it fails.
    """
    environment = {name: value for name, value in os.environ.items() if name in TOLD}
    with TemporaryFile() as printed:
        try:
            done = subprocess.run(
                (sys.executable, "-m", "roost.ground.kit.apart", module),
                input=content,
                stdout=printed,
                # It may hold words of the file.
                stderr=subprocess.DEVNULL,
                timeout=seconds,
                env=environment,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise TooMuch from None
        printed.seek(0)
        found = printed.read(MOST_OUTPUT + 1)
    if done.returncode != 0 or len(found) > MOST_OUTPUT:
        raise TooMuch
    return found


def main(module: str) -> None:
    """Be that process: limit oneself, then be the module."""
    for what, most in LIMITS:
        # Not every system knows every limit; whoever waits for this process ends it all the same.
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(sys.argv[1])
