"""Taking an instrument about oneself: page by page, once at a time, again after eight weeks, and for oneself alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from roost.ground.activity.models import Fact
from roost.ground.instruments.reads import instrument_named
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError, NotFound
from roost.ground.kit.privacy import erase_person, export_person
from roost.ground.people.models import Organisation, Person
from roost.grow.assessments.access import taking_for
from roost.grow.assessments.actions import begin_taking, delete_taking, finish_taking, save_answers
from roost.grow.assessments.engine import GAP
from roost.grow.assessments.models import Taking
from roost.grow.assessments.reads import first_open, grow_card, overview_page, result_page, sentences_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_scope")]
NOW = datetime(2024, 6, 12, 15, 0, tzinfo=UTC)
LATER = NOW + GAP


def answers_of(key: str, answer: int | None = 3, **others: int | None) -> dict[str, int | None]:
    found = instrument_named(key)
    assert found is not None
    return {one.key: answer for one in found.items} | others


def took(person: Person, key: str, answers: dict[str, int | None]) -> Taking:
    taking = begin_taking(person, instrument=key)
    save_answers(taking, by=person, answers=answers)
    return finish_taking(taking, by=person)


def test_it_is_kept_page_by_page_and_found_again(member: Person) -> None:
    taking = begin_taking(member, instrument="mini-ipip")
    first = sentences_page(taking, 1)
    assert first is not None
    assert (first.of, len(first.items), first_open(taking)) == (3, 8, 1)
    save_answers(taking, by=member, answers={one.key: 4 for one in first.items})
    again = begin_taking(member, instrument="mini-ipip")
    assert (again.pk, first_open(again)) == (taking.pk, 2)
    assert sentences_page(again, 4) is None
    with pytest.raises(Conflict):
        finish_taking(again, by=member)
    save_answers(again, by=member, answers=answers_of("mini-ipip"))
    done = finish_taking(again, by=member)
    assert done.done_at == NOW
    with pytest.raises(Conflict):
        save_answers(done, by=member, answers={"m1": 1})
    fact = Fact.objects.get(verb="assessments.took")
    assert (fact.actor, fact.subject) == (member.pk, f"taking:{done.pk}")


@pytest.mark.parametrize("answers", [{"m1": 6}, {"m1": 0}, {"zz": 1}])
def test_answers_that_cannot_be_are_refused(member: Person, answers: dict[str, int | None]) -> None:
    taking = begin_taking(member, instrument="mini-ipip")
    with pytest.raises(InputError):
        save_answers(taking, by=member, answers=answers)
    assert taking_for(member, taking.pk).answers == {}


def test_only_what_is_offered_is_taken(member: Person) -> None:
    for key in ("roost-safety", "nothing"):
        with pytest.raises(NotFound):
            begin_taking(member, instrument=key)


def test_again_after_eight_weeks_and_kindly_refused_before(member: Person) -> None:
    took(member, "mini-ipip", answers_of("mini-ipip"))
    with clock.at(LATER - timedelta(days=1)):
        with pytest.raises(Conflict, match="7 August 2024"):
            begin_taking(member, instrument="mini-ipip")
        assert [str(one.again) for one in overview_page(member).offers] == ["None", "2024-08-07", "None"]
        begin_taking(member, instrument="ipip-50")
    with clock.at(LATER):
        assert begin_taking(member, instrument="mini-ipip").done_at is None


def test_change_is_noise_unless_beyond_reliable_change_and_own_sentences_never_say(member: Person) -> None:
    took(member, "mini-ipip", answers_of("mini-ipip"))
    took(member, "roost-16", answers_of("roost-16"))
    with clock.at(LATER):
        up = took(member, "mini-ipip", answers_of("mini-ipip", m1=5, m11=5, m6=1, m16=1, m2=4))
        own = took(member, "roost-16", answers_of("roost-16", 6))
        rows = result_page(member, up.pk).rows
        said = {one.change for one in result_page(member, own.pk).rows}
    assert (rows[0].score.mean, rows[0].before, rows[0].change) == (5, 3, "More than noise explains: it went up.")
    assert (rows[1].score.mean, rows[1].change) == (3.25, "No more than noise explains.")
    assert said == {"Too uncertain to say."}
    assert (rows[0].low, rows[0].high) == (pytest.approx(5 - 1.96 * 0.23**0.5), 5)


def test_what_stands_out_is_named_and_not_sure_is_left_out(member: Person) -> None:
    found = instrument_named("roost-16")
    assert found is not None
    points = dict(zip(found.subscales, [1, 2, *[3] * 12, 5, 6], strict=True))
    answers: dict[str, int | None] = {one.key: points[one.subscale] for one in found.items}
    answers[found.items[4].key] = None
    page = result_page(member, took(member, "roost-16", answers).pk)
    assert [one.key for one in page.lowest] == list(found.subscales[:2])
    assert [one.key for one in page.highest] == list(found.subscales[-2:])
    assert [one.score.mean for one in page.rows[:3]] == [1, 2, None]
    assert (page.answers[4].word, page.answers[5].word, page.is_sure) == ("", "sometimes", False)


def test_it_is_ones_own_and_goes_with_one(member: Person, founder: Person) -> None:
    taking = took(member, "mini-ipip", answers_of("mini-ipip"))
    with pytest.raises(NotFound):
        taking_for(founder, taking.pk)
    for act in (lambda: delete_taking(taking, by=founder), lambda: finish_taking(taking, by=founder)):
        with pytest.raises(NotFound):
            act()
    assert grow_card(founder, member) is None
    assert [one["instrument"] for one in export_person(member.pk)["assessments.Taking"]] == ["mini-ipip"]
    delete_taking(taking, by=member)
    took(member, "mini-ipip", answers_of("mini-ipip"))
    erase_person(member.pk)
    assert not Taking.objects.exists()


def test_queries_stay_few(
    member: Person, organisation: Organisation, django_assert_num_queries: Callable[[int], object]
) -> None:
    taking = took(member, "roost-16", answers_of("roost-16"))
    with django_assert_num_queries(1):
        overview_page(member)
    with django_assert_num_queries(4):
        result_page(member, taking.pk)
    with django_assert_num_queries(1):
        grow_card(member, member)


def test_the_pages_lead_from_beginning_to_result(member: Person, client_for: Callable[..., Client]) -> None:
    browser, here = client_for(member), "/grow/assessments/"
    address = browser.post(f"{here}mini-ipip/begin/").headers["Location"]
    number = Taking.objects.get().pk
    assert address == f"{here}{number}/1/"
    half = {f"m{one}": "4" for one in range(1, 5)}
    answer = browser.post(address, half)
    assert answer.status_code == 422
    assert "Choose a number, or “not sure”." in answer.content.decode()
    assert Taking.objects.get().answers == dict.fromkeys(half, 4)
    browser.post(address, half | {f"m{one}": "-" for one in range(5, 9)})
    assert browser.get(f"{here}{number}/").headers["Location"] == f"{here}{number}/2/"
    for page, span in ((3, range(17, 21)), (2, range(9, 17))):
        answer = browser.post(f"{here}{number}/{page}/", {f"m{one}": "2" for one in span})
        assert answer.headers["Location"] == f"{here}{number}/{2 if page == 3 else 3}/"
    answer = browser.post(f"{here}{number}/3/", {f"m{one}": "2" for one in range(17, 21)})
    assert answer.headers["Location"] == f"{here}{number}/"
    said = browser.get(f"{here}{number}/").content.decode()
    assert "There are no norms here" in said
    assert "percentile" not in said
    assert browser.get(address).headers["Location"] == f"{here}{number}/"
    assert "from 7 August 2024 on" in browser.get(here).content.decode()
    assert "from 7 August 2024 on" in browser.post(f"{here}mini-ipip/begin/", follow=True).content.decode()
    assert "Look at yourself" in browser.get("/grow/").content.decode()
    browser.post(f"{here}{number}/delete/")
    assert not Taking.objects.exists()


def test_going_back_keeps_what_was_answered(member: Person, client_for: Callable[..., Client]) -> None:
    browser = client_for(member)
    first = browser.post("/grow/assessments/mini-ipip/begin/").headers["Location"]
    second = first.removesuffix("1/") + "2/"
    assert browser.post(second, {"m9": "2", "back": "1"}).headers["Location"] == first
    assert browser.post(first, {"m1": "4", "back": "1"}).headers["Location"] == "/grow/assessments/"
    assert Taking.objects.get().answers == {"m9": 2, "m1": 4}
