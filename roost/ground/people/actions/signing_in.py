"""Let people in: a one-time link that an administrator hands over, and the password that its owner chooses."""

from __future__ import annotations

from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.formats import date_format
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from roost.ground.activity.actions import Told, record, record_many
from roost.ground.kit.errors import Conflict, Forbidden
from roost.ground.kit.scopes import touching
from roost.ground.people.actions.verbs import INVITED, WELCOMED
from roost.ground.people.models import Affiliation, Person
from roost.ground.people.reads import belongs_elsewhere, organisations_of, today_here


@transaction.atomic
def make_sign_in_link(affiliation: Affiliation, *, by: Person | None) -> str:
    """Make a link, as a path, with which a person chooses a password once, within three days.

    Raises Conflict for who has no e-mail to sign in with, has left or is yet to come, Forbidden where the login also
    opens another organisation, which this one's administrators must not enter.
    """
    person, organisation = affiliation.person, affiliation.organisation
    if not person.email:
        raise Conflict(_("People sign in with their e-mail. Add one first."))
    if not affiliation.lets_in():
        raise Conflict(_why_not_today(affiliation))
    if belongs_elsewhere(person, organisation):
        raise Forbidden(_("This login also opens another organisation, so only its owner can renew the password."))
    record(Told(INVITED, organisation.pk, actor=by.pk if by else None, people=(person.pk,)))
    token = default_token_generator.make_token(person)
    return reverse("people:welcome", args=[urlsafe_base64_encode(force_bytes(person.pk)), token])


@transaction.atomic
def choose_password(person: Person, *, password: str) -> None:
    """Set the password that a person chose through a link; the link is used up."""
    person.set_password(password)
    person.save(update_fields=["password"])
    belonging = organisations_of(person, today_here())
    with touching(*belonging):
        record_many([Told(WELCOMED, number, actor=person.pk, people=(person.pk,)) for number in belonging])


def _why_not_today(affiliation: Affiliation) -> str:
    starts_on = affiliation.starts_on
    if starts_on is not None and affiliation.is_yet_to_come():
        day = date_format(starts_on, "j F Y")
        return _("This person belongs here from %(day)s. Make the link then.") % {"day": day}
    return _("This person has left. Bring them back first.")
