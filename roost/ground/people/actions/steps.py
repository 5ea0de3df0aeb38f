"""Write what a plan of the engine says, for one person or for twenty thousand, and record it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.conf import settings

from roost.ground.activity.actions import Told, record_many
from roost.ground.activity.ports import Verb
from roost.ground.people.actions.companions import part_who_left
from roost.ground.people.actions.histories import AT_ONCE, LINES, STAYS
from roost.ground.people.actions.verbs import CHANGED, JOINED, LEFT, MOVED, REPORTED, ROLE_REVOKED, moment_of
from roost.ground.people.engine import Entry, Step, TeamName, history_after, interrupted
from roost.ground.people.models import Affiliation, Organisation, Person, RoleGrant, Team
from roost.ground.people.reads.importing import in_chunks, lines_led_on, lines_of, stays_of


def write_steps(
    organisation: Organisation, steps: Sequence[Step], *, day: date, by: Person | None, source: str
) -> dict[int, int]:
    """Write what a plan says and record it; give the person of each step's `who`.

    About twenty statements, and as many again for every further 500 people.
    """
    moving = [step.who for step in steps if _belongs_otherwise(step)]
    # Also before anything is written: nothing revives of who left unnoticed and comes back.
    _part(organisation, moving, by)
    people = _write_people(organisation, steps, by)
    teams = _write_teams(organisation, steps)
    existing = [step.who for step in steps if step.before is not None]
    stays, lines = stays_of(organisation, existing), lines_of(organisation, existing)
    new_stays, new_lines = {}, {}
    for step in steps:
        before, after, person = step.before, step.after, people[step.who]
        was = before or Entry()
        team = teams[after.team] if after.team else None
        manager = people.get(after.manager, after.manager) if after.manager else None
        new_stays[person] = history_after(stays[person], before, after, team, moves=was.team != after.team, day=day)
        new_lines[person] = history_after(
            lines[person], before, after, manager, moves=was.manager != after.manager, day=day
        )
    STAYS.write(organisation, stays, new_stays)
    LINES.write(organisation, lines, new_lines)
    back = _who_comes_back(steps, day)
    _interrupt_lines(organisation, {step.who: step.before.ends_on for step in back if step.before}, day)
    told = [one for step in steps for one in _facts(organisation, step, people, teams, day, by, source)]
    record_many(told + _revoke_roles(organisation, back, by, source))
    _part(organisation, moving, by)
    return people


def _belongs_otherwise(step: Step) -> bool:
    before, after = step.before, step.after
    return before is not None and (before.starts_on, before.ends_on) != (after.starts_on, after.ends_on)


def _part(organisation: Organisation, people: Sequence[int], by: Person | None) -> None:
    for chunk in in_chunks(people):
        part_who_left(organisation, by=by, among=chunk)


def _who_comes_back(steps: Sequence[Step], day: date) -> list[Step]:
    return [step for step in steps if step.before and not step.before.belongs_on(day) and step.after.belongs_on(day)]


def _interrupt_lines(organisation: Organisation, left: Mapping[int, date | None], day: date) -> None:
    """Let who comes back on a day lead the same people by lines that begin then, so that the gap shows in those too."""
    led = lines_led_on(organisation, left, day)
    anew = {
        person: [part for line in lines for part in interrupted(line, left[line.what] or day, day)]
        for person, lines in led.items()
    }
    LINES.write(organisation, led, anew)


def _revoke_roles(organisation: Organisation, back: Sequence[Step], by: Person | None, source: str) -> list[Told]:
    """Let nobody who comes back hold again a role that was theirs when they left."""
    told = []
    for chunk in in_chunks([step.who for step in back]):
        grants = RoleGrant.objects.filter(organisation=organisation, person__in=chunk)
        told += [
            Told(ROLE_REVOKED, organisation.pk, actor=by.pk if by else None, people=(grant.person_id,), source=source)
            for grant in grants
        ]
        grants.delete()
    return told


def _write_people(organisation: Organisation, steps: Sequence[Step], by: Person | None) -> dict[int, int]:
    """Write people and their belonging, in the order of the file; give the person of each step's `who`."""
    zone = by.time_zone if by else settings.TIME_ZONE
    new = {
        step.who: Person(name=step.after.name, email=step.after.email, time_zone=zone)
        for step in steps
        if step.person is None
    }
    for person in new.values():
        person.set_unusable_password()
    Person.objects.bulk_create(new.values(), batch_size=AT_ONCE)
    people = {step.who: step.person or new[step.who].pk for step in steps}
    Affiliation.objects.bulk_create(
        [
            Affiliation(organisation=organisation, person_id=people[step.who], **_belonging(step.after))
            for step in steps
            if step.before is None
        ],
        batch_size=AT_ONCE,
    )
    _rewrite_people(organisation, {step.who: step for step in steps if step.before is not None})
    return people


def _belonging(entry: Entry) -> dict[str, object]:
    return {
        "employee_id": entry.employee_id,
        "title": entry.title,
        "starts_on": entry.starts_on,
        "ends_on": entry.ends_on,
    }


def _rewrite_people(organisation: Organisation, steps: dict[int, Step]) -> None:
    changed = {who: {change.field for change in step.changes()} for who, step in steps.items()}
    renamed = [
        Person(pk=who, name=step.after.name, email=step.after.email)
        for who, step in steps.items()
        if changed[who] & {"name", "email"}
    ]
    Person.objects.bulk_update(renamed, ["name", "email"], batch_size=AT_ONCE)
    columns = ["employee_id", "title", "starts_on", "ends_on"]
    rewritten = []
    for chunk in in_chunks(who for who in steps if changed[who].intersection(columns)):
        for affiliation in Affiliation.objects.filter(organisation=organisation, person__in=chunk):
            for column, value in _belonging(steps[affiliation.person_id].after).items():
                setattr(affiliation, column, value)
            rewritten.append(affiliation)
    Affiliation.objects.bulk_update(rewritten, columns, batch_size=AT_ONCE)


def _write_teams(organisation: Organisation, steps: Sequence[Step]) -> dict[TeamName, int]:
    """Give the team of each name, making those that are new in the order in which the file names them."""
    known = {
        TeamName(division, name): pk
        for pk, division, name in Team.objects.filter(organisation=organisation).values_list("pk", "division", "name")
    }
    named = dict.fromkeys(step.after.team for step in steps if step.after.team)
    new = [
        Team(organisation=organisation, division=team.division, name=team.name) for team in named if team not in known
    ]
    Team.objects.bulk_create(new, batch_size=AT_ONCE)
    return known | {TeamName(team.division, team.name): team.pk for team in new}


def _facts(
    organisation: Organisation,
    step: Step,
    people: dict[int, int],
    teams: dict[TeamName, int],
    day: date,
    by: Person | None,
    source: str,
) -> list[Told]:
    """Say what happened to one person; a fact about a day other than today carries that day."""
    before, after, person = step.before, step.after, people[step.who]
    team = teams[after.team] if after.team else None

    def told(verb: Verb, when: date, *others: int) -> Told:
        return Told(
            verb,
            organisation.pk,
            actor=by.pk if by else None,
            people=(person, *others),
            team=team,
            happened_at=moment_of(when),
            source=source,
        )

    if before is None:
        return [told(JOINED, after.starts_on or day)]
    facts = []
    if not before.belongs_on(day) and after.belongs_on(day):
        facts.append(told(JOINED, day))
    if before.team != after.team:
        facts.append(told(MOVED, day))
    if before.manager != after.manager:
        facts.append(told(REPORTED, day, *([people.get(after.manager, after.manager)] if after.manager else [])))
    if after.ends_on is not None and after.ends_on != before.ends_on:
        facts.append(told(LEFT, after.ends_on))
    plain = {"employee_id", "email", "name", "title", "starts_on"}
    stays = before.belongs_on(day) and before.ends_on is not None and after.ends_on is None
    if stays or plain & {change.field for change in step.changes()}:
        facts.append(told(CHANGED, day))
    return facts
