"""The only way to hold programs, entries, files of scores and screens on somebody's behalf."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from enum import StrEnum

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from roost.ground.kit import clock
from roost.ground.kit.errors import Forbidden, NotFound
from roost.ground.kit.scopes import everywhere
from roost.ground.people.access import holds_role, organisations_of, person_for
from roost.ground.people.models import Affiliation, Person, Role, Team
from roost.see.tracking.models import AGAIN, WITHDRAWAL, Delivery, Entry, Program, Proposal, Screen, Sharing, State


class To(StrEnum):
    """What somebody wants to do with a program."""

    SEE = "see"
    RUN = "run"


def visible_programs(person: Person) -> QuerySet[Program]:
    """Give the programs of every organisation the person belongs to, private ones only where own, the newest first."""
    belonging = organisations_of(person, clock.today(person.time_zone))
    shown = Program.objects.filter(Q(is_private=False) | Q(founder=person), organisation__in=belonging)
    return shown.order_by("-launched_at", "-pk")


def public_program_for(person: Person, number: int, *, to: To = To.SEE) -> Program:
    """Give a program that has boards; raises as `program_for` does, and NotFound for one that is private."""
    program = program_for(person, number, to=to)
    if program.is_private:
        raise NotFound(_("You count this for yourself, so it has no board."))
    return program


def private_program_for(person: Person, number: int) -> Program:
    """Give what somebody counts for themselves; raises NotFound for anything else."""
    program = program_for(person, number)
    if not program.is_private:
        raise NotFound(_("There is nothing of this address that you count for yourself."))
    return program


def visible_sharings(person: Person) -> QuerySet[Sharing]:
    """Give what colleagues let somebody see of their own weeks, by name; what they put away is left out."""
    belonging = organisations_of(person, clock.today(person.time_zone))
    found = Sharing.objects.filter(reader=person, organisation__in=belonging, program__put_away_at=None)
    return found.select_related("program", "person").order_by("person__name", "program__title", "pk")


def sharing_for(person: Person, number: int) -> Sharing:
    """Give what a colleague lets somebody see; raises NotFound for anything else."""
    found = visible_sharings(person).filter(pk=number).first()
    if found is None:
        raise NotFound(_("This is not shared with you any more."))
    return found


def program_for(person: Person, number: int, *, to: To = To.SEE) -> Program:
    """Give a program; raises NotFound for strangers, Forbidden for members who do not run it."""
    program = visible_programs(person).filter(pk=number).select_related("founder", "organisation").first()
    if program is None:
        raise NotFound(_("There is no such program."))
    if to is To.RUN and not may_run(person, program):
        raise Forbidden(
            _("Only %(founder)s, who started this program, or an administrator can do this.")
            % {"founder": program.founder}
        )
    return program


def own_sharing(person: Person, number: int) -> Sharing:
    """Give a sharing of somebody's, or with them, so that they can end it; raises NotFound for anything else."""
    theirs = Sharing.objects.filter(Q(person=person) | Q(reader=person), pk=number)
    found = theirs.select_related("program", "reader").first()
    if found is None:
        raise NotFound(_("This was ended already."))
    return found


def may_run(person: Person, program: Program) -> bool:
    """Say whether somebody may change rules, enter others' scores and open screens: founder or administrator."""
    return program.founder_id == person.pk or holds_role(person, program.organisation_id, Role.ADMINISTRATOR)


def is_administrator(person: Person, program: Program) -> bool:
    """Say whether somebody looks after the organisation of a program."""
    return holds_role(person, program.organisation_id, Role.ADMINISTRATOR)


def founder_is_here(program: Program) -> bool:
    """Say whether who started a program belongs to its organisation still. One query."""
    today = clock.today(program.founder.time_zone)
    return program.organisation_id in organisations_of(program.founder, today)


def may_adopt(person: Person, program: Program) -> bool:
    """Say whether somebody may offer to adopt a program, if it is open: a sponsor who did not start it."""
    return program.founder_id != person.pk and holds_role(person, program.organisation_id, Role.SPONSOR)


def may_answer_for(person: Person, program: Program) -> bool:
    """Say whether somebody gives the founder's answer: the founder, or an administrator where the founder has left."""
    if founder_is_here(program):
        return program.founder_id == person.pk
    return is_administrator(person, program)


def may_stop(person: Person, program: Program, today: date) -> bool:
    """Say whether somebody may stop what others propose: the founder, for a period after the program was adopted."""
    until = program.founder_decides_until
    return program.founder_id == person.pk and until is not None and today < until


def proposal_for(person: Person, program: int, number: int) -> Proposal:
    """Give a proposal of a program that somebody may see; raises NotFound for anything else."""
    held_by = public_program_for(person, program)
    found = Proposal.objects.filter(program=held_by, pk=number).select_related("by").first()
    if found is None:
        raise NotFound(_("There is no such proposal."))
    found.program = held_by
    return found


def may_retire(person: Person, program: Program) -> bool:
    """Say whether somebody may end a program and bring it back.

    The founder may, as long as nobody adopted it; then an administrator does.
    """
    if is_administrator(person, program):
        return True
    was_adopted = program.is_for_all or program.steps.filter(state=State.ADOPTED).exists()
    return program.founder_id == person.pk and not was_adopted


def team_in(program: Program, number: int) -> Team:
    """Give a team that may stand on a program's board; raises NotFound for teams of other organisations."""
    found = Team.objects.filter(organisation=program.organisation_id, pk=number).first()
    if found is None:
        raise NotFound(_("There is no such team."))
    return found


def line_of(person: Person, program: Program, number: int) -> Person:
    """Give the person whose line somebody may read down to the entries: their own, or anybody's where they run it.

    Raises NotFound for people outside the program's organisation, Forbidden for colleagues.
    """
    subject = person_for(person, number)
    if not Affiliation.objects.filter(organisation=program.organisation_id, person=subject).exists():
        raise NotFound(_("There is no such person."))
    if subject != person and not may_run(person, program):
        raise Forbidden(_("A person's entries are read by that person and by whoever runs the program."))
    return subject


def visible_entries(person: Person, program: Program) -> QuerySet[Entry]:
    """Give the scores that somebody may read one by one: own ones, those they entered, or all where they run it."""
    # Only scores have a value. Asked for `reverses`, SQLite would go through all of the program by an index.
    scores = Entry.objects.filter(program=program, value__isnull=False)
    if may_run(person, program):
        return scores
    return scores.filter(person=person) | scores.filter(recorded_by=person)


def key_of(person: Person, program: Program, number: str) -> str:
    """Give the key of an id that a person chose: who runs the program shares one list of ids, a member has an own one.

    So nobody can take the id of another's score, or of its reversal, before it comes.
    """
    return number if may_run(person, program) else f"member:{person.pk}:{number}"


def kept_as(program: Program, key: str) -> str:
    """Give the key under which the ledger keeps an id now: it is free again where its file was taken back."""
    if program.withdrawals:
        freed = Entry.objects.filter(program=program, source=WITHDRAWAL)
        while freed.filter(reverses=key).exists():
            key += AGAIN
    return key


def entry_for(person: Person, program: Program, key: str) -> Entry:
    """Give a score by its key; raises NotFound where there is none that they may read."""
    entry = visible_entries(person, program).filter(key=key).first()
    if entry is None:
        raise NotFound(_("There is no such entry."))
    return entry


def entry_called(person: Person, program: Program, number: str) -> Entry:
    """Give a score by the id that the person chose, or else by its key; raises NotFound as `entry_for` does.

    The own list of ids comes first: who runs the program may have used the same id for another score of this person.
    """
    own = visible_entries(person, program).filter(key=kept_as(program, key_of(person, program, number))).first()
    return own or entry_for(person, program, kept_as(program, number))


def people_called(person: Person, program: Program, employees: Collection[str]) -> dict[str, int]:
    """Give the ids of those people of a program's organisation whose scores somebody may enter, by employee id.

    A member finds only the own one, so that nobody can try out which employee ids there are. Two queries at most.
    """
    found = Affiliation.objects.filter(organisation=program.organisation_id, employee_id__in=employees)
    found = found if may_run(person, program) else found.filter(person=person)
    return {str(employee): number for employee, number in found.values_list("employee_id", "person")}


def delivery_for(person: Person, program: int, number: int) -> Delivery:
    """Give a file of scores, with the program that the person runs; raises NotFound or Forbidden."""
    held_by = program_for(person, program, to=To.RUN)
    found = Delivery.objects.filter(program=held_by, pk=number).first()
    if found is None:
        raise NotFound(_("There is no such file any more. What became of files is forgotten after a month."))
    found.program = held_by
    return found


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
