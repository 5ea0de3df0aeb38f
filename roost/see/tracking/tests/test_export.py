"""What `roost board export` writes gives the server's own boards again, without the server."""

from __future__ import annotations

import csv
import json
import os
import signal
import stat
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction
from hypothesis import HealthCheck, assume, given, settings

from roost.doors.cli.main import main
from roost.doors.demo.actions import seed_demo
from roost.ground.kit import clock
from roost.ground.kit.errors import InputError
from roost.ground.kit.scopes import everywhere
from roost.ground.people.models import Affiliation, Organisation, Person, Team, TeamMembership
from roost.see.tracking.actions import Score, change_rules, launch_program, reverse_score, submit_file, submit_scores
from roost.see.tracking.engine import parse_window
from roost.see.tracking.models import Program
from roost.see.tracking.reads import Reader
from roost.see.tracking.reads.exports import export
from roost.see.tracking.tests.cases import Case, modest_cases
from roost.see.tracking.tests.test_server_board import Stage, storable

pytestmark = pytest.mark.django_db

STRANGE = [
    'Ann, "the" one',
    "line\nbreak",
    "return\rhere",
    "both\r\nends",
    "=1+1",
    "@cmd",
    "-2",
    " é ",
    "'; DROP TABLE",
]
RULES: dict[str, Any] = {
    "title": "Calls", "time_zone": "Asia/Kolkata", "week_start": "sunday",
    "season": {"from": "2024-06-01", "to": "2024-06-20"},
    "metrics": [
        {"key": "calls", "points_per_unit": 1.5, "team": "sum", "cap": {"points": 20, "per": "month"},
         "bonus": [{"at": 10, "points": 7}, {"at": 20, "points": 2.5}]},
        {"key": "visits", "points_per_unit": 0.333, "team": "average", "over": "active"},
        {"key": "old", "points_per_unit": 1, "team": "sum"},
    ],
}  # fmt: skip
WINDOWS = ("all", "season", "2024", "2024-05", "2024-06", "2024-W23", "2024-W24")


TIMES = ("2024-05-31T18:29:59Z", "2024-05-31T18:30:00Z", "2024-06-03", "2024-06-04T23:59", "2023-12-31 20:00+00:00")


@pytest.fixture
def program(in_scope: Organisation, make_person: Callable[..., Person], team: Team) -> Iterator[Program]:
    """Give a program with everything in it: two divisions, moves, caps, bonuses, reversals, people of all kinds."""
    twin = Team.objects.create(organisation=in_scope, division='South, "deep"\n', name=team.name)
    teams = [team, twin, *(Team.objects.create(organisation=in_scope, division="", name=name) for name in STRANGE)]
    people = [make_person(f"Player {place}", team=teams[place % len(teams)]) for place in range(20)]
    for place, person in enumerate(people):
        employee_id = None if place % 3 == 0 else f"{STRANGE[place % len(STRANGE)].strip()}{place}"
        Affiliation.objects.filter(person=person).update(employee_id=employee_id)
    Person.objects.filter(pk=people[0].pk).update(email=None)
    for person, there, days in ((people[1], team, 0), (people[2], teams[-1], 1), (people[3], team, 2)):
        TeamMembership.objects.filter(person=person).update(ends_on=date(2024, 6, 3))
        TeamMembership.objects.create(
            organisation=in_scope, person=person, team=there, starts_on=date(2024, 6, 3 + days)
        )
    founder = make_person("Noor Founder", team=team)
    with clock.at(datetime(2024, 7, 1, tzinfo=UTC)):
        made = launch_program(founder, organisation=in_scope, document=RULES, is_for_all=True)
        scores = [
            Score(person.pk, metric, f"{place * 7 % 13 - 2}.{place}5", TIMES[hour], key=f'{metric} {place},"{hour}"\n')
            for place, person in enumerate(people)
            for metric in ("calls", "visits", "old")
            for hour in range(len(TIMES))
        ]  # fmt: skip
        submit_scores(made, by=founder, scores=scores)
        submit_scores(made, by=founder, scores=[Score(0, "", "", "", key="early", reverses="comes late")])
        submit_scores(made, by=founder, scores=[Score(founder.pk, "calls", "5", "2024-06-03", key="comes late")])
        for score in scores[::7]:
            reverse_score(made, by=founder, key=score.key)
        change_rules(made, by=founder, document=RULES | {"metrics": RULES["metrics"][:2]}, version=1)
        yield made


def exported(program: Program, folder: Path, *options: str) -> str:
    said = StringIO()
    call_command("export", f"--program={program.pk}", str(folder), *options, stdout=said, stderr=said)
    return said.getvalue()


def refused(folder: Path, *options: str) -> str:
    with pytest.raises(CommandError) as error:
        call_command("export", str(folder), *options, stdout=StringIO(), stderr=StringIO())
    assert error.value.returncode == 2
    return str(error.value)


def computed(folder: Path, form: str, window: str, engine: str, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    files = {"--people": "people.csv", "--entries": f"entries.{form}", "--rules": "rules.json"}
    options = [part for option, name in files.items() for part in (option, str(folder / name))]
    capsys.readouterr()
    assert main(["board", "compute", *options, "--window", window, "--engine", engine, "--json"]) == 0
    out, error = capsys.readouterr()
    assert error == ""
    answer: dict[str, Any] = json.loads(out)
    return answer


def on_server(program: Program, window: str) -> dict[str, Any]:
    reader = Reader(program)
    return dict(json.loads(json.dumps(asdict(reader.board(parse_window(window, reader.rules))))))


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("form", ["csv", "parquet"])
@pytest.mark.parametrize("engine", ["sqlite", "duckdb"])
def test_every_window_is_the_servers_own(
    program: Program, form: str, engine: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exported(program, tmp_path / "out", "--format", form)
    digests = set()
    for window in WINDOWS:
        expected = on_server(program, window)
        assert computed(tmp_path / "out", form, window, engine, capsys) == expected
        digests.add(expected["digest"])
    assert len(digests) >= 5
    assert expected["unplaced"] == 0 < on_server(program, "all")["unplaced"]


@settings(max_examples=10, suppress_health_check=list(HealthCheck))
@given(case=modest_cases())
def test_whatever_the_server_holds_comes_out_the_same(
    case: Case, in_scope: Organisation, capsys: pytest.CaptureFixture[str]
) -> None:
    assume(storable(case))
    with clock.at(datetime(9998, 1, 1, tzinfo=UTC)), transaction.atomic(), TemporaryDirectory() as folder:
        stage = Stage(in_scope, replace(case, division=None))
        try:
            stage.deliver(stage.scores())
        except InputError:
            assume(False)
        for form, engine in (("csv", "sqlite"), ("parquet", "duckdb")):
            exported(stage.program, Path(folder, form), "--format", form)
            assert computed(Path(folder, form), form, case.window, engine, capsys) == stage.answer()
        transaction.set_rollback(True)


def test_a_sample_companys_program_comes_out_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with clock.at(datetime(2024, 6, 12, 20, 30, tzinfo=UTC)), everywhere():
        seed_demo(seed=7, sellers=24)
        program = Program.objects.order_by("pk")[0]
        for form, engine in (("csv", "duckdb"), ("parquet", "sqlite")):
            exported(program, tmp_path / form, "--format", form)
            assert computed(tmp_path / form, form, "2024-05", engine, capsys) == on_server(program, "2024-05")


def test_people_are_called_as_a_file_of_scores_may_call_them(program: Program, tmp_path: Path) -> None:
    members = list(
        Affiliation.objects.filter(person__name__startswith="Player").order_by("person").select_related("person")
    )
    nobody, by_address = members[0], members[3]
    # An address that is somebody's employee id, and an employee id that looks like what Roost would call somebody.
    Affiliation.objects.filter(pk=members[4].pk).update(employee_id=str(members[6].person.email).upper())
    Affiliation.objects.filter(pk=members[5].pk).update(employee_id=f"PERSON-{nobody.person_id}")
    exported(program, tmp_path / "out")
    called = {row["person"] for row in rows_of(tmp_path / "out" / "people.csv")}
    assert {members[1].employee_id, by_address.person.email, f"person-{members[6].person_id}"} <= called
    assert f"person-person-{nobody.person_id}" in called
    assert len(called) == 21
    found = rows_of(tmp_path / "out" / "entries.csv")
    assert {row["person"] for row in found} - {""} <= called


def test_the_upload_finds_the_same_people_and_entries_in_it(program: Program, tmp_path: Path) -> None:
    Affiliation.objects.filter(person__email=None).update(employee_id="had no address")
    exported(program, tmp_path / "out")
    path = tmp_path / "out" / "entries.csv"
    again = submit_file(program, by=program.founder, path=path, name=path.name)
    assert (again.added, again.known) == (0, len(rows_of(path)))


def test_rows_say_what_was_entered_and_what_was_taken_back(program: Program, tmp_path: Path) -> None:
    exported(program, tmp_path / "out")
    rows = {row["id"]: row for row in rows_of(tmp_path / "out" / "entries.csv")}
    assert len(rows) == program.entries.count()
    assert rows["early"] == dict.fromkeys(rows["early"], "") | {"id": "early", "reverses": "comes late"}
    late = rows["comes late"]
    assert (late["metric"], late["value"], late["occurred_at"]) == ("calls", "5", "2024-06-03")
    assert json.loads((tmp_path / "out" / "rules.json").read_text()) == json.loads(Reader(program).version.document)


def test_tools_find_numbers_and_local_days_in_parquet(program: Program, tmp_path: Path) -> None:
    exported(program, tmp_path / "out", "--format", "parquet")
    entries = tmp_path / "out" / "entries.parquet"
    asked = duckdb.connect().execute(f"SELECT DISTINCT value, occurred_at, day FROM '{entries}' WHERE metric = 'calls'")
    kinds = [str(column[1]) for column in asked.description or []]
    assert kinds == ["DECIMAL(18,3)", "VARCHAR", "DATE"]
    days = {occurred: day for _, occurred, day in asked.fetchall()}
    assert days["2024-05-31T18:29:59Z"] == date(2024, 5, 31)
    assert days["2024-05-31T18:30:00Z"] == date(2024, 6, 1)


def test_only_the_owner_may_read_them(program: Program, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir(mode=0o755)
    for name, form in (("new", "csv"), ("empty", "parquet")):
        exported(program, tmp_path / name, "--format", form)
        modes = {path.name: oct(stat.S_IMODE(path.stat().st_mode)) for path in (tmp_path / name).iterdir()}
        assert modes == dict.fromkeys(["people.csv", f"entries.{form}", "rules.json"], "0o600")
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o700


def test_what_was_written_is_said(program: Program, tmp_path: Path) -> None:
    entries = program.entries.count()
    people = TeamMembership.objects.count()
    assert exported(program, tmp_path / "out") == (
        f"Written to {tmp_path / 'out'}: people.csv (memberships: {people}), "
        f"entries.csv (rows: {entries}) and rules.json.\n"
    )
    assert json.loads(exported(program, tmp_path / "as json", "--format=parquet", "--json")) == {
        "program": program.pk,
        "folder": str(tmp_path / "as json"),
        "files": ["people.csv", "entries.parquet", "rules.json"],
        "memberships": people,
        "entries": entries,
    }


def test_a_program_without_entries_has_files_too(
    in_scope: Organisation, member: Person, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program = launch_program(member, organisation=in_scope, document=RULES, is_for_all=True)
    for form in ("csv", "parquet"):
        exported(program, tmp_path / form, "--format", form)
        assert computed(tmp_path / form, form, "all", "sqlite", capsys) == on_server(program, "all")


def test_other_programs_and_organisations_stay_out(program: Program, outsider: Person, tmp_path: Path) -> None:
    with everywhere():
        elsewhere = Affiliation.objects.get(person=outsider).organisation
        theirs = launch_program(outsider, organisation=elsewhere, document=RULES, is_for_all=True)
        submit_scores(theirs, by=outsider, scores=[Score(outsider.pk, "calls", "1", "2024-06-03", key="theirs")])
    exported(program, tmp_path / "out")
    assert "theirs" not in (tmp_path / "out" / "entries.csv").read_text()
    exported(theirs, tmp_path / "theirs")
    assert [row["id"] for row in rows_of(tmp_path / "theirs" / "entries.csv")] == ["theirs"]
    assert rows_of(tmp_path / "theirs" / "people.csv") == []


def test_a_folder_in_use_is_refused_and_left_alone(program: Program, tmp_path: Path) -> None:
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "mine.txt").write_text("mine")
    which = f"--program={program.pk}"
    assert "is not empty" in refused(tmp_path / "used", which)
    assert "this is a file" in refused(tmp_path / "used" / "mine.txt", which)
    assert "cannot be written (No such file" in refused(tmp_path / "nowhere" / "out", which)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["mine.txt", "used"]


def test_an_empty_folder_is_filled_where_it_stands(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It needs no right to write beside it, and who is in it sees the files come."""
    place = tmp_path / "empty"
    place.mkdir()
    before = place.stat().st_ino
    monkeypatch.chdir(place)
    exported(program, Path("."))
    assert place.stat().st_ino == before
    assert sorted(path.name for path in place.iterdir()) == ["entries.csv", "people.csv", "rules.json"]


@pytest.mark.parametrize("is_new", [True, False])
def test_who_asks_the_command_to_end_finds_nothing_left(is_new: bool, program: Program, tmp_path: Path) -> None:
    place = tmp_path / "out"
    if not is_new:
        place.mkdir()
    before = signal.getsignal(signal.SIGTERM)
    seen: list[str] = []

    def end(execute: Callable[..., Any], sql: str, *others: Any) -> Any:
        if 'FROM "tracking_entry"' in sql:
            seen.extend(path.name for path in place.glob("*/*"))
            os.kill(os.getpid(), signal.SIGTERM)
        return execute(sql, *others)

    with connection.execute_wrapper(end), pytest.raises(SystemExit) as ended:
        exported(program, place)
    assert (ended.value.code, signal.getsignal(signal.SIGTERM)) == (143, before)
    assert "people.csv" in seen
    assert list(tmp_path.rglob("*")) == ([] if is_new else [place])


def test_what_fails_elsewhere_is_not_laid_upon_the_folder(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))  # Where DuckDB would work.
    words = refused(tmp_path / "out", f"--program={program.pk}", "--format=parquet")
    assert words.startswith("Nothing was exported: ")
    assert "gone" in words
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_program_is_refused_and_nothing_is_made(db: None, tmp_path: Path) -> None:
    assert refused(tmp_path / "out", "--program=987654") == "There is no program 987654 (--program)."
    assert list(tmp_path.iterdir()) == []


def test_where_writing_fails_nothing_is_left(program: Program, tmp_path: Path) -> None:
    program.rules.all()._raw_delete(program.rules.db)
    with pytest.raises(IndexError):
        exported(program, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_large_ledgers_tell_how_far_they_are(program: Program, tmp_path: Path) -> None:
    told: list[int] = []
    written = export(program, tmp_path, tell=told.append, every=100)
    assert told == [100, 200, 300]
    assert 300 < written.entries < 400


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "--program"),
        (["--program", "1"], "FOLDER is required"),
        (["--program", "one", "out"], "--program must be a whole number, not 'one'"),
        (["--program", "1", "out", "--format", "xlsx"], "--format cannot be 'xlsx'"),
    ],
)
def test_what_was_typed_wrong_is_said_in_one_line(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["board", "export", *arguments]) == 2
    out, error = capsys.readouterr()
    assert (out, error.count("\n"), words in error) == ("", 1, True)
