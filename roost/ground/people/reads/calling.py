"""A colleague whom somebody names in a form: by name, team or e-mail."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from roost.ground.kit import clock
from roost.ground.people.access import colleague_at
from roost.ground.people.models import Organisation, Person
from roost.ground.people.reads.belonging import team_names_on
from roost.ground.people.reads.pages import find_people

MOST_FOUND = 12


@dataclass(frozen=True)
class Called:
    """Who is found by words, with their teams; `is_meant` where one alone is, by their whole name or address."""

    people: tuple[Person, ...]
    choices: tuple[tuple[int, str], ...]
    is_meant: bool

    @property
    def are_many(self) -> bool:
        return len(self.people) > MOST_FOUND

    @property
    def asks_which(self) -> bool:
        """Say whether one has to choose: of several, or to confirm one who was called by other words."""
        return bool(self.people) and not self.are_many and not self.is_meant

    def of(self, which: int | str | None) -> Person | None:
        """Give who is meant, by id where one was chosen."""
        return next((one for one in self.people if which in (one.pk, None, "")), None)

    def refusal(self, which: int | str | None) -> dict[str, str]:
        """Say by field, `who` or `which`, what is to be mended before somebody is meant; nothing where one is."""
        if not self.people:
            return {"who": _("Nobody else of your organisation is found by this.")}
        if self.are_many:
            return {"who": _("Many are found by this. Write more of the name.")}
        if self.asks_which and not which:
            return {"which": _("Choose whom you mean.")}
        return {}


def colleagues_called(by: Person, organisation: Organisation, words: str, *, but: Collection[int] = ()) -> Called:
    """Find whom somebody calls by these words, all but some; an address is found whole. Three queries at most."""
    asked = words.strip()
    if len(asked) < 2:
        return Called((), (), is_meant=False)
    today = clock.today(by.time_zone)
    whole = colleague_at(by, organisation, asked) if "@" in asked else None
    found: list[Person] = [whole] if whole else []
    if not found:
        found = list(find_people(organisation, asked, today, by=by).exclude(pk__in=but)[: MOST_FOUND + 1])
    teams = team_names_on(organisation, [one.pk for one in found], today)
    choices = tuple((one.pk, " · ".join(filter(None, [str(one), teams.get(one.pk, "")]))) for one in found)
    is_meant = len(found) == 1 and asked.casefold() in {found[0].name.casefold(), (found[0].email or "").casefold()}
    return Called(tuple(found), choices[:MOST_FOUND], is_meant)
