"""Hold tokens on somebody's behalf, and people on a token's."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from roost.doors.api.models import ApiToken
from roost.ground.kit import clock
from roost.ground.kit.errors import NotFound
from roost.ground.people.models import Person

SEEN_EVERY = timedelta(minutes=10)


def visible_tokens(person: Person) -> QuerySet[ApiToken]:
    """Give the person's own tokens that still work, the newest first."""
    return ApiToken.objects.filter(person=person, revoked_at=None).order_by("-created_at", "-pk")


def token_for(person: Person, number: int) -> ApiToken:
    """Give one of the person's own tokens; raises NotFound for any other."""
    token = visible_tokens(person).filter(pk=number).first()
    if token is None:
        raise NotFound(_("There is no such key."))
    return token


def person_behind(secret: str) -> Person | None:
    """Give the person a token acts for, or None where the token or the person no longer counts."""
    token = (
        ApiToken.objects.select_related("person")
        .filter(digest=ApiToken.digest_of(secret), revoked_at=None, person__is_active=True)
        .first()
    )
    if token is None:
        return None
    now = clock.now()
    if token.used_at is None or now - token.used_at > SEEN_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(used_at=now)
    return token.person
