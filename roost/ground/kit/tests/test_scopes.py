"""A query says which organisations it may touch, or it raises."""

from __future__ import annotations

import pytest
from django_scopes.exceptions import ScopeError

from roost.ground.kit.scopes import everywhere, touching
from roost.ground.people.models import Organisation, Team


@pytest.fixture
def teams(organisation: Organisation, other_organisation: Organisation) -> list[Team]:
    with everywhere():
        return [Team.objects.create(organisation=one, name="Same name") for one in (organisation, other_organisation)]


def test_a_query_without_a_scope_raises(teams: list[Team]) -> None:
    with pytest.raises(ScopeError):
        Team.objects.count()


def test_a_scope_shows_its_own_rows_alone(teams: list[Team]) -> None:
    with touching(teams[0].organisation_id):
        assert list(Team.objects.all()) == [teams[0]]


def test_a_scope_may_hold_several_organisations_or_none(teams: list[Team]) -> None:
    with touching(*(team.organisation_id for team in teams)):
        assert Team.objects.count() == 2
    with touching():
        assert Team.objects.count() == 0


def test_an_inner_scope_ends_with_its_block(teams: list[Team]) -> None:
    with touching(teams[0].organisation_id):
        with touching(teams[1].organisation_id):
            assert Team.objects.get() == teams[1]
        assert Team.objects.get() == teams[0]
