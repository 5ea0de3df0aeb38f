"""Each page asked by the cast: it works for those who may, and says nothing to those who may not."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from roost.ground.kit.errors import InputError
from roost.ground.kit.scopes import everywhere
from roost.ground.people.models import Organisation, Person, Team
from roost.see.tracking.access import key_of
from roost.see.tracking.actions import Score, launch_program, open_screen, submit_scores
from roost.see.tracking.models import Program
from roost.see.tracking.reads import screen_state

BrowserFor = Callable[[Person | None], Client]
PAGES = ["board", "rules", "rules-file", "enter", "board-file"]
RUNNERS_PAGES = ["edit-rules", "upload", "unplaced", "screens"]


@pytest.mark.parametrize("page", [*PAGES, *RUNNERS_PAGES])
def test_the_founder_sees_every_page(page: str, program: Program, founder: Person, client_for: BrowserFor) -> None:
    assert client_for(founder).get(reverse(f"tracking:{page}", args=[program.pk])).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_a_member_sees_boards_and_rules(page: str, program: Program, member: Person, client_for: BrowserFor) -> None:
    assert client_for(member).get(reverse(f"tracking:{page}", args=[program.pk])).status_code == 200


@pytest.mark.parametrize("page", RUNNERS_PAGES)
def test_a_member_is_refused_what_only_runners_do(
    page: str, program: Program, member: Person, client_for: BrowserFor
) -> None:
    assert client_for(member).get(reverse(f"tracking:{page}", args=[program.pk])).status_code == 403


@pytest.mark.parametrize("page", [*PAGES, *RUNNERS_PAGES])
def test_an_outsider_finds_nothing(page: str, program: Program, outsider: Person, client_for: BrowserFor) -> None:
    assert client_for(outsider).get(reverse(f"tracking:{page}", args=[program.pk])).status_code == 404


@pytest.mark.parametrize("page", [*PAGES, *RUNNERS_PAGES])
def test_a_stranger_is_asked_to_sign_in(page: str, program: Program, client_for: BrowserFor) -> None:
    answer = client_for(None).get(reverse(f"tracking:{page}", args=[program.pk]))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


def test_the_board_shows_teams_with_their_points(program: Program, member: Person, client_for: BrowserFor) -> None:
    page = client_for(member).get(reverse("tracking:board", args=[program.pk]))
    assert "Cleveland" in page.text
    assert "your team" in page.text
    assert "8.5" in page.text  # 3 visits x 2, and 5 of 9 points (capped) averaged over two people


def test_all_figures_of_a_board_have_the_same_number_of_decimals(
    program: Program, founder: Person, make_person: Callable[..., Person], other_team: Team, client_for: BrowserFor
) -> None:
    other = make_person("Omar", team=other_team)
    submit_scores(program, by=founder, scores=[Score(other.pk, "visits", "4.275", "2024-06-03", key="three")])
    page = client_for(founder).get(reverse("tracking:board", args=[program.pk]), {"division": "*"}).text
    figures = re.findall(r'<td class="n[^"]*">\s*([^<\s]+)', page)
    assert sorted(figures) == ["+8.50", "0.00", "8.50", "8.55"]
    state = screen_state(open_screen(program, by=founder, name="Kitchen"))
    assert [line["points"] for line in state["divisions"][0]["lines"]] == ["8.55", "8.50"]


def test_the_team_page_lists_people_in_name_order(
    program: Program, team: Team, member: Person, founder: Person, client_for: BrowserFor
) -> None:
    page = client_for(member).get(reverse("tracking:team", args=[program.pk, team.pk])).text
    assert page.index("Mara Member") < page.index("Noor Founder")


def test_a_person_reads_the_own_entries_and_nobody_elses(
    program: Program, member: Person, founder: Person, client_for: BrowserFor
) -> None:
    own = client_for(member).get(reverse("tracking:line", args=[program.pk, member.pk]))
    assert "3 × 2 = 6" in own.text
    other = client_for(member).get(reverse("tracking:line", args=[program.pk, founder.pk]))
    assert other.status_code == 403


def test_a_score_taken_back_stays_in_the_list_and_counts_no_more(
    program: Program, member: Person, client_for: BrowserFor
) -> None:
    browser = client_for(member)
    address = reverse("tracking:line", args=[program.pk, member.pk])
    browser.post(reverse("tracking:take-back", args=[program.pk]), {"key": "one"})
    page = browser.get(address).text
    assert "taken back" in page
    assert "3 × 2 = 6" not in page


def test_the_score_taken_back_is_the_one_beside_the_link_whatever_ids_the_person_chose(
    program: Program, member: Person, client_for: BrowserFor
) -> None:
    own = key_of(member, program, "one")
    submit_scores(program, by=member, scores=[Score(member.pk, "visits", "7", "2024-06-10", key=own)])
    address = reverse("tracking:take-back", args=[program.pk])
    assert "Take back 3 for" in client_for(member).get(address, {"key": "one"}).text
    assert "Take back 7 for" in client_for(member).get(address, {"key": own}).text
    client_for(member).post(address, {"key": "one"})
    assert [entry.reverses for entry in program.entries.exclude(reverses=None)] == ["one"]


def test_taking_a_score_back_is_asked_about_first(program: Program, member: Person, client_for: BrowserFor) -> None:
    browser = client_for(member)
    address = reverse("tracking:take-back", args=[program.pk])
    page = browser.get(address, {"key": "one", "window": "2024-06"})
    assert "Take back 3 for Visits on 10 June 2024?" in page.text
    assert program.entries.count() == 2
    done = browser.post(address, {"key": "one", "window": "2024-06"})
    assert done["Location"] == f"{reverse('tracking:line', args=[program.pk, member.pk])}?window=2024-06"
    assert browser.get(address, {"key": "two"}).status_code == 404  # somebody else's


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_score_that_is_taken_back_already_is_not_asked_about_again(
    method: str, program: Program, member: Person, client_for: BrowserFor
) -> None:
    browser, address = client_for(member), reverse("tracking:take-back", args=[program.pk])
    asked = {"key": "one", "window": "2024-06"}
    browser.post(address, asked)
    page = getattr(browser, method)(address, asked)
    assert "This score is taken back already" in page.text
    assert "3 for Visits on 10 June 2024 stays in the list" in page.text
    assert f"{reverse('tracking:line', args=[program.pk, member.pk])}?window=2024-06" in page.text
    assert 'name="key"' not in page.text
    assert "Take it back" not in page.text


@pytest.mark.parametrize(
    ("page", "above"),
    [
        ("board", ["programs"]),
        ("rules", ["programs", "board"]),
        ("edit-rules", ["programs", "board", "rules"]),
        ("upload", ["programs", "board"]),
        ("enter", ["programs", "board"]),
        ("screens", ["programs", "board"]),
    ],
)
def test_every_page_has_a_way_back_up(
    page: str, above: list[str], program: Program, founder: Person, client_for: BrowserFor
) -> None:
    shown = client_for(founder).get(reverse(f"tracking:{page}", args=[program.pk])).text
    way = shown.partition('class="breadcrumb"')[2].partition("</nav>")[0]
    wanted = [reverse(f"tracking:{one}", args=[] if one == "programs" else [program.pk]) for one in above]
    assert re.findall(r'<a href="([^"]+)"', way) == wanted


@pytest.mark.parametrize("window", ["0001-01", "0001-W01", "9999-12", "9999-W52", "2024-06"])
def test_windows_at_the_ends_of_time_are_shown_too(
    window: str, program: Program, member: Person, client_for: BrowserFor
) -> None:
    assert client_for(member).get(reverse("tracking:board", args=[program.pk]), {"window": window}).status_code == 200


def test_points_too_large_for_a_board_leave_today_alone(
    program: Program, founder: Person, member: Person, in_scope: Organisation, client_for: BrowserFor
) -> None:
    huge = {"title": "Huge", "time_zone": "UTC", "metrics": [{"key": "m", "points_per_unit": 10**12, "team": "sum"}]}
    other = launch_program(founder, organisation=in_scope, document=huge, is_for_all=True)
    submit_scores(other, by=founder, scores=[Score(member.pk, "m", "1e12", "2024-06-12")])
    page = client_for(member).get(reverse("home:today"))
    assert "Your line in Helping customers early" in page.text


def test_scores_of_days_to_come_are_refused_by_every_door(program: Program, founder: Person) -> None:
    with pytest.raises(InputError, match="has not come yet"):
        submit_scores(program, by=founder, scores=[Score(founder.pk, "visits", "1", "2024-06-13")])


def test_a_team_of_another_organisation_is_no_team_of_this_board(
    program: Program, member: Person, other_organisation: Organisation, client_for: BrowserFor
) -> None:
    with everywhere():
        elsewhere = Team.objects.create(organisation=other_organisation, name="Elsewhere")
    assert client_for(member).get(reverse("tracking:team", args=[program.pk, elsewhere.pk])).status_code == 404


def test_a_member_cannot_take_the_id_of_anothers_reversal(program: Program, member: Person, founder: Person) -> None:
    assert key_of(member, program, "reversal:abc") == f"member:{member.pk}:reversal:abc"
    assert key_of(founder, program, "one") == "one"
