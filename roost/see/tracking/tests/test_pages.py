"""Each page asked by the cast: it works for those who may, and says nothing to those who may not."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from roost.ground.kit.errors import InputError
from roost.ground.kit.scopes import everywhere
from roost.ground.people.models import Affiliation, Organisation, Person, Team
from roost.see.tracking.access import key_of
from roost.see.tracking.actions import (
    Score,
    change_rules,
    close_screen,
    launch_program,
    open_screen,
    submit_scores,
)
from roost.see.tracking.models import Program
from roost.see.tracking.reads import Reader, screen_state

RULES: dict[str, Any] = {
    "title": "Helping customers early",
    "time_zone": "America/Chicago",
    "season": {"from": "2024-01-01", "to": "2025-01-01"},
    "metrics": [
        {"key": "visits", "label": "Visits", "unit": "visit", "points_per_unit": 2, "team": "sum"},
        {
            "key": "ratings",
            "label": "Ratings",
            "points_per_unit": 1,
            "team": "average",
            "cap": {"points": 5, "per": "day"},
        },
    ],
}
BrowserFor = Callable[[Person | None], Client]


@pytest.fixture
def program(in_scope: Organisation, founder: Person, member: Person, other_team: Team) -> Program:
    made = launch_program(founder, organisation=in_scope, document=RULES, behaviours={"visits": "proactive"})
    scores = [
        Score(member.pk, "visits", "3", "2024-06-10", key="one"),
        Score(founder.pk, "ratings", "9", "2024-06-11", key="two"),
    ]
    submit_scores(made, by=founder, scores=scores)
    return made


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


@pytest.mark.parametrize("version", ["0", "3", "-1", "1.0", "one", "9" * 30, "9" * 5000])
def test_rules_of_a_version_that_never_was_are_not_found(
    version: str, program: Program, member: Person, client_for: BrowserFor
) -> None:
    for name in ("rules", "rules-file"):
        address = reverse(f"tracking:{name}", args=[program.pk])
        assert client_for(member).get(address, {"version": version}).status_code == 404


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


def test_a_screen_needs_its_link_and_nothing_else(program: Program, founder: Person, client_for: BrowserFor) -> None:
    screen = open_screen(program, by=founder, name="Kitchen")
    stranger = client_for(None)
    page = stranger.get(reverse("tracking:screen", args=[screen.token]))
    assert "Cleveland" in page.text
    assert "Mara" not in page.text
    latest = stranger.get(reverse("tracking:screen-latest", args=[screen.token]))
    again = stranger.get(
        reverse("tracking:screen-latest", args=[screen.token]), headers={"If-None-Match": latest["ETag"]}
    )
    assert (latest.status_code, again.status_code) == (200, 304)
    client_for(founder).post(reverse("tracking:close-screen", args=[screen.pk]))
    assert stranger.get(reverse("tracking:screen", args=[screen.token])).status_code == 404


def test_ending_a_link_is_asked_about_first(program: Program, founder: Person, client_for: BrowserFor) -> None:
    screen = open_screen(program, by=founder, name="Kitchen")
    page = client_for(founder).get(reverse("tracking:close-screen", args=[screen.pk]))
    assert "End the link of “Kitchen”?" in page.text
    screen.refresh_from_db()
    assert screen.closed_at is None


def test_a_screen_is_listed_with_what_it_shows(program: Program, founder: Person, client_for: BrowserFor) -> None:
    open_screen(program, by=founder, name="Kitchen", seconds=45, window="season")
    page = client_for(founder).get(reverse("tracking:screens", args=[program.pk]))
    assert "Shows the season, each division for 45 seconds." in page.text


def test_who_runs_a_program_puts_it_on_the_wall_from_its_board(
    program: Program, founder: Person, member: Person, client_for: BrowserFor
) -> None:
    board = reverse("tracking:board", args=[program.pk])
    assert "Put it on the wall" in client_for(founder).get(board).text
    assert "Put it on the wall" not in client_for(member).get(board).text


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


METRIC = {
    "m-TOTAL_FORMS": "1",
    "m-INITIAL_FORMS": "0",
    "m-0-label": "Calls",
    "m-0-points_per_unit": "2",
    "m-0-team": "sum",
}
PROGRAM = {"title": "Calls", "starts": "2024-06-01", "ends": "2024-06-30", "time_zone": "Europe/Paris"}
FORM = {**METRIC, **PROGRAM, "week_start": "monday", "ties": "competition", "wish": "keep"}


def test_anybody_starts_a_program(in_scope: Organisation, member: Person, client_for: BrowserFor) -> None:
    answer = client_for(member).post(reverse("tracking:launch"), FORM)
    made = Program.objects.get(title="Calls")
    assert answer.status_code == 302
    assert made.founder == member
    assert client_for(member).get(reverse("tracking:rules", args=[made.pk])).status_code == 200


def test_a_new_program_begins_with_the_zone_of_who_starts_it_in_plain_sight(
    in_scope: Organisation, member: Person, client_for: BrowserFor
) -> None:
    address, script = reverse("tracking:launch"), "tracking/zone.js"
    # Of somebody without a zone the browser is asked, and what was typed stays.
    assert script in client_for(member).get(address).text
    assert script not in client_for(member).post(address, {**FORM, "time_zone": "UTC", "wish": "check"}).text
    member.time_zone = "Asia/Kolkata"
    member.save()
    page = client_for(member).get(address).text
    before, _summary, _folded = page.partition("Weeks and equal points")
    assert re.search('name="time_zone" value="Asia/Kolkata"', before)
    assert script not in page


def test_a_form_sent_twice_starts_one_program(in_scope: Organisation, member: Person, client_for: BrowserFor) -> None:
    for _ in range(2):
        client_for(member).post(reverse("tracking:launch"), {**FORM, "key": "the same form"})
    assert Program.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"m-0-bonus": "1.2.3: 10"},
        {"m-0-bonus": ".: 10"},
        {"ends": "9999-12-31"},
        {"m-TOTAL_FORMS": "²", "wish": "add"},
        {"m-TOTAL_FORMS": "9" * 5000, "wish": "add"},
        {"m-0-points_per_unit": "1e99"},
        {"version": "9" * 5000, "title": ""},
    ],
)
def test_odd_answers_are_refused_with_words(
    wrong: dict[str, str], in_scope: Organisation, member: Person, client_for: BrowserFor
) -> None:
    answer = client_for(member).post(reverse("tracking:launch"), {**FORM, **wrong})
    assert answer.status_code in {200, 422}
    assert not Program.objects.exists()


@pytest.mark.parametrize("steps", ["10: 5, 10: 7", "10: 5; 20: 6, 10.0 = 5"])
def test_a_bonus_has_one_step_for_each_amount(
    steps: str, in_scope: Organisation, member: Person, client_for: BrowserFor
) -> None:
    answer = client_for(member).post(reverse("tracking:launch"), {**FORM, "m-0-bonus": steps})
    assert answer.status_code == 422
    assert "10 stands here twice. Write one step for it, with all the points it gives." in answer.text
    assert not Program.objects.exists()


@pytest.mark.parametrize("window", ["0001-01", "0001-W01", "9999-12", "9999-W52", "2024-06"])
def test_windows_at_the_ends_of_time_are_shown_too(
    window: str, program: Program, member: Person, client_for: BrowserFor
) -> None:
    assert client_for(member).get(reverse("tracking:board", args=[program.pk]), {"window": window}).status_code == 200


def test_points_too_large_for_a_board_leave_today_alone(
    program: Program, founder: Person, member: Person, in_scope: Organisation, client_for: BrowserFor
) -> None:
    huge = {"title": "Huge", "time_zone": "UTC", "metrics": [{"key": "m", "points_per_unit": 10**12, "team": "sum"}]}
    other = launch_program(founder, organisation=in_scope, document=huge)
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


def test_rules_are_said_in_plain_words_before_they_are_kept(
    in_scope: Organisation, member: Person, client_for: BrowserFor
) -> None:
    answer = client_for(member).post(reverse("tracking:launch"), {**FORM, "wish": "check"})
    assert "Each one is worth 2 points." in answer.text
    assert not Program.objects.exists()


def test_a_rule_that_cannot_be_used_is_explained(
    in_scope: Organisation, member: Person, client_for: BrowserFor
) -> None:
    answer = client_for(member).post(reverse("tracking:launch"), {**FORM, "time_zone": "Mars/Olympus"})
    assert answer.status_code == 422
    assert "This zone is not known" in answer.text


def test_rules_changed_meanwhile_are_not_overwritten(program: Program, founder: Person, client_for: BrowserFor) -> None:
    address = reverse("tracking:edit-rules", args=[program.pk])
    browser = client_for(founder)
    assert browser.post(address, {**FORM, "version": "1", "without": "visits ratings"}).status_code == 302
    again = browser.post(address, {**FORM, "version": "1", "without": "visits ratings"})
    assert again.status_code == 422
    assert "Somebody changed these rules" in again.text


def test_rules_that_were_replaced_can_still_be_read(
    program: Program, founder: Person, member: Person, client_for: BrowserFor
) -> None:
    change_rules(program, by=founder, version=1, document=RULES | {"metrics": RULES["metrics"][:1]})
    address = reverse("tracking:rules", args=[program.pk])
    browser = client_for(member)
    assert "no longer in force" not in browser.get(address).text
    earlier = browser.get(address, {"version": "1"})
    assert "no longer in force" in earlier.text
    assert "Ratings" in earlier.text
    file = reverse("tracking:rules-file", args=[program.pk])
    assert len(browser.get(file, {"version": "1"}).json()["metrics"]) == 2
    assert len(browser.get(file).json()["metrics"]) == 1
    assert [browser.get(address, {"version": asked}).status_code for asked in ("3", "x", "-1")] == [404] * 3


def test_rules_that_count_less_are_used_only_knowingly(
    program: Program, founder: Person, client_for: BrowserFor
) -> None:
    browser, address = client_for(founder), reverse("tracking:edit-rules", args=[program.pk])
    told = FORM | {"version": "1", "m-0-key": "visits", "m-0-label": "Visits"}
    asked = browser.post(address, told)
    assert asked.status_code == 422
    assert "Ratings: its 1 score stays in the ledger, and counts for nothing." in asked.text
    assert 'name="without" value="ratings"' in asked.text
    assert program.rules.count() == 1
    assert browser.post(address, told | {"without": "visits"}).status_code == 422
    assert browser.post(address, told | {"without": "ratings"}).status_code == 302
    assert program.rules.count() == 2


def test_who_enters_scores_of_others_finds_them_by_words(
    program: Program, founder: Person, team: Team, make_person: Callable[..., Person], client_for: BrowserFor
) -> None:
    browser, address = client_for(founder), reverse("tracking:enter", args=[program.pk])
    assert "Find whose scores they are" not in browser.get(address).text
    people = [make_person(f"Further {number:02}", team=team) for number in range(60)]
    form = browser.get(address).context["form"]
    assert len(form.fields["person"].widget.choices) in {50, 51}
    assert form["person"].value() == founder.pk
    form = browser.get(address, {"who": "57 further north"}).context["form"]
    assert form.fields["person"].widget.choices == [(people[57].pk, "Further 57 · Cleveland")]
    assert form["person"].value() == people[57].pk
    several = browser.get(address, {"who": "further 5", "day": "2024-06-03", "metric-1": "12"}).context["form"]
    assert (several["person"].value(), several["day"].value()) == ("", "2024-06-03")
    assert "Nobody is found by these words." in browser.get(address, {"who": "nobody at all"}).text
    told = {"person": people[59].pk, "day": "2024-06-10", "key": "0" * 32}
    refused = browser.post(address, told)
    assert f'<option value="{people[59].pk}" selected>' in refused.text
    sent = browser.post(address, told | {f"metric-{program.metrics.get(key='visits').pk}": "4"})
    assert sent.status_code == 302
    assert program.entries.filter(person=people[59], value=4000).exists()


def test_words_that_only_administrators_may_look_for_find_nobody(
    program: Program, founder: Person, administrator: Person, make_person: Callable[..., Person], client_for: BrowserFor
) -> None:
    for number in range(60):
        make_person(f"Further {number:02}")
    address = reverse("tracking:enter", args=[program.pk])
    for by, found in ((founder, False), (administrator, True)):
        told = client_for(by).get(address, {"who": "further.57@example"})
        assert ("Nobody is found" not in told.text) is found


def test_two_of_one_name_and_team_are_told_apart(
    program: Program, founder: Person, team: Team, make_person: Callable[..., Person], client_for: BrowserFor
) -> None:
    first, second = (make_person(name, team=team) for name in ("Magda One", "Magda Two"))
    Person.objects.filter(pk__in=[first.pk, second.pk]).update(name="Magda Kubiak")
    form = client_for(founder).get(reverse("tracking:enter", args=[program.pk])).context["form"]
    names = dict(form.fields["person"].widget.choices)
    ids = dict(Affiliation.objects.values_list("person", "employee_id"))
    for one in (first.pk, second.pk):
        assert names[one] == f"Magda Kubiak · Cleveland · {ids[one]}"


def test_a_metric_of_a_name_that_was_counted_before_is_that_metric_again(
    program: Program, founder: Person, client_for: BrowserFor
) -> None:
    browser, address = client_for(founder), reverse("tracking:edit-rules", args=[program.pk])
    only_visits = FORM | {"version": "1", "m-0-key": "visits", "m-0-label": "Visits", "without": "ratings"}
    assert browser.post(address, only_visits).status_code == 302
    both = only_visits | {"version": "2", "m-TOTAL_FORMS": "3", "m-1-label": "ratings", "m-1-points_per_unit": "1"}
    both |= {"m-1-team": "sum", "m-2-label": "Ratings!", "m-2-points_per_unit": "1", "m-2-team": "sum"}
    assert browser.post(address, both).status_code == 302
    metrics = Reader(Program.objects.get(pk=program.pk)).rules.metrics
    assert [metric.key for metric in metrics] == ["visits", "ratings", "ratings-2"]


def test_rules_of_before_can_be_used_once_more(program: Program, founder: Person, client_for: BrowserFor) -> None:
    change_rules(program, by=founder, version=1, document=RULES | {"metrics": RULES["metrics"][:1]})
    browser = client_for(founder)
    earlier = browser.get(reverse("tracking:rules", args=[program.pk]), {"version": "1"}).text
    again = f"{reverse('tracking:edit-rules', args=[program.pk])}?version=1"
    assert f'href="{again}"' in earlier
    form = browser.get(again).context["form"]
    assert (form.version, [one["label"].value() for one in form.metrics]) == (2, ["Visits", "Ratings"])


def test_who_was_told_of_others_rules_may_still_use_the_own_ones(
    program: Program, founder: Person, client_for: BrowserFor
) -> None:
    change_rules(program, by=founder, version=1, document=RULES)
    browser, address = client_for(founder), reverse("tracking:edit-rules", args=[program.pk])
    told = browser.post(address, FORM | {"version": "1", "without": "visits ratings"})
    assert told.status_code == 422
    assert 'name="version" value="2"' in told.text
    assert browser.post(address, FORM | {"version": "2", "without": "visits ratings"}).status_code == 302


def test_a_screen_that_was_closed_hangs_dark_and_says_why(
    program: Program, founder: Person, client_for: BrowserFor
) -> None:
    screen = open_screen(program, by=founder, name="Hall")
    close_screen(screen, by=founder)
    answer = client_for(None).get(reverse("tracking:screen", args=[screen.token]))
    assert answer.status_code == 404
    assert "This screen was closed." in answer.text
    assert "tv" in answer.text
