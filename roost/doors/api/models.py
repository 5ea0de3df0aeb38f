"""Keys with which programs act for a person."""

from __future__ import annotations

import hashlib

from django.db import models

from roost.ground.people.models import Person


class ApiToken(models.Model):
    """A key for one program; only its digest is kept, so it can be shown once and never again."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    @staticmethod
    def digest_of(secret: str) -> str:
        """Give what is kept of a token's text."""
        return hashlib.sha256(secret.encode()).hexdigest()
