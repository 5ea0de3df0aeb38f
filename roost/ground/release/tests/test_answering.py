"""Answers in confidence: a link each, used once; sealed, without order; opened when their time is over."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from nacl.exceptions import CryptoError
from pytest_django import Settings

from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, NotFound
from roost.ground.kit.scopes import everywhere, touching
from roost.ground.release.actions import (
    cast,
    close_box,
    destroy_box,
    destroy_forgotten,
    issue_ticket,
    keep_draft,
    open_box,
    put_aside,
    take_out,
    ticket_secret,
)
from roost.ground.release.models import Box, Ticket
from roost.ground.release.reads import asked_by_link, draft_by_link, tickets_unused
from roost.ground.release.sealing import link_secret

HERE, ELSEWHERE, WHAT = 1, 2, "feedback.wave:1"
NOON = datetime(2024, 7, 1, 12, tzinfo=UTC)
OVER = NOON + timedelta(days=10)


@pytest.fixture(autouse=True)
def box(db: None) -> Iterator[None]:
    with clock.at(NOON), touching(HERE, ELSEWHERE):
        open_box(HERE, what=WHAT, closes_at=OVER)
        yield


def answer(*contents: object, category: str = "") -> list[str]:
    """Let people answer, and give their links."""
    links = [issue_ticket(HERE, what=WHAT, category=category)[1] for _ in contents]
    for link, content in zip(links, contents, strict=True):
        cast(link, content=content)
    return links


def test_what_was_answered_is_read_once_its_time_is_over_and_not_before() -> None:
    answer({"now": 1, "words": "Öfter fragen"}, {"now": -3}, category="peers")
    answer(7)
    with pytest.raises(Conflict, match="still answer"):
        close_box(HERE, what=WHAT)
    with clock.at(OVER):
        found = close_box(HERE, what=WHAT)
    assert sorted((one.category, str(one.content)) for one in found) == [
        ("", "7"),
        ("peers", "{'now': -3}"),
        ("peers", "{'now': 1, 'words': 'Öfter fragen'}"),
    ]


def test_a_link_is_good_once_and_until_its_time_is_over() -> None:
    used, late = answer("first")[0], issue_ticket(HERE, what=WHAT)[1]
    with pytest.raises(Conflict, match="used already"):
        cast(used, content="second")
    with pytest.raises(NotFound):
        cast("nonsense", content="third")
    with clock.at(OVER):
        with pytest.raises(Conflict, match="time to answer is over"):
            cast(late, content="late")
        assert [one.content for one in close_box(HERE, what=WHAT)] == ["first"]
        for link in (used, late):
            with pytest.raises(NotFound):
                cast(link, content="later still")
        assert asked_by_link(used) is None
        assert not Ticket.objects.exists()


def test_the_database_alone_tells_neither_what_was_said_nor_in_which_order_nor_how_long_it_was(
    settings: Settings,
) -> None:
    answer(*[f"said-{number}" * (number + 1) for number in range(40)])
    with everywhere():
        kept = Box.objects.get()
    assert len({len(b64decode(one)) for one in kept.ballots}) == 1
    assert not any("said" in one or "said" in b64decode(one).decode("latin-1") for one in kept.ballots)
    with clock.at(OVER):
        read = [int(one.content.split("said-")[1]) for one in close_box(HERE, what=WHAT)]
        assert sorted(read) == list(range(40)) != read
        # As stored, too: forty answers in the order in which they came would be chance of one in 40!.
        settings.ANSWERS_KEY = "another"
        with pytest.raises(CryptoError):
            close_box(HERE, what=WHAT)


def test_what_was_changed_in_the_database_is_refused() -> None:
    answer("mine")
    kept = Box.objects.get()
    one = kept.ballots[0]
    Box.objects.update(ballots=[one[:-6] + ("AAAA" if one[-6:-2] != "AAAA" else "BBBB") + one[-2:]])
    with clock.at(OVER), pytest.raises(CryptoError):
        close_box(HERE, what=WHAT)


def test_who_has_not_answered_is_known_to_reminders_and_nothing_else_of_them() -> None:
    first, link = issue_ticket(HERE, what=WHAT)
    second, _secret = issue_ticket(HERE, what=WHAT)
    asked = asked_by_link(link)
    assert asked is not None
    assert (asked.organisation, asked.what, asked.ticket, asked.closes_at, asked.is_used) == (
        HERE,
        WHAT,
        first,
        OVER,
        False,
    )
    cast(link, content=1)
    assert tickets_unused([first, second]) == {second}


def test_a_box_is_opened_once_for_a_question_and_destroyed_whole() -> None:
    answer("here")
    open_box(HERE, what=WHAT, closes_at=OVER + timedelta(days=1))
    assert Box.objects.get().closes_at == OVER
    open_box(ELSEWHERE, what=WHAT, closes_at=OVER)
    destroy_box(HERE, what=WHAT)
    destroy_box(HERE, what=WHAT)
    assert [one.organisation for one in Box.objects.all()] == [ELSEWHERE]
    assert not Ticket.objects.exists()
    with clock.at(OVER), pytest.raises(NotFound):
        close_box(HERE, what=WHAT)


def test_a_link_is_said_again_for_a_reminder_and_stays_the_same_until_it_was_used(settings: Settings) -> None:
    ticket, secret = issue_ticket(HERE, what=WHAT)
    _other, another = issue_ticket(HERE, what=WHAT)
    assert secret != another
    assert ticket_secret(ticket) == secret
    cast(secret, content="once")
    with pytest.raises(Conflict):
        ticket_secret(ticket)


@pytest.mark.parametrize("key", ["k", "ä" * 64, "k" * 500])
def test_a_key_may_be_of_any_length(key: str, settings: Settings) -> None:
    settings.ANSWERS_KEY = key
    (secret,) = answer("here")
    assert len(secret) == 32
    with clock.at(OVER):
        assert [one.content for one in close_box(HERE, what=WHAT)] == ["here"]


def test_with_another_key_a_link_said_again_is_another_and_leads_there(settings: Settings) -> None:
    ticket, before = issue_ticket(HERE, what=WHAT)
    settings.ANSWERS_KEY = "another"
    after = ticket_secret(ticket)
    assert after != before
    assert asked_by_link(before) is None
    assert asked_by_link(after) is not None


def test_no_link_follows_from_the_database_alone(settings: Settings) -> None:
    ticket, secret = issue_ticket(HERE, what=WHAT)
    assert secret not in str(list(Ticket.objects.values())) + str(list(Box.objects.values()))
    kept = Box.objects.get().salt
    settings.ANSWERS_KEY = "another"
    assert link_secret(kept, ticket) != secret


def test_answers_that_nobody_comes_for_are_destroyed_after_a_month() -> None:
    answer("forgotten")
    with clock.at(OVER + timedelta(days=29)):
        destroy_forgotten()
        assert Box.objects.exists()
    with clock.at(OVER + timedelta(days=31)):
        destroy_forgotten()
        assert not Box.objects.exists()
        assert not Ticket.objects.exists()


def test_what_was_put_in_so_far_is_found_again_sealed_and_goes_when_it_is_sent() -> None:
    ticket, secret = issue_ticket(HERE, what=WHAT)
    assert draft_by_link(secret) is None
    keep_draft(secret, content={"words": "harbourlights"})
    assert "harbourlights" not in Ticket.objects.get().draft
    later = ticket_secret(ticket)
    assert draft_by_link(later) == {"words": "harbourlights"}
    cast(later, content="whole")
    assert Ticket.objects.get().draft == ""
    assert draft_by_link(later) is None
    with pytest.raises(Conflict):
        keep_draft(later, content="more")
    with pytest.raises(NotFound):
        keep_draft("nonsense", content="more")


def test_what_was_put_in_under_another_key_is_begun_anew(settings: Settings) -> None:
    _ticket, secret = issue_ticket(HERE, what=WHAT)
    keep_draft(secret, content=1)
    settings.ANSWERS_KEY = "another"
    assert draft_by_link(secret) is None
    keep_draft(secret, content=2)
    assert draft_by_link(secret) == 2


def test_what_a_room_puts_aside_is_opened_by_the_key_alone(settings: Settings) -> None:
    sealed = put_aside([1, "two"])
    assert "two" not in sealed
    assert take_out(sealed) == [1, "two"]
    settings.ANSWERS_KEY = "another"
    with pytest.raises(CryptoError):
        take_out(sealed)
