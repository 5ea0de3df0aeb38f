"""The pages of one's own reminders, as their person and as everybody else finds them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from roost.ground.kit import clock
from roost.ground.kit.errors import NotFound
from roost.ground.people.models import Organisation, Person
from roost.grow.growth.access import cycle_for, experiment_for, own_experiments
from roost.grow.growth.actions import choose_needles, meet_barriers, plan_experiment
from roost.see.nudges.access import occasion_for, plan_for, sign_reply, sign_stop
from roost.see.nudges.actions import Chosen, Intent, answer_occasion, choose_wishes, plan_reminder, remind_due
from roost.see.nudges.engine import Answer
from roost.see.nudges.models import Occasion, Plan, Wishes

BrowserFor = Callable[[Person | None], Client]
MONDAY = datetime(2024, 6, 17, 9, 0, tzinfo=UTC)
TOLD = {
    "cue": "the weekly planning begins",
    "action": "ask one question before I answer",
    "words": "Curious first",
    "weekdays": ["0"],
    "at": "09:00",
    "start": "7",
    "behaviour": "",
    "key": "0" * 32,
}


@pytest.fixture
def plan(in_scope: Organisation, member: Person) -> Plan:
    intent = Intent("the planning begins", "ask first", weekdays="0", words="A canary of mine")
    return plan_reminder(in_scope, by=member, intent=intent, key="1" * 32)


@pytest.fixture
def occasion(plan: Plan) -> Occasion:
    with clock.at(MONDAY):
        remind_due()
    return Occasion.objects.select_related("plan").get()


def page(name: str, *arguments: object) -> str:
    return reverse(f"nudges:{name}", args=arguments)


def test_somebody_writes_a_first_reminder_and_finds_it_on_grow(
    in_scope: Organisation, member: Person, client_for: BrowserFor
) -> None:
    browser = client_for(member)
    assert "One plan is enough to begin with" in browser.get(page("list")).text
    shown = browser.post(page("new"), TOLD, follow=True).text
    for words in (
        "Curious first",
        "It comes once a week, as you chose.",
        "Next: Monday 17 June, 09:00, if the week has room.",
    ):
        assert words in shown
    browser.post(page("new"), TOLD)
    assert Plan.objects.count() == 1
    assert browser.post(page("new"), TOLD | {"cue": "another"}).status_code == 409
    assert "Curious first" in browser.get(reverse("growth:overview")).text


@pytest.mark.parametrize(
    "wrong",
    [
        {"cue": ""},
        {"action": " "},
        {"weekdays": []},
        {"weekdays": ["9"]},
        {"at": "soon"},
        {"start": "5"},
        {"behaviour": "shouting"},
        {"key": "mine"},
        {"words": "x" * 301},
    ],
)
def test_what_cannot_be_reminded_of_is_said(
    wrong: dict[str, object], in_scope: Organisation, member: Person, client_for: BrowserFor
) -> None:
    answer = client_for(member).post(page("new"), TOLD | wrong)
    assert answer.status_code == 422
    assert "needs another look" in answer.text
    assert not Plan.objects.exists()


def test_the_words_of_a_label_are_not_kept_a_second_time(
    in_scope: Organisation, member: Person, client_for: BrowserFor
) -> None:
    told = TOLD | {"cue": "When the planning begins", "action": "I will ask first"}
    client_for(member).post(page("new"), told)
    kept = Plan.objects.get()
    assert (kept.cue, kept.action) == ("the planning begins", "ask first")
    changed = told | {"cue": "when somebody is late", "version": kept.version}
    client_for(member).post(page("change", kept.pk), changed)
    kept.refresh_from_db()
    assert (kept.cue, kept.action) == ("somebody is late", "ask first")


def test_what_one_tries_is_offered_and_prefilled(
    in_scope: Organisation, member: Person, founder: Person, client_for: BrowserFor
) -> None:
    meet_barriers(in_scope, by=member, keys=["held-up"])
    cycle = cycle_for(member)
    choose_needles(cycle, by=member, chosen={"deciding": "Too slow"})
    plan_experiment(
        cycle,
        by=member,
        behaviour="deciding",
        cue="a choice is put off",
        action="name the day",
        expectation="x",
        chance=50,
        key="e" * 32,
    )
    number = own_experiments(cycle).get().pk
    browser = client_for(member)
    assert f"{page('new')}?from={number}" in browser.get(reverse("growth:overview")).text
    form = browser.get(f"{page('new')}?from={number}").text
    assert "a choice is put off" in form
    assert "name the day" in form
    assert '<option value="deciding" selected>' in form
    assert '<option value="deciding" selected>' in browser.get(page("new")).text
    assert experiment_for(member, number)
    assert client_for(founder).get(f"{page('new')}?from={number}").status_code == 404


def test_a_reminder_is_answered_on_today_by_one_tap_and_taken_back(
    occasion: Occasion, member: Person, client_for: BrowserFor
) -> None:
    browser, answer = client_for(member), page("answer", occasion.pk)
    with clock.at(MONDAY + timedelta(hours=1)):
        assert "A canary of mine" in browser.get("/").text
        done = browser.post(answer, {"answer": "did-it"}, follow=True).text
        assert "Did it." in done
        assert "Take it back" in done
        browser.post(answer, {"answer": ""})
        assert "Not for me" in browser.get("/").text
        card = browser.post(answer, {"answer": "not-now"}, headers={"HX-Request": "true"}).text
        assert card.strip().startswith("<section")
        assert "comes once more" in card
        assert browser.post(answer, {"answer": "shout"}).status_code == 400
    with clock.at(MONDAY + timedelta(hours=3)):
        assert "A canary of mine" not in browser.get("/").text


def test_a_reminder_leaves_today_after_three_days_and_can_still_be_answered(
    occasion: Occasion, member: Person, client_for: BrowserFor
) -> None:
    browser = client_for(member)
    with clock.at(MONDAY + timedelta(days=3, minutes=1)):
        assert "A canary of mine" not in browser.get("/").text
        browser.post(page("answer", occasion.pk), {"answer": "did-it", "plan": "1"})
        assert "Did it" in browser.get(page("plan", occasion.plan_id)).text


def test_nobody_else_finds_any_of_it(
    occasion: Occasion, plan: Plan, founder: Person, administrator: Person, outsider: Person, client_for: BrowserFor
) -> None:
    for other in (founder, administrator, outsider):
        for hold, number in ((plan_for, plan.pk), (occasion_for, occasion.pk)):
            with pytest.raises(NotFound):
                hold(other, number)
        browser = client_for(other)
        for name in ("plan", "change"):
            assert browser.get(page(name, plan.pk)).status_code == 404
        for name in ("rest", "end", "wake", "delete"):
            assert browser.post(page(name, plan.pk)).status_code == 404
        assert browser.post(page("answer", occasion.pk), {"answer": "did-it"}).status_code == 404
        with clock.at(MONDAY):
            for address in ("/", page("list"), reverse("growth:overview"), reverse("home:me")):
                assert "canary" not in browser.get(address).text


def test_a_change_made_elsewhere_meanwhile_shows_both(plan: Plan, member: Person, client_for: BrowserFor) -> None:
    browser, address = client_for(member), page("change", plan.pk)
    told = {name: value for name, value in TOLD.items() if name != "key"} | {"version": "1"}
    assert browser.post(address, told | {"words": "One"}).status_code == 302
    late = browser.post(address, told | {"words": "Two"})
    assert late.status_code == 409
    assert "One" in late.text
    assert "Two" in late.text
    assert 'name="version" value="2"' in late.text


def test_a_plan_rests_ends_comes_back_and_goes(occasion: Occasion, member: Person, client_for: BrowserFor) -> None:
    browser, number = client_for(member), occasion.plan_id
    with clock.at(MONDAY):
        assert "tomorrow" in browser.post(page("rest", number), {"until": "2024-06-17"}).text
        resting = browser.post(page("rest", number), {"until": "2024-07-01"}, follow=True).text
        assert "It rests until 1 July." in resting
        assert "A canary of mine" not in browser.get("/").text
        assert "It is back." in browser.post(page("wake", number), follow=True).text
        assert "It ended on 17 June 2024." in browser.post(page("end", number), follow=True).text
        assert "Of before" in browser.get(page("list")).text
        browser.post(page("wake", number))
        assert "Deleted." in browser.post(page("delete", number), follow=True).text
    assert not Plan.objects.exists()
    assert browser.get(page("plan", number)).status_code == 404


def test_wishes_are_chosen_and_what_cannot_be_is_said(plan: Plan, member: Person, client_for: BrowserFor) -> None:
    browser = client_for(member)
    chosen = {"most_a_week": "1", "quiet_from": "20:00", "quiet_until": "08:00", "by_mail": "on", "version": "1"}
    shown = browser.post(page("settings"), chosen, follow=True).text
    assert "At most 1 a week" in shown
    assert "On Today and by e-mail." in shown
    for wrong in ({"most_a_week": "3"}, {"quiet_until": ""}, {"quiet_until": "20:00"}):
        assert browser.post(page("settings"), chosen | wrong).status_code == 422
    assert (
        "All of them are paused"
        in browser.post(page("settings"), chosen | {"paused": "on", "version": "2"}, follow=True).text
    )
    Person.objects.filter(pk=member.pk).update(email=None)
    assert "no e-mail address" in client_for(Person.objects.get(pk=member.pk)).post(page("settings"), chosen).text


def test_a_tab_of_before_does_not_bring_mail_back_that_was_ended(
    plan: Plan, member: Person, client_for: BrowserFor
) -> None:
    kept = choose_wishes(member, Chosen(by_mail=True), by=member)
    browser = client_for(member)
    assert f'name="version" value="{kept.version}"' in browser.get(page("settings")).text
    old = {"most_a_week": "1", "by_mail": "on", "version": str(kept.version)}
    Client().post(page("stop", sign_stop(kept)))
    late = browser.post(page("settings"), old)
    assert late.status_code == 409
    assert "Kept now: At most 2 a week, over all of them. On Today." in " ".join(late.text.split())
    assert re.search(r'name="by_mail"[^>]* checked', late.text)
    assert not Wishes.objects.get().by_mail
    now = Wishes.objects.get().version
    assert f'name="version" value="{now}"' in late.text
    assert browser.post(page("settings"), old | {"version": str(now)}).status_code == 302
    assert Wishes.objects.get().by_mail
    assert browser.post(page("settings"), old).status_code == 302  # the same again


def test_a_reminder_on_today_leads_to_its_plan_and_to_how_one_is_reminded(
    occasion: Occasion, member: Person, client_for: BrowserFor
) -> None:
    with clock.at(MONDAY):
        shown = client_for(member).get("/").text
    assert page("plan", occasion.plan_id) in shown
    assert page("settings") in shown


def test_the_twenty_that_ended_last_are_listed_and_the_others_counted(
    in_scope: Organisation, plan: Plan, member: Person, client_for: BrowserFor
) -> None:
    for number in range(23):
        plan.pk, plan.key, plan.words = None, f"{number:032x}", f"Canary {number}."
        plan.ended_at = MONDAY + timedelta(days=number)
        plan.save(force_insert=True)
    shown = client_for(member).get(page("list")).text
    assert "Canary 22." in shown
    assert "Canary 3." in shown
    assert "Canary 2." not in shown
    assert "3 more ended before these" in shown


def test_a_link_in_a_mail_answers_one_reminder_without_a_sign_in(occasion: Occasion, client_for: BrowserFor) -> None:
    browser, address = client_for(None), page("reply", sign_reply(occasion))
    with clock.at(MONDAY):
        for _ in range(2):
            assert "A canary of mine" in browser.get(address).text
        assert Occasion.objects.get().answer == ""
        assert "Did it." in browser.post(address, {"answer": "did-it"}, follow=True).text
        assert Occasion.objects.get().answer == "did-it"
        browser.post(address, {"answer": ""})
        assert Occasion.objects.get().answer == ""
    with clock.at(MONDAY + timedelta(days=7)):
        remind_due()
    assert "This reminder is over" in browser.get(address).text
    assert browser.post(address, {"answer": "did-it"}).status_code == 410


def test_links_of_others_or_of_nobody_are_over(occasion: Occasion, client_for: BrowserFor) -> None:
    browser = client_for(None)
    right = sign_reply(occasion)
    for token in ("nonsense", right[:-1], sign_stop(Wishes.objects.get()), f"{right}x"):
        assert browser.get(page("reply", token)).status_code == 410
    assert browser.get(page("stop", right)).status_code == 410
    Person.objects.update(is_active=False)
    assert browser.get(page("reply", right)).status_code == 410


def test_a_link_in_a_mail_is_over_after_two_weeks(occasion: Occasion, client_for: BrowserFor) -> None:
    address = page("reply", sign_reply(occasion))
    for days, status in ((13, 200), (14, 410)):
        with clock.at(MONDAY + timedelta(days=days)):
            assert client_for(None).get(address).status_code == status


def test_mail_programs_end_such_mail_by_one_bare_post(plan: Plan, member: Person) -> None:
    choose_wishes(member, Chosen(by_mail=True), by=member)
    address = page("stop", sign_stop(Wishes.objects.get()))
    browser = Client(enforce_csrf_checks=True)
    assert "Send me no more" in browser.get(address).text
    assert Wishes.objects.get().by_mail
    for _ in range(2):
        told = browser.post(address, {"List-Unsubscribe": "One-Click"})
        assert told.status_code == 200
        assert "No more reminders by e-mail" in told.text
    assert not Wishes.objects.get().by_mail
    # Answering keeps its guard.
    with clock.at(MONDAY):
        remind_due()
    reply = page("reply", sign_reply(Occasion.objects.get()))
    assert Client(enforce_csrf_checks=True).post(reply, {"answer": "did-it"}).status_code == 403


def test_nothing_shames(plan: Plan, member: Person, client_for: BrowserFor) -> None:
    """A row that ended, and a plan that fell silent, are told without a word of failure."""
    browser = client_for(member)
    for day in range(100):
        with clock.at(MONDAY + timedelta(days=day)):
            remind_due()
            for one in Occasion.objects.filter(number=1, answer="").select_related("plan"):
                answer_occasion(one, by=member, answer=Answer.DONE)
    with clock.at(MONDAY + timedelta(days=101)):
        shown = [browser.get(address).text for address in (page("list"), page("plan", plan.pk))]
    told = " ".join(text.partition("<main")[2] for text in shown)
    assert "fell silent" in told
    assert "Bring it back" in told
    assert not re.findall(r"fail|broke|\bmiss|\blost|forgot", told.lower())
