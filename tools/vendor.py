"""Fetch the third-party files that pages load, or check that nobody has changed them.

    python tools/vendor.py            fetch from npm what vendor.json names and write the checksums
    python tools/vendor.py --check    compare the files with their checksums; needs no network

To add a package or an icon, name it in roost/ground/ui/vendor.json and fetch. Nothing is built: files are copied,
source map comments are dropped (their maps are not shipped), modules find each other by the paths that `imports` gives
for their names, and the chosen icons become one sprite.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

UI = Path(__file__).resolve().parent.parent / "roost" / "ground" / "ui"
MANIFEST = UI / "vendor.json"
VENDOR = UI / "static" / "ui" / "vendor"
SOURCE_MAP = re.compile(rb"\s*(?:/\*#\s*sourceMappingURL=[^*]*\*/|//#\s*sourceMappingURL=\S*)\s*$")


def folder(package: dict[str, Any]) -> Path:
    """Give the folder of one package: its name without the scope."""
    return VENDOR / str(package["name"]).rpartition("/")[2]


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def sprite(icons: Path, names: list[str]) -> bytes:
    """Join single icons into one file of symbols, each called by its name."""
    symbols = []
    for name in sorted(names):
        drawing = re.search(r"<svg[^>]*>(.*)</svg>", (icons / f"{name}.svg").read_text(), re.DOTALL)
        if drawing is None:
            raise SystemExit(f"{name}.svg is not an icon; choose another name in {MANIFEST.name}.")
        shapes = re.sub(r"\s+", " ", drawing[1]).replace("> <", "><").replace(" />", "/>").strip()
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{shapes}</symbol>')
    return ('<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n").encode()


def with_imports(module: bytes, places: dict[str, str]) -> bytes:
    """Let a module import others by path, because a browser knows no packages by name."""
    for name, place in places.items():
        named, placed = f'from"{name}"'.encode(), f'from"{place}"'.encode()
        if module.count(named) != 1:
            raise SystemExit(f"{name} is not imported once; look at the module and mend {MANIFEST.name}.")
        module = module.replace(named, placed)
    return module


def download(package: dict[str, Any], into: Path) -> Path:
    """Unpack one npm package at its pinned version; give the folder that holds its files."""
    wanted = f"{package['name']}@{package['version']}"
    packed = subprocess.run(
        ["npm", "pack", "--silent", "--pack-destination", str(into), wanted],
        capture_output=True,
        text=True,
        check=False,
    )
    if packed.returncode:
        raise SystemExit(f"npm could not fetch {wanted}:\n{packed.stderr}")
    archive = into / packed.stdout.strip().splitlines()[-1]
    unpacked = into / archive.stem
    with tarfile.open(archive) as tar:
        tar.extractall(unpacked, filter="data")
    return unpacked / "package"


def fetch(manifest: dict[str, Any]) -> None:
    """Copy every named file into place and write its checksum into the manifest."""
    with tempfile.TemporaryDirectory() as scratch:
        for package in manifest["packages"]:
            source, target = download(package, Path(scratch)), folder(package)
            target.mkdir(parents=True, exist_ok=True)
            for entry in package["files"]:
                origin = source / entry["from"]
                content = sprite(origin, package["icons"]) if origin.is_dir() else origin.read_bytes()
                if origin.suffix in {".js", ".mjs", ".css"}:
                    content = SOURCE_MAP.sub(b"", content) + b"\n"
                content = with_imports(content, entry.get("imports", {}))
                (target / entry["file"]).write_bytes(content)
                entry["sha256"] = sha256(content)
            print(f"{package['name']} {package['version']}: {len(package['files'])} files")
    MANIFEST.write_text(json.dumps(manifest, indent=2) + "\n")


def problems(manifest: dict[str, Any]) -> list[str]:
    """Name every file that is missing, changed, or present without being named."""
    found, named = [], set()
    for package in manifest["packages"]:
        for entry in package["files"]:
            path = folder(package) / entry["file"]
            named.add(path)
            if not path.exists():
                found.append(f"{path.relative_to(VENDOR)} is missing")
            elif sha256(path.read_bytes()) != entry.get("sha256"):
                found.append(f"{path.relative_to(VENDOR)} is not the file that was vendored")
    strangers = (path for path in VENDOR.rglob("*") if path.is_file() and path not in named)
    return found + [f"{path.relative_to(VENDOR)} is named in no package" for path in sorted(strangers)]


def main() -> int:
    parser = argparse.ArgumentParser(description="Fetch or check the third-party files that pages load.")
    parser.add_argument("--check", action="store_true", help="compare the files with their checksums")
    manifest = json.loads(MANIFEST.read_text())
    if not parser.parse_args().check:
        fetch(manifest)
    found = problems(manifest)
    print("\n".join(found) or "All vendored files are as they were fetched.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
