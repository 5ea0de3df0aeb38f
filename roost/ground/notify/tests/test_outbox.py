"""What is offered and taken back: three a week, each once, and nobody is woken."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roost.ground.kit import clock
from roost.ground.kit.scopes import everywhere
from roost.ground.notify.actions import Answer, deliver_due, forget_old_messages, offer, withdraw
from roost.ground.notify.engine import week_of
from roost.ground.notify.models import Outbox
from roost.ground.notify.ports import Kind
from roost.ground.notify.tests.pigeons import (
    LATE_ON_SUNDAY,
    MONDAY,
    NIGHT,
    Pigeons,
    message,
    recipient,
    taken,
    tell,
    words_of,
)

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("on_monday")
def test_a_week_holds_three_messages_of_all_rooms_together(pigeons: Pigeons) -> None:
    answers = [tell(key) for key in ("tracking:1", "nudges:1", "circles:1", "tracking:2")]
    assert answers == [Answer.ACCEPTED] * 3 + [Answer.OVER_BUDGET]
    assert deliver_due() == 3
    assert pigeons.subjects() == ["about tracking:1", "about nudges:1", "about circles:1"]
    assert tell("nudges:1", to=recipient(8)) is Answer.ACCEPTED


@pytest.mark.usefixtures("pigeons", "on_monday")
def test_invitations_and_mail_just_asked_for_do_not_count() -> None:
    for number in range(5):
        assert tell(f"invited:{number}", Kind.INVITATION) is Answer.ACCEPTED
        assert tell(f"asked:{number}", Kind.ASKED) is Answer.ACCEPTED
    assert taken(MONDAY) == 0
    assert deliver_due() == 10


@pytest.mark.usefixtures("on_monday")
def test_the_same_key_is_sent_once(pigeons: Pigeons) -> None:
    assert [tell("a"), tell("a")] == [Answer.ACCEPTED] * 2
    deliver_due()
    assert tell("a") is Answer.ACCEPTED
    deliver_due()
    assert pigeons.subjects() == ["about a"]
    assert taken(MONDAY) == 1


@pytest.mark.usefixtures("on_monday")
def test_a_refused_message_may_be_offered_again_next_week(pigeons: Pigeons) -> None:
    assert [tell(key) for key in "abcd"][-1] is Answer.OVER_BUDGET
    with clock.at(MONDAY + timedelta(days=7)):
        assert tell("d") is Answer.ACCEPTED
        deliver_due()
    assert "about d" in pigeons.subjects()


@pytest.mark.usefixtures("on_monday")
def test_the_database_itself_refuses_a_fourth() -> None:
    for key in "abc":
        tell(key)
    with everywhere():
        row = Outbox.objects.get(key="a")
        for row.pk, row.key, row.slot in ((None, "d", 1), (None, "d", 4)):
            with pytest.raises(IntegrityError), transaction.atomic():
                row.save()


def test_quiet_hours_are_waited_out_and_count_to_the_week_of_arrival(pigeons: Pigeons) -> None:
    with clock.at(LATE_ON_SUNDAY):
        tell("sleep well", to=recipient(quiet=NIGHT))
        tell("ring, ring", Kind.ASKED, to=recipient(quiet=NIGHT))
        deliver_due()
        assert pigeons.subjects() == ["about ring, ring"]
        assert taken(LATE_ON_SUNDAY) == 0
        assert taken(LATE_ON_SUNDAY + timedelta(hours=1)) == 1
    with clock.at(LATE_ON_SUNDAY + timedelta(hours=7, minutes=30)):
        assert deliver_due() == 1


@pytest.mark.usefixtures("pigeons")
def test_messages_are_forgotten_after_ninety_days() -> None:
    with clock.at(MONDAY):
        tell("old")
    with clock.at(MONDAY + timedelta(days=60)):
        tell("new")
    with clock.at(MONDAY + timedelta(days=91)):
        assert forget_old_messages() == 1
    with everywhere():
        assert [row.key for row in Outbox.objects.all()] == ["new"]


@pytest.mark.usefixtures("on_monday")
def test_what_has_not_gone_out_can_be_taken_back_and_leaves_its_slot(pigeons: Pigeons) -> None:
    for key in "abc":
        tell(key)
    tell("a", to=recipient(8))
    assert withdraw(7, ["a", "nothing"]) == 1
    assert taken(MONDAY) == 2
    assert tell("d") is Answer.ACCEPTED
    assert deliver_due() == 4
    assert withdraw(7, ["b"]) == 0
    assert pigeons.subjects() == ["about b", "about c", "about a", "about d"]


@pytest.mark.usefixtures("on_monday")
def test_what_is_taken_back_on_its_way_keeps_its_slot(pigeons: Pigeons) -> None:
    for key in "abc":
        tell(key)
    pigeons.on_the_way = lambda: withdraw(7, ["a"])
    assert deliver_due() == 3
    assert tell("d") is Answer.OVER_BUDGET
    with everywhere():
        row = Outbox.objects.get(key="a")
    assert (row.sent_at, row.given_up_at) == (MONDAY, None)


def test_what_was_attempted_and_taken_back_is_not_attempted_again(pigeons: Pigeons) -> None:
    pigeons.lost = 1
    with clock.at(MONDAY):
        tell("a")
        deliver_due()
        assert withdraw(7, ["a"]) == 1
        assert withdraw(7, ["a"]) == 0
        assert taken(MONDAY) == 1
    with clock.at(MONDAY + timedelta(minutes=2)):
        assert deliver_due() == 0
    assert words_of("a") == ("", "", "")


def test_what_quiet_hours_would_make_late_is_refused() -> None:
    soon = replace(message("a"), until=LATE_ON_SUNDAY + timedelta(hours=1))
    with clock.at(LATE_ON_SUNDAY):
        assert offer(soon, to=recipient(quiet=NIGHT), by=None) is Answer.TOO_LATE
        assert offer(soon, to=recipient(), by=None) is Answer.ACCEPTED


# Whoever regrets takes a message back while it is on its way.
steps = st.lists(
    st.tuples(
        st.sampled_from(["offer", "offer", "invite", "deliver", "lose", "withdraw", "regret"]),
        st.integers(0, 30).map(lambda hours: timedelta(hours=hours, minutes=17)),
    ),
    min_size=10,
    max_size=60,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=40)
@given(steps=steps, zone=st.sampled_from(["UTC", "Pacific/Kiritimati", "America/New_York"]), sleeps=st.booleans())
def test_nobody_ever_gets_more_than_three_a_week(
    pigeons: Pigeons, steps: list[tuple[str, timedelta]], zone: str, sleeps: bool
) -> None:
    pigeons.carried.clear()
    with everywhere():
        Outbox.objects.all().delete()
    to = recipient(zone=zone, quiet=NIGHT if sleeps else None)
    moment = MONDAY
    for number, (step, pause) in enumerate(steps):
        moment += pause
        with clock.at(moment):
            if step in {"offer", "invite"}:
                tell(f"{number}", Kind.REGULAR if step == "offer" else Kind.INVITATION, to=to)
            elif step == "withdraw":
                withdraw(7, [f"{number - 1}", f"{number - 2}"])
            else:
                pigeons.lost = 2 if step == "lose" else 0
                if step == "regret":
                    tell(f"{number}", to=to)
                pigeons.on_the_way = partial(withdraw, 7, [f"{number}"])
                deliver_due()
    with everywhere():
        invitations = set(Outbox.objects.filter(kind=Kind.INVITATION).values_list("pk", flat=True))
    regular = [(at, letter) for at, letter in pigeons.carried if letter.number not in invitations]
    arrived = Counter(week_of(at, zone) for at, _ in regular)
    assert all(count <= 3 for count in arrived.values())
    assert len({letter.number for _, letter in pigeons.carried}) == len(pigeons.carried)
