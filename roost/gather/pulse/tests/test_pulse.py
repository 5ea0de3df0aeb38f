"""Asking a team, answering, what it reads first, and what its leader answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from roost.gather.pulse import actions
from roost.gather.pulse.access import Whom, asked_behind
from roost.gather.pulse.actions import answer, begin_pulse, drop_pulse, reply
from roost.gather.pulse.engine import CLOSES_AFTER, REMIND_AFTER, REPLY_WITHIN, RESTS, TEAM_FIRST, URGE_AFTER
from roost.gather.pulse.models import Asked, Pulse
from roost.gather.pulse.reads import asked_card, begin_page, gather_card, leader_card, pulse_page, told_card
from roost.gather.pulse.tests.saying import links, say, say_all
from roost.ground.activity.models import Fact
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError, NotFound
from roost.ground.kit.privacy import erase_person, export_person
from roost.ground.notify.actions import deliver_due
from roost.ground.people.models import Affiliation, Organisation, Person, ReportingLine
from roost.ground.release.models import Box, Ticket

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 6, 12, 15, 0, tzinfo=UTC)
CLOSED = NOW + CLOSES_AFTER
WORDS = {"heard": "You hold back", "unknown": "What it costs you", "tries": "I ask last"}


def subjects() -> list[str]:
    deliver_due()
    return [str(one.subject) for one in mail.outbox]


def test_the_team_reads_first_then_its_leader_who_answers(pulse: Pulse, founder: Person, eight: list[Person]) -> None:
    say_all(eight, 6, 6, 5, 5, 5, 3, 2)
    with clock.at(CLOSED - timedelta(minutes=1)):
        actions.close_due()
        assert pulse_page(eight[0], pulse.pk).lines == []
    with clock.at(CLOSED):
        actions.close_due()
        page = pulse_page(eight[0], pulse.pk)
        (part,) = page.parts
        # Seven answered with 4.57 on average; sums are told in steps of seven, so the mean in steps of one point.
        assert part.now == (4.1, 5.0)
        assert [one.line.agree for one in page.lines if one.line and not one.item.reversed] == [(0.57, 0.71)] * 5
        assert [one.line.disagree for one in page.lines if one.line and one.item.reversed] == [(0.57, 0.71)] * 2
        assert pulse_page(founder, pulse.pk).lines == []
        assert pulse_page(founder, pulse.pk).is_hidden
        assert told_card(eight[7], eight[7]) is not None
        assert leader_card(founder, founder) is None
        with pytest.raises(Conflict, match="nothing to answer yet"):
            reply(pulse, by=founder, **WORDS)
        actions.tell_leaders()
        assert "Your team has spoken" not in subjects()
    with clock.at(CLOSED + TEAM_FIRST):
        actions.tell_leaders()
        actions.tell_leaders()
        assert subjects().count("Your team has spoken") == 1
        assert pulse_page(founder, pulse.pk).lines == page.lines
        assert leader_card(founder, founder) is not None
        with pytest.raises(InputError, match="all three"):
            reply(pulse, by=founder, **WORDS | {"unknown": " "})
        with pytest.raises(NotFound):
            reply(pulse, by=eight[0], **WORDS)
        reply(pulse, by=founder, **WORDS)
        with pytest.raises(Conflict, match="already"):
            reply(pulse, by=founder, **WORDS)
        assert leader_card(founder, founder) is None
        deliver_due()
        told = [one for one in mail.outbox if one.subject == "Noor Founder answers your team"]
        assert len(told) == 8
        assert "What I will try: I ask last" in str(told[0].body)
    assert sorted(Fact.objects.filter(verb__startswith="pulse").values_list("verb", flat=True)) == [
        "pulse.asked",
        "pulse.replied",
        "pulse.told",
    ]


def test_a_leader_is_urged_twice_and_asks_nothing_new_before_the_answer(
    pulse: Pulse, founder: Person, eight: list[Person]
) -> None:
    say_all(eight, 6, 6, 5, 5, 5)
    with clock.at(CLOSED):
        actions.close_due()
    for after in (TEAM_FIRST, *URGE_AFTER, URGE_AFTER[-1] + timedelta(hours=5), REPLY_WITHIN + timedelta(days=1)):
        with clock.at(CLOSED + after):
            actions.tell_leaders()
            actions.tell_leaders()
            urged = subjects().count("Your team waits for your answer")
    assert urged == 2
    with clock.at(CLOSED + RESTS):
        assert pulse_page(eight[0], pulse.pk).is_overdue
        with pytest.raises(Conflict, match="waits for your answer"):
            begin_pulse(founder, instrument="roost-safety")
        reply(pulse, by=founder, **WORDS)
        assert begin_pulse(founder, instrument="roost-safety").pk != pulse.pk


def test_of_four_answers_nothing_is_told_and_nothing_is_owed(
    pulse: Pulse, founder: Person, eight: list[Person]
) -> None:
    say_all(eight, 7, 7, 7, 7)
    with clock.at(CLOSED):
        actions.close_due()
        assert pulse_page(eight[0], pulse.pk).says_nothing
    with clock.at(CLOSED + TEAM_FIRST):
        actions.tell_leaders()
        assert "Your team has spoken" not in subjects()
        assert leader_card(founder, founder) is None
        with pytest.raises(Conflict, match="lately"):
            begin_pulse(founder, instrument="roost-safety")
    with clock.at(NOW + RESTS):
        begin_pulse(founder, instrument="roost-safety")


def test_of_whoever_could_not_say_nothing_is_counted(pulse: Pulse, eight: list[Person]) -> None:
    say_all(eight[:4], 6, 6, 6, 6)
    say(eight[4], {"s1": 6, "s2": None})
    with clock.at(CLOSED):
        actions.close_due()
        page = pulse_page(eight[0], pulse.pk)
    assert {one.item.key for one in page.lines if one.line} == {"s1"}
    assert page.parts == []


def test_a_link_answers_once_and_leads_nowhere_afterwards(pulse: Pulse, eight: list[Person]) -> None:
    secret = links()[str(eight[0].email)]
    asked = asked_behind(secret)
    assert asked is not None
    for wrong, why in (({}, "one of the sentences"), ({"s1": 8}, "one of the steps"), ({"x": 1}, "one of the steps")):
        with pytest.raises(InputError, match=why):
            answer(secret, asked, wrong)
    answer(secret, asked, {"s1": 4})
    with pytest.raises(Conflict):
        answer(secret, asked, {"s1": 5})
    assert asked_behind(secret) is None
    assert asked_behind("nothing") is None
    late = links()[str(eight[1].email)]
    asked = asked_behind(late)
    assert asked is not None
    with clock.at(CLOSED), pytest.raises(Conflict):
        answer(late, asked, {"s1": 5})
    with clock.at(CLOSED):
        actions.close_due()
    assert asked_behind(late) is None
    assert not Ticket.objects.exists()
    assert not Box.objects.exists()
    assert not Asked.objects.exclude(ticket=None).exists()


def test_who_has_not_answered_is_reminded_once(pulse: Pulse, eight: list[Person]) -> None:
    say_all(eight[:3], 4, 4, 4)
    before = links()
    for hours in (0, 1, 24):
        with clock.at(NOW + REMIND_AFTER + timedelta(hours=hours)):
            actions.remind()
            assert subjects().count("Still two minutes for your team?") == 5
    assert links()[str(eight[7].email)] == before[str(eight[7].email)]
    assert asked_behind(before[str(eight[7].email)]) is not None


def test_who_left_the_organisation_gets_no_more_of_its_mails(
    pulse: Pulse, founder: Person, eight: list[Person]
) -> None:
    say_all(eight[:6], 4, 4, 4, 4, 4, 4)
    Affiliation.objects.filter(person=eight[7]).update(ends_on=NOW.date())
    mail.outbox.clear()
    with clock.at(NOW + REMIND_AFTER):
        actions.remind()
        deliver_due()
    with clock.at(CLOSED):
        actions.close_due()
        deliver_due()
    with clock.at(CLOSED + TEAM_FIRST):
        reply(pulse, by=founder, **WORDS)
        deliver_due()
    assert [one.to[0] for one in mail.outbox].count(str(eight[6].email)) == 3
    assert [one.to[0] for one in mail.outbox].count(str(eight[7].email)) == 0


def test_a_team_of_four_is_not_asked(founder: Person, join: Callable[[str], Person]) -> None:
    for name in ("Ann", "Ben", "Cem", "Dee"):
        join(name)
    assert begin_page(founder).is_too_small
    assert gather_card(founder, founder) is None
    with pytest.raises(InputError, match="Five people at least"):
        begin_pulse(founder, instrument="roost-safety")


def test_who_leads_four_who_lead_others_asks_all_of_them(
    founder: Person, join: Callable[[str], Person], make_person: Callable[..., Person], in_scope: Organisation
) -> None:
    four = [join(name) for name in ("Ann", "Ben", "Cem", "Dee")]
    further = make_person("Eve")
    told = {"organisation": in_scope, "starts_on": NOW.date()}
    ReportingLine.objects.create(person=further, manager=four[0], **told)
    gone = make_person("Gus")
    ReportingLine.objects.create(person=gone, manager=four[0], **told)
    Affiliation.objects.filter(person=gone).update(ends_on=NOW.date())
    # Whoever reports back to the founder is not asked about themselves.
    ReportingLine.objects.create(person=founder, manager=further, **told)
    assert begin_page(founder).teams == {Whom.ALL: ["Ann", "Ben", "Cem", "Dee", "Eve"]}
    with pytest.raises(InputError, match="Five people at least"):
        begin_pulse(founder, instrument="roost-safety")
    assert begin_pulse(founder, instrument="roost-safety", whom=Whom.ALL).asked.count() == 5


def test_only_what_is_meant_for_teams_is_asked(founder: Person, eight: list[Person]) -> None:
    assert [one.key for one in begin_page(founder).instruments] == ["roost-safety"]
    for key in ("ipip-50", "nothing"):
        with pytest.raises(InputError, match="Choose"):
            begin_pulse(founder, instrument=key)
    begin_pulse(founder, instrument="roost-safety")
    with pytest.raises(Conflict, match="already"):
        begin_pulse(founder, instrument="roost-safety")


def test_only_the_team_and_its_leader_read_it(
    pulse: Pulse, eight: list[Person], administrator: Person, join: Callable[[str], Person]
) -> None:
    for other in (administrator, join("Ida")):
        with pytest.raises(NotFound):
            pulse_page(other, pulse.pk)
        assert asked_card(other, other) is None
    assert asked_card(eight[0], administrator) is None
    assert asked_card(eight[0], eight[0]) is not None
    say_all(eight[:1], 5)
    assert asked_card(eight[0], eight[0]) is None


def test_it_can_be_taken_back_unread_and_not_once_it_was_told(
    pulse: Pulse, founder: Person, eight: list[Person]
) -> None:
    say_all(eight, 5, 5, 5, 5, 5)
    with pytest.raises(NotFound):
        drop_pulse(pulse, by=eight[0])
    drop_pulse(pulse, by=founder)
    assert not Box.objects.exists()
    assert not Pulse.objects.exists()
    again = begin_pulse(founder, instrument="roost-safety")
    with clock.at(CLOSED):
        actions.close_due()
        with pytest.raises(Conflict, match="it stays"):
            drop_pulse(again, by=founder)


def test_a_change_is_said_once_it_is_larger_than_what_days_differ_by(
    pulse: Pulse, founder: Person, eight: list[Person]
) -> None:
    say_all(eight, 2, 2, 2, 3, 3, 3, 2, 2)
    with clock.at(CLOSED):
        actions.close_due()
    with clock.at(CLOSED + TEAM_FIRST):
        reply(pulse, by=founder, **WORDS)
    with clock.at(NOW + RESTS):
        again = begin_pulse(founder, instrument="roost-safety")
        say_all(eight, 6, 6, 6, 5, 5, 5, 6, 6)
    with clock.at(NOW + RESTS + CLOSES_AFTER):
        actions.close_due()
        assert pulse_page(eight[0], again.pk).parts[0].change == "More than the last time."


def test_a_team_of_which_too_few_answered_is_not_sent_to_read_what_it_said(pulse: Pulse, eight: list[Person]) -> None:
    say_all(eight, 7, 7, 7, 7)
    with clock.at(CLOSED):
        actions.close_due()
        assert told_card(eight[0], eight[0]) is None


def test_what_is_held_of_somebody_is_given_and_goes(pulse: Pulse, founder: Person, eight: list[Person]) -> None:
    say_all(eight, 6, 6, 5, 5, 5, 5)
    exported = export_person(eight[0].pk)
    assert any("asked" in str(one).lower() for one in exported)
    Affiliation.objects.filter(person=eight[0]).delete()
    erase_person(eight[0].pk)
    with clock.at(CLOSED):
        actions.close_due()
        assert pulse_page(eight[1], pulse.pk).parts
    erase_person(founder.pk)
    # It is the team's: later ones are planned by it, and it stays to be read.
    with clock.at(CLOSED + TEAM_FIRST):
        actions.tell_leaders()
        page = pulse_page(eight[1], pulse.pk)
    assert page.parts
    assert page.pulse.asks == "somebody who has left"
