"""Wishes: what is kept says what was chosen, nothing is a dead end, and nobody reads what is used unseen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from roost.gather.circles.actions import choose_rules, close_round, publish_round, start_round
from roost.gather.circles.engine.rules import Apart, Columns, Hours, Measure, Past, Rules, Sizes, Together
from roost.gather.circles.models import Forming, Round, Seat
from roost.gather.circles.reads import list_of_names, list_of_teams, plan_page, roster_file, rules_for, seats_in
from roost.gather.circles.reads.joining import listed_person
from roost.gather.circles.reads.lists import Listed
from roost.gather.circles.tests.rounds import CSV, formed
from roost.ground.kit.errors import Conflict, InputError
from roost.ground.kit.privacy import erase_person
from roost.ground.kit.scopes import everywhere
from roost.ground.people.models import Affiliation, Organisation, Person, ReportingLine, Team

BrowserFor = Callable[[Person | None], Client]
StartRound = Callable[..., Round]
FOURS = Sizes(4, 4)
ZONED = "name,timezone,function\n" + "".join(f"P{n},Europe/Paris,{'abc'[n % 3]}\n" for n in range(8))
APART = Rules(apart=Apart("none", pairs=(("3", "4"),)), together=Together((("3", "4"),)))


def page(name: str, round: Round) -> str:
    return reverse(f"circles:{name}", args=[round.pk])


def as_it_stands(form: Any) -> dict[str, Any]:
    """Give what a form would send if nobody changed anything."""
    told = {name: field.initial for name, field in form.fields.items()} | form.initial
    return {name: value for name, value in told.items() if value not in (None, False)}


@pytest.fixture
def of_teams(in_scope: Organisation, founder: Person, team: Team, make_person: Callable[..., Person]) -> Round:
    """Give a round made from a team whose first leads the second, the last of whom has no name."""
    people = [make_person(name, team=team) for name in ("Ada", "Bo", "Cy", "Nobody")]
    Person.objects.filter(pk=people[3].pk).update(name="")
    Person.objects.filter(pk=people[1].pk).update(time_zone="Asia/Tokyo")
    with everywhere():
        Affiliation.objects.filter(person__in=people).update(employee_id=None)
        Affiliation.objects.filter(person=people[0]).update(employee_id="SECRET-7")
        for person, manager in ((people[1], people[0]), (people[0], people[1]), (people[2], people[0])):
            ReportingLine.objects.create(organisation=in_scope, person=person, manager=manager, starts_on="2024-01-01")
    listed = list_of_teams(in_scope, [team.pk])
    sizes = Sizes(2, 6)
    return start_round(in_scope, by=founder, title="Us", sizes=sizes, people=listed, key="3" * 32)


def test_what_the_house_knows_of_a_team_is_used_and_shown_nowhere(
    of_teams: Round, founder: Person, client_for: BrowserFor
) -> None:
    round = of_teams
    browser = client_for(founder)
    wishes = browser.get(page("wishes", round))
    assert "Managers and time zones are known to Roost and used without being shown." in wishes.text
    assert "2 managers of this list were found on it." in wishes.text
    assert {"managers", "hours"} <= wishes.context["form"].fields.keys()
    assert "Somebody of Cleveland" in wishes.text
    round = formed(round, Rules(mix=(Measure("team"),)))
    cy = Seat.objects.get(round=round, label="Cy")
    shown = wishes.text + roster_file(round, seats_in(round)) + browser.get(page("plan", round)).text
    shown += browser.get(page("move", round), {"who": cy.pk}).text
    for secret in ("SECRET-7", "Asia/Tokyo", "nobody@example.org"):
        assert secret not in shown
    assert roster_file(round, seats_in(round)).splitlines()[0] == "\ufeffid,team,division"
    # Even a move that breaks the rule names nobody.
    Seat.objects.filter(round=round).update(number=1)
    (broken,) = [words for words in plan_page(round).broken if "manager" in words]
    assert broken == "Circle 1: Nobody sits with their own manager."


def test_two_teams_of_one_name_are_two(in_scope: Organisation, team: Team, make_person: Callable[..., Person]) -> None:
    twin = Team.objects.create(organisation=in_scope, name=team.name, division="West")
    make_person("Ada", team=team)
    make_person("Bo", team=twin)
    found = list_of_teams(in_scope, [team.pk, twin.pk])
    assert [one.cells["team"] for one in found.people] == ["Cleveland (North)", "Cleveland (West)"]


@pytest.mark.parametrize("minutes", [100, 105, 50, 479])
def test_any_hours_can_be_kept_and_read_again(minutes: int, start: StartRound, founder: Person) -> None:
    round = start(ZONED)
    wished = Rules(mix=(Measure("function"),), apart=Apart("none"), hours=Hours(date(2026, 3, 2), minutes))
    round = choose_rules(round, by=founder, rules=wished, sizes=FOURS, version=round.version)
    assert rules_for(round, seats_in(round)).hours == wished.hours


def test_wishes_that_could_not_be_read_again_are_not_kept(start: StartRound, founder: Person) -> None:
    round = start(ZONED)
    for odd in (Rules(hours=Hours(date(2026, 3, 2), 0)), Rules(past=Past(weight=1 / 3))):
        with pytest.raises(InputError):
            choose_rules(round, by=founder, rules=odd, sizes=FOURS, version=round.version)
    round.refresh_from_db()
    assert round.rules == ""


def test_hours_come_in_quarters_and_a_pair_is_one_or_the_other(
    start: StartRound, founder: Person, client_for: BrowserFor
) -> None:
    round, browser = start(ZONED), client_for(founder)
    sent = as_it_stands(browser.get(page("wishes", round)).context["form"])
    assert "Use quarters of an hour" in browser.post(page("wishes", round), sent | {"hours": "1.6667"}).text
    pairs = {
        "pair-one-0": "P1",
        "pair-other-0": "P2",
        "pair-one-1": "P2",
        "pair-other-1": "P1",
        "pair-kind-1": "together",
    }
    assert "cannot sit both together and apart" in browser.post(page("wishes", round), sent | pairs).text
    assert browser.post(page("wishes", round), sent | {"hours": "1.25"}).status_code == 302
    assert "1.25 hours" in browser.get(page("wishes", round)).text


def test_a_refusal_is_over_once_the_wishes_changed(start: StartRound, founder: Person, client_for: BrowserFor) -> None:
    round, browser = formed(start(), APART), client_for(founder)
    assert "Abe and Bea sit apart." in browser.get(page("forming", round)).text
    choose_rules(round, by=founder, rules=Rules(apart=Apart("none")), sizes=FOURS, version=round.version)
    assert browser.get(page("forming", round)).url == page("wishes", round)
    # Of who is erased meanwhile no pair is left to name.
    Forming.objects.update(version=round.version + 1)
    assert browser.get(page("forming", round)).status_code == 200


def test_circles_formed_by_other_wishes_say_so(start: StartRound, founder: Person, client_for: BrowserFor) -> None:
    mixed = Rules(mix=(Measure("function"),), apart=Apart("none"))
    round, browser = formed(start(), mixed), client_for(founder)
    before = browser.get(page("plan", round)).text
    assert "close to the best possible" in before
    assert 'btn-go" href="' + page("publish", round) in before
    other = Rules(mix=(Measure("years", "rank"),), apart=Apart("none"))
    round = choose_rules(round, by=founder, rules=other, sizes=FOURS, version=round.version)
    after = browser.get(page("plan", round)).text
    assert "Your wishes changed since these circles were formed." in after
    assert "above what chance gives" not in after
    assert 'btn-go" href="' + page("publish", round) not in after
    assert 'btn btn-go" type="submit"' in after
    assert "Your wishes changed" not in browser.get(page("plan", formed(round))).text


def test_any_column_can_be_said_to_name_managers_and_no_longer(
    start: StartRound, founder: Person, client_for: BrowserFor
) -> None:
    round = start("name,mentor,function\nAda,,a\nBo,Zed,b\nCy,Zed,a\nDi,Ada,b\n", sizes=Sizes(2, 2))
    browser = client_for(founder)
    form = browser.get(page("wishes", round)).context["form"]
    assert "managers" not in form.fields
    sent = as_it_stands(form) | {"how-0": "manager"}
    named = browser.post(page("wishes", round), sent, follow=True)
    assert "1 manager of this list was found on it. 1 is not on it: Zed." in named.text
    assert "Nobody sits with their own manager." in named.text
    round.refresh_from_db()
    assert round.columns == ["name", "manager", "function"]
    sent = as_it_stands(named.context["form"])
    assert "One column at most" in browser.post(page("wishes", round), sent | {"how-1": "manager"}).text
    freed = browser.post(page("wishes", round), sent | {"how-0": "mix"}, follow=True)
    assert "Mix manager (as text)." in freed.text
    round.refresh_from_db()
    assert [one.cells["manager (as text)"] for one in seats_in(round)] == ["", "Zed", "Zed", "Ada"]
    assert "managers" not in freed.context["form"].fields


def test_a_corrected_list_is_never_ignored(start: StartRound, founder: Person, client_for: BrowserFor) -> None:
    round, browser = start(), client_for(founder)

    def again(key: str, content: str = CSV) -> Any:
        file = SimpleUploadedFile("people.csv", content.encode(), "text/csv")
        told = {"key": key, "title": "Spring", "least": "4", "most": "4", "file": file}
        return browser.post(reverse("circles:new"), told)

    assert again(round.key).url == page("wishes", round)
    refused = again(round.key, CSV.replace("Abe", "Abel"))
    assert refused.status_code == 422
    assert "you began “Spring” already" in refused.text
    assert again(refused.context["form"]["key"].value(), CSV.replace("Abe", "Abel")).status_code == 302
    assert Round.objects.count() == 2
    with pytest.raises(Conflict):
        start(title="Other")


def test_last_time_is_about_the_same_people(
    start: StartRound, founder: Person, client_for: BrowserFor, in_scope: Organisation
) -> None:
    before = formed(start(), Rules(mix=(Measure("function"),), apart=Apart("none")))
    others = "id,name\n" + "".join(f"{n},{name}\n" for n, name in enumerate("Xa Xb Xc Xd Xe Xf Xg".split(), start=1))
    mixed = start(others + "10,Hal\n", title="Autumn", key="1" * 32, after=before)
    browser = client_for(founder)
    assert "Nobody on this list was found" in browser.get(page("wishes", mixed)).text
    publish_round(before, by=founder, version=before.version)
    assert "1 of them sat in the circles of the round before." in browser.get(page("wishes", mixed)).text
    file = CSV.replace("3,Abe", "33,Abe")
    same = start(file, title="Same", key="2" * 32, after=before)
    assert "11 of them sat in the circles of the round before." in browser.get(page("wishes", same)).text


def test_names_can_simply_be_typed(
    in_scope: Organisation, member: Person, founder: Person, make_person: Callable[..., Person]
) -> None:
    bo = make_person("Bo Lee")
    found = list_of_names("1. Bo Lee\n- Cy\n\n  Zed   Zet \n", {member.pk: "Mara Member"}, organisation=in_scope)
    assert [(one.label, one.person) for one in found.people] == [
        ("Mara Member", member.pk), ("Bo Lee", bo.pk), ("Cy", None), ("Zed Zet", None)
    ]  # fmt: skip
    with pytest.raises(InputError, match="stands here already"):
        list_of_names("Cy\ncy", {}, organisation=in_scope)


def test_three_circles_of_friends_need_no_file(
    in_scope: Organisation, member: Person, founder: Person, client_for: BrowserFor
) -> None:
    browser = client_for(founder)
    told = {"key": "5" * 32, "title": "Friends", "least": "2", "most": "2"}
    typed = told | {"names": "Mara Member\nCy\nDi", "around": [str(founder.pk)]}
    assert "one of the three" in browser.post(reverse("circles:new"), typed | {"teams": ["1"]}).text
    assert "stands here already" in browser.post(reverse("circles:new"), typed | {"names": "Cy\nCy"}).text
    assert "one of the three" in browser.post(reverse("circles:new"), told).text
    wishes = browser.post(reverse("circles:new"), typed, follow=True)
    assert "4 people make 2 circles of 2." in wishes.text
    assert "One person was recognised by name, please look" in wishes.text
    assert "2 of them are known in Roost." in wishes.text
    assert {one.person_id for one in Seat.objects.all()} == {member.pk, founder.pk, None}


def test_of_who_is_erased_no_file_keeps_an_address(
    start: StartRound, founder: Person, member: Person, client_for: BrowserFor
) -> None:
    rows = "".join(f"P{n} Q,p{n}@x.org,mara.member@example.org,{'ab'[n % 2]}\n" for n in range(7))
    round = start(f"name,email,manager,f\nMara Member,mara.member@example.org,,a\n{rows}")
    pairs = (("p1@x.org", "mara.member@example.org"),)
    round = choose_rules(
        round, by=founder, rules=Rules(apart=Apart("direct", pairs=pairs)), sizes=Sizes(3, 4), version=round.version
    )
    browser = client_for(founder)

    def content(name: str) -> str:
        return browser.get(reverse("circles:file", args=[round.pk, name])).content.decode()

    assert "mara.member" in content("rules.toml")
    assert "mara.member" in content("roster.csv")
    erase_person(member.pk)
    for text in (content("rules.toml"), content("roster.csv"), browser.get(page("wishes", round)).text):
        assert "mara.member" not in text


def test_what_all_of_a_circle_share_is_told_to_nobody(
    start: StartRound, founder: Person, client_for: BrowserFor
) -> None:
    rows = "".join(f"P{n},{'ab'[n % 2]},{n % 3},{'cd'[n // 4]}\n" for n in range(8))
    rules = Rules(mix=(Measure("g"),), apart=Apart("none"), same=Columns(("religion",)), not_alone=Columns(("creed",)))
    round = formed(start(f"name,religion,g,creed\n{rows}"), rules)
    assert all("religion" not in words and "creed" not in words for one in seats_in(round) for words in one.why)
    told = client_for(founder).get(page("publish", round)).text
    assert "The columns that they read of by name: g." in told


def test_who_joins_later_brings_nothing_that_is_to_be_seen(
    of_teams: Round, start: StartRound, team: Team, make_person: Callable[..., Person]
) -> None:
    late = make_person("Late", team=team)
    Person.objects.filter(pk=late.pk).update(name="", time_zone="Asia/Tokyo")
    late.refresh_from_db()

    def listed(round: Round) -> Listed:
        return listed_person(round, list(Seat.objects.filter(round=round)), late)

    joins = listed(of_teams)
    assert (joins.label, joins.code) == ("Somebody of Cleveland", f"person-{late.pk}")
    assert joins.cells == {"team": "Cleveland", "division": "North", "manager": "", "timezone": "Asia/Tokyo"}
    assert listed(start(ZONED)).cells == {"name": "", "timezone": "", "function": ""}


def test_of_an_empty_column_nothing_is_asked(start: StartRound, founder: Person, client_for: BrowserFor) -> None:
    rows = "".join(f"P{n},,{'ab'[n % 2]},P0\n" for n in range(8))
    round, browser = start(f"name,site,function,manager\n{rows}"), client_for(founder)
    for seat in seats_in(round):
        seat.cells["manager"] = ""
        seat.save(update_fields=["cells"])
    shown = browser.get(page("wishes", round))
    form = shown.context["form"]
    assert [(line.column.name, line.told, line.how is None) for line in form.lines()] == [
        ("site", "empty", True), ("function", "2 values", False), ("manager", "empty", True)
    ]  # fmt: skip
    assert "managers" not in form.fields
    assert "What to do with “site”" not in shown.text
    assert browser.post(page("wishes", round), as_it_stands(form)).status_code == 302
    round.refresh_from_db()
    assert round.columns == ["name", "site", "function", "manager"]
    kept = rules_for(round, seats_in(round))
    assert (kept.mix, kept.apart) == ((Measure("function"),), Apart("none"))


def test_who_comes_too_late_to_ask_first_is_told_why(
    start: StartRound, founder: Person, client_for: BrowserFor
) -> None:
    round, browser = start(), client_for(founder)
    assert browser.get(page("invite", round)).status_code == 200
    round = formed(round, Rules(apart=Apart("none")))
    assert "These circles are formed already." in browser.get(page("invite", round), follow=True).text
    round = publish_round(round, by=founder, version=round.version)
    assert "These circles were published already" in browser.get(page("invite", round), follow=True).text
    close_round(round, by=founder, version=round.version)
    assert "This round is closed" in browser.get(page("invite", round), follow=True).text
