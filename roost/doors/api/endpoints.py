"""What the API says about itself and about whoever asks."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Schema

from roost.ground.kit import clock
from roost.ground.people.reads import standing_of

router = Router(tags=["me"])


class Me(Schema):
    """The person a token acts for."""

    id: int
    name: str
    organisation: str | None
    team: str | None
    division: str | None


@router.get("/me", response=Me, summary="Who this token acts for")
def me(request: HttpRequest) -> Me:
    person = request.user
    standing = standing_of(person, clock.today(person.time_zone))
    team = standing.team if standing else None
    return Me(
        id=person.pk,
        name=person.name,
        organisation=standing.organisation.name if standing else None,
        team=team.name if team else None,
        division=team.division if team else None,
    )
