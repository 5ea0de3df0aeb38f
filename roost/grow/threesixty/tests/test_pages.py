"""What pages of a 360 show to whom, with bad input too."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from roost.ground.kit import clock
from roost.ground.people.models import Person
from roost.grow.threesixty import actions
from roost.grow.threesixty.access import own_reviews
from roost.grow.threesixty.models import Review
from roost.grow.threesixty.tests.saying import answer, links

pytestmark = pytest.mark.django_db
CLOSED = datetime(2024, 6, 26, 15, 0, tzinfo=UTC)
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def client_of(client: Client) -> Callable[[Person], Client]:
    def sign_in(person: Person) -> Client:
        client.force_login(person)
        return client

    return sign_in


def test_it_is_begun_and_people_are_chosen_on_pages(
    member: Person, five: list[Person], boss: Person, founder: Person, client_of: Callable[[Person], Client]
) -> None:
    page = client_of(member)
    told = {"purpose": "needle", "debriefer": "other", "approver": str(boss.pk)}
    assert "Name somebody whom you trust" in page.post(reverse("threesixty:begin"), told).content.decode()
    assert "found by “Nobody”" in page.post(reverse("threesixty:begin"), told | {"other": "Nobody"}).content.decode()
    page.post(reverse("threesixty:begin"), told | {"other": str(founder.email)})
    (review,) = own_reviews(member)
    assert (review.debriefer, review.approver) == (founder, boss)
    choosing = reverse("threesixty:raters", args=[review.pk])
    assert "Ask five to thirty people" in page.post(choosing, {"others": "Ann\nBen"}).content.decode()
    lines = "\n".join([str(one.email) for one in five] + ["Bo Boss"])
    page.post(choosing, {"others": lines})
    # Who stands in the list by the organisation's lines is asked as that.
    assert sorted(review.raters.values_list("category", flat=True)) == ["manager"] + ["other"] * 5
    page.post(reverse("threesixty:propose", args=[review.pk]))
    assert "looks over it" in page.get(reverse("threesixty:review", args=[review.pk])).content.decode()
    page = client_of(boss)
    looked = reverse("threesixty:approve", args=[review.pk])
    page.post(looked, {"back": "1", "words": SCRIPT})
    assert page.get(looked).status_code == 404
    page = client_of(member)
    shown = page.get(reverse("threesixty:review", args=[review.pk])).content.decode()
    assert SCRIPT not in shown
    assert "&lt;script&gt;" in shown
    assert page.get(choosing).status_code == 200
    page.post(reverse("threesixty:propose", args=[review.pk]))
    page = client_of(boss)
    seen = re.search(r'name="seen" value="([^"]+)"', page.get(looked).content.decode())
    assert seen is not None
    for stale in ({}, {"seen": "yesterday"}, {"seen": "2024-06-12T15:00:00"}):
        assert "once more" in page.post(looked, stale, follow=True).content.decode()
    assert page.post(looked, {"seen": seen[1]})["Location"] == "/"
    review.refresh_from_db()
    assert review.asked_at is not None


def test_a_report_is_read_by_two_and_scripts_in_it_are_words(
    review: Review,
    member: Person,
    founder: Person,
    boss: Person,
    five: list[Person],
    client_of: Callable[[Person], Client],
) -> None:
    for person in five:
        answer(person, 4, thinking=SCRIPT)
    with clock.at(CLOSED):
        actions.close_due()
        own, debrief = (reverse(f"threesixty:{name}", args=[review.pk]) for name in ("report", "debrief"))
        assert client_of(boss).get(debrief).status_code == 404
        assert client_of(boss).get(own).status_code == 404
        assert client_of(member).get(own).status_code == 302
        read = client_of(founder).get(debrief).content.decode()
        assert read.count("&lt;script&gt;") == 5
        assert SCRIPT not in read
        assert not any(str(one) in read for one in five)
        client_of(founder).post(reverse("threesixty:open", args=[review.pk]))
        read = client_of(member).get(own).content.decode()
        assert "between" in read
        assert not any(str(one) in read for one in five)
        choosing = reverse("threesixty:choose", args=[review.pk])
        many = {"keep": ["deciding", "compassion", "proactive", "confidence"], "change": ["researching"]}
        wrong = client_of(member).post(choosing, many)
        assert wrong.status_code == 422
        assert "Three to keep and two to change, at most." in wrong.content.decode()
        assert wrong.content.decode().count(" checked>") == 5
        assert client_of(member).post(choosing, many | {"keep": ["deciding"]})["Location"] == own
        assert client_of(member).get(own).content.decode().count(" checked>") == 2


def test_a_link_says_what_holds_for_who_has_it(
    review: Review, five: list[Person], boss: Person, client: Client
) -> None:
    found = links()
    words = client.get(reverse("threesixty:answer", args=[found[str(five[0].email)]])).content.decode()
    assert "read means of three and more" in words
    words = client.get(reverse("threesixty:answer", args=[found[str(boss.email)]])).content.decode()
    assert "told as yours" in words
    assert client.get(reverse("threesixty:answer", args=["nothing"])).status_code == 410
    secret = found[str(five[0].email)]
    assert client.get(reverse("threesixty:sentences", args=[secret, "juggling"])).status_code == 404
    wrong = client.post(reverse("threesixty:sentences", args=[secret, "thinking"]), {"deciding-1": "9"})
    assert wrong.status_code == 422
    client.post(reverse("threesixty:sentences", args=[secret, "thinking"]), {"deciding-1": "4", "words": "So far"})
    page = client.get(reverse("threesixty:sentences", args=[secret, "thinking"])).content.decode()
    assert "So far" in page
    assert "data-theme=" not in page
    sent = client.post(reverse("threesixty:send", args=[secret]), follow=True)
    assert "31 sentences have no answer yet" in sent.content.decode()
    with clock.at(CLOSED + timedelta(days=1)):
        late = client.post(reverse("threesixty:sentences", args=[secret, "thinking"]), {"deciding-1": "4"})
        assert late.status_code == 410


def test_going_back_keeps_what_was_ticked_and_going_on_says_what_was_left_out(
    review: Review, five: list[Person], client: Client
) -> None:
    secret = links()[str(five[0].email)]
    thinking, developing = (reverse("threesixty:sentences", args=[secret, one]) for one in ("thinking", "developing"))
    assert "Page 2 of 4" in client.get(developing).content.decode()
    onward = client.post(thinking, {"deciding-1": "4"}, follow=True)
    assert onward.redirect_chain == [(developing, 302)]
    assert "7 sentences about “Thinking” have no answer yet" in onward.content.decode()
    back = client.post(developing, {"compassion-1": "5", "back": "1"}, follow=True)
    assert back.redirect_chain == [(thinking, 302)]
    assert "no answer yet" not in back.content.decode()
    assert actions.said_so_far(secret).points == {"deciding-1": 4, "compassion-1": 5}
    left = client.post(thinking, {"deciding-1": "3", "back": "1"})
    assert left["Location"] == reverse("threesixty:answer", args=[secret])
    assert actions.said_so_far(secret).points["deciding-1"] == 3


def test_going_back_keeps_what_one_says_of_oneself(
    review: Review, member: Person, client_of: Callable[[Person], Client]
) -> None:
    page = client_of(member)
    thinking, developing = (reverse("threesixty:self", args=[review.pk, one]) for one in ("thinking", "developing"))
    assert page.post(developing, {"compassion-1": "5", "back": "1"})["Location"] == thinking
    stopped = page.post(thinking, {"deciding-1": "-", "back": "1"})
    assert stopped["Location"] == reverse("threesixty:review", args=[review.pk])
    review.refresh_from_db()
    assert review.own == {"compassion-1": 5, "deciding-1": None}


def test_the_list_says_where_each_stands(review: Review, member: Person, client_of: Callable[[Person], Client]) -> None:
    page = client_of(member)
    assert "They answer until" in page.get(reverse("threesixty:reviews")).content.decode()
    with clock.at(CLOSED):
        actions.close_due()
        assert "waits for a conversation" in page.get(reverse("threesixty:reviews")).content.decode()
