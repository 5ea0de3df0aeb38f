"""Let people of the sample company put something into the library, and say what they tried."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from roost.doors.demo import engine
from roost.ground.kit import clock
from roost.ground.people.models import Organisation, Person
from roost.grow.library.actions import Kind, Upload, Words, add_item, say_tried

Named = Callable[[str], Person]


def let_people_read(organisation: Organisation, named: Named, *, now: datetime) -> None:
    """Let five people add what helped them over the last weeks, and three of them tell what they tried."""
    founder, member, leader = named(engine.FOUNDER), named(engine.MEMBER), named(engine.LEADER)
    listener, learning = named(engine.LISTENER), named(engine.LEARNING_DIRECTOR)
    # What the library's actions gave and take; its models are its own.
    made: dict[str, Any] = {}
    added: list[tuple[Person, Kind, Words]] = [
        (
            learning,
            Kind.LINK,
            Words(
                _("Performing a Project Premortem"),
                _("Gary Klein's own two pages. We use it before every campaign that costs more than a month."),
                5,
                ["researching", "deciding"],
                url="https://hbr.org/2007/09/performing-a-project-premortem",
            ),
        ),
        (
            founder,
            Kind.LINK,
            Words(
                _("Who's got the monkey?"),
                _("Old and a little dusty, and still the best I know about work that comes back to your own desk."),
                15,
                ["building-capability"],
                url="https://hbr.org/1999/11/management-time-whos-got-the-monkey",
            ),
        ),
        (
            leader,
            Kind.LINK,
            Words(
                _("Maker's schedule, manager's schedule"),
                _("Why one meeting at three can cost a whole afternoon. I stopped inviting people at that hour."),
                8,
                ["driving-value", "compassion"],
                url="https://www.paulgraham.com/makersschedule.html",
            ),
        ),
        (
            listener,
            Kind.VIDEO,
            Words(
                _("How to turn a group of strangers into a team"),
                _("Amy Edmondson on people who must work together at once. Good before the first day with a client."),
                13,
                ["collaborating", "earning-trust"],
                url="https://www.ted.com/talks/amy_edmondson_how_to_turn_a_group_of_strangers_into_a_team",
            ),
        ),
        (
            learning,
            Kind.VIDEO,
            Words(
                _("Forget the pecking order at work"),
                _("Margaret Heffernan about chickens, and why a team of stars loses."),
                15,
                ["collaborating", "enrolling-others"],
                url="https://www.ted.com/talks/margaret_heffernan_forget_the_pecking_order_at_work",
            ),
        ),
        (
            listener,
            Kind.NOTE,
            Words(
                _("Three sentences for bad news to a client"),
                _("What I say on the phone when a date will slip, before the client finds out."),
                2,
                ["earning-trust", "communicating-with-impact"],
                text=_(
                    "## On the phone, the same day\n\n"
                    "1. **What happened**, in one sentence and without a reason: *The delivery comes on the 14th, not "
                    "on the 9th.*\n"
                    "2. **What it means for them**, as far as I know: *Your opening on the 12th needs another plan.*\n"
                    "3. **What I do until when**: *By four today I know who can lend us ten.*\n\n"
                    "Then I stop talking. What they ask next is what matters to them.\n"
                ),
            ),
        ),
        (
            member,
            Kind.NOTE,
            Words(
                _("My first client alone"),
                _("What I would have liked to know on the evening before."),
                3,
                ["confidence", "proactive"],
                text=_(
                    "I slept badly. It went well. What helped:\n\n"
                    "- I wrote down the one question that I wanted answered, and nothing else.\n"
                    "- I said at once: *I do not know that yet. I will call you before noon.* Nobody minded.\n"
                    "- I was there ten minutes early and sat on a bench.\n"
                ),
            ),
        ),
        (
            founder,
            Kind.DOCUMENT,
            Words(
                _("Ten questions for a first visit"),
                _("To print. Ask three of them, not ten, and write down the words that the client uses."),
                4,
                ["developing-insight", "researching"],
            ),
        ),
    ]
    for number, (person, kind, words) in enumerate(added):
        upload = Upload("questions.md", [_questions().encode()]) if kind is Kind.DOCUMENT else None
        with clock.at(now - timedelta(days=40 - 4 * number)):
            key = f"{number:032x}"
            made[words.url or kind] = add_item(organisation, by=person, kind=kind, words=words, key=key, upload=upload)
    monkey = made["https://hbr.org/1999/11/management-time-whos-got-the-monkey"]
    tried: list[tuple[Person, Any, str]] = [
        (
            leader,
            monkey,
            _("I answer with “What would you do?” and count to ten. Four of five monkeys went home again."),
        ),
        (listener, "earning-trust", _("Called on the day I knew, not on the day it was due. They thanked me for it.")),
        (
            founder,
            "confidence",
            _("Told the team when they hear from me next, though I had no news. The questions stopped."),
        ),
    ]
    for number, (person, thing, line) in enumerate(tried):
        with clock.at(now - timedelta(days=6 - number)):
            say_tried(organisation, by=person, thing=thing, words=line, is_shared=True)


def _questions() -> str:
    return _(
        "# Ten questions for a first visit\n\n"
        "1. What made you agree to talk to us today?\n"
        "2. What have you tried already, and what came of it?\n"
        "3. Who notices first when it goes wrong?\n"
        "4. What does it cost you in an ordinary week?\n"
        "5. Who else should be asked before you decide?\n"
        "6. What must not change?\n"
        "7. What would have to be true for you to say yes?\n"
        "8. When did it last work well, and why?\n"
        "9. What would make you regret it in a year?\n"
        "10. What have I not asked?\n"
    )
