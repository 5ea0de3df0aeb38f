"""Bulletins: drafted when a month is over, published for good, and corrected by the next one alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError, NotFound
from roost.ground.people.models import Organisation, Person, Team, TeamMembership
from roost.see.tracking.actions import (
    Counted,
    Score,
    begin_measure,
    change_rules,
    close_period,
    draft_bulletins,
    join_program,
    launch_program,
    leave_draft,
    retire_program,
    reverse_score,
    submit_score,
    write_draft,
)
from roost.see.tracking.engine import Window, parse_window
from roost.see.tracking.models import Closing, Draft, Program
from roost.see.tracking.reads import (
    Reader,
    board_page,
    bulletin_page,
    bulletins_page,
    drafts_card,
    named_board,
    team_page,
)
from roost.see.tracking.reads.bulletins import BulletinPage

BrowserFor = Callable[[Person | None], Client]
RULES: dict[str, Any] = {
    "title": "Helping early",
    "time_zone": "America/Chicago",
    "metrics": [{"key": "visits", "label": "Visits", "points_per_unit": 2, "team": "sum"}],
}
MONTHS = ("2024-01", "2024-02", "2024-03", "2024-04", "2024-05")


@pytest.fixture
def rival(make_person: Callable[..., Person], other_team: Team) -> Person:
    return make_person("Rio Rival", team=other_team)


@pytest.fixture
def program(in_scope: Organisation, founder: Person, member: Person, rival: Person) -> Program:
    """Give a program in which one team rises month by month, and the other does not."""
    made = launch_program(founder, organisation=in_scope, document=RULES, is_for_all=True)
    for number, month in enumerate(MONTHS, start=1):
        enter(made, founder, member, f"{number}", f"{month}-10", f"m{number}")
        enter(made, founder, rival, "4", f"{month}-10", f"r{number}")
    return made


def enter(program: Program, by: Person, person: Person, value: str, day: str, key: str) -> None:
    submit_score(program, by=by, score=Score(person.pk, "visits", value, day, key=key))


def window(name: str) -> Window:
    return parse_window(name, Reader(Program.objects.filter(is_private=False).latest("pk")).rules)


def publish(program: Program, by: Person, *months: str, foreword: str | None = None) -> Closing:
    made = [close_period(program, by=by, window=window(month), foreword=foreword) for month in months]
    return made[-1]


def lines(page: BulletinPage) -> dict[str, tuple[int, int, int | None, int | None]]:
    return {
        line.name: (line.rank, line.points, line.gained, line.climbed) for board in page.boards for line in board.lines
    }


def test_bulletins_are_numbered_and_compare_with_the_one_before(program: Program, founder: Person) -> None:
    publish(program, founder, *MONTHS)
    first, last = bulletin_page(program, founder, 1), bulletin_page(program, founder, 5)
    assert not first.compares
    assert first.stories == ()
    assert lines(first) == {"Detroit": (1, 8_000, None, None), "Cleveland": (2, 2_000, None, None)}
    assert lines(last) == {"Cleveland": (1, 10_000, 2_000, 0), "Detroit": (2, 8_000, 0, -1)}
    assert last.stories == ("Cleveland has risen 4 times in a row.",)
    assert (last.before, last.after, first.after) == (4, None, 2)
    assert last.shown.label == "May 2024"
    with pytest.raises(NotFound):
        bulletin_page(program, founder, 6)


def test_a_late_score_leaves_the_bulletin_and_is_a_correction_in_the_next(
    program: Program, founder: Person, member: Person
) -> None:
    publish(program, founder, *MONTHS[:3])
    before = lines(bulletin_page(program, founder, 2))
    assert not bulletin_page(program, founder, 2).late
    enter(program, founder, member, "9", "2024-02-20", "late")
    assert bulletin_page(program, founder, 2).late
    publish(program, founder, MONTHS[3])
    page = bulletin_page(program, founder, 4)
    (correction,) = page.corrections
    assert (correction.number, correction.label) == (2, "February 2024")
    told = {one.name: (one.points, one.points_now, one.rank, one.rank_now) for one in correction.lines}
    assert told == {"Cleveland": (4_000, 22_000, 2, 1), "Detroit": (8_000, 8_000, 1, 2)}
    assert lines(bulletin_page(program, founder, 2)) == before
    assert not bulletin_page(program, founder, 2).late
    # Told once: the one after says nothing of it, until it is taken back.
    publish(program, founder, MONTHS[4])
    assert bulletin_page(program, founder, 5).corrections == ()


def test_what_is_taken_back_after_it_was_told_is_told_again(program: Program, founder: Person, member: Person) -> None:
    publish(program, founder, *MONTHS[:2])
    enter(program, founder, member, "9", "2024-01-20", "late")
    publish(program, founder, MONTHS[2])
    reverse_score(program, by=founder, key="late")
    publish(program, founder, MONTHS[3])
    (correction,) = bulletin_page(program, founder, 4).corrections
    told = {one.name: (one.points, one.points_now) for one in correction.lines}
    assert told["Cleveland"] == (20_000, 2_000)


def test_who_moved_teams_for_days_long_past_corrects_what_was_told(
    program: Program, founder: Person, member: Person, other_team: Team
) -> None:
    publish(program, founder, MONTHS[0])
    TeamMembership.objects.filter(person=member).update(team=other_team)
    publish(program, founder, MONTHS[1])
    (correction,) = bulletin_page(program, founder, 2).corrections
    assert {one.name: one.points_now for one in correction.lines} == {"Cleveland": 0, "Detroit": 10_000}


def test_other_rules_are_no_correction(program: Program, founder: Person) -> None:
    publish(program, founder, MONTHS[0])
    dearer = RULES | {"metrics": [RULES["metrics"][0] | {"points_per_unit": 5}]}
    change_rules(program, by=founder, document=dearer, version=1)
    publish(program, founder, MONTHS[1])
    page = bulletin_page(program, founder, 2)
    assert page.corrections == ()
    assert lines(page)["Cleveland"] == (2, 10_000, 8_000, 0)


def test_weeks_and_months_are_each_compared_with_their_like(program: Program, founder: Person) -> None:
    publish(program, founder, "2024-01", "2024-W02", "2024-02", "2024-W07")
    assert [bulletin_page(program, founder, number).compares for number in (1, 2, 3, 4)] == [False, False, True, True]
    assert bulletin_page(program, founder, 2).shown.label == "8 January to 14 January"


def test_a_bulletin_has_the_stamp_of_what_files_and_the_api_tell(program: Program, founder: Person) -> None:
    publish(program, founder, *MONTHS[:2])
    told = named_board(Reader(program), window("2024-02"), live=False)
    assert told.board.digest.startswith(bulletin_page(program, founder, 2).stamp)
    enter(program, founder, founder, "9", "2024-02-20", "late")
    assert told.board.digest.startswith(bulletin_page(program, founder, 2).stamp)


def test_a_team_that_is_new_is_not_compared(program: Program, founder: Person, make_person: Any) -> None:
    publish(program, founder, MONTHS[0])
    with clock.at(datetime(2024, 6, 12, tzinfo=UTC)):
        new = Team.objects.create(organisation=program.organisation, division="North", name="Toledo")
        make_person("Tess Toledo", team=new, since=date(2024, 2, 1))
    publish(program, founder, MONTHS[1])
    page = bulletin_page(program, founder, 2)
    assert lines(page)["Toledo"][2:] == (None, None)
    assert "Toledo is there for the first time." in page.stories


def test_who_came_within_the_period_and_brought_nothing_yet_has_no_number(
    in_scope: Organisation, founder: Person, member: Person, third: Person
) -> None:
    program = launch_program(founder, organisation=in_scope, document=RULES)
    for person in (member, third):
        join_program(program, by=person)
    enter(program, founder, member, "3", "2024-06-12", "one")
    team = Team.objects.get(name="Cleveland")
    came = {
        line.name: (line.points, line.just_came) for line in team_page(program, team, founder, window="2024-06").people
    }
    assert came == {"Mara Member": (6_000, False), "Noor Founder": (0, False), "Thea Third": (0, True)}
    with clock.at(datetime(2024, 7, 3, tzinfo=UTC)):
        came = {
            line.name: (line.points, line.just_came)
            for line in team_page(program, team, founder, window="2024-07").people
        }
        assert came["Thea Third"] == (0, False)


def test_a_month_that_is_over_is_drafted_once_and_asked_about_on_today(
    program: Program, founder: Person, member: Person
) -> None:
    begin_measure(member, organisation=program.organisation, counted=Counted("Walks"))
    assert draft_bulletins() == 1
    assert draft_bulletins() == 0
    draft = Draft.objects.get()
    assert (draft.starts_on, draft.ends_on) == (date(2024, 5, 1), date(2024, 6, 1))
    card = drafts_card(founder, founder)
    assert card is not None
    assert drafts_card(member, member) is None
    assert [shown.label for _draft, shown in bulletins_page(program, founder).drafts] == ["May 2024"]
    assert bulletins_page(program, member).drafts == ()
    write_draft(program, window=window("2024-05"), foreword=" Well done. ")
    publish(program, founder, "2024-05")
    assert bulletin_page(program, founder, 1).foreword == "Well done."
    assert not Draft.objects.exists()
    assert draft_bulletins() == 0
    with pytest.raises(Conflict):
        write_draft(program, window=window("2024-05"), foreword="Again.")


def test_a_draft_that_is_left_is_not_asked_about_again(program: Program, founder: Person) -> None:
    draft_bulletins()
    assert leave_draft(program, window=window("2024-05"))
    assert not leave_draft(program, window=window("2024-05"))
    assert draft_bulletins() == 0
    assert drafts_card(founder, founder) is None
    with pytest.raises(InputError):
        write_draft(program, window=window("all"), foreword="")


def test_what_is_retired_or_without_scores_is_not_drafted(
    program: Program, administrator: Person, in_scope: Organisation, founder: Person
) -> None:
    launch_program(founder, organisation=in_scope, document=RULES, is_for_all=True)
    retire_program(program, by=administrator)
    assert draft_bulletins() == 0


def test_a_bulletin_is_drafted_kept_published_and_read_on_pages(
    program: Program, founder: Person, member: Person, client_for: BrowserFor
) -> None:
    browser, close = client_for(founder), reverse("tracking:close-period", args=[program.pk])
    archive = reverse("tracking:bulletins", args=[program.pk])
    assert "No bulletin yet" in client_for(member).get(archive).text
    assert "draft of bulletin 1" in browser.get(close, {"window": "2024-04"}).text
    told = {"window": "2024-04", "foreword": "A month of <b>visits</b>."}
    assert browser.post(close, told | {"wish": "keep"})["Location"] == archive
    assert "Draft: April 2024" in browser.get(archive).text
    assert "Draft: April 2024" not in client_for(member).get(archive).text
    assert browser.post(close, told | {"foreword": "x" * 3000}).status_code == 422
    assert "A month of &lt;b&gt;visits" in browser.get(close, {"window": "2024-04"}).text
    there = browser.post(close, told | {"wish": "publish"})["Location"]
    assert there == reverse("tracking:bulletin", args=[program.pk, 1])
    page = client_for(member).get(there).text
    assert "A month of &lt;b&gt;visits" in page
    assert "Bulletin 1: April 2024" in client_for(member).get(archive).text
    assert browser.get(close, {"window": "2024-04"})["Location"] == there
    board = client_for(member).get(reverse("tracking:board", args=[program.pk]), {"window": "2024-04"}).text
    assert "Read bulletin 1" in board
    assert client_for(member).get(reverse("tracking:bulletin", args=[program.pk, 2])).status_code == 404


def test_a_draft_may_be_left_on_its_page(program: Program, founder: Person, client_for: BrowserFor) -> None:
    draft_bulletins()
    close = reverse("tracking:close-period", args=[program.pk])
    assert "Ask me no more about it" in client_for(founder).get(close, {"window": "2024-05"}).text
    client_for(founder).post(close, {"window": "2024-05", "wish": "leave"})
    assert Draft.objects.get().left_at is not None
    assert "Ask me no more about it" not in client_for(founder).get(close, {"window": "2024-05"}).text


def test_a_season_that_was_moved_since_keeps_its_bulletin_readable(
    in_scope: Organisation, founder: Person, member: Person, client_for: BrowserFor
) -> None:
    season = {"from": "2024-01-15", "to": "2024-05-20"}
    program = launch_program(founder, organisation=in_scope, document=RULES | {"season": season}, is_for_all=True)
    enter(program, founder, member, "2", "2024-03-01", "one")
    publish(program, founder, "season")
    later = RULES | {"season": season | {"to": "2025-01-01"}}
    change_rules(program, by=founder, document=later, version=1)
    page = client_for(member).get(reverse("tracking:bulletin", args=[program.pk, 1]))
    assert page.status_code == 200
    assert "Bulletin 1: 15.01.2024 to 19.05.2024" in page.text


def test_the_board_of_a_bulletin_is_what_it_tells(program: Program, founder: Person) -> None:
    publish(program, founder, *MONTHS)
    page = board_page(program, founder, window="2024-05")
    assert page.published is not None
    assert page.published.number == 5
