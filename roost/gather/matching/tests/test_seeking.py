"""From a wish to a pair: who is proposed, what a yes and a no do, and what stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from roost.gather.matching.access import own_aparts, side_for, wish_of
from roost.gather.matching.actions import (
    Sought,
    answer_proposal,
    end_overdue,
    forget_lines,
    forget_wishes,
    keep_apart,
    let_together,
    propose_peers,
    renew_wish,
    seek_peer,
    stop_seeking,
)
from roost.gather.matching.models import Apart, Proposal, Side, Wish
from roost.gather.matching.tests.seekers import SOUGHT, Founder, Seek, is_asked, side_of
from roost.ground.activity.models import Fact
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError, NotFound, TooMany
from roost.ground.kit.privacy import erase_person
from roost.ground.kit.scopes import touching
from roost.ground.notify.models import Outbox
from roost.ground.people.actions import agree_to_companionship, ask_for_companion, end_affiliation
from roost.ground.people.models import Affiliation, Companionship, Organisation, Person, ReportingLine, Team

Two = tuple[Person, Person]
SIDES = {"yes": True, "no": False}


def after(days: float) -> datetime:
    return clock.now() + timedelta(days=days)


def say(person: Person, answer: str) -> Side:
    return answer_proposal(side_of(person), by=person, yes=SIDES[answer])


def test_who_fits_is_proposed_as_soon_as_they_look(two: Two) -> None:
    assert all(is_asked(one) for one in two)
    assert Proposal.objects.get().relation == "same"


def test_both_are_told_by_mail_that_something_waits_and_not_what(two: Two) -> None:
    letters = list(Outbox.objects.all())
    assert sorted(letter.person for letter in letters) == [one.pk for one in two]
    for letter in letters:
        assert letter.subject == "Something waits for you in Roost"
        assert not [word for word in ("conflict", "canary", "Ann", "Ben") if word in letter.subject + letter.body]


def test_mail_that_has_not_gone_out_is_taken_back_from_whom_answered_alone(two: Two) -> None:
    say(two[0], "no")
    assert [letter.person for letter in Outbox.objects.all()] == [two[1].pk]


def test_who_wants_no_mail_gets_none(seeker: Seek) -> None:
    for name in ("Ann", "Ben"):
        seeker(name, by_mail=False)
    assert is_asked(Person.objects.get(name="Ben"))
    assert not Outbox.objects.exists()


def test_who_does_not_fit_yet_is_proposed_when_somebody_comes(seeker: Seek) -> None:
    ann = seeker("Ann")
    seeker("Ben", topic="deciding")
    assert not is_asked(ann)
    seeker("Cem")
    assert is_asked(ann)


def test_nobody_of_the_team_the_line_the_companions_or_of_another_organisation_is_proposed(
    seeker: Seek,
    make_person: Callable[..., Person],
    team: Team,
    in_scope: Organisation,
    other_organisation: Organisation,
    outsider: Person,
) -> None:
    ann = seeker("Ann", team=team)
    with touching(other_organisation.pk):
        seek_peer(other_organisation, by=outsider, sought=SOUGHT, version=0)
    seeker("Team mate", team=team)
    above = make_person("Above")
    for person, manager in ((ann, above), (above, make_person("Top"))):
        ReportingLine.objects.create(
            organisation=in_scope, person=person, manager=manager, starts_on=clock.today("UTC")
        )
    for boss in (above, Person.objects.get(name="Top")):
        seek_peer(in_scope, by=boss, sought=SOUGHT, version=0)
    friend = make_person("Friend")
    asked = ask_for_companion(in_scope, by=ann, person=ann, companion=friend, kind=Companionship.Kind.PEER)
    agree_to_companionship(asked, by=friend)
    seek_peer(in_scope, by=friend, sought=SOUGHT, version=0)
    assert not is_asked(ann)


def test_with_both_it_becomes_a_pair_and_a_circle_of_two(two: Two, circles: Founder, in_scope: Organisation) -> None:
    ann, ben = two
    assert say(ann, "yes").proposal.paired_at is None
    assert circles.founded == []
    pair = say(ben, "yes").proposal
    assert pair.paired_at == clock.now()
    assert circles.founded == [(in_scope.pk, (ann.pk, ben.pk), ben.pk)]
    assert set(pair.sides.values_list("answer", "words", "is_open")) == {("", "", False)}
    assert pair.circle == 1
    assert Outbox.objects.filter(key=f"matching.paired:{pair.pk}").get().person == ann.pk
    told = Fact.objects.get(verb="matching.paired")
    assert (told.actor, list(told.involved.all())) == (ben.pk, [])


def test_the_same_yes_twice_is_one(two: Two, circles: Founder) -> None:
    ann, ben = two
    side = side_of(ann)
    for _time in range(2):
        answer_proposal(side, by=ann, yes=True)
    own = side_of(ben)
    for _time in range(2):
        answer_proposal(own, by=ben, yes=True)
    assert len(circles.founded) == 1


def test_a_no_ends_it_for_who_said_it_and_for_the_other_when_the_ten_days_are_over(two: Two) -> None:
    ann, ben = two
    say(ann, "no")
    assert not is_asked(ann)
    assert is_asked(ben)
    say(ben, "yes")
    assert is_asked(ben)
    with clock.at(after(10)):
        assert not is_asked(ben)


def test_a_yes_can_be_taken_back_and_a_no_cannot(two: Two) -> None:
    ann, ben = two
    side = say(ann, "yes")
    answer_proposal(side, by=ann, yes=False)
    with pytest.raises(Conflict):
        answer_proposal(side, by=ann, yes=True)
    assert say(ben, "yes").proposal.paired_at is None


def test_a_no_is_kept_no_longer_than_the_question(two: Two) -> None:
    ann, _ben = two
    say(ann, "no")
    with clock.at(after(10)):
        assert end_overdue() == 2
        assert end_overdue() == 0
    assert set(Side.objects.values_list("answer", "words", "is_open")) == {("", "", False)}
    assert not Fact.objects.filter(verb="matching.paired").exists()


def test_nobody_is_proposed_to_the_same_person_again(two: Two) -> None:
    with clock.at(after(11)):
        end_overdue()
        assert propose_peers() == 0
    assert Proposal.objects.count() == 1


def test_after_a_no_somebody_else_is_proposed_on_another_day(two: Two, seeker: Seek) -> None:
    ann, _ben = two
    say(ann, "no")
    seeker("Cem")
    assert not is_asked(ann)
    with clock.at(after(1)):
        assert propose_peers() == 1
        assert is_asked(ann)


def test_nobody_leafs_through_people_by_saying_no(seeker: Seek) -> None:
    for number in range(4):
        seeker(f"New {number}", stage="new", seeks="across")
    reader, start, asked = seeker("Reader", stage="through", seeks="any"), clock.now(), []
    for day in range(12):
        with clock.at(start + timedelta(days=day)):
            end_overdue()
            propose_peers()
            if is_asked(reader):
                asked.append(day)
                say(reader, "no")
    assert asked == [0, 1, 10, 11]


def test_by_the_numbers_of_two_sides_nobody_tells_who_the_other_is(seeker: Seek) -> None:
    # That all of so many pairs are in one order by chance comes once in half a million runs.
    for number in range(40):
        seeker(f"Seeker {number}")
    orders = [tuple(one.sides.order_by("pk").values_list("person", flat=True)) for one in Proposal.objects.all()]
    assert {first < second for first, second in orders} == {True, False}


def test_what_is_wrong_with_one_organisation_stops_no_other(
    seeker: Seek, other_organisation: Organisation, outsider: Person, make_person: Callable[..., Person]
) -> None:
    for name in ("Ann", "Ben"):
        seeker(name, topic=name)
    Wish.objects.update(topic="conflict")
    Person.objects.filter(name="Ann").update(time_zone="Nowhere/Nix")
    friend = make_person("Friend")
    with touching(other_organisation.pk):
        Affiliation.objects.create(organisation=other_organisation, person=friend, starts_on=clock.today("UTC"))
        for person, topic in ((outsider, "conflict"), (friend, "deciding")):
            seek_peer(other_organisation, by=person, sought=replace(SOUGHT, topic=topic), version=0)
        Wish.objects.update(topic="conflict")
    assert propose_peers() == 1
    with touching(other_organisation.pk):
        assert is_asked(outsider)


def test_who_saves_a_wish_is_proposed_somebody_and_the_others_wait_for_the_day(seeker: Seek) -> None:
    for name in ("Ann", "Ben"):
        seeker(name, topic=name)
    Wish.objects.update(topic="conflict")
    seeker("Cem")
    assert Proposal.objects.count() == 1
    assert is_asked(Person.objects.get(name="Cem"))
    seeker("Dan", topic="deciding")
    Wish.objects.filter(person__name="Dan").update(topic="conflict")
    assert propose_peers() == 1
    assert Proposal.objects.count() == 2


def test_who_changes_a_wish_again_and_again_waits_for_the_daily_run(seeker: Seek, in_scope: Organisation) -> None:
    ann = seeker("Ann")
    for number, topic in enumerate(("deciding", "new-here", "coming-back"), start=1):
        seek_peer(in_scope, by=ann, sought=replace(SOUGHT, topic=topic), version=number)
    seeker("Ben", topic="coming-back", words="Ben saves first")
    assert is_asked(ann)
    cem = seeker("Cem", topic="reorganisation")
    seek_peer(in_scope, by=ann, sought=replace(SOUGHT, topic="reorganisation"), version=4)
    renew_wish(Wish.objects.get(person=ann), by=ann)
    assert not is_asked(cem)
    with clock.at(after(1)):
        assert propose_peers() == 1
        assert is_asked(cem)


def test_nobody_has_two_open_questions(two: Two, seeker: Seek) -> None:
    seeker("Cem")
    seeker("Dan")
    with clock.at(after(2)):
        propose_peers()
    assert Side.objects.filter(is_open=True).count() == Side.objects.count() == 4


def test_three_pairs_in_half_a_year_are_enough(seeker: Seek, in_scope: Organisation) -> None:
    ann = seeker("Ann", by_mail=False)
    for number in range(3):
        with clock.at(after(number + 1)):
            other = seeker(f"Other {number}")
            say(ann, "yes")
            say(other, "yes")
            stop_seeking(Wish.objects.get(person=other), by=other)
    with clock.at(after(10)):
        seeker("One more")
        assert not is_asked(ann)
    with clock.at(after(200)):
        seek_peer(in_scope, by=ann, sought=SOUGHT, version=1)
        seeker("Much later")
        assert is_asked(ann)


def test_a_wish_that_is_changed_ends_what_is_open_for_its_person_alone(two: Two, in_scope: Organisation) -> None:
    ann, ben = two
    sought = Sought("deciding", "new", "any")
    wish = seek_peer(in_scope, by=ann, sought=sought, version=1)
    assert (wish.topic, wish.version) == ("deciding", 2)
    assert not is_asked(ann)
    assert is_asked(ben)


def test_words_that_change_leave_what_is_open(two: Two, in_scope: Organisation) -> None:
    seek_peer(in_scope, by=two[0], sought=Sought(**(SOUGHT.__dict__ | {"words": "Other words"})), version=1)
    assert is_asked(two[0])


def test_a_form_sent_twice_counts_once_and_an_old_one_overwrites_nothing(two: Two, in_scope: Organisation) -> None:
    ann = two[0]
    assert seek_peer(in_scope, by=ann, sought=SOUGHT, version=0).version == 1
    with pytest.raises(Conflict):
        seek_peer(in_scope, by=ann, sought=Sought("deciding", "new", "any"), version=0)
    assert Wish.objects.get(person=ann).topic == "conflict"


def test_an_ended_wish_is_gone_and_nobody_is_proposed(two: Two, in_scope: Organisation, seeker: Seek) -> None:
    ann, ben = two
    stop_seeking(Wish.objects.get(person=ann), by=ann)
    assert wish_of(ann, in_scope) is None
    assert (is_asked(ann), is_asked(ben)) == (False, True)
    assert say(ben, "yes").proposal.paired_at is None


def test_a_wish_holds_sixty_days_can_be_renewed_and_is_forgotten(seeker: Seek, in_scope: Organisation) -> None:
    ann = seeker("Ann")
    with clock.at(after(60)):
        seeker("Late")
        assert not is_asked(ann)
        renew_wish(Wish.objects.get(person=ann), by=ann)
        assert is_asked(ann)
    with clock.at(after(181)):
        assert forget_wishes() == 2


def test_those_kept_apart_are_not_proposed_until_it_is_taken_back(seeker: Seek, in_scope: Organisation) -> None:
    ann = seeker("Ann")
    ben = seeker("Ben", topic="deciding")
    line = keep_apart(by=ben, other=ann)
    assert keep_apart(by=ben, other=ann) == line
    seek_peer(in_scope, by=ben, sought=SOUGHT, version=1)
    assert not is_asked(ann)
    let_together(line, by=ben)
    with clock.at(after(1)):
        assert propose_peers() == 1


def test_nobody_finds_out_by_the_list_who_is_proposed_to_them(two: Two, in_scope: Organisation) -> None:
    ann, ben = two
    say(ben, "yes")
    keep_apart(by=ann, other=ben)
    assert is_asked(ann)
    assert say(ann, "yes").proposal.paired_at is None


def test_nobody_can_keep_everybody_apart_but_one_to_learn_who_is_proposed(
    in_scope: Organisation, make_person: Callable[..., Person], seeker: Seek
) -> None:
    curious, start = make_person("Curious"), clock.now()
    crowd = [make_person(f"Colleague {number}") for number in range(14)]
    seeker("Chosen", topic="coming-back")
    for person in crowd[:4]:
        keep_apart(by=curious, other=person)
    let_together(Apart.objects.get(other=crowd[0]), by=curious)
    for person in (crowd[0], crowd[4]):
        with pytest.raises(TooMany):
            keep_apart(by=curious, other=person)
    assert keep_apart(by=curious, other=crowd[1]).other == crowd[1]
    for week in (1, 2, 3):
        with clock.at(start + timedelta(weeks=week)):
            for person in crowd[week * 3 + 1 : week * 3 + 4]:
                keep_apart(by=curious, other=person)
    with clock.at(start + timedelta(weeks=4)):
        assert own_aparts(curious).count() == 12
        with pytest.raises(InputError, match="twelve"):
            keep_apart(by=curious, other=crowd[13])
        assert (forget_lines(), forget_lines()) == (1, 0)
        let_together(Apart.objects.get(other=crowd[1]), by=curious)
        assert keep_apart(by=curious, other=crowd[13]).ended_at is None


def test_oneself_and_strangers_cannot_stand_on_the_list(two: Two, in_scope: Organisation, outsider: Person) -> None:
    for other in (two[0], outsider):
        with pytest.raises(InputError):
            keep_apart(by=two[0], other=other)


def test_who_leaves_is_paired_with_nobody(two: Two, in_scope: Organisation) -> None:
    ann, ben = two
    say(ann, "yes")
    end_affiliation(ann, organisation=in_scope, by=None, on=clock.today("UTC"))
    assert say(ben, "yes").proposal.paired_at is None


def test_nobody_answers_or_ends_for_another(two: Two) -> None:
    ann, ben = two
    with pytest.raises(NotFound):
        side_for(ann, side_of(ben).pk)
    with pytest.raises(NotFound):
        answer_proposal(side_of(ben), by=ann, yes=True)
    with pytest.raises(NotFound):
        stop_seeking(Wish.objects.get(person=ben), by=ann)


def test_erasure_takes_all_that_one_of_the_two_wrote_and_leaves_the_other_in_peace(two: Two) -> None:
    ann, ben = two
    keep_apart(by=ben, other=ann)
    erase_person(ann.pk)
    assert not Wish.objects.filter(person=ann).exists()
    assert [side.person for side in Side.objects.all()] == [ben]
    assert say(ben, "yes").proposal.paired_at is None
