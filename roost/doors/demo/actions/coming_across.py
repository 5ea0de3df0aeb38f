"""Let a member have asked others how it comes across, twice by now, and a director ask the member and others today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from roost.ground.kit import clock
from roost.ground.people.models import Organisation, Person
from roost.ground.people.reads import members_on, people_around
from roost.ground.release.actions import ticket_secret
from roost.grow.feedback.access import asking_behind, waiting_for, wave_for
from roost.grow.feedback.actions import (
    Said,
    answer,
    begin_loop,
    close_due_waves,
    open_due_waves,
    say_what_one_tries,
    send_thanks,
)
from roost.grow.feedback.engine import CLOSES_AFTER, THANK_AFTER, WAVES

MANY = 7
READ_SINCE = timedelta(days=2)
"""So long ago the second wave closed, so that the thanks wait for what the member will try."""
STEPS = (((1, 0), (0, 1), (2, 1), (-1, 0), (1, None), (0, 0)), ((2, 1), (1, 2), (2, 2), (1, 1), (3, 1), (None, 1)))


def let_ask(organisation: Organisation, member: Person, leader: Person, *, now: datetime) -> None:
    """Let both ask those around them, by the actions that people use, each at its time."""
    began = now - READ_SINCE - CLOSES_AFTER - WAVES[1]
    with clock.at(began):
        asked = _some_around(organisation, member)
        words = _("I say by when something is decided, and who decides it")
        loop = begin_loop(member, behaviour="deciding", words=words, people=asked)
    with clock.at(began + timedelta(days=1)):
        first = _("Say it at the beginning of the meeting, not at its end.")
        _let_answer(asked, STEPS[0], (first, _("Ask who is missing before you decide.")))
    with clock.at(began + CLOSES_AFTER):
        close_due_waves()
        tries = _("I open each meeting with what is to be decided.")
        say_what_one_tries(wave_for(member, loop.pk, 0), by=member, words=tries)
    with clock.at(began + CLOSES_AFTER + THANK_AFTER):
        send_thanks()
    with clock.at(began + WAVES[1]):
        open_due_waves()
    with clock.at(began + WAVES[1] + timedelta(days=2)):
        _let_answer(asked, STEPS[1], (_("Write the decision down where all of us find it."), _("Keep doing that.")))
    with clock.at(now - READ_SINCE):
        close_due_waves()
    with clock.at(now - timedelta(days=3)):
        others = [one for one in _some_around(organisation, leader) if one != member]
        words = _("I hand over work before I know how to do it.")
        begin_loop(leader, behaviour="building-capability", words=words, people=[member, *others])
        _let_answer(others[:3], STEPS[1], ())


def _some_around(organisation: Organisation, person: Person) -> list[Person]:
    """Give seven who work with somebody, and others where these are fewer."""
    near = people_around(person, organisation)
    others = members_on(organisation, clock.today(person.time_zone)).exclude(pk__in=[one.pk for one in [person, *near]])
    return [*near, *others[:MANY]][:MANY]


def _let_answer(people: Sequence[Person], steps: Sequence[tuple[int | None, int | None]], words: Sequence[str]) -> None:
    """Let people answer, the last of those who suggest something signing it; who declined or left does not."""
    for number, (person, (more, easier)) in enumerate(zip(people, steps, strict=False)):
        waiting = waiting_for(person).first()
        if waiting is not None:
            secret = ticket_secret(waiting.ticket)
            asking = asking_behind(secret)
            assert asking is not None, person
            suggestion = words[number] if number < len(words) else ""
            answer(secret, asking, Said(more, easier, suggestion, is_signed=number == len(words) - 1))
