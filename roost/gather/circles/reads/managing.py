"""Tell who on a list leads whom, however the list names managers: by id, by e-mail, or by name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from roost.gather.circles.engine.roster import Roster
from roost.gather.circles.reads.headers import NAMES
from roost.gather.circles.reads.recognising import folded

# From this share of its cells on that name others of the list, a column says who leads whom.
ENOUGH = 0.5
MOST_SHOWN = 5
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?", re.ASCII)


@dataclass(frozen=True)
class Naming:
    """What somebody on a list may be called, in small letters or folded, and the id that this means."""

    codes: Sequence[str]
    by_text: Mapping[str, str]
    by_name: Mapping[str, str]

    @classmethod
    def of(cls, codes: Sequence[str], labels: Sequence[str], emails: Sequence[str] = ()) -> Naming:
        """Take ids first, then e-mails, then names that are somebody's alone."""
        many = Counter(map(folded, labels))
        by_text = {email.lower(): code for email, code in zip(emails, codes, strict=False) if email}
        by_text |= {code.lower(): code for code in codes}
        names = zip(labels, codes, strict=True)
        return cls(codes, by_text, {folded(name): code for name, code in names if many[folded(name)] == 1})

    def code_of(self, text: str) -> str | None:
        """Give the id of who is called so; None for nobody on the list."""
        return self.by_text.get(text.lower()) or self.by_name.get(folded(text)) if text else None


def resolved(naming: Naming, cells: Sequence[str]) -> tuple[list[str], int]:
    """Name managers by the list's ids, others as they are written; and count who stood as their own manager."""
    found = [naming.code_of(cell) or cell for cell in cells]
    own = [place for place, code in enumerate(naming.codes) if found[place] == code]
    return ["" if place in set(own) else cell for place, cell in enumerate(found)], len(own)


def guess_managers(naming: Naming, columns: Mapping[str, Sequence[str]]) -> str | None:
    """Give the column that names others of the list in at least half of what it says; numbers are none."""
    for name, cells in columns.items():
        said = [(place, cell) for place, cell in enumerate(cells) if cell]
        if name in NAMES or name == "timezone" or not said or all(_NUMBER.fullmatch(cell) for _place, cell in said):
            continue
        meant = {cell: naming.code_of(cell) for cell in {cell for _place, cell in said}}
        others = sum(meant[cell] not in (None, naming.codes[place]) for place, cell in said)
        if others >= ENOUGH * len(said):
            return name
    return None


def managers_on(roster: Roster) -> set[str]:
    """Give the ids of who leads somebody on a list."""
    return set(roster.columns.get("manager", ())) & roster.place_of.keys()


def managers_in_words(roster: Roster, *, is_whole: bool = True) -> str:
    """Say how many managers of a list were found on it, and who was not; nobody where it is not whole any more."""
    found = len(managers_on(roster))
    others = sorted(set(roster.columns.get("manager", ())) - roster.place_of.keys() - {""}, key=str.lower)
    words = ngettext("%s manager of this list was found on it.", "%s managers of this list were found on it.", found)
    told = words % found if found else gettext("Nobody on this list is named as somebody's manager.")
    if not others or not is_whole:
        return told
    shown = ", ".join(others[:MOST_SHOWN]) + (" …" if len(others) > MOST_SHOWN else "")
    words = ngettext("%(many)s is not on it: %(names)s.", "%(many)s are not on it: %(names)s.", len(others))
    return f"{told} {words % {'many': len(others), 'names': shown}}"


def as_text(columns: Collection[str]) -> str:
    """Call a column that is not to say who leads whom any more, so that no other column is called so."""
    name = "manager (as text)"
    while name in columns:
        name = f"{name} (2)"
    return name
