"""What import-linter cannot say: rooms are entered by their front doors, and strings point down as well.

The stack itself is read from .importlinter, so it is written once.
"""

import configparser
import re
from collections.abc import Iterator
from pathlib import Path
from posixpath import dirname, normpath

import grimp
from django.apps import apps

ROOT = next(p for p in Path(__file__).resolve().parents if (p / ".importlinter").exists())
FRONT_DOORS = {"actions", "reads", "access", "engine", "ports"}
ALSO_FOR_DOORS = FRONT_DOORS | {"urls", "endpoints", "privacy"}
OPEN_ROOMS = {"activity", "behaviours", "ui", "kit", "release", "vault", "numerics"}
OPEN_MODULES = {"people.models"}
# Rows of these rooms mean nothing without the rule that guards them (purpose, minimum size, key).
SHUT_MODULES = {"activity.models", "release.models", "vault.models"}
# The last loads a library from outside the house, a compiler that most processes do without.
MAY_LOAD = ("roost.ground.kit.", "roost.doors.site.", "roost.ground.numerics.compiled")
# What scripts of rooms above may import of a room's scripts; ui's are open to all.
SCRIPTS_FOR_OTHERS = {"vault/pad.js", "vault/pad-list.js"}
REFUSED_NAMES = set("utils helpers common misc core base services manager handler data info signals".split())


def room_of(module: str) -> tuple[str, ...]:
    return tuple(module.split(".")[1:3])


def ranks() -> dict[str, int]:
    """Number the lines of the house from the top; rooms on one line share a number."""
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter")
    lines = contracts["importlinter:contract:house"]["layers"].split("\n")[1:]
    return {room.strip(): number for number, line in enumerate(lines) for room in line.split("|")}


RANK = ranks()


def points_down(here: tuple[str, ...], there: tuple[str, ...]) -> bool:
    return here == there or RANK[".".join(here)] < RANK[".".join(there)]


def trespasses(graph: grimp.ImportGraph) -> Iterator[str]:
    for importer in sorted(graph.modules):
        for imported in sorted(graph.find_modules_directly_imported_by(importer)):
            here, there = room_of(importer), room_of(imported)
            if here == there:
                continue
            way_in = (imported.split(".")[3:] or ["__init__"])[0]  # a room imported whole would hand out every file
            target = f"{there[-1]}.{way_in}"
            if target not in SHUT_MODULES:
                if there[0] == "doors" or there[-1] in OPEN_ROOMS or target in OPEN_MODULES:
                    continue
                if way_in in (ALSO_FOR_DOORS if here[0] == "doors" else FRONT_DOORS):
                    continue
            yield f"{importer} -> {imported}"


def sources() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "roost").rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if "tests" not in parts and "migrations" not in parts:
            yield ".".join(parts), path.read_text()


def test_rooms_are_entered_by_the_front_door() -> None:
    assert list(trespasses(grimp.build_graph("roost", cache_dir=None))) == []


def test_product_code_imports_no_tests() -> None:
    """Folders of tests are exempt because the graph does not hold them; so nothing else may lean on them."""
    assert [p for p in (ROOT / "roost").rglob("tests/__init__.py")] == []
    imports = re.compile(r"^\s*(from|import)\b.*\btests\b", re.M)
    assert [module for module, text in sources() if imports.search(text)] == []


def test_nothing_is_imported_by_a_string() -> None:
    loads = re.compile(r"\b(get_model|import_string|import_module|__import__)\b")
    assert [module for module, text in sources() if loads.search(text) and not module.startswith(MAY_LOAD)] == []


def loaded_late() -> Iterator[tuple[str, str]]:
    """Give who loads which module by `kit.late`, of which the graph sees no arrow."""
    for module, text in sources():
        if module != "roost.ground.kit.late":
            yield from ((module, named.strip('"')) for named in re.findall(r"\blate\((.*?)\)", text))


def test_doors_alone_load_late_and_only_what_they_could_as_well_import() -> None:
    graph = grimp.build_graph("roost", cache_dir=None)
    users = graph.find_modules_that_directly_import("roost.ground.kit.late") | {user for user, _ in loaded_late()}
    assert [user for user in users if not user.startswith("roost.doors.")] == []
    for user, named in loaded_late():
        assert named in graph.modules, f"{user} does not say which module it loads: {named}"
        assert points_down(room_of(user), room_of(named))
        graph.add_import(importer=user, imported=named)
    assert list(trespasses(graph)) == []


def test_foreign_keys_point_down_and_leave_no_name_above() -> None:
    """A reverse name would let a lower room query a higher one without importing it."""
    found = []
    for model in apps.get_models():
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
            ends = [model.__module__, field.related_model.__module__] if field.is_relation else []
            if not ends or not all(module.startswith("roost.") for module in ends):
                continue
            here, there = map(room_of, ends)
            if not points_down(here, there) or (here != there and not field.remote_field.hidden):
                found.append(f"{model._meta.label}.{field.name} -> {'.'.join(there)}")
    assert found == []


def test_every_room_has_its_place_in_the_stack() -> None:
    """The linter's own `exhaustive` sees floors only, so the rooms are counted here."""
    on_disk = {f"{p.parent.name}.{p.stem}" for p in (ROOT / "roost").glob("*/*") if not p.name.startswith("__")}
    assert on_disk == set(RANK)
    assert {p.name for p in (ROOT / "roost").glob("[!_]*")} == {room.split(".")[0] for room in RANK}


def test_templates_lean_on_their_own_room_and_on_ui() -> None:
    found = []
    for page in (ROOT / "roost").rglob("templates/**/*.html"):
        floor, room = page.relative_to(ROOT / "roost").parts[:2]
        used = set(re.findall(r"{%-?\s*(?:include|extends)\s+[\"'](\w+)/", page.read_text())) - {room, "ui"}
        found += [f"{page.name} -> {other}" for other in used if floor != "doors"]
    assert found == []


def test_scripts_import_scripts_that_are_there_of_rooms_below() -> None:
    """By a path from where they stand: that alone stays right where files have a digest in their names."""
    scripts = {path.as_posix().split("/static/")[1]: path for path in (ROOT / "roost").glob("*/*/static/**/*.js")}
    found = []
    for here, path in scripts.items():
        if "/vendor/" in here:
            continue
        for named in re.findall(r'^(?:import|export) (?:[\w{},*\s]+ from )?"([^"]+)"', path.read_text(), re.M):
            there = normpath(f"{dirname(here)}/{named}")
            if not named.startswith(".") or there not in scripts:
                found.append(f"{here} -> {named}, which is not there")
                continue
            rooms = [one.relative_to(ROOT / "roost").parts[:2] for one in (path, scripts[there])]
            is_door = rooms[0] == rooms[1] or rooms[1][1] == "ui" or there in SCRIPTS_FOR_OTHERS
            if not (is_door and points_down(*rooms)):
                found.append(f"{here} -> {there}")
    assert found == []


def test_names_say_what_a_file_is_for() -> None:
    assert [module for module, _ in sources() if module.split(".")[-1] in REFUSED_NAMES] == []
