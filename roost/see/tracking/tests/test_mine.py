"""What somebody counts for themselves: theirs alone until they share it, and no longer than they like."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from roost.ground.activity.models import Fact
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError, NotFound
from roost.ground.kit.scopes import everywhere, touching
from roost.ground.people.models import Affiliation, Organisation, Person
from roost.see.tracking.access import own_sharing, program_for, sharing_for, visible_programs
from roost.see.tracking.actions import (
    Counted,
    Score,
    aim_for,
    begin_measure,
    change_measure,
    change_rules,
    end_sharing,
    put_away,
    share_with,
    submit_scores,
    take_up,
)
from roost.see.tracking.models import Program, Sharing
from roost.see.tracking.reads import mine_page, own_page, rules_page, shared_weeks, today_card

BrowserFor = Callable[[Person | None], Client]
MONDAY = date(2024, 6, 10)
"""The week that runs: today is Wednesday."""


@pytest.fixture
def talks(in_scope: Organisation, member: Person) -> Program:
    return begin_measure(member, organisation=in_scope, counted=Counted("Talks without a slide"))


def enter(program: Program, person: Person, *days: date, value: str = "1") -> None:
    metric = program.metrics.get().key
    scores = [Score(person.pk, metric, value, f"{day}", key=f"{place}:{day}") for place, day in enumerate(days)]
    submit_scores(program, by=person, scores=scores)


def weeks_ago(many: int, day: int = 0) -> date:
    return MONDAY - timedelta(7 * many - day)


def test_nobody_else_finds_it(
    talks: Program, member: Person, founder: Person, administrator: Person, client_for: BrowserFor
) -> None:
    assert list(visible_programs(member)) == [talks]
    for other in (founder, administrator):
        assert talks not in visible_programs(other)
        with pytest.raises(NotFound):
            program_for(other, talks.pk)
        assert "Talks without a slide" not in client_for(other).get(reverse("tracking:programs")).text
    assert "Talks without a slide" in client_for(member).get(reverse("tracking:programs")).text


def test_no_fact_of_it_says_what_or_of_whom(talks: Program, member: Person, founder: Person) -> None:
    enter(talks, member, MONDAY)
    aim_for(talks, by=member, points=3000)
    share_with(talks, by=member, reader=founder)
    told = Fact.objects.filter(subject=f"program:{talks.pk}").values_list("verb", flat=True)
    assert set(told) == {"tracking.kept"}


def test_it_has_no_board_and_no_screen(talks: Program, member: Person, client_for: BrowserFor) -> None:
    browser = client_for(member)
    own = reverse("tracking:own", args=[talks.pk])
    answer = browser.get(reverse("tracking:board", args=[talks.pk]))
    assert (answer.status_code, answer["Location"]) == (302, own)
    for page in ("board-file", "screens", "close-period", "unplaced", "board-stream"):
        assert browser.get(reverse(f"tracking:{page}", args=[talks.pk])).status_code == 404
    assert today_card(member, member) is None


def test_a_week_is_compared_with_the_own_weeks_before(talks: Program, member: Person) -> None:
    enter(talks, member, weeks_ago(3), weeks_ago(2), weeks_ago(2, 1), *[weeks_ago(1, 6)] * 3, weeks_ago(1), MONDAY)
    own = own_page(talks, member).own
    assert [one.figure for one in own.lines] == [1000, 4000, 2000, 1000]
    assert own.sentences == (
        "Your best week: 4, from 3 June.",
        "A streak of 4 weeks with something entered. A week off would not end it.",
    )
    enter(talks, member, MONDAY + timedelta(1), value="5")
    assert own_page(talks, member).own.sentences[:2] == (
        "5 more than by the same day last week.",
        "Your best week so far.",
    )


def test_three_weeks_rising_are_said(talks: Program, member: Person) -> None:
    for many, back in ((1, 4), (2, 3), (3, 2), (4, 1)):
        enter(talks, member, *[weeks_ago(back)] * many)
    assert "3 weeks rising." in own_page(talks, member).own.sentences


def test_fewer_may_be_better(in_scope: Organisation, member: Person) -> None:
    evenings = begin_measure(member, organisation=in_scope, counted=Counted("Evenings with mail", is_less_better=True))
    for many, back in ((5, 4), (4, 3), (3, 2), (2, 1)):
        enter(evenings, member, *[weeks_ago(back, day) for day in range(many)])
    enter(evenings, member, MONDAY)
    aim_for(evenings, by=member, points=-3000)
    own = own_page(evenings, member).own
    assert own.aimed == 3000
    assert own.is_reached
    assert own.sentences == (
        "1 fewer than by the same day last week.",
        "Your best week: 2, from 3 June.",
        "Fewer each time, 3 weeks running.",
        "A streak of 3 weeks at your aim.",
    )


def test_an_aim_decides_which_weeks_are_kept_and_can_be_dropped(talks: Program, member: Person) -> None:
    enter(talks, member, weeks_ago(2), weeks_ago(1), weeks_ago(1, 1), MONDAY)
    aim_for(talks, by=member, points=2000)
    own = own_page(talks, member).own
    assert (own.progress.streak, own.share_of_aim, own.is_reached) == (1, 50, False)
    assert [one.is_reached for one in own.lines] == [False, True, False]
    aim_for(talks, by=member, points=None)
    assert own_page(talks, member).own.aim is None


def test_it_can_be_called_otherwise_and_turned_round(talks: Program, member: Person) -> None:
    enter(talks, member, weeks_ago(1), MONDAY)
    changed = change_measure(talks, by=member, version=1, counted=Counted("Slides", is_less_better=True))
    own = own_page(changed, member).own
    assert (changed.title, own.is_less_better, own.now) == ("Slides", True, 1000)
    with pytest.raises(Conflict):
        change_measure(talks, by=member, version=1, counted=Counted("Talks"))
    with pytest.raises(InputError):
        change_measure(talks, by=member, version=2, counted=Counted(" "))


def test_whom_one_chooses_sees_the_weeks_and_no_entry(
    talks: Program, member: Person, founder: Person, administrator: Person, client_for: BrowserFor
) -> None:
    enter(talks, member, weeks_ago(1), MONDAY)
    sharing = share_with(talks, by=member, reader=founder)
    assert share_with(talks, by=member, reader=founder) == sharing
    assert shared_weeks(sharing_for(founder, sharing.pk)).now == 1000
    address = reverse("tracking:shared", args=[sharing.pk])
    assert "Talks without a slide" in client_for(founder).get(address).text
    assert "Mara Member" in client_for(founder).get(reverse("tracking:programs")).text
    assert "Noor Founder" in client_for(member).get(reverse("tracking:own", args=[talks.pk])).text
    # Neither who shares it, who sees it elsewhere, nor an administrator is meant.
    for other in (member, administrator):
        assert client_for(other).get(address).status_code == 404
    assert client_for(founder).get(reverse("tracking:own", args=[talks.pk])).status_code == 404
    assert client_for(founder).get(reverse("tracking:line", args=[talks.pk, member.pk])).status_code == 404


@pytest.mark.parametrize("who", ["member", "founder"])
def test_either_ends_it(talks: Program, member: Person, founder: Person, who: str, client_for: BrowserFor) -> None:
    sharing = share_with(talks, by=member, reader=founder)
    person = {"member": member, "founder": founder}[who]
    assert client_for(person).post(reverse("tracking:unshare", args=[sharing.pk])).status_code == 302
    with pytest.raises(NotFound):
        sharing_for(founder, sharing.pk)
    end_sharing(sharing, by=member)
    with pytest.raises(NotFound):
        own_sharing(member, sharing.pk)


def test_what_is_put_away_is_shown_to_nobody_until_it_is_taken_up(
    talks: Program, member: Person, founder: Person
) -> None:
    sharing = share_with(talks, by=member, reader=founder)
    put_away(talks, by=member)
    assert [page.own for page in (mine_page(member),)] == [()]
    assert mine_page(member).put_away == (talks,)
    with pytest.raises(NotFound):
        sharing_for(founder, sharing.pk)
    take_up(talks, by=member)
    assert [one.program for one in mine_page(member).own] == [talks]
    assert sharing_for(founder, sharing.pk) == sharing


def test_a_reader_who_left_sees_it_no_more(talks: Program, member: Person, founder: Person) -> None:
    sharing = share_with(talks, by=member, reader=founder)
    with everywhere():
        Affiliation.objects.filter(person=founder).update(ends_on=MONDAY)
    with pytest.raises(NotFound):
        sharing_for(founder, sharing.pk)


def test_it_is_shared_with_colleagues_alone_and_with_thirty_at_most(
    talks: Program, member: Person, outsider: Person, make_person: Callable[..., Person]
) -> None:
    with pytest.raises(NotFound):
        share_with(talks, by=member, reader=outsider)
    with pytest.raises(InputError, match="Choose somebody else"):
        share_with(talks, by=member, reader=member)
    for number in range(30):
        share_with(talks, by=member, reader=make_person(f"Friend {number}"))
    with pytest.raises(InputError, match="thirty"):
        share_with(talks, by=member, reader=make_person("One more"))


def test_beside_what_one_counts_stand_the_boards_on_which_one_has_scores(
    program: Program, talks: Program, member: Person, administrator: Person
) -> None:
    page = mine_page(member)
    assert [one.program for one in page.own] == [talks]
    assert [(one.program, one.now, one.unit) for one in page.boards] == [(program, 6000, "points")]
    assert page.others == ()
    other = mine_page(administrator)
    assert (other.own, other.boards, [one.program for one in other.others]) == ((), (), [program])


def test_the_page_of_all_asks_no_more_queries_for_more_measures(
    talks: Program, member: Person, in_scope: Organisation, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for number in range(8):
        enter(begin_measure(member, organisation=in_scope, counted=Counted(f"Thing {number}")), member, MONDAY)
    with django_assert_max_num_queries(11):  # type: ignore[attr-defined]
        assert len(mine_page(member).own) == 9


def test_a_form_sent_twice_counts_once(member: Person, in_scope: Organisation, client_for: BrowserFor) -> None:
    browser = client_for(member)
    told = {"label": "Walks", "better": "more", "behaviour": "", "key": "a" * 32}
    first, again = (browser.post(reverse("tracking:count"), told) for _ in range(2))
    assert first["Location"] == again["Location"]
    program = Program.objects.get(title="Walks")
    entered = {"amount": "1,5", "day": "2024-06-11", "key": "b" * 32}
    for _ in range(2):
        assert browser.post(reverse("tracking:enter-own", args=[program.pk]), entered).status_code == 302
    assert own_page(program, member).own.now == 1500


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"amount": "many", "day": "2024-06-11"}, "This is not a number"),
        ({"amount": "", "day": "2024-06-11"}, "field-error"),
        ({"amount": "1", "day": "2024-06-13"}, "This day has not come yet"),
        ({"amount": "1", "day": "never"}, "field-error"),
    ],
)
def test_what_cannot_be_counted_is_said_beside_the_field(
    told: dict[str, str], words: str, talks: Program, member: Person, client_for: BrowserFor
) -> None:
    answer = client_for(member).post(reverse("tracking:enter-own", args=[talks.pk]), told | {"key": "c" * 32})
    assert answer.status_code == 422
    assert words in answer.text


def test_an_aim_that_is_no_number_is_refused(talks: Program, member: Person, client_for: BrowserFor) -> None:
    answer = client_for(member).post(reverse("tracking:aim", args=[talks.pk]), {"aim": "lots"})
    assert (answer.status_code, "This is not a number" in answer.text) == (422, True)


def test_whom_is_meant_is_asked_where_it_is_not_clear(
    talks: Program, member: Person, make_person: Callable[..., Person], client_for: BrowserFor
) -> None:
    one, _other = make_person("Ana Alvarez"), make_person("Ana Berg")
    address = reverse("tracking:share", args=[talks.pk])
    asked = client_for(member).post(address, {"who": "Ana"})
    assert (asked.status_code, "Choose whom you mean" in asked.text) == (422, True)
    assert client_for(member).post(address, {"who": "Ana", "which": one.pk}).status_code == 302
    assert Sharing.objects.get(program=talks).reader == one
    nobody = client_for(member).post(address, {"who": "Mara Member"})
    assert (nobody.status_code, "Nobody else" in nobody.text) == (422, True)


def test_a_measure_that_became_a_whole_set_of_rules_is_entered_and_changed_on_their_pages(
    talks: Program, member: Person, client_for: BrowserFor
) -> None:
    metrics = [
        {"key": "talks-without-a-slide", "points_per_unit": 2, "team": "sum"},
        {"key": "walks", "points_per_unit": 1, "team": "sum"},
    ]
    change_rules(talks, by=member, document={"title": "Both", "time_zone": "UTC", "metrics": metrics}, version=1)
    browser = client_for(member)
    edit = browser.get(reverse("tracking:edit-own", args=[talks.pk]))
    assert edit["Location"] == reverse("tracking:edit-rules", args=[talks.pk])
    entering = browser.post(reverse("tracking:enter-own", args=[talks.pk]), {"amount": "1"})
    assert entering["Location"] == reverse("tracking:enter", args=[talks.pk])
    assert rules_page(talks, member).version == 2
    assert browser.get(reverse("tracking:programs")).status_code == 200


def test_a_program_for_others_begins_from_it_and_takes_no_entry_along(
    talks: Program, member: Person, founder: Person, client_for: BrowserFor
) -> None:
    enter(talks, member, MONDAY)
    browser = client_for(member)
    launch = reverse("tracking:launch")
    page = browser.get(launch, {"from": talks.pk})
    assert page.text.count("Talks without a slide") == 2
    for wrong in ("0", "x", "9" * 12):
        assert browser.get(launch, {"from": wrong}).status_code == 404
    assert client_for(founder).get(launch, {"from": talks.pk}).status_code == 404
    told = {"title": "Talks", "starts": "2024-06-01", "ends": "2024-08-31", "time_zone": "UTC", "ties": "dense"}
    metric = {"m-TOTAL_FORMS": "1", "m-INITIAL_FORMS": "0", "m-0-label": "Talks", "m-0-points_per_unit": "1"}
    browser.post(launch, told | metric | {"m-0-team": "sum", "week_start": "monday"})
    made = Program.objects.get(title="Talks")
    assert (made.is_private, made.is_for_all, made.entries.count(), talks.entries.count()) == (False, False, 0, 1)


def test_another_organisation_finds_nothing(talks: Program, outsider: Person, member: Person) -> None:
    with clock.at(clock.now()), touching(talks.organisation_id), pytest.raises(NotFound):
        program_for(outsider, talks.pk)
