"""`roost people import` and `roost init`, as a host types them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from roost.doors.cli.main import main
from roost.ground.kit.scopes import everywhere
from roost.ground.people.management.machine import time_zone
from roost.ground.people.models import Affiliation, Organisation, Person, Role, RoleGrant

pytestmark = pytest.mark.django_db

Said = pytest.CaptureFixture[str]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text("person,name,team,reports_to,Gender\n2,Ben,Cleveland,1,m\n1,Ada,,,f\n")
    return path


def people() -> int:
    with everywhere():
        return Affiliation.objects.count()


def test_the_answer_is_counts_and_problems(file: Path, capsys: Said) -> None:
    assert main(["people", "import", str(file), "--organisation", "Harbour", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "added": 2, "changed": 0, "moved": 0, "unchanged": 0, "leaving": 0, "problems": []
    }  # fmt: skip
    assert main(["people", "import", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["unchanged"] == 2
    assert people() == 2


def test_a_dry_run_writes_nothing_and_tells_what_would_be(file: Path, capsys: Said) -> None:
    assert main(["people", "import", str(file), "--dry-run"]) == 0
    told, made = capsys.readouterr()
    assert made == "There was no organisation here, so 'My organisation' would be made.\n"
    assert "Added: 2" in told
    assert "  Ben (2): Team Cleveland; Manager Ada" in told
    assert "Not used: Gender" in told
    assert "Nothing was written." in told
    assert Organisation.objects.count() == 0


def test_an_organisation_that_an_import_makes_is_told_apart_from_the_answer(file: Path, capsys: Said) -> None:
    assert main(["people", "import", str(file), "--json"]) == 0
    answer, made = capsys.readouterr()
    assert json.loads(answer)["added"] == 2
    assert made == "There was no organisation here, so 'My organisation' was made.\n"
    assert main(["people", "import", str(file), "--json"]) == 0
    assert capsys.readouterr().err == ""


def test_divisions_without_teams_are_said_to_become_teams(file: Path, capsys: Said) -> None:
    file.write_text("person,division\n1,North\n2,South\n")
    assert main(["people", "import", str(file)]) == 0
    assert "each division becomes one team" in capsys.readouterr().out


def test_with_a_problem_nothing_is_written_and_the_status_is_2(file: Path, capsys: Said) -> None:
    file.write_text("person,reports_to\n1,\n2,77\n")
    assert main(["people", "import", str(file), "--json"]) == 2
    told = capsys.readouterr()
    (problem,) = json.loads(told.out)["problems"]
    assert (problem["row"], problem["column"], problem["value"]) == (3, "reports_to", "77")
    assert problem["message"] in told.err
    assert f"{file}, row 3, column reports_to" in told.err
    assert main(["people", "import", str(file)]) == 2
    told = capsys.readouterr()
    assert (told.out, "'77'" in told.err) == ("", True)
    assert Organisation.objects.count() == people() == 0


def test_a_file_that_is_no_text_is_one_problem(file: Path, capsys: Said) -> None:
    file.write_bytes(b"\0\1\2")
    assert main(["people", "import", str(file), "--json"]) == 2
    told = json.loads(capsys.readouterr().out)
    assert told["added"] == 0
    assert [problem["row"] for problem in told["problems"]] == [1]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["people"], "required"),
        (["people", "import"], "FILE"),
        (["people", "import", "/nowhere/people.csv"], "/nowhere/people.csv"),
        (["people", "import", "x.csv", "--colour"], "--colour"),
        (["init", "--organisation", "Harbour", "--email", "ada"], "--email"),
        (["init", "--organisation", " ", "--email", "ada@example.org"], "--organisation"),
    ],
)
def test_wrong_arguments_are_named(arguments: list[str], words: str, capsys: Said) -> None:
    assert main(arguments) == 2
    told = capsys.readouterr()
    assert (told.out, words in told.err) == ("", True)


def test_among_several_organisations_one_is_named(
    file: Path, organisation: Organisation, other_organisation: Organisation, capsys: Said
) -> None:
    for arguments in ([], ["--organisation", "Harbor"]):
        assert main(["people", "import", str(file), *arguments]) == 2
        assert "'Elsewhere', 'Harbour'" in capsys.readouterr().err
    assert main(["people", "import", str(file), "--organisation", "Elsewhere"]) == 0
    with everywhere():
        assert set(Affiliation.objects.values_list("organisation__name", flat=True)) == {"Elsewhere"}


def test_leavers_are_asked_for(organisation: Organisation, tmp_path: Path, capsys: Said) -> None:
    everybody, fewer = tmp_path / "all.csv", tmp_path / "fewer.csv"
    everybody.write_text("person\n" + "".join(f"{number}\n" for number in range(20)))
    fewer.write_text("person\n" + "".join(f"{number}\n" for number in range(1, 20)))
    main(["people", "import", str(everybody), "--json"])
    main(["people", "import", str(fewer), "--json"])
    main(["people", "import", str(fewer), "--leavers", "--json"])
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["added"], one["leaving"]) for one in told] == [(20, 0), (0, 0), (0, 1)]


def test_init_makes_no_second_organisation_by_mistake(organisation: Organisation, capsys: Said) -> None:
    arguments = ["init", "--organisation", "Harbor", "--email", "ada@example.org"]
    assert main(arguments) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "there is no 'Harbor' here, but 'Harbour'" in told.err
    assert "--another" in told.err
    assert (Organisation.objects.count(), Person.objects.count()) == (1, 0)
    assert main([*arguments, "--another"]) == 0
    assert set(Organisation.objects.values_list("name", flat=True)) == {"Harbor", "Harbour"}
    assert main(arguments) == 0


def test_init_makes_an_administrator_who_can_come_in(capsys: Said) -> None:
    for _ in range(2):
        arguments = ["init", "--organisation", "Harbour", "--email", "Ada@Example.org", "--name", "Ada"]
        assert main(arguments) == 0
    link = re.findall(r"http://localhost:8000(/\S+)", capsys.readouterr().out)[-1]
    with everywhere():
        assert RoleGrant.objects.get().role == Role.ADMINISTRATOR
    client = Client()
    page = client.get(link, follow=True)
    answer = client.post(
        page.redirect_chain[-1][0], {"new_password1": "harbour-lights-9", "new_password2": "harbour-lights-9"}
    )
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(Person.objects.get(email="ada@example.org").pk)


def test_init_says_that_there_is_an_administrator_already(capsys: Said) -> None:
    def said(email: str) -> str:
        assert main(["init", "--organisation", "Harbour", "--email", email]) == 0
        return capsys.readouterr().out

    assert "already" not in said("ada@example.org")
    assert "already" not in said("ada@example.org")
    assert said("ben@example.org").startswith("Harbour is looked after by ada@example.org already.\n")


def zone_of(email: str) -> str:
    return Person.objects.get(email=email).time_zone


def test_init_gives_the_administrator_a_time_zone(capsys: Said, settings: Any) -> None:
    arguments = ["init", "--organisation", "Harbour", "--email", "ada@example.org"]
    assert main([*arguments, "--time-zone", "Mars/Olympus"]) == 2
    assert "--time-zone: there is no zone 'Mars/Olympus'." in capsys.readouterr().err
    assert not Organisation.objects.exists()
    assert main([*arguments, "--time-zone", "Asia/Kolkata"]) == 0
    assert main(arguments) == 0
    assert "keeps" not in capsys.readouterr().out
    assert main([*arguments, "--time-zone", "Asia/Tokyo"]) == 0
    assert "ada@example.org was here already and keeps the time zone Asia/Kolkata." in capsys.readouterr().out
    assert zone_of("ada@example.org") == "Asia/Kolkata"
    settings.TIME_ZONE = "America/Chicago"
    assert main(["init", "--organisation", "Harbour", "--email", "ben@example.org"]) == 0
    assert zone_of("ben@example.org") == "America/Chicago"


@pytest.mark.parametrize(
    ("link", "text", "zone"),
    [
        ("/usr/share/zoneinfo/Europe/Paris", "Asia/Tokyo\n", "Europe/Paris"),
        ("../usr/share/zoneinfo/Etc/UTC", None, "UTC"),
        ("/var/db/timezone/zoneinfo/America/Argentina/Ushuaia", None, "America/Argentina/Ushuaia"),
        ("/opt/my-zone", "Asia/Tokyo\n", "Asia/Tokyo"),
        (None, "Nowhere", "UTC"),
        (None, None, "UTC"),
    ],
)
def test_the_zone_of_a_machine_is_told_by_its_files(
    link: str | None, text: str | None, zone: str, tmp_path: Path
) -> None:
    if link:
        (tmp_path / "localtime").symlink_to(link)
    if text:
        (tmp_path / "timezone").write_text(text)
    assert time_zone(tmp_path) == zone


def test_commands_that_start_at_once_on_an_empty_folder_wait_for_each_other(file: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "roost.doors.cli.main", "people", "import", str(file), "--json"]
    chosen = {"ROOST_DATA_DIR": str(tmp_path / "data"), "ROOST_DATABASE_URL": ""}
    environment = {**os.environ, **chosen, "DJANGO_SETTINGS_MODULE": "roost.doors.site.settings"}
    starting = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    said = [process.communicate() for process in starting]
    assert [process.returncode for process in starting] == [0, 0, 0], said
    assert sorted(json.loads(out)["added"] for out, _ in said) == [0, 0, 2]
