"""Rules that belong to the players: proposed with a reason, tried on last month, voted on, in force from the next."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from roost.ground.activity.models import Fact
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, Forbidden, InputError
from roost.ground.people.actions import grant_role
from roost.ground.people.models import Organisation, Person, Role, Team
from roost.see.tracking.actions import (
    Score,
    answer_offer,
    change_rules,
    close_period,
    decide_proposals,
    join_program,
    launch_program,
    leave_program,
    let_players_decide,
    offer_adoption,
    propose_rules,
    remark,
    retire_program,
    stop_proposal,
    submit_score,
    submit_scores,
    take_back_remark,
    vote,
    withdraw_proposal,
)
from roost.see.tracking.engine import Rules, board_of_files, parse_rules, parse_window
from roost.see.tracking.models import Closing, Outcome, Program, Proposal, Remark, Rule, Vote
from roost.see.tracking.reads import (
    Reader,
    board_page,
    changes_in_words,
    proposal_page,
    proposals_page,
    rules_page,
    tried,
    votes_card,
)
from roost.see.tracking.tests.early_help import EARLY_HELP

BrowserFor = Callable[[Person | None], Client]
JULY = datetime(2024, 7, 1, 15, tzinfo=UTC)
MAY, JUNE = (parse_window(f"2024-{month}", parse_rules(EARLY_HELP)) for month in ("05", "06"))
JULY_WINDOW = parse_window("2024-07", parse_rules(EARLY_HELP))


def rules_with(**visits: Any) -> Rules:
    """Give the rules in which visits are counted otherwise."""
    first, second = EARLY_HELP["metrics"]
    return parse_rules(EARLY_HELP | {"metrics": [first | visits, second]})


THREE_EACH = rules_with(points_per_unit=3)
FORM = {
    "m-TOTAL_FORMS": "1",
    "m-INITIAL_FORMS": "0",
    "m-0-key": "visits",
    "m-0-label": "Visits",
    "m-0-unit": "visit",
    "m-0-points_per_unit": "3",
    "m-0-team": "sum",
    "week_start": "monday",
    "ties": "competition",
    "reason": "Visits take longer than they used to.",
    "wish": "keep",
}


@pytest.fixture
def rival(make_person: Callable[..., Person], other_team: Team) -> Person:
    return make_person("Rio Rival", team=other_team)


@pytest.fixture
def players(program: Program, founder: Person, member: Person, third: Person, rival: Person) -> list[Person]:
    """Give who takes part: three of one team, one of the other, with scores in May."""
    scores = [
        Score(member.pk, "visits", "5", "2024-05-10", key="may"),
        Score(rival.pk, "visits", "4", "2024-05-10", key="rival"),
        Score(rival.pk, "ratings", "3", "2024-05-10", key="rated"),
    ]
    submit_scores(program, by=founder, scores=scores)
    return [founder, member, third, rival]


def proposed(program: Program, by: Person, rules: Rules = THREE_EACH, reason: str = "Fairer.") -> Proposal:
    return propose_rules(program, by=by, reason=reason, rules=rules)


def voted(proposal: Proposal, yes: list[Person], no: list[Person]) -> None:
    for one in yes:
        vote(proposal, by=one, is_for=True)
    for one in no:
        vote(proposal, by=one, is_for=False)


def decided(*proposals: Proposal) -> list[str]:
    with clock.at(JULY):
        decide_proposals()
    for one in proposals:
        one.refresh_from_db()
    return [one.outcome for one in proposals]


def points(program: Program, window: Any) -> dict[str, int]:
    return {row.team: row.points for row in Reader(program).board(window).rows}


def test_what_players_vote_for_holds_from_the_next_month_and_not_before(
    program: Program, players: list[Person], member: Person
) -> None:
    before = points(program, JUNE)
    proposal = proposed(program, member)
    assert proposal.holds_from == date(2024, 7, 1)
    voted(proposal, players[:2], players[2:3])
    assert decided(proposal) == [Outcome.ACCEPTED]
    assert (proposal.yes, proposal.no, proposal.players) == (2, 1, 4)
    assert not Vote.objects.exists()
    rule = program.rules.latest("version")
    assert (rule.version, rule.holds_from, rule.proposal, rule.decided_by) == (2, date(2024, 7, 1), proposal, member)
    with clock.at(JULY):
        submit_score(program, by=member, score=Score(member.pk, "visits", "1", "2024-07-01"))
        assert points(program, JUNE) == before == {"Cleveland": 7_666, "Detroit": 0}
        assert points(program, JULY_WINDOW)["Cleveland"] == 3_000
        assert points(program, parse_window("all", rules_with()))["Cleveland"] > 2 * 5_000
    assert Fact.objects.filter(verb="tracking.accepted", actor=member.pk).count() == 1
    assert decided() == []
    assert program.rules.count() == 2


def test_a_period_closed_after_the_vote_is_closed_by_the_rules_that_held(
    program: Program, players: list[Person], founder: Person
) -> None:
    proposal = proposed(program, founder)
    voted(proposal, players, [])
    assert decided(proposal) == [Outcome.ACCEPTED]
    with clock.at(JULY):
        close_period(program, by=founder, window=JUNE)
        assert Closing.objects.get().rule == 1
        page = board_page(program, founder, window="2024-06")
        assert page.boards[0].lines[0].points == 7_666
        assert "Added up: Visits" in page.made_of


def test_too_few_votes_more_no_and_a_larger_lead_leave_the_rules(
    program: Program, players: list[Person], founder: Person, member: Person, third: Person
) -> None:
    few = proposed(program, founder)
    lost = proposed(program, member, rules_with(points_per_unit=1))
    voted(few, players[:2], [])
    voted(lost, players[:1], players[1:])
    assert decided(few, lost) == [Outcome.TOO_FEW, Outcome.REJECTED]
    assert program.rules.count() == 1


def test_of_two_that_pass_the_larger_lead_holds(
    program: Program, players: list[Person], founder: Person, member: Person
) -> None:
    first = proposed(program, founder)
    second = proposed(program, member, rules_with(points_per_unit=4))
    voted(first, players[:3], players[3:])
    voted(second, players, [])
    assert decided(first, second) == [Outcome.OVERTAKEN, Outcome.ACCEPTED]
    assert Reader(program).rules.metrics[0].points_per_unit == 4_000


def test_only_players_vote_and_who_left_is_not_counted(
    program: Program, players: list[Person], administrator: Person, member: Person, third: Person
) -> None:
    proposal = proposed(program, administrator)
    with pytest.raises(Forbidden):
        vote(proposal, by=administrator, is_for=True)
    voted(proposal, players, [])
    vote(proposal, by=member, is_for=None)
    leave_program(program, by=third)
    assert decided(proposal) == [Outcome.TOO_FEW]
    assert (proposal.yes, proposal.no, proposal.players) == (2, 0, 3)


def test_a_vote_may_be_changed_until_the_day_and_not_after(
    program: Program, players: list[Person], member: Person
) -> None:
    proposal = proposed(program, member)
    voted(proposal, [member], [])
    voted(proposal, [], [member])
    assert list(Vote.objects.values_list("is_for", flat=True)) == [False]
    with clock.at(JULY), pytest.raises(Conflict):
        vote(proposal, by=member, is_for=True)
    assert "being counted" in _page_in_july(proposal, member).said


def _page_in_july(proposal: Proposal, viewer: Person) -> Any:
    with clock.at(JULY):
        return proposal_page(proposal, viewer)


def test_what_changes_nothing_is_refused_and_each_has_one_open(program: Program, member: Person) -> None:
    with pytest.raises(InputError):
        proposed(program, member, parse_rules(EARLY_HELP | {"title": "Another title"}))
    made = proposed(program, member)
    assert proposed(program, member) == made
    with pytest.raises(Conflict):
        proposed(program, member, rules_with(points_per_unit=9))
    withdraw_proposal(made, by=member)
    assert proposed(program, member, rules_with(points_per_unit=9)) != made
    assert Fact.objects.filter(verb="tracking.proposed").count() == 2


def test_only_who_proposed_takes_it_back(program: Program, member: Person, founder: Person) -> None:
    made = proposed(program, member)
    with pytest.raises(Forbidden):
        withdraw_proposal(made, by=founder)
    withdraw_proposal(made, by=member)
    with pytest.raises(Conflict):
        withdraw_proposal(made, by=member)


def test_where_players_decide_who_runs_it_changes_names_and_dates_alone(
    program: Program, players: list[Person], founder: Person, administrator: Person
) -> None:
    with pytest.raises(Forbidden):
        let_players_decide(program, by=administrator)
    assert let_players_decide(program, by=founder)
    assert not let_players_decide(program, by=founder)
    program.refresh_from_db()
    dearer = EARLY_HELP | {"metrics": [EARLY_HELP["metrics"][0] | {"points_per_unit": 9}]}
    for person in (founder, administrator):
        with pytest.raises(Conflict, match="players decide"):
            change_rules(program, by=person, document=dearer, version=1)
    change_rules(program, by=founder, document=EARLY_HELP | {"title": "Early help"}, version=1)
    program.refresh_from_db()
    assert program.title == "Early help"


def test_another_name_leaves_it_by_which_rules_each_period_is_counted(
    program: Program, players: list[Person], founder: Person
) -> None:
    before = points(program, JUNE)
    proposal = proposed(program, founder)
    voted(proposal, players, [])
    decided(proposal)
    document = json.loads(program.rules.latest("version").document) | {"title": "Early help"}
    with clock.at(JULY):
        change_rules(program, by=founder, document=document, version=2)
        assert points(program, JUNE) == before
        assert Rule.objects.get(version=3).holds_from == date(2024, 7, 1)
        # What who runs it decides about points holds for all days, as ever.
        change_rules(program, by=founder, document=document | {"metrics": EARLY_HELP["metrics"][:1]}, version=3)
        assert points(program, JUNE)["Cleveland"] == 6_000


def test_the_founder_stops_a_proposal_in_the_time_that_was_promised_only(
    in_scope: Organisation, founder: Person, member: Person, rival: Person
) -> None:
    grant_role(rival, organisation=in_scope, role=Role.SPONSOR, by=None)
    program = launch_program(founder, organisation=in_scope, document=EARLY_HELP, players_decide=True)
    join_program(program, by=member)
    made = proposed(program, member)
    with pytest.raises(Forbidden):
        stop_proposal(made, by=founder, words="Not yet.")
    offer_adoption(program, by=rival, words="Good.")
    answer_offer(program, by=founder, agrees=True, sponsor=rival.pk)
    with pytest.raises(Forbidden):
        stop_proposal(made, by=rival, words="Not yet.")
    stop_proposal(made, by=founder, words="Not yet.")
    made.refresh_from_db()
    assert made.outcome == Outcome.VETOED
    assert "Not yet." in proposal_page(made, member).said
    with clock.at(datetime(2024, 8, 1, 15, tzinfo=UTC)):
        again = proposed(program, member)
        with pytest.raises(Forbidden):
            stop_proposal(again, by=founder, words="Not yet.")


def test_nothing_is_proposed_in_what_is_over(program: Program, administrator: Person, member: Person) -> None:
    made = proposed(program, member)
    retire_program(program, by=administrator)
    with pytest.raises(Conflict):
        proposed(program, administrator)
    assert decided(made) == [Outcome.WITHDRAWN]


def test_what_it_would_have_meant_last_month_is_counted_by_the_engine(
    program: Program, players: list[Person], member: Person, rival: Person
) -> None:
    found = tried(program, rules_with(points_per_unit=1), member, date(2024, 6, 12), proposer=rival)
    assert found.label == "May 2024"
    (north,) = found.first
    cleveland, detroit = sorted(north.lines, key=lambda line: line.name)
    # 5 visits at 2 and at 1; 4 visits and a rating of 3 of one person.
    assert (cleveland.rank, cleveland.rank_then, cleveland.figure, cleveland.figure_then) == (2, 2, 10_000, 5_000)
    assert (detroit.rank, detroit.rank_then, detroit.figure, detroit.figure_then) == (1, 1, 11_000, 7_000)
    assert detroit.proposers
    assert cleveland.mine
    assert (found.own_now, found.own_then) == (10_000, 5_000)
    assert found.sentence == "No team would have had another place."
    found = tried(program, rules_with(points_per_unit=4), rival, date(2024, 6, 12))
    assert {line.name: line.moved for line in found.first[0].lines} == {"Cleveland": 1, "Detroit": -1}
    assert found.sentence.startswith("2 teams of 2 would have had another place.")


def test_a_metric_that_nobody_entered_yet_is_named(program: Program, players: list[Person], member: Person) -> None:
    rules = parse_rules(
        EARLY_HELP | {"metrics": [*EARLY_HELP["metrics"], {"key": "calls", "points_per_unit": 1, "team": "sum"}]}
    )
    assert tried(program, rules, member, date(2024, 6, 12)).uncounted == ("calls",)


def test_changes_are_said_sentence_by_sentence() -> None:
    before = parse_rules(EARLY_HELP)
    first, second = EARLY_HELP["metrics"]
    after = parse_rules(
        EARLY_HELP
        | {
            "metrics": [first | {"label": "Calls on people", "points_per_unit": 3}, {**second, "key": "stars"}],
            "rank": {"ties": "dense"},
        }
    )
    visits, stars, ratings, general = changes_in_words(before, after)
    assert visits.gone == ("It is called Visits.", "Each visit is worth 2 points.")
    assert visits.instead == ("It is called Calls on people.", "Each visit is worth 3 points.")
    assert stars.is_new
    assert ratings.is_gone
    assert general.instead == ("Teams with equal points share a rank, and no rank is skipped.",)
    assert changes_in_words(before, before) == ()


def test_the_files_of_a_program_tell_by_which_rules_earlier_periods_are_counted(
    program: Program, players: list[Person], founder: Person, tmp_path: Path
) -> None:
    proposal = proposed(program, founder)
    voted(proposal, players, [])
    decided(proposal)
    call_command("export", str(tmp_path / "out"), program=program.pk)
    out = tmp_path / "out"
    assert {file.name for file in out.iterdir()} == {
        "people.csv",
        "entries.csv",
        "rules.json",
        "rules-before-2024-07-01.json",
    }
    told = board_of_files(out / "people.csv", out / "entries.csv", out / "rules-before-2024-07-01.json", "2024-06")
    with clock.at(JULY):
        assert told == Reader(program).board(JUNE)


def test_the_formula_is_worked_on_ones_own_line(program: Program, member: Person, administrator: Person) -> None:
    page = rules_page(program, member)
    assert [line.sum_in_words for line in page.own] == ["3 × 2 = 6"]
    assert page.own_period == "June 2024 so far"
    assert rules_page(program, administrator).own == ()


def test_remarks_are_taken_back_by_who_made_them(program: Program, member: Person, founder: Person) -> None:
    made = proposed(program, member)
    said = remark(made, by=founder, words=" Why three? ")
    assert said.words == "Why three?"
    assert not take_back_remark(made, by=member, number=said.pk)
    assert take_back_remark(made, by=founder, number=said.pk)
    assert not Remark.objects.exists()


def test_who_has_not_voted_is_asked_on_today(program: Program, players: list[Person], member: Person) -> None:
    made = proposed(program, players[0])
    card = votes_card(member, member)
    assert card is not None
    assert card.context["proposals"] == [made]
    vote(made, by=member, is_for=False)
    assert votes_card(member, member) is None


def test_today_tells_no_rank_that_nobody_asked_for(program: Program, member: Person, client_for: BrowserFor) -> None:
    page = client_for(member).get("/").text
    assert "Your team: Cleveland" in page
    assert "Rank" not in page


def test_a_proposal_is_made_tried_and_voted_on_on_pages(
    program: Program, players: list[Person], member: Person, client_for: BrowserFor
) -> None:
    browser, new = client_for(member), reverse("tracking:propose", args=[program.pk])
    assert "Visits" in browser.get(new).text
    looked = browser.post(new, FORM | {"wish": "check"}).text
    assert "If this had been the rule: May 2024" in looked
    assert "If this had been the rule" in browser.post(new, FORM | {"wish": "check", "reason": ""}).text
    assert "Each visit is worth 3 points." in looked
    assert not Proposal.objects.exists()
    for refused in ({}, FORM | {"reason": ""}):
        assert browser.post(new, refused).status_code == 422
    made_at = browser.post(new, FORM)
    made = Proposal.objects.get()
    page = reverse("tracking:proposal", args=[program.pk, made.pk])
    assert made_at["Location"] == page
    assert browser.post(new, FORM | {"m-0-points_per_unit": "5"}).status_code == 422
    assert "Visits take longer" in browser.get(reverse("tracking:proposals", args=[program.pk])).text
    assert browser.post(reverse("tracking:vote", args=[program.pk, made.pk]), {"vote": "yes"})["Location"] == page
    assert "You voted yes." in browser.get(page).text
    assert browser.post(reverse("tracking:vote", args=[program.pk, made.pk]), {"vote": "maybe"}).status_code == 404
    say = reverse("tracking:remark", args=[program.pk, made.pk])
    assert browser.post(say, {"words": ""}).status_code == 422
    browser.post(say, {"words": "Look at May."})
    assert "Look at May." in browser.get(page).text
    said = Remark.objects.get()
    browser.post(reverse("tracking:unsay", args=[program.pk, made.pk, said.pk]))
    assert "Look at May." not in browser.get(page).text
    browser.post(reverse("tracking:withdraw-proposal", args=[program.pk, made.pk]))
    assert "Taken back" in browser.get(page).text


def test_a_program_that_players_decide_about_says_so_on_its_pages(
    program: Program, players: list[Person], founder: Person, member: Person, client_for: BrowserFor
) -> None:
    assert client_for(member).post(reverse("tracking:hand-over", args=[program.pk])).status_code == 403
    client_for(founder).post(reverse("tracking:hand-over", args=[program.pk]))
    edit = reverse("tracking:edit-rules", args=[program.pk])
    assert "The players decide how points are made" in client_for(founder).get(edit).text
    told = {"title": "Early help", "starts": "2024-01-01", "ends": "2024-12-31", "time_zone": "America/Chicago"}
    answer = client_for(founder).post(edit, told | {"version": "1", "wish": "keep"})
    assert answer.status_code == 302
    program.refresh_from_db()
    assert program.title == "Early help"
    assert len(Reader(program).rules.metrics) == 2


def test_words_of_people_are_shown_as_words(
    program: Program, players: list[Person], member: Person, client_for: BrowserFor
) -> None:
    words = """<script>alert("1")</script> '"><b>"""
    made = propose_rules(program, by=member, reason=words, rules=THREE_EACH)
    remark(made, by=member, words=words)
    for address in ("proposal", "proposals"):
        number = [program.pk, made.pk] if address == "proposal" else [program.pk]
        page = client_for(member).get(reverse(f"tracking:{address}", args=number)).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page
        assert "&amp;lt;" not in page


def test_what_was_decided_stays_readable(
    program: Program, players: list[Person], member: Person, client_for: BrowserFor
) -> None:
    made = proposed(program, member)
    voted(made, players, [])
    decided(made)
    with clock.at(JULY):
        page = client_for(member).get(reverse("tracking:proposal", args=[program.pk, made.pk])).text
        assert "Accepted: 4 yes, 0 no, of 4 who take part." in page
        assert "Each visit is worth 2 points." in page
        assert "voted, 4 yes and 0 no" in client_for(member).get(reverse("tracking:rules", args=[program.pk])).text
        (line,) = proposals_page(program).decided
        assert line.proposal == made
