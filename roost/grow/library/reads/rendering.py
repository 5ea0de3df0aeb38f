"""Markdown as HTML that is safe to show: no HTML of the writer's own, no pictures from elsewhere, links to the web."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

GOOD_LINK = re.compile(r"(?:https?://|mailto:)[^\s]+", re.IGNORECASE)


def _markdown() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False})
    made.disable(["image", "html_block", "html_inline"])
    made.validateLink = lambda url: bool(GOOD_LINK.fullmatch(url))  # type: ignore[method-assign]
    return made


_MARKDOWN = _markdown()


def rendered(text: str, *, top: int = 2) -> SafeString:
    """Render Markdown; its highest heading becomes `top`, since the page has a title of its own."""
    tokens = _MARKDOWN.parse(text)
    levels = [int(one.tag[1]) for one in tokens if one.type == "heading_open"]
    deeper = top - min(levels, default=top)
    for one in _all(tokens):
        if one.type in {"heading_open", "heading_close"}:
            one.tag = f"h{min(6, int(one.tag[1]) + deeper)}"
        elif one.type == "link_open":
            one.attrSet("rel", "noopener noreferrer")
    return mark_safe(str(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})))


def _all(tokens: Sequence[Token]) -> list[Token]:
    return [one for token in tokens for one in (token, *(token.children or ()))]
