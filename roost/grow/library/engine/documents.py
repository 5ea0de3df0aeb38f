"""Documents: what kind a file is by its content, and the words in it.

    python -m roost.grow.library.engine.documents < FILE

Roost runs it so, apart (`roost.ground.kit.apart`): a file that somebody sent may be made to cost as much as it can.
"""

from __future__ import annotations

import io
import re
import struct
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO

from defusedxml.ElementTree import fromstring
from pypdf import PdfReader

LARGEST_FILE = 20 * 1024 * 1024
MOST_LETTERS = 200_000
MOST_PAGES = 500
MOST_PARTS = 5_000
LARGEST_LIST = 1024 * 1024
LARGEST_PART = 32 * 1024 * 1024
BREAKS = {"p", "h", "br", "tab", "tr"}
UNPRINTED = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f]")
# The record at the end of a zip: its mark, then, after six bytes, how many parts it has and how long their list is.
END, LARGE_END = b"PK\x05\x06", b"PK\x06\x07"
END_RECORD = struct.Struct("<6xHI6x")
LONGEST_END = 22 + 65_535
SLIDE = re.compile(r"ppt/slides/slide(\d+)\.xml")


@dataclass(frozen=True)
class Sort:
    """A sort of document: the ending of its name, and what browsers are told it is."""

    ending: str
    content_type: str


OFFICE = "application/vnd.openxmlformats-officedocument"
PDF = Sort("pdf", "application/pdf")
DOCX = Sort("docx", f"{OFFICE}.wordprocessingml.document")
PPTX = Sort("pptx", f"{OFFICE}.presentationml.presentation")
ODT = Sort("odt", "application/vnd.oasis.opendocument.text")
TXT = Sort("txt", "text/plain; charset=utf-8")
MD = Sort("md", "text/markdown; charset=utf-8")
SORTS = {one.ending: one for one in (PDF, DOCX, PPTX, ODT, TXT, MD)}


def sort_of(file: IO[bytes], name: str = "") -> Sort | None:
    """Say by its content what sort of document a file is; None for anything else.

    The name decides nothing but whether a text is called Markdown.
    """
    file.seek(0)
    start = file.read(1024)
    if start.startswith(b"%PDF-"):
        return PDF
    if start.startswith(b"PK\x03\x04"):
        return _sort_of_zip(file)
    return _sort_of_text(file, name)


def _zip(file: IO[bytes]) -> zipfile.ZipFile:
    """Open a zip of a document's size. Raises ValueError for one of more parts, before it reads their names."""
    start = max(file.seek(0, io.SEEK_END) - LONGEST_END, 0)
    file.seek(start)
    before, mark, end = file.read().rpartition(END)
    # Lengths of more than four bytes belong to files that are too large here.
    if not mark or len(end) < END_RECORD.size or LARGE_END in before[-20:]:
        raise ValueError("It has no end, or one of a larger file.")
    count, size = END_RECORD.unpack_from(end)
    if count > MOST_PARTS or size > LARGEST_LIST:
        raise ValueError("It has too many parts.")
    return zipfile.ZipFile(file)


def _sort_of_zip(file: IO[bytes]) -> Sort | None:
    try:
        with _zip(file) as parts:
            names = set(parts.namelist())
            if "[Content_Types].xml" in names:
                return DOCX if "word/document.xml" in names else PPTX if "ppt/presentation.xml" in names else None
            if "content.xml" in names and "mimetype" in names and parts.getinfo("mimetype").file_size < 100:
                return ODT if parts.read("mimetype").decode("ascii", "replace") == ODT.content_type else None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError):
        return None
    return None


def _sort_of_text(file: IO[bytes], name: str) -> Sort | None:
    file.seek(0)
    content = file.read(LARGEST_FILE + 1)
    if UNPRINTED.search(content):
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    if not text or text.isspace():
        return None
    return MD if name.lower().endswith((".md", ".markdown")) else TXT


def words_of(file: IO[bytes], sort: Sort) -> str:
    """Give the words of a document, two hundred thousand letters at most. Raises ValueError where there are none."""
    file.seek(0)
    readers: dict[str, Callable[[IO[bytes]], Iterator[str]]] = {
        "pdf": _of_pdf,
        "docx": lambda one: _of_parts(one, re.compile(r"word/document\.xml")),
        "pptx": lambda one: _of_parts(one, SLIDE),
        "odt": lambda one: _of_parts(one, re.compile(r"content\.xml")),
    }
    read = readers.get(sort.ending, _of_text)
    found, length = [], 0
    for piece in read(file):
        found.append(piece)
        length += len(piece)
        if length >= MOST_LETTERS:
            break
    words = "\n".join(found).replace("\x00", " ")[:MOST_LETTERS].strip()
    if not words:
        raise ValueError("There are no words in it.")
    return words


def _of_text(file: IO[bytes]) -> Iterator[str]:
    yield file.read(4 * MOST_LETTERS).decode("utf-8-sig", "ignore")


def _of_pdf(file: IO[bytes]) -> Iterator[str]:
    for page in PdfReader(io.BytesIO(file.read(LARGEST_FILE))).pages[:MOST_PAGES]:
        yield page.extract_text()


def _of_parts(file: IO[bytes], wanted: re.Pattern[str]) -> Iterator[str]:
    """Give the words of those parts of a zip whose names are wanted, in the order of their numbers."""
    with _zip(file) as parts:
        names = [name for name in parts.namelist() if wanted.fullmatch(name)]
        for name in sorted(names, key=lambda one: (len(one), one)):
            with parts.open(name) as part:
                # By what comes out and not by what the file says of itself: that may be a lie.
                content = part.read(LARGEST_PART + 1)
            if len(content) > LARGEST_PART:
                raise ValueError("A part of it is too large.")
            yield "".join(_texts(content))


def _texts(content: bytes) -> Iterator[str]:
    for element in fromstring(content).iter():
        if element.tag.rpartition("}")[2] in BREAKS:
            yield "\n"
        yield element.text or ""
        yield element.tail or ""


def main() -> None:
    """Print the words of the file on standard input; nothing where it is no document."""
    file = io.BytesIO(sys.stdin.buffer.read())
    sort = sort_of(file)
    sys.stdout.buffer.write((words_of(file, sort) if sort else "").encode("utf-8", "replace"))


if __name__ == "__main__":
    main()
