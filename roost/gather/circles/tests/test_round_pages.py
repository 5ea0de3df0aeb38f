"""The pages of circles, as a convener, a member and everybody else find them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from roost.gather.circles.actions import ask_to_form, form_circles, publish_round
from roost.gather.circles.engine.rules import Apart, Measure, Rules, Together
from roost.gather.circles.models import Circle, Forming, Round, Seat
from roost.gather.circles.reads import gather_page, plan_page
from roost.gather.circles.tests.rounds import CSV, FEW, formed
from roost.ground.people.models import Organisation, Person, Team

BrowserFor = Callable[[Person | None], Client]
StartRound = Callable[..., Round]
MIXED = Rules(mix=(Measure("function"),), apart=Apart("none"), together=Together((("1", "2"),)))
KEY = "0" * 32


def page(name: str, round: Round) -> str:
    return reverse(f"circles:{name}", args=[round.pk])


def a_new_round(content: str = CSV, **more: Any) -> dict[str, Any]:
    file = SimpleUploadedFile("people.csv", content.encode(), "text/csv")
    return {"key": KEY, "title": "Spring", "least": "4", "most": "4", "file": file} | more


def as_it_stands(form: Any) -> dict[str, Any]:
    """Give what a form would send if nobody changed anything."""
    told = {name: field.initial for name, field in form.fields.items()} | form.initial
    return {name: value for name, value in told.items() if value not in (None, False)}


def seat(round: Round, label: str) -> Seat:
    return Seat.objects.get(round=round, label=label)


def test_from_a_spreadsheet_to_circles_that_a_member_sees(
    in_scope: Organisation, member: Person, founder: Person, client_for: BrowserFor
) -> None:
    browser = client_for(founder)
    assert "You sit in no circle yet" in browser.get(reverse("circles:gather")).text
    wishes = browser.post(reverse("circles:new"), a_new_round(), follow=True)
    round = Round.objects.get()
    for words in ("12 people make 3 circles of 4.", "A first guess", "Mix function.", "own manager"):
        assert words in wishes.text
    sent = as_it_stands(wishes.context["form"])
    kept = browser.post(page("wishes", round), sent | {"pair-one-0": "Abe", "pair-other-0": "bea"}, follow=True)
    assert "Abe and Bea sit apart." in kept.text
    round.refresh_from_db()
    sent |= {"version": round.version, "pair-one-0": "Abe", "pair-other-0": "Bea", "form": "1"}
    waiting = browser.post(page("wishes", round), sent, follow=True)
    assert "Waiting for its turn" in waiting.text
    assert browser.get(page("plan", round)).url == page("forming", round)
    form_circles(Forming.objects.get().pk, iterations=FEW)
    assert browser.get(page("forming", round)).url == page("plan", round)
    led = browser.get(page("forming", round), headers={"HX-Request": "true"})
    assert (led.status_code, led["HX-Redirect"]) == (204, page("plan", round))
    plan = browser.get(page("plan", round)).text
    assert "12 people in 3 circles" in plan
    assert "below the best that could be" in plan
    assert "2 of 12 people are known in Roost" in browser.get(page("publish", round)).text
    round.refresh_from_db()
    assert "Published" in browser.post(page("publish", round), {"version": round.version}, follow=True).text
    mine = client_for(member)
    for address in ("circles:gather", "home:today"):
        assert "Spring" in mine.get(reverse(address)).text
    assert "Why you sit here" in mine.get(reverse("circles:gather")).text


def test_a_list_that_cannot_be_used_is_refused_with_its_row(
    in_scope: Organisation, founder: Person, client_for: BrowserFor
) -> None:
    browser = client_for(founder)
    answer = browser.post(reverse("circles:new"), a_new_round("id,name\n1,Ada\n1,Bo\n"))
    assert answer.status_code == 422
    assert "Row 3, column “id”, “1”: The id 1 stands in row 2 already." in answer.text
    for told in ({"file": ""}, {"teams": ["1"]}, {"least": "9"}, {"least": "5", "most": "5"}, {"title": ""}):
        assert browser.post(reverse("circles:new"), a_new_round(**told)).status_code == 422
    assert not Round.objects.exists()


def test_teams_make_a_round_as_well(
    in_scope: Organisation, member: Person, founder: Person, team: Team, client_for: BrowserFor
) -> None:
    told = {"key": KEY, "title": "Us", "least": "2", "most": "2", "teams": [str(team.pk)]}
    answer = client_for(founder).post(reverse("circles:new"), told, follow=True)
    assert "2 people make one circle." in answer.text
    assert {one.person_id for one in Seat.objects.all()} == {member.pk, founder.pk}


def test_names_that_nobody_has_are_said(start: StartRound, founder: Person, client_for: BrowserFor) -> None:
    round = start()
    browser = client_for(founder)
    sent = as_it_stands(browser.get(page("wishes", round)).context["form"])
    answer = browser.post(page("wishes", round), sent | {"pair-one-0": "Abel", "pair-other-0": "Bea"})
    assert answer.status_code == 422
    assert "Nobody on the list is called “Abel”." in answer.text
    assert (
        "Choose somebody else"
        in browser.post(page("wishes", round), sent | {"pair-one-0": "Bea", "pair-other-0": "Bea"}).text
    )


def test_two_tabs_never_overwrite_each_other(start: StartRound, founder: Person, client_for: BrowserFor) -> None:
    round = formed(start(), MIXED)
    browser, old = client_for(founder), round.version
    abe = seat(round, "Abe")
    first = browser.post(page("lock", round), {"who": abe.pk, "locked": "yes", "version": old})
    assert first.url.endswith(f"#circle-{abe.number}")
    for name, told in (("lock", {"who": abe.pk, "locked": "no"}), ("publish", {}), ("form", {}), ("undo", {})):
        answer = browser.post(page(name, round), told | {"version": old})
        assert answer.status_code == 409
        assert "changed meanwhile" in answer.text
    sent = as_it_stands(browser.get(page("wishes", round)).context["form"])
    stale = browser.post(page("wishes", round), sent | {"version": old, "least": 3, "most": 4})
    assert stale.status_code == 409
    assert stale.context["form"]["least"].value() == "3"
    assert stale.context["form"]["version"].value() == str(old + 1)
    assert Seat.objects.get(pk=abe.pk).locked


def test_a_move_is_weighed_done_and_taken_back(start: StartRound, founder: Person, client_for: BrowserFor) -> None:
    round = formed(start(), MIXED)
    browser, abe = client_for(founder), seat(round, "Abe")
    other = Seat.objects.filter(round=round).exclude(number=abe.number).exclude(code__in="12").first()
    assert other is not None
    to = {"who": abe.pk, "to": f"seat-{other.pk}"}
    assert "Where to?" in browser.get(page("move", round), {"who": abe.pk}).text
    weighed = browser.get(page("move", round), to).text
    assert f"Shall Abe and {other.label} change places?" in weighed
    assert "The mix of all circles together" in weighed
    done = browser.post(page("move", round), to | {"version": round.version}, follow=True)
    assert "Take the last move back" in done.text
    assert seat(round, "Abe").number == other.number
    browser.post(page("undo", round), {"version": round.version + 1})
    assert seat(round, "Abe").number == abe.number
    too_many = browser.get(page("move", round), {"who": abe.pk, "to": f"circle-{other.number}"}).text
    assert "larger or smaller than you chose" in too_many
    assert browser.get(page("move", round), {"who": abe.pk, "to": "seat-999999"}).status_code == 404
    for odd in ("circle-99", "nowhere", "circle-" + "9" * 30):
        refused = browser.post(
            page("move", round), {"who": abe.pk, "to": odd, "version": round.version + 2}, follow=True
        )
        assert "another circle" in refused.text


def test_wishes_that_conflict_lead_back_to_the_wishes(
    start: StartRound, founder: Person, client_for: BrowserFor
) -> None:
    round = formed(start(), Rules(apart=Apart("none", pairs=(("1", "2"),)), together=Together((("1", "2"),))))
    browser = client_for(founder)
    assert browser.get(page("forming", round), headers={"HX-Request": "true"})["HX-Redirect"] == page("forming", round)
    text = browser.get(page("forming", round)).text
    assert "No circles can keep all of this" in text
    assert "Mara Member and Noor Founder sit apart." in text
    assert f"{page('wishes', round)}#pairs" in text
    assert "Nothing is lost" in text


def test_a_search_is_stopped_from_its_page(start: StartRound, founder: Person, client_for: BrowserFor) -> None:
    round, browser = start(), client_for(founder)
    ask_to_form(round, by=founder, version=round.version)
    assert "Waiting for its turn" in browser.get(page("forming", round), headers={"HX-Request": "true"}).text
    Forming.objects.update(status="running", values=[0.5, 0.6], share=0.5)
    assert "20 % better" in browser.get(page("forming", round), headers={"HX-Request": "true"}).text
    assert "Stop and take the best so far" in browser.get(page("forming", round)).text
    ending = browser.post(page("best", round), follow=True).text
    assert "Taking the best circles so far" in ending
    assert "Stop and take the best so far" not in ending
    assert "Stopped." in browser.post(page("stop", round), follow=True).text


def test_a_round_ends_in_each_of_its_ways(
    start: StartRound, founder: Person, member: Person, client_for: BrowserFor
) -> None:
    round, browser = formed(start(), MIXED), client_for(founder)
    publish_round(round, by=founder, version=round.version)
    assert "Close it" in browser.get(page("end", round)).text
    assert "Mara Member" in browser.get(page("plan", round)).text
    version = Round.objects.get().version
    assert "changed meanwhile" in browser.post(page("end", round), {"what": "take-back"}, follow=True).text
    browser.post(page("end", round), {"what": "take-back", "version": version})
    assert "Spring" not in client_for(member).get(reverse("circles:gather")).text
    round.refresh_from_db()
    publish_round(round, by=founder, version=round.version)
    sent = {"what": "close", "version": Round.objects.get().version}
    closed = browser.post(page("end", round), sent, follow=True).text
    assert "its list is deleted" in closed
    assert "Abe" not in closed
    assert "Noor Founder" in closed
    assert browser.get(page("publish", round)).url == page("plan", round)
    assert browser.get(reverse("circles:file", args=[round.pk, "roster.csv"])).status_code == 404
    draft = start(key="1" * 32)
    browser.post(page("end", draft), {"what": "delete", "version": draft.version})
    assert Circle.objects.exists()
    assert not Round.objects.filter(pk=draft.pk).exists()


def test_files_are_those_that_the_command_takes(start: StartRound, founder: Person, client_for: BrowserFor) -> None:
    round, browser = formed(start(), MIXED), client_for(founder)

    def content(name: str) -> str:
        return browser.get(reverse("circles:file", args=[round.pk, name])).content.decode("utf-8-sig")

    assert content("rules.toml") == round.rules
    assert content("roster.csv").splitlines()[1] == "1,Mara Member,mara.member@example.org,Sales,,2"
    assert content("plan.csv").splitlines()[0] == "id,circle,name"
    assert len(content("plan.csv").splitlines()) == 13


@pytest.mark.parametrize("who", ["member", "administrator", "outsider"])
def test_nobody_else_reads_a_list(
    who: str, request: pytest.FixtureRequest, start: StartRound, client_for: BrowserFor
) -> None:
    round = formed(start(), MIXED)
    browser = client_for(request.getfixturevalue(who))
    for name in ("plan", "wishes", "forming", "move", "publish", "end"):
        assert browser.get(page(name, round)).status_code == 404
    assert browser.get(reverse("circles:file", args=[round.pk, "roster.csv"])).status_code == 404


def test_names_are_shown_as_they_are_written(start: StartRound, founder: Person, client_for: BrowserFor) -> None:
    name = 'Zoë "Q" O’Neil & <b>Co</b>'
    round = formed(
        start(f'id,name,x\n1,"{name.replace(chr(34), chr(34) * 2)}",a\n2,Bo,a\n3,Cy,a\n4,Di,a\n', title=name), Rules()
    )
    shown = "Zoë &quot;Q&quot; O’Neil &amp; &lt;b&gt;Co&lt;/b&gt;"
    browser, one = client_for(founder), Seat.objects.get(code="1")
    for address in (
        page("plan", round),
        f"{page('move', round)}?who={one.pk}",
        page("wishes", round),
        page("publish", round),
    ):
        text = browser.get(address).text
        assert shown in text
        assert "<b>Co" not in text
        assert "amp;amp;" not in text
        assert "amp;quot;" not in text


def test_lists_are_read_in_few_queries(
    start: StartRound, founder: Person, member: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = formed(start(), MIXED)
    publish_round(first, by=founder, version=first.version)
    second = formed(start(title="Autumn", key="1" * 32), MIXED)
    with django_assert_num_queries(13):
        assert len(gather_page(founder).rounds) == 2
    with django_assert_num_queries(10):
        assert len(gather_page(member).circles) == 1
    with django_assert_num_queries(1):
        plan_page(second)
