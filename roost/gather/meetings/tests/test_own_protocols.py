"""Ways of meeting that come with Roost, and those that a circle writes itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as some

from roost.gather.circles.reads import SharedCircle
from roost.gather.meetings.actions import call_off, come_in, delete_protocol, keep_protocol, open_meeting
from roost.gather.meetings.actions.protocols import MOST_OWN
from roost.gather.meetings.engine.events import Bring, Choose, Come, Done, NextStep
from roost.gather.meetings.engine.meeting import next_state
from roost.gather.meetings.engine.planning import plan_meeting
from roost.gather.meetings.engine.protocols import Kind, Protocol, Step, read_protocol, write_protocol
from roost.gather.meetings.engine.state import State
from roost.gather.meetings.models import CircleProtocol, Meeting
from roost.gather.meetings.reads import parsed, protocol_texts
from roost.ground.kit.errors import Conflict, InputError, NotFound
from roost.ground.people.models import Person

BrowserFor = Callable[[Person | None], Client]
SHIPPED = list(protocol_texts())
# A last meeting and a talk about confidence are about the circle itself, and nobody brings a topic.
WITH_A_TOPIC = [key for key in SHIPPED if key not in ("harvest", "confidence")]
TEXT = some.text(some.characters(exclude_categories=["Cs"]), min_size=1, max_size=40).filter(str.strip)


@pytest.fixture
def mine() -> Protocol:
    return read_protocol(protocol_texts()["decision-clinic"].replace("Decision clinic", "Our clinic"), file="")


@pytest.mark.parametrize("key", SHIPPED)
def test_what_comes_with_roost_fits_six_people_in_ninety_minutes_and_helps_at_every_step(key: str) -> None:
    protocol = parsed(protocol_texts()[key])
    plan = plan_meeting(protocol, people=6, minutes=90)
    assert not plan.warning
    assert all(one.starters for one in protocol.steps[1:])
    assert all(one.waits for one in protocol.steps[1:-1])
    assert all(one.presenter for one in protocol.steps if one.kind.is_of_topic)
    assert 5 <= len(protocol.questions) <= 8 if key in WITH_A_TOPIC else not protocol.questions


@pytest.mark.parametrize("key", WITH_A_TOPIC)
def test_nothing_is_offered_to_whoever_told_before_they_were_asked(key: str) -> None:
    kinds = [one.kind for one in parsed(protocol_texts()[key]).steps]
    assert kinds.index(Kind.PRESENT) < kinds.index(Kind.CLARIFY) < kinds.index(Kind.SHARE)


@pytest.mark.parametrize("key", SHIPPED)
def test_a_whole_meeting_goes_through_every_step(key: str) -> None:
    protocol = parsed(protocol_texts()[key])
    state, steps = State(moderator=1, minutes=90), [0]
    for person in (1, 2, 3):
        state = next_state(protocol, state, Come(person), at=0)
    while steps[-1] < len(protocol.steps) - 1:
        if protocol.steps[state.step].kind is Kind.CHOOSE:
            for event in (Bring(2), Choose(2)):
                state = next_state(protocol, state, event, at=0)
        state = next_state(protocol, state, NextStep(), at=0)
        steps.append(state.step)
        spoke = []
        while state.turn is not None:
            spoke.append(state.turn)
            state = next_state(protocol, state, Done(state.turn), at=0)
        kind = protocol.steps[state.step].kind
        alone = kind in (Kind.PRESENT, Kind.PLAY_BACK)
        expected = [2] if alone else [1, 3] if kind is Kind.SHARE else [1, 2, 3] if kind.is_in_turn else []
        assert sorted(spoke) == expected
    assert steps == list(range(len(protocol.steps)))


@pytest.mark.parametrize("key", SHIPPED)
def test_what_comes_with_roost_is_the_same_once_it_is_written_again(key: str) -> None:
    protocol = parsed(protocol_texts()[key])
    assert read_protocol(write_protocol(protocol), file="") == protocol


@given(TEXT, some.lists(TEXT, max_size=4), some.integers(1, 240))
def test_whatever_is_typed_comes_back_from_the_file(text: str, lines: list[str], quarters: int) -> None:
    words, starters = " ".join(text.split()), tuple(" ".join(one.split()) for one in lines)
    first = Step(Kind.AFFIRM, words, words, quarters / 4, starters=starters)
    last = Step(Kind.CLOSE, words, words, quarters / 4, presenter=words, waits=words)
    protocol = Protocol(words, words, words, starters, (first, last))
    assert read_protocol(write_protocol(protocol), file="") == protocol


def test_a_circle_meets_by_its_own_and_a_meeting_keeps_what_it_began_with(
    circle: SharedCircle, member: Person, founder: Person, mine: Protocol
) -> None:
    kept = keep_protocol(circle, by=member, protocol=mine)
    meeting = open_meeting(circle, by=founder, protocol=f"own-{kept.pk}", minutes=60)
    again = read_protocol(write_protocol(mine).replace("Our clinic", "Another name"), file="")
    keep_protocol(circle, by=founder, protocol=again, number=kept.pk, version=1)
    meeting.refresh_from_db()
    assert parsed(meeting.protocol).title == "Our clinic"
    delete_protocol(circle, by=member, number=kept.pk)
    assert Meeting.objects.filter(pk=meeting.pk).exists()


def test_an_older_page_a_name_that_is_taken_and_an_eleventh_are_refused(
    circle: SharedCircle, member: Person, founder: Person, mine: Protocol
) -> None:
    kept = keep_protocol(circle, by=member, protocol=mine)
    with pytest.raises(InputError, match="of this name"):
        keep_protocol(circle, by=founder, protocol=mine)
    keep_protocol(circle, by=founder, protocol=mine, number=kept.pk, version=1)
    with pytest.raises(Conflict, match="meanwhile"):
        keep_protocol(circle, by=member, protocol=mine, number=kept.pk, version=1)
    for number in range(1, MOST_OWN):
        other = read_protocol(write_protocol(mine).replace("Our clinic", f"Way {number}"), file="")
        keep_protocol(circle, by=member, protocol=other)
    with pytest.raises(Conflict, match="at most 10"):
        keep_protocol(circle, by=member, protocol=read_protocol(protocol_texts()["action-learning"], file=""))


def test_nobody_outside_the_circle_reads_or_writes_it(
    circle: SharedCircle,
    member: Person,
    administrator: Person,
    outsider: Person,
    mine: Protocol,
    client_for: BrowserFor,
) -> None:
    kept = keep_protocol(circle, by=member, protocol=mine)
    for other in (administrator, outsider):
        with pytest.raises(NotFound):
            keep_protocol(circle, by=other, protocol=mine, number=kept.pk, version=1)
        with pytest.raises(NotFound):
            delete_protocol(circle, by=other, number=kept.pk)
        for address in (
            reverse("meetings:own-protocol", args=[circle.number, kept.pk]),
            reverse("meetings:protocol-file", args=[circle.number, f"own-{kept.pk}"]),
        ):
            assert client_for(other).get(address).status_code == 404


def sent(protocol: Protocol, **more: object) -> dict[str, object]:
    """Give what the form sends for a protocol."""
    told: dict[str, object] = {"version": 0, "wish": "keep", "title": protocol.title, "words": protocol.words}
    told |= {"promise": protocol.promise, "questions": "\r\n".join(protocol.questions)}
    told |= {"s-TOTAL_FORMS": len(protocol.steps), "s-INITIAL_FORMS": len(protocol.steps)}
    for number, step in enumerate(protocol.steps):
        for name in ("title", "words", "minutes", "presenter", "waits"):
            told[f"s-{number}-{name}"] = getattr(step, name)
        told |= {f"s-{number}-kind": step.kind.value, f"s-{number}-starters": "\r\n".join(step.starters)}
    return told | more


def test_writing_one_on_pages(
    circle: SharedCircle, member: Person, founder: Person, mine: Protocol, client_for: BrowserFor
) -> None:
    browser = client_for(member)
    begin = reverse("meetings:begin", args=[circle.number])
    page = browser.get(begin).text
    assert page.index("Experience share") < page.index("Action learning") < page.index("Decision clinic")
    new = reverse("meetings:new-protocol", args=[circle.number])
    assert "What nobody has named" in browser.get(f"{new}?from=decision-clinic").text
    assert browser.get(f"{new}?from=nothing").status_code == 404
    kept = browser.post(new, sent(mine))
    own = CircleProtocol.objects.get()
    assert kept.url == f"{begin}?protocol=own-{own.pk}"
    assert read_protocol(own.text, file="") == mine
    offered = browser.get(kept.url).text
    assert ('value="own-' in offered, offered.count("Your circle’s own."), "circle’s own." in page) == (True, 1, False)
    change = reverse("meetings:own-protocol", args=[circle.number, own.pk])
    assert client_for(founder).post(change, sent(mine, version=1, words="Ours")).status_code == 302
    old = browser.post(change, sent(mine, version=1))
    assert (old.status_code, "changed it meanwhile" in old.text) == (422, True)
    assert "How it is now" in old.text
    assert (CircleProtocol.objects.get().version, mine.words in old.text) == (2, True)
    taken = browser.post(change, sent(mine, version=1, wish="beside"))
    assert (taken.status_code, "of this name already" in taken.text) == (422, True)
    assert browser.post(change, sent(mine, version=1, wish="beside", title="Mine")).status_code == 302
    assert sorted(CircleProtocol.objects.values_list("title", "version")) == [("Mine", 1), ("Our clinic", 2)]
    assert f"Changed last by {founder.name}" in browser.get(change).text
    file = browser.get(reverse("meetings:protocol-file", args=[circle.number, f"own-{own.pk}"]))
    assert read_protocol(file.text, file="").words == "Ours"
    assert browser.post(reverse("meetings:drop-protocol", args=[circle.number, own.pk])).url == begin
    again = browser.post(reverse("meetings:drop-protocol", args=[circle.number, own.pk]), follow=True)
    assert "deleted already" in again.text
    late = browser.post(change, sent(mine, version=2, words="What I typed"))
    assert (late.status_code, "What I typed" in late.text) == (422, True)
    assert "Somebody deleted it meanwhile" in late.text
    assert browser.get(change).status_code == 404
    assert browser.post(change, sent(mine, version=2, wish="beside")).status_code == 302


def test_what_a_circle_met_by_last_is_chosen_already_and_each_way_says_how_long_it_takes(
    circle: SharedCircle, member: Person, mine: Protocol, client_for: BrowserFor
) -> None:
    browser, begin = client_for(member), reverse("meetings:begin", args=[circle.number])

    def chosen() -> str:
        form = browser.get(begin).context["form"]
        return str(form["protocol"].value())

    assert chosen() == "experience-share"
    shown = browser.get(begin).text
    assert [shown.count(f"About {minutes} minutes with 3 of you") for minutes in (65, 55)] == [2, 1]
    kept = keep_protocol(circle, by=member, protocol=mine)
    for key in ("action-learning", f"own-{kept.pk}"):
        meeting = open_meeting(circle, by=member, protocol=key, minutes=60)
        assert chosen() == key
        come_in(meeting, by=member)
        call_off(meeting, by=member)
    assert chosen() == "experience-share"


def test_steps_are_moved_added_and_left_out_before_anything_is_kept(
    circle: SharedCircle, member: Person, mine: Protocol, client_for: BrowserFor
) -> None:
    browser, new = client_for(member), reverse("meetings:new-protocol", args=[circle.number])
    names = [step.title for step in mine.steps]

    def after(wish: str) -> list[str]:
        answer = browser.post(new, sent(mine, wish=wish))
        assert answer.status_code == 200
        return [one.value() for one in (form["title"] for form in answer.context["form"].steps)]

    assert after("up-2") == [names[0], names[2], names[1], *names[3:]]
    assert after("down-0") == [names[1], names[0], *names[2:]]
    assert after("drop-3") == names[:3] + names[4:]
    assert after("add-1") == [*names[:2], None, *names[2:]]
    assert after("up-0") == after("down-99") == after("dance") == names
    assert not CircleProtocol.objects.exists()
    assert "6 people" not in browser.post(new, sent(mine, wish="up-2")).text
    assert "90 minutes, 3 people" in browser.post(new, sent(mine, wish="plan")).text


def test_what_is_wrong_is_said_beside_it_and_a_file_is_shown_before_it_is_kept(
    circle: SharedCircle, member: Person, mine: Protocol, client_for: BrowserFor
) -> None:
    browser, new = client_for(member), reverse("meetings:new-protocol", args=[circle.number])
    wrong = browser.post(new, sent(mine, **{"s-3-kind": "clarify"}))
    assert wrong.status_code == 422
    assert "After a topic is chosen" in str(wrong.context["form"].steps.forms[3].errors["kind"])
    empty = browser.post(new, sent(mine, title="", **{"s-1-minutes": "0"}))
    assert (empty.status_code, CircleProtocol.objects.count()) == (422, 0)
    no_steps = browser.post(new, {"wish": "keep", "title": "A", "words": "B", "promise": "C"})
    assert no_steps.status_code == 422

    def brought(content: bytes) -> str:
        return str(browser.post(new, sent(mine, wish="take", file=SimpleUploadedFile("ours.toml", content))).text)

    assert "Where I stand" in brought(
        protocol_texts()["experience-share"].replace("How are you, really?", "Where I stand").encode()
    )
    assert "Choose a file first" in browser.post(new, sent(mine, wish="take")).text
    assert "ours.toml" in brought(b"format = 1")
    assert "UTF-8" in brought(b"\xff\xfe")
    assert "at most 32 kilobytes" in brought("ä".encode() * 20_000)
    assert not CircleProtocol.objects.exists()
