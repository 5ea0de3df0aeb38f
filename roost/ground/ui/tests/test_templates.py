"""Every template of the house, whoever wrote it: safe under the content policy, and spoken with known parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django_cotton.compiler_regex import CottonCompiler, Tag

from roost.ground.ui.frame import ICONS

ROOST = Path(__file__).parents[3]
UI = ROOST / "ground" / "ui"
COMPONENTS = {path.stem.replace("_", "-"): path for path in UI.glob("templates/cotton/*.html")}
# Mail programs know no style sheets, and mail has no content policy.
TEMPLATES = sorted(path for path in ROOST.rglob("templates/**/*.html") if "mail" not in path.parts)
COMMENT = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}|<!--.*?-->", re.DOTALL)
DJANGO = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
PASSED_ON = re.compile(
    r"(aria|data|hx)-[a-z-]+|autofocus|dir|disabled|download|form|formaction|formmethod|formnovalidate|hidden|id|lang|"
    r"name|open|rel|role|tabindex|target|value"
)


def written(path: Path) -> str:
    return COMMENT.sub("", path.read_text())


def declared(component: str) -> set[str]:
    """Give the attributes that a component names in its c-vars."""
    variables = re.search(r"<c-vars\s(.*?)/>", COMPONENTS[component].read_text(), re.DOTALL)
    return {name.lstrip(":") for name in re.findall(r"([:a-z-]+)(?==|\s)", variables[1])} if variables else set()


def uses(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Give each component that a template uses, with its attributes as they are written."""
    for match in Tag.tag_pattern.finditer(CottonCompiler().exclude_ignorables(written(path))[0]):
        tag = Tag(match)
        if not tag.is_closing and tag.tag_name not in {"c-vars", "c-slot"}:
            pairs = Tag.attr_pattern.findall(tag.attrs)
            yield tag.tag_name[2:], {name: quoted or bare for name, _, quoted, bare in pairs}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOST))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_nothing_is_inline_that_the_content_policy_refuses(path: Path) -> None:
    markup = written(path)
    assert not re.search(r"<style\b", markup)
    assert not re.search(r"\sstyle\s*=", markup)
    assert not re.search(r"<[^>]*\son[a-z]+\s*=", markup)
    assert "javascript:" not in markup
    assert "hx-on" not in markup
    assert all("src=" in script for script in re.findall(r"<script\b[^>]*>", markup))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_nothing_is_fetched_from_others(path: Path) -> None:
    assert not re.search(r"<(?:script|link|img|iframe|video|source|use)\b[^>]*(?:https?:)?//", written(path))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_every_icon_is_in_the_sprite(path: Path) -> None:
    for component, attributes in uses(path):
        icon = attributes.get("name" if component == "icon" else "icon", "")
        assert not re.fullmatch(r"[a-z0-9-]+", icon) or icon in ICONS, f"{icon} is no icon of vendor.json"


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_components_get_attributes_that_they_know(path: Path) -> None:
    for component, attributes in uses(path):
        assert component in COMPONENTS, f"there is no c-{component}"
        known = declared(component)
        for name in attributes:
            assert "COTTON" not in name, f"c-{component}: a condition stands within the quotes of an attribute"
            if name.startswith(":"):
                assert name[1:] in known, f"c-{component} would pass {name} on unescaped; write {name[1:]}=…"
            else:
                assert name in known or PASSED_ON.fullmatch(name), f"c-{component} does not know {name}"


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_every_class_is_styled_somewhere(path: Path) -> None:
    sheets = "".join(sheet.read_text() for sheet in ROOST.rglob("static/**/*.css") if "vendor" not in sheet.parts)
    styled = set(re.findall(r"\.([a-z][a-z0-9-]*)", sheets))
    for written_classes in re.findall(r'\bclass="([^"]*)"', written(path)):
        fixed = DJANGO.sub(lambda part: "…" if part[0].startswith("{{") else " ", written_classes)
        unknown = {name for name in fixed.split() if "…" not in name and name not in styled}
        assert not unknown, f"no style sheet knows {', '.join(sorted(unknown))}"


@pytest.mark.parametrize("component", sorted(COMPONENTS))
def test_a_component_explains_itself_and_is_documented(component: str) -> None:
    assert COMPONENTS[component].read_text().startswith("{# ")
    assert f"| `c-{component}` |" in (UI / "README.md").read_text()


def test_scripts_are_small_modules() -> None:
    for script in (path for path in ROOST.rglob("static/**/*.js") if "vendor" not in path.parts):
        assert len(script.read_text().splitlines()) < 100, name_of(script)
