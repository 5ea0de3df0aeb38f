"""Lists as real spreadsheets hold them: any habit of writing, who is recognised, and what is said of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from roost.gather.circles.models import Round, Seat
from roost.gather.circles.reads import (
    PeopleList,
    columns_of,
    guess,
    list_of_file,
    recognise_anew,
    roster_from,
    seats_in,
)
from roost.gather.circles.reads.managing import managers_in_words
from roost.gather.circles.reads.workbooks import MOST_UNPACKED
from roost.ground.kit.errors import InputError
from roost.ground.people.models import Organisation, Person

StartRound = Callable[..., Round]


@pytest.fixture
def read(in_scope: Organisation) -> Callable[[str | bytes], PeopleList]:
    """Give a reader of lists."""

    def read(content: str | bytes) -> PeopleList:
        told = content.encode() if isinstance(content, str) else content
        return list_of_file(told, file="people.csv", organisation=in_scope)

    return read


Read = Callable[[str | bytes], PeopleList]


@pytest.mark.parametrize(
    "content",
    [
        "Team list, spring 2026\n\nname;years\nAda;1,5\nBo;2\n",
        'sep=;\nname;years;;\n"Ada";1,5;;\nBo;2;;\n',
        "\ufeffname;years\nAda;1,5\nBo;2\n".encode("utf-16-le"),
        "name\tyears\nAda\t1.5\nBo\t2\n",
        "name,years,\nAda,1.5\nBo,2,\n",
        "name,years\n\xa0Ada ,1.5\n\nBo,2\n",
    ],
)
def test_habits_of_spreadsheets_are_understood(content: str | bytes, read: Read) -> None:
    found = read(content)
    assert [(one.label, one.cells["years"]) for one in found.people] == [("Ada", "1.5"), ("Bo", "2")]
    assert list(found.columns) == ["name", "years"]


@pytest.mark.parametrize("words", [("ja", "nein"), ("Oui", "non"), ("sí", "no"), ("x", "")])
def test_yes_and_no_in_other_languages_are_a_role(words: tuple[str, str], read: Read) -> None:
    found = read("name,moderator\n" + "".join(f"P{number},{words[number % 2]}\n" for number in range(4)))
    assert {one.cells["moderator"] for one in found.people} <= {"yes", "no", "x", ""}
    assert found.people[0].cells["moderator"] in {"yes", "x"}


def test_nobody_needs_an_id_or_an_address(read: Read) -> None:
    found = read("Name,E-Mail,function\nAda,a@x.org,Care\nBo,,Care\nCy,,Build\nCy,,Care\n,,Sales\nBo,,Care\n")
    assert [one.code for one in found.people] == ["a@x.org", "Bo", "Cy", "Cy (row 5)", "row 6"]
    assert found.remarks[0] == "Row 7 repeats row 3 and was left out."
    assert any(one.startswith("Rows 4 and 5 may be about the same person. By a name that") for one in found.remarks)


def test_rows_that_end_early_and_addresses_that_are_none_are_remarked(read: Read) -> None:
    found = read("name;e-mail;team\nAda;a@x.org;Care\ntoo;few\nBo;not-an-address;Care\nCy;;\n")
    assert found.remarks == (
        "Row 3 has 2 cells of 3; the others were taken as empty.",
        "What stands as an e-mail in row 3 is none.",
        "What stands as an e-mail in row 4 is none.",
    )


def test_two_spellings_of_one_name_are_remarked(read: Read) -> None:
    found = read('name,email\n"Krueger, Joerg",a@x.org\nJörg Krüger,b@x.org\nAnna Lee,c@x.org\nAnna Lee,d@x.org\n')
    assert found.remarks == ("Rows 2 and 3 may be about the same person.",)


@pytest.mark.parametrize(
    ("content", "column", "said"),
    [
        ("Name;E-Mail\nAda;a@x.org\nBea;A@x.org\nBo;a@x.org\n", "E-Mail", "same person as in row 2"),
        ("Personalnummer;Name\n7;Ada\n7;Bo\n", "Personalnummer", "stands in row 2 already"),
        ("name,Chef\nAda,Bo\nBo,Cy\nCy,Ada\n", "Chef", "lead round in a circle"),
        ("name,note\nAda," + "x" * 501 + "\n", "note", "at most 500"),
        ("name," + "x" * 201 + "\nAda,1\n", "x" * 50, "at most 200"),
        ("name,name\nAda,Bo\n", "name", "Two columns have this name"),
        ("name,,note\nAda,x,y\n", None, "Column 2 has no name"),
    ],
)
def test_what_is_wrong_is_said_by_the_columns_own_name(content: str, column: str | None, said: str, read: Read) -> None:
    with pytest.raises(InputError, match=said) as refused:
        read(content)
    assert refused.value.problems[0].column == column


@pytest.mark.parametrize("header", ["Vorgesetzte/r", "Führungskraft", "Supérieur", "Jefe", "Who they learn from"])
def test_managers_are_recognised_by_what_the_column_is_called_or_says(header: str, read: Read) -> None:
    found = read(
        f"Vorname;Name;Abteilung;{header}\nJörg;Krüger;A;\nBo;Lee;A;Joerg Krueger\nCy;Oh;B;Lee, Bo\nDi;So;B;\n"
    )
    assert list(found.columns) == ["first name", "last name", "Abteilung", "manager"]
    assert [one.cells["manager"] for one in found.people] == ["", "Jörg Krüger", "Bo Lee", ""]


def test_who_is_named_as_manager_and_not_there_is_told(start: StartRound) -> None:
    round = start("name,manager\nAda,\nBo,Ada\nCy,Zed Zet\nDi,Ada\n")
    roster = roster_from(round, seats_in(round))
    assert managers_in_words(roster) == "1 manager of this list was found on it. 1 is not on it: Zed Zet."
    assert guess(roster).apart.managers == "direct"
    nobody = roster_from(
        *(lambda one: (one, seats_in(one)))(start("name,boss\nAda,Zed\nBo,Yan\nCy,\nDi,\n", key="1" * 32))
    )
    assert guess(nobody).apart.managers == "none"
    assert managers_in_words(nobody).startswith("Nobody on this list is named")


def test_nobody_is_their_own_manager(read: Read) -> None:
    found = read("id,name,manager\n1,Ada,1\n2,Bo,Ada\n")
    assert [one.cells["manager"] for one in found.people] == ["", "1"]
    assert found.remarks == ("1 person stands as their own manager; that was left out.",)


def test_zones_that_are_none_are_kept_as_text(read: Read) -> None:
    found = read("name,Time zone\nAda,Europe/Paris\nBo,PST\n")
    assert list(found.columns) == ["name", "Time zone"]
    assert "“PST” in row 3 is no time zone such as Europe/Paris" in found.remarks[0]
    assert "timezone" in read("name,timezone\nAda,America/New York\nBo,\n").columns


def test_colleagues_are_recognised_by_a_full_name_of_their_own(
    read: Read, member: Person, founder: Person, make_person: Callable[..., Person]
) -> None:
    jorg, one, _other = make_person("Jörg Krüger"), make_person("Anna Lee"), make_person("anna  lee")
    found = read('name\n"Member, Mara"\nNOOR FOUNDER\nJoerg Krueger\nAnna Lee\nMara\n')
    assert [one.person for one in found.people] == [member.pk, founder.pk, jorg.pk, None, None]
    assert list(found.by_name) == [0, 1, 2]
    # Who has an address is known by that alone, and nobody is recognised twice.
    found = read("name,email\nMara Member,else@x.org\nNoor Founder,noor.founder@example.org\nFounder Noor,\n")
    assert [one.person for one in found.people] == [None, founder.pk, None]
    assert one.pk not in {listed.person for listed in found.people}


def test_who_came_to_roost_meanwhile_is_recognised_anew(start: StartRound, make_person: Callable[..., Person]) -> None:
    rows = "Eve Late,eve@x.org,1\nLea Later,,2\nSam Same,,3\nSam Same,,4\nMara Member,,5\nMara Member,z@x.org,6\n"
    round = start(f"name,email,n\n{rows}Noor Founder,noor.founder@example.org,7\nFounder Noor,,8\n")
    eve, lea, _sam = make_person("Somebody"), make_person("Lea Later"), make_person("Sam Same")
    Person.objects.filter(pk=eve.pk).update(email="Eve@x.org")
    seats = list(Seat.objects.filter(round=round))
    assert recognise_anew(round, seats) == {seats[0].pk: eve.pk, seats[1].pk: lea.pk}


def test_numbers_that_differ_for_everybody_are_not_mixed_and_numbers_can_be_wished_for(start: StartRound) -> None:
    rows = "".join(f"Person {n},{n * 17 % 101},{n % 12},{n}\n" for n in range(48))
    round = start(f"name,badge,team,Vorname\n{rows}")
    roster = roster_from(round, seats_in(round))
    rules = guess(roster)
    assert [one.column for one in rules.apart.at_most] == ["team"]
    assert rules.mix == ()
    assert [one.name for one in columns_of(roster)] == ["badge", "team"]
    assert all("at_most" in one.wishes for one in columns_of(roster))


def workbook(*rows: Sequence[object]) -> bytes:
    """Save rows as a workbook, with a second sheet that nobody meant."""
    book, made = Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.create_sheet("Notes").append(["nothing"])
    book.save(made)
    return made.getvalue()


def test_a_workbook_is_read_as_it_is(read: Read) -> None:
    header = ("Name", "years", "since", "moderator", "mentor", "note")
    ada = ("Ada", 2.0, date(2020, 5, 1), True, None, "#N/A")
    bo = ("Bo", 1.25, datetime(2021, 1, 2, 9, 30), False, "Ada", " x ")
    found = read(workbook(("Our list",), (), header, ada, bo))
    names = ("name", "years", "since", "moderator", "manager", "note")
    assert [dict(one.cells) for one in found.people] == [
        dict(zip(names, ("Ada", "2", "2020-05-01", "yes", "", ""), strict=True)),
        dict(zip(names, ("Bo", "1.25", "2021-01-02 09:30", "no", "Ada", "x"), strict=True)),
    ]


def test_a_workbook_that_is_damaged_or_far_too_large_is_refused(read: Read) -> None:
    content = workbook(("Name",), ("Ada",))
    for broken in (content[:-30], content[:400], b"PK\x03\x04", content.replace(b"xl/", b"yl/")):
        with pytest.raises(InputError, match="workbook cannot be read"):
            read(broken)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/worksheets/sheet1.xml", b" " * (MOST_UNPACKED + 1))
    with pytest.raises(InputError, match="holds too much"):
        read(packed.getvalue())
    with pytest.raises(InputError, match="at most 2000"):
        read(workbook(("Name",), *((f"P{number}",) for number in range(2001))))
    with pytest.raises(InputError, match="old kind"):
        read(b"\xd0\xcf\x11\xe0rest")


def test_a_column_of_people_says_who_they_are_where_none_else_does(read: Read) -> None:
    found = read("Person;office;reports to\nAda;Rome;\nBo;Oslo;Ada\n")
    assert [one.label for one in found.people] == ["Ada", "Bo"]
    assert [one.cells["manager"] for one in found.people] == ["", "Ada"]
    beside = read("name;Participant\nAda;yes\nBo;no\n")
    assert [one.label for one in beside.people] == ["Ada", "Bo"]
    assert "Participant" in beside.columns
    titled = read("People;\n;\nname;years\nAda;1\nBo;2\n")
    assert [one.label for one in titled.people] == ["Ada", "Bo"]
