from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from functools import partial
from smtplib import SMTPAuthenticationError, SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django_tasks_db.models import DBTaskResult
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roost.ground.activity.models import Fact
from roost.ground.kit import clock
from roost.ground.kit.scopes import everywhere
from roost.ground.notify.actions import SENT, Answer, deliver_due, forget_old_messages, offer, withdraw
from roost.ground.notify.engine import ATTEMPTS, QuietHours, week_of
from roost.ground.notify.mail import Mail
from roost.ground.notify.models import Outbox
from roost.ground.notify.ports import Kind, Letter, Message, Recipient, add_channel
from roost.ground.notify.reads import waiting

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
LATE_ON_SUNDAY = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
NIGHT = QuietHours(time(22), time(7))

pytestmark = pytest.mark.django_db


class Pigeons:
    """A channel that remembers what it carried; it can lose the next letters, or look back at the outbox on the way."""

    def __init__(self) -> None:
        self.carried: list[tuple[datetime, Letter]] = []
        self.lost = 0
        self.on_the_way: Callable[[], object] = lambda: None

    def send(self, letter: Letter) -> None:
        self.on_the_way()
        if self.lost:
            self.lost -= 1
            raise ConnectionError("a hawk")
        self.carried.append((clock.now(), letter))

    def subjects(self) -> list[str]:
        return [letter.subject for _, letter in self.carried]


@pytest.fixture
def pigeons() -> Pigeons:
    pigeons = Pigeons()
    add_channel("pigeons", pigeons)
    return pigeons


@pytest.fixture
def on_monday() -> Iterator[None]:
    with clock.at(MONDAY):
        yield


def recipient(person: int = 7, *, zone: str = "UTC", quiet: QuietHours | None = None) -> Recipient:
    return Recipient(person, "the loft", zone=zone, quiet=quiet, channel="pigeons")


def message(key: str, kind: Kind = Kind.REGULAR) -> Message:
    return Message(organisation=1, kind=kind, key=key, subject=f"about {key}", body="Coo.")


def tell(key: str, kind: Kind = Kind.REGULAR, *, to: Recipient | None = None) -> Answer:
    return offer(message(key, kind), to=to or recipient(), by=None)


def taken(moment: datetime) -> int:
    """Count the slots that are taken of a week of person 7 in UTC."""
    with everywhere():
        return Outbox.objects.filter(person=7, week=week_of(moment, "UTC"), slot__isnull=False).count()


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


def test_a_worker_that_was_away_wakes_nobody(pigeons: Pigeons) -> None:
    with clock.at(MONDAY):
        tell("a", to=recipient(quiet=NIGHT))
    with clock.at(MONDAY + timedelta(hours=14)):
        assert deliver_due() == 0
    with clock.at(MONDAY + timedelta(hours=22)):
        assert deliver_due() == 1
    assert len(pigeons.carried) == 1


@pytest.mark.usefixtures("on_monday")
def test_two_workers_at_the_same_moment_send_once(pigeons: Pigeons) -> None:
    pigeons.on_the_way = deliver_due
    tell("a")
    tell("b")
    deliver_due()
    assert sorted(pigeons.subjects()) == ["about a", "about b"]


def test_a_failed_attempt_is_repeated_after_growing_pauses(pigeons: Pigeons) -> None:
    pigeons.lost = 2
    with clock.at(MONDAY):
        tell("a")
        assert deliver_due() == 0
    for minutes, sent in ((1, 0), (2, 0), (9, 0), (10, 1), (60, 0)):
        with clock.at(MONDAY + timedelta(minutes=minutes)):
            assert deliver_due() == sent
    assert pigeons.subjects() == ["about a"]


def test_a_message_is_given_up_after_six_attempts_and_the_others_still_go(pigeons: Pigeons) -> None:
    with clock.at(MONDAY):
        offer(message("nowhere"), to=Recipient(8, "x", channel="no such channel"), by=None)
        tell("a")
        assert deliver_due() == 1
    for hour in range(1, 30):
        with clock.at(MONDAY + timedelta(hours=hour)):
            deliver_due()
    with everywhere():
        given_up = Outbox.objects.get(key="nowhere")
        assert not waiting().exists()
    assert given_up.attempts == ATTEMPTS
    assert given_up.given_up_at is not None
    assert "no such channel" in given_up.failure
    assert pigeons.subjects() == ["about a"]


def test_a_channel_that_cannot_be_reached_ends_the_round_and_costs_the_others_nothing(pigeons: Pigeons) -> None:
    pigeons.lost = 3
    with clock.at(MONDAY):
        for person in range(5):
            tell("a", to=recipient(person))
        assert deliver_due() == 0
        with everywhere():
            assert [row.attempts for row in Outbox.objects.order_by("pk")] == [1, 1, 1, 0, 0]
        assert deliver_due() == 2
    with clock.at(MONDAY + timedelta(minutes=2)):
        assert deliver_due() == 3


def test_letters_that_are_refused_one_by_one_end_no_round(pigeons: Pigeons) -> None:
    def refuse() -> None:
        raise ValueError("no such loft")

    pigeons.on_the_way = refuse
    with clock.at(MONDAY):
        for person in range(5):
            tell("a", to=recipient(person))
        assert deliver_due() == 0
    with everywhere():
        assert [row.attempts for row in Outbox.objects.all()] == [1] * 5


def test_a_round_ends_after_five_minutes_and_the_next_goes_on(pigeons: Pigeons) -> None:
    with ExitStack() as days:
        days.enter_context(clock.at(MONDAY))
        for person in range(5):
            tell("a", to=recipient(person))
        pigeons.on_the_way = lambda: days.enter_context(clock.at(clock.now() + timedelta(minutes=2)))
        assert deliver_due() == 3
        assert deliver_due() == 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (SMTPServerDisconnected("timed out"), ConnectionError),
        (TimeoutError("30 seconds"), ConnectionError),
        (SMTPAuthenticationError(535, b"no"), ConnectionError),
        (SMTPRecipientsRefused({"mara@example.org": (550, b"nobody")}), SMTPRecipientsRefused),
    ],
)
def test_mail_tells_a_server_that_is_away_from_one_that_refuses(
    wrong: OSError, said: type[OSError], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise wrong

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", fail)
    with pytest.raises(said):
        Mail().send(Letter(number=1, address="mara@example.org", subject="Hello", body="Words.", html=""))


def test_an_attempt_whose_worker_died_is_made_again(pigeons: Pigeons) -> None:
    def die() -> None:
        raise SystemExit

    pigeons.on_the_way = die
    with clock.at(MONDAY):
        tell("a")
        with pytest.raises(SystemExit):
            deliver_due()
    pigeons.on_the_way = lambda: None
    with clock.at(MONDAY + timedelta(minutes=1)):
        assert deliver_due() == 0
    with clock.at(MONDAY + timedelta(minutes=2)):
        assert deliver_due() == 1


def test_what_missed_its_week_takes_a_slot_of_the_next_or_is_given_up(pigeons: Pigeons) -> None:
    with clock.at(LATE_ON_SUNDAY):
        for key in "abc":
            tell(key)
    with clock.at(LATE_ON_SUNDAY + timedelta(hours=1)):
        assert [tell(key) for key in "de"] == [Answer.ACCEPTED] * 2
        assert deliver_due() == 3
        assert taken(clock.now()) == 3
    with everywhere():
        assert Outbox.objects.exclude(given_up_at=None).count() == 2
    assert pigeons.subjects() == ["about a", "about d", "about e"]


@pytest.mark.usefixtures("on_monday")
def test_delivery_is_a_fact(pigeons: Pigeons) -> None:
    offer(message("a"), to=recipient(), by=3)
    deliver_due()
    with everywhere():
        fact = Fact.objects.get(verb=SENT.name)
        assert [one.person for one in fact.involved.all()] == [7]
    assert (fact.actor, fact.organisation) == (3, 1)


@pytest.mark.usefixtures("pigeons", "on_monday")
def test_what_was_asked_for_does_not_wait_for_the_minute() -> None:
    tell("regular")
    assert not DBTaskResult.objects.exists()
    tell("asked", Kind.ASKED)
    assert [task.task_path for task in DBTaskResult.objects.all()] == ["roost.ground.notify.tasks.deliver"]


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
def test_mail_carries_text_and_html_and_says_what_it_is() -> None:
    words = Message(1, Kind.REGULAR, key="a", subject="Your week", body="Text.", html="<p>Rich.</p>")
    offer(words, to=Recipient(7, "mara@example.org"), by=None)
    deliver_due()
    (sent,) = mail.outbox
    assert isinstance(sent, EmailMultiAlternatives)
    assert (sent.to, sent.subject, sent.body) == (["mara@example.org"], "Your week", "Text.")
    assert [(part[0], part[1]) for part in sent.alternatives] == [("<p>Rich.</p>", "text/html")]
    assert sent.message()["Auto-Submitted"] == "auto-generated"


WAY_OUT = "https://roost.example.org/reminders/a/stop/"


@pytest.mark.parametrize(
    ("address", "one_tap"),
    [(WAY_OUT, "List-Unsubscribe=One-Click"), (WAY_OUT.replace("https", "http"), None), ("", None)],
)
@pytest.mark.usefixtures("on_monday")
def test_mail_that_can_be_ended_says_how_to_people_and_to_programs(address: str, one_tap: str | None) -> None:
    words = Message(1, Kind.REGULAR, key="a", subject="Yours", body=f"No more: {address}", unsubscribe=address)
    offer(words, to=Recipient(7, "mara@example.org"), by=None)
    deliver_due()
    headers = mail.outbox[0].message()
    assert headers["List-Unsubscribe"] == (f"<{address}>" if address else None)
    assert headers["List-Unsubscribe-Post"] == one_tap


@pytest.mark.parametrize(("address", "body"), [(WAY_OUT, "No way out."), ("x" * 501, "x" * 501), ("a\nb", "a\nb")])
def test_a_way_out_is_named_in_the_words_and_one_line(address: str, body: str) -> None:
    with pytest.raises(ValueError, match=r"one line|name the address"):
        Message(1, Kind.REGULAR, key="a", subject="Yours", body=body, unsubscribe=address)


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
    assert words_of("a") == ("about a", "", "")


def words_of(key: str) -> tuple[str, str, str]:
    with everywhere():
        row = Outbox.objects.get(key=key)
    return row.subject, row.body, row.html


def test_words_stay_only_until_the_message_has_gone_out_or_was_given_up(pigeons: Pigeons) -> None:
    words = Message(1, Kind.REGULAR, key="a", subject="about a", body="Coo.", html="<p>Coo.</p>")
    with clock.at(MONDAY):
        offer(words, to=recipient(), by=None)
        offer(replace(words, key="b", subject="about b"), to=Recipient(8, "x", channel="no such channel"), by=None)
        deliver_due()
    assert pigeons.carried[0][1].html == "<p>Coo.</p>"
    assert words_of("a") == ("about a", "", "")
    assert words_of("b") == ("about b", "Coo.", "<p>Coo.</p>")
    for hour in range(1, 30):
        with clock.at(MONDAY + timedelta(hours=hour)):
            deliver_due()
    assert words_of("b") == ("about b", "", "")


def test_what_is_about_a_moment_past_does_not_go_out(pigeons: Pigeons) -> None:
    soon = replace(message("a"), until=MONDAY + timedelta(hours=1))
    with clock.at(MONDAY):
        assert offer(soon, to=recipient(), by=None) is Answer.ACCEPTED
        assert offer(replace(soon, key="b", subject="about b"), to=recipient(), by=None) is Answer.ACCEPTED
        pigeons.lost = 1
        assert deliver_due() == 1
    with clock.at(MONDAY + timedelta(hours=1, minutes=1)):
        assert deliver_due() == 0
    assert pigeons.subjects() == ["about b"]
    with everywhere():
        assert "passed" in Outbox.objects.get(key="a").failure


def test_what_quiet_hours_would_make_late_is_refused() -> None:
    soon = replace(message("a"), until=LATE_ON_SUNDAY + timedelta(hours=1))
    with clock.at(LATE_ON_SUNDAY):
        assert offer(soon, to=recipient(quiet=NIGHT), by=None) is Answer.TOO_LATE
        assert offer(soon, to=recipient(), by=None) is Answer.ACCEPTED


@pytest.mark.parametrize("subject", ["", "Two\nlines", "Bcc\r\n: you", "x" * 251])
def test_a_subject_is_one_line(subject: str) -> None:
    with pytest.raises(ValueError, match="one line"):
        Message(1, Kind.REGULAR, key="a", subject=subject, body="")


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
