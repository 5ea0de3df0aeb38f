"""Documents: told by their content, read apart, and refused where they are none."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from roost.ground.kit.errors import InputError
from roost.ground.people.models import Organisation, Person
from roost.grow.library.actions import Upload, Words, add_item, read_document
from roost.grow.library.actions.keeping import folder
from roost.grow.library.models import Item, Kind, Reading
from roost.grow.library.reads import Wanted, library_page

KEY = "0" * 32


def zipped(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return made.getvalue()


def pdf(words: bytes) -> bytes:
    """Write a PDF of one page."""
    drawn = b"BT /F1 12 Tf 72 720 Td (" + words + b") Tj ET"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    made, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(made))
        made += b"%d 0 obj%s\nendobj\n" % (number, part)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(made)
    return made + b"xref\n0 6\n0000000000 65535 f \n" + rows + end


WORD = {"[Content_Types]_xml": b"<a/>"}


@pytest.mark.parametrize(
    ("content", "ending", "words"),
    [
        (zipped(**WORD, word__document_xml=b"<d><p><t>harbour</t></p><p><t>master</t></p></d>"), "docx", "harbour"),
        (
            zipped(**WORD, ppt__presentation_xml=b"<p/>", ppt__slides__slide1_xml=b"<s><t>harbour</t></s>"),
            "pptx",
            "harbour",
        ),
        (
            zipped(mimetype=b"application/vnd.oasis.opendocument.text", content_xml=b"<o><p>harbour</p></o>"),
            "odt",
            "harbour",
        ),
        (pdf(b"The harbour master waited."), "pdf", "The harbour master waited."),
        ("Hafen, harbour".encode("utf-8-sig"), "txt", "harbour"),
    ],
)
def test_a_document_is_told_by_its_content_and_read(
    content: bytes, ending: str, words: str, in_scope: Organisation, member: Person
) -> None:
    bare = Words("t", "w", 1, ["deciding"])
    item = add_item(in_scope, by=member, kind=Kind.DOCUMENT, words=bare, key=KEY, upload=Upload("x.exe", [content]))
    read_document(item.pk)
    item.refresh_from_db()
    assert item.file_type == ending
    assert words in item.text


def full(parts: int = 5_001) -> bytes:
    """Give a Word file of more parts than anybody writes, with a list of them beyond a megabyte."""
    return zipped(**WORD, word__document_xml=b"<d/>", **{f"{number:0200}": b"" for number in range(parts)})


def lying(content: bytes) -> bytes:
    """Let a zip say that it has two parts; its list is as long as it is."""
    return content[:-12] + b"\x02\x00" + content[-10:]


def larger() -> bytes:
    """Give a zip whose true end stands in the record for larger files."""
    content = full()
    count, size, offset = struct.unpack("<HII", content[-12:-2])
    record = b"PK\x06\x06" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, count, count, size, offset)
    locator = b"PK\x06\x07" + struct.pack("<IQI", 0, len(content) - 22, 1)
    return content[:-22] + record + locator + content[-22:-12] + struct.pack("<HII", 2, 100, offset) + b"\0\0"


@pytest.mark.parametrize(
    "content",
    [
        full(),
        lying(full()),
        larger(),
        b"",
        b"MZ\x90\x00",
        b"\x89PNG\r\n\x1a\n",
        b"PK\x03\x04 broken",
        zipped(a=b"b"),
        b"\xff\xfe",
        b"a\x00b",
        b"x" * 21_000_000,
    ],
    ids=[
        "full zip",
        "lying zip",
        "larger zip",
        "empty",
        "program",
        "picture",
        "broken zip",
        "other zip",
        "not UTF-8",
        "binary",
        "too large",
    ],
)
def test_what_is_no_document_is_refused_and_leaves_nothing(
    content: bytes, in_scope: Organisation, member: Person
) -> None:
    before = sorted(folder().iterdir())
    bare = Words("t", "w", 1, ["deciding"])
    with pytest.raises(InputError):
        add_item(in_scope, by=member, kind=Kind.DOCUMENT, words=bare, key=KEY, upload=Upload("a.pdf", [content]))
    assert sorted(folder().iterdir()) == before
    assert not Item.objects.exists()


BOMB = (
    b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (one, b"&%c;" % (one - 1) * 10) for one in b"bcdefghi")
    + b"]><d><p>&i;</p></d>"
)


@pytest.mark.parametrize(
    "content",
    [
        zipped(**WORD, word__document_xml=BOMB),
        zipped(**WORD, word__document_xml=b"<d><p>harbour</p>" + b" " * 40_000_000 + b"</d>"),
        zipped(**WORD, word__document_xml=b"no XML"),
        b"%PDF-1.7 and nothing else",
    ],
    ids=["entities", "bomb", "no XML", "no PDF"],
)
def test_a_document_that_cannot_be_read_is_found_by_its_title(
    content: bytes, in_scope: Organisation, member: Person
) -> None:
    bare = Words("Harbour", "w", 1, ["deciding"])
    item = add_item(in_scope, by=member, kind=Kind.DOCUMENT, words=bare, key=KEY, upload=Upload("a", [content]))
    read_document(item.pk)
    item.refresh_from_db()
    assert (item.reading, item.text) == (Reading.FAILED, "")
    assert [line.item.title for line in library_page(member, in_scope, Wanted("harbour")).lines] == ["Harbour"]
