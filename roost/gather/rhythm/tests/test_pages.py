"""What people read and press on the pages of a circle's term."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from roost.gather.charters.actions import propose_charter, sign_charter
from roost.gather.charters.engine.choices import Choices
from roost.gather.circles.actions import found_circle
from roost.gather.circles.reads import SharedCircle, shared_circle
from roost.gather.rhythm.access import duties_in
from roost.gather.rhythm.actions import drop_date, plan_term, say_hours, swap_roles
from roost.gather.rhythm.engine.dates import lay_out
from roost.gather.rhythm.forms import PlanForm
from roost.gather.rhythm.models import Duty, PlannedMeeting, Term
from roost.gather.rhythm.reads import coming_meeting, planned_meetings
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict
from roost.ground.people.models import Organisation, Person


def meetings_of(term: Term) -> list[PlannedMeeting]:
    return list(PlannedMeeting.objects.filter(term=term).select_related("term").order_by("starts_at"))


def version_in(page: HttpResponse) -> str:
    found = re.search(r'name="version" value="(\d+)"', page.content.decode())
    assert found is not None
    return found[1]


def test_who_plans_after_others_reads_so_and_keeps_what_they_typed(
    client: Client, term: Term, circle: SharedCircle, member: Person, founder: Person
) -> None:
    drop_date(meetings_of(term)[5], by=founder, version=1)
    client.force_login(member)
    told = {"first": "2024-07-01", "at": "08:30", "zone": "UTC", "every": "2", "count": "5", "minutes": "60"}
    for name, said, typed in (
        ("plan", told, 'value="08:30"'),
        ("add", {"day": "2024-12-24", "time": "08:30"}, 'value="2024-12-24"'),
    ):
        address = reverse(f"rhythm:{name}", args=[circle.number])
        late = client.post(address, said | {"version": "1"})
        assert (late.status_code, typed in late.content.decode()) == (409, True)
        assert "This is how it stands now" in late.content.decode()
        assert client.post(address, said | {"version": version_in(late)}).status_code == 302
        drop_date(meetings_of(term)[0], by=founder, version=Term.objects.get().version)


def test_a_page_of_a_date_that_was_dropped_leads_to_the_term(
    client: Client, term: Term, circle: SharedCircle, member: Person, administrator: Person
) -> None:
    first = meetings_of(term)[0]
    drop_date(first, by=member, version=1)
    for name in ("meeting", "drop", "reading", "role"):
        address = reverse(f"rhythm:{name}", args=[circle.number, first.pk])
        client.force_login(member)
        led = client.post(address, {"version": "1"}, follow=True)
        assert led.redirect_chain[-1][0] == reverse("rhythm:term", args=[circle.number])
        assert "Perhaps it was dropped" in led.content.decode()
        client.force_login(administrator)
        assert client.post(address, {"version": "1"}).status_code == 404


def page_of(circle: SharedCircle, duty: Duty) -> str:
    return reverse("rhythm:meeting", args=[circle.number, duty.meeting_id])


@pytest.fixture
def circle_of_six(in_scope: Organisation, member: Person, make_person: Callable[..., Person]) -> SharedCircle:
    """Give a circle of six that meets eight times: two of them are free each time."""
    six = [member, *(make_person(name) for name in ("Ben", "Cem", "Dan", "Eva", "Fay"))]
    circle = shared_circle(found_circle(in_scope, people=six, by=member))
    starts = [clock.now() + timedelta(weeks=number) for number in range(1, 9)]
    plan_term(circle, by=member, version=0, starts=starts, every=1, minutes=60, zone="UTC")
    return circle


def test_two_swap_what_they_do(client: Client, circle_of_six: SharedCircle, member: Person) -> None:
    circle = circle_of_six
    client.force_login(member)
    offered = {
        mine: re.findall(r'<option value="(\d+)"', page.split('name="swap"')[1].split("</select>")[0])
        for mine in duties_in(circle.number).filter(person=member)
        if 'name="swap"' in (page := client.get(page_of(circle, mine)).content.decode())
    }
    mine, numbers = next(iter(offered.items()))
    theirs = duties_in(circle.number).get(pk=numbers[0])
    swapped = {"version": 1, "role": mine.role, "swap": theirs.pk}
    address = reverse("rhythm:role", args=[circle.number, mine.meeting_id])
    assert client.post(address, swapped | {"swap": 0}).status_code == 409
    assert client.post(address, swapped).status_code == 302
    after = {(one.meeting_id, one.role): one.person_id for one in duties_in(circle.number)}
    assert after[mine.meeting_id, mine.role] == theirs.person_id
    assert after[theirs.meeting_id, mine.role] == member.pk
    assert client.post(address, swapped).status_code == 409


def test_every_swap_that_is_offered_can_be_done(client: Client, circle_of_six: SharedCircle, member: Person) -> None:
    circle = circle_of_six
    client.force_login(member)
    offered = 0
    for mine in duties_in(circle.number).filter(person=member):
        page = client.get(page_of(circle, mine)).content.decode()
        for number in re.findall(r'<option value="(\d+)">[^<]*, \d', page):
            theirs = duties_in(circle.number).select_related("meeting__term").get(pk=number)
            with transaction.atomic():
                swap_roles(mine, theirs, by=member, version=1)
                transaction.set_rollback(True)
            offered += 1
    assert offered >= 3


def test_pages_ask_a_known_number_of_questions(
    client: Client, term: Term, circle: SharedCircle, member: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(member)
    first = meetings_of(term)[0].pk
    for name, numbers, asked in (("term", [], 16), ("meeting", [first], 17), ("times", [], 19), ("hours", [], 11)):
        address = reverse(f"rhythm:{name}", args=[circle.number, *numbers])
        with django_assert_num_queries(asked):
            client.get(address)


def test_pages_show_and_take(client: Client, term: Term, circle: SharedCircle, member: Person) -> None:
    client.force_login(member)
    for name in ("term", "plan", "hours", "times"):
        assert client.get(reverse(f"rhythm:{name}", args=[circle.number])).status_code == 200, name
    first = meetings_of(term)[0]
    address = reverse("rhythm:meeting", args=[circle.number, first.pk])
    assert "half-finished" in client.get(address).content.decode()
    said = {"day": "2024-06-27", "time": "10:00", "version": 1}
    assert client.post(address, said).status_code == 302
    late = client.post(address, said | {"time": "11:00"})
    assert late.status_code == 409
    assert "This is how it stands now" in late.content.decode()
    assert 'value="11:00"' in late.content.decode()
    assert client.post(address, said | {"time": "11:00", "version": version_in(late)}).status_code == 302
    first.refresh_from_db()
    assert first.starts_at.astimezone(clock.now().tzinfo).date().isoformat() == "2024-06-27"
    office = client.post(reverse("rhythm:hours", args=[circle.number]), {"office": "1"}).content.decode()
    assert office.count(" checked") >= 40
    kept = client.post(reverse("rhythm:hours", args=[circle.number]), {"hours": [9, 10, 33]})
    assert kept.status_code == 302
    assert "Next: " in client.get(reverse("meetings:circle", args=[circle.number])).content.decode()


def test_times_are_looked_for_from_a_day_on_and_for_a_length(
    client: Client, circle: SharedCircle, member: Person, founder: Person
) -> None:
    """Monday nine to eleven in UTC: two hours fit once, three do not."""
    say_hours(circle.number, by=member, hours=[9, 10], uses_calendar=False)
    client.force_login(member)
    address = reverse("rhythm:times", args=[circle.number])
    page = client.get(address, {"minutes": "120", "since": "2024-07-02"}).content.decode()
    assert "Monday 8 July, 09:00" in page
    assert 'name="since" value="2024-07-02"' in page
    assert "June" not in page
    assert "Nothing found in these four weeks" in client.get(address, {"minutes": "180"}).content.decode()
    assert client.get(address, {"since": "soon"}).status_code == 422
    told = {"since": "2024-07-02", "minutes": "120", "every": "2", "count": "4", "version": "0", "at": ""}
    assert client.post(address, told).status_code == 302
    days = [one.starts_at.date().isoformat() for one in planned_meetings(circle.number)]
    assert days == ["2024-07-08", "2024-07-22", "2024-08-05", "2024-08-19"]
    assert client.post(address, told).status_code == 409
    assert "This is how it stands now" in client.post(address, told).content.decode()


def test_every_hour_of_a_week_can_be_ticked(client: Client, circle: SharedCircle, member: Person) -> None:
    client.force_login(member)
    address = reverse("rhythm:hours", args=[circle.number])
    page = client.get(address).content.decode()
    assert {int(one) for one in re.findall(r'name="hours" value="(\d+)"', page)} == set(range(168))
    assert not re.search("<details[^>]* open", page)
    client.post(address, {"hours": [23]})
    assert re.search("<details[^>]* open", client.get(address).content.decode())


def test_the_sheet_says_who_does_what_next(
    client: Client, term: Term, circle: SharedCircle, member: Person, third: Person
) -> None:
    client.force_login(member)
    page = client.get(reverse("meetings:card", args=[circle.number])).content.decode()
    assert "Thursday 20 June, 12:00" in page
    coming = coming_meeting(circle.number)
    assert coming is not None
    assert len(coming.roles) == 3
    for person, role in coming.roles:
        assert f"<strong>{circle.people[person]}</strong> {role}" in page
    with clock.at(meetings_of(term)[-1].starts_at + timedelta(hours=2)):
        assert coming_meeting(circle.number) is None


def test_planning_anew_begins_with_the_dates_that_stand(
    term: Term, circle: SharedCircle, member: Person, client_for: Callable[[Person], Client]
) -> None:
    drop_date(meetings_of(term)[0], by=member, version=1)
    form = client_for(member).get(reverse("rhythm:plan", args=[circle.number])).context["form"]
    told = {name: form.initial[name] for name in ("first", "at", "count", "every")}
    assert told == {"first": date(2024, 7, 11), "at": time(14), "count": 5, "every": 3}


@pytest.mark.parametrize(("today", "first"), [(14, 28), (15, 1), (16, 1), (17, 1)])
def test_a_first_term_is_proposed_for_a_working_day(today: int, first: int) -> None:
    with clock.at(datetime(2024, 6, today, 12, tzinfo=UTC)):
        day = PlanForm.of(None, zones=["Europe/Berlin"]).initial["first"]
    assert isinstance(day, date)
    assert (day.day, day.weekday() < 5) == (first, True)


def test_a_charter_goes_before_and_what_differs_from_it_is_said(
    client: Client, term: Term, circle: SharedCircle, member: Person, founder: Person, third: Person
) -> None:
    client.force_login(member)
    address = reverse("rhythm:term", args=[circle.number])
    assert "Your charter says" not in client.get(address).content.decode()
    version = propose_charter(circle, by=member, choices=Choices(weeks=4, minutes=60), after=0)
    assert "Your charter says" not in client.get(address).content.decode()
    for person in (founder, third):
        sign_charter(version, by=person)
    page = client.get(address).content.decode()
    assert "Your charter says: 60 minutes, and 4 weeks from one meeting to the next." in page
    form = client.get(reverse("rhythm:plan", args=[circle.number])).context["form"]
    assert (form.initial["every"], form.initial["minutes"]) == (4, 60)
    look = client.get(reverse("rhythm:times", args=[circle.number])).context["look"]
    assert (look.cleaned_data["every"], look.cleaned_data["minutes"]) == (4, 60)
    begun = client.get(reverse("meetings:begin", args=[circle.number])).context["form"]
    assert begun.plan["minutes"] == 60


def test_the_next_date_is_proposed_for_the_same_time_of_day_when_the_clocks_change(
    client: Client, circle: SharedCircle, member: Person
) -> None:
    Person.objects.filter(pk=member.pk).update(time_zone="Europe/Berlin")
    starts = lay_out(date(2024, 7, 25), time(14), every=4, count=4, zone="Europe/Berlin")
    plan_term(circle, by=member, version=0, starts=starts, every=4, minutes=90, zone="Europe/Berlin")
    client.force_login(member)
    form = client.get(reverse("rhythm:term", args=[circle.number])).context["form"]
    assert (form.initial["day"], form.initial["time"]) == (date(2024, 11, 14), time(14))


@pytest.mark.parametrize("day", ["9999-12-30", "0001-01-01", "2027-01-01"])
def test_days_beyond_all_calendars_are_refused_with_words(
    client: Client, term: Term, circle: SharedCircle, member: Person, day: str
) -> None:
    Person.objects.filter(pk=member.pk).update(time_zone="Pacific/Auckland")
    say_hours(circle.number, by=member, hours=[9, 10], uses_calendar=True)
    client.force_login(member)
    address = {name: reverse(f"rhythm:{name}", args=[circle.number]) for name in ("plan", "times", "add")}
    first = reverse("rhythm:meeting", args=[circle.number, meetings_of(term)[0].pk])
    rhythm = {"every": "8", "count": "12", "minutes": "60", "version": "1"}
    answers = [
        client.get(address["times"], {"since": day}),
        client.post(address["times"], rhythm | {"since": day, "at": ""}),
        client.post(address["times"], rhythm | {"since": "2024-07-01", "at": f"{day}T00:00:00+12:00"}),
        client.post(address["plan"], rhythm | {"first": day, "at": "00:00", "zone": "Pacific/Auckland"}),
        client.post(address["add"], {"day": day, "time": "00:00", "version": "1"}),
        client.post(first, {"day": day, "time": "00:00", "version": "1"}),
    ]
    for answer in answers:
        assert answer.status_code == 422
        assert "Choose a day to come, within two years." in answer.content.decode()


def test_while_a_circle_meets_the_rest_is_planned_from_the_next_date_on(
    client: Client, term: Term, circle: SharedCircle, member: Person
) -> None:
    client.force_login(member)
    address = reverse("rhythm:plan", args=[circle.number])
    with clock.at(meetings_of(term)[0].starts_at + timedelta(minutes=30)):
        form = client.get(address).context["form"]
        told = {name: form.initial[name] for name in ("first", "at", "count", "every", "minutes", "zone", "version")}
        assert (told["first"], told["count"]) == (date(2024, 7, 11), 5)
        assert client.post(address, told).status_code == 302
    assert len(meetings_of(term)) == 6


def test_a_date_that_is_refused_leaves_the_rest_of_the_page_as_it_was(
    client: Client, term: Term, circle: SharedCircle, member: Person
) -> None:
    client.force_login(member)
    address = reverse("rhythm:add", args=[circle.number])
    page = client.post(address, {"day": "2020-01-01", "time": "10:00", "version": "1"})
    assert page.status_code == 422
    assert "Say when you can" in page.content.decode()


def test_a_swap_meets_roles_that_the_worker_shared_out_anew_meanwhile(
    client: Client, circle_of_six: SharedCircle, member: Person
) -> None:
    """Somebody left: what was read a moment before is not there any more."""
    duties = duties_in(circle_of_six.number).select_related("meeting__term")
    busy = {(one.meeting_id, one.person_id) for one in duties}
    mine, theirs = next(
        (mine, theirs)
        for mine in duties.filter(person=member)
        for theirs in duties.filter(role=mine.role).exclude(person=member)
        if not {(mine.meeting_id, theirs.person_id), (theirs.meeting_id, member.pk)} & busy
    )
    for gone in (mine, theirs):
        row = Duty.objects.filter(pk=gone.pk).values("organisation_id", "meeting_id", "role", "person_id").get()
        Duty.objects.filter(pk=gone.pk).delete()
        Duty.objects.create(**row)
    with pytest.raises(Conflict):
        swap_roles(mine, theirs, by=member, version=1)
