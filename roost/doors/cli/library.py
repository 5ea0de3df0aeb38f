"""`roost library search`: the right thing to read for a worry in own words, from plain files, without a server."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from roost.grow.library.engine import SHIPPED, Deck, Found, read_cards

MOST = 3


def add_to(commands: Any) -> None:
    """Add `library` and its own command to a parser's."""
    group = commands.add_parser("library", help="find something worth a few minutes")
    search = group.add_subparsers(required=True, metavar="COMMAND").add_parser("search", help="find cards")
    search.add_argument("words", metavar="WORDS", help="a worry, question or topic, in own words")
    search.add_argument("--data", metavar="FOLDER", help="a folder of cards (default: those that come with Roost)")
    search.add_argument("--json", action="store_true", help="answer with JSON")
    search.set_defaults(run=run_search)


def run_search(options: argparse.Namespace) -> int:
    """Print the best three cards with the reasons, and give the exit status, which is 0 where nothing was found too."""
    folder = Path(options.data) if options.data else SHIPPED
    found = Deck(read_cards(folder)).search(options.words)[:MOST]
    if options.json:
        print(json.dumps([_plain(one) for one in found]))
    elif found:
        print("\n\n".join(_shown(one) for one in found))
    else:
        print("Nothing speaks of this. Say it in other words.", file=sys.stderr)
    return 0


def _plain(one: Found) -> dict[str, object]:
    reasons = [{"wrote": list(why.wrote), "behaviour": why.behaviour, "points": why.points} for why in one.hit.reasons]
    card = one.card
    return {
        "card": card.key,
        "title": card.title,
        "summary": card.summary,
        "points": one.hit.points,
        "reasons": reasons,
    }


def _shown(one: Found) -> str:
    words = ", ".join(
        f"{' '.join(why.wrote)} (speaks of {why.behaviour})" if why.behaviour else " ".join(why.wrote)
        for why in one.hit.reasons
    )
    return f"{one.card.title} [{one.card.key}]\n  {one.card.summary}\n  Because of: {words}"
