"""A circle's own name: given by who sits in it, told apart within its round, and gone when it is empty."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from roost.gather.circles.actions import change_people, found_circle, name_circle, publish_round
from roost.gather.circles.engine.rules import Apart, Measure, Rules, Sizes
from roost.gather.circles.models import Circle, Member, Round
from roost.gather.circles.reads import my_circles, shared_circle
from roost.gather.circles.tests.rounds import formed
from roost.ground.kit.errors import Conflict, InputError, NotFound
from roost.ground.people.models import Organisation, Person

BrowserFor = Callable[[Person | None], Client]
StartRound = Callable[..., Round]
APART = Rules(mix=(Measure("function"),), apart=Apart("none", pairs=(("1", "2"),)))


@pytest.fixture
def round(start: StartRound, founder: Person) -> Round:
    """Publish circles in which the member and the founder, who convenes them, sit apart."""
    made = formed(start(sizes=Sizes(3, 5)), APART)
    return publish_round(made, by=founder, version=made.version)


def seat_of(person: Person) -> Member:
    return Member.objects.select_related("circle__round").get(person=person)


@pytest.mark.parametrize(
    ("written", "name"),
    [("The Owls", "The Owls"), ("  The \n  Owls\u200b ", "The Owls"), ("x" * 40, "x" * 40), ("3", "3")],
)
def test_a_name_is_kept_on_one_line(round: Round, member: Person, written: str, name: str) -> None:
    assert name_circle(seat_of(member), by=member, name=written, before="").own_name == name


@pytest.mark.parametrize(
    ("written", "words"), [("x" * 41, "40 characters"), ("circle 7", "numbers already"), ("the OWLS", "called so")]
)
def test_a_name_that_would_confuse_is_refused(
    round: Round, member: Person, founder: Person, written: str, words: str
) -> None:
    name_circle(seat_of(founder), by=founder, name="The Owls", before="")
    with pytest.raises(InputError, match=words):
        name_circle(seat_of(member), by=member, name=written, before="")


def test_nothing_is_overwritten_unseen_and_nobody_names_another_circle(
    round: Round, member: Person, founder: Person
) -> None:
    name_circle(seat_of(member), by=member, name="The Owls", before="")
    with pytest.raises(Conflict, match="meanwhile"):
        name_circle(seat_of(member), by=member, name="The Bats", before="")
    with pytest.raises(NotFound):
        name_circle(seat_of(member), by=founder, name="Mine", before="The Owls")
    assert name_circle(seat_of(member), by=member, name="", before="The Owls").own_name == ""


def test_other_rounds_may_use_the_name(in_scope: Organisation, round: Round, member: Person, founder: Person) -> None:
    name_circle(seat_of(founder), by=founder, name="The Owls", before="")
    pair = found_circle(in_scope, people=[member, founder], by=None)
    mine = Member.objects.select_related("circle").get(circle=pair, person=member)
    name_circle(mine, by=member, name="The Owls", before="")
    assert shared_circle(Circle.objects.get(pk=pair.pk)).name == "The Owls"
    name_circle(mine, by=member, name="", before="The Owls")
    assert shared_circle(Circle.objects.get(pk=pair.pk)).name == "Mara Member and Noor Founder"


def test_it_stands_wherever_the_circle_is_named(
    round: Round, member: Person, founder: Person, client_for: BrowserFor
) -> None:
    seat = seat_of(member)
    number, browser = seat.circle.name, client_for(member)
    gather = browser.get(reverse("circles:gather")).text
    assert "Give it a name" in gather
    page = reverse("circles:name", args=[seat.circle_id])
    assert "Noor Founder knows your circle by its number." in browser.get(page).text
    own = reverse("circles:name", args=[seat_of(founder).circle_id])
    assert "by its number" not in client_for(founder).get(own).text
    refused = browser.post(page, {"name": number, "before": ""})
    assert (refused.status_code, "numbers already" in refused.text) == (422, True)
    told = browser.post(page, {"name": "The <b>Owls</b>", "before": ""}, follow=True).text
    assert "Your circle is called “The &lt;b&gt;Owls&lt;/b&gt;” now." in told
    (mine,) = my_circles(member)
    assert (mine.name, mine.eyebrow) == ("The <b>Owls</b>", f"Spring · {number}")
    late = browser.post(page, {"name": "The Bats", "before": ""}, follow=True)
    assert "named it meanwhile" in late.text
    convener = client_for(founder)
    plan, seats, end = (reverse(f"circles:{name}", args=[round.pk]) for name in ("plan", "people", "end"))
    for address in (plan, seats, end, reverse("circles:gather")):
        assert "Owls" not in convener.get(address).text
    assert number in convener.get(plan).text
    assert convener.get(page).status_code == 404
    gone = [one for one in round.seats.all() if one.label == "Jon"]
    round.refresh_from_db()
    changed = formed(change_people(round, by=founder, version=round.version, leaving=gone, back=[], joining=[]))
    for address in (plan, reverse("circles:publish", args=[changed.pk])):
        assert "Owls" not in convener.get(address).text
    publish_round(changed, by=founder, version=changed.version)
    assert my_circles(member)[0].name == "The <b>Owls</b>"
