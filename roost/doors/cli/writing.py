"""Files that a command writes: whole, or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from roost.ground.kit.errors import InputError, Problem


@contextmanager
def whole_file(name: str) -> Iterator[TextIO]:
    """Open a text file that comes to stand under its name only once the block ends well.

    Begin with it what takes long: InputError says at once where nothing can be written.
    """
    path = Path(name)
    if not path.name or (path.exists() and not path.is_file()):
        raise InputError(Problem("Only a file can be written. Name another one.", file=name))
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        file = beside.open("x", encoding="utf-8", newline="")
    except OSError as error:
        raise InputError(Problem(f"This file cannot be written: {error.strerror or error}.", file=name)) from None
    try:
        with file:
            yield file
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def refuse_same_files(names: Sequence[str | None]) -> None:
    """Refuse to write over what is read, and one file over the other; raises InputError that names them."""
    places: set[str] = set()
    for name in names:
        if name is None:
            continue
        if os.path.realpath(name) in places:
            raise InputError(Problem("This file is named twice. Give each its own.", file=name))
        places.add(os.path.realpath(name))


def show(text: str, stream: TextIO | None = None) -> None:
    """Print what may hold anything that a file held: no control character but a new line reaches a terminal."""
    out = sys.stdout if stream is None else stream
    plain = "".join(letter if letter.isprintable() or letter == "\n" else repr(letter)[1:-1] for letter in text)
    encoding = out.encoding or "utf-8"
    print(plain.encode(encoding, "backslashreplace").decode(encoding), file=out)
