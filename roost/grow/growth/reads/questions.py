"""What a profile asks, and in which words. Keys never change; the engine knows what their answers speak for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roost.ground.behaviours.reads import BEHAVIOURS, behaviour_named

Words = str | Promise


class Kind(StrEnum):
    """How a question is answered."""

    TEXT = "text"
    ONE = "one"
    MANY = "many"
    SCALE = "scale"


@dataclass(frozen=True)
class Choice:
    """One answer that can be chosen."""

    key: str
    words: Words


@dataclass(frozen=True)
class Question:
    """One question of a profile; `most` is how many answers may be chosen, `example` stands below a text."""

    key: str
    words: Words
    kind: Kind
    choices: Sequence[Choice] = ()
    most: int = 1
    example: Words = ""


@dataclass(frozen=True)
class Section:
    """Questions that stand on one page."""

    key: str
    name: Words
    title: Words
    lead: Words
    questions: Sequence[Question]


LEVELS = (
    Choice("1", _("Empty")),
    Choice("2", _("Low")),
    Choice("3", _("So-so")),
    Choice("4", _("Good")),
    Choice("5", _("Full")),
)
STRENGTHS = tuple(Choice(one.key, one.name) for one in BEHAVIOURS)

CONTEXT = Section(
    "context",
    _("Your work"),
    _("Where are you now?"),
    _("What helps depends on where you stand, so this comes first. Leave open whatever you like."),
    (
        Question(
            "transition",
            _("What has changed for you in the last months?"),
            Kind.ONE,
            (
                Choice("first-team", _("I lead people for the first time")),
                Choice("former-peers", _("I lead people who were my peers")),
                Choice("leading-leaders", _("I lead people who lead others")),
                Choice("new-organisation", _("I am new in this organisation")),
                Choice("new-field", _("I know the place, but not this kind of work")),
                Choice("in-trouble", _("I took over something that is in trouble")),
                Choice("no-title", _("I lead without having the title")),
                Choice("steady", _("Nothing much")),
            ),
        ),
        Question(
            "expected",
            _("What is expected of you most?"),
            Kind.MANY,
            (
                Choice("results", _("Results, on time")),
                Choice("direction", _("Showing where we are going")),
                Choice("calm", _("Keeping people together when it is hard")),
                Choice("change", _("Changing how we do things")),
                Choice("across", _("Working across departments")),
                Choice("people", _("Bringing people on")),
                Choice("decisions", _("Decisions, and the reasons for them")),
                Choice("less", _("Doing fewer things, better")),
                Choice("ideas", _("New answers")),
                Choice("voice", _("Being heard where it counts")),
            ),
            most=2,
        ),
        Question(
            "role",
            _("Your role, in your own words"),
            Kind.TEXT,
            example=_("I run the service team in Lyon, nine people."),
        ),
        Question(
            "first-months",
            _("What would a good first half-year look like?"),
            Kind.TEXT,
            example=_("The team brings me answers, and I have an hour a day to think."),
        ),
    ),
)
ENERGY = Section(
    "energy",
    _("Your energy"),
    _("How full are you?"),
    _("Energy comes before skill. Think of the last two weeks."),
    (
        Question("body", _("Body: sleep, movement, food"), Kind.SCALE, LEVELS),
        Question("mind", _("Mind: attention, room to think"), Kind.SCALE, LEVELS),
        Question("emotions", _("Emotions: calm, joy, patience"), Kind.SCALE, LEVELS),
        Question("spirit", _("Spirit: why I do this at all"), Kind.SCALE, LEVELS),
        Question(
            "drains",
            _("What drains you?"),
            Kind.MANY,
            (
                Choice("doing-it-all", _("Doing everything myself")),
                Choice("interruptions", _("Being interrupted")),
                Choice("meetings", _("Meetings that end in nothing")),
                Choice("saying-yes", _("Saying yes too often")),
                Choice("unspoken-conflict", _("Conflict that nobody names")),
                Choice("being-watched", _("Speaking in front of many")),
                Choice("unclear", _("Not knowing what is wanted")),
                Choice("politics", _("Politics")),
                Choice("waiting", _("Waiting for others to decide")),
                Choice("details", _("Details without a picture")),
            ),
            most=3,
        ),
        Question(
            "feeds",
            _("What feeds you?"),
            Kind.MANY,
            (
                Choice("quiet", _("Quiet hours alone")),
                Choice("helping", _("Helping somebody grow")),
                Choice("company", _("Being among people")),
                Choice("ideas", _("New ideas")),
                Choice("finishing", _("Finishing something")),
                Choice("learning", _("Learning how things work")),
                Choice("order", _("Bringing order")),
                Choice("being-seen", _("Being seen and thanked")),
                Choice("starting", _("Starting something")),
                Choice("moving", _("Moving, being outside")),
            ),
            most=3,
        ),
    ),
)
MATTERS = Section(
    "matters",
    _("What matters"),
    _("What do you stand on?"),
    _("Your own way of leading grows out of this. It can wait, and you can change it whenever you like."),
    (
        Question("strengths", _("What do others already come to you for?"), Kind.MANY, STRENGTHS, most=3),
        Question(
            "values",
            _("Which of these would you least give up?"),
            Kind.MANY,
            (
                Choice("honesty", _("Honesty")),
                Choice("fairness", _("Fairness")),
                Choice("freedom", _("Freedom")),
                Choice("belonging", _("Belonging")),
                Choice("mastery", _("Mastery")),
                Choice("curiosity", _("Curiosity")),
                Choice("kindness", _("Kindness")),
                Choice("courage", _("Courage")),
                Choice("reliability", _("Reliability")),
                Choice("achievement", _("Achievement")),
                Choice("beauty", _("Beauty")),
                Choice("humour", _("Humour")),
                Choice("security", _("Security")),
                Choice("family", _("Family")),
                Choice("faith", _("Faith")),
                Choice("nature", _("Nature")),
            ),
            most=3,
        ),
        Question(
            "purpose",
            _("What is your work for?"),
            Kind.TEXT,
            example=_("So that people who call us are helped by somebody who listens."),
        ),
    ),
)
SECTIONS = (CONTEXT, ENERGY, MATTERS)
_SECTIONS = {section.key: section for section in SECTIONS}
_QUESTIONS = {question.key: question for section in SECTIONS for question in section.questions}


def section_named(key: str) -> Section | None:
    """Find a section by its key."""
    return _SECTIONS.get(key)


def question_named(key: str) -> Question | None:
    """Find a question by its key."""
    return _QUESTIONS.get(key)


def words_of(question: str, answer: str) -> Words:
    """Give an answer in words; its key where the question no longer offers it."""
    asked = _QUESTIONS.get(question)
    return next((one.words for one in (asked.choices if asked else ()) if one.key == answer), answer)


def said_of(question: Question, value: Any) -> str:
    """Give what was told in words, whatever its kind; an answer that was taken back says so."""
    if not value:
        return gettext("nothing")
    if question.kind is Kind.TEXT:
        return str(value)
    keys = value if isinstance(value, list) else [str(value)]
    return ", ".join(str(words_of(question.key, key)) for key in keys)


def words_of_behaviour(key: str) -> str:
    """Give a behaviour's name; its key where there is none by now."""
    named = behaviour_named(key)
    return str(named.name) if named else key
