"""The only way to hold programs, entries and screens on somebody's behalf."""

from __future__ import annotations

from enum import StrEnum

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from roost.ground.kit import clock
from roost.ground.kit.errors import Forbidden, NotFound
from roost.ground.kit.scopes import everywhere
from roost.ground.people.models import Person, Role
from roost.ground.people.reads import holds_role, organisations_of
from roost.see.tracking.models import Entry, Program, Screen


class To(StrEnum):
    """What somebody wants to do with a program."""

    SEE = "see"
    RUN = "run"


def visible_programs(person: Person) -> QuerySet[Program]:
    """Give the programs of every organisation the person belongs to, the newest first."""
    belonging = organisations_of(person, clock.today(person.time_zone))
    return Program.objects.filter(organisation__in=belonging).order_by("-launched_at", "-pk")


def program_for(person: Person, number: int, *, to: To = To.SEE) -> Program:
    """Give a program; raises NotFound for strangers, Forbidden for members who do not run it."""
    program = visible_programs(person).filter(pk=number).select_related("founder", "organisation").first()
    if program is None:
        raise NotFound(_("There is no such program."))
    if to is To.RUN and not may_run(person, program):
        raise Forbidden(_("Only %(founder)s, who started this program, can do this.") % {"founder": program.founder})
    return program


def may_run(person: Person, program: Program) -> bool:
    """Say whether somebody may change rules, enter others' scores and open screens: founder or administrator."""
    return program.founder_id == person.pk or holds_role(person, program.organisation_id, Role.ADMINISTRATOR)


def may_score_for(person: Person, program: Program, subject: int | None) -> bool:
    """Say whether somebody may enter a score of the person with id `subject`."""
    return subject == person.pk or may_run(person, program)


def visible_entries(person: Person, program: Program) -> QuerySet[Entry]:
    """Give the scores that somebody may read one by one: own ones, those they entered, or all where they run it."""
    scores = Entry.objects.filter(program=program, reverses=None)
    if may_run(person, program):
        return scores
    return scores.filter(person=person) | scores.filter(recorded_by=person)


def entry_for(person: Person, program: Program, key: str) -> Entry:
    """Give a score by its key; raises NotFound where the person may not read it."""
    entry = visible_entries(person, program).filter(key=key).first()
    if entry is None:
        raise NotFound(_("There is no such entry."))
    return entry


def screen_for(person: Person, number: int) -> Screen:
    """Give an open screen of a program that the person runs; raises NotFound or Forbidden."""
    screen = Screen.objects.filter(pk=number, closed_at=None).select_related("program").first()
    if screen is None:
        raise NotFound(_("There is no such screen."))
    program_for(person, screen.program_id, to=To.RUN)
    return screen


def screen_behind(token: str) -> Screen:
    """Give the open screen of a link, without a sign-in; raises NotFound for a wrong or closed one."""
    with everywhere():
        screen = Screen.objects.filter(token=token, closed_at=None).select_related("program").first()
    if screen is None:
        raise NotFound(_("This screen was closed. Ask whoever runs the program for a new link."))
    return screen
