"""What others wrote is shipped as it was fetched, with its licence, and is all that pages load from others."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

UI = Path(__file__).parent.parent
VENDOR = UI / "static" / "ui" / "vendor"
PACKAGES = json.loads((UI / "vendor.json").read_text())["packages"]
SPRITE = (VENDOR / "lucide-static" / "icons.svg").read_text()


def folder(package: dict[str, str]) -> Path:
    return VENDOR / package["name"].rpartition("/")[2]


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package["name"])
def test_every_file_is_the_one_that_was_fetched(package: dict) -> None:
    for entry in package["files"]:
        content = (folder(package) / entry["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == entry["sha256"], entry["file"]


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package["name"])
def test_every_package_comes_with_its_licence_and_a_pinned_version(package: dict) -> None:
    assert (folder(package) / "LICENSE").read_text().strip()
    assert package["licence"] in {"MIT", "0BSD", "ISC", "OFL-1.1", "Apache-2.0", "BSD-3-Clause"}
    assert re.fullmatch(r"\d+\.\d+\.\d+", package["version"])


def test_nothing_lies_there_that_nobody_named() -> None:
    named = {folder(package) / entry["file"] for package in PACKAGES for entry in package["files"]}
    assert {path for path in VENDOR.rglob("*") if path.is_file()} == named


def test_nothing_points_to_a_source_map_that_is_not_there() -> None:
    for path in VENDOR.rglob("*.*s"):
        assert "sourceMappingURL" not in path.read_text(), path.name


def test_the_sprite_holds_the_icons_that_the_list_names() -> None:
    named = next(package["icons"] for package in PACKAGES if package["name"] == "lucide-static")
    assert re.findall(r'<symbol id="([a-z0-9-]+)"', SPRITE) == sorted(named)


def test_a_page_weighs_little() -> None:
    own = [*UI.glob("static/ui/*.css"), *UI.glob("static/ui/css/*.css"), *UI.glob("static/ui/js/*.js")]
    shared = [VENDOR / "bootstrap" / "reboot.css", VENDOR / "htmx.org" / "htmx.js"]
    assert sum(path.stat().st_size for path in own + shared) + len(SPRITE) < 150_000
