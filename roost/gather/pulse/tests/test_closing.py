"""What stays of a pulse once it was told, what it is told beside, and what holds it up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from roost.gather.pulse import actions
from roost.gather.pulse.access import Whom
from roost.gather.pulse.actions import answer, begin_pulse, closing, reply
from roost.gather.pulse.engine import CLOSES_AFTER, REMIND_AFTER, RESTS, TEAM_FIRST, tell
from roost.gather.pulse.models import Asked, Pulse
from roost.gather.pulse.reads import pulse_page
from roost.gather.pulse.tests.saying import say_all
from roost.ground.kit import clock
from roost.ground.kit.privacy import export_person
from roost.ground.notify.actions import deliver_due
from roost.ground.notify.models import Outbox
from roost.ground.people.models import Organisation, Person, ReportingLine
from roost.ground.release.actions import destroy_forgotten, ticket_secret

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 6, 12, 15, 0, tzinfo=UTC)
CLOSED = NOW + CLOSES_AFTER
WORDS = {"heard": "You hold back", "unknown": "What it costs you", "tries": "I ask last"}


def test_once_it_is_told_nothing_says_who_was_reminded(pulse: Pulse, eight: list[Person]) -> None:
    say_all(eight[:3], 4, 4, 4)
    with clock.at(NOW + REMIND_AFTER):
        actions.remind()
        deliver_due()
    assert not Outbox.objects.filter(key__contains="again").exists()
    with clock.at(CLOSED):
        actions.close_due()
    assert set(Asked.objects.values_list("reminded_at", "ticket")) == {(None, None)}


def test_answers_that_were_destroyed_before_anybody_came_for_them_end_a_pulse(
    pulse: Pulse, founder: Person, eight: list[Person]
) -> None:
    with clock.at(NOW + timedelta(days=60)):
        destroy_forgotten()
        actions.close_due()
        assert pulse_page(eight[0], pulse.pk).says_nothing
        assert begin_pulse(founder, instrument="roost-safety").pk != pulse.pk


def test_where_another_key_hides_what_was_told_before_nothing_is_told_of_these_people(
    pulse: Pulse, founder: Person, eight: list[Person], settings: Settings
) -> None:
    say_all(eight, 6, 6, 5, 5, 5)
    with clock.at(CLOSED):
        actions.close_due()
    settings.ANSWERS_KEY = "another"
    with clock.at(CLOSED + TEAM_FIRST):
        reply(pulse, by=founder, **WORDS)
    with clock.at(NOW + RESTS):
        again = begin_pulse(founder, instrument="roost-safety")
        say_all(eight, 6, 6, 5, 5, 5, 5)
    with clock.at(NOW + RESTS + CLOSES_AFTER):
        actions.close_due()
        assert pulse_page(eight[0], again.pk).says_nothing
    Asked.objects.filter(pulse=pulse).delete()
    Pulse.objects.filter(pk=again.pk).delete()
    with clock.at(NOW + 2 * RESTS):
        others = begin_pulse(founder, instrument="roost-safety")
        say_all(eight, 6, 6, 5, 5, 5, 5)
    with clock.at(NOW + 2 * RESTS + CLOSES_AFTER):
        actions.close_due()
        assert not pulse_page(eight[0], others.pk).says_nothing


def test_without_its_document_a_pulse_waits_and_holds_up_nobody(
    pulse: Pulse, founder: Person, eight: list[Person], client_for: Callable[[Person | None], Client]
) -> None:
    above = Person.objects.get(pk=eight[0].pk)
    other = Pulse.objects.get(pk=pulse.pk)
    other.pk, other.leader, other.closes_at = None, above, CLOSED + timedelta(hours=1)
    other.save()
    Pulse.objects.filter(pk=pulse.pk).update(version="9.9.9")
    with clock.at(CLOSED + timedelta(hours=2)):
        actions.close_due()
        assert list(Pulse.objects.filter(closed_at=None)) == [pulse]
        page = client_for(founder).get(reverse("pulse:pulse", args=[pulse.pk]))
    assert page.status_code == 404
    assert "document" in page.content.decode()


def test_what_is_told_the_next_time_tells_of_nobody_who_came_or_went(
    pulse: Pulse, founder: Person, eight: list[Person], join: Callable[[str], Person]
) -> None:
    say_all(eight, 6, 6, 5, 5, 5, 3, 2, 4)
    with clock.at(CLOSED + TEAM_FIRST):
        actions.close_due()
    with clock.at(CLOSED + 2 * TEAM_FIRST):
        reply(pulse, by=founder, **WORDS)
    ReportingLine.objects.filter(person=eight[7]).update(ends_on=NOW.date())
    new = join("Ida")
    with clock.at(NOW + RESTS):
        again = begin_pulse(founder, instrument="roost-safety")
        assert not again.asked.filter(person=eight[7]).exists()
        say_all([*eight[:7], new], 6, 6, 5, 5, 5, 3, 2, 7)
    with clock.at(NOW + RESTS + CLOSES_AFTER):
        actions.close_due()
        page = pulse_page(eight[0], again.pk)
    assert [one.line is not None for one in page.lines] == [True] * 7
    assert "Too early to say" in page.parts[0].change
    # Hal said 4 and went, Ida came and said 7: what is told is the same, because either could have said anything.
    then, now = Pulse.objects.order_by("pk")
    assert then.told == now.told
    assert then.kept != now.kept


def test_no_export_tells_a_leader_more_or_sooner_than_the_page(
    pulse: Pulse, founder: Person, eight: list[Person]
) -> None:
    say_all(eight, 6, 6, 5, 5, 5, 5)
    with clock.at(CLOSED):
        actions.close_due()
    (row,) = export_person(founder.pk)["pulse.Pulse"]
    assert row.keys() & {"told", "kept"} == set()
    assert row["leader"] == str(founder.pk)


def test_of_two_that_are_told_at_once_the_second_knows_of_the_first(
    pulse: Pulse, founder: Person, eight: list[Person], make_person: Callable[..., Person], in_scope: Organisation
) -> None:
    above = make_person("Ava")
    ReportingLine.objects.create(organisation=in_scope, person=founder, manager=above, starts_on=NOW.date())
    wider = begin_pulse(above, instrument="roost-safety", whom=Whom.ALL)
    for one in Asked.objects.select_related("pulse"):
        assert one.ticket is not None
        answer(ticket_secret(one.ticket), one, {f"s{number}": 4 for number in range(1, 8)})
    plans = []

    def told_meanwhile(given: Any, instrument: Any, *, before: Any) -> Any:
        plans.append(len(before))
        if len(plans) == 1:
            closing._close(wider)
        return tell(given, instrument, before=before)

    with clock.at(CLOSED), patch.object(closing, "tell", told_meanwhile):
        closing._close(pulse)
    # The first time nothing was told yet, then the wider one was, and so the first was planned anew.
    assert plans == [0, 0, 7]
    assert Pulse.objects.filter(closed_at=None).count() == 0
