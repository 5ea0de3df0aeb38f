"""The pages of charters, as each of a circle finds them, without scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from roost.gather.charters.actions import sign_charter
from roost.gather.charters.engine.choices import Choices, to_document
from roost.gather.charters.models import Signature, Version
from roost.gather.charters.reads import charter_in_force, charter_page, circle_card, today_card
from roost.gather.charters.tests.test_rules import join
from roost.gather.circles.access import visible_memberships
from roost.gather.circles.actions import leave_circle
from roost.gather.circles.reads import SharedCircle
from roost.ground.kit import clock
from roost.ground.people.models import Person

Propose = Callable[..., Version]
BrowserFor = Callable[[Person | None], Client]


def page(name: str, circle: SharedCircle, *more: int) -> str:
    return reverse(f"charters:{name}", args=[circle.number, *more])


def told(after: int = 0, **chosen: object) -> dict[str, Any]:
    return to_document(Choices()) | {"after": after} | chosen


def test_from_no_charter_to_one_that_all_signed(
    circle: SharedCircle, member: Person, founder: Person, third: Person, client_for: BrowserFor
) -> None:
    one, other, last = client_for(member), client_for(founder), client_for(third)
    about = reverse("meetings:circle", args=[circle.number])
    assert "You have no charter yet" in one.get(about).text
    assert "Ten minutes, once." in one.get(page("charter", circle)).text
    form = one.get(page("propose", circle)).text
    assert 'aria-label="How often you meet"' in form
    shown = one.post(page("propose", circle), told(weeks=2), follow=True).text
    assert "Proposed, and signed by you." in shown
    assert "two weeks" in shown
    assert "Withdraw my proposal" in shown
    assert "You have not signed it yet." in other.get(about).text
    assert "Your circle waits for your signature" in other.get("/").text
    assert "It holds once each of you has." in other.post(page("sign", circle, 1), {"digest": ""}, follow=True).text
    assert "Withdraw my proposal" not in other.get(page("charter", circle)).text
    assert "All of you have: it holds." in last.post(page("sign", circle, 1), follow=True).text
    assert "by all 3" in one.get(about).text
    assert "and signed by all of you" in last.get(page("charter", circle)).text
    assert "Your circle waits for your signature" not in last.get("/").text


def test_what_is_refused_is_said_and_nothing_is_lost(
    circle: SharedCircle, propose: Propose, member: Person, founder: Person, client_for: BrowserFor
) -> None:
    browser = client_for(founder)
    wrong = browser.post(page("propose", circle), told(weeks=5))
    assert wrong.status_code == 422
    propose()
    late = browser.post(page("propose", circle), told(weeks=1))
    assert late.status_code == 422
    assert "Somebody proposed another version meanwhile" in late.text
    assert '<option value="1" selected>' in late.text
    same = browser.post(page("propose", circle), told(after=1))
    assert "Nothing is changed yet" in same.text
    odd = browser.post(page("sign", circle, 1), {"digest": "x"}, follow=True)
    assert "Load the page again before you sign." in odd.text
    assert Signature.objects.count() == 1
    assert browser.post(page("withdraw", circle, 1)).status_code == 403
    assert "withdrawn" in client_for(member).post(page("withdraw", circle, 1), follow=True).text
    assert browser.post(page("sign", circle, 1)).status_code == 404


def test_who_is_refused_because_others_proposed_looks_and_proposes_what_they_chose(
    circle: SharedCircle, propose: Propose, founder: Person, client_for: BrowserFor
) -> None:
    browser = client_for(founder)
    propose()
    late = browser.post(page("propose", circle), told(weeks=1))
    form = late.context["form"]
    assert (form["after"].value(), form["weeks"].value()) == (1, "1")
    assert "Yours begins with it" not in late.text
    assert page("charter", circle) in late.text
    again = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    assert browser.post(page("propose", circle), again).status_code == 302
    assert Version.objects.filter(ended_at=None).get().choices["weeks"] == 1


def test_own_words_that_others_proposed_meanwhile_go_along_where_one_changed_none(
    circle: SharedCircle, propose: Propose, member: Person, founder: Person, client_for: BrowserFor
) -> None:
    words, mine = uuid4(), uuid4()
    propose()
    Version.objects.update(words=words)
    browser = client_for(founder)
    for said, kept in (("", words), (f"{mine}", mine)):
        late = browser.post(page("propose", circle), told(weeks=1, words=said, digest="a" * 64))
        form = late.context["form"]
        assert (f"{form['words'].value()}", bool(form["digest"].value())) == (f"{kept}", False)


def test_what_is_said_to_who_signs_is_true_while_others_are_awaited(
    circle: SharedCircle,
    propose: Propose,
    founder: Person,
    third: Person,
    newcomer: Person,
    make_person: Callable[..., Person],
    client_for: BrowserFor,
) -> None:
    version = propose()
    for person in (founder, third):
        sign_charter(version, by=person)
    for person in (newcomer, make_person("Lea Late")):
        join(circle, person)
    signed = client_for(newcomer).post(page("sign", circle, 1), follow=True).text
    assert "Signed. It holds already." in signed
    assert "All of you have" not in signed


def test_nobody_is_counted_where_the_last_awaited_left(
    circle: SharedCircle, propose: Propose, member: Person, founder: Person, third: Person, client_for: BrowserFor
) -> None:
    sign_charter(propose(), by=founder)
    leave_circle(visible_memberships(third).get(), by=third)
    about = client_for(member).get(reverse("meetings:circle", args=[circle.number])).text
    assert "0 of you" not in about


def test_a_proposal_is_signed_with_a_digest_or_none(
    circle: SharedCircle, member: Person, client_for: BrowserFor
) -> None:
    first = Version.objects.create(
        organisation_id=circle.organisation,
        circle_id=circle.number,
        number=1,
        choices=to_document(Choices()),
        words=uuid4(),
        proposed_at=clock.now(),
        held_at=clock.now(),
    )
    odd = told(1, weeks=1, words=f"{first.words}", digest="what I read")
    assert "Load the page again" in client_for(member).post(page("propose", circle), odd).text
    assert not Signature.objects.exists()


def test_a_change_stands_beside_what_is_in_force(
    circle: SharedCircle, propose: Propose, member: Person, founder: Person, third: Person, client_for: BrowserFor
) -> None:
    first = propose()
    for person in (founder, third):
        sign_charter(first, by=person)
    propose(founder, after=1, weeks=6)
    browser = client_for(member)
    shown = browser.get(page("charter", circle)).text
    assert "In force:</span> We meet every three weeks for 90 minutes." in shown
    assert shown.count("In force:") == 1
    assert "the one from before holds" in shown
    assert "A version waits for signatures" in browser.get(page("version", circle, 1)).text
    assert "<title>How we meet, version 1: " in browser.get(page("version", circle, 1)).text
    assert browser.get(page("version", circle, 9)).status_code == 404


def test_no_field_for_own_words_has_a_name(circle: SharedCircle, member: Person, client_for: BrowserFor) -> None:
    form = client_for(member).get(page("propose", circle))
    assert '<textarea id="own-words" rows' in form.text
    assert 'name="own' not in form.text
    assert "wasm-unsafe-eval" in form.headers["Content-Security-Policy"]


@pytest.mark.parametrize("agreed", [False, True])
def test_reads_ask_no_more_than_they_say(
    agreed: bool,
    circle: SharedCircle,
    propose: Propose,
    member: Person,
    founder: Person,
    third: Person,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    version = propose()
    if agreed:
        for person in (founder, third):
            sign_charter(version, by=person)
    with django_assert_num_queries(5):
        charter_page(member, circle.number)
    with django_assert_num_queries(5):
        circle_card(member, circle)
    with django_assert_num_queries(1):
        charter_in_force(circle.number)
    with django_assert_num_queries(2):
        assert today_card(member, member) is None
    with django_assert_num_queries(2 if agreed else 5):
        today_card(third, third)
