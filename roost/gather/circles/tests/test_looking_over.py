"""What goes out when people are asked, a last day that is moved, and a question that is taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format

from roost.gather.circles.actions import (
    Offer,
    answer_invitation,
    delete_round,
    invite_people,
    look_over,
    prolong_answers,
)
from roost.gather.circles.actions.growing import forget_proposals
from roost.gather.circles.actions.mailing import send_invitations, tell_longer
from roost.gather.circles.models import Enrolment, Invitation, Round
from roost.gather.circles.reads import offer_page
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError
from roost.ground.notify.models import Outbox
from roost.ground.people.models import Person

BrowserFor = Callable[[Person | None], Client]
StartRound = Callable[..., Round]


def offer(words: str = "") -> Offer:
    today = clock.now().date()
    return Offer(closes_on=today + timedelta(days=7), promised_on=today + timedelta(days=60), words=words)


def asked(round: Round, by: Person, **more: Any) -> Enrolment:
    return invite_people(round, by=by, version=round.version, offer=offer(**more))


def test_what_would_go_out_is_what_goes_out(start: StartRound, founder: Person, member: Person) -> None:
    round = start()
    page = offer_page(look_over(round, by=founder, offer=offer(words="We begin in May.")), address="there")
    assert (page.asked, len(page.others), page.unmailed) == (["Mara Member", "Noor Founder"], 10, [])
    assert not Enrolment.objects.exists()
    send_invitations(asked(round, founder, words="We begin in May.").pk)
    mail = Outbox.objects.get(person=member.pk)
    assert (mail.subject, mail.body.splitlines()[:4]) == (page.subject, page.letter.splitlines()[:4])


def test_the_last_day_is_moved_later_and_who_has_not_answered_is_told_once(
    start: StartRound, founder: Person, member: Person
) -> None:
    enrolment = asked(start(), founder)
    send_invitations(enrolment.pk)
    answer_invitation(Invitation.objects.get(person=founder), by=founder, answer="yes")
    round = Round.objects.get()
    day = enrolment.closes_on + timedelta(days=10)
    later = prolong_answers(round, by=founder, version=round.version, closes_on=day)
    assert later.closes_on == day
    for _again in range(2):
        tell_longer(enrolment.pk)
    (mail,) = Outbox.objects.filter(key__startswith="circles.")
    assert (mail.person, mail.kind) == (member.pk, "regular")
    assert date_format(day, "j F Y") in mail.body
    assert date_format(day, "j F") in mail.subject
    Outbox.objects.update(sent_at=clock.now(), attempts=1)
    round.refresh_from_db()
    prolong_answers(round, by=founder, version=round.version, closes_on=day + timedelta(days=1))
    tell_longer(enrolment.pk)
    assert Outbox.objects.filter(key__startswith="circles.").count() == 1


@pytest.mark.parametrize(
    ("days", "words"), [(7, "only be moved to a later day"), (60, "comes after the last day"), (91, "three months")]
)
def test_a_last_day_that_makes_no_sense_is_refused(start: StartRound, founder: Person, days: int, words: str) -> None:
    enrolment = asked(start(), founder)
    round = Round.objects.get()
    day = enrolment.closes_on + timedelta(days=days - 7)
    with pytest.raises(InputError, match=words):
        prolong_answers(round, by=founder, version=round.version, closes_on=day)
    with pytest.raises(Conflict, match="changed meanwhile"):
        prolong_answers(round, by=founder, version=round.version - 1, closes_on=day)


def test_the_last_day_is_never_in_the_past_nor_moved_by_others(
    start: StartRound, founder: Person, member: Person, client_for: BrowserFor
) -> None:
    enrolment = asked(start(), founder)
    round = Round.objects.get()
    with clock.at(clock.now() + timedelta(days=20)), pytest.raises(InputError, match="lies in the past"):
        prolong_answers(round, by=founder, version=round.version, closes_on=enrolment.closes_on + timedelta(days=1))
    address = reverse("circles:prolong", args=[round.pk])
    day = enrolment.closes_on + timedelta(days=3)
    assert client_for(member).post(address, {"version": round.version, "closes_on": day}).status_code == 404
    mine = client_for(founder)
    assert "Choose a day" in mine.post(address, {"version": round.version}, follow=True).text
    told = mine.post(address, {"version": round.version, "closes_on": day}, follow=True).text
    assert "The last day is moved" in told
    assert date_format(day, "j F Y") in told


def test_a_question_that_is_withdrawn_says_so_to_who_was_asked_alone(
    start: StartRound, founder: Person, member: Person, outsider: Person, client_for: BrowserFor
) -> None:
    asked(start(), founder)
    number = Invitation.objects.get(person=member).pk
    answer, back = (reverse(f"circles:{name}", args=[number]) for name in ("answer", "step-back"))
    round = Round.objects.get()
    delete_round(round, by=founder, version=round.version)
    mine = client_for(member)
    for told in (mine.post(answer, {"answer": "yes"}), mine.get(answer), mine.post(back)):
        assert (told.status_code, "This question was taken back" in told.text) == (410, True)
        assert "Spring" not in told.text
        assert "Noor" not in told.text
    for other in (founder, outsider):
        assert client_for(other).post(answer, {"answer": "yes"}).status_code == 404
    with clock.at(clock.now() + timedelta(weeks=5)):
        forget_proposals()
    assert client_for(member).post(answer, {"answer": "yes"}).status_code == 404
