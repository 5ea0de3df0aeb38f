"""Every address, method by method and role by role, against one table; an address without a row fails.

A row names the statuses for stranger, outsider, member, founder and administrator; methods that it leaves out are
refused with 405 (strangers are asked to sign in first). A refusal changes nothing and tells nothing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import DjangoDbBlocker

from conftest import NOW, maker_of_people
from roost.doors.api.actions import make_token
from roost.gather.charters.actions import propose_charter
from roost.gather.charters.engine.choices import Choices
from roost.gather.circles.access import visible_invitations
from roost.gather.circles.actions import (
    Offer,
    agree_to_proposal,
    found_circle,
    invite_people,
    propose_member,
    start_round,
)
from roost.gather.circles.engine.rules import Sizes
from roost.gather.circles.models import Member, Round, Seat, Waiting
from roost.gather.circles.reads import list_of_teams, shared_circle
from roost.gather.commitments.actions import promise
from roost.gather.decisions.actions import ask
from roost.gather.decisions.models import Misses, Reseating
from roost.gather.health.models import Check
from roost.gather.matching.access import rhythm_of, visible_places, visible_sides, wish_of
from roost.gather.matching.actions import Sought, draw_week, keep_apart, seek_peer, take_part
from roost.gather.meetings.actions import come_in, keep_protocol, open_meeting
from roost.gather.meetings.reads import parsed, protocol_texts
from roost.gather.pulse.models import Asked, Pulse
from roost.gather.pulse.reads import box_of as pulse_box
from roost.gather.rhythm.actions import plan_term
from roost.gather.rhythm.reads import planned_meetings
from roost.ground.calendars.access import secret_of
from roost.ground.calendars.actions import add_feed, publish_planned
from roost.ground.kit import clock
from roost.ground.kit.scopes import everywhere, touching
from roost.ground.people.actions import agree_to_companionship, ask_for_companion, hold_upload
from roost.ground.people.models import Companionship, Organisation, Person, ReportingLine, Role, RoleGrant, Team
from roost.ground.release.actions import issue_ticket, open_box, ticket_secret
from roost.ground.vault.actions import Keys, add_device, make_keys, start_group
from roost.ground.vault.models import Group, Note
from roost.grow.assessments.actions import begin_taking
from roost.grow.companions.actions import commit_to, plan_session, raise_point, set_goal
from roost.grow.feedback.access import asking_for, waiting_for
from roost.grow.feedback.actions import begin_loop
from roost.grow.feedback.actions.mailing import withdraw_from
from roost.grow.growth.access import cycle_for, own_barriers, own_experiments
from roost.grow.growth.actions import ask_to_watch, expect_of, meet_barriers, open_to_manager, plan_experiment
from roost.grow.library.actions import Upload, Words, add_item, say_tried
from roost.grow.library.models import Item, Kind, Tried
from roost.grow.threesixty.actions import begin_review, nominate, propose
from roost.grow.threesixty.actions.mailing import withdraw_from as withdraw_from_rater
from roost.grow.threesixty.engine import Category
from roost.grow.threesixty.models import Review
from roost.see.nudges.access import latest_occasions, sign_reply, sign_stop, wishes_of
from roost.see.nudges.actions import Intent, plan_reminder, remind_due
from roost.see.tracking.actions import (
    Counted,
    Score,
    begin_measure,
    close_period,
    hand_in,
    launch_program,
    open_screen,
    propose_rules,
    remark,
    share_with,
    submit_score,
)
from roost.see.tracking.engine import parse_rules, parse_window

TABLE: dict[str, dict[str, Any]] = tomllib.loads(Path(__file__).with_name("authorisation.toml").read_text())
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
ACTORS = ("stranger", "outsider", "member", "founder", "administrator")
CANARY = "Canary of Harbour"


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, list[str]]]:
    """Give every address by its name, with the names of its parameters."""
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one, f"{prefix}{one.namespace}:" if one.namespace else prefix)
        elif isinstance(one, URLPattern):
            yield f"{prefix}{one.name}", list(one.pattern.converters)


ADDRESSES = dict(patterns(get_resolver()))


def test_every_address_stands_in_the_table_and_no_other() -> None:
    assert sorted(ADDRESSES) == sorted(TABLE)


def barrier_of(person: Person, organisation: Organisation) -> int:
    meet_barriers(organisation, by=person, keys=["held-up"])
    return own_barriers(person, organisation).get().pk


def experiment_of(person: Person) -> Any:
    words = {"behaviour": "deciding", "cue": "a", "action": "b", "expectation": "c"}
    return plan_experiment(cycle_for(person), by=person, **words, chance=50, key="0" * 32)


def what_a_manager_finds(organisation: Organisation, member: Person, founder: Person) -> dict[str, Any]:
    line = ReportingLine.objects.create(
        organisation=organisation, person=member, manager=founder, starts_on=clock.today("UTC")
    )
    return {
        "experiments-kind": "experiment",
        "opening": open_to_manager(own_experiments(cycle_for(member)).get(), by=member).pk,
        "expectation": expect_of(line, by=founder, words=CANARY).pk,
    }


def round_of(founder: Person, organisation: Organisation, teams: list[int]) -> int:
    """Give a round whose plan is there without a search."""
    people, sizes = list_of_teams(organisation, teams), Sizes(2, 2)
    made = start_round(organisation, by=founder, title=CANARY, sizes=sizes, people=people, key="0" * 32)
    Seat.objects.filter(round=made).update(number=1)
    Round.objects.filter(pk=made.pk).update(state=Round.State.FORMED)
    return made.pk


def what_a_circle_asks(
    member: Person, founder: Person, administrator: Person, organisation: Organisation, teams: list[int]
) -> dict[str, int]:
    """Give a question that is open, a turn on a waiting list, a seat, all of the member's, and somebody proposed."""
    people, sizes, today = list_of_teams(organisation, teams), Sizes(2, 2), clock.now().date()
    made = start_round(organisation, by=founder, title=CANARY, sizes=sizes, people=people, key="1" * 32)
    offer = Offer(closes_on=today + timedelta(days=1), promised_on=today + timedelta(days=2), words=CANARY)
    invite_people(made, by=founder, version=made.version, offer=offer)
    waiting = Waiting.objects.create(
        organisation=organisation,
        round=made,
        person=member,
        code=CANARY,
        label=CANARY,
        promised_on=today,
        since=clock.now(),
    )
    circle = found_circle(organisation, people=[member, founder], by=member)
    mine = Member.objects.get(circle=circle, person=member)
    proposal = propose_member(mine, by=member, person=administrator)
    agree_to_proposal(proposal, by=founder, agrees=True)
    opened = {"opened_at": clock.now(), "closes_at": clock.now() + timedelta(days=1)}
    Check.objects.create(organisation=organisation, circle=circle, **opened)
    return {
        "proposal": proposal.pk,
        "circle-misses": Misses.objects.create(organisation=organisation, circle=circle, person=founder, **opened).pk,
        "invitation": visible_invitations(member).get().pk,
        "waiting": waiting.pk,
        "circle": circle.pk,
        "circle-meeting": meeting_of(circle, member),
        "own-protocol": (own := protocol_of(circle, member)),
        "own-protocol-key": f"own-{own}",
        "circle-commitment": promise(shared_circle(circle), by=member, due=clock.today(member.time_zone)).key,
        "circle-question": ask(shared_circle(circle), by=member).pk,
        "reseating": Reseating.objects.create(
            organisation=organisation, round=made, name=CANARY, ended_at=clock.now()
        ).pk,
        "charter": propose_charter(shared_circle(circle), by=member, choices=Choices(), after=0).number,
        "planned-meeting": planned_meeting_of(circle, member),
    }


def planned_meeting_of(circle: Any, member: Person) -> int:
    """Give the first meeting of a circle's term."""
    starts = [clock.now() + timedelta(weeks=3 * number) for number in range(1, 6)]
    shared = shared_circle(circle)
    plan_term(shared, by=member, version=0, starts=starts, every=3, minutes=90, zone="Europe/Berlin")
    return planned_meetings(circle.pk)[0].number


def meeting_of(circle: Any, member: Person) -> int:
    """Give a meeting under way in which the member is, and nobody else."""
    meeting = open_meeting(shared_circle(circle), by=member, protocol="experience-share", minutes=90)
    come_in(meeting, by=member)
    return meeting.pk


def protocol_of(circle: Any, member: Person) -> int:
    protocol = replace(parsed(protocol_texts()["experience-share"]), title=CANARY)
    return keep_protocol(shared_circle(circle), by=member, protocol=protocol).pk


def calendar_of(person: Person) -> int:
    # Under way, so that asking for it once more changes nothing.
    return add_feed(person, by=person, name=CANARY, address="https://calendar.google.com/canary.ics").pk


def what_two_do(organisation: Organisation, member: Person, founder: Person) -> dict[str, int]:
    kind = Companionship.Kind.COACH
    asked = ask_for_companion(organisation, by=member, person=member, companion=founder, kind=kind)
    pair = agree_to_companionship(asked, by=founder)
    session = plan_session(pair, by=member, starts_at=clock.now() + timedelta(days=1))
    return {
        "pair": pair.pk,
        "session": session.pk,
        "point": raise_point(session, by=member, words=CANARY).pk,
        "goal": set_goal(pair, by=founder, words=CANARY).pk,
        "commitment": commit_to(pair, by=member, words=CANARY).pk,
    }


def device_of(member: Person) -> int:
    make_keys(member, keys=Keys("b" * 43, "v" * 43, "a.b.c", "a.b.c"))
    return int(add_device(member, number=1, credential="c", label=CANARY, sealed="a.b.c").pk)


def note_in(group: Group, author: Person) -> UUID:
    """Give a note as it stands there, whatever was written and under whichever key."""
    note = Note.objects.create(
        organisation_id=group.organisation_id,
        group=group,
        key=uuid4(),
        author=author,
        version=1,
        created_at=group.created_at,
    )
    return note.key


def what_one_is_reminded_of(organisation: Organisation, member: Person) -> dict[str, Any]:
    intent = Intent(CANARY, "wait", weekdays="0123456", at=time(15))
    with clock.at(clock.now() - timedelta(days=1)):
        plan = plan_reminder(organisation, by=member, intent=intent, key="0" * 32)
    remind_due()
    occasion = latest_occasions(member).get()
    tokens = {"reply-token": sign_reply(occasion), "stop-token": sign_stop(wishes_of(member))}
    return {"plan": plan.pk, "occasion": occasion.pk} | tokens


def item_of(organisation: Organisation, member: Person, founder: Person) -> Item:
    words = Words(CANARY, "a reason", 5, ["deciding"])
    upload = Upload("notes.txt", [CANARY.encode()])
    item = add_item(organisation, by=member, kind=Kind.DOCUMENT, words=words, key="0" * 32, upload=upload)
    say_tried(organisation, by=founder, thing=item, words=CANARY, is_shared=True)
    return item


def what_one_seeks(
    organisation: Organisation, member: Person, administrator: Person, founder: Person
) -> dict[str, int]:
    sought = Sought("conflict", "new", "any", CANARY)
    for person in (member, administrator):
        seek_peer(organisation, by=person, sought=sought, version=0)
    with clock.at(clock.now() - timedelta(days=3)):
        for person in (member, administrator):
            take_part(organisation, by=person, every=1, by_mail=False)
        draw_week(organisation, clock.today("UTC") + timedelta(days=1))
    return {
        "wish": wish_of(member, organisation).pk,
        "rhythm": rhythm_of(member, organisation).pk,
        "side": visible_sides(member).get().pk,
        "place": visible_places(member).get().pk,
        "apart": keep_apart(by=member, other=founder).pk,
    }


def what_one_asks(member: Person, people: list[Person]) -> dict[str, Any]:
    loop = begin_loop(member, behaviour="deciding", words="", people=people)
    askings = [asking_for(one, waiting_for(one).get().pk) for one in (people[0], people[-1])]
    # A mail that went out already, so that who follows its link and declines takes nothing back.
    withdraw_from(askings[1])
    return {"loop": loop.pk, "asking": askings[0].pk, "asked-secret": ticket_secret(askings[1].ticket)}


def what_one_is_seen_by(
    organisation: Organisation, member: Person, founder: Person, others: list[Person]
) -> dict[str, Any]:
    """Give a 360 under way, one that waits for the founder's look, and one that has closed for the founder to read."""
    raters = dict.fromkeys([founder, *others], Category.PEER)
    under_way = begin_review(member, purpose="needle")
    nominate(under_way, by=member, raters=raters)
    propose(under_way, by=member)
    ask_for = ask_for_companion(
        organisation, by=others[0], person=others[0], companion=founder, kind=Companionship.Kind.PEER
    )
    agree_to_companionship(ask_for, by=founder)
    proposed = begin_review(others[0], purpose="needle", approver=founder)
    nominate(proposed, by=others[0], raters=dict.fromkeys([member, founder, *others[1:]], Category.PEER))
    propose(proposed, by=others[0])
    closed = Review.objects.create(
        organisation=organisation,
        person=others[1],
        purpose="needle",
        instrument="roost-16",
        debriefer=founder,
        began_at=clock.now(),
        closed_at=clock.now(),
        told={"spread": 1.0, "answered": {}, "manager": False, "behaviours": {}},
    )
    raters_of_it = under_way.raters.select_related("person", "review")
    mine, last = raters_of_it.get(person=founder), raters_of_it.get(person=others[-1])
    withdraw_from_rater(last)
    return {
        "review": under_way.pk,
        "proposed-review": proposed.pk,
        "closed-review": closed.pk,
        "theme": "thinking",
        "rater": mine.pk,
        "rater-secret": ticket_secret(last.ticket),
    }


def what_a_team_is_asked(organisation: Organisation, leader: Person, people: list[Person]) -> dict[str, Any]:
    now = clock.now()
    told = {"instrument": "roost-safety", "version": "1.0.0", "asked_at": now, "closes_at": now + timedelta(days=7)}
    pulse = Pulse.objects.create(organisation=organisation, leader=leader, **told)
    open_box(organisation.pk, what=pulse_box(pulse), closes_at=pulse.closes_at)
    secrets = []
    for person in people:
        ticket, secret = issue_ticket(organisation.pk, what=pulse_box(pulse))
        Asked.objects.create(organisation=organisation, pulse=pulse, person=person, ticket=ticket)
        secrets.append(secret)
    return {"pulse": pulse.pk, "pulse-asked": pulse.asked.get(person=people[0]).pk, "pulse-secret": secrets[1]}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, Any]]:
    """Give one world to all tests, for it takes longer to make than the questions; each leaves it as it found it."""
    with django_db_blocker.unblock(), clock.at(NOW), transaction.atomic():
        organisation = Organisation.objects.create(name="Harbour", created_at=NOW)
        with touching(organisation.pk):
            yield made_world(organisation)
        transaction.set_rollback(True)


def made_world(in_scope: Organisation) -> dict[str, Any]:
    make_person = maker_of_people(in_scope)
    elsewhere = Organisation.objects.create(name="Elsewhere", created_at=NOW)
    team = Team.objects.create(organisation=in_scope, division="North", name="Cleveland")
    member, founder = (make_person(name, team=team) for name in ("Mara Member", "Noor Founder"))
    administrator, outsider = make_person("Ada"), make_person("Otto", organisation=elsewhere)
    for person, organisation in ((administrator, in_scope), (outsider, elsewhere)):
        with everywhere():
            RoleGrant.objects.create(organisation=organisation, person=person, role=Role.ADMINISTRATOR)
    document = {
        "title": CANARY,
        "time_zone": "UTC",
        "metrics": [{"key": "visits", "points_per_unit": 1, "team": "sum"}],
    }
    program = launch_program(founder, organisation=in_scope, document=document, is_for_all=True)
    submit_score(program, by=member, score=Score(member.pk, "visits", "1", "2024-06-10", key="one"))
    screen = open_screen(program, by=founder, name="Kitchen")
    bulletin = close_period(program, by=founder, window=parse_window("2024-04", parse_rules(document)), foreword=CANARY)
    other_rules = parse_rules(document | {"rank": {"ties": "dense"}})
    proposal = propose_rules(program, by=member, reason=CANARY, rules=other_rules)
    measure = begin_measure(member, organisation=in_scope, counted=Counted(CANARY))
    row = f"person,metric,value,occurred_at\n{founder.email},visits,1,2024-06-10\n"
    delivery = hand_in(program, by=founder, name="scores.csv", chunks=[row.encode()], at_once=True)
    held = hold_upload(
        in_scope, name="people.csv", content=b"employee id,name\nE1,Mara\n", leavers=False, by=administrator
    )
    things = {
        "stranger": None,
        "outsider": outsider,
        "member": member,
        "founder": founder,
        "administrator": administrator,
        "program": program.pk,
        "team": team.pk,
        "person": member.pk,
        "screen": screen.pk,
        "bulletin": bulletin.number,
        "rules-proposal": proposal.pk,
        "rules-remark": remark(proposal, by=founder, words=CANARY).pk,
        "measure": measure.pk,
        "sharing": share_with(measure, by=member, reader=founder).pk,
        "screen-token": screen.token,
        "delivery": delivery.pk,
        "upload": held.pk,
        "founders-token": make_token(founder, name="Spreadsheet")[0].pk,
        "score": "one",
        "role": "member",
        "nothing": "none",
        "item": (item := item_of(in_scope, member, founder)).pk,
        "line": Tried.objects.get(item=item).pk,
        "library-kind": "link",
        "behaviour": "deciding",
        "section": "context",
        "round": round_of(founder, in_scope, [team.pk]),
        "round-file": "rules.toml",
        "calendar": calendar_of(member),
        "planned-secret": secret_of(publish_planned(member, by=member)),
        "barrier": barrier_of(member, in_scope),
        "experiment": (experiment := experiment_of(member)).pk,
        "group": (group := start_group(in_scope, by=member, members=[member, founder], kind="test")).pk,
        "note": note_in(group, member),
        "device": device_of(member),
        "start": 0,
        "first-page": 1,
        "instrument": "mini-ipip",
        "taking": begin_taking(member, instrument="mini-ipip").pk,
        "observation": ask_to_watch(experiment, by=member, observer=founder).pk,
    }
    things |= what_a_circle_asks(member, founder, administrator, in_scope, [team.pk])
    things |= what_two_do(in_scope, member, founder)
    things |= what_a_manager_finds(in_scope, member, founder)
    things |= what_one_asks(member, [founder, administrator, *(make_person(name) for name in ("Wim", "Xan"))])
    things |= what_one_is_seen_by(
        in_scope, member, founder, [make_person(name) for name in ("Yan", "Zoe", "Una", "Vic")]
    )
    things |= what_a_team_is_asked(in_scope, founder, [member, make_person("Tom")])
    things |= what_one_seeks(in_scope, member, administrator, founder)
    return things | what_one_is_reminded_of(in_scope, member)


def rows_of_everything() -> dict[str, int]:
    ignored = {"Session", "ApiToken"}
    tables = {model._meta.db_table for model in apps.get_models() if model.__name__ not in ignored}
    counts = (f"SELECT '{table}', COUNT(*) FROM {connection.ops.quote_name(table)}" for table in sorted(tables))
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(counts))
        return dict(cursor.fetchall())


def address_of(name: str, world: dict[str, Any]) -> str:
    """Fill an address with things of the world; a row may say which thing a parameter stands for."""
    stands_for = TABLE[name].get("with", {})
    return reverse(name, kwargs={key: world[stands_for.get(key, key)] for key in ADDRESSES[name]})


def expected(name: str, method: str, actor: str) -> int:
    row = TABLE[name]
    answers = row.get(method, row.get("GET") if method == "HEAD" else None)
    if answers is not None:
        return int(answers.split()[ACTORS.index(actor)])
    return 302 if actor == "stranger" and not row.get("public") else 405


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(TABLE))
def test_each_method_answers_as_the_table_says(
    name: str, world: dict[str, Any], client_for: Callable[[Person | None], Client]
) -> None:
    for actor in ACTORS:
        with transaction.atomic():
            ask_every_method(name, actor, world, client_for)
            transaction.set_rollback(True)


def ask_every_method(
    name: str, actor: str, world: dict[str, Any], client_for: Callable[[Person | None], Client]
) -> None:
    person = world[actor]
    api = name.startswith("api:")
    headers = {"Authorization": f"Bearer {make_token(person, name='test')[1]}"} if api and person else {}
    address = address_of(name, world)
    rows, browser = rows_of_everything(), None
    for method in METHODS:
        browser = browser or client_for(None if api else person)
        kind = "application/json" if api else "application/x-www-form-urlencoded"
        sent = {} if method in {"GET", "HEAD"} else {"data": "{}" if api else "", "content_type": kind}
        answer = browser.generic(method, address, headers=headers, **sent)
        assert answer.status_code == expected(name, method, actor), f"{method} {name} as {actor}"
        before, rows = rows, rows_of_everything()
        if answer.status_code in {401, 403, 404, 405} or person is None:
            assert rows == before
        else:
            browser = None  # What was done may have ended the session.
        if answer.status_code in {401, 404, 405} or (person is None and not TABLE[name].get("public")):
            assert CANARY not in answer.getvalue().decode(errors="replace")
