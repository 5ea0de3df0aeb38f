"""Asking people first: answers, lots, waiting lists with a promise, and what is kept of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format

from roost.gather.circles.access import visible_invitations
from roost.gather.circles.actions import (
    Offer,
    answer_invitation,
    choose_rules,
    close_answers,
    delete_round,
    forget_rounds,
    invite_people,
    leave_waiting,
    note_answers,
    publish_round,
    step_back,
)
from roost.gather.circles.actions.mailing import remind_invited, send_invitations
from roost.gather.circles.engine.lot import draw, fingerprint_of
from roost.gather.circles.engine.rules import Apart, Rules, Sizes
from roost.gather.circles.models import Enrolment, Invitation, Round, Seat, Waiting
from roost.gather.circles.reads import answers_page, lot_file, lot_page, my_lot
from roost.gather.circles.tests.rounds import formed
from roost.ground.activity.models import Fact
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError, NotFound
from roost.ground.kit.privacy import erase_person, export_person
from roost.ground.notify.models import Outbox
from roost.ground.people.models import Organisation, Person

BrowserFor = Callable[[Person | None], Client]
StartRound = Callable[..., Round]


def offer(**more: Any) -> Offer:
    today = clock.now().date()
    told: dict[str, Any] = {"closes_on": today + timedelta(days=7), "promised_on": today + timedelta(days=60)}
    return Offer(**told | more)


def asked(round: Round, by: Person, **more: Any) -> Enrolment:
    return invite_people(round, by=by, version=round.version, offer=offer(**more))


def everybody_says(enrolment: Enrolment, answer: str, *, but: dict[str, str] | None = None) -> None:
    """Let everybody on a list answer, those without a login by their convener's note."""
    convener = enrolment.round.convener
    assert convener is not None
    for one in Invitation.objects.filter(enrolment=enrolment).select_related("seat", "person", "enrolment"):
        said = (but or {}).get(one.seat.label, answer)
        if one.person is not None:
            answer_invitation(one, by=one.person, answer=said)
        else:
            note_answers(one.enrolment.round, by=convener, noted={one.pk: (one.answer, said)})


def closed(enrolment: Enrolment, by: Person) -> Round:
    round = Round.objects.get(pk=enrolment.round_id)
    return close_answers(round, by=by, version=round.version)


def verbs_of(round: Round) -> list[tuple[str, int | None]]:
    facts = Fact.objects.filter(subject__startswith=f"round:{round.pk}", verb__startswith="circles.").order_by("pk")
    return [(fact.verb.removeprefix("circles."), fact.quantity) for fact in facts]


def test_everybody_is_asked_and_who_wants_a_seat_goes_on(start: StartRound, founder: Person, member: Person) -> None:
    round = start()
    enrolment = asked(round, founder)
    assert not Seat.objects.filter(round=round, takes_part=True).exists()
    assert visible_invitations(member).count() == 1
    but = {"Abe": "no", "Bea": "later", "Cem": "no", "Dot": "no"}
    everybody_says(enrolment, "yes", but=but)
    page = answers_page(Round.objects.get())
    assert (len(page.willing), page.later, page.others, page.to_draw) == (8, ["Bea"], 3, 0)
    round = closed(enrolment, founder)
    assert round.state == Round.State.DRAFT
    assert Seat.objects.filter(round=round, takes_part=True).count() == 8
    waiting = Waiting.objects.get()
    assert (waiting.label, waiting.turn, waiting.promised_on) == ("Bea", None, enrolment.promised_on)
    assert verbs_of(round)[-1] == ("selected", 8)
    with pytest.raises(Conflict, match="closed"):
        answer_invitation(Invitation.objects.get(person=member), by=member, answer="no")


def test_where_more_want_a_seat_than_there_are_lots_decide_and_who_waits_is_the_comparison_group(
    start: StartRound, founder: Person, member: Person
) -> None:
    round = start()
    enrolment = asked(round, founder, places=8, strata=("function",))
    everybody_says(enrolment, "yes")
    round = closed(enrolment, founder)
    enrolment.refresh_from_db()
    seats = list(Seat.objects.filter(round=round).order_by("place"))
    again = draw([(one.code, one.cells["function"]) for one in seats], 8, enrolment.seed)
    assert [one.takes_part for one in seats] == list(again.selected)
    assert enrolment.drawn
    assert {one.code: one.turn for one in Waiting.objects.all()} == {
        seat.code: turn for seat, turn in zip(seats, again.turns, strict=True) if turn
    }
    groups = [(name, many) for name, many in verbs_of(round) if name in {"selected", "waits"}]
    assert sum(many or 0 for name, many in groups if name == "selected") == 8
    assert sum(many or 0 for name, many in groups if name == "waits") == 4
    subjects = set(
        Fact.objects.filter(verb__in=["circles.selected", "circles.waits"]).values_list("subject", flat=True)
    )
    assert subjects == {f"round:{round.pk}:group:{number}" for number in (1, 2, 3)}
    page = lot_page(round)
    assert [(one.name, one.willing) for one in page.groups] == [("Build", 4), ("Care", 4), ("Sales", 4)]
    assert (page.chance, page.fingerprint) == ("67", fingerprint_of(enrolment.seed))
    lines = lot_file(round).splitlines()[1:]
    assert [line.split(",")[3] == "yes" for line in lines] == list(again.selected)
    mine = my_lot(Invitation.objects.get(person=member))
    assert mine is not None
    assert mine.is_drawn == Seat.objects.get(round=round, person=member).takes_part == (mine.number <= mine.last)
    # Who is erased is no longer in it; for everybody else it stays as it came out.
    seats[3].delete()
    assert [line.split(",")[3] == "yes" for line in lot_file(round).splitlines()[1:]] == [
        is_in for place, is_in in enumerate(again.selected) if place != 3
    ]


def test_a_promise_comes_before_the_lot_and_is_kept_by_a_seat(
    start: StartRound, founder: Person, member: Person
) -> None:
    first = asked(start(), founder)
    everybody_says(first, "yes", but={"Mara Member": "later"})
    closed(first, founder)
    assert Waiting.objects.get(person=member).turn is None
    second = start(title="Autumn", key="1" * 32)
    enrolment = asked(second, founder, places=4)
    everybody_says(enrolment, "yes")
    page = answers_page(Round.objects.get(pk=second.pk))
    assert (page.promised, page.to_draw) == (1, 8)
    round = closed(enrolment, founder)
    assert Seat.objects.get(round=round, person=member).takes_part
    assert lot_page(round).sure == ["Mara Member"]
    assert Seat.objects.filter(round=round, takes_part=True).count() == 4
    publish_round(formed(round, Rules(apart=Apart("none"))), by=founder, version=Round.objects.get(pk=round.pk).version)
    kept = Waiting.objects.get(person=member)
    assert (kept.seated_in_id, kept.ended_at is not None) == (round.pk, True)


def test_nobody_is_asked_twice_or_with_days_places_and_columns_that_make_no_sense(
    start: StartRound, founder: Person
) -> None:
    round = start()
    today = clock.now().date()
    for wrong in (
        {"closes_on": today - timedelta(days=2)},
        {"closes_on": today + timedelta(days=100), "promised_on": today + timedelta(days=200)},
        {"strata": ("years",)},
        {"strata": ("name",)},
        {"promised_on": today},
        {"places": 5},
        {"places": 16},
        {"strata": ("religion",)},
        {"words": "x" * 1001},
    ):
        with pytest.raises(InputError):
            asked(round, founder, **wrong)
    asked(round, founder)
    with pytest.raises(Conflict):
        asked(Round.objects.get(), founder)


def test_answers_close_with_the_last_day_and_two_are_needed(start: StartRound, founder: Person, member: Person) -> None:
    enrolment = asked(start(), founder)
    with pytest.raises(Conflict, match="two people"):
        closed(enrolment, founder)
    invitation = Invitation.objects.get(person=member)
    with pytest.raises(InputError):
        answer_invitation(invitation, by=member, answer="perhaps")
    with clock.at(clock.now() + timedelta(days=9)):
        assert not visible_invitations(member).exists()
        with pytest.raises(Conflict, match="closed"):
            answer_invitation(invitation, by=member, answer="yes")
    with pytest.raises(Conflict, match="themselves"):
        note_answers(invitation.enrolment.round, by=founder, noted={invitation.pk: (invitation.answer, "yes")})


def test_a_no_does_not_show_in_that_the_lot_could_be_drawn(start: StartRound, founder: Person, member: Person) -> None:
    enrolment = asked(start(), founder, places=8)
    everybody_says(enrolment, "yes", but={"Mara Member": "no", "Abe": "no"})
    assert not answers_page(Round.objects.get()).may_close
    with pytest.raises(Conflict, match="last day"):
        closed(enrolment, founder)
    answer_invitation(Invitation.objects.get(person=member), by=member, answer="later")
    # What Abe said their convener wrote down, and so knows.
    assert answers_page(Round.objects.get()).may_close
    answer_invitation(Invitation.objects.get(person=member), by=member, answer="no")
    with clock.at(clock.now() + timedelta(days=9)):
        closed(enrolment, founder)


def test_a_lot_can_be_checked_when_the_columns_are_called_otherwise(start: StartRound, founder: Person) -> None:
    enrolment = asked(start(), founder, places=8, strata=("manager",))
    everybody_says(enrolment, "yes")
    round = closed(enrolment, founder)
    told = lot_file(round)
    assert {line.split(",")[1] for line in told.splitlines()[1:]} == {"1", "–"}
    choose_rules(
        round, by=founder, rules=Rules(apart=Apart("none")), sizes=Sizes(4, 4), version=round.version, managers=""
    )
    assert "manager" not in Round.objects.get().columns
    assert lot_file(round) == told
    assert [one.name for one in lot_page(round).groups] == ["1", "–"]


def test_who_waits_no_longer_is_not_brought_into_another_round_either(
    start: StartRound, founder: Person, member: Person
) -> None:
    enrolment = asked(start(), founder)
    everybody_says(enrolment, "yes", but={"Mara Member": "later"})
    first = closed(enrolment, founder)
    promised = formed(start(title="Autumn", key="1" * 32, after=first), Rules(apart=Apart("none")))
    another = formed(start(title="Winter", key="2" * 32), Rules(apart=Apart("none")))
    leave_waiting(Waiting.objects.get(person=member), by=member)
    assert not Seat.objects.get(round=promised, person=member).takes_part
    assert Round.objects.get(pk=promised.pk).version == promised.version + 1
    # A list that they stand on for another reason was not meant.
    assert Seat.objects.get(round=another, person=member).takes_part


def test_who_waits_no_longer_keeps_a_seat_that_they_asked_for_elsewhere(
    start: StartRound, founder: Person, member: Person
) -> None:
    for title, said in (("Spring", "later"), ("Autumn", "yes")):
        enrolment = asked(start(title=title, key=title.ljust(32, "0")), founder)
        everybody_says(enrolment, "yes", but={"Mara Member": said})
        round = closed(enrolment, founder)
    leave_waiting(Waiting.objects.get(person=member), by=member)
    assert Seat.objects.get(round=round, person=member).takes_part


def test_a_question_that_is_gone_is_not_sent_any_more(start: StartRound, founder: Person) -> None:
    round = start()
    send_invitations(asked(round, founder).pk)
    assert Outbox.objects.filter(key__startswith="circles.asked").count() == 2
    delete_round(Round.objects.get(), by=founder)
    assert not Outbox.objects.filter(key__startswith="circles.asked").exists()


def test_facts_say_who_was_eligible_offered_and_declined_and_no_other_reader_names_them(
    start: StartRound, founder: Person, member: Person
) -> None:
    round = start()
    asked(round, founder)
    mine = Invitation.objects.get(person=member)
    for said in ("yes", "yes", "no", "later"):
        answer_invitation(mine, by=member, answer=said)
    assert verbs_of(round) == [
        ("convened", 12),
        ("eligible", 12),
        ("offered", 2),
        ("accepted", None),
        ("declined", None),
        ("deferred", None),
    ]
    evidence = Fact.objects.filter(verb__in=["circles.eligible", "circles.offered"])
    assert all({one.person for one in fact.involved.all()} == {member.pk, founder.pk} for fact in evidence)


def test_who_is_known_gets_a_mail_and_one_reminder_before_the_end(
    start: StartRound, founder: Person, member: Person, organisation: Organisation
) -> None:
    enrolment = asked(start(), founder, words="We begin in May.")
    send_invitations(enrolment.pk)
    send_invitations(enrolment.pk)
    mails = Outbox.objects.filter(key__startswith="circles.asked")
    assert mails.count() == 2
    mail = mails.get(person=member.pk)
    assert "We begin in May." in mail.body
    assert "Spring" not in mail.subject
    remind_invited()
    assert not Outbox.objects.filter(key__startswith="circles.reminded").exists()
    answer_invitation(Invitation.objects.get(person=founder), by=founder, answer="no")
    with clock.at(clock.now() + timedelta(days=6)):
        remind_invited()
        remind_invited()
    assert [one.person for one in Outbox.objects.filter(key__startswith="circles.reminded")] == [member.pk]


def test_what_the_convener_may_export_says_nothing_of_who_said_no(
    start: StartRound, founder: Person, member: Person
) -> None:
    enrolment = asked(start(), founder)
    send_invitations(enrolment.pk)
    assert not Outbox.objects.exclude(offered_by=None).exists()
    held = export_person(founder.pk)
    assert all(row["person"] in (None, str(founder.pk)) for row in held["circles.Invitation"])
    answer_invitation(Invitation.objects.get(person=member), by=member, answer="no")
    assert not Outbox.objects.filter(person=member.pk, key__startswith="circles.").exists()


def test_who_gave_a_promise_and_is_erased_leaves_circles_and_turns_behind(
    start: StartRound, founder: Person, member: Person, client_for: BrowserFor
) -> None:
    enrolment = asked(start(), founder, places=8)
    everybody_says(enrolment, "yes", but={"Mara Member": "later"})
    round = closed(enrolment, founder)
    erase_person(founder.pk)
    assert Round.objects.get().convener is None
    assert "is here no longer" in client_for(member).get(reverse("circles:gather")).text
    forget_rounds()
    assert not Seat.objects.filter(round=round).exists()
    assert Waiting.objects.filter(person=member, ended_at=None).exists()


def test_somebody_drawn_can_step_back_before_circles_are_published(
    start: StartRound, founder: Person, member: Person, client_for: BrowserFor
) -> None:
    enrolment = asked(start(), founder)
    everybody_says(enrolment, "yes")
    round = closed(enrolment, founder)
    mine = client_for(member)
    assert "You are in" in mine.get(reverse("circles:gather")).text
    back = reverse("circles:step-back", args=[Invitation.objects.get(person=member).pk])
    assert client_for(founder).post(back).status_code == 404
    for _time in range(2):
        mine.post(back)
    assert not Seat.objects.get(round=round, person=member).takes_part
    assert [name for name, _many in verbs_of(round)].count("withdrew") == 1
    assert "You are in" not in mine.get(reverse("circles:gather")).text
    with pytest.raises(NotFound):
        step_back(Invitation.objects.get(person=member), by=founder)


def test_the_round_that_was_promised_begins_with_who_waits(
    start: StartRound, founder: Person, member: Person, client_for: BrowserFor
) -> None:
    enrolment = asked(start(sizes=Sizes(2, 4)), founder)
    everybody_says(enrolment, "yes", but={"Mara Member": "later", "Abe": "later"})
    first = closed(enrolment, founder)
    publish_round(formed(first, Rules(apart=Apart("none"))), by=founder, version=Round.objects.get().version)
    mine = client_for(founder)
    new = reverse("circles:new")
    assert "With the 2 people who wait" in mine.get(f"{new}?after={first.pk}").text
    sent = {"key": "9" * 32, "title": "As promised", "least": 2, "most": 4, "after": first.pk, "waiting": "on"}
    assert mine.post(new, sent).status_code == 302
    second = Round.objects.get(title="As promised")
    assert set(Seat.objects.filter(round=second).values_list("label", "person")) == {
        ("Mara Member", member.pk),
        ("Abe", None),
    }
    publish_round(formed(second), by=founder, version=Round.objects.get(pk=second.pk).version)
    assert set(Waiting.objects.values_list("label", "seated_in")) == {("Mara Member", second.pk), ("Abe", second.pk)}


def test_who_came_to_roost_meanwhile_is_asked_and_seated(
    start: StartRound, founder: Person, make_person: Callable[..., Person]
) -> None:
    round = start()
    late = make_person("Abe Late")
    Seat.objects.filter(round=round, label="Abe").update(cells={"email": late.email})
    asked(round, founder)
    assert Invitation.objects.filter(person=late).exists()


def test_who_waits_already_keeps_their_place_by_the_earlier_day(
    start: StartRound, founder: Person, member: Person
) -> None:
    today = clock.now().date()
    for number, days in ((1, 60), (2, 90), (3, 50)):
        enrolment = asked(
            start(title=f"Round {number}", key=str(number) * 32), founder, promised_on=today + timedelta(days=days)
        )
        everybody_says(enrolment, "yes", but={"Mara Member": "later"})
        closed(enrolment, founder)
        if number < 3:
            assert Waiting.objects.get(person=member).promised_on == today + timedelta(days=60)
    waiting = Waiting.objects.get(person=member)
    assert (waiting.round.title, waiting.promised_on) == ("Round 1", today + timedelta(days=50))


def test_who_waits_can_stop_and_a_round_that_owes_seats_is_not_deleted(
    start: StartRound, founder: Person, member: Person
) -> None:
    enrolment = asked(start(), founder, places=8)
    everybody_says(enrolment, "yes", but={"Mara Member": "later"})
    round = closed(enrolment, founder)
    with pytest.raises(Conflict, match="promised"):
        delete_round(round, by=founder)
    with pytest.raises(NotFound):
        leave_waiting(Waiting.objects.get(person=member), by=founder)
    leave_waiting(Waiting.objects.get(person=member), by=member)
    leave_waiting(Waiting.objects.get(person=member), by=member)
    assert verbs_of(round)[-1] == ("withdrew", None)
    with clock.at(clock.now() + timedelta(weeks=30)):
        forget_rounds()
        # The list goes after half a year, the promises to others stay.
        assert not Seat.objects.exists()
        assert not Invitation.objects.exists()
        assert set(Waiting.objects.values_list("round", "ended_at")) == {(round.pk, None)}
        Waiting.objects.update(ended_at=clock.now())
    with clock.at(clock.now() + timedelta(weeks=60)):
        forget_rounds()
    assert not Waiting.objects.exists()


def test_from_a_question_to_a_lot_on_pages(
    start: StartRound, founder: Person, member: Person, outsider: Person, client_for: BrowserFor
) -> None:
    round = start()
    mine, theirs = client_for(founder), client_for(member)
    assert "Ask them first" in mine.get(reverse("circles:wishes", args=[round.pk])).text
    invite = reverse("circles:invite", args=[round.pk])
    assert "2 of 12 people on the list are known here" in mine.get(invite).text
    day = clock.now().date() + timedelta(days=5)
    sent = {"version": round.version, "closes_on": day, "promised_on": day, "places": "8", "strata": "function"}
    assert "comes after the last day" in mine.post(invite, sent).text
    sent |= {"promised_on": date(day.year + 1, 1, 1), "words": "We begin in May."}
    looked = mine.post(invite, sent).text
    for words in ("2 people would be asked", "Mara Member", "Jon", "We begin in May.", "Lots are drawn evenly over"):
        assert words in looked
    assert f"Say until {date_format(day, 'j F Y')} whether you want a seat" in looked
    assert not Enrolment.objects.exists()
    assert "Look it over" in mine.post(invite, sent | {"change": "1"}).text
    assert not Enrolment.objects.exists()
    answers = mine.post(invite, sent | {"send": "1"}, follow=True).text
    assert "0 of 12 people want a seat" in answers
    for address in ("circles:gather", "home:today"):
        text = theirs.get(reverse(address)).text
        assert "We begin in May." in text
        assert fingerprint_of(Enrolment.objects.get().seed) in text
    invitation = Invitation.objects.get(person=member)
    answer = reverse("circles:answer", args=[invitation.pk])
    assert client_for(outsider).post(answer, {"answer": "yes"}).status_code == 404
    assert mine.post(answer, {"answer": "no"}).status_code == 404
    assert "Thank you" in theirs.post(answer, {"answer": "yes"}, follow=True).text
    assert "Say yes, no" in theirs.post(answer, {"answer": "maybe"}, follow=True).text
    note = reverse("circles:note", args=[round.pk])
    said = {f"answer-{one.pk}": "yes" for one in Invitation.objects.filter(person=None)}
    assert "10 answers were written down" in mine.post(note, said, follow=True).text
    assert "Nothing was changed" in mine.post(note, said, follow=True).text
    stale = {name: "no" for name in list(said)[:2]}
    assert "noted otherwise meanwhile" in mine.post(note, stale, follow=True).text
    assert not Invitation.objects.filter(answer="no").exists()
    assert "Lots decide. 3 people will wait" in mine.get(reverse("circles:answers", args=[round.pk])).text
    early = mine.post(reverse("circles:close", args=[round.pk]), {"version": round.version + 1}, follow=True).text
    assert "once the last day has passed everywhere" in early
    answer_invitation(Invitation.objects.get(person=founder), by=founder, answer="yes")
    round.refresh_from_db()
    close = reverse("circles:close", args=[round.pk])
    assert "changed meanwhile" in mine.post(close, {"version": round.version - 1}, follow=True).text
    lot = mine.post(close, {"version": round.version}, follow=True).text
    assert "Lots were drawn: 8 people are in" in lot
    assert Enrolment.objects.get().seed in lot
    assert "id,group,number" in mine.get(reverse("circles:file", args=[round.pk, "lot.csv"])).text
    assert theirs.get(reverse("circles:lot", args=[round.pk])).status_code == 404


def test_a_promise_that_is_due_stands_on_the_conveners_today(
    start: StartRound, founder: Person, member: Person, client_for: BrowserFor, organisation: Organisation
) -> None:
    enrolment = asked(start(), founder, places=8)
    everybody_says(enrolment, "yes", but={"Mara Member": "later"})
    closed(enrolment, founder)
    mine = client_for(founder)
    assert "waits for a seat you promised" not in mine.get(reverse("home:today")).text
    assert "wait for a seat that you promised" in mine.get(reverse("circles:gather")).text
    theirs = client_for(member).get(reverse("circles:gather")).text
    assert "You asked for a later round" in theirs
    due = datetime.combine(enrolment.promised_on, datetime.min.time(), clock.now().tzinfo) - timedelta(days=20)
    with clock.at(due):
        assert "you promised" in client_for(founder).get(reverse("home:today")).text
