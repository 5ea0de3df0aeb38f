"""What exists has its paragraph, and what is described exists."""

from __future__ import annotations

import configparser
import re
from pathlib import Path

from roost.doors.api.urls import api
from roost.doors.cli.main import SERVER_COMMANDS
from roost.doors.site.environment import Environment
from roost.ground.activity.ports import verbs

ROOT = Path(__file__).resolve().parents[2]


BEGINNING = re.compile(
    r"^- (.+?)(?::|\(| is | are | holds | knows | counts | decides | delivers | puts | keeps )", re.M
)


def items(page: str) -> set[str]:
    """Give what the page's list items begin with, in backticks."""
    text = (ROOT / "docs" / page).read_text()
    return {name for line in BEGINNING.findall(text) for name in re.findall(r"`([^`]+)`", line)}


def rooms() -> set[str]:
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter")
    lines = contracts["importlinter:contract:house"]["layers"].split("\n")[1:]
    return {room.strip() for line in lines for room in line.split("|")}


def test_every_room_is_described_and_has_a_readme_of_one_screen() -> None:
    assert items("rooms.md") == rooms()
    for room in rooms():
        readme = ROOT / "roost" / room.replace(".", "/") / "README.md"
        assert readme.exists(), room
        assert len(readme.read_text().splitlines()) <= 70, room


def test_every_setting_is_described() -> None:
    assert items("settings.md") == {f"ROOST_{name.upper()}" for name in Environment.model_fields}


def test_every_verb_is_described_with_its_purpose() -> None:
    assert items("verbs.md") == {verb.name for verb in verbs()}
    text = (ROOT / "docs" / "verbs.md").read_text()
    for verb in verbs():
        line = next(line for line in text.splitlines() if f"`{verb.name}`" in line)
        assert f"({verb.purpose}" in line
        assert ("names nobody" in line) != verb.names_people


def test_every_command_is_described() -> None:
    described = {name.split()[1] for name in items("commands.md")}
    assert described == {*SERVER_COMMANDS, "assess", "board", "circles", "instruments", "library"}


def test_every_endpoint_is_described() -> None:
    schema = api.get_openapi_schema(path_prefix="")
    endpoints = {f"{method.upper()} {path}" for path, methods in schema["paths"].items() for method in methods}
    assert items("api.md") == {endpoint for endpoint in endpoints}


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_links_between_documents_lead_somewhere() -> None:
    for page in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("roost/**/README.md")]:
        for target in re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.relative_to(ROOT)} -> {target}"
