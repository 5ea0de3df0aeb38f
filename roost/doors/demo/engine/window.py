"""Look for a word wherever a server keeps something: as it was typed, and as it would look if it were only packed."""

from __future__ import annotations

import json
import subprocess
import sys
from base64 import b64encode, urlsafe_b64encode
from html import escape
from pathlib import Path
from urllib.parse import quote

FEWEST_LETTERS = 5
MOST_LETTERS = 100
READ = "import pathlib, sys; sys.stdout.buffer.write(pathlib.Path(sys.argv[1]).read_bytes())"


def forms_of(word: str) -> frozenset[bytes]:
    """Give what to look for, in small letters where letters may be small: UTF-8, UTF-16, hexadecimal and base64.

    Of base64 only the letters that the word alone decides, at each of the three places where it may begin. Letters
    beyond those of English are looked for in each case, and as JSON, HTML and addresses write them.
    """
    plain = word.encode()
    cases = {word, word.lower(), word.upper(), word.capitalize(), word.title()}
    written = {form for one in cases for form in (one, json.dumps(one)[1:-1], quote(one), escape(one))}
    forms = {form.encode().lower() for form in written} | {one.encode("utf-16-le").lower() for one in cases}
    forms.add(plain.hex().encode())
    for shift in range(3):
        first, last = -(-shift * 8 // 6), (shift + len(plain)) * 8 // 6
        for encode in (b64encode, urlsafe_b64encode):
            forms.add(encode(b"\0" * shift + plain)[first:last])
    return frozenset(forms)


def count_in(content: bytes, forms: frozenset[bytes]) -> int:
    """Count how often any of the forms stands in the content, whatever the case of what is not packed."""
    small = content.lower()
    return sum(max(small.count(form), content.count(form)) for form in forms)


def count_in_file(path: Path, forms: frozenset[bytes]) -> tuple[int, int]:
    """Give the size of a file in bytes, and how often any of the forms stands in it.

    Another process reads it: whoever closes a file gives up every lock that their process holds on it, SQLite's too,
    and others would take the database for closed while it is written to.
    """
    content = subprocess.run((sys.executable, "-I", "-c", READ, str(path)), stdout=subprocess.PIPE, check=True).stdout
    return len(content), count_in(content, forms)
