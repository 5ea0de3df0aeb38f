"""Ask a team, remind it once, and take it back."""

from __future__ import annotations

from contextlib import suppress

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from roost.gather.pulse.access import Whom, teams_of
from roost.gather.pulse.actions.mailing import ask_by_mail, withdraw_asking
from roost.gather.pulse.actions.verbs import ASKED, tell
from roost.gather.pulse.engine import CLOSES_AFTER, REMIND_AFTER
from roost.gather.pulse.models import Asked, Pulse
from roost.gather.pulse.reads.naming import box_of, instruments_for_teams
from roost.gather.pulse.reads.waiting import owed_by, rests_until
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError, NotFound
from roost.ground.kit.scopes import everywhere, touching
from roost.ground.people.models import Person
from roost.ground.people.reads import members_on, today_here
from roost.ground.release.actions import destroy_box, issue_ticket, open_box
from roost.ground.release.reads import tickets_unused


@transaction.atomic
def begin_pulse(by: Person, *, instrument: str, whom: Whom = Whom.NEAR) -> Pulse:
    """Ask everybody who reports to somebody today, or also who reports to these, for a week.

    Raises InputError for an instrument that is not for teams and for fewer than five people; Conflict while an earlier
    one is open, was not answered by the leader, or is less than eight weeks old.
    """
    teams = teams_of(by)
    organisation, people = teams.organisation, teams.large_enough.get(whom, [])
    chosen = next((one for one in instruments_for_teams() if one.key == instrument), None)
    if chosen is None:
        raise InputError(_("Choose what you ask."))
    if organisation is None or not people:
        raise InputError(_("Five people at least report to who asks: of fewer answers nothing could be told."))
    owed, resting = owed_by(by), rests_until(by)
    if owed is not None:
        raise Conflict(_("Your team waits for your answer to the last one. Give that first."))
    if resting is not None:
        raise Conflict(_("Your team was asked lately. Ask again from %s on.") % date_format(resting, "j F"))
    now = clock.now()
    begun = {"organisation": organisation, "whom": whom, "asked_at": now, "closes_at": now + CLOSES_AFTER}
    told = {"instrument": chosen.key, "version": chosen.version}
    pulse, is_new = Pulse.objects.get_or_create(leader=by, closed_at=None, defaults=begun | told)
    if not is_new:
        raise Conflict(_("Your team is asked already."))
    open_box(organisation.pk, what=box_of(pulse), closes_at=pulse.closes_at)
    for person in sorted(people, key=lambda one: one.pk):
        ticket, secret = issue_ticket(organisation.pk, what=box_of(pulse))
        asked = Asked.objects.create(organisation=organisation, pulse=pulse, person=person, ticket=ticket)
        ask_by_mail(asked, secret=secret)
    tell(ASKED, pulse, by=by.pk)
    return pulse


@transaction.atomic
def drop_pulse(pulse: Pulse, *, by: Person) -> None:
    """Ask no more: what was answered is destroyed unread. Raises Conflict once it was told: it is the team's then."""
    if pulse.leader_id != by.pk:
        raise NotFound(_("There is no such pulse of yours."))
    held = Pulse.objects.select_for_update().get(pk=pulse.pk)
    if held.closed_at is not None:
        raise Conflict(_("Your team has read it already, so it stays."))
    withdraw_asking(held)
    destroy_box(held.organisation_id, what=box_of(held))
    held.delete()


def remind() -> None:
    """Remind once, after four days, who has not answered, with the same link."""
    with everywhere():
        old = clock.now() - REMIND_AFTER
        found = Asked.objects.filter(reminded_at=None, ticket__isnull=False, pulse__closed_at=None)
        due = found.filter(pulse__asked_at__lte=old, pulse__closes_at__gt=clock.now())
        waiting = list(due.values_list("pk", "organisation", "ticket"))
        unused = tickets_unused({ticket for _number, _organisation, ticket in waiting if ticket})
    for number, organisation, ticket in waiting:
        if ticket not in unused:
            continue
        # Who answers this very moment is not reminded, nor anybody of what is in no document any more.
        with touching(organisation), suppress(Conflict, NotFound), transaction.atomic():
            found = Asked.objects.select_for_update().filter(pk=number, reminded_at=None)
            asked = found.filter(person__in=members_on(organisation, today_here())).first()
            if asked is not None:
                asked.reminded_at = clock.now()
                asked.save(update_fields=["reminded_at"])
                ask_by_mail(asked, again=True)
