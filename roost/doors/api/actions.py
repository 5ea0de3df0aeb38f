"""Make and revoke API tokens."""

from __future__ import annotations

import secrets

from roost.doors.api.models import ApiToken
from roost.ground.kit import clock
from roost.ground.people.models import Person

PREFIX = "roost_"


def make_token(by: Person, *, name: str) -> tuple[ApiToken, str]:
    """Make a token for the person's own programs and give it with its text, which is kept nowhere."""
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        person=by, name=name.strip()[:80], digest=ApiToken.digest_of(secret), created_at=clock.now()
    )
    return token, secret


def revoke_token(token: ApiToken, *, by: Person) -> ApiToken:
    """End a token at once and for good."""
    if token.revoked_at is None:
        token.revoked_at = clock.now()
        token.save(update_fields=["revoked_at"])
    return token
